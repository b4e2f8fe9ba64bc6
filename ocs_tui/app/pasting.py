"""What is pasted is text, whatever it holds: Textual's parser (8.2.8) ends a paste at the first escape character in
it, and takes the rest for keys, the line breaks for ``enter`` too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGINS, _ENDS = "\x1b[200~", "\x1b[201~"
_ESCAPE, _SHOWN = "\x1b", "␛"


class PasteParser(XTermParser):
    """Reads the terminal; an escape character within a paste comes as the sign for one."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._tail = ""
        """The last of what was handed on: a paste may begin in two reads."""
        self._held = ""
        """What may be the beginning of a paste's end."""

    def feed(self, data: str) -> Iterable[Message]:
        """Take what was read; nothing at all is the end."""
        if not data:
            return super().feed(data)
        fit = "".join(self._fit(data))
        return super().feed(fit) if fit else ()

    def _fit(self, data: str) -> Iterator[str]:
        while data:
            if self._pasting:
                text, self._held = self._held + data, ""
                pasted, end, data = text.partition(_ENDS)
                if not end:
                    self._held = _begun_end(pasted)
                    pasted = pasted.removesuffix(self._held)
                self._pasting = not end
                yield pasted.replace(_ESCAPE, _SHOWN)
                yield end
            else:
                known = len(self._tail)
                before, begin, rest = (self._tail + data).partition(_BEGINS)
                self._pasting, self._tail = bool(begin), "" if begin else before[1 - len(_BEGINS) :]
                yield (before + begin)[known:]
                data = rest


def _begun_end(text: str) -> str:
    """Return the longest end of a text that the end of a paste begins with."""
    return next((_ENDS[:size] for size in range(len(_ENDS) - 1, 0, -1) if text.endswith(_ENDS[:size])), "")
