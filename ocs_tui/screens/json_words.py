"""Bodies that are edited as JSON, in a review: whole, as a difference, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from ocs_tui.model.json_text import json_lines
from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.review_text import diff_line

if TYPE_CHECKING:
    from ocs_tui.changes.change import Create, SetChange

_AROUND = 2
"""Lines that are the same and shown before and after one that is not."""
_LINES_AT_MOST = 400
"""Lines of one field in a review."""


def whole(sign: str, name: str, value: Any) -> list[Line]:
    """Return a field as lines of a diff that all have the same sign."""
    first, *rest = json_lines(value) if isinstance(value, dict | list) and value else [_plain(value)]
    lines = [diff_line(sign, f"{safe(name, 80)}: {first}"), *(diff_line(sign, line) for line in rest)]
    return _cut(lines)


def difference(name: str, old: Any, new: Any) -> list[Line]:
    """Return a field as it was and as it shall be; of what is nested only the lines around what differs."""
    nested = isinstance(old, dict | list) and isinstance(new, dict | list) and old and new
    if not nested:
        return [*whole("-", name, old), *whole("+", name, new)]
    was, shall = json_lines(old), json_lines(new)
    lines = [diff_line(" ", f"{safe(name, 80)}:")]
    for group in SequenceMatcher(None, was, shall, autojunk=False).get_grouped_opcodes(_AROUND):
        if group[0][1] > 0:
            lines.append(diff_line(" ", "…"))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines += [diff_line(" ", line) for line in was[i1:i2]]
                continue
            lines += [diff_line("-", line) for line in was[i1:i2]]
            lines += [diff_line("+", line) for line in shall[j1:j2]]
    return _cut(lines)


def _plain(value: Any) -> str:
    words: dict[Any, str] = {None: "(none)", "": "(empty)"}
    if value is None or value == "":
        return words[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return "(none)"
    return safe(value, 8000)


def _cut(lines: list[Line]) -> list[Line]:
    if len(lines) <= _LINES_AT_MOST:
        return lines
    return [*lines[:_LINES_AT_MOST], note(f"… {len(lines) - _LINES_AT_MOST:,} lines more")]


def created(change: Create) -> list[Line]:
    """Return what a creation says, and what is to be said of it."""
    lines: list[Line] = []
    for name, value in change.after.to_wire().items():
        if value not in (None, "", [], {}):
            lines += whole("+", name, value)
    return [*lines, *_warned(change)]


def changed(change: SetChange) -> list[Line]:
    """Return the fields that change, and what is to be said of them."""
    old, new = change.before.to_wire(), change.after.to_wire()
    lines: list[Line] = []
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            lines += difference(name, old.get(name), new.get(name))
    return [*(lines or [note("nothing")]), *_warned(change)]


def rows(old: dict[str, Any], new: dict[str, Any]) -> list[Line]:
    """Return the keys whose values change, as they were and as they shall be."""
    lines: list[Line] = []
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) == new.get(key) and (key in old) == (key in new):
            continue
        if key in old:
            lines += whole("-", key, old[key])
        if key in new:
            lines += whole("+", key, new[key])
    return lines or [note("nothing")]


def words_of(old: Iterable[str], new: Iterable[str]) -> list[Line]:
    """Return the words that come and go."""
    was, shall = list(old), list(new)
    lines = [diff_line("-", safe(word, 300)) for word in was if word not in shall]
    return [*lines, *(diff_line("+", safe(word, 300)) for word in shall if word not in was)] or [
        note("nothing")
    ]


def _warned(change: Create | SetChange) -> list[Line]:
    """Return what is sent although it is not known, as a warning."""
    from ocs_tui.catalog.kinds import kind_at
    from ocs_tui.catalog.schema import check
    from ocs_tui.changes.change import Create

    if isinstance(change, Create):
        found = check(change.kind, change.after.to_wire())
    else:
        kind, item_id = kind_at(change.address), change.address.ids[-1]
        found = check(kind, change.after.to_wire(), change.before.to_wire(), item_id)
    if not found.warnings:
        return []
    return [
        Line(),
        heading("To be looked at"),
        *(note(f"⚠ {safe(text)}", "changed") for text in found.warnings),
    ]
