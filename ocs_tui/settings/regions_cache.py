"""Each profile's last list of regions: with it a tenant is reached when its profile's base URL is down.

The origins in it may see the token, so a list counts only for the very tenant, client and base URL it was
read with, and only while its file is this user's alone to write.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.operation import Era
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import others_may_write, state_dir, write_private
from ocs_tui.settings.profile import Profile

if TYPE_CHECKING:
    from ocs_tui.model.tenant import Region


def kept_regions(profile: Profile) -> tuple[Region, ...]:
    """Return the regions last kept for ``profile``; none where what is there is not ours to read or to trust."""
    from ocs_tui.model.tenant import Region

    try:
        return tuple(Region.model_validate(region) for region in load_regions(profile))
    except ValueError:  # kept by another version of the program, or edited into something else
        return ()


def keep_regions(profile: Profile, regions: Sequence[Region]) -> None:
    """Keep the regions of ``profile`` for another run."""
    save_regions(profile, [region.to_wire() for region in regions])


def load_regions(profile: Profile) -> list[dict[str, Any]]:
    """Return the regions last saved for ``profile``, as plain JSON; empty when there are none to trust."""
    file = _file(profile)
    try:
        if others_may_write(file) is not None:
            return []
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return []
    if not isinstance(content, dict) or content.get("of") != _of(profile):
        return []
    regions = content.get("regions")
    if not isinstance(regions, list) or not all(isinstance(region, dict) for region in regions):
        return []
    return regions


def save_regions(profile: Profile, regions: list[dict[str, Any]]) -> None:
    """Keep the regions of ``profile``. A folder that cannot be written costs the list, and nothing else."""
    if load_regions(profile) == regions:
        return  # as at most starts, which need not wait for a disk
    text = json.dumps({"of": _of(profile), "regions": regions}, indent=2)
    with contextlib.suppress(SettingsError):
        write_private(_file(profile), text + "\n")


def forget_regions(profile: Profile) -> None:
    """Take away what was kept of ``profile``: its regions, which service it speaks to, its namespaces' ids."""
    for file in (_file(profile), _service_file(profile), _namespaces_file(profile)):
        with contextlib.suppress(OSError):
            file.unlink()


def kept_era(profile: Profile) -> Era | None:
    """Return which service ``profile`` was found to speak to; None when nothing is kept, or not to be trusted."""
    file = _service_file(profile)
    try:
        if others_may_write(file) is not None:
            return None
        content = json.loads(file.read_text(encoding="utf-8"))
        return Era(content["era"]) if content["of"] == _of(profile) else None
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None


def keep_era(profile: Profile, era: Era) -> None:
    """Keep which service ``profile`` speaks to. A folder that cannot be written costs one question a run."""
    with contextlib.suppress(SettingsError):
        write_private(_service_file(profile), json.dumps({"of": _of(profile), "era": era.value}) + "\n")


def kept_namespaces(profile: Profile) -> tuple[str, ...]:
    """Return the ids of the namespaces that the last run saw, for a shell to complete; empty when none are kept."""
    file = _namespaces_file(profile)
    try:
        if others_may_write(file) is not None:
            return ()
        content = json.loads(file.read_text(encoding="utf-8"))
        if content["of"] != _of(profile):
            return ()
        return tuple(one for one in content["namespaces"] if isinstance(one, str))
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return ()


def keep_namespaces(profile: Profile, ids: Sequence[str]) -> None:
    """Keep the ids of the namespaces there are. A folder that cannot be written costs what a shell completes."""
    wanted = sorted(ids)[:MOST_NAMESPACES]
    if list(kept_namespaces(profile)) == wanted:
        return
    text = json.dumps({"of": _of(profile), "namespaces": wanted})
    with contextlib.suppress(SettingsError):
        write_private(_namespaces_file(profile), text + "\n", synced=False)


MOST_NAMESPACES = 5_000
"""Ids that are kept: a shell shows no more."""


def _namespaces_file(profile: Profile) -> Path:
    return state_dir() / f"namespaces-{profile.name.strip('()')}.json"


def _file(profile: Profile) -> Path:
    return state_dir() / f"regions-{profile.name.strip('()')}.json"


def _service_file(profile: Profile) -> Path:
    return state_dir() / f"service-{profile.name.strip('()')}.json"


def _of(profile: Profile) -> dict[str, str]:
    return {
        "base_url": profile.base_url,
        "tenant_id": profile.tenant_id,
        "client_id": profile.client_id,
    }
