"""Send an OMF message from a file: what it is, its review, its Operation-Id, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ocs_tui.model.text import safe
from ocs_tui.screens.path_prompt import PathPrompt
from ocs_tui.screens.windowed import Board
from ocs_tui.widgets.field_list import FieldList, Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection.omf import Fate
    from ocs_tui.data.omf import OmfMessage

READ_WITHIN = 15.0
"""Seconds that a disk may take for the file."""
_SHOWN = 8
"""Items that are shown."""


class OmfFile(PathPrompt):
    """Answers the path and the message of a file; None when one goes back."""

    HELP = "Type the path of a file that holds an OMF message as JSON: tab completes it, enter reads it."
    title_words = "Send an OMF message"
    hint = "A file that holds the list of a message's items, as JSON. ~ is the home; the rest starts in"
    placeholder = "message.json"

    async def use(self, path: Path) -> tuple[Path, OmfMessage] | None:
        """Read it."""
        from ocs_tui.data.omf import LARGEST, OmfProblem, message_of
        from ocs_tui.settings.deadline import within

        def read() -> bytes:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)

        try:
            return path, message_of(await within(READ_WITHIN, read), str(path))
        except OmfProblem as problem:
            self.fail(str(problem))
        except TimeoutError:
            self.fail(f"{safe(path)} cannot be read: the disk does not answer.")
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or "no reason is given").lower()
            self.fail(f"{safe(path)} cannot be read: {reason}.")
        return None


class OmfSend(Board):
    """Shows a message and what its headers will say; answers what was done, in words, or None.

    Args:
        namespace_id: where it is sent.
        path: the file.
        message: what it holds.
    """

    HELP = (
        "What is to be sent. t, a and o change what the headers say: the type of the message, what it does, the "
        "version of OMF. Enter reviews it; nothing was sent before that."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "review", "Review", priority=True, id="omf.review"),
        Binding("t", "type", "Type", tooltip="Another type of message", id="omf.type"),
        Binding("a", "action", "Action", tooltip="Create, update or delete", id="omf.action"),
        Binding("o", "version", "Version", tooltip="Another version of OMF", id="omf.version"),
    ]

    def __init__(self, namespace_id: str, path: Path, message: OmfMessage) -> None:
        super().__init__("An OMF message", "")
        self._heading = f"An OMF message to {safe(namespace_id, 80)}"
        self._namespace_id, self._path, self._message = namespace_id, path, message
        self._lines = FieldList(id="board-lines")

    def body(self) -> Iterator[Widget]:
        """The message."""
        yield self._lines

    def on_mount(self) -> None:
        """The keyboard is in the message."""
        self.set_focus(self._lines)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to read again."""
        return action != "again"

    def read(self) -> object:
        """Show it."""
        self._lines.show(self._described())
        self.say("nothing was sent yet")
        return None

    def _described(self) -> list[Line]:
        message = self._message
        size = sum(len(json.dumps(item, ensure_ascii=False)) for item in message.items)
        lines = [
            Line("File", safe(self._path), str(self._path)),
            Line("Message type", f"{message.type}  (t changes it)", message.type),
            Line(
                "Action",
                f"{message.action}  (a changes it)",
                message.action,
                "bad" if message.action == "delete" else "",
            ),
            Line("OMF version", f"{message.version}  (o changes it)", message.version),
            Line("Items", f"{len(message.items):,}, {size:,} characters"),
            Line("Touches", _touched(message.touched)),
            Line(),
            heading("The first items"),
        ]
        lines += [
            note(safe(json.dumps(item, ensure_ascii=False), 300), "") for item in message.items[:_SHOWN]
        ]
        if len(message.items) > _SHOWN:
            lines.append(note(f"… and {len(message.items) - _SHOWN:,} more"))
        return lines

    def _next(self, ways: Sequence[str], now: str) -> str:
        return ways[(ways.index(now) + 1) % len(ways)]

    def action_type(self) -> None:
        """Another type of message."""
        from ocs_tui.data.omf import TYPES

        self._message = replace(self._message, type=self._next(TYPES, self._message.type))
        self.read()

    def action_action(self) -> None:
        """Create, update or delete."""
        from ocs_tui.data.omf import ACTIONS

        self._message = replace(self._message, action=self._next(ACTIONS, self._message.action))
        self.read()

    def action_version(self) -> None:
        """Another version of OMF."""
        from ocs_tui.data.omf import VERSIONS

        self._message = replace(self._message, version=self._next(VERSIONS, self._message.version))
        self.read()

    def action_review(self) -> None:
        """Review it."""
        from ocs_tui.connection.omf import send
        from ocs_tui.screens import editing
        from ocs_tui.screens.act_review import ActReview

        connection = self.ocs.connection
        if connection is None:
            return
        if refusal := editing.why_not_at_all(connection):
            self.fail(refusal)
            return
        message, namespace_id = self._message, self._namespace_id
        headers = [Line(name, safe(value), value) for name, value in message.headers.items()]
        deletes = (
            [note("It deletes what it names, with its data.", "bad")] if message.action == "delete" else []
        )
        lines = [*deletes, *self._described(), Line(), heading("Headers"), *headers]
        review = ActReview(
            f"{message.title[:1].upper()}{message.title[1:]} in {safe(namespace_id, 60)}",
            lines,
            lambda: send(connection, namespace_id, message),
            lambda operation_id: OmfSent(namespace_id, message, str(operation_id)),
        )
        self.app.push_screen(review, self._back)

    def _back(self, done: str | None) -> None:
        if done is not None:
            self.dismiss(done)


def _touched(touched: Sequence[tuple[str, str]]) -> str:
    named = ", ".join(f"{kind} {safe(thing, 40)}" for kind, thing in touched[:5])
    more = f" and {len(touched) - 5:,} more" if len(touched) > 5 else ""
    return f"{named}{more}" or "nothing that it names"


class OmfSent(Board):
    """Shows the Operation-Id of a message that was taken, and what reading back finds; answers that in words.

    Args:
        namespace_id: where it was sent.
        message: what was sent.
        operation_id: the service's; empty where it gave none.
    """

    HELP = (
        "The service has taken the message and carries it out by itself. r reads again what it has come to."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", tooltip="Copy the Operation-Id", id="sent.copy"),
    ]

    def __init__(self, namespace_id: str, message: OmfMessage, operation_id: str) -> None:
        super().__init__("The OMF message was taken")
        self._namespace_id, self._message, self._operation_id = namespace_id, message, operation_id
        self._lines = FieldList(id="board-lines")

    def body(self) -> Iterator[Widget]:
        """The Operation-Id, and what became of it."""
        yield self._lines

    @work(group="board", exclusive=True, exit_on_error=False)
    async def read(self) -> None:
        """Read back what it touches."""
        from ocs_tui.connection.omf import fate_of

        connection = self.ocs.connection
        self.set_focus(self._lines)
        self._show(())
        if connection is None:
            return
        self.say("reading what it has come to…")
        fates = await fate_of(connection.client, self._namespace_id, self._message)
        self._show(fates)
        left = len(self._message.touched) - len(fates)
        more = f"{left:,} more were not read" if left > 0 else ""
        self.say("r reads again: it may take the service a while", more)

    def _show(self, fates: Sequence[Fate]) -> None:
        lines = [
            Line(
                "Operation-Id",
                safe(self._operation_id) or "the service gave none",
                self._operation_id or None,
            ),
            Line("Sent", f"{self._message.title} in {safe(self._namespace_id, 80)}"),
            Line(),
            heading("What reading back finds"),
        ]
        marks = {True: ("✓", "good"), False: ("✗", "changed"), None: ("·", "")}
        for one in fates:
            mark, tint = marks[one.done]
            lines.append(Line(f"{one.kind} {safe(one.id, 40)}", f"{mark} {one.words}", one.id, tint))
        if not self._message.touched:
            lines.append(note("It names no type and no stream."))
        self._lines.show(lines)

    def action_copy(self) -> None:
        """Copy the Operation-Id."""
        self.copy(self._operation_id)

    def action_back(self) -> None:
        """Leave; what was done stands in the status line then."""
        named = f" Operation-Id {safe(self._operation_id, 60)}" if self._operation_id else ""
        self.dismiss(f"The OMF message was taken.{named}")
