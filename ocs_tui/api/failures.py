"""Answers that are no success, and no answers, as typed errors of one sentence each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from ocs_tui.api import errors
from ocs_tui.api.retrying import Missed, retry_after
from ocs_tui.api.transport import Answer, Miss, NoAnswer
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.operation import Era, Operation
from ocs_tui.model.text import safe

_GERUNDS = {
    "read": "Reading", "list": "Listing", "set": "Setting", "create": "Creating", "update": "Updating",
    "delete": "Deleting", "add": "Adding", "change": "Changing", "remove": "Removing", "invite": "Inviting",
    "withdraw": "Withdrawing", "search": "Searching", "count": "Counting", "insert": "Inserting",
    "join": "Joining", "send": "Sending", "preview": "Previewing", "run": "Running", "end": "Ending",
    "complete": "Completing", "answer": "Answering", "clear": "Clearing",
}  # fmt: skip
_DETAIL_LENGTH = 500


def doing(operation: Operation, *ids: str) -> str:
    """Return an operation as the subject of a sentence: ``Setting the ACL of boiler``."""
    verb, _, rest = operation.name.partition(" ")
    subject = f"{_GERUNDS.get(verb, verb.capitalize())} {rest}"
    if not ids:
        return subject
    joint = " of " if verb == "list" or rest in ("the ACL", "the owner") else " "
    return f"{subject}{joint}{safe(ids[-1], 100)}"


_GONE = "{what} failed: {where} does not offer it ({status}). {why}"
MOVED = {
    op.CREATE_NAMESPACE: "CONNECT creates namespaces in its portal, and no longer here.",
    op.DELETE_NAMESPACE: "CONNECT deletes namespaces in its portal, and no longer here.",
}
"""What CONNECT has elsewhere by now, and a sentence on where."""


def _not_offered(
    what: str, answer: Answer, where: str, operation: Operation, era: Era | None
) -> errors.OcsError | None:
    """Return the error for what this service does not have; None for any other failure.

    Of one thing a 404 says that it is not there; of a collection, that there is no such collection.
    """
    if answer.status not in (404, 405):
        return None
    why = MOVED.get(operation) if era is Era.CONNECT else None
    if operation.only is not None and not operation.path.endswith("}"):
        why = f"Only {operation.only.value} has it."
    if why is None:
        return None
    sentence = _GONE.format(what=what, where=where, status=answer.status, why=why)
    return errors.NotOffered(sentence, operation_id=answer.operation_id, status=answer.status)


def failed(
    what: str, answer: Answer, where: str, operation: Operation | None = None, era: Era | None = None
) -> errors.OcsError:
    """Return the error for an answer that is no success.

    Args:
        what: the subject of the sentence, such as ``Setting the ACL of boiler``.
        answer: what came.
        where: the base URL that answered, as sentences name it.
        operation: what was tried; None for what is no operation of the catalog.
        era: which of the two services it is, where that is known.
    """
    if operation is not None and (missing := _not_offered(what, answer, where, operation, era)) is not None:
        return missing
    status = answer.status
    body = error_body(answer)
    kind, words = _KINDS.get(status, _OTHER_KINDS.get(status // 100, _ODD))
    said = f": {safe(text, 200).rstrip('.')}" if (text := _said(body, status)) else ""
    sentence = f"{what} {words.format(status=status, where=where, said=said, wait=_wait(answer))}."
    return kind(
        sentence,
        operation_id=answer.operation_id or body.get("OperationId"),
        status=status,
        detail=_detail(body),
    )


def _said(body: dict[str, str], status: int) -> str:
    """Return what the service says is wrong; its reason where the error only names the status code."""
    error = body.get("Error", "")
    with suppress(ValueError):
        if error.casefold() == HTTPStatus(status).phrase.casefold():
            return body.get("Reason", error)
    return error


_KINDS: dict[int, tuple[type[errors.OcsError], str]] = {
    400: (
        errors.BadInput,
        "was not accepted (400){said}. Correct what is sent, or wait until its state allows it",
    ),
    401: (
        errors.SignInFailed,
        "was refused: {where} does not accept even a fresh token (401){said}. Check that the client "
        "belongs to this tenant and is enabled",
    ),
    403: (
        errors.Forbidden,
        "was not allowed (403){said}. Ask someone who manages access, or check the tenant id",
    ),
    404: (
        errors.NotFound,
        "failed: {where} knows no such thing (404){said}. It may have been deleted: look again",
    ),
    405: (errors.NotWritableHere, "was refused: {where} takes no administrative writes (405){said}"),
    407: (errors.Unreachable, "failed: the proxy wants to be signed in to (407)"),
    408: (errors.TimedOut, "took the service too long (408){said}. Try again"),
    409: (errors.Conflict, "was refused: what is there differs (409){said}. Read it again"),
    410: (errors.NotFound, "failed: {where} no longer has it (410){said}"),
    412: (errors.Conflict, "was refused: someone changed it meanwhile (412){said}. Read it again"),
    413: (errors.BadInput, "was refused: what is sent is too large (413){said}"),
    429: (errors.Unavailable, "was put off: the service gets too many requests (429){said}. {wait}"),
    503: (errors.Unavailable, "failed: {where} is not available (503){said}. {wait}"),
}
_OTHER_KINDS: dict[int, tuple[type[errors.OcsError], str]] = {
    3: (errors.BadAnswer, "failed: {where} answered with a redirect ({status}), which is not followed"),
    4: (errors.BadInput, "was refused by {where} ({status}){said}"),
    5: (errors.Unavailable, "failed: {where} has a fault of its own ({status}){said}. {wait}"),
}
_ODD: tuple[type[errors.OcsError], str] = (
    errors.BadAnswer,
    "failed: {where} answered with status {status}, which is not of the contract",
)


def not_sent(what: str, problem: NoAnswer, where: str) -> errors.OcsError:
    """Return the error for a write whose connection failed before it was sent."""
    return errors.Unreachable(
        f"{what} failed: {where} cannot be reached ({problem.words}). Nothing was sent; try again later."
    )


def outcome_unknown(what: str, why: str, where: str, answer: Answer | None = None) -> errors.OcsError:
    """Return the error for a write that was sent and of which nobody can say whether it was carried out."""
    return errors.OutcomeUnknown(
        f"{what} was sent to {where}, and whether it was carried out is unknown ({why}). "
        "Read it again to see.",
        status=answer.status if answer else None,
        operation_id=answer.operation_id if answer else None,
    )


def answered_otherwise(what: str, where: str, answer: Answer) -> errors.OcsError:
    """Return the error for a write whose answer OCS cannot have given, such as a proxy's page under a 200."""
    return outcome_unknown(what, f"it answered {answer.status} with what is no answer of OCS", where, answer)


def unreadable(what: str, problem: NoAnswer, where: str) -> errors.OcsError:
    """Return the error for an answer that came and cannot be read."""
    return errors.BadAnswer(f"{what} failed: the answer of {where} cannot be read ({problem.words}).")


def nobody_answered(what: str, missed: Sequence[Missed], label: Callable[[str], str]) -> errors.OcsError:
    """Return the error for a read that no base URL answered."""
    reasons = [f"{label(one.base_url)} ({one.no_answer.words})" for one in missed]
    if all(one.no_answer.miss is Miss.TIMED_OUT for one in missed):
        return errors.TimedOut(f"{what} failed: no answer in time from {' nor '.join(reasons)}. Try again.")
    return errors.Unreachable(
        f"{what} failed: {' and '.join(reasons)} cannot be reached. "
        "Check the network and the profile's base URL."
    )


def not_read(what: str, problem: NoAnswer, where: str) -> errors.OcsError:
    """Return the error for a read of one address that gave no answer."""
    kind = errors.TimedOut if problem.miss is Miss.TIMED_OUT else errors.Unreachable
    return kind(f"{what} at {where} failed ({problem.words}). Try again.")


def error_body(answer: Answer) -> dict[str, str]:
    """Return the error body's Error, Reason, Resolution and OperationId, those that are there, safe to show.

    Letter case does not count (some services answer in camel case); ``Message`` and OAuth's
    ``error_description`` count as Error and Reason. A plain text body counts as Error.
    """
    media = answer.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    text = answer.body[:100_000].decode("utf-8", errors="replace").strip()
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        # a page for browsers tells a reader of one line nothing
        return {"Error": safe(text, 200)} if text and media == "text/plain" else {}
    if isinstance(value, str) and value.strip():
        return {"Error": safe(value, 200)}
    return _common_members(value) if isinstance(value, Mapping) else {}


def _common_members(value: Mapping[str, Any]) -> dict[str, str]:
    folded = {str(key).casefold(): item for key, item in value.items()}
    found = {
        "OperationId": folded.get("operationid") or folded.get("operation-id"),
        "Error": folded.get("error") or folded.get("message"),
        "Reason": folded.get("reason") or folded.get("error_description"),
        "Resolution": folded.get("resolution"),
    }
    return {
        key: safe(item.strip(), 100 if key == "OperationId" else _DETAIL_LENGTH)
        for key, item in found.items()
        if isinstance(item, str) and item.strip()
    }


def _detail(body: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{key}: {body[key]}" for key in ("Error", "Reason", "Resolution") if key in body)


def _wait(answer: Answer) -> str:
    seconds = retry_after(answer)
    return f"It asks to wait {round(seconds)} s" if seconds else "Try again later"
