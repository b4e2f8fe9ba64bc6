"""What can go wrong on the way to OCS and back: few, typed, each one clear sentence.

No error ever holds a token or a secret. Text of the service inside them has passed ``model.text``.
"""

from __future__ import annotations


class OcsError(Exception):
    """Something failed.

    Attributes:
        sentence: what was wrong, where, and what to do; safe to show.
        operation_id: the service's Operation-Id, to quote to its support; None when it gave none.
        status: the HTTP status code; None when no answer came.
        detail: the error body's Error, Reason and Resolution as lines, safe to show.
    """

    def __init__(
        self,
        sentence: str,
        *,
        operation_id: str | None = None,
        status: int | None = None,
        detail: tuple[str, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.operation_id = operation_id
        self.status = status
        self.detail = detail


class Unreachable(OcsError):
    """No connection, or none that can be trusted: refused, no such host, TLS, proxy."""


class TimedOut(OcsError):
    """No answer in time (a read, or a write that was never sent); also the service's own 408."""


class OutcomeUnknown(OcsError):
    """A write was sent and no answer came: it may have happened or not."""


class SignInFailed(OcsError):
    """No token: the secret, client id or tenant is wrong, or the service said 401 to a fresh token."""


class SignInNeeded(SignInFailed):
    """No token, and only a person can get one: the sign-in ended, or was given up. Ask, and try again."""


class Forbidden(OcsError):
    """403: signed in, and not allowed."""


class NotFound(OcsError):
    """404."""


class NotOffered(OcsError):
    """The service has no such thing (any more): OCS and CONNECT differ here and there."""


class BadInput(OcsError):
    """400: the service did not accept what was sent, or the thing is in the wrong state."""


class Conflict(OcsError):
    """409 or 412: what is there differs from what the request took for granted."""


class NotWritableHere(OcsError):
    """405 at the administrative base URL even after it was looked up anew."""


class Unavailable(OcsError):
    """429 or 5xx, after the retries that were safe."""


class Untrusted(OcsError):
    """An address outside the profile's and the tenant's origins: nothing was sent there."""


class ReadOnly(OcsError):
    """A write refused because this profile is read-only; it never left the process."""


class BadAnswer(OcsError):
    """An answer that is not of the contract: no JSON, another shape, a redirect that leads nowhere."""


def without_frames(error: OcsError) -> OcsError:
    """Return an error to keep: without the frames it came through, nor those of what caused it.

    They hold on to the task that asked, and through its context to a screen that was left long ago.
    """
    chain: list[BaseException] = [error]
    seen: set[int] = set()
    while chain:
        one = chain.pop()
        seen.add(id(one))
        one.__traceback__ = None
        chain += [by for by in (one.__cause__, one.__context__) if by is not None and id(by) not in seen]
    return error
