"""The config and the state folder in words: whose they are, who may read and write them, and what fits in."""

from __future__ import annotations

import sys
from typing import Any

from ocs_tui.cli.doctor.findings import Finding, Section, problem, warning
from ocs_tui.settings import places
from ocs_tui.settings.paths import config_dir, state_dir
from ocs_tui.settings.places import Place
from ocs_tui.settings.profiles import profiles_file

_LITTLE = 20 * 1024 * 1024
_OTHER_FOLDERS = "XDG_CONFIG_HOME and XDG_STATE_HOME choose other folders." if sys.platform == "linux" else ""


def folders_section() -> Section:
    """Look at the folders and at what is in them. It reads the disk, which may hang on a network."""
    config, state, profiles = (
        places.look_at_folder(config_dir()),
        places.look_at_folder(state_dir()),
        places.look_at_file(profiles_file()),
    )
    opened = places.files_open_to_others(state.path)
    findings = [
        *_of_folder("config", config, "profiles cannot be saved", needed=False),
        *_of_folder("state", state, "writes cannot be recorded, so nothing can be changed", needed=True),
        *_of_profiles(profiles),
    ]
    if opened:
        some = f"{opened[0]}" + (f" and {len(opened) - 1} more files" if len(opened) > 1 else "")
        findings.append(
            warning(
                "journal", f"Others may read or write {some}.", f"chmod -R go= {state.path} takes that away."
            )
        )
    facts = {
        "config": _facts(config),
        "state": _facts(state),
        "profiles_file": _facts(profiles),
        "open_to_others": [str(path) for path in opened],
    }
    return Section("folders", "Folders", findings, facts)


def _of_folder(what: str, place: Place, so: str, *, needed: bool) -> list[Finding]:
    say = problem if needed else warning
    path = place.path
    if place.fault:
        verb = "written" if place.exists else "made"
        said = f"The folder {path} cannot be {verb} ({place.fault}): {so}."
        return [say(what, said, f"Correct its permissions or make room. {_OTHER_FOLDERS}")]
    if not place.exists:
        return [Finding(what, f"{path}, not there yet; it is made when it is needed")]
    findings = [Finding(what, f"{path}{_mode(place)}{_room(place)}")]
    if place.mine is False:
        said = f"The folder {path} belongs to another user, who may change what is in it."
        findings.append(warning(what, said, f"Take it over with chown. {_OTHER_FOLDERS}"))
    elif place.others_may_write:
        findings.append(
            warning(what, f"Others may write the folder {path}.", f"chmod go-w {path} takes that away.")
        )
    if place.free_bytes is not None and place.free_bytes < _LITTLE:
        findings.append(
            warning(what, f"Little room is left for {path}: {_size(place.free_bytes)}.", "Make room.")
        )
    return findings


def _of_profiles(place: Place) -> list[Finding]:
    what, path = "profiles", place.path
    if place.fault:
        advice = "Correct its permissions, or choose a tenant by OCS_TUI_BASE_URL and the like."
        return [problem(what, f"The file {path} cannot be read ({place.fault}).", advice)]
    if not place.exists:
        return [Finding(what, f"{path}, not there yet")]
    findings = [Finding(what, f"{path}{_mode(place)}")]
    if place.mine is False:
        said = f"The file {path} belongs to another user, who decides where the secret is sent."
        findings.append(warning(what, said, "Take it over with chown."))
    elif place.others_may_write:
        said = f"Others may write {path}, and so decide where the secret is sent; no secret_command in it is run."
        findings.append(warning(what, said, f"chmod go-w {path} takes that away."))
    elif place.others_may_read:
        said = f"Others may read {path}: tenants and client ids, and no secret."
        findings.append(warning(what, said, f"chmod go= {path} takes that away."))
    return findings


def _mode(place: Place) -> str:
    return "" if place.mode is None else f" ({place.mode:04o})"


def _room(place: Place) -> str:
    return "" if place.free_bytes is None else f", {_size(place.free_bytes)} free"


def _size(count: int) -> str:
    megabytes = count / 1024**2
    return f"{megabytes / 1024:.1f} GB" if megabytes >= 1024 else f"{megabytes:.0f} MB"


def _facts(place: Place) -> dict[str, Any]:
    return {
        "path": str(place.path),
        "exists": place.exists,
        "mine": place.mine,
        "mode": None if place.mode is None else f"{place.mode:04o}",
        "problem": place.fault or None,
        "free_bytes": place.free_bytes,
    }
