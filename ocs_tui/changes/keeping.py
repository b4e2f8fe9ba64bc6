"""Where a profile's journal, drafts and rotations are kept: in the platform's state folder."""

from __future__ import annotations

from ocs_tui.changes.drafts import Drafts
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.rotation import Rotations
from ocs_tui.settings.paths import state_dir
from ocs_tui.settings.profile import Profile


def journal_of(profile: Profile) -> Journal:
    """Return the journal of a profile."""
    file = state_dir() / f"journal-{profile.name.strip('()')}.jsonl"
    return Journal(file, profile=profile.name, tenant_id=profile.tenant_id)


def drafts_of(profile: Profile) -> Drafts:
    """Return the drafts of a profile."""
    return Drafts(state_dir() / "drafts", profile=profile.name, tenant_id=profile.tenant_id)


def rotations_of(profile: Profile) -> Rotations:
    """Return the rotations of secrets that are under way in a profile's tenant."""
    return Rotations(state_dir() / "rotations", profile.tenant_id)
