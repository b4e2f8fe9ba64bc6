"""A paste is text, whatever it holds and however it is cut into reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from ocs_tui.app.pasting import PasteParser

BODY = st.text(st.sampled_from("ab\r\n\x1b[201;~m31"), max_size=40).filter(
    lambda text: "\x1b[201~" not in text
)
CUTS = st.lists(st.integers(1, 9), max_size=30)


def events_of(text: str, cuts: list[int]) -> list[str]:
    """Read a text in pieces; return what came, keys by their names and pastes as their text."""
    parser = PasteParser()
    came: list[Message] = []
    at = 0
    for cut in [*cuts, len(text)]:
        if piece := text[at : at + cut]:
            came += list(parser.feed(piece))
        at += cut
    return [
        f"paste {one.text}" if isinstance(one, Paste) else one.key
        for one in came
        if isinstance(one, Key | Paste)
    ]


@given(BODY, BODY, CUTS)
def test_nothing_of_it_is_a_key(first: str, second: str, cuts: list[int]) -> None:
    text = f"x\x1b[200~{first}\x1b[201~y\x1b[200~{second}\x1b[201~z"
    shown = [f"paste {body}".replace("\x1b", "␛") for body in (first, second)]
    assert events_of(text, cuts) == ["x", shown[0], "y", shown[1], "z"]


def test_keys_are_keys() -> None:
    assert events_of("a\x1b[Ab\x1b[5~", []) == ["a", "up", "b", "pageup"]
