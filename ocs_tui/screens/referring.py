"""What refers to a thing that is to be deleted, as far as the service tells: read, and said in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.api.answers import Page
    from ocs_tui.catalog.kind import Kind
    from ocs_tui.connection import Connection
    from ocs_tui.model.address import Address

NAMED = 10
"""Things that are named one by one."""
PAGE = 1000
"""Things that are read at once. Source: the largest count that assets take."""
LOOKED_AT = 10_000
"""Things of a list that are looked at where the service cannot be asked for those that refer."""

Referring = Callable[["Connection", "Address", Any], Awaitable[list[Line]]]


async def read(connection: Connection, address: Address, thing: Any) -> list[Line]:
    """Return what refers to a thing, as lines; nothing for a kind to which nothing can refer.

    What cannot be read is said: it never keeps from deleting, since the service decides.
    """
    from ocs_tui.api.errors import OcsError
    from ocs_tui.catalog.kinds import kind_at

    reads = _BY_KIND.get(kind_at(address).name)
    if reads is None:
        return []
    try:
        lines = await reads(connection, address, thing)
    except OcsError as error:
        lines = [note(f"What refers to it could not be read: {error.sentence}", "changed")]
    return [heading("What refers to it"), *lines]


def has_some(kind_name: str) -> bool:
    """Return whether something can refer to a thing of a kind."""
    return kind_name in _BY_KIND


async def _type(connection: Connection, address: Address, thing: Any) -> list[Line]:
    from ocs_tui.catalog.beside import TYPE_REFERENCES

    counted = (await connection.client.ask(TYPE_REFERENCES, *address.ids)).value
    counts = counted if isinstance(counted, dict) else {}
    words = (("SdsStream", "stream"), ("SdsStreamView", "stream view"), ("SdsType", "type"))
    found = [(_number(counts.get(member)), name) for member, name in words]
    if not any(count for count, _ in found):
        return [note("Nothing: no stream, stream view or type.", "")]
    lines = [note(", ".join(_counted(count, name) for count, name in found if count) + ".", "bad")]
    if found[0][0]:
        query = f'TypeId:"{_escaped(address.ids[-1])}"'
        lines += await _named(connection, address, "streams", query, lambda one: _same(one.TypeId, address))
    if found[1][0]:
        lines += await _named(
            connection, address, "stream-views", "",
            lambda one: _same(one.SourceTypeId, address) or _same(one.TargetTypeId, address),
        )  # fmt: skip
    return [*lines, note("The service does not delete a type that something refers to.", "bad")]


async def _stream(connection: Connection, address: Address, thing: Any) -> list[Line]:
    def refers(asset: Any) -> bool:
        references = asset.StreamReferences if isinstance(asset.StreamReferences, list) else []
        return any(isinstance(one, dict) and _same(one.get("StreamId"), address) for one in references)

    lines = await _named(connection, address, "assets", "", refers)
    views = await _named(connection, address, "data-views", "", lambda view: _asks_for(view, address.ids[-1]))
    if not lines and not views:
        lines = [note("Nothing: no asset and no data view says its id.", "")]
    return [
        *lines,
        *views,
        note("Data views find streams by searching: one that found it by its name finds it no more."),
    ]


async def _stream_of_view(connection: Connection, address: Address, thing: Any) -> list[Line]:
    def refers(each: Any) -> bool:
        return _asks_for(each, address.ids[-1])

    return await _named(connection, address, "data-views", "", refers) or [note("Nothing that is known.", "")]


async def _asset_type(connection: Connection, address: Address, thing: Any) -> list[Line]:
    query = f'AssetTypeId:"{_escaped(address.ids[-1])}"'
    lines = await _named(connection, address, "assets", query, lambda one: _same(one.AssetTypeId, address))
    if not lines:
        return [note("Nothing: no asset is of this type.", "")]
    return [
        *lines,
        note(
            "These assets are not deleted with it: that (deleteAssets) is never asked for from here. They stay, "
            "and what their type gave them cannot be resolved any more.",
            "bad",
        ),
    ]


async def _topic(connection: Connection, address: Address, thing: Any) -> list[Line]:
    from ocs_tui.catalog.beside import TOPIC_SUBSCRIPTIONS

    found = (await connection.client.ask(TOPIC_SUBSCRIPTIONS, *address.ids)).value
    listed = found if isinstance(found, list) else []
    if not listed:
        return [note("Nothing: nobody subscribes to it.", "")]
    lines = [note(f"{_counted(len(listed), 'subscription')}: they get no more data.", "bad")]
    for one in listed[:NAMED]:
        label = one.get("Name") or one.get("Id") if isinstance(one, dict) else one
        lines.append(Line("", safe(label or "unnamed", 120)))
    return lines


_BY_KIND: dict[str, Referring] = {
    "type": _type,
    "stream": _stream,
    "stream view": _stream_of_view,
    "asset type": _asset_type,
    "topic": _topic,
}


async def _named(
    connection: Connection, address: Address, collection: str, query: str, refers: Callable[[Any], bool]
) -> list[Line]:
    """Return the first things of a collection that refer to a thing, by name; found by search where there is one."""
    from ocs_tui.api.errors import OcsError
    from ocs_tui.api.paging import Wanted
    from ocs_tui.catalog.kinds import kind_in
    from ocs_tui.model.address import Address

    place = Address((address.namespace_id, collection))
    kind = kind_in(place)
    wanted = Wanted(query if kind.listing.query else "")
    many = kind.plural.casefold()
    found: list[Any] = []
    read, is_whole = 0, False
    while not is_whole and read < LOOKED_AT and len(found) <= NAMED:
        try:
            page: Page[Any] = await connection.page(place, read, PAGE, wanted)
        except OcsError as error:
            return [
                *_by_name(kind, found),
                note(f"The {many} could not be read: {error.sentence}", "changed"),
            ]
        found += [one for one in page.items if refers(one)]
        read += page.came
        is_whole = bool(page.last) or not page.came
    lines = _by_name(kind, found)
    if len(found) > NAMED:
        lines.append(note(f"and more {many}"))
    elif not is_whole:
        lines.append(note(f"Only the first {read:,} {many} were looked at."))
    return lines


def _by_name(kind: Kind, found: Sequence[Any]) -> list[Line]:
    return [Line(kind.name.capitalize(), safe(one.label, 120), one.id, "bad") for one in found[:NAMED]]


def _asks_for(view: Any, item_id: str) -> bool:
    """Whether one of a data view's queries says an id."""
    queries = view.Queries if isinstance(view.Queries, list) else []
    folded = item_id.casefold()
    return any(isinstance(one, dict) and folded in str(one.get("Value", "")).casefold() for one in queries)


def _same(value: Any, address: Address) -> bool:
    return isinstance(value, str) and value.casefold() == address.ids[-1].casefold()


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _escaped(text: str) -> str:
    """Return a text as a search takes it: these characters mean something to it."""
    return "".join(f"\\{char}" if char in '"|/*\\():' else char for char in text)
