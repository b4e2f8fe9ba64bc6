"""The program itself and the profile in words: versions, which tenant, as whom, and whether it may write."""

from __future__ import annotations

import platform
from importlib import metadata

from ocs_tui import __version__
from ocs_tui.cli.doctor.findings import Finding, Section, note, problem, warning
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profiles import Profiles
from ocs_tui.settings.start import Start

_SIGNS_IN = {
    "client": "a client with its secret",
    "browser": "a person, by browser",
    "device": "a person, by a code typed on another device",
}

_PACKAGES = ("textual", "httpx", "pydantic", "keyring", "truststore")


def versions_section() -> Section:
    """Say which versions these are; what is missing keeps the program from working."""
    found = {name: _version(name) for name in _PACKAGES}
    system = f"{platform.system()} {platform.release()}"
    packages = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    findings = [
        Finding("ocs-tui", f"{__version__}, Python {platform.python_version()}, {system}"),
        Finding("packages", packages),
        *(
            problem("packages", f"The package {name} is not installed.", "Install ocs-tui anew.")
            for name, version in found.items()
            if version is None
        ),
    ]
    facts = {"ocs_tui": __version__, "python": platform.python_version(), "system": system, **found}
    return Section("versions", "Versions", findings, facts)


def profile_section(start: Start | None, trouble: str | None) -> Section:
    """Say what the program would start with.

    Args:
        start: that; None when the settings do not say.
        trouble: why they do not, as a sentence.
    """
    profile = start.profile if start is not None else None
    facts: dict[str, object] = {
        "name": None, "saved": None, "base_url": None, "tenant_id": None, "client_id": None,
        "sign_in": None, "read_only": None, "problem": trouble,
    }  # fmt: skip
    others = _others_with_mistakes(profile.name if profile is not None else None)
    if start is None or profile is None:
        first = (
            problem("profile", trouble)
            if trouble is not None
            else note("profile", "none yet: ocs-tui profile add makes one, and ocs-tui --demo needs none")
        )
        return Section("profile", "Profile", [first] if trouble is not None else [first, *others], facts)
    facts |= {
        "name": profile.name,
        "saved": profile.is_saved,
        "base_url": profile.base_url,
        "tenant_id": profile.tenant_id,
        "client_id": profile.client_id,
        "sign_in": profile.sign_in,
        "read_only": start.read_only,
    }
    findings = [
        Finding("profile", profile.name if profile.is_saved else "the environment's OCS_TUI_... variables"),
        Finding("tenant", f"{profile.tenant_id} at {profile.base_url}"),
        Finding("signs in", f"{_SIGNS_IN.get(profile.sign_in, profile.sign_in)}; client {profile.client_id}"),
        Finding("writes", "refused, it is read-only" if start.read_only else "allowed"),
    ]
    if profile.command_problem:
        findings.append(problem("secret", profile.command_problem))
    return Section("profile", "Profile", [*findings, *others], facts)


def _others_with_mistakes(chosen: str | None) -> list[Finding]:
    findings: list[Finding] = []
    try:
        profiles = Profiles.load()
    except SettingsError as error:  # told by the caller already unless another profile was chosen
        return [warning("others", error.sentence)]
    for name in profiles.names:
        if name == chosen:
            continue
        try:
            profiles.get(name)
        except SettingsError as error:
            findings.append(warning("others", error.sentence))
    return findings


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
