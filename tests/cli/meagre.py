"""A service that lets its client read what the test names, and refuses everything else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REFUSAL = {"OperationId": "op-1", "Error": "no", "Reason": "no", "Resolution": "ask"}


@contextmanager
def meagre_service(bodies: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Serve the bodies, by path in lower case, until the block is left; yields what opens tenant ``t``.

    A body that is bytes is served as it is: what no JSON of Python's own says.
    """

    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True  # head and body go in two writes

        def do_POST(self) -> None:
            self._answer(200, {"access_token": "token", "expires_in": 3600, "token_type": "Bearer"})

        def do_GET(self) -> None:
            body = bodies.get(self.path.partition("?")[0].casefold())
            self._answer(403 if body is None else 200, REFUSAL if body is None else body)

        def _answer(self, status: int, body: object) -> None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield {
                "OCS_TUI_BASE_URL": f"http://127.0.0.1:{server.server_port}",
                "OCS_TUI_TENANT_ID": "t",
                "OCS_TUI_CLIENT_ID": "c",
                "OCS_TUI_CLIENT_SECRET": "s3cret",
            }
        finally:
            server.shutdown()
            thread.join()
