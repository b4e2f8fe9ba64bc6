"""What the client hands back: a value with where it came from, and the three answers to a create."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ocs_tui.api.hidden import Hidden
from ocs_tui.model.document import Document

if TYPE_CHECKING:
    from ocs_tui.model.clients import SecretDetails

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched(Generic[T]):
    """Something that was read.

    Attributes:
        value: the model, or models.
        document: the body as answered.
        base_url: the base URL that answered.
        region: the id of the region of that base URL; the host where no region is known for it.
        note: one sentence when it was read elsewhere than where one would expect; None otherwise.
        problem: why it must not be edited and sent back, as one sentence; None when it may.
        operation_id: the answer's Operation-Id, where it gave one.
        etag: the version of what was read, where the service gives one; empty otherwise.
        next_page: the address of the next page, where the service gives one; empty otherwise.
    """

    value: T
    document: Document
    base_url: str
    region: str
    note: str | None = None
    problem: str | None = None
    operation_id: str | None = None
    etag: str = ""
    next_page: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list.

    Attributes:
        items: the items that could be read.
        total: how many there are in all; None when not said.
        fetched: the same with where it came from.
        came: how many the page held, those that cannot be read among them.
        last: whether it is said to be the last page; None when nothing says so.
    """

    items: tuple[T, ...]
    total: int | None
    fetched: Fetched[tuple[T, ...]]
    came: int = 0
    last: bool | None = None


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A client's secret, shown once; ``details`` is what can be read of it later."""

    value: Hidden
    details: SecretDetails
    operation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """201: it was created. ``secret`` is a new client's first one, ``entry_id`` the journal's entry of it."""

    fetched: Fetched[Any]
    secret: NewSecret | None = None
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class SameExists:
    """302: the same one existed already. ``existing`` is None when it could not be read; ``why`` says so."""

    existing: Fetched[Any] | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Differs:
    """409: one of that id exists with other values. ``existing`` is None when it could not be read."""

    existing: Fetched[Any] | None
    why: str | None = None


CreateOutcome = Created | SameExists | Differs


@dataclass(frozen=True, slots=True)
class TraceRecord:
    """One request on the wire, for the trace pane. Never holds a token, a secret or a body.

    Attributes:
        number: counts up from 1.
        started: seconds since the epoch.
        method: the HTTP method.
        url: the whole URL.
        status: the status code; None while in flight or when no answer came.
        milliseconds: how long it took; None while in flight.
        operation_id: the answer's Operation-Id.
        error: what went wrong, in a few words; None otherwise.
        body_bytes: the size of the body sent.
        token: True when the request carried a bearer token (never which).
    """

    number: int
    started: float
    method: str
    url: str
    status: int | None = None
    milliseconds: float | None = None
    operation_id: str | None = None
    error: str | None = None
    body_bytes: int = 0
    token: bool = False
