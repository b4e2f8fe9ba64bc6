"""What the pages share: who one can be, who was chosen, and whether a form is our own."""

from __future__ import annotations

from ocs_tui.emulator.signin.endpoint import Visit
from ocs_tui.emulator.signin.protocol import Failed
from ocs_tui.emulator.store import Json, Kind


def gone() -> Failed:
    """Return the failure of a form that cannot be sent any more."""
    return Failed(
        "invalid_request", "This page has been used already, or it stood open too long. Begin again."
    )


def users(visit: Visit) -> list[Json]:
    """Return everybody who can sign in."""
    return visit.documents.all(Kind.USER)


def chosen(visit: Visit) -> Json | None:
    """Return who was chosen: one of the list, or somebody else by e-mail address or id."""
    other = visit.given.get("other", "").strip().casefold()
    if not other:
        return visit.user(visit.given.get("user", ""))
    return visit.user(other) or next(
        (user for user in users(visit) if (user.get("Email") or "").casefold() == other), None
    )


def check_origin(visit: Visit) -> None:
    """Refuse a form that another site sends; browsers tell, lynx does not.

    Raises:
        Failed: when it comes from elsewhere.
    """
    origin = visit.request.headers.get("origin")
    if origin is not None and origin != visit.base_url:
        raise Failed("invalid_request", "The form was sent by another site.")
