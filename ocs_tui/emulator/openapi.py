"""The emulator's own OpenAPI document, made from its routes and the catalog: what is routed stands in it.

What the routes cannot tell is left open: query parameters other than those of pages, and the bodies of
routes that no kind of the catalog uses.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from ocs_tui import __version__, catalog
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.kinds import KINDS
from ocs_tui.catalog.operation import TENANT, Operation
from ocs_tui.emulator.answers import Family, answer
from ocs_tui.emulator.call import Box, Endpoint, Region
from ocs_tui.emulator.routing import WireRoute
from ocs_tui.emulator.signin.endpoint import IdentityEndpoint
from ocs_tui.emulator.store import Json

PATH = "/openapi.json"

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_ERROR = {"$ref": "#/components/schemas/Error"}
_ANYTHING: Json = {}
_OF_A_MAKER = "Return the handler that "
"""How a function that makes handlers says what they do."""


def openapi_route(routes: Callable[[], Sequence[WireRoute]], box: Box, region: Region) -> WireRoute:
    """Return the route that answers the document of ``routes``; it needs no token.

    The document is made when it is first asked for: that imports every model.
    """
    made: list[Json] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if not made:
            made.append(document(routes(), box, region))
        await answer(made[0])(scope, receive, send)

    return WireRoute(PATH, {"GET": app}, Family.TENANT)


def document(routes: Sequence[WireRoute], box: Box, region: Region) -> Json:
    """Return the OpenAPI 3.1 document of a region's routes."""
    schemas: Json = {"Error": _error_schema()}
    bodies = _Bodies(schemas)
    paths: Json = {}
    for route in routes:
        item = paths.setdefault(route.path, {"parameters": _path_parameters(route.path, box)})
        for method, endpoint in route.methods.items():
            item.setdefault(method.lower(), _operation(route, method, endpoint, bodies))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OCS in a box",
            "version": __version__,
            "description": "The emulator of ocs-tui. A token comes from "
            f"{op.TOKEN_PATH}, for the client that the emulator printed when it started.",
        },
        "servers": [{"url": region.base_url, "description": region.name}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {"tokenUrl": region.base_url + op.TOKEN_PATH, "scopes": {}}
                    },
                }
            },
        },
    }


def _operation(route: WireRoute, method: str, endpoint: ASGIApp, bodies: _Bodies) -> Json:
    known = _declared().get((method, route.path.casefold()))
    signs_in = isinstance(endpoint, IdentityEndpoint)
    words = re.findall(r"[A-Za-z]+", route.path)
    found: Json = {
        "operationId": "-".join([method.lower(), *(word.lower() for word in words)]),
        "summary": _sentence(known.name) if known is not None else _told_by(endpoint, method),
        "tags": [_tag(route.path)],
        "responses": _responses(route, method, None if signs_in else bodies.answered(method, route.path)),
    }
    if signs_in:
        found["security"] = []
        if method == "POST":
            found["requestBody"] = {"content": {_FORM: {"schema": {"type": "object"}}}}
        found["responses"] = {"default": {"description": "As OAuth 2.0 and OpenID Connect have it."}}
        return found
    if method == "GET":
        found["parameters"] = [_verbosity(), *bodies.pages(route.path)]
    elif method in ("POST", "PUT", "PATCH"):
        found["requestBody"] = {
            "content": {_JSON: {"schema": bodies.sent(method, route.path)}},
            "required": True,
        }
    return found


def _responses(route: WireRoute, method: str, body: Json | None) -> Json:
    """Return what comes back, success and refusals, as ``answers.refusal`` gives them."""
    content = {} if method == "HEAD" else {"content": {_JSON: {"schema": body or _ANYTHING}}}
    no_body = method == "HEAD" or route.family is Family.TENANT
    refused = {} if no_body else {"content": {_JSON: {"schema": _ERROR}}}
    return {
        "2XX": {"description": "It is so, or done.", **content},
        "204": {"description": "Done; there is no body."},
        "207": {"description": "A part of it.", **({} if method == "HEAD" else {"content": {_JSON: {}}})},
        "302": {"description": "The same one exists already, at Location."},
        "401": {"description": "The token is missing, forged or expired; there is no body."},
        "default": {"description": "Refused.", **refused},
    }


class _Bodies:
    """The bodies of the catalog's kinds, and of what else has a model.

    Args:
        schemas: where the schemas of models are put.
    """

    def __init__(self, schemas: Json) -> None:
        from ocs_tui.catalog.models import model_of  # every model, which the routes themselves do not need
        from ocs_tui.model.access import AccessControlList, Trustee
        from ocs_tui.model.tenant import Region, Tenant

        self._schemas = schemas
        self._ones: dict[tuple[str, str], Json] = {}
        self._lists: dict[str, Json] = {}
        self._pages: dict[str, tuple[str, str]] = {}
        for kind in KINDS:
            model = self._of(model_of(kind))
            self._lists[kind.lists.path.casefold()] = _listed(model, kind.listing.results)
            if kind.paged:
                self._pages[kind.lists.path.casefold()] = (kind.listing.skip, kind.listing.count)
            self._take(model, *filter(None, (kind.gets, kind.creates, kind.updates)))
        self._take(self._of(AccessControlList), op.GET_ACL, op.SET_ACL, op.GET_ROOT_ACL, op.SET_ROOT_ACL)
        self._take(self._of(Trustee), op.GET_OWNER, op.SET_OWNER)
        self._take(self._of(Tenant), op.GET_TENANT)
        self._lists[op.LIST_REGIONS.path.casefold()] = _listed(self._of(Region))

    def answered(self, method: str, path: str) -> Json | None:
        """Return the schema of an answer; None where nothing is known of it.

        A create answers more than the thing, where that has a secret. What holds a list as one of its members
        is answered as what it is: a tenant, with its entitlements.
        """
        if method == "POST":
            return None
        one = self._ones.get((method, path.casefold()))
        return one if one is not None or method != "GET" else self._lists.get(path.casefold())

    def sent(self, method: str, path: str) -> Json:
        """Return the schema of a body that is sent."""
        return self._ones.get((method, path.casefold()), _ANYTHING)

    def pages(self, path: str) -> list[Json]:
        """Return the query parameters of a list that comes in pages."""
        schema = {"type": "integer", "minimum": 0}
        names = self._pages.get(path.casefold(), ())
        return [{"name": name, "in": "query", "schema": schema} for name in names]

    def _take(self, model: Json, *operations: Operation) -> None:
        for each in operations:
            self._ones[each.verb, each.path.casefold()] = model

    def _of(self, model: Any) -> Json:
        made = model.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
        for name, schema in {**made.pop("$defs", {}), model.__name__: made}.items():
            self._schemas.setdefault(name, _as_on_the_wire(schema))
        return {"$ref": f"#/components/schemas/{model.__name__}"}


def _listed(item: Json, member: str = "") -> Json:
    """Return the schema of a list of items: the answer itself, or what a member of the answer holds."""
    items: Json = {"type": "array", "items": item}
    return {"type": "object", "properties": {member: items}} if member else items


def _as_on_the_wire(schema: Json) -> Json:
    """Return a model's schema as the wire has it: any field may be null, which means its default."""
    found = {key: value for key, value in schema.items() if key not in ("title", "default")}
    if "enum" in found:
        found["enum"] = list(dict.fromkeys(found["enum"]))  # a number with two names is one number
    if "properties" in found:
        found["properties"] = {
            name: {"anyOf": [_as_on_the_wire(field), {"type": "null"}]}
            for name, field in found["properties"].items()
        }
    return found


def _error_schema() -> Json:
    texts = {name: {"type": "string"} for name in ("OperationId", "Error", "Reason", "Resolution")}
    return {"type": "object", "properties": texts, "required": [*texts]}


def _path_parameters(path: str, box: Box) -> list[Json]:
    """Return the ids of a path."""
    parameters = []
    for name in re.findall(r"{(\w+)}", path):
        schema: Json = {"type": "string", "minLength": 1}
        if name == "tenant":
            schema = {"type": "string", "examples": [box.tenant_id]}
        parameters.append({"name": name, "in": "path", "required": True, "schema": schema})
    return parameters


def _verbosity() -> Json:
    return {
        "name": "Accept-Verbosity",
        "in": "header",
        "schema": {"type": "string", "enum": ["verbose", "non-verbose"]},
        "description": "verbose answers every field; otherwise those at their default are left out.",
    }


def _declared() -> dict[tuple[str, str], Operation]:
    """Return the operations that the catalog declares, in whichever of its modules."""
    found: dict[tuple[str, str], Operation] = {}
    for module in pkgutil.iter_modules(catalog.__path__, f"{catalog.__name__}."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, Operation):
                found.setdefault((each.verb, each.path.casefold()), each)
    return found


def _told_by(endpoint: ASGIApp, method: str) -> str:
    """Return what a handler's own words say that it does; those of what made it where it has none."""
    handler = endpoint.handler if isinstance(endpoint, Endpoint | IdentityEndpoint) else endpoint
    words = next(_words_of(handler), None)
    return _sentence(words.removeprefix(_OF_A_MAKER)) if words else method


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words_of(handler: Callable[..., object]) -> Iterator[str]:
    maker = getattr(handler, "__qualname__", "").partition(".")[0]
    module = sys.modules.get(getattr(handler, "__module__", ""))
    for each in (handler, getattr(module, maker, None)):
        if words := getattr(each, "__doc__", None):
            yield words.strip().partition("\n")[0]


def _tag(path: str) -> str:
    """Return what a path is of: the first word behind the tenant, or behind the version."""
    if path.startswith(op.IDENTITY + "/"):
        return "Signing in"
    below = path.removeprefix(TENANT).removeprefix("/api/v1").strip("/")
    return below.partition("/")[0] or "Tenant"
