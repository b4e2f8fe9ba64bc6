"""Bodies that no client should send: each is refused, and none is the server's failure."""

from __future__ import annotations

import gzip
import http.client
import json
import zlib
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocs_tui.emulator import demo
from ocs_tui.emulator.bodies import LIMIT
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import token_of

WRITES = [
    ("POST", "/Namespaces"),
    ("PUT", "/Namespaces/sandbox"),
    ("PUT", "/Namespaces/sandbox/AccessControl"),
    ("PUT", "/Namespaces/sandbox/Owner"),
    ("PUT", "/AccessControl/Namespaces"),
]


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with (
        Emulator() as running,
        httpx.Client(
            base_url=f"{running.info['global']}/api/v1/Tenants/{running.info['tenant_id']}",
            headers={"Authorization": f"Bearer {token_of(running)}"},
            trust_env=False,
            verify=False,
            timeout=30,
        ) as signed_in,
    ):
        yield signed_in


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"true",
        b"7",
        b'"text"',
        b"[]",
        b"{",
        b"{}}",
        b"{'Id': 'x'}",
        b"\xff\xfe\x00",
        b"\x00",
        b'{"Description": NaN}',
        b'{"Colour": NaN}',
        b'{"Colour": -Infinity}',
        b'{"Colour": 1e999}',
        b'{"Description": "\\ud800"}',
        b'{"Colour": ["\\udc00"]}',
        b'{"\\ud800": 1}',
        b'{"Colour": ' + b"9" * 5000 + b"}",
        b'{"Colour": ' + b"[" * 200 + b"]" * 200 + b"}",
        b"[" * 200_000,
        b'{"a":' * 100_000,
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)
@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_broken_body_is_an_empty_400(client: httpx.Client, method: str, path: str, body: bytes) -> None:
    answer = client.request(method, path, content=body)
    assert (answer.status_code, answer.content) == (400, b"")


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [
        pytest.param("gzip", b"{}", 400, id="no gzip"),
        pytest.param("gzip", gzip.compress(b'{"Id": "cut off"}')[:-9], 400, id="gzip cut off"),
        pytest.param("deflate", b"{}", 400, id="no deflate"),
        pytest.param("deflate", zlib.compress(b'{"Id": "cut off"}')[:-6], 400, id="deflate cut off"),
        pytest.param("br", b"{}", 415, id="brotli"),
        pytest.param("gzip, gzip", gzip.compress(gzip.compress(b"{}")), 415, id="twice"),
        pytest.param("identity", b'{"Id": "plain"}', 201, id="identity"),
        pytest.param("GZIP", gzip.compress(b'{"Id": "loud"}'), 201, id="in capitals"),
        pytest.param(
            "gzip", gzip.compress(b'{"Id": "in ') + gzip.compress(b'parts"}'), 201, id="gzip in two parts"
        ),
        pytest.param("gzip", gzip.compress(b" " * (LIMIT + 1)), 413, id="gzip bomb"),
        pytest.param("deflate", zlib.compress(b" " * (LIMIT + 1)), 413, id="deflate bomb"),
    ],
)
def test_an_encoding_is_checked(client: httpx.Client, encoding: str, body: bytes, status: int) -> None:
    answer = client.post("/Namespaces", content=body, headers={"Content-Encoding": encoding})
    assert answer.status_code == status


def test_a_body_beyond_the_limit_is_413_and_the_connection_lives(client: httpx.Client) -> None:
    answer = client.post("/Namespaces", content=b" " * (LIMIT + 1))
    assert (answer.status_code, answer.content) == (413, b"")
    largest = json.dumps({"Id": "largest"}).encode()
    padded = client.post("/Namespaces", content=b" " * (LIMIT - len(largest)) + largest)
    assert padded.status_code == 201


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ROLE_IDS = st.sampled_from([demo.ADMINISTRATOR, demo.MEMBER, demo.UNKNOWN_ROLE])


def mostly(usual: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(usual, usual, usual, JSON)


TRUSTEE = st.fixed_dictionaries({"Type": mostly(st.just(3)), "ObjectId": mostly(ROLE_IDS)})
ENTRY = st.fixed_dictionaries(
    {"Trustee": mostly(TRUSTEE)},
    optional={
        "AccessType": mostly(st.sampled_from([0, 1, "Denied"])),
        "AccessRights": mostly(st.integers(0, 63)),
        "Note": JSON,
    },
)
ACL = st.fixed_dictionaries({"RoleTrusteeAccessControlEntries": mostly(st.lists(mostly(ENTRY), max_size=4))})
NAMESPACE = st.fixed_dictionaries(
    {},
    optional={
        "Id": mostly(st.sampled_from(["a", "b", "sandbox"])),
        "Region": mostly(st.sampled_from(["WestUS", "WestEurope"])),
        "Description": mostly(st.text(st.characters(exclude_categories=["Cs"]))),
        "AccessControl": mostly(ACL),
        "State": JSON,
        "Colour": JSON,
    },
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(WRITES), st.one_of(JSON, NAMESPACE, ACL, TRUSTEE))
def test_no_json_is_the_servers_failure(client: httpx.Client, write: tuple[str, str], body: object) -> None:
    method, path = write
    answer = client.request(method, path, content=json.dumps(body).encode())
    assert answer.status_code in (200, 201, 302, 400, 409)
    if answer.is_success:
        json.loads(answer.content, parse_constant=lambda name: pytest.fail(name))
    assert client.get("/Namespaces").status_code == 200


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(mostly(ENTRY), min_size=1, max_size=4))
def test_an_acl_that_is_taken_reads_back_the_same(client: httpx.Client, entries: list[object]) -> None:
    path = "/Namespaces/boiler/AccessControl"
    manager = {"Trustee": {"Type": 3, "ObjectId": demo.SHIFT_LEADS}, "AccessRights": 8}
    owner_is_caller = {"Type": 2, "ObjectId": demo.DEMO_CLIENT}
    client.put("/Namespaces/boiler/Owner", json=owner_is_caller)  # whatever the list says of its roles
    body = json.dumps({"RoleTrusteeAccessControlEntries": [*entries, manager]}).encode()
    answer = client.put(path, content=body)
    if answer.status_code == 200:
        taken = answer.json()["RoleTrusteeAccessControlEntries"]
        assert [entry["Trustee"]["ObjectId"] for entry in taken[:-1]] == [
            entry["Trustee"]["ObjectId"]  # type: ignore[index]
            for entry in entries
        ]
        assert client.get(path).json() == answer.json()
        assert client.put(path, json=answer.json()).json() == answer.json()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("aA%/.?#&=+2F{}\\|", max_size=6), max_size=5))
def test_no_path_is_the_servers_failure(client: httpx.Client, parts: list[str]) -> None:
    base = client.base_url
    connection = http.client.HTTPConnection(base.host, base.port, timeout=30)  # sends a path as it is
    for path in ("/" + "/".join(parts), f"{base.path}/Namespaces/{'/'.join(parts)}"):
        connection.request("GET", path, headers={"Authorization": client.headers["Authorization"]})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in (200, 404)
        assert answer.headers["Operation-Id"]
    connection.close()
