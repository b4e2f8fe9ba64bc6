"""What a rule has to be, and how it is shown."""

from __future__ import annotations

from typing import Any

from ocs_tui.emulator.call import Call
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.rules.matching import expressions_of, outputs_of
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.shape import moment
from ocs_tui.model.area_enums import RuleState

_MADE = ("CreationTime", "ModifiedTime", "ErrorInfo")
"""What the service says of a rule: in the body of a write it does not count."""
ASSET_ID, ASSET_NAME, ASSET_DESCRIPTION = "AssetId", "AssetName", "AssetDescription"
ASSET_TYPE, REFERENCE_NAME = "AssetTypeId", "StreamReferenceName"


def checked_rule(call: Call, document: Json, before: Held | None) -> Json:
    """Return a rule as it is stored: its state is a name.

    Raises:
        Refused: 400 without expressions and outputs, or with wrong ones.
    """
    expressions_of(document)
    outputs_of(document)
    kept = {name: value for name, value in document.items() if name not in _MADE}
    return kept | {"State": _state(document.get("State"))}


def checked_asset_rule(call: Call, document: Json, before: Held | None) -> Json:
    """Return an asset rule as it is stored.

    Raises:
        Refused: 400 for what no rule may be, or when no output names the asset.
    """
    if not {ASSET_ID, ASSET_NAME} & {name for name, _ in outputs_of(document)}:
        raise Refused(400, f"An asset rule needs an output for {ASSET_ID} or {ASSET_NAME}.")
    return checked_rule(call, document, before)


def shown_rule(call: Call, held: Held) -> Json:
    """Return a rule as it is answered, with its times."""
    times = {"CreationTime": moment(held.created), "ModifiedTime": moment(held.modified)}
    return held.document | times


def _state(value: Any) -> str:
    if value is None:
        return RuleState.STARTED.name.title()
    for state in RuleState:
        named = isinstance(value, str) and value.casefold() == state.name.casefold()
        if named or (value == state and not isinstance(value, bool)):
            return state.name.title()
    raise Refused(400, "State is Started or Stopped.")
