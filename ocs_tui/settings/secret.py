"""A client secret in memory, for this run."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Holds a secret so that it shows up in no log, error or repr.

    Attributes:
        source: where it came from, in words such as ``the keyring``.
    """

    __slots__ = ("_value", "source")

    def __init__(self, value: str, source: str) -> None:
        self._value = value
        self.source = source

    def reveal(self) -> str:
        """Return the secret itself, to hand it to what needs it."""
        return self._value

    def __repr__(self) -> str:
        return f"<a secret from {self.source}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


def secret_problem(value: str) -> str | None:
    """Return what is wrong with a secret someone gave, as a sentence; None when it is fine."""
    if not value:
        return "The secret is empty."
    if not value.isprintable():
        return "The secret holds a line break or a control character: was something else pasted?"
    return None
