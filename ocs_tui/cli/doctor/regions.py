"""Signing in and the regions in words: what is wrong with which, and what to do about it."""

from __future__ import annotations

import time
from typing import Any

from ocs_tui.api.probe import Fault, Probe
from ocs_tui.cli.doctor.findings import Finding, Mark, Section, note, problem, warning
from ocs_tui.cli.doctor.tenant import Base, Found
from ocs_tui.model.text import safe
from ocs_tui.settings.secret import Secret

CLOCK_SECONDS = 60.0
"""A difference of the clocks above this is worth a warning."""

_CLOCK = "A clock that is wrong does that too: is this machine's right?"
_ADVICE = {
    Fault.EXPIRED: f"Whoever runs it must renew the certificate. {_CLOCK}",
    Fault.NOT_YET_VALID: _CLOCK,
    Fault.HOST_NAME: "Correct the profile's base_url, unless something on the way answers in its place.",
    Fault.UNKNOWN_AUTHORITY: "If it is your company's authority, add it to the system's certificates, "
    "or name its file in SSL_CERT_FILE.",
    Fault.CERTIFICATE: "Ask whoever runs it, or whoever runs the network in between.",
    Fault.TLS: "Something on the way may not speak TLS: check base_url, and the proxy.",
    Fault.PROXY: "Correct HTTPS_PROXY, or name the host in NO_PROXY to go without.",
    Fault.SETTINGS: "",
    Fault.OTHER: "Check the network, a proxy that may be needed (HTTPS_PROXY), and base_url.",
}
_TOLD = {
    Fault.EXPIRED: "its certificate has expired",
    Fault.NOT_YET_VALID: "its certificate is not valid yet",
    Fault.HOST_NAME: "its certificate is for another host",
    Fault.UNKNOWN_AUTHORITY: "its certificate is of an authority unknown here",
}


def sign_in_section(kind: str, found: Found, secret: Secret | None, no_secret: str, without: Mark) -> Section:
    """Say how signing in went.

    Args:
        kind: the profile's way to sign in.
        found: what was found out.
        secret: what was signed in with; only where it came from is told.
        no_secret: why there was none, as a sentence.
        without: how bad that is.
    """
    sign_in = found.sign_in
    if not sign_in.tried:
        findings = [Finding("token", f"Signing in was not tried. {no_secret}", without)]
    elif sign_in.done:
        findings = [Finding("token", f"given within {sign_in.milliseconds} ms; it is not kept")]
    elif not sign_in.refused and not any(base.probe.reached for base in found.bases):
        findings = [note("token", "not to be had, since nobody answers")]
    else:
        advice = _clock_may_be_why(found.bases) if sign_in.refused else ""
        findings = [problem("token", sign_in.problem, " ".join((*sign_in.detail, advice)).strip())]
    if secret is not None:
        findings.insert(0, Finding("secret", f"from {secret.source}; read to sign in, and shown nowhere"))
    facts = {
        "kind": kind,
        "secret_from": secret.source if secret is not None else None,
        "signed_in": sign_in.done if sign_in.tried else None,
        "milliseconds": sign_in.milliseconds,
        "problem": (sign_in.problem if sign_in.tried else no_secret) or None,
    }
    return Section("sign_in", "Signing in", findings, facts)


def regions_section(found: Found) -> Section:
    """Say how each base URL answers."""
    findings = [finding for base in found.bases for finding in _of_base(base)]
    if found.regions_problem:
        findings.append(problem("regions", found.regions_problem))
    elif found.from_last_time:
        findings.append(note("regions", "those that were kept from the last time"))
    elif not found.sign_in.done:
        findings.append(note("regions", "not known before signing in"))
    return Section("regions", "Regions", findings, [_facts(base) for base in found.bases])


def _of_base(base: Base) -> list[Finding]:
    what = base.region or "base URL"
    probe = base.probe
    if not probe.reached:
        return [_not_reached(what, base)]
    findings = [Finding(what, f"{base.url}, {', '.join(_told(base))}")]
    assert probe.status is not None
    if probe.status >= 500 or probe.status in (407, 429):
        said = f"{_label(base)} answers, and is not available ({probe.status})."
        findings = [problem(what, said, "Try again later, or ask whoever runs it.")]
    if (off := _clock_off(probe)) is not None:
        side = "ahead of" if off > 0 else "behind"
        said = f"This machine's clock is {_seconds(off)} {side} that of {_label(base)}."
        findings.append(warning(what, said, "Set this machine's clock by the network (NTP)."))
    token = base.token
    if token.problem and (token.accepted is not None or probe.status < 500):
        findings.append(
            problem(what, token.problem, _clock_may_be_why((base,)) if token.accepted is False else "")
        )
    return findings


def _not_reached(what: str, base: Base) -> Finding:
    probe = base.probe
    fault = probe.fault or Fault.OTHER
    if fault is Fault.SETTINGS:
        return problem(what, f"{_label(base)} was not asked. {probe.words}.")
    why = f"{_TOLD[fault]}: {probe.words.partition(': ')[2]}" if fault in _TOLD else probe.words
    return problem(what, f"{_label(base)} cannot be reached ({why}).", _ADVICE[fault])


def _told(base: Base) -> list[str]:
    probe = base.probe
    told = [f"{round(probe.milliseconds or 0)} ms"]
    if probe.tls is not None:
        ends = time.strftime(", certificate until %Y-%m-%d", time.gmtime(probe.certificate_ends or 0))
        told.append(probe.tls + (ends if probe.certificate_ends is not None else ""))
    elif base.url.startswith("http:"):
        told.append("no TLS on this machine itself")
    if probe.clock_difference is None:
        told.append("does not tell the time")
    elif _clock_off(probe) is None:
        told.append("clock agrees")
    if base.token.accepted and not base.token.problem:
        told.append("token accepted")
    elif base.token.accepted is None:
        told.append("token not tried")
    return told


def _clock_off(probe: Probe) -> float | None:
    off = probe.clock_difference
    return off if off is not None and abs(off) > CLOCK_SECONDS else None


def _clock_may_be_why(bases: tuple[Base, ...]) -> str:
    for base in bases:
        if (off := _clock_off(base.probe)) is not None:
            return f"The clocks differ by {_seconds(off)}, which may be why: set this machine's clock first."
    return ""


def _seconds(off: float) -> str:
    off = abs(off)
    if off < 600:
        return f"{off:.0f} seconds"
    return f"{off / 60:.0f} minutes" if off < 7200 else f"{off / 3600:.0f} hours"


def _label(base: Base) -> str:
    return f"{safe(base.region, 60)} ({base.url})" if base.region else base.url


def _facts(base: Base) -> dict[str, Any]:
    probe = base.probe
    return {
        "id": base.region,
        "base_url": base.url,
        "of_profile": base.of_profile,
        "reachable": probe.reached,
        "status": probe.status,
        "problem": probe.words or base.token.problem or None,
        "fault": probe.fault.value if probe.fault is not None else None,
        "tls": probe.tls,
        "certificate_until": None
        if probe.certificate_ends is None
        else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(probe.certificate_ends)),
        "clock_difference_seconds": None if probe.clock_difference is None else round(probe.clock_difference),
        "milliseconds": None if probe.milliseconds is None else round(probe.milliseconds, 1),
        "token_accepted": base.token.accepted,
    }
