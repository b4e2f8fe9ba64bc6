"""The ASGI app: every region's routes, told apart by the port that was called."""

from __future__ import annotations

import contextlib
import logging
import time
import uuid
from collections.abc import Iterator
from email.utils import formatdate

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocs_tui.catalog import operations as op
from ocs_tui.emulator import namespaces, tenant
from ocs_tui.emulator.answers import Family, empty
from ocs_tui.emulator.call import Box, Endpoint, Handler, Region
from ocs_tui.emulator.routing import LaterRoutes, WireRoute
from ocs_tui.emulator.signin.routes import signin_routes

_log = logging.getLogger("ocs_tui.emulator")


def region_app(box: Box, region: Region) -> ASGIApp:
    """Return the app of one region."""
    return Starlette(
        routes=[*_routes(box, region)],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={HTTPException: _unknown_route},
    )


class EveryRegion:
    """Hands a request to the app of the region whose port was called, and stamps its answer.

    Every answer gets its ``Operation-Id``, the ones to mistakes included, and a line in the log.

    Args:
        apps: the app and the id of the region of each port.
    """

    def __init__(self, apps: dict[int, tuple[str, ASGIApp]]) -> None:
        self._apps = apps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        region, app = self._apps[scope["server"][1]]
        operation = str(uuid.uuid4())
        scope.setdefault("state", {})["operation_id"] = operation
        started = time.perf_counter()

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"operation-id", operation.encode()),
                    (b"date", formatdate(usegmt=True).encode()),
                ]
                # The path only: a query or a header could hold what nobody should read in a log.
                _log.info(
                    "%s %s %s %d %.0f ms %s",
                    region,
                    scope["method"],
                    scope["raw_path"].decode("ascii", "replace"),
                    message["status"],
                    (time.perf_counter() - started) * 1000,
                    operation,
                )
            await send(message)

        # A client that goes away while it sends has nobody to tell.
        with contextlib.suppress(ClientDisconnect):
            await app(scope, receive, stamped)


async def _unknown_route(request: Request, error: Exception) -> Response:
    return empty(error.status_code if isinstance(error, HTTPException) else 500)


def _routes(box: Box, region: Region) -> Iterator[BaseRoute]:
    yield from signin_routes(box, region)

    def route(
        path: str, family: Family = Family.TENANT, *, only_reads: bool = False, **handlers: Handler
    ) -> WireRoute:
        methods = {
            method: Endpoint(
                box, region, handler, family, writes=not only_reads and method not in ("GET", "HEAD")
            )
            for method, handler in handlers.items()
        }
        return WireRoute(path, methods, family)

    yield route(op.GET_TENANT.path, GET=tenant.get, HEAD=tenant.exists)
    yield route(op.LIST_REGIONS.path, GET=tenant.list_regions)
    yield route(op.GET_ROOT_ACL.path, GET=tenant.get_root_acl, PUT=tenant.set_root_acl)

    yield route(op.LIST_NAMESPACES.path, GET=namespaces.list_all, POST=namespaces.create)
    yield route(
        op.GET_NAMESPACE.path,
        GET=namespaces.get,
        POST=namespaces.create,
        PUT=namespaces.update,
        DELETE=namespaces.delete,
    )
    yield route(op.GET_ACL.path, GET=namespaces.get_acl, PUT=namespaces.set_acl)
    yield route(op.GET_OWNER.path, GET=namespaces.get_owner, PUT=namespaces.set_owner)
    yield route(op.GET_NAMESPACE.path + "/AccessRights", GET=namespaces.get_access_rights)

    def people() -> Iterator[WireRoute]:
        from ocs_tui.emulator.people.routes import routes

        for each in routes():
            yield route(each.path, Family.IDENTITY, only_reads=each.only_reads, **each.handlers)

    yield LaterRoutes("/api", people)
