"""Rights as people write them in files and on the command line: ``read``, ``write``, ... and ``all``."""

from __future__ import annotations

from ocs_tui.model.enums import ALL_RIGHTS, RIGHTS, AccessRight
from ocs_tui.model.text import safe

RIGHT_WORDS: dict[str, AccessRight] = {
    "read": AccessRight.READ,
    "write": AccessRight.WRITE,
    "delete": AccessRight.DELETE,
    "manage": AccessRight.MANAGE_ACCESS_CONTROL,
    "share": AccessRight.SHARE,
}
"""What the rights are called."""

_WORDS = {right: word for word, right in RIGHT_WORDS.items()}


def parse_rights(text: str) -> AccessRight:
    """Read rights as people write them: ``read,write``, or ``all``.

    Raises:
        ValueError: with a sentence, for a word that is no right.
    """
    mask = AccessRight.NONE
    for word in text.split(","):
        name = word.strip().casefold()
        if name == "all":
            mask |= ALL_RIGHTS
        elif name in RIGHT_WORDS:
            mask |= RIGHT_WORDS[name]
        else:
            raise ValueError(f"{safe(word)!r} is no right: there are {', '.join(RIGHT_WORDS)} and all.")
    return mask


def right_names(mask: int) -> list[str | int]:
    """Return rights as files have them; bits that are none of the five as one number at the end."""
    known: list[str | int] = [_WORDS[right] for right in RIGHTS if mask & right]
    unknown = mask & ~int(ALL_RIGHTS)
    return [*known, unknown] if unknown else known
