"""A token or a secret on its way."""

from __future__ import annotations


class Hidden:
    """A token or a secret: shows itself in no repr, log or traceback."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<hidden>"
