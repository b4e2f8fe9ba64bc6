"""Until when something holds, as people type it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ocs_tui.model.expiry import days_until, days_words, expiry_of, invitation_until

NOW = datetime(2026, 11, 22, 12, 30, 15, 999, UTC)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("2027-01-31", datetime(2027, 1, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)),
        ("90d", datetime(2027, 2, 20, 12, 30, 15, tzinfo=UTC)),
        (" 1 day ", datetime(2026, 11, 23, 12, 30, 15, tzinfo=UTC)),
        ("Never", None),
    ],
)
def test_a_date_a_number_of_days_or_never(typed: str, until: datetime | None) -> None:
    assert expiry_of(typed, NOW) == until


@pytest.mark.parametrize("typed", ["", "soon", "2027-02-30", "31.01.2027", "90", "-5d", "9" * 50 + "d", "²d"])
def test_what_is_no_date_is_said_with_what_to_write(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no date: write 2027-01-31, 90d or never\.$"):
        expiry_of(typed, NOW)


@pytest.mark.parametrize("typed", ["2026-11-21", "0d", "1999-12-31"])
def test_what_is_over_is_no_expiry(typed: str) -> None:
    with pytest.raises(ValueError, match="is over"):
        expiry_of(typed, NOW)


def test_an_invitation_holds_for_two_months_at_most() -> None:
    assert invitation_until("21d", NOW) == datetime(2026, 12, 13, 12, 30, 15, tzinfo=UTC)
    assert invitation_until("2027-01-22", NOW) == datetime(2027, 1, 22, 12, 30, 15, tzinfo=UTC)
    for typed in ("2027-01-23", "90d", "never"):
        with pytest.raises(ValueError, match=r"two months at most, until 2027-01-22\."):
            invitation_until(typed, NOW)
    with pytest.raises(ValueError, match=r"write 2027-01-31 or 21d\."):
        invitation_until("later", NOW)


def test_two_months_end_with_a_shorter_month() -> None:
    at = datetime(2026, 12, 31, 8, tzinfo=UTC)
    assert invitation_until("59d", at) == datetime(2027, 2, 28, 8, tzinfo=UTC)
    with pytest.raises(ValueError, match="2027-02-28"):
        invitation_until("60d", at)


@pytest.mark.parametrize(
    ("hours", "days", "words"),
    [
        (24 * 30 + 1, 30, "in 30 days"),
        (25, 1, "in 1 day"),
        (1, 0, "within a day"),
        (-1, -1, "expired"),
        (-25, -2, "expired 1 day ago"),
        (-24 * 3 - 1, -4, "expired 3 days ago"),
    ],
)
def test_whole_days_are_said_in_words(hours: int, days: int, words: str) -> None:
    moment = (NOW + timedelta(hours=hours)).isoformat()
    assert days_until(moment, NOW) == days
    assert days_words(days) == words


def test_what_the_wire_says_otherwise_has_no_days() -> None:
    assert days_until(None) is None
    assert days_until("tomorrow") is None
    assert days_until("2026-11-25T12:30:15", NOW) == 2
    assert days_words(None) == "never expires"
