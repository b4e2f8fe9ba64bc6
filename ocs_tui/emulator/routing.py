"""Routes as clients write them: words in any letter case, doubled and trailing slashes, encoded ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from ocs_tui.emulator.answers import Family, refusal
from ocs_tui.emulator.refusal import Refused


class WireRoute(BaseRoute):
    """One path and what its methods do.

    A path is taken apart before its ids are decoded, so that an encoded slash stays inside its id.

    Attributes:
        path: the path; ``{name}`` stands for an id.
        methods: an ASGI app for each method.
        family: what a refusal looks like.
    """

    def __init__(self, path: str, methods: Mapping[str, ASGIApp], family: Family) -> None:
        self.path = path
        self._names = tuple(segment[1:-1] for segment in _segments(path) if segment.startswith("{"))
        self._tree = Tree(lambda: [self])
        self.methods = methods
        self.family = family

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether this is the path, and which ids it holds."""
        return self._tree.matches(scope)

    def named(self, ids: tuple[str, ...]) -> dict[str, str]:
        """Return ids under the names that the path gives them."""
        return dict(zip(self._names, ids, strict=True))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app of its method; 405 when there is none."""
        app: ASGIApp = self.methods.get(scope["method"]) or refusal(
            Refused(405, "The route does not offer this method.", Allow=", ".join(self.methods)),
            self.family,
            scope,
        )
        await app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Refuse: these routes have no names.

        Raises:
            NoMatchFound: always.
        """
        raise NoMatchFound(name, path_params)


@dataclass(slots=True)
class _Node:
    """Where paths part: by the next word, or by any id."""

    words: dict[str, _Node] = field(default_factory=dict)
    any_id: _Node | None = None
    route: WireRoute | None = None

    def add(self, segments: list[str], route: WireRoute) -> None:
        node = self
        for segment in segments:
            if segment.startswith("{"):
                node.any_id = node.any_id or _Node()
                node = node.any_id
            else:
                node = node.words.setdefault(segment.casefold(), _Node())
        node.route = node.route or route

    def find(
        self, segments: list[str], ids: tuple[str, ...] = ()
    ) -> tuple[WireRoute, tuple[str, ...]] | None:
        """Return the route of a path and its ids: a word is preferred to an id."""
        if not segments:
            return None if self.route is None else (self.route, ids)
        first, *rest = segments
        decoded = unquote(first)
        node = self.words.get(decoded.casefold())
        found = None if node is None else node.find(rest, ids)
        if found is None and self.any_id is not None:
            found = self.any_id.find(rest, (*ids, decoded))
        return found


class Tree(BaseRoute):
    """Many paths, found by their words and not one by one.

    Args:
        routes: returns the routes; asked when the first request comes.
    """

    def __init__(self, routes: Callable[[], Iterable[WireRoute]]) -> None:
        self._routes = routes
        self._root: _Node | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether there is such a path, and which ids it holds."""
        if scope["type"] != "http":
            return Match.NONE, {}
        if self._root is None:
            self._root = _Node()
            for route in self._routes():
                self._root.add(_segments(route.path), route)
        found = self._root.find(_segments(scope["raw_path"].decode("ascii", "replace")))
        if found is None:
            return Match.NONE, {}
        route, ids = found
        return Match.FULL, {"path_params": route.named(ids), "endpoint": route}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route that was found."""
        await scope["endpoint"].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> Any:
        """Refuse: these routes have no names.

        Raises:
            NoMatchFound: always.
        """
        raise NoMatchFound(name, path_params)


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]
