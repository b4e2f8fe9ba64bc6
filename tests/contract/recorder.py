"""Stands between a client and an emulator and writes down every request: what was sent, and at which region.

The emulator's addresses in its answers are replaced by the recorder's own, so that a client which follows
them stays on the record. Imports nothing of ocs_tui.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_NOT_PASSED_ON = {
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "accept-encoding",
    "date",
    "server",
}


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    region: str
    verb: str
    target: str
    headers: dict[str, str]
    body: bytes
    status: int

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    def __str__(self) -> str:
        return f"{self.verb} {self.target} at {self.region}"


@dataclass
class Recording:
    """What was recorded so far, and the base URLs to call.

    Attributes:
        regions: region ids to the recorder's base URLs.
        requests: every request, in the order they were answered.
    """

    regions: dict[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)


@contextmanager
def recording(emulator_regions: dict[str, str]) -> Iterator[Recording]:
    """Record what is sent to an emulator, until the block is left.

    Args:
        emulator_regions: region ids to the emulator's base URLs.
    """
    record = Recording()
    with ExitStack() as stack:
        for region, base_url in emulator_regions.items():
            server = ThreadingHTTPServer(
                ("127.0.0.1", 0), _handler(region, base_url, emulator_regions, record)
            )
            stack.callback(server.server_close)
            record.regions[region] = f"http://127.0.0.1:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield record


def _handler(
    region: str, base_url: str, emulator_regions: dict[str, str], record: Recording
) -> type[BaseHTTPRequestHandler]:
    """Return the class that answers the requests to one region."""
    upstream = urlsplit(base_url).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5  # an idle connection does not outlive the recording for long
        disable_nagle_algorithm = True  # head and body go in two writes: each answer waited 40 ms

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            passed = {name: value for name, value in headers.items() if name not in _NOT_PASSED_ON}
            connection = http.client.HTTPConnection(upstream, timeout=20)
            try:
                connection.request(self.command, self.path, body, passed)
                answer = connection.getresponse()
                content = self._ours(answer.read())
            finally:
                connection.close()
            record.requests.append(Request(region, self.command, self.path, headers, body, answer.status))
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _NOT_PASSED_ON:
                    self.send_header(name, self._ours(value.encode("latin-1")).decode("latin-1"))
            if answer.status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _ours(self, text: bytes) -> bytes:
            for each, theirs in emulator_regions.items():
                text = text.replace(theirs.encode(), record.regions[each].encode())
            return text

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = _pass_on  # noqa: N815 (its names)

    return Handler
