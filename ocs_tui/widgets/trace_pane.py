"""Every request on the wire: method, host, path, status, time, Operation-Id."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message

from ocs_tui.model.text import safe
from ocs_tui.widgets.line_view import LineView
from ocs_tui.widgets.plain import plain

if TYPE_CHECKING:
    from ocs_tui.api.answers import TraceRecord

_GUID = re.compile(r"(\b[0-9a-f]{8})-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)
"""Shortened on the screen, where what follows it tells requests apart; a copied line has it whole."""
_TENANT = re.compile(r"/api/v1/Tenants/[^/?]+", re.IGNORECASE)


class TracePane(LineView):
    """The requests, newest last."""

    DEFAULT_CSS = """
    TracePane { height: 10; border-top: solid $primary; border-title-color: $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "curl", "Copy as curl", id="trace.curl"),
    ]

    class CurlWanted(Message):
        """A request is to be copied as a curl line."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Trace"
        self.records: list[TraceRecord] = []

    def show(self, records: list[TraceRecord]) -> None:
        """Show these requests; the cursor follows the newest while it stands on the last line."""
        follow = not self.records or self.cursor >= len(self.records) - 1
        self.records = records
        self.lines_changed()
        if follow:
            self.cursor = max(0, len(records) - 1)

    def row_count(self) -> int:
        """One line a request."""
        return max(1, len(self.records))

    def is_selectable(self, row: int) -> bool:
        """Every request."""
        return row < len(self.records)

    def row_text(self, row: int, width: int) -> Text:
        """Time, method, status, milliseconds, host, path, Operation-Id."""
        if not self.records:
            return Text("No request yet.", self.tint("muted"))
        record = self.records[row]
        parts = urlsplit(record.url)
        clock = time.strftime("%H:%M:%S", time.localtime(record.started))
        text = Text(f"{clock} {record.method:<6} ")
        if record.status is not None:
            text.append(f"{record.status} ", self.tint("good" if record.status < 400 else "bad"))
        else:
            text.append("--- " if record.error else "... ", self.tint("bad" if record.error else "muted"))
        took = "" if record.milliseconds is None else f"{record.milliseconds:.0f} ms"
        text.append(f"{took:>8}  ")
        if width >= 100:
            text.append(safe(parts.netloc) + " ", self.tint("muted"))
        path = _GUID.sub(r"\1…", parts.path + (f"?{parts.query}" if parts.query else ""))
        if width < 100:
            path = _TENANT.sub("…", path)  # what tells the requests apart
        text.append(safe(path))
        if record.error:
            text.append("  " + safe(record.error, 200), self.tint("bad"))
        if record.operation_id:
            text.append("  " + safe(record.operation_id, 60), self.tint("muted"))
        return text

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """The request under the cursor in full: where it went, and its Operation-Id."""
        record = self.current
        if record is not None:
            host = urlsplit(record.url).netloc
            self.border_subtitle = plain(f"{host} · {record.operation_id or 'no Operation-Id'}", 120)

    @property
    def current(self) -> TraceRecord | None:
        """The request under the cursor."""
        return self.records[self.cursor] if self.cursor < len(self.records) else None

    def copy_text(self) -> str | None:
        """The Operation-Id under the cursor, else the URL."""
        record = self.current
        return (record.operation_id or record.url) if record else None

    def action_curl(self) -> None:
        """Copy the request as a curl line; the token is a variable of the user's shell."""
        record = self.current
        if record is not None:
            self.post_message(self.CurlWanted(curl_line(record)))


def curl_line(record: TraceRecord) -> str:
    """Return a request as a curl line. Token, secret and body are not in it: they are to be given."""
    import shlex

    parts = ["curl", "-X", record.method, shlex.quote(record.url)]
    if record.token:
        parts += ["-H", '"Authorization: Bearer $OCS_TOKEN"']
    if record.body_bytes:
        form = record.url.endswith("/connect/token")
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        parts += ["-H", shlex.quote(f"Content-Type: {kind}"), "--data", "@body.txt" if form else "@body.json"]
    return " ".join(parts)
