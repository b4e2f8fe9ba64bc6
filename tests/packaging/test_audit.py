"""``make audit``, against a database on loopback."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from scripts.audit import installed, main

Answer = Callable[[list[dict[str, Any]]], Any]


@contextmanager
def database(answer: Answer, status: int = 200) -> Iterator[str]:
    """A database that answers what ``answer`` makes of the queries; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(answer(asked["queries"])).encode()
            self.send_response(status if self.path == "/v1/querybatch" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def holes_of(name: str, *ids: str) -> Answer:
    """One package has holes, the others none."""
    return lambda queries: {
        "results": [
            {"vulns": [{"id": one} for one in ids]} if query["package"]["name"] == name else {}
            for query in queries
        ]
    }


def test_every_package_is_looked_up_with_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[dict[str, Any]] = []

    def answer(queries: list[dict[str, Any]]) -> Any:
        seen.extend(queries)
        return {"results": [{}] * len(queries)}

    with database(answer) as url:
        assert main(["--database", url]) == 0
    asked = {(each["package"]["name"].lower(), each["version"]) for each in seen}
    assert {name for name, _ in asked} >= {"textual", "httpx", "keyring", "filelock", "pyjwt", "cryptography"}
    assert not [name for name, _ in asked if name == "ocs-tui"]
    assert {each["package"]["ecosystem"] for each in seen} == {"PyPI"}
    assert capsys.readouterr().out == f"{len(installed())} packages looked up, 0 with a known hole.\n"


def test_a_package_with_a_hole_is_named_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with database(holes_of("httpx", "GHSA-1", "PYSEC-2")) as url:
        assert main(["--database", url]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("httpx ")
    assert "GHSA-1, PYSEC-2" in said[0]
    assert said[1].endswith(" 1 with a known hole.")


def test_without_the_database_it_says_so_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert main(["--database", url]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Whether a dependency has a known hole was not checked: {url} cannot be reached (ConnectError).\n"
    )


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda queries: {}, 503, "answered 503"),
        (lambda queries: {"code": 3}, 200, "answered something else than holes"),
        (lambda queries: ["results"], 200, "answered something else than holes"),
        (lambda queries: {"results": [{}]}, 200, "answered for 1 of"),
    ],
)
def test_an_answer_that_tells_nothing_is_no_clean_bill(
    capsys: pytest.CaptureFixture[str], answer: Answer, status: int, words: str
) -> None:
    with database(answer, status) as url:
        assert main(["--database", url]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
