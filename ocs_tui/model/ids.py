"""The rules of a namespace's id. Free of pydantic: the form checks them as one types.

Source: the Namespaces page of the API reference and the portal's pages on namespaces. Where sources
disagree: ``__`` is refused at the start only (one page alone forbids it everywhere); white space at
either end is refused (the oldest page is silent). Not stated, so decided here: alphanumeric means
ASCII, since an id that every reader can type is the safer one.
"""

from __future__ import annotations

import re

MAX_NAMESPACE_ID = 100
_ALLOWED = re.compile(r"[A-Za-z0-9_\-. ]")


def namespace_id_problem(value: str) -> str | None:
    """Return the first rule of namespace ids that ``value`` breaks, as a sentence; None when it is fine."""
    if not value:
        return "An id is needed."
    if len(value) > MAX_NAMESPACE_ID:
        return f"An id has at most {MAX_NAMESPACE_ID} characters; this one has {len(value)}."
    bad = sorted({char for char in value if not _ALLOWED.match(char)})
    if bad:
        shown = " ".join(repr(char) for char in bad[:3])
        return f"An id holds only letters, digits, '_', '-', '.' and spaces; this one holds {shown}."
    if value != value.strip():
        return "An id does not start or end with a space."
    if value.startswith(".") or value.endswith("."):
        return "An id does not start or end with a dot."
    if ".." in value:
        return "An id does not hold two dots in a row."
    if value.startswith("__"):
        return "An id does not start with two underscores."
    return None


def fits_in_a_path(value: str) -> bool:
    """False for an id that cannot be put into a URL path: empty, ``.``, ``..``, one that holds ``/``, or bytes
    that are no characters (the shell passes them on as lone surrogates).

    A URL is normalised on its way, and servers decode ``%2F`` before they route: such a segment would
    make the request address another thing.
    """
    is_text = not any("\ud800" <= char <= "\udfff" for char in value)
    return is_text and value not in ("", ".", "..") and "/" not in value
