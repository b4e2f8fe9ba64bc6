"""Every route of the emulator, over HTTP: whatever comes is answered, and refused in its family's way."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.emulator import demo
from ocs_tui.emulator.answers import Family
from ocs_tui.emulator.app import every_route
from ocs_tui.emulator.call import Endpoint
from ocs_tui.emulator.routing import WireRoute
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.store import Kind
from tests.emulator.conftest import token_of
from tests.fuzz import hostile
from tests.fuzz.examples import examples

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "ODD")
NUMBERS = ("-1", "0", "1", "1e9", "9" * 30, "true", "")
names = st.sampled_from(["skip", "count", "query", "id", "region", "roleId", "tag", "sendInvitation"])
usually = st.sampled_from([True] * 7 + [False])
ENOUGH = 120
"""Requests after which the tenant is made anew: by then much of it is deleted."""


class Target:
    """An emulator that is renewed, and callers with their tokens."""

    def __init__(self) -> None:
        self._client = httpx.Client(trust_env=False, timeout=30)
        self._left = 0
        self._emulator: Emulator | None = None
        self.renew()

    def whole(self) -> Target:
        """Return it, with a tenant of which not too much is deleted."""
        self._left -= 1
        if self._left < 0:
            self.renew()
        return self

    def renew(self) -> None:
        """Start anew."""
        self.close()
        self._emulator = Emulator(replica_delay=0.0, provision_delay=0.0)
        self._emulator.start()
        box = self._emulator._started()
        self.routes: list[WireRoute] = every_route(box, box.administrative)
        self.bases = [region.base_url for region in box.regions.values()]
        self.tokens = [
            token_of(self._emulator, demo.DEMO_CLIENT), token_of(self._emulator, demo.REPORTS), "forged", ""
        ]  # fmt: skip
        store = box.store.primary
        self.ids = [str(each["Id"]) for kind in Kind for each in store.all(kind) if each.get("Id")]
        self.tenant = box.tenant_id
        self.documents = [each for kind in Kind for each in store.all(kind)]
        self._of: dict[str, list[str]] = {}
        self._left = ENOUGH

    def read(self, url: str) -> Any:
        """Return what stands at an address for an administrator; None where nothing does."""
        answer = self._client.get(url, headers={"Authorization": f"Bearer {self.tokens[0]}"})
        return answer.json() if answer.status_code == 200 and answer.content else None

    def ids_in(self, collection: str) -> list[str]:
        """Return the ids of what stands in a collection, as it lists them; every id where it lists none."""
        if collection not in self._of:
            listed = self.read(self.bases[0] + collection)
            found = [str(each["Id"]) for each in listed if "Id" in each] if isinstance(listed, list) else []
            self._of[collection] = found or self.ids
        return self._of[collection]

    def send(self, method: str, url: str, **more: Any) -> httpx.Response:
        """Send a request, and pass when its answer is one that every route may give."""
        answer = self._client.request(method, url, follow_redirects=False, **more)
        hypothesis.event(f"{method} answered {answer.status_code}")
        assert answer.status_code < 500, answer
        assert len(answer.headers.get_list("operation-id")) == 1
        if 300 <= answer.status_code < 400:
            assert answer.headers.get("location")
        if answer.headers.get("content-type", "").startswith("application/json") and answer.content:
            json.loads(answer.content, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
        return answer

    def close(self) -> None:
        """End the emulator."""
        if self._emulator is not None:
            self._emulator.stop()


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    """An emulator to try things on."""
    made = Target()
    yield made
    made.close()
    made._client.close()


def _url(data: st.DataObject, target: Target, route: WireRoute, pick: Random) -> str:
    """Return an address of a route: with ids that are there, and others."""
    parts: list[str] = []
    for word in route.path.split("/"):
        if word.startswith("{"):
            there = [target.tenant] if word == "{tenant}" else target.ids_in("/".join(parts))
            other = data.draw(hostile.texts) or "-"
            word = pick.choice(there) if data.draw(usually) else pick.choice([other, *target.ids[:3]])
        parts.append(quote(word, safe="", errors="surrogatepass"))
    query = data.draw(st.lists(st.tuples(names, st.sampled_from(NUMBERS) | hostile.texts), max_size=3))
    if not data.draw(usually):
        query.append((data.draw(names), pick.choice(target.ids)))
    asked = urlencode(query, errors="surrogatepass")
    base = target.bases[0] if data.draw(usually) else target.bases[-1]
    return base + "/".join(parts) + (f"?{asked}" if asked else "")


def _body(data: st.DataObject, target: Target, url: str, pick: Random) -> tuple[bytes, dict[str, str]]:
    """Return what is sent: what stands there, altered; another thing; or anything."""
    good = target.read(url) if data.draw(usually) else pick.choice(target.documents)
    good = good[0] if isinstance(good, list) and good else good
    good = good if isinstance(good, dict) else {}
    how = data.draw(st.sampled_from(["same", "altered", "altered", "cut", "other", "any"]))
    other, text = data.draw(hostile.bodies), data.draw(hostile.json_texts)
    if how == "same":
        text = json.dumps(good)
    elif how == "altered":
        text = json.dumps(
            good | {name: other.get(name, text) for name in pick.sample([*good, *other, "x"], 1)}
        )
    elif how == "cut":
        whole = json.dumps(good)
        start = pick.randrange(len(whole))
        text = whole[:start] + pick.choice(["", text, "0", '"']) + whole[start + pick.randrange(20) :]
    elif how == "other":
        text = json.dumps(other)
    raw = text.encode("utf-8", "surrogatepass")
    if data.draw(usually):
        return raw, {"Content-Type": "application/json"}
    packing = data.draw(st.sampled_from(["identity", "gzip", "deflate", "br", "not gzip", "cut gzip"]))
    packed = {
        "gzip": gzip.compress(raw, 1),
        "deflate": zlib.compress(raw, 1),
        "cut gzip": gzip.compress(raw)[:-5],
    }
    kind = data.draw(st.sampled_from(["application/json", "text/plain", ""]))
    return packed.get(packing, raw), {"Content-Type": kind, "Content-Encoding": packing.split()[-1]}


@examples(500)
@given(st.data())
def test_every_route_answers_whatever_comes(target: Target, data: st.DataObject) -> None:
    routes = [
        route
        for route in target.whole().routes
        if any(isinstance(each, Endpoint) for each in route.methods.values())
    ]
    route = data.draw(st.sampled_from(routes))
    method = data.draw(st.sampled_from([*route.methods] if data.draw(usually) else METHODS))
    pick = Random(data.draw(st.integers(0, 2**32)))  # picks among what is there, which a run changes
    url = _url(data, target, route, pick)
    content, headers = (b"", {}) if method in ("GET", "HEAD") else _body(data, target, url, pick)
    token = target.tokens[0] if data.draw(usually) else data.draw(st.sampled_from(target.tokens))
    if token:
        headers["Authorization"] = f"Bearer {token}"
    headers["Accept-Verbosity"] = data.draw(st.sampled_from(["verbose", "non-verbose", "", "odd"]))
    answer = target.send(method, url, content=content, headers=headers)
    if answer.status_code < 400:
        return
    if answer.status_code == 401 or method == "HEAD" or route.family is Family.TENANT:
        assert answer.content == b""
    elif answer.content:
        told = answer.json()
        assert {"OperationId", "Error", "Reason", "Resolution"} <= told.keys()
        assert all(isinstance(told[name], str) for name in ("OperationId", "Error", "Reason", "Resolution"))
        assert told["OperationId"] == answer.headers["operation-id"]
    else:
        assert answer.status_code == 404, (
            "an empty body is only that of no route: an id had a slash at its end"
        )


WORDS = (
    "client_id", "client_secret", "grant_type", "scope", "code", "redirect_uri", "code_verifier", "refresh_token",
    "device_code", "user_code", "state", "nonce", "code_challenge", "code_challenge_method", "response_type", "token",
    "id_token_hint", "post_logout_redirect_uri", "request", "user", "decision", "prompt", "acr_values", "resource",
)  # fmt: skip
SAID = (
    "client_credentials", "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
    "openid ocsapi offline_access", "code", "S256", "plain", "none", "login", "http://localhost:5004/callback.html",
)  # fmt: skip


@examples(250)
@given(st.data())
def test_every_endpoint_of_signing_in_answers_whatever_comes(target: Target, data: st.DataObject) -> None:
    routes = [
        route
        for route in target.whole().routes
        if not any(isinstance(each, Endpoint) for each in route.methods.values())
    ]
    route = data.draw(st.sampled_from(routes))
    method = data.draw(st.sampled_from([*route.methods, "GET", "POST", "HEAD", "DELETE"]))
    said = st.sampled_from([*SAID, demo.DEMO_CLIENT, demo.user_id("Maria", "Lindqvist")]) | hostile.texts
    given_ = data.draw(
        st.lists(st.tuples(st.sampled_from(WORDS), said), max_size=6, unique_by=lambda pair: pair[0])
    )
    form = urlencode(given_, errors="surrogatepass")
    base = data.draw(st.sampled_from(target.bases))
    if method == "POST":
        kind = data.draw(
            st.sampled_from(["application/x-www-form-urlencoded"] * 3 + ["application/json", ""])
        )
        more: dict[str, Any] = {"content": form, "headers": {"Content-Type": kind}}
    else:
        more = {"params": form}
    answer = target.send(method, base + route.path, **more)
    kind = answer.headers.get("content-type", "")
    assert kind.partition(";")[0] in ("application/json", "text/html", "")
    if kind.startswith("text/html"):
        assert "\x1b" not in answer.text
        assert "<b>bold" not in answer.text
