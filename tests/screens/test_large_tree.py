"""Thousands of namespaces: what is there stays, and only what is seen is drawn. Counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from textual.app import App, ComposeResult

from ocs_tui.api.answers import Fetched
from ocs_tui.connection import NAMESPACES, REGIONS, Connection
from ocs_tui.connection.parts import ConnectionParts
from ocs_tui.model.document import Document
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from ocs_tui.screens import subjects
from ocs_tui.settings.profile import Profile
from ocs_tui.widgets.resource_tree import Item, ResourceTree

MANY = 500


def tree(count: int, words: str = "", group: str = "Roles") -> Item:
    leaves = tuple(
        Item("namespace", f"namespace/{n}", f"id-{n}", f"name {n}", words=words) for n in range(count)
    )
    region = Item("region", "region/us", label="WestUS", children=leaves, open=True)
    roles = Item("group", "roles", label=group, children=(Item("role", "roles/1", "1", "Readers"),))
    return Item("tenant", "tenant", label="tenant", children=(region, roles), open=True)


class Stage(App[None]):
    def compose(self) -> ComposeResult:
        yield ResourceTree(tree(MANY))


@contextmanager
def drawn() -> Iterator[list[object]]:
    """Count the labels that are drawn."""
    labels: list[object] = []
    draw = ResourceTree.render_label

    def counting(self: ResourceTree, node: object, *styles: object) -> object:
        labels.append(node)
        return draw(self, node, *styles)  # type: ignore[arg-type]

    with patch.object(ResourceTree, "render_label", counting):
        yield labels


def keys_of(widget: ResourceTree) -> list[str]:
    return [node.data.key for node in widget._walk(widget.root) if node.data is not None]


async def test_nodes_of_what_stays_stay_and_only_those_that_are_seen_are_drawn() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        widget = app.query_one(ResourceTree)
        before = {node.data.key: node for node in widget._walk(widget.root) if node.data is not None}
        with drawn() as labels:
            widget.show(tree(MANY + 1, "Suspended", "Roles  12"))
            await pilot.pause()
        assert len(labels) < 100
        after = {node.data.key: node for node in widget._walk(widget.root) if node.data is not None}
        assert set(after) - set(before) == {f"namespace/{MANY}"}
        assert all(after[key] is node for key, node in before.items())
        assert after["namespace/7"].data is not None
        assert after["namespace/7"].data.words == "Suspended"


async def test_what_comes_goes_and_moves_stands_where_it_belongs() -> None:
    def of(*names: str) -> Item:
        leaves = tuple(Item("namespace", name, name, name) for name in names)
        return Item(
            "tenant", "tenant", children=(Item("region", "r", children=leaves, open=True),), open=True
        )

    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        widget = app.query_one(ResourceTree)
        for names in ("abc", "bdc", "cab", "", "xyz", "zax", "aab", "b"):
            widget.show(of(*names))
            await pilot.pause()
            assert keys_of(widget) == ["tenant", "r", *names]
            assert [node.line for node in widget._walk(widget.root)] == list(range(len(names) + 2))


async def test_a_filter_moves_only_what_it_hides_and_the_cursor_stays_on_its_thing() -> None:
    app = Stage()
    async with app.run_test(size=(80, 24)) as pilot:
        widget = app.query_one(ResourceTree)
        widget.reveal("namespace/42")
        kept = widget.cursor_node
        widget.filter("name")
        await pilot.pause()
        assert widget.cursor_node is kept
        assert widget.matches == MANY
        widget.filter("name 42")
        await pilot.pause()
        assert widget.cursor_node is kept
        assert widget.matches == 15  # 42, 142 ... 442, and 420 to 429
        widget.filter("")
        await pilot.pause()
        assert keys_of(widget) == [
            "tenant",
            "region/us",
            *(f"namespace/{n}" for n in range(MANY)),
            "roles",
            "roles/1",
        ]
        assert widget.current.key == "namespace/42"


async def test_a_namespace_is_found_and_not_looked_for() -> None:
    async def reveal() -> str:
        return ""

    connection = Connection(Profile("p", "http://127.0.0.1:1", "t", "c"), reveal)
    region = Region.model_validate({"Id": "WestUS", "BaseAddress": "http://127.0.0.1:1"})
    listed = tuple(Namespace.model_validate({"Id": f"n-{n}", "Region": "WestUS"}) for n in range(MANY))
    for key, value in ((REGIONS, (region,)), (NAMESPACES, listed)):
        connection.slot(key).fetched = Fetched(value, Document.of([]), "http://127.0.0.1:1", "WestUS")
    walks = 0
    namespaces = vars(ConnectionParts)["namespaces"].fget

    def counting(self: ConnectionParts) -> tuple[Namespace, ...]:
        nonlocal walks
        walks += 1
        return namespaces(self)  # type: ignore[no-any-return]

    try:
        with patch.object(ConnectionParts, "namespaces", property(counting)):
            made = subjects.tree_of(connection, "tenant")
        assert connection.namespace("n-7") is listed[7]
        assert connection.namespace("nowhere") is None
    finally:
        await connection.aclose()
    assert len((made.children or ())[0].children or ()) == MANY
    assert walks < 5
