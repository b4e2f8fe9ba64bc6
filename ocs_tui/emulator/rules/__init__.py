"""The rules service: metadata rules and asset rules, which find streams and make metadata or assets of them."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import Response

from ocs_tui.catalog import beside
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.operation import NAMESPACE, PREVIEW, Era
from ocs_tui.catalog.rules import ASSET_RULE, METADATA_RULE
from ocs_tui.catalog.service import RULES
from ocs_tui.emulator.answers import empty
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.rules import checking, demo, running, told
from ocs_tui.emulator.rules.trials import trial_handlers
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.place import found
from ocs_tui.emulator.things.special import Special, family_of, special
from ocs_tui.emulator.things.writing import create_in_collection
from ocs_tui.model.enums import AccessRight

_FAMILY = family_of(RULES)
_PREVIEW_NAMESPACE = f"{PREVIEW}/Tenants/{{tenant}}/Namespaces/{{namespace}}"


def _metadata_rule_is_gone(call: Call, rule: Held) -> None:
    if call.asked("KeepOldMetadata").strip().casefold() != "true":
        running.take_metadata_back(call, rule)


def _asset_rule_is_gone(call: Call, rule: Held) -> None:
    if call.asked("KeepOldAssets").strip().casefold() != "true":
        running.take_assets_back(call, rule)


HOOKS: dict[str, KindHooks] = {
    METADATA_RULE.name: KindHooks(
        checked=checking.checked_rule,
        shown=checking.shown_rule,
        seeds=demo.metadata_rules,
        deleted=_metadata_rule_is_gone,
    ),
    ASSET_RULE.name: KindHooks(
        checked=checking.checked_asset_rule,
        shown=checking.shown_rule,
        seeds=demo.asset_rules,
        deleted=_asset_rule_is_gone,
    ),
}


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes of rules beside those of their kinds.

    CONNECT has those of asset rules that are no rules themselves under its preview version.
    """
    yield special(beside.EXECUTE_METADATA_RULE, _execute_metadata_rule, RULES, era)
    yield special(beside.EXECUTE_ASSET_RULE, _execute_asset_rule, RULES, era)
    yield special(beside.ASSET_RULE_PROGRESS, told.progress, RULES, era)
    assets_at = _PREVIEW_NAMESPACE if era is Era.CONNECT else NAMESPACE
    for kind, base in ((METADATA_RULE, NAMESPACE), (ASSET_RULE, assets_at)):
        word = kind.lists.path.rpartition("/")[2]
        yield _route("POST", kind.lists.path, create_in_collection(kind))
        for what in ("preview", "suggestion"):
            yield from _trials(kind, what, f"{base}/{what}/{word}")
        if era is Era.CONNECT:
            expressions = trial_handlers(kind, "expressions")
            yield _route("POST", f"{base}/preview/{word}/expressions", expressions["POST"])
    errors = f"{assets_at}/AssetRules/{{id}}/errors"
    changes = f"{assets_at}/admin/AssetRules/changedata"
    yield _route("GET", errors, told.errors)
    yield _route("DELETE", errors, told.clear_errors)
    if era is Era.CONNECT:
        yield _route("POST", f"{errors}/overwrite", told.overwrite_errors)
    yield _route("GET", f"{changes}/rule/{{id}}", told.changed_by_rule)
    yield _route("GET", f"{changes}/rule/{{id}}/statistics", told.statistics)
    yield _route("GET", f"{changes}/asset/{{id}}", told.changed_of_asset)
    yield _route("GET", f"{changes}/stream/{{id}}", told.changed_of_stream)


def _route(verb: str, path: str, handler: Handler) -> Special:
    return Special(verb, path, handler, _FAMILY)


def _trials(kind: Kind, what: str, path: str) -> Iterator[Special]:
    for verb, handler in trial_handlers(kind, what).items():
        yield _route(verb, path, handler)


def _execute_metadata_rule(call: Call) -> Response:
    running.run_on_metadata(call, METADATA_RULE, found(call, METADATA_RULE, AccessRight.WRITE))
    return empty(204)


def _execute_asset_rule(call: Call) -> Response:
    running.run_on_assets(call, ASSET_RULE, found(call, ASSET_RULE, AccessRight.WRITE))
    return empty(204)
