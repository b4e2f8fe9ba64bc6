"""The boards on the command line: health, logs, metrics, usage, what is used of entitlements, cycles, the blog."""

from __future__ import annotations

import argparse
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog import beside
from ocs_tui.catalog.operation import Operation
from ocs_tui.cli.row_table import RowTable, width_there
from ocs_tui.cli.talk import DONE, put, say
from ocs_tui.cli.tenant import Tenant, Work
from ocs_tui.cli.things.moments import window_asked
from ocs_tui.cli.things.writers import JsonWriter, put_text
from ocs_tui.data.values import csv_cell, csv_line, moment_of, moment_words
from ocs_tui.model.area_enums import HealthState, Severity
from ocs_tui.model.enums import enum_words
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError

if TYPE_CHECKING:
    from ocs_tui.data.window import Window

    Row = dict[str, Any]
    Rows = AsyncIterator[tuple[Sequence[Row], str | None]]

_PAGE = 1_000
_METRICS = (
    (beside.STREAM_METRIC, "IngressEvents"),
    (beside.STREAM_METRIC, "EgressEvents"),
    (beside.OMF_METRIC, "MessagesReceived"),
    (beside.OMF_METRIC, "MessagesRejected"),
)
_DEFAULT = {"logs": "24h", "metrics": "24h", "usage": "30d"}
"""The window that counts when none is named."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board is asked.

    Attributes:
        name: which board.
        namespace: of which namespace; empty for the tenant.
        window: of what time; None for a board that has none.
        params: what else it is narrowed by.
        at_most: rows at most; None for all.
    """

    name: str
    namespace: str = ""
    window: Window | None = None
    params: list[tuple[str, str]] = field(default_factory=list)
    at_most: int | None = None

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query of its request."""
        times = [] if self.window is None else [("start", self.window.start), ("end", self.window.end)]
        return [*times, *self.params]


def board_work(name: str, options: argparse.Namespace) -> Work:
    """Return what shows a board.

    Raises:
        CallError: for what it does not take.
    """
    asked = _asked(name, options)

    async def show(tenant: Tenant) -> int:
        rows = _READS[name](tenant, asked)
        if options.json:
            await _put_json(rows)
        elif options.csv:
            await _put_csv(rows)
        else:
            await _put_table(rows, name)
        return DONE

    return show


def _asked(name: str, options: argparse.Namespace) -> Asked:
    from ocs_tui.model.address import Address

    for option in ("query", "filter", "order"):
        if getattr(options, option):
            raise CallError(f"The board {name} does not take --{option}.")
    namespace = ""
    if options.address not in (None, "/"):
        try:
            address = Address.parse(options.address)
        except ValueError as error:
            raise CallError(str(error)) from None
        if len(address.parts) != 1 or name not in ("logs", "usage", "metrics"):
            one_has = "a namespace has logs, usage and metrics"
            raise CallError(f"{safe(options.address, 80)} has no board {name}: the tenant has it; {one_has}.")
        namespace = address.namespace_id
    elif name == "metrics":
        raise CallError("Metrics are of a namespace: ocs-tui get metrics NAMESPACE.")
    if (options.severity or options.source) and name != "logs":
        raise CallError("--severity and --source are for logs: ocs-tui get logs --severity error.")
    if name not in _DEFAULT and (options.last or options.begin or options.until):
        raise CallError(f"The board {name} has no window of time: leave --since, --from and --to out.")
    window = window_asked(options, _DEFAULT[name]) if name in _DEFAULT else None
    params = [("severity", _severity(text)) for text in options.severity]
    params += [("source", text) for text in options.source]
    return Asked(name, namespace, window, params, options.count)


def _severity(text: str) -> str:
    for one in Severity:
        if text.casefold() in (one.name.casefold(), str(int(one))):
            return enum_words(one)
    known = ", ".join(enum_words(one).casefold() for one in Severity)
    raise CallError(f"{safe(text, 40)!r} is no severity: there are {known}.")


# Reading: rows, the columns as they come first, with a note.


async def _ask(
    tenant: Tenant, operation: Operation, asked: Asked, more: Sequence[tuple[str, str]] = (), *ids: str
) -> tuple[Any, str | None]:
    held = [asked.namespace] if asked.namespace else []
    verbose = {"accept-verbosity": "verbose"}  # else a number that is 0 is left out
    params = [*asked.query, *more] or None
    fetched = await tenant.connection.client.ask(operation, *held, *ids, params=params, headers=verbose)
    return fetched.value, fetched.note


def _listed(value: Any) -> list[Row]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


async def _health(tenant: Tenant, asked: Asked) -> Rows:
    value, note = await _ask(tenant, beside.HEALTH, asked)
    body = value if isinstance(value, dict) else {}

    def row(what: str, name: Any, region: Any, state: Any) -> Row:
        return {"What": what, "Name": name, "Region": region, "HealthState": _state(state)}

    rows = [row("tenant", "", "", body.get("HealthState"))]
    rows += [row("region", one.get("Name"), one.get("Region"), one.get("HealthState"))
             for one in _listed(body.get("Regions"))]  # fmt: skip
    for one in _listed(body.get("Namespaces")):
        rows.append(row("namespace", one.get("NamespaceId"), one.get("Region"), one.get("HealthState")))
        rows += [row("service", f"{one.get('NamespaceId')}: {each.get('Name')}", one.get("Region"),
                     each.get("HealthState")) for each in _listed(one.get("Services"))]  # fmt: skip
    yield rows[: asked.at_most], note


def _state(value: Any) -> str:
    known = isinstance(value, int) and value in HealthState._value2member_map_
    return enum_words(HealthState(value)) if known else "" if value is None else str(value)


async def _logs(tenant: Tenant, asked: Asked) -> Rows:
    operation = beside.NAMESPACE_LOGS if asked.namespace else beside.TENANT_LOGS
    told = 0
    before: list[Row] = []
    while asked.at_most is None or told < asked.at_most:
        count = _PAGE if asked.at_most is None else min(_PAGE, asked.at_most - told)
        value, note = await _ask(tenant, operation, asked, [("skip", str(told)), ("count", str(count))])
        rows = _listed(value)[:count]
        if not rows or rows == before:
            return
        yield [one | {"Severity": _severity_words(one.get("Severity"))} for one in rows], note
        told, before = told + len(rows), rows


def _severity_words(value: Any) -> str:
    known = isinstance(value, int) and value in Severity._value2member_map_
    return enum_words(Severity(value)) if known else "" if value is None else str(value)


async def _metrics(tenant: Tenant, asked: Asked) -> Rows:
    found: dict[str, dict[str, Any]] = {}
    notes: dict[str, None] = {}
    for operation, metric in _METRICS:
        value, note = await _ask(tenant, operation, asked, (), metric)
        for point in _listed(value):
            at = str(point.get("Timestamp"))
            empty = {"Timestamp": at} | {name: None for _, name in _METRICS}
            found.setdefault(at, empty)[metric] = point.get("Value")
        notes |= {note: None} if note else {}
    yield [found[at] for at in sorted(found)][: asked.at_most], " ".join(notes) or None


async def _usage(tenant: Tenant, asked: Asked) -> Rows:
    operation = beside.NAMESPACE_USAGE if asked.namespace else beside.USAGE
    value, note = await _ask(tenant, operation, asked)
    yield [_without(one, "TenantId") for one in _listed(value)][: asked.at_most], note


def _without(row: Row, name: str) -> Row:
    """Leave out what is the same in every row of a tenant."""
    return {key: value for key, value in row.items() if key != name}


async def _entitlement_usage(tenant: Tenant, asked: Asked) -> Rows:
    value, note = await _ask(tenant, beside.RESOURCE_USAGE, asked)
    body = value if isinstance(value, dict) else {}
    counts = [name for name in body if not name.startswith("Entitled")]
    rest = [
        name for name in body if name.startswith("Entitled") and name.removeprefix("Entitled") not in counts
    ]
    rows = [{"What": name, "Used": body[name], "Entitled": body.get(f"Entitled{name}")} for name in counts]
    rows += [{"What": name.removeprefix("Entitled"), "Used": None, "Entitled": body[name]} for name in rest]
    yield rows[: asked.at_most], note


async def _plain(operation: Operation, tenant: Tenant, asked: Asked) -> Rows:
    value, note = await _ask(tenant, operation, asked)
    yield _listed(value)[: asked.at_most], note


_READS: dict[str, Callable[[Tenant, Asked], Rows]] = {
    "health": _health,
    "logs": _logs,
    "metrics": _metrics,
    "usage": _usage,
    "entitlement-usage": _entitlement_usage,
    "billing-cycles": partial(_plain, beside.BILLING_CYCLES),
    "blog": partial(_plain, beside.SERVICE_BLOG),
}

# Writing.


async def _put_json(rows: Rows) -> None:
    writer = JsonWriter()
    async for part, note in rows:
        writer.put(part)
        if note:
            say(note)
    writer.end()


async def _put_csv(rows: Rows) -> None:
    columns: list[str] = []
    async for part, note in rows:
        if not columns:
            columns = _columns(part)
            put_text(csv_line(columns))
        put_text("".join(csv_line([csv_cell(row.get(name)) for name in columns]) for row in part))
        if note:
            say(note)


async def _put_table(rows: Rows, name: str) -> None:
    columns: list[str] = []
    table: RowTable | None = None
    async for part, note in rows:
        if part and table is None:
            columns = _columns(part)
            table = RowTable([_title(column) for column in columns], width_there())
        if table is not None:
            for line in table.lines([[_cell(row.get(column)) for column in columns] for row in part]):
                put(line)
        if note:
            say(note)
    if table is None:
        say(f"Nothing is there to be told of {name}.")


def _columns(part: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in part for name in row))


def _title(column: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).upper()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    moment = moment_of(value)
    if moment is not None:
        return moment_words(moment)
    return f"{value:,}" if isinstance(value, int) else safe(value, 500)
