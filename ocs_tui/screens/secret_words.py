"""A client's secret in words: never its value, which no model holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocs_tui.model.expiry import SOON, days_until, days_words
from ocs_tui.model.text import safe
from ocs_tui.widgets.field_list import Line

if TYPE_CHECKING:
    from ocs_tui.model.clients import SecretDetails


def expiry_words(secret: SecretDetails) -> str:
    """Say until when a secret holds: ``never expires``, ``expires in 5 days, 2027-01-31``."""
    if not secret.expires or not secret.expiration:
        return "never expires"
    words = days_words(days_until(secret.expiration), "at a time that cannot be read")
    verb = "" if words.startswith("expired") else "expires "
    return f"{verb}{words}, {date_of(secret)}"


def date_of(secret: SecretDetails) -> str:
    """Return the day on which a secret expires, as the service says it; a dash where it never does."""
    return safe((secret.expiration or "")[:10], 10) if secret.expires and secret.expiration else "–"


def expiry_tint(days: int | None) -> str:
    """Return the colour of the days that are left; the words beside it say the same."""
    if days is None or days > SOON:
        return ""
    return "bad" if days < 0 else "changed"


def secret_line(secret: SecretDetails, in_use: int | None = None) -> Line:
    """Return a secret as a line: number, days, date, description; ``y`` copies the number.

    ``in_use`` is the number of the one that this program signs in with.
    """
    days = days_until(secret.expiration) if secret.expires else None
    words = days_words(days) if secret.expires and secret.expiration else "never expires"
    mine = "this program signs in with it · " if secret.id == in_use else ""
    description = safe(secret.description or "no description", 200)
    value = f"{words:<19} {date_of(secret):<10}  {mine}{description}"
    return Line(str(secret.id), value, str(secret.id), expiry_tint(days), data=secret)
