"""The routes of the asset store beside those of its kinds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from starlette.responses import Response

from ocs_tui.catalog import beside
from ocs_tui.catalog.assets import ASSET, ASSET_TYPE
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.catalog.service import ASSETS
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.assets import bulk, search
from ocs_tui.emulator.assets.data import data_of, status_handler, summary_handler
from ocs_tui.emulator.assets.hooks import assets_of_type
from ocs_tui.emulator.assets.patch import patched_thing
from ocs_tui.emulator.assets.streams import streams_of
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import hooks_of
from ocs_tui.emulator.things.place import found, require, rights_on, shelf_of
from ocs_tui.emulator.things.reading import bounds, count_of, etag_of_list, selected, tags, whole
from ocs_tui.emulator.things.shape import bare, shown
from ocs_tui.emulator.things.special import Special, family_of, special
from ocs_tui.emulator.things.writing import (
    change,
    check_if_match,
    create_in_collection,
    delete_of,
    remove,
)
from ocs_tui.model.enums import AccessRight


def asset_routes(era: Era) -> Iterator[Special]:
    """Yield them as one of the two services has them."""
    family = family_of(ASSETS)
    for kind in (ASSET, ASSET_TYPE):
        path = kind.lists.path_in(era)
        yield Special("HEAD", path, _head_of(kind), family)
        yield Special("POST", path, create_in_collection(kind), family)
    told: tuple[tuple[Operation, Handler], ...] = (
        (beside.RESOLVED_ASSET, _resolved),
        (beside.RESOLVED_ASSETS, bulk.told_many(bulk.resolved_one)),
        (beside.ASSET_STATUS, status_handler),
        (beside.ASSET_STATUSES, bulk.told_many(bulk.status_one)),
        (beside.ASSET_STATUS_SUMMARY, summary_handler),
        (beside.ASSET_DATA, data_of("")),
        (beside.ASSET_LAST, data_of("Last")),
        (beside.ASSET_SAMPLED, data_of("Sampled")),
        (beside.ASSET_SUMMARIES, data_of("Summaries")),
        (beside.ASSET_INTERPOLATED, data_of("Interpolated")),
        (beside.SEARCH_ASSETS, _searched),
        (beside.ASSET_FACETS, _facets),
        (beside.ASSET_WORDS, _completed),
        (beside.CREATE_ASSETS, bulk.create_many(ASSET)),
        (beside.DELETE_ASSETS, bulk.delete_by_query),
        (beside.CREATE_ASSET_TYPES, bulk.create_many(ASSET_TYPE)),
        (beside.PATCH_ASSET, _patch_of(ASSET)),
        (beside.PATCH_ASSET_TYPE, _patch_of(ASSET_TYPE)),
    )
    for operation, handler in told:
        yield special(operation, handler, ASSETS, era)
    yield Special("DELETE", f"{N}/Bulk/Assets/Delete", bulk.delete_by_body, family)
    if ASSET_TYPE.deletes is not None:
        yield special(ASSET_TYPE.deletes, _delete_type, ASSETS, era)


def _head_of(kind: Kind) -> Handler:
    """Return the handler that answers how many a list has, and the version of the collection."""

    def handler(call: Call) -> Response:
        headers = {"ETag": etag_of_list(call, kind), "Total-Count": str(count_of(call, kind))}
        return empty(204, headers)

    return handler


def _resolved(call: Call) -> Response:
    return answer(bulk.resolved_one(call, found(call, ASSET, AccessRight.READ), streams_of(call)))


def _delete_type(call: Call) -> Response:
    """Delete an asset type: with its assets when ``deleteAssets`` says so, else only when it has none.

    The caller needs Delete on each of its assets too.
    """
    said = call.asked("deleteAssets").strip().casefold()
    if said not in ("", "true", "false"):
        raise Refused(400, "deleteAssets is true or false.").about(deleteAssets=said)
    if said == "true":
        held = found(call, ASSET_TYPE, AccessRight.DELETE)
        check_if_match(call, ASSET_TYPE, held)
        assets = assets_of_type(call, held.id)
        for each in assets:
            require(rights_on(call, ASSET, each), AccessRight.DELETE)
        for each in assets:
            remove(call, ASSET, each)
    return delete_of(ASSET_TYPE)(call)


def _patch_of(kind: Kind) -> Handler:
    """Return the handler that changes a thing by JSON Patch: all of it or nothing."""

    def handler(call: Call) -> Response:
        held = found(call, kind, AccessRight.WRITE)
        check_if_match(call, kind, held)
        document = patched_thing(held.document, read_list(call.body))
        if str(document.get(kind.id_field)) != held.id:
            raise Refused(400, "An id cannot be changed.").about(Id=held.id)
        changed = change(call, kind, held, hooks_of(kind).checked(call, document, held))
        return answer(shown(call, kind, changed), headers=tags(kind, changed))

    return handler


def _searched(call: Call) -> Response:
    skip, count = bounds(call, ASSET)
    query, readable = call.asked("query").strip(), streams_of(call)
    total = count_of(call, ASSET)

    def told(held: Held) -> tuple[Held, list[Json], float]:
        matched = search.matched_fields(call, held, query, readable) if query else []
        return held, matched, search.score_of(matched)

    if call.asked("orderBy").strip():
        page = [told(held) for held in islice(selected(call, ASSET, skip), count)]
    else:
        # The best ones first; the reference does not say in which order they come.
        best = sorted(
            (told(held) for held in selected(call, ASSET)), key=lambda each: (-each[2], each[0].key)
        )
        page = best[skip:] if count is None else best[skip : skip + count]
    results = [
        {
            "Id": held.id,
            "TypeId": held.document.get("AssetTypeId"),
            "Name": held.document.get("Name"),
            "Description": held.document.get("Description"),
            "LastStatus": search.status_name(call, held, readable),
            "MatchedFields": matched,
            "Score": score,
            "ETag": f'"{held.version}"',
        }
        for held, matched, score in page
    ]
    body = {
        "TotalCount": total,
        "Results": [_plain(call, each) for each in results],
        "ContinuationTokens": [],
    }
    return answer(body, headers={"Total-Count": str(total)})


def _facets(call: Call) -> Response:
    most = whole(call, "count", 100)
    name = call.asked("name").strip()
    found_facets = search.facets(call, _fitting(call), name, most)
    return answer(found_facets) if found_facets else empty(204)


def _completed(call: Call) -> Response:
    terms, most_facets = whole(call, "termCount", 10), whole(call, "facetCount", 10)
    told, tokens = search.completions(call, _fitting(call), call.asked("term"), terms, most_facets)
    return answer({"Facets": told, "Tokens": tokens})


def _fitting(call: Call) -> Iterator[Held]:
    """Yield the assets that the caller may read and that the query and the filters fit."""
    shelf_of(call, ASSET)
    return selected(call, ASSET)


def _plain(call: Call, body: Json) -> Json:
    return body if call.verbose else bare(body)
