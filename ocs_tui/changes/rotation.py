"""Rotating a client's secret: add, prove, store, and only then delete an old one. Resumable; holds no secret.

The steps are kept in a file without the secret. A process that ends between *added* and *stored* has
lost the secret's value, which the service shows once: whoever goes on gives the value again, or
deletes that secret and begins anew. No old one goes before the new one is proven.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from ocs_tui.api.errors import OcsError
from ocs_tui.settings.paths import write_private

_VERSION = 1


class Step(Enum):
    """How far a rotation has come."""

    ADDED = "added"
    PROVEN = "proven"
    STORED = "stored"


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rotation under way.

    Attributes:
        client_id: whose secret.
        secret_id: the number of the new one.
        step: what was done last.
    """

    client_id: str
    secret_id: int
    step: Step

    @property
    def is_proven(self) -> bool:
        """True when a token was got with the new secret: only then an old one may go."""
        return self.step is not Step.ADDED


class Rotations:
    """The rotations of a tenant that are under way.

    Args:
        folder: where they are kept; None keeps them in memory, for a demo.
        tenant_id: the tenant.
    """

    def __init__(self, folder: Path | None, tenant_id: str) -> None:
        self._folder = folder
        self._tenant_id = tenant_id.casefold()
        self._memory: dict[str, Rotation] = {}

    def find(self, client_id: str) -> Rotation | None:
        """Return the rotation of a client's secret that was not finished; None when there is none."""
        if self._folder is None:
            return self._memory.get(client_id)
        try:
            body = json.loads(self._file(client_id).read_text(encoding="utf-8"))
            if body["v"] != _VERSION or body["client"] != client_id:
                return None
            return Rotation(client_id, int(body["secret"]), Step(body["step"]))
        except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None

    def keep(self, rotation: Rotation) -> None:
        """Keep how far a rotation has come.

        Raises:
            SettingsError: it cannot be kept.
        """
        if self._folder is None:
            self._memory[rotation.client_id] = rotation
            return
        body = {
            "v": _VERSION,
            "client": rotation.client_id,
            "secret": rotation.secret_id,
            "step": rotation.step.value,
        }
        write_private(self._file(rotation.client_id), json.dumps(body) + "\n")

    def advance(self, rotation: Rotation, step: Step) -> Rotation:
        """Keep that a rotation has come to ``step``, and return it.

        Raises:
            SettingsError: it cannot be kept.
        """
        advanced = replace(rotation, step=step)
        self.keep(advanced)
        return advanced

    def end(self, client_id: str) -> None:
        """Forget a rotation: it is finished, or was given up. Never raises."""
        self._memory.pop(client_id, None)
        if self._folder is not None:
            with suppress(OSError):
                self._file(client_id).unlink()

    def _file(self, client_id: str) -> Path:
        """The file's name: an id may hold what a file's name may not."""
        assert self._folder is not None
        name = hashlib.sha256(json.dumps([self._tenant_id, client_id]).encode()).hexdigest()[:24]
        return self._folder / f"rotation-{name}.json"


@dataclass(frozen=True, slots=True)
class Waits:
    """How long to try a new secret, in seconds: first pause, factor, longest pause, and all in all.

    Source: the changes of a client take up to an hour to show when it signs in.
    """

    first: float = 2.0
    factor: float = 1.6
    longest: float = 60.0
    whole: float = 3600.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic


_WAITS = Waits()


@dataclass(frozen=True, slots=True)
class Trial:
    """One try of a new secret: whether a token came, else why not and in how many seconds the next one is.

    ``again_in`` is None when there is no next one.
    """

    works: bool
    sentence: str = ""
    again_in: float | None = None


async def prove(sign_in: Callable[[], Awaitable[None]], waits: Waits = _WAITS) -> AsyncIterator[Trial]:
    """Get a token with a new secret, trying again with longer and longer pauses; yields each try.

    Args:
        sign_in: gets a token with it; raises an OcsError when there is none.
        waits: how long.
    """
    until = waits.clock() + waits.whole
    pause = waits.first
    while True:
        try:
            await sign_in()
        except OcsError as error:
            if waits.clock() + pause >= until:
                yield Trial(False, error.sentence)
                return
            yield Trial(False, error.sentence, pause)
        else:
            yield Trial(True)
            return
        await waits.sleep(pause)
        pause = min(pause * waits.factor, waits.longest)
