"""The tree of what the tenant holds beside its namespaces, made of what the catalog declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import Forbidden, NotFound, OcsError, Unavailable
from ocs_tui.catalog import kinds, models
from ocs_tui.catalog.kind import Field, Kind
from ocs_tui.catalog.operation import TENANT, reading
from ocs_tui.connection import Connection
from ocs_tui.model.document import Document
from ocs_tui.model.identity import Role, User
from ocs_tui.model.records import Records
from ocs_tui.model.wire import Wire
from ocs_tui.screens import panes, subjects
from ocs_tui.settings.profile import Profile
from ocs_tui.widgets.detail import Fields
from ocs_tui.widgets.resource_tree import Item
from tests.api.loopback import CLIENT_ID, SECRET, Service, http
from tests.api.loopback import TENANT as TENANT_ID


async def _reveal() -> str:
    return SECRET


@pytest.fixture
async def connection() -> Any:
    """A connection that nothing is behind."""
    made = Connection(Profile("work", "http://127.0.0.1:9", TENANT_ID, CLIENT_ID), _reveal)
    yield made
    await made.aclose()


def _put(
    connection: Connection, key: tuple[str, ...], model: type[Wire], bodies: list[dict[str, Any]]
) -> None:
    records: Records[Any] = Records(model)
    for body in bodies:
        records.add(model.model_validate(body))
    connection.slot(key).fetched = Fetched(records, Document.of([]), "http://x", "x")


def _nodes(item: Item) -> Iterator[Item]:
    yield item
    for child in item.children or ():
        yield from _nodes(child)


def _node(connection: Connection, key: str, pinned: Any = ()) -> Item:
    tree = subjects.tree_of(connection, "tenant", pinned)
    return next(item for item in _nodes(tree) if item.key == key)


class Gauge(Wire):
    """What a kind of another day might be."""

    id: str = ""
    pressure: int = 0

    @property
    def label(self) -> str:
        """Its id."""
        return f"gauge {self.id}"


GAUGE = Kind(
    "gauge",
    "Gauges",
    "gauges",
    reading("list the gauges", TENANT + "/Gauges"),
    reading("read the gauge", TENANT + "/Gauges/{id}"),
    fields=(Field("Id", "id"), Field("Pressure", "pressure")),
)


async def test_a_kind_that_the_catalog_gains_appears_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, GAUGE))
    monkeypatch.setitem(kinds.BY_NAME, "gauge", GAUGE)
    monkeypatch.setitem(models._FIRST, "gauge", Gauge)
    script = http(200, [{"Id": "g-1", "Pressure": 7}])
    async with Service(
        {"GET /Gauges": script, "GET /Gauges/g-1": http(200, {"Id": "g-1", "Pressure": 8})}
    ) as service:
        made = Connection(Profile("work", service.url, TENANT_ID, CLIENT_ID), _reveal)
        try:
            assert _node(made, "group/gauges").words == ""
            assert service.calls() == [], "nothing is read before it is opened"
            await made.load(("gauges",))
            node = _node(made, "gauge/g-1")
            assert node.label == "gauge g-1"
            assert panes.tabs_of(node) == ("Overview", "JSON")
            for key in panes.slots_of(node, "Overview")[:1]:
                await made.load(key)
            body = panes.present(made, node, "Overview", "").body
            assert isinstance(body, Fields)
            assert [(line.label, line.value) for line in body.lines] == [("Id", "g-1"), ("Pressure", "8")]
        finally:
            await made.aclose()


async def test_a_long_group_shows_some_and_what_was_opened(connection: Connection) -> None:
    _put(connection, ("users",), User, [{"Id": f"u{number}", "Name": f"n{number}"} for number in range(1000)])
    children = _node(connection, "group/users").children
    assert children is not None
    assert len(children) == subjects.SHOWN_AT_MOST + 1
    assert children[-1].label == "700 more: enter opens the list"
    pinned = _node(connection, "group/users", {("users", "u999"): None}).children
    assert pinned is not None
    assert [child.label for child in pinned[-2:]] == ["n999", "699 more: enter opens the list"]
    assert "300 of 1,000 users searched" in subjects.not_searched(connection)


@pytest.mark.parametrize(
    ("error", "said", "kind"),
    [
        (Forbidden("403"), "Your roles do not let you see the invitations.", "note"),
        (NotFound("404"), "This service has no invitations to show.", "note"),
        (Unavailable("503"), "Invitations not read: enter retries", "retry"),
    ],
)
async def test_what_is_not_offered_is_one_quiet_line(
    connection: Connection, error: OcsError, said: str, kind: str
) -> None:
    connection.slot(("invitations",)).error = error
    children = _node(connection, "group/invitations").children
    assert children is not None
    assert [(child.kind, child.label) for child in children] == [(kind, said)]
    assert panes.is_quiet(("invitations",), error) is (kind == "note")


async def test_a_role_shows_who_is_in_it_and_what_is_not_known(connection: Connection) -> None:
    _put(connection, ("roles",), Role, [{"Id": "R", "Name": "Shift Leads"}])
    _put(
        connection,
        ("users",),
        User,
        [{"Id": "u", "Name": "Aiko", "RoleIds": ["r"]}, {"Id": "v", "RoleIds": []}],
    )
    connection.slot(("clients",)).error = Forbidden("403")
    body = panes.present(connection, _node(connection, "role/R"), "Members", "").body
    assert isinstance(body, Fields)
    assert [line.value for line in body.lines] == [
        "Users: 1",
        "Aiko",
        "",
        "Clients: not known",
        "Your roles do not let you see the clients.",
    ]
