"""What came of an operation, before it is read as a model."""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.api.bodies import read_document
from ocs_tui.api.transport import Answer
from ocs_tui.model.document import Document


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an operation.

    Attributes:
        answer: the answer.
        what: the operation as the subject of a sentence.
        base_url: the base URL that answered.
        where: that base URL as sentences name it.
        note: when it was read elsewhere than where one would expect.
    """

    answer: Answer
    what: str
    base_url: str
    where: str
    note: str | None = None

    def document(self) -> Document:
        """Return the body as JSON.

        Raises:
            BadAnswer: it is none.
        """
        return read_document(self.answer, self.what, self.where)


def joined(*notes: str | None) -> str | None:
    """Return notes as one text; None when there are none."""
    return " ".join(note for note in notes if note) or None
