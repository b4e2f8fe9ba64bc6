"""The colour of a profile, by which production looks like production."""

from __future__ import annotations

from rich.style import Style

_CODES = {
    "red": "#d03030",
    "green": "#2e9e4f",
    "yellow": "#e0c040",
    "blue": "#3b78d8",
    "magenta": "#c050c0",
    "cyan": "#30b0c0",
    "white": "#f0f0f0",
    "orange": "#e08030",
    "purple": "#8858c8",
    "gray": "#909090",
}
"""The names that a profile may use. Its own: the sixteen of a terminal look different in each."""
_BRIGHT = 140


def code_of(color: str) -> str:
    """Return a profile's colour as ``#rrggbb``; empty where it has none."""
    return _CODES.get(color, color)


def text_on(code: str) -> str:
    """Return the colour of text on a colour: black or white, whichever can be read."""
    red, green, blue = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    bright = 0.299 * red + 0.587 * green + 0.114 * blue > _BRIGHT
    return "#000000" if bright else "#ffffff"


def swatch(color: str) -> Style:
    """Return the style of a mark in a profile's colour."""
    code = code_of(color)
    return Style(color=code) if code else Style.null()
