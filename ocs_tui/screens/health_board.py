"""The tenant's health: a line a region or namespace, a column a service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ocs_tui.model.area_enums import HealthState
from ocs_tui.model.text import safe
from ocs_tui.screens.windowed import Board
from ocs_tui.widgets.facts_board import Fact, FactsBoard, State

_STATES: dict[int, tuple[State, str]] = {
    HealthState.INVALID: ("unknown", "not valid"),
    HealthState.OK: ("good", "ok"),
    HealthState.WARNING: ("warning", "warning"),
    HealthState.ERROR: ("bad", "error"),
    HealthState.UNKNOWN: ("unknown", "not known"),
}
OVERALL = "Health"


class HealthBoard(Board):
    """Shows what the service says of itself."""

    HELP = "How regions, namespaces and their services are, by what the service says of itself. r reads it again."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", "Copy", id="health.copy")]

    def __init__(self) -> None:
        super().__init__("Health")
        self._facts = FactsBoard(id="board-facts")

    def body(self) -> Iterator[Widget]:
        """The board."""
        yield self._facts

    @work(group="board", exclusive=True, exit_on_error=False)
    async def read(self) -> None:
        """Read it."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.catalog import beside

        connection = self.ocs.connection
        if connection is None:
            return
        self.set_focus(self._facts)
        try:
            fetched = await connection.client.ask(beside.HEALTH)
        except OcsError as error:
            self.say("not read: r reads again")
            self.fail_with(error)
            return
        body = fetched.value if isinstance(fetched.value, dict) else {}
        facts = facts_of(body)
        self._facts.show(facts, empty="The service tells no health of a region or namespace.")
        wrong = sum(fact.state in ("bad", "warning") for fact in facts)
        state, words = _state(body.get("HealthState"))
        mark = {"good": "✓", "warning": "!", "bad": "✗"}.get(state, "?")
        count = f"{wrong:,} of {len(facts):,} are not ok" if wrong else "nothing is amiss"
        self.say(f"the tenant: {mark} {words}", count, safe(fetched.note or ""))

    def action_copy(self) -> None:
        """Copy the fact under the cursor."""
        self.copy(self._facts.copy_text())


def facts_of(body: dict[str, Any]) -> list[Fact]:
    """Return what a health answer says of regions, namespaces and services."""
    facts = []
    for one in _objects(body.get("Regions")):
        facts.append(_fact(str(one.get("Region") or one.get("Name") or "?"), "", OVERALL, one))
    for one in _objects(body.get("Namespaces")):
        region, name = str(one.get("Region") or "?"), str(one.get("NamespaceId") or "?")
        facts.append(_fact(region, name, OVERALL, one))
        facts += [
            _fact(region, name, str(each.get("Name") or "?"), each) for each in _objects(one.get("Services"))
        ]
    return facts


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _fact(region: str, namespace: str, service: str, body: dict[str, Any]) -> Fact:
    state, words = _state(body.get("HealthState"))
    return Fact(region, namespace, service, state, words)


def _state(value: Any) -> tuple[State, str]:
    """What a state means; left out of plain JSON, it is 0."""
    if value is None:
        value = 0
    if isinstance(value, str):
        member = next((one for one in HealthState if one.name == value.strip().upper()), None)
        value = value if member is None else int(member)
    if isinstance(value, int) and value in _STATES:
        return _STATES[value]
    return "unknown", safe(value, 20)
