"""What of the environment decides how requests leave this machine: proxies, and who is trusted."""

from __future__ import annotations

import os

from ocs_tui.cli.doctor.findings import Finding, Section, note, problem
from ocs_tui.settings.profile import Profile

_PROXIES = ("HTTPS_PROXY", "ALL_PROXY")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def network_section(profile: Profile | None) -> Section:
    """Look at proxies and certificates. On Windows it may ask the registry and the DNS."""
    proxies = {name: _without_password(value) for name, value in _set(*_PROXIES)}
    without = dict(_set("NO_PROXY"))
    certificates, trouble = _certificates()
    return Section(
        "network",
        "Network",
        [*_of_proxies(profile, proxies, without), _of_certificates(certificates, trouble)],
        {
            "proxies": proxies,
            "no_proxy": next(iter(without.values()), None),
            "proxy_of_base_url": _proxy(profile),
            "certificates": {"source": "truststore", **certificates, "problem": trouble},
        },
    )


def _of_proxies(profile: Profile | None, proxies: dict[str, str], without: dict[str, str]) -> list[Finding]:
    named = ", ".join(f"{name}={value}" for name, value in (proxies | without).items())
    findings = [Finding("proxy", named or "none in the environment")]
    if profile is not None:
        findings.append(Finding("way", f"{profile.base_url} {_way(_proxy(profile))}"))
    ignored = [name for name, _ in _set("HTTP_PROXY")]
    if ignored:
        findings.append(
            note("proxy", f"{ignored[0]} is not used: it is for plain http, which goes to loopback only")
        )
    return findings


def _way(proxy: str | None) -> str:
    return "is reached directly" if proxy is None else f"is reached through {proxy}"


def _of_certificates(certificates: dict[str, str | None], trouble: str | None) -> Finding:
    if trouble is not None:
        return problem("trust", trouble)
    more = [f"{name.upper()}={value}" for name, value in certificates.items() if value]
    also = f", and {' and '.join(more)}" if more else ""
    return Finding("trust", f"the system's certificates, by truststore{also}")


def _certificates() -> tuple[dict[str, str | None], str | None]:
    from ocs_tui.api.errors import OcsError
    from ocs_tui.api.network import tls_context

    named = {name.casefold(): os.environ.get(name) or None for name in _CERTIFICATES}
    try:
        tls_context()
    except OcsError as error:
        return named, error.sentence
    return named, None


def _proxy(profile: Profile | None) -> str | None:
    from ocs_tui.api.network import proxy_shown

    return proxy_shown(profile.base_url) if profile is not None else None


def _set(*names: str) -> list[tuple[str, str]]:
    """Return the variables that are set, in either spelling, as they are spelled."""
    spelled = [spelling for name in names for spelling in (name, name.casefold())]
    return [(name, os.environ[name]) for name in dict.fromkeys(spelled) if os.environ.get(name)]


def _without_password(value: str) -> str:
    from ocs_tui.api.network import without_password

    return without_password(value if "://" in value else f"http://{value}")
