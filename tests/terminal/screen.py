"""What a terminal makes of the bytes a program writes: the screen, the modes, the answers to its questions.

Drawn by pyte. pyte knows no alternate screen and prints parts of some sequences (DCS, kitty's keyboard
protocol, mode reports), so those are taken out here before it sees them.
"""

from __future__ import annotations

import re

import pyte
from wcwidth import wcwidth

ANSWERS: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),  # synchronized output: known, off
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),  # resize reports in-band: unknown
    (re.compile(rb"\x1b\[c"), b"\x1b[?62;22c"),  # device attributes: a VT220 with colour
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),  # where is the cursor
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),  # kitty keyboard protocol: known, off
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x07"),  # background: black
)

_CSI = re.compile(rb"\x1b\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
_STRING = rb"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS, SOS, PM, APC
_SEQUENCE = re.compile(_CSI.pattern + b"|" + _STRING)
_UNFINISHED = re.compile(rb"\x1b(?:\[[<=>?]?[0-9;:]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")

_ALTERNATE_SCREEN = 1049
_CURSOR = 25
_WRAP = 7
_ON_IN_A_FRESH_TERMINAL = {_WRAP, _CURSOR}
_MODE_NAMES = {
    _CURSOR: "the cursor is hidden",
    _WRAP: "lines do not wrap",
    1000: "the mouse is reported",
    1002: "the mouse is reported",
    1003: "the mouse is reported",
    1004: "focus is reported",
    _ALTERNATE_SCREEN: "the alternate screen is shown",
    2004: "pastes are bracketed",
    2026: "output is held back",
}


def answers_to(data: bytes) -> bytes:
    """Return what a terminal would answer to the questions in ``data``; empty when there are none."""
    return b"".join(answer for question, answer in ANSWERS if question.search(data))


class Screen:
    """The screen of a terminal that was fed bytes."""

    def __init__(self, columns: int, rows: int) -> None:
        self.modes = set(_ON_IN_A_FRESH_TERMINAL)
        """The private modes (DECSET) that are on."""
        self.keyboard_protocols = 0
        """How many kitty keyboard protocols are pushed and not popped."""
        self._unfinished = b""
        self._primary = pyte.Screen(columns, rows)
        self._show(self._primary)

    def _show(self, screen: pyte.Screen) -> None:
        self._screen = screen
        self._stream = pyte.ByteStream(screen)

    @property
    def lines(self) -> list[str]:
        """The rows as shown, without the blanks at their ends."""
        return [self._line(row).rstrip() for row in range(self._screen.lines)]

    def _line(self, row: int) -> str:
        """Return a row. Half of a wide character that something was written over is a blank, as terminals have it."""
        line, shown, column = self._screen.buffer[row], "", 0
        while column < self._screen.columns:
            data = line[column].data or " "
            shown += data
            column += 2 if wcwidth(data[0]) == 2 else 1
        return shown

    @property
    def text(self) -> str:
        """The rows as one text."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        return (self._screen.cursor.x, self._screen.cursor.y)

    def style_at(self, column: int, row: int) -> pyte.screens.Char:
        """Return the cell at a column and row (from 0), with its colours and bold, italics, reverse."""
        return self._screen.buffer[row][column]

    def resize(self, columns: int, rows: int) -> None:
        """Take another size; the program draws anew by itself."""
        for screen in {id(each): each for each in (self._primary, self._screen)}.values():
            screen.resize(rows, columns)

    def feed(self, data: bytes) -> bytes:
        """Draw what was written, and return what the terminal answers to it."""
        data = self._unfinished + data
        tail = _UNFINISHED.search(data)
        self._unfinished = data[tail.start() :] if tail else b""
        data = data[: tail.start()] if tail else data
        drawn = 0
        for sequence in _SEQUENCE.finditer(data):
            self._stream.feed(data[drawn : sequence.start()])
            drawn = sequence.end()
            if csi := _CSI.fullmatch(sequence.group()):
                self._control(csi)
        self._stream.feed(data[drawn:])
        return answers_to(data)

    def _control(self, csi: re.Match[bytes]) -> None:
        prefix, parameters, intermediate, final = csi.groups()
        if prefix == b"?" and final in b"hl" and not intermediate:
            for mode in filter(None, parameters.split(b";")):
                self._set_mode(int(mode), on=final == b"h")
        elif final == b"u" and prefix in (b">", b"<"):
            step = int(parameters or b"1") if prefix == b"<" else 1
            self.keyboard_protocols += step if prefix == b">" else -step
        elif not prefix and not intermediate and final != b"t":
            self._stream.feed(csi.group())

    def _set_mode(self, mode: int, *, on: bool) -> None:
        (self.modes.add if on else self.modes.discard)(mode)
        if mode == _ALTERNATE_SCREEN:
            primary = self._primary
            self._show(pyte.Screen(primary.columns, primary.lines) if on else primary)

    def changed_modes(self) -> list[str]:
        """Say which modes are not those of a fresh terminal; empty when all are."""
        changed = self.modes ^ _ON_IN_A_FRESH_TERMINAL
        said = {_MODE_NAMES.get(mode, f"private mode {mode} is changed") for mode in changed}
        if self.keyboard_protocols > 0:
            said.add("a keyboard protocol is left pushed")
        return sorted(said)
