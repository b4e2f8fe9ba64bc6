"""Text from outside is safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.model.text import fold, safe, safe_lines

_CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
nasty = st.text(st.sampled_from(_CONTROLS + _BIDI + "\u200b\u2028\u2029\ufeff\ud800\udfff") | st.characters())
_JOINERS = {"\u200c", "\u200d"}


def unsafe(text: str) -> set[str]:
    """The characters that a terminal would obey, or that draw nothing."""
    return {
        char
        for char in text
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
        or char in _BIDI
        or char in "\u200b\ufeff\xad"
    }


@given(nasty)
def test_nothing_that_a_terminal_obeys_comes_out(text: str) -> None:
    assert unsafe(safe(text)) == set()
    assert all(unsafe(line) == set() for line in safe_lines(text))


@given(nasty, st.integers(1, 12))
def test_a_limit_is_one_after_all_replacements_too(text: str, limit: int) -> None:
    cut = safe(text, limit)
    assert len(cut) <= limit
    assert unsafe(cut) == set()
    whole = safe(text)
    assert cut == (whole if len(whole) <= limit else whole[: limit - 1] + "…")


def _no_part(char: str) -> bool:
    """Flags and skin tones are parts of emoji."""
    return not ("\U0001f1e6" <= char <= "\U0001f1ff" or "\U0001f3fb" <= char <= "\U0001f3ff")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("👩\u200d👧", "👩‹ZWJ›👧"),
        ("\U0001f3f3\ufe0f\u200d🌈!", "\U0001f3f3‹ZWJ›🌈!"),
        ("\u26a0\ufe0f hot", "\u26a0 hot"),
        ("a\ufe0f", "a‹VS16›"),
        ("\U0001f1e7\U0001f1ea", "‹B›‹E›"),
        ("👍\U0001f3fd", "👍‹1F3FD›"),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
    ],
)
def test_an_emoji_of_several_parts_is_shown_as_its_parts(text: str, shown: str) -> None:
    """Terminals disagree on its width: where they count each part, what stands behind it goes astray."""
    assert safe(text) == shown
    assert safe_lines(text) == [shown]


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")).filter(_no_part)))
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ns[/oops]", "ns[/oops]"),
        ("a\x1b]0;title\x07b", "a␛]0;title␇b"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x9b31m", "‹9B›31m"),
        ("safe\u202etxt.exe", "safe‹RLO›txt.exe"),
        ("\x7f", "␡"),
        ("\ud800", "‹D800›"),
        ("tag\U000e0041", "tag‹E0041›"),
        (None, "None"),
        (7, "7"),
    ],
)
def test_what_is_shown_in_its_place(text: object, shown: str) -> None:
    assert safe(text) == shown


def test_lines_are_kept_and_tabs_become_spaces() -> None:
    assert safe_lines("a\r\n\tb\rc\x1b") == ["a", "    b␍c␛"]
    assert safe_lines("x" * 20, limit=5) == ["xxxx…"]


def test_people_find_names_without_case_and_accents() -> None:
    assert fold("Kühlung ÉTÉ") == fold("kuhlung ete") == "kuhlung ete"
    assert fold("Straße") == "strasse"
