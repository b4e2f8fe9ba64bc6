"""What holds on every route: how a path may be written, headers, encodings, default values."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import uuid
import zlib
from urllib.parse import urlsplit

import httpx
import pytest

from ocs_tui.emulator.server import Emulator, _listen


@pytest.mark.parametrize(
    "path",
    [
        "/Namespaces/boiler/AccessControl",
        "/namespaces/boiler/accesscontrol",
        "/NAMESPACES/boiler/ACCESSCONTROL/",
        "//Namespaces//boiler//AccessControl//",
        "/Namespaces/%62oiler/AccessControl",
        "/Namespaces/BOILER/AccessControl?anything=1",
    ],
)
def test_a_path_is_taken_as_clients_write_it(us: httpx.Client, path: str) -> None:
    answer = us.get(str(us.base_url).rstrip("/") + path)
    assert answer.status_code == 200
    assert answer.json() == us.get("/Namespaces/boiler/AccessControl").json()


def test_every_word_of_the_path_is_taken_in_any_letter_case(us: httpx.Client, emulator: Emulator) -> None:
    path = f"//API/V1/tenants//{emulator.info['tenant_id'].upper()}/ROLES/"
    assert us.get(emulator.info["global"] + path).json() == us.get("/Roles").json()


def test_an_id_with_spaces_is_percent_encoded(us: httpx.Client) -> None:
    answer = us.get("/Namespaces/Utilities%20and%20Energy")
    assert answer.json()["Id"] == "Utilities and Energy"
    assert answer.json()["Self"].endswith("/namespaces/Utilities%20and%20Energy")


def test_an_encoded_slash_stays_inside_its_id(us: httpx.Client) -> None:
    assert us.get("/Namespaces/boiler%2FAccessControl").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        b"/../../../../etc/passwd",
        b"/api/v1/Tenants/../../../../../etc/passwd",
        b"/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        b"/api/v1/Tenants/%2e%2e%2f%2e%2e%2fetc%2fpasswd/Namespaces",
        b"/identity/..%5c..%5cetc/passwd",
        b"//etc/passwd",
        b"/static/../demo.py",
    ],
)
def test_no_path_leads_to_a_file(emulator: Emulator, path: bytes) -> None:
    """As bytes on the wire: a client would tidy such a path up before it sent it."""
    address = urlsplit(emulator.info["global"])
    with socket.create_connection((address.hostname, address.port), timeout=10) as client:
        client.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 401", b"HTTP/1.1 403"))
    assert answer.partition(b"\r\n\r\n")[2] == b""


def test_an_unknown_route_is_an_empty_404(us: httpx.Client, emulator: Emulator) -> None:
    for url in ("/Nothing", "/Namespaces/boiler/Nothing", emulator.info["global"] + "/", "/Users/x/y/z"):
        answer = us.get(url)
        assert (answer.status_code, answer.content) == (404, b"")
        assert "content-type" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/Namespaces/boiler", "GET, POST, PUT, DELETE"),
        ("HEAD", "/Namespaces/boiler", "GET, POST, PUT, DELETE"),
        ("DELETE", "/Namespaces/boiler/Owner", "GET, PUT"),
        ("POST", "/Regions", "GET"),
        ("OPTIONS", "/Namespaces", "GET, POST"),
    ],
)
def test_a_method_that_a_route_does_not_offer_is_405(
    us: httpx.Client, method: str, path: str, allowed: str
) -> None:
    answer = us.request(method, path)
    assert (answer.status_code, answer.content) == (405, b"")
    assert answer.headers["allow"] == allowed
    assert "content-type" not in answer.headers


def test_every_answer_has_an_operation_id_of_its_own(us: httpx.Client, emulator: Emulator) -> None:
    answers = [
        us.get(""),
        us.get("/Nothing"),
        us.patch("/Namespaces"),
        us.get("/Roles/none"),
        us.head(""),
        us.get(emulator.info["global"] + "/identity/.well-known/openid-configuration"),
        us.get("", headers={"Authorization": ""}),
    ]
    ids = {uuid.UUID(answer.headers["operation-id"]) for answer in answers}
    assert len(ids) == len(answers)


def test_json_has_exactly_that_content_type(us: httpx.Client) -> None:
    assert us.get("/Namespaces").headers["content-type"] == "application/json"
    assert us.get("/Roles/none").headers["content-type"] == "application/json"


def test_answers_are_zipped_for_who_asks(us: httpx.Client) -> None:
    plain = us.get("/Namespaces", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    zipped = us.get("/Namespaces", headers={"Accept-Encoding": "gzip, deflate"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"])
    assert zipped.json() == plain.json()
    tiny = us.get("/Namespaces/boiler/AccessRights", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in tiny.headers


@pytest.mark.parametrize(("encoding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_bodies_may_be_zipped(us: httpx.Client, encoding: str, encode: object) -> None:
    body = json.dumps({"Description": "zipped ✓"}).encode()
    answer = us.put(
        "/Namespaces/boiler",
        content=encode(body),  # type: ignore[operator]
        headers={"Content-Encoding": encoding},
    )
    assert answer.json()["Description"] == "zipped ✓"


def test_fields_that_equal_their_default_are_left_out_unless_verbose(us: httpx.Client) -> None:
    verbose = {"Accept-Verbosity": "verbose"}
    creating = us.post("/Namespaces/new-one", json={"AllowCrossRegionProcessing": False})
    assert creating.status_code == 201
    assert not {"State", "Name", "Description", "AllowCrossRegionProcessing"} & set(creating.json())
    everything = us.get("/Namespaces/new-one", headers=verbose).json()
    assert everything["Name"] is None
    assert everything["Description"] is None
    assert everything["AllowCrossRegionProcessing"] is False
    assert everything["State"] in (0, 1)
    assert everything["Owner"]["Type"] == 2

    acl = us.get("/Namespaces/boiler/AccessControl", headers=verbose).json()
    first = acl["RoleTrusteeAccessControlEntries"][0]
    assert first["AccessType"] == 0
    assert first["Trustee"]["TenantId"] is None
    plain = us.get("/Namespaces/boiler/AccessControl").json()["RoleTrusteeAccessControlEntries"]
    assert "AccessType" not in plain[0]
    assert plain[-1]["AccessType"] == 1
    assert "TenantId" not in plain[0]["Trustee"]

    assert us.get("/Regions", headers=verbose).json()[1]["AdministrativeEndpointsWritable"] is False
    assert "AdministrativeEndpointsWritable" not in us.get("/Regions").json()[1]
    role = us.get("/Roles", headers=verbose).json()[0]
    assert role["CommunityId"] is None


def test_it_listens_on_loopback_alone(emulator: Emulator) -> None:
    assert {url.rpartition(":")[0] for url in emulator.info["regions"].values()} == {"http://127.0.0.1"}


def test_answers_are_not_held_back() -> None:
    # asyncio turns off Nagle's algorithm only for sockets that name their protocol; where it is on,
    # every answer on a kept connection is some 40 ms late.
    (listener,) = _listen(None, 1)
    with listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    "part",
    [
        b"POST /identity/connect/token HTTP/1.1\r\nHost: x\r\nContent-Type: ",
        b"POST /identity/connect/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant",
    ],
    ids=["in its head", "in its body"],
)
def test_it_ends_and_stays_quiet_when_a_client_stands_still(
    part: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with Emulator() as emulator:
        address = urlsplit(emulator.info["global"])
        with socket.create_connection((address.hostname, address.port)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 404")
            client.sendall(part)
            emulator.stop()
            with contextlib.suppress(ConnectionResetError):
                assert client.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port))
    assert caplog.text == ""


def test_a_client_that_goes_away_while_it_sends_is_no_failure(
    us: httpx.Client, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    address = urlsplit(emulator.info["global"])
    for _ in range(3):
        with socket.create_connection((address.hostname, address.port)) as client:
            client.sendall(
                f"POST {us.base_url.path}Namespaces HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
                f"Authorization: {us.headers['Authorization']}\r\n\r\n{{".encode()
            )
        assert us.get("").status_code == 200
    emulator.stop()
    assert caplog.text == ""
