"""What is told of a rule that has run: how far it is, its errors, and what it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.responses import Response

from ocs_tui.catalog.assets import ASSET
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.rules import ASSET_RULE
from ocs_tui.catalog.sds import STREAM
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.rules.running import ERRORS, PROGRESS, changes_of, run_on_assets
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.place import found, readable, shelf_of
from ocs_tui.emulator.things.shape import bare
from ocs_tui.emulator.things.writing import put
from ocs_tui.model.enums import AccessRight


def progress(call: Call) -> Response:
    """Answer how far a rule is."""
    state: Json = {"ProgressState": found(call, ASSET_RULE, AccessRight.READ).also.get(PROGRESS, 0)}
    return answer(state if call.verbose else bare(state))


def errors(call: Call) -> Response:
    """Answer the errors of a rule."""
    listed: list[Json] = found(call, ASSET_RULE, AccessRight.READ).also.get(ERRORS, [])
    return answer(listed if call.verbose else [bare(each) for each in listed])


def clear_errors(call: Call) -> Response:
    """Forget the errors of a rule."""
    put(call, ASSET_RULE, found(call, ASSET_RULE, AccessRight.WRITE).beside(**{ERRORS: []}))
    return empty(202)


def overwrite_errors(call: Call) -> Response:
    """Run a rule again, over what stood in its way."""
    run_on_assets(call, ASSET_RULE, found(call, ASSET_RULE, AccessRight.WRITE), overwriting=True)
    return empty(202)


def changed_by_rule(call: Call) -> Response:
    """Answer what a rule has changed."""
    return _changes(call, [found(call, ASSET_RULE, AccessRight.READ)])


def statistics(call: Call) -> Response:
    """Answer how much a rule has changed."""
    changes = changes_of(found(call, ASSET_RULE, AccessRight.READ))
    return answer(
        {
            "AssetsAffected": len({each["AssetId"] for each in changes}),
            "StreamsExecutedOn": len({each["StreamId"] for each in changes}),
        }
    )


def changed_of_asset(call: Call) -> Response:
    """Answer what rules have changed of an asset."""
    return _changes_of(call, ASSET, "AssetId")


def changed_of_stream(call: Call) -> Response:
    """Answer what rules have made of a stream."""
    return _changes_of(call, STREAM, "StreamId")


def _changes_of(call: Call, kind: Kind, member: str) -> Response:
    key = found(call, kind, AccessRight.READ).key
    return _changes(call, readable(call, ASSET_RULE), lambda change: change[member].casefold() == key)


def _every(change: Json) -> bool:
    return True


def _changes(call: Call, rules: Iterable[Held], counts: Callable[[Json], bool] = _every) -> Response:
    assets = shelf_of(call, ASSET)
    rows: list[Json] = []
    for rule in rules:
        for change in filter(counts, changes_of(rule)):
            asset = assets.get(change["AssetId"])
            made = {"Id": change["AssetId"]} if asset is None else asset.document
            rows.append({"RuleId": rule.id, "StreamId": change["StreamId"], "GeneratedAsset": made})
    return answer(rows)
