"""Answers: JSON, empty ones, and what a refusal looks like on each family of routes."""

from __future__ import annotations

import json
from enum import Enum
from http import HTTPStatus
from typing import Any

from starlette.responses import Response
from starlette.types import Scope

from ocs_tui.emulator.refusal import Refused


class Family(Enum):
    """Routes whose refusals look alike."""

    TENANT = "tenant"
    """Tenant and namespaces: every refusal has an empty body."""
    IDENTITY = "identity"
    """Users, roles and clients: the common error body."""
    THINGS = "things"
    """What lies in namespaces: the common error body."""
    THINGS_WITH_PARAMETERS = "things, with parameters"
    """The same, for the services whose errors also name the ids and values that gave offence."""


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a JSON answer. Its content type carries no charset: clients compare it exactly."""
    body = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return Response(body, status, headers, media_type="application/json")


def empty(status: int, headers: dict[str, str] | None = None) -> Response:
    """Return an answer without a body, and so without a content type."""
    return Response(status_code=status, headers=headers)


def operation_id(scope: Scope) -> str:
    """Return the id of the request, as its answer's ``Operation-Id`` tells it."""
    return str(scope["state"]["operation_id"])


def refusal(refused: Refused, family: Family, scope: Scope) -> Response:
    """Return the answer to a request that is refused.

    A 401 is empty on every route, and so is the answer to a HEAD.
    """
    if family is Family.TENANT or refused.status == 401 or scope["method"] == "HEAD":
        return empty(refused.status, refused.headers)
    body: dict[str, Any] = dict(error_body(refused, scope))
    if family is Family.THINGS_WITH_PARAMETERS and refused.parameters:
        body["Parameters"] = refused.parameters
    return answer(body, refused.status, refused.headers)


def error_body(refused: Refused, scope: Scope) -> dict[str, str]:
    """Return the common error body."""
    return {
        "OperationId": operation_id(scope),
        "Error": HTTPStatus(refused.status).phrase,
        "Reason": refused.reason,
        "Resolution": "Correct the request and send it again."
        if refused.status in (400, 405, 409, 412, 413, 415)
        else "Check the id, or ask an administrator of the tenant for access.",
    }
