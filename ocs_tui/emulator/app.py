"""The ASGI app: every region's routes, told apart by the port that was called."""

from __future__ import annotations

import contextlib
import logging
import re
import time
import uuid
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocs_tui.catalog import operations as op
from ocs_tui.catalog.operation import Era
from ocs_tui.emulator import namespaces, tenant
from ocs_tui.emulator.answers import Family, empty
from ocs_tui.emulator.call import Box, Endpoint, Handler, Region
from ocs_tui.emulator.openapi import openapi_route
from ocs_tui.emulator.routing import Tree, WireRoute
from ocs_tui.emulator.signin.routes import people_signin_routes, signin_routes

if TYPE_CHECKING:
    from ocs_tui.emulator.things.special import Special

_log = logging.getLogger("ocs_tui.emulator")
_ANY_ID = re.compile(r"\{\w+\}")


def region_app(box: Box, region: Region) -> ASGIApp:
    """Return the app of one region."""
    areas = (Tree(partial(area, box, region)) for area in _areas())
    return Starlette(
        routes=[*areas, openapi_route(partial(every_route, box, region), box, region)],
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)],
        exception_handlers={HTTPException: _unknown_route},
    )


def every_route(box: Box, region: Region) -> list[WireRoute]:
    """Return every route of a region, in the order in which they are tried."""
    return [route for area in _areas() for route in area(box, region)]


def _areas() -> tuple[Callable[[Box, Region], Iterator[WireRoute]], ...]:
    """Return what makes the routes of each area.

    Each is asked, and imports what it needs, with the first path that none before it serves.
    """
    return signin_routes, _tenant_routes, people_signin_routes, _people_routes, _thing_routes


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


def _route(
    box: Box,
    region: Region,
    path: str,
    family: Family = Family.TENANT,
    *,
    only_reads: bool = False,
    **handlers: Handler | None,
) -> WireRoute:
    methods = {
        method: Endpoint(
            box, region, handler, family, writes=not only_reads and method not in ("GET", "HEAD")
        )
        for method, handler in handlers.items()
        if handler is not None
    }
    return WireRoute(path, methods, family)


def _tenant_routes(box: Box, region: Region) -> Iterator[WireRoute]:
    route = partial(_route, box, region)
    # CONNECT makes and deletes namespaces elsewhere.
    creates, deletes = (None, None) if box.era is Era.CONNECT else (namespaces.create, namespaces.delete)
    yield route(op.GET_TENANT.path, GET=tenant.get, HEAD=tenant.exists, PUT=tenant.update)
    icon = op.GET_TENANT.path + "/Icon"
    yield route(icon, GET=tenant.get_icon, PUT=tenant.set_icon, DELETE=tenant.delete_icon)
    yield route(op.GET_TENANT.path + "/Features", GET=tenant.list_features)
    yield route(op.GET_TENANT.path + "/Features/{id}", GET=tenant.get_feature)
    yield route(op.LIST_REGIONS.path, GET=tenant.list_regions)
    yield route(op.GET_ROOT_ACL.path, GET=tenant.get_root_acl, PUT=tenant.set_root_acl)

    yield route(op.LIST_NAMESPACES.path, GET=namespaces.list_all, POST=creates)
    yield route(
        op.GET_NAMESPACE.path, GET=namespaces.get, POST=creates, PUT=namespaces.update, DELETE=deletes
    )
    yield route(op.GET_ACL.path, GET=namespaces.get_acl, PUT=namespaces.set_acl)
    yield route(op.GET_OWNER.path, GET=namespaces.get_owner, PUT=namespaces.set_owner)
    yield route(op.GET_NAMESPACE.path + "/AccessRights", GET=namespaces.get_access_rights)


def _people_routes(box: Box, region: Region) -> Iterator[WireRoute]:
    from ocs_tui.emulator.people.routes import routes

    for each in routes():
        yield _route(box, region, each.path, Family.IDENTITY, only_reads=each.only_reads, **each.handlers)


def _thing_routes(box: Box, region: Region) -> Iterator[WireRoute]:
    """Yield the routes of what lies in namespaces and communities, taken together by path."""
    from ocs_tui.emulator.things.routes import thing_routes  # not on the way to the first request

    specials: dict[str, list[Special]] = {}
    for each in thing_routes(box.era):
        specials.setdefault(_ANY_ID.sub("{}", each.path).casefold(), []).append(each)
    for verbs in specials.values():
        methods: dict[str, ASGIApp] = {}
        for each in verbs:
            methods.setdefault(
                each.verb, Endpoint(box, region, each.handler, each.family, for_all=each.for_all)
            )
        yield WireRoute(verbs[0].path, methods, verbs[0].family)
