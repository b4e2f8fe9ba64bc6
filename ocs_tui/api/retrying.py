"""Repeating what is safe to repeat, at one base URL and then at the next."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache, partial
from types import ModuleType

from ocs_tui.api.regions import Router
from ocs_tui.api.transport import Answer, Miss, NoAnswer, Patience

NOT_NOW = frozenset({429, 502, 503, 504})
"""Status codes after which the same read may succeed."""

Repeats = Callable[[Exception], bool | float]
"""Whether to repeat after a failure: False, True (after the usual back-off), or after so many seconds."""


class NotNow(Exception):
    """The service answered, and asks to come back."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"status {answer.status}")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Missed:
    """A base URL that gave no answer, and why."""

    base_url: str
    no_answer: NoAnswer


class NobodyAnswered(Exception):
    """None of the base URLs gave an answer; ``missed`` says why, one by one, in the order asked."""

    def __init__(self, missed: Sequence[Missed]) -> None:
        super().__init__("nobody answered")
        self.missed = tuple(missed)


def retry_after(answer: Answer) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, as number or date; None when it says nothing."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


async def repeat(ask: Callable[[], Awaitable[Answer]], patience: Patience, repeats: Repeats) -> Answer:
    """Ask until there is an answer worth having, with back-off and jitter in between.

    Returns:
        The answer; one of :data:`NOT_NOW` when patience ended with it.

    Raises:
        NoAnswer: patience ended without one.
    """
    started = time.monotonic()
    try:
        return await _ask_once(ask)
    except (NotNow, NoAnswer) as failure:
        first = failure
    attempts = _stamina().retry_context(
        on=repeats,
        attempts=patience.attempts,
        timeout=patience.retry_for - (time.monotonic() - started),
        wait_initial=patience.first_wait,
        wait_max=patience.longest_wait,
        wait_jitter=patience.first_wait,
    )
    try:
        async for attempt in attempts:
            with attempt:
                if attempt.num == 1:
                    raise first  # made already: most requests succeed at once and need no stamina
                return await _ask_once(ask)
    except NotNow as refused:
        return refused.answer
    raise AssertionError("stamina ends with an answer or an error")


async def _ask_once(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    answer = await ask()
    if answer.status in NOT_NOW:
        raise NotNow(answer)
    return answer


async def ask_in_turn(
    bases: Sequence[str],
    ask: Callable[[str], Awaitable[Answer]],
    patience: Patience,
    router: Router,
) -> tuple[str, Answer]:
    """Ask one base URL after the other something that is safe to repeat.

    A base URL that cannot be reached, or hangs, is left at once while there is another; what merely
    stumbles is asked again first.

    Returns:
        The base URL that answered, and its answer; one of :data:`NOT_NOW` when no other had a better one.

    Raises:
        NobodyAnswered: none answered.
        NoAnswer: an answer came that cannot be read.
    """
    missed: list[Missed] = []
    refused: tuple[str, Answer] | None = None
    for position, base in enumerate(bases):
        another = position + 1 < len(bases)
        try:
            answer = await repeat(partial(ask, base), patience, partial(_read_repeats, patience, another))
        except NoAnswer as problem:
            if problem.miss is Miss.UNREADABLE:
                raise
            router.avoid(
                base, "gave no answer in time" if problem.miss is Miss.TIMED_OUT else "cannot be reached"
            )
            missed.append(Missed(base, problem))
            continue
        if answer.status in NOT_NOW:
            router.avoid(base, f"is not available ({answer.status})")
            refused = refused or (base, answer)
            continue
        router.reached(base)
        return base, answer
    if refused is not None:
        return refused
    raise NobodyAnswered(missed)


def _read_repeats(patience: Patience, another: bool, problem: Exception) -> bool | float:
    if isinstance(problem, NotNow):
        asked = retry_after(problem.answer)
        if asked is None:
            return True
        # coming back sooner than asked would be rude, and waiting longer than this is no use to anyone
        return asked if math.isfinite(asked) and asked <= patience.longest_wait else False
    if isinstance(problem, NoAnswer):
        if problem.miss is Miss.UNREADABLE:
            return False
        return problem.miss is Miss.CUT or not another
    return False


def put_repeats(problem: Exception) -> bool | float:
    """Repeat a PUT only when its connection failed before it was sent."""
    return isinstance(problem, NoAnswer) and problem.miss is Miss.NOT_SENT


@cache
def _stamina() -> ModuleType:
    import stamina  # not before the first failure: it takes longer to import than a request does
    import stamina.instrumentation

    stamina.instrumentation.set_on_retry_hooks([])  # the trace pane shows every attempt; logs are not for it
    return stamina
