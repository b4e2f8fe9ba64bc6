"""The same picture in fewer bytes: a style that holds already is not written again.

Textual ends each piece of a line with a reset and writes the next piece's style in full, so that most of a
frame is styles that were there before it. Only what is known to be safe is left out: unknown sequences pass.
"""

from __future__ import annotations

import re

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_NEEDLESS = re.compile(r"\r?\n(?=(?:\x1b\[[0-9;]*m)*\x1b\[\d+;\d+H)")
"""A new line before a jump to a place."""
_COLOR_LENGTHS = {"2": 5, "5": 3}
"""Parameters of a colour such as 38;2;R;G;B or 38;5;N."""


def lean(frame: str) -> str:
    """Return text for a terminal that shows the same as ``frame``, whatever was the style before it.

    A style is carried over to the next piece where that wants it too. The frame begins with a style that is
    not known, and ends with the one that it ended with.
    """
    out: list[str] = []
    shown: frozenset[str] | None = None  # what the terminal has; None where that is not known
    wanted: frozenset[str] | None = None  # what the frame has asked for
    at = 0
    frame = _NEEDLESS.sub("", frame)
    for found in _STYLE.finditer(frame):
        if text := frame[at : found.start()]:
            shown = _turn(out, shown, wanted)
            out.append(text)
        wanted = _after(wanted, found.group(1))
        if wanted is None:  # a style that is not taken apart here goes out as it is
            out.append(found.group())
            shown = None
        at = found.end()
    shown = _turn(out, shown, wanted)
    out.append(frame[at:])
    return "".join(out)


def _turn(
    out: list[str], shown: frozenset[str] | None, wanted: frozenset[str] | None
) -> frozenset[str] | None:
    """Write what turns the style that is shown into the one that is wanted, and return that."""
    if wanted is None or wanted == shown:
        return wanted if wanted is not None else shown
    gone = None if shown is None else shown - wanted
    if shown is None or (gone and not {_part(one) for one in gone} <= {_part(one) for one in wanted}):
        new = sorted(wanted)
        out.append(f"\x1b[{';'.join(['0', *new]) if new else ''}m")
    else:  # what goes is a colour that another one takes the place of
        out.append(f"\x1b[{';'.join(sorted(wanted - shown))}m")
    return wanted


def _after(style: frozenset[str] | None, parameters: str) -> frozenset[str] | None:
    """Return the style after a sequence; None when it is not known."""
    numbers = (parameters or "0").split(";")
    now = set() if style is None else set(style)
    known = style is not None
    at = 0
    while at < len(numbers):
        number = numbers[at] or "0"
        length = 1
        if number == "0":
            now, known = set(), True
        elif number in ("38", "48"):
            length = _COLOR_LENGTHS.get(numbers[at + 1] if at + 1 < len(numbers) else "", 0)
            if not length or at + length > len(numbers):
                return None
            _put(now, ";".join(numbers[at : at + length]))
        elif _part(number):
            _put(now, number)
        else:
            return None
        at += length
    return frozenset(now) if known else None


def _put(style: set[str], one: str) -> None:
    part = _part(one)
    style.difference_update({other for other in style if _part(other) == part})
    style.add(one)


def _part(one: str) -> str:
    """Return what of a style a parameter sets; empty when it is none that is known."""
    number = int(one.partition(";")[0])
    if number == 38 or 30 <= number <= 37 or number == 39 or 90 <= number <= 97:
        return "text"
    if number == 48 or 40 <= number <= 47 or number == 49 or 100 <= number <= 107:
        return "ground"
    return str(number) if 1 <= number <= 9 else ""
