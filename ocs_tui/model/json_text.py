"""JSON as people type it: what is wrong with it, and where; and text that is safe to edit in a terminal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ocs_tui.model.document import Document
from ocs_tui.model.text import safe

_WORDS = {
    "Expecting value": "a value is missing: a text in double quotes, a number, true, false, null, { } or [ ]",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Expecting ':' delimiter": "a colon is missing after the name",
    "Expecting property name enclosed in double quotes": "a name in double quotes is missing",
    "Unterminated string starting at": "the text that begins here has no closing quote",
    "Extra data": "something stands behind the end",
    "Invalid control character at": "a line break or a control character stands within a text: write \\n",
    "Invalid \\escape": "no character is written with this backslash",
    "Invalid \\uXXXX escape": "\\u needs four digits of a hexadecimal number",
    "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a text.

    Attributes:
        sentence: what, and where.
        line: the line, counted from 1; 0 where it concerns the whole.
        column: the column, counted from 1; 0 likewise.
    """

    sentence: str
    line: int = 0
    column: int = 0


def read_json(text: str) -> Document | Problem:
    """Return what a text says as JSON; what is wrong where it is none, or would not be sent as it stands."""
    if not text.strip():
        return Problem("It is empty: one JSON object belongs here, { … }.", 1, 1)
    try:
        document = Document.read(text)
    except json.JSONDecodeError as error:
        words = _WORDS.get(error.msg, error.msg[:1].lower() + error.msg[1:])
        return Problem(
            f"Line {error.lineno}, column {error.colno}: {safe(words)}.", error.lineno, error.colno
        )
    except ValueError as error:
        return Problem(f"It cannot be sent: {safe(error, 200)}.")
    if document.problem is not None:
        return Problem(f"It cannot be sent: {safe(document.problem, 200)}.")
    return document


def json_lines(value: Any) -> list[str]:
    """Return a value as lines of JSON that a terminal can show and an editor can change."""
    return editable(json.dumps(value, indent=2, ensure_ascii=False)).split("\n")


def editable(text: str) -> str:
    """Return JSON in which what a terminal would obey, or would not show, is written as ``\\u`` and a number.

    It says the same: such a character stands only within a text, where it can be written so. Line breaks
    stay, and tabs become spaces.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if all(safe(line) == line for line in text.split("\n")):
        return text
    return "\n".join("".join(map(_shown, line)) for line in text.split("\n"))


def _shown(char: str) -> str:
    if safe(char) == char:
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
