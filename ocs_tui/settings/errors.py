"""What can be wrong with the settings: each one clear sentence, safe to show."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting is wrong, missing, or could not be saved.

    Attributes:
        sentence: what is wrong, in which file or variable, and what to do. Never holds a secret.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CallError(SettingsError):
    """The program was called wrongly: an argument or an environment variable, not a file."""
