"""Routes as clients write them: words in any letter case, doubled and trailing slashes, encoded ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from ocs_tui.emulator.answers import Family, refusal
from ocs_tui.emulator.refusal import Refused


class WireRoute(BaseRoute):
    """One path and what its methods do.

    A path is taken apart before its ids are decoded, so that an encoded slash stays inside its id.

    Args:
        path: the path; ``{name}`` stands for an id.
        methods: an ASGI app for each method.
        family: what a refusal looks like.
    """

    def __init__(self, path: str, methods: Mapping[str, ASGIApp], family: Family) -> None:
        self.path = path
        self._segments = _segments(path)
        self._methods = methods
        self._family = family

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether this is the path, and which ids it holds."""
        if scope["type"] != "http":
            return Match.NONE, {}
        came = _segments(scope["raw_path"].decode("ascii", "replace"))
        if len(came) != len(self._segments):
            return Match.NONE, {}
        ids: dict[str, str] = {}
        for ours, theirs in zip(self._segments, came, strict=True):
            decoded = unquote(theirs)
            if ours.startswith("{"):
                ids[ours[1:-1]] = decoded
            elif ours.casefold() != decoded.casefold():
                return Match.NONE, {}
        return Match.FULL, {"path_params": ids}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app of its method; 405 when there is none."""
        app: ASGIApp = self._methods.get(scope["method"]) or refusal(
            Refused(405, "The route does not offer this method.", Allow=", ".join(self._methods)),
            self._family,
            scope,
        )
        await app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Refuse: these routes have no names.

        Raises:
            NoMatchFound: always.
        """
        raise NoMatchFound(name, path_params)


class LaterRoutes(BaseRoute):
    """Routes that are made, and whose modules are imported, when a path comes that no route before them serves.

    An area that the first look at a tenant does not need stands here, so that the demo opens sooner.

    Args:
        below: what all their paths begin with.
        make: returns the routes.
    """

    def __init__(self, below: str, make: Callable[[], Iterable[WireRoute]]) -> None:
        self._below = [segment.casefold() for segment in _segments(below)]
        self._make = make
        self._made: tuple[WireRoute, ...] | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say which of the routes this is the path of, and which ids it holds."""
        if scope["type"] != "http":
            return Match.NONE, {}
        came = _segments(scope["raw_path"].decode("ascii", "replace"))
        if [unquote(segment).casefold() for segment in came[: len(self._below)]] != self._below:
            return Match.NONE, {}
        if self._made is None:
            self._made = tuple(self._make())
        for route in self._made:
            match, found = route.matches(scope)
            if match is not Match.NONE:
                return match, {**found, "later_route": route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route that was found."""
        await scope["later_route"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Refuse: these routes have no names.

        Raises:
            NoMatchFound: always.
        """
        raise NoMatchFound(name, path_params)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
