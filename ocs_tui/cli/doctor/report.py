"""Writes what the doctor found: an aligned list for people, one object of JSON for programs."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections.abc import Sequence

from ocs_tui.cli.doctor.findings import Finding, Mark, Section
from ocs_tui.cli.talk import put
from ocs_tui.model.text import safe

_MARKS = {Mark.FINE: "✔", Mark.NOTE: "·", Mark.WARNING: "!", Mark.PROBLEM: "✖"}
_NARROW = 20
"""Columns below which wrapping makes it worse."""


def put_for_people(sections: Sequence[Section]) -> None:
    """Write an aligned list, with marks on a terminal and words elsewhere, and what it comes to."""
    marks = _MARKS if _marks_can_be_shown() else {mark: mark.value for mark in Mark}
    wide = max(map(len, marks.values()))
    named = max(len(finding.what) for section in sections for finding in section.findings)
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for section in sections:
        if section.findings:
            put(section.title)
        for finding in section.findings:
            head = f"  {marks[finding.mark]:<{wide}}  {safe(finding.what):<{named}}  "
            for text in filter(None, (finding.said, finding.advice)):
                for line in _wrapped(safe(text), columns, len(head)):
                    put(head + line)
                    head = " " * len(head)
    put("")
    put(_what_it_comes_to(sections))


def _wrapped(text: str, columns: int | None, indent: int) -> list[str]:
    """Return the lines of a text that fit beside its head; one line where nobody looks, or it is too narrow."""
    if columns is None or columns < indent + _NARROW:
        return [text]
    return textwrap.wrap(text, columns - indent, break_long_words=False, break_on_hyphens=False)


def put_as_json(sections: Sequence[Section]) -> None:
    """Write one object: ``ok``, ``problems`` and ``warnings``, and the facts of each section under its key."""
    value = {
        "ok": is_well(sections),
        "problems": _listed(sections, Mark.PROBLEM),
        "warnings": _listed(sections, Mark.WARNING),
        **{section.key: section.facts for section in sections},
    }
    put(json.dumps(value, indent=2))


def is_well(sections: Sequence[Section]) -> bool:
    """Return True when nothing keeps the program from working."""
    return not _of(sections, Mark.PROBLEM)


def _of(sections: Sequence[Section], mark: Mark) -> list[tuple[Section, Finding]]:
    return [
        (section, finding) for section in sections for finding in section.findings if finding.mark is mark
    ]


def _listed(sections: Sequence[Section], mark: Mark) -> list[dict[str, str]]:
    return [
        {"section": section.key, "what": finding.what, "sentence": finding.said, "advice": finding.advice}
        for section, finding in _of(sections, mark)
    ]


def _what_it_comes_to(sections: Sequence[Section]) -> str:
    problems, warnings = len(_of(sections, Mark.PROBLEM)), len(_of(sections, Mark.WARNING))
    counted = [_count(problems, "problem"), _count(warnings, "warning")]
    if not problems and not warnings:
        return "All is well."
    return ", ".join(text for text in counted if text) + (
        "." if problems else "; nothing that stops the program."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _marks_can_be_shown() -> bool:
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return False
    try:
        "".join(_MARKS.values()).encode(sys.stdout.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
