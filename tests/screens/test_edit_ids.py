"""Which draft an editor keeps: its own, and that of the edit it goes on with."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ocs_tui.catalog.identity_kinds import ROLE
from ocs_tui.catalog.kinds import collection_of
from ocs_tui.changes.change import Create
from ocs_tui.changes.drafts import Draft
from ocs_tui.changes.process import ProcessMark
from ocs_tui.model.identity import Role
from ocs_tui.screens.thing_form import ThingForm
from ocs_tui.screens.unfinished import editor_of

ROLES = collection_of(ROLE)


def test_each_edit_has_a_draft_of_its_own() -> None:
    assert ThingForm(ROLE, ROLES).edit_id != ThingForm(ROLE, ROLES).edit_id


@pytest.mark.parametrize("edit", ["1f", ""], ids=["kept", "kept by an earlier version"])
def test_an_edit_that_is_gone_on_with_keeps_its_draft(edit: str) -> None:
    change = Create(ROLES, Role(name="Operators"), ROLE, edit)
    assert editor_of(Draft(change, datetime.now(UTC), ProcessMark.mine(), "draft")).edit_id == edit
