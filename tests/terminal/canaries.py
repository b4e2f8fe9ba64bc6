"""Canaries: all that is secret and goes over the wire to and from the emulator, and where it turns up."""

from __future__ import annotations

import base64
import gzip
import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import psutil
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ocs_tui.emulator import server
from ocs_tui.emulator.app import EveryRegion

_IN_FORMS = ("client_secret", "refresh_token", "code", "code_verifier", "device_code", "token")
_IN_ANSWERS = ("access_token", "refresh_token", "id_token", "device_code", "Secret")
_NO_LETTERS = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|<[^<>]*>|&#160;|\s+")
"""What stands between the letters of a terminal's output, of a picture or of a text that was broken."""
_GZIP = b"\x1f\x8b"
_PIECE = 16
"""So many characters of one in a row give it away."""


class Canaries:
    """What was secret, by kind: each value as it was seen.

    Attributes:
        seen: the values of each kind.
    """

    def __init__(self) -> None:
        self.seen: defaultdict[str, set[str]] = defaultdict(set)

    def listen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hear all that emulators are sent and answer from now on."""
        monkeypatch.setattr(server, "EveryRegion", lambda apps: self._overheard(EveryRegion(apps)))

    def _overheard(self, regions: ASGIApp) -> ASGIApp:
        async def heard(scope: Scope, receive: Receive, send: Send) -> None:
            asked, said = bytearray(), bytearray()
            places: list[bytes] = []

            async def hear() -> Message:
                message = await receive()
                asked.extend(message.get("body", b""))
                return message

            async def say(message: Message) -> None:
                said.extend(message.get("body", b""))
                places.extend(value for name, value in message.get("headers", ()) if name == b"location")
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    self._take(bytes(asked), bytes(said), places)  # before the client can do anything with it
                await send(message)

            await regions(scope, hear, say)

        return heard

    def _take(self, asked: bytes, said: bytes, places: list[bytes]) -> None:
        for form in (asked, *(urlsplit(place).query for place in places)):
            for name, values in parse_qs(form.decode("latin-1")).items():
                if name in _IN_FORMS:
                    self.seen[name].update(values)
        try:
            told = json.loads(gzip.decompress(said) if said.startswith(_GZIP) else said)
        except ValueError:
            return
        for name in _IN_ANSWERS:
            if isinstance(told, dict) and isinstance(told.get(name), str):
                self.seen[name].add(told[name])

    def found_in(self, data: bytes, *, but: frozenset[str] = frozenset()) -> list[str]:
        """Return the kinds of canaries of which a piece stands in there.

        Args:
            data: what is searched: as it is, and as the bare letters of what was drawn.
            but: values that may stand there.
        """
        places = (data, _NO_LETTERS.sub(b"", data))
        return sorted(
            kind
            for kind, values in self.seen.items()
            if any(piece in place for value in values - but for piece in _pieces(value) for place in places)
        )


def _pieces(value: str) -> Iterator[bytes]:
    """Cut a value, spelled in every way it could stand somewhere: its beginning, its middle and its end."""
    raw = value.encode()
    for text in {value, quote(value, safe=""), base64.b64encode(raw).decode().rstrip("="), raw.hex()}:
        last = max(0, len(text) - _PIECE)
        for start in {0, min(_PIECE, last), last // 2, last}:
            yield text[start : start + _PIECE].encode()


class Arguments:
    """``with`` looks at what every process below this one was started with, until the block is left.

    Attributes:
        seen: the command lines.
    """

    def __init__(self) -> None:
        self.seen: set[tuple[str, ...]] = set()
        self._ends = threading.Event()
        self._watch = threading.Thread(target=self._look, name="arguments", daemon=True)

    def _look(self) -> None:
        this = psutil.Process()
        while not self._ends.wait(0.1):
            for process in this.children(recursive=True):
                try:
                    self.seen.add(tuple(process.cmdline()))
                except psutil.Error:
                    continue  # it has ended

    def __enter__(self) -> Arguments:
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ends.set()
        self._watch.join()

    @property
    def text(self) -> bytes:
        """All of them as one text."""
        return "\n".join(" ".join(line) for line in self.seen).encode()
