"""The routes of data views beside those of the kind: their data, what they resolve to, and previews."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog import beside
from ocs_tui.catalog.operation import NAMESPACE as N
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.catalog.service import DATA_VIEWS
from ocs_tui.catalog.views import DATA_VIEW
from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.bodies import read_object
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import known_names
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.place import found, place_of, require, rights_on
from ocs_tui.emulator.things.reading import bounds, links
from ocs_tui.emulator.things.special import Special, family_of, special
from ocs_tui.emulator.things.writing import create_in_collection
from ocs_tui.emulator.views import shown
from ocs_tui.emulator.views.data import data_of
from ocs_tui.emulator.views.definition import stored
from ocs_tui.emulator.views.kept import Kept, resolved_for
from ocs_tui.emulator.views.resolution import Resolution
from ocs_tui.model.enums import AccessRight

_OfQuery = Callable[[Resolution, str], "list[Json] | None"]
_OfView = Callable[[Resolution], Any]
_Defining = Callable[[Call], Json]
_PREVIEW = f"{N}/Preview/DataViews"


def view_routes(era: Era) -> Iterator[Special]:
    """Yield them as one of the two services has them."""
    family = family_of(DATA_VIEWS)
    yield Special("POST", DATA_VIEW.lists.path_in(era), create_in_collection(DATA_VIEW), family)
    stored_data, interpolated = (_data(_saved, kind, "refresh") for kind in (False, True))
    yield special(beside.VIEW_STORED, stored_data, DATA_VIEWS, era)
    yield special(beside.VIEW_INTERPOLATED, interpolated, DATA_VIEWS, era)
    yield special(beside.PREVIEW_STORED, _data(_unsaved, False, "preserve"), DATA_VIEWS, era)
    yield special(beside.PREVIEW_INTERPOLATED, _data(_unsaved, True, "preserve"), DATA_VIEWS, era)
    for operation, handler in _RESOLVED:
        yield special(operation, handler(_saved), DATA_VIEWS, era)
        below = operation.path[operation.path.index("/Resolved/") :]
        yield Special("POST", f"{_PREVIEW}{below}", handler(_unsaved), family)


def _saved(call: Call) -> Json:
    """Return the document of the view that the path names."""
    return found(call, DATA_VIEW, AccessRight.READ).document


def _unsaved(call: Call) -> Json:
    """Return the document of the body: a view that nobody stored. Who may read the views may try one."""
    require(rights_on(call, DATA_VIEW, None), AccessRight.READ)
    return stored(known_names(read_object(call.body), (each.label for each in DATA_VIEW.fields)))


def _kept(call: Call, document: Json, default: str) -> Kept:
    return resolved_for(call, place_of(call, DATA_VIEW), document, refresh=refreshes(call, default))


def refreshes(call: Call, default: str) -> bool:
    """Return whether the view is to be resolved anew. Raises Refused with 400 for another word."""
    word = call.asked("cache").strip().casefold() or default
    if word not in ("refresh", "preserve"):
        raise Refused(400, "cache is Refresh or Preserve.").about(cache=word)
    return word == "refresh"


def _data(defining: _Defining, interpolated: bool, default: str) -> Handler:
    def handler(call: Call) -> Response:
        document = defining(call)
        return data_of(call, document, interpolated=interpolated, refresh=refreshes(call, default))

    return handler


def _by_query(defining: _Defining, telling: _OfQuery) -> Handler:
    def handler(call: Call) -> Response:
        document = defining(call)
        page = bounds(call, DATA_VIEW)
        kept = _kept(call, document, "preserve")
        query_id = call.ids["below"] if "below" in call.ids else call.ids["id"]
        items = telling(kept.resolution, query_id)
        if items is None:
            raise Refused(404, "The data view has no such query.").about(QueryId=query_id)
        return _page_of(call, kept, items, *page)

    return handler


def _paged(defining: _Defining, telling: _OfView) -> Handler:
    def handler(call: Call) -> Response:
        document = defining(call)
        page = bounds(call, DATA_VIEW)
        kept = _kept(call, document, "preserve")
        return _page_of(call, kept, telling(kept.resolution), *page)

    return handler


def _whole(defining: _Defining, telling: _OfView, member: str) -> Handler:
    def handler(call: Call) -> Response:
        kept = _kept(call, defining(call), "preserve")
        told = telling(kept.resolution)
        return answer({"TimeOfResolution": kept.at, member: _plain(call, told)})

    return handler


def _page_of(call: Call, kept: Kept, items: list[Json], skip: int, count: int | None) -> Response:
    size = len(items) if count is None else count
    headers = {"Total-Count": str(len(items))} | links(call, skip, size, len(items))
    page = _plain(call, items[skip : skip + size])
    return answer({"TimeOfResolution": kept.at, "Items": page}, headers=headers)


def _plain(call: Call, value: Any) -> Any:
    """Leave out what is null, for a caller who asks for that."""
    if call.verbose_unless_said(DATA_VIEWS.verbose):
        return value
    if isinstance(value, dict):
        return {name: _plain(call, each) for name, each in value.items() if each is not None}
    return [_plain(call, each) for each in value] if isinstance(value, list) else value


_RESOLVED: tuple[tuple[Operation, Callable[[_Defining], Handler]], ...] = (
    (beside.VIEW_ITEMS, lambda defining: _by_query(defining, shown.items)),
    (beside.VIEW_INELIGIBLE, lambda defining: _by_query(defining, shown.ineligible_items)),
    (beside.VIEW_GROUPS, lambda defining: _paged(defining, shown.groups)),
    (beside.VIEW_FIELDS, lambda defining: _paged(defining, shown.field_mappings)),
    (beside.VIEW_AVAILABLE, lambda defining: _whole(defining, shown.available_field_sets, "Items")),
    (beside.VIEW_ALL_SETS, lambda defining: _whole(defining, shown.all_field_sets, "Items")),
    (beside.VIEW_STATISTICS, lambda defining: _whole(defining, shown.statistics, "Item")),
)
"""What each route of a resolved view does with the view that its first argument gives."""
