"""The clock of tokens: it goes on while the machine sleeps, and nobody sets it."""

from __future__ import annotations

import sys
import time

import pytest

from ocs_tui.api.auth import RenewedToken
from ocs_tui.api.clock import seconds
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import Grant


class Fetched(RenewedToken):
    """A new token at each request, which holds for an hour."""

    fetched = 0

    async def _request(self) -> Grant:
        self.fetched += 1
        return Grant(Hidden(f"token-{self.fetched}"), 3600.0)

    async def sign_out(self) -> None:
        """Nothing is kept."""


@pytest.mark.skipif(sys.platform != "linux", reason="what counts a night is Linux's CLOCK_BOOTTIME")
async def test_a_token_of_before_the_night_is_not_used_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Fetched()
    before = await tokens.get()
    assert await tokens.get() is before
    real = time.clock_gettime
    asleep = 8 * 3600.0  # the monotonic clock has stood still meanwhile
    monkeypatch.setattr(
        time,
        "clock_gettime",
        lambda clock: real(clock) + (asleep if clock == time.CLOCK_BOOTTIME else 0.0),
    )
    assert (await tokens.get()).value == "token-2"


async def test_a_date_that_is_set_back_or_on_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Fetched()
    before, began = await tokens.get(), seconds()
    for years in (-10, 10):
        monkeypatch.setattr(time, "time", lambda years=years: 1.8e9 + years * 3.2e7)
        assert await tokens.get() is before
    assert 0 <= seconds() - began < 3600
