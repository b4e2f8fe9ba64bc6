"""Running a rule: metadata for the streams that it finds, or assets made of them.

A rule runs when it is executed, over every stream of its namespace, and has run when that is answered. The
reference does not say what happens when the asset exists and was not made by the rule. Read here as an error of
the rule; overwriting its errors replaces the asset.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.rules import checking as to
from ocs_tui.emulator.rules.matching import expressions_of, filled, found_in, outputs_of, start_of_ids
from ocs_tui.emulator.sds_routes.metadata import metadata_of, with_metadata
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.contents import Write
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import place_of, shelf_of
from ocs_tui.emulator.things.shape import id_problem, moment
from ocs_tui.emulator.things.shelf import Readable, anybody
from ocs_tui.emulator.things.writing import change, make, put, remove
from ocs_tui.model.area_enums import RuleProgress

CHANGES, ERRORS, PROGRESS = "Changes", "Errors", "Progress"
"""What belongs to a rule beside its document."""
_TAKEN = 0
_STRING = "String"


def put_out(rule: Json, streams: Iterable[Held]) -> Iterator[tuple[Held, dict[str, str]]]:
    """Yield the streams that a rule finds, each with what it puts out for it."""
    expressions, outputs = expressions_of(rule), outputs_of(rule)
    for stream in streams:
        named = found_in(expressions, lambda name, held=stream: field_of(held, name))  # type: ignore[misc]
        if named is not None:
            yield stream, filled(outputs, named)


def candidates(call: Call, rule: Json, may: Readable = anybody) -> Iterator[Held]:
    """Return the streams among which all lie that a rule can find: those whose ids begin as it says."""
    return shelf_of(call, STREAM).beginning_with(start_of_ids(expressions_of(rule)), may)


def field_of(stream: Held, name: str) -> str:
    """Return a stream's field by its name, else its metadata by that key; empty where it has neither."""
    folded = name.casefold()
    for each in ("Id", "Name", "Description", "TypeId"):
        if each.casefold() == folded:
            return str(stream.document.get(each) or (stream.id if each == "Name" else ""))
    return str(metadata_of(stream).get(name, ""))


def run_on_metadata(call: Call, kind: Kind, rule: Held) -> Held:
    """Set the metadata of every stream that a rule finds, and return the rule."""
    place = place_of(call, kind)
    made: dict[str, dict[str, str]] = {each["StreamId"]: each["Metadata"] for each in changes_of(rule)}
    writes: list[Write] = []
    for stream, values in put_out(rule.document, candidates(call, rule.document)):
        made[stream.id] = made.get(stream.id, {}) | values
        writes.append(
            (place, STREAM.name, stream.key, with_metadata(call, stream, metadata_of(stream) | values))
        )
    call.box.contents.write(*writes)
    changes = [{"StreamId": stream, "Metadata": values} for stream, values in made.items()]
    return put(call, kind, rule.beside(**{CHANGES: changes, PROGRESS: int(RuleProgress.COMPLETED)}))


def take_metadata_back(call: Call, rule: Held) -> None:
    """Take away what a rule has set, where it still is what the rule set."""
    place, streams = place_of(call, STREAM), shelf_of(call, STREAM)
    writes: list[Write] = []
    for each in changes_of(rule):
        stream = streams.get(each["StreamId"])
        if stream is None:
            continue
        metadata = {
            name: value for name, value in metadata_of(stream).items() if each["Metadata"].get(name) != value
        }
        writes.append((place, STREAM.name, stream.key, with_metadata(call, stream, metadata)))
    call.box.contents.write(*writes)


def run_on_assets(call: Call, kind: Kind, rule: Held, *, overwriting: bool = False) -> Held:
    """Make an asset of all the streams that a rule finds and gives the same id, and return the rule.

    Args:
        call: the call.
        kind: the kind of the rule.
        rule: the rule.
        overwriting: whether an asset is replaced that the rule did not make.
    """
    wanted: dict[str, Json] = {}
    sources: dict[str, list[str]] = {}
    for stream, values in put_out(rule.document, candidates(call, rule.document)):
        asset_id = values.get(to.ASSET_ID) or values.get(to.ASSET_NAME) or ""
        key = asset_id.casefold()
        asset = _with_stream(wanted.get(key) or _new_asset(asset_id, values), stream, values)
        wanted[key] = asset
        sources.setdefault(key, []).append(stream.id)
    made = {each["AssetId"].casefold() for each in changes_of(rule)}
    changes: list[Json] = []
    errors: list[Json] = []
    for key, asset in wanted.items():
        problem = id_problem(asset["Id"])
        if problem:
            errors.append(_error(call, rule, f"No asset can have the id {asset['Id']!r}. {problem}"))
            continue
        before = shelf_of(call, ASSET).get(key)
        if before is not None and key not in made and not overwriting:
            errors.append(_error(call, rule, f"The asset {before.id} exists, and the rule did not make it."))
            continue
        held = make(call, ASSET, asset) if before is None else change(call, ASSET, before, asset)
        changes += [{"StreamId": stream, "AssetId": held.id} for stream in sources[key]]
    done = int(RuleProgress.COMPLETED)
    return put(call, kind, rule.beside(**{CHANGES: changes, ERRORS: errors, PROGRESS: done}))


def take_assets_back(call: Call, rule: Held) -> None:
    """Take away the assets that a rule has made."""
    for asset_id in dict.fromkeys(each["AssetId"] for each in changes_of(rule)):
        held = shelf_of(call, ASSET).get(asset_id)
        if held is not None:
            remove(call, ASSET, held)


def changes_of(rule: Held) -> list[Json]:
    """Return what a rule has changed: an entry for each stream."""
    return list(rule.also.get(CHANGES, ()))


def _new_asset(asset_id: str, values: dict[str, str]) -> Json:
    own = (to.ASSET_ID, to.ASSET_NAME, to.ASSET_DESCRIPTION, to.ASSET_TYPE, to.REFERENCE_NAME)
    asset: Json = {
        "Id": asset_id,
        "Name": values.get(to.ASSET_NAME) or asset_id,
        "Metadata": [
            {"Id": name, "Name": name, "SdsTypeCode": _STRING, "Value": value}
            for name, value in values.items()
            if name not in own
        ],
        "StreamReferences": [],
    }
    for name, field in (("Description", to.ASSET_DESCRIPTION), ("AssetTypeId", to.ASSET_TYPE)):
        if values.get(field):
            asset[name] = values[field]
    return asset


def _with_stream(asset: Json, stream: Held, values: dict[str, str]) -> Json:
    """Return an asset with one more stream; its name is told apart from those of the others."""
    name = values.get(to.REFERENCE_NAME) or str(stream.document.get("Name") or stream.id)
    taken = {each["Name"] for each in asset["StreamReferences"]}
    if name in taken:
        name = f"{name} ({stream.id})"
    reference = {"Id": name, "Name": name, "StreamId": stream.id}
    return asset | {"StreamReferences": [*asset["StreamReferences"], reference]}


def _error(call: Call, rule: Held, details: str) -> Json:
    return {
        "Id": str(uuid.uuid4()),
        "RuleId": rule.id,
        "TimeGenerated": moment(call.box.store.clock()),
        "ErrorDetails": details,
        "ErrorMessageType": _TAKEN,
    }
