"""The emulator as a thing that runs: one server, a socket for each region, on loopback alone."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from starlette.types import ASGIApp

from ocs_tui.catalog.operation import Era
from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.app import EveryRegion, region_app
from ocs_tui.emulator.call import Box, Region
from ocs_tui.emulator.failure import CannotStart
from ocs_tui.emulator.serving import Serving
from ocs_tui.emulator.signin.pending import SignIns
from ocs_tui.emulator.store import Kind, Store
from ocs_tui.emulator.things.contents import Begun, Contents
from ocs_tui.emulator.tokens import Signer

HOST = "127.0.0.1"
_ENDING = 1.0  # seconds that requests in flight are given at the end


class Emulator:
    """A tenant of two regions, served from a thread of its own.

    Use it as a context manager, or call :meth:`start` and :meth:`stop`.

    Args:
        port: the first of consecutive ports; free ones when None.
        data: the file that keeps its state across restarts; memory when None.
        replica_delay: seconds until what is written at WestUS shows in WestEurope.
        provision_delay: seconds that a namespace is Creating or Deleting.
        users: how many users the tenant has at least, where it is made anew.
        strict: whether only administrators may look at people, roles and clients.
        streams: how many streams one namespace has beside its own, made when they are asked for.
        connect: whether it is CONNECT data services, with its own routes, and not OCS.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        *,
        port: int | None = None,
        data: Path | None = None,
        replica_delay: float = 1.0,
        provision_delay: float = 2.0,
        users: int = 0,
        strict: bool = False,
        streams: int = 0,
        connect: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._port = port
        self._data = data
        self._replica_delay = replica_delay
        self._provision_delay = provision_delay
        self._users = users
        self._strict = strict
        self._streams = streams
        self._era = Era.CONNECT if connect else Era.OCS
        self._clock = clock
        self._box: Box | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start; when this returns, every region accepts requests.

        Raises:
            CannotStart: with one sentence, when a port is taken, the data file cannot be used, or the server
                has no files left to open.
        """
        sockets = _listen(self._port, len(demo.REGION_NAMES))
        try:
            self._box = box = self._open(sockets)
        except BaseException:
            _close(sockets)
            raise
        apps: dict[int, tuple[str, ASGIApp]] = {
            listener.getsockname()[1]: (region.id, region_app(box, region))
            for listener, region in zip(sockets, box.regions.values(), strict=True)
        }
        self._server = server = _Server(EveryRegion(apps))
        self._thread = threading.Thread(target=_run, args=(server, sockets), name="ocs-emulator", daemon=True)
        self._thread.start()
        server.accepting.wait()
        if not server.started:
            box.store.close()
            self._server = self._thread = None
            raise CannotStart("The emulator's server did not start: too many files may be open already.")

    def stop(self) -> None:
        """End: requests in flight are finished, the data file is closed. Does nothing a second time."""
        if self._server is None or self._thread is None or self._box is None:
            return
        self._server.end()
        self._thread.join()
        self._box.store.close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def info(self) -> dict[str, Any]:
        """Where it is served and how to sign in, as ``ocs-tui emulator`` prints it.

        Raises:
            RuntimeError: before :meth:`start`.
        """
        box = self._started()
        return {
            "tenant_id": box.tenant_id,
            "global": box.administrative.base_url,
            "regions": {region.id: region.base_url for region in box.regions.values()},
            "client_id": demo.DEMO_CLIENT,
            "client_secret": self.secret_of(demo.DEMO_CLIENT),
            "code_client_id": demo_signin.TERMINAL,
            "redirect_uri": demo_signin.REDIRECT_URI,
            "device_client_id": demo_signin.FIELD_TERMINALS,
        }

    def secret_of(self, client_id: str) -> str:
        """Return the secret of a client of the tenant, to try what others may do.

        Raises:
            RuntimeError: before :meth:`start`.
            KeyError: when there is no such client.
        """
        return str(self._started().store.primary.one(Kind.SECRET, client_id)["Value"])

    def _started(self) -> Box:
        if self._box is None:
            raise RuntimeError("The emulator has not been started.")
        return self._box

    def _open(self, sockets: list[socket.socket]) -> Box:
        """Return the tenant, from the data file where there is one, at the addresses of the sockets."""
        keeper = None
        if self._data is not None:
            from ocs_tui.emulator.datafile import DataFile  # the demo needs no database

            keeper = DataFile(self._data)
        store = Store(
            replicas=(demo.WEST_EUROPE,),
            delay=self._replica_delay,
            keeper=keeper,
            clock=self._clock,
        )
        if store.primary.get(Kind.TENANT) is None:
            demo.fill(store, self._users)
        regions = {
            region_id: Region(
                region_id, name, f"http://{HOST}:{listener.getsockname()[1]}", region_id == demo.WEST_US
            )
            for (region_id, name), listener in zip(demo.REGION_NAMES.items(), sockets, strict=True)
        }
        try:
            signer = Signer(store)
        except ValueError as error:
            store.close()
            raise CannotStart(
                f"The data file {str(self._data)!r} is damaged ({error}). Move it away or name another one."
            ) from None
        contents = Contents(keeper)
        store.when_gone = contents.forget
        box = Box(
            store,
            regions,
            signer,
            SignIns(store.clock),
            self._provision_delay,
            self._strict,
            contents,
            self._era,
            self._streams,
        )
        contents.begins = partial(_begins, box)
        return box


def _begins(box: Box, place: str, kind: str) -> Begun:
    """Return what lies somewhere from the beginning. The areas that know are imported when first asked."""
    from ocs_tui.emulator.things.hooks import beginning

    return beginning(box, place, kind)


class _Server:
    """The app on its sockets, in a loop of its own; ended from another thread.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._serving = Serving(app)
        self.started = False
        self.accepting = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    def end(self) -> None:
        """Ask it to end, from another thread."""
        assert self._loop is not None
        assert self._ending is not None
        self._loop.call_soon_threadsafe(self._ending.set)

    async def serve(self, sockets: list[socket.socket]) -> None:
        """Serve until it is asked to end.

        Raises:
            OSError: the system has no files left.
        """
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        await self._serving.start(sockets)
        self.started = True
        self.accepting.set()
        await self._ending.wait()
        await self._serving.stop(_ENDING)


def _run(server: _Server, sockets: list[socket.socket]) -> None:
    """Serve until the end, and let nobody wait for a server that never started."""
    try:
        with asyncio.Runner() as runner:
            runner.run(server.serve(sockets))
    except OSError:
        if server.started:
            raise
        _close(sockets)
    finally:
        server.accepting.set()


def serve(
    *,
    port: int | None = None,
    data: Path | None = None,
    replica_delay: float = 1.0,
    users: int = 0,
    strict: bool = False,
    streams: int = 0,
    connect: bool = False,
) -> int:
    """Run in the foreground until SIGINT or SIGTERM.

    One line of JSON goes to stdout when every region accepts requests, the log to stderr.

    Returns:
        The exit code: 0 after a signal, 1 when it cannot start; then one sentence is on stderr.
    """
    _log_to_stderr()
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        with Emulator(
            port=port,
            data=data,
            replica_delay=replica_delay,
            users=users,
            strict=strict,
            streams=streams,
            connect=connect,
        ) as emulator:
            _say(json.dumps(emulator.info))
            while not ended.wait(1.0):  # with a timeout, since Windows delivers no signal without one
                pass
    except CannotStart as error:
        sys.stderr.write(f"ocs-tui emulator: {error}\n")
        return 1
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _say(line: str) -> None:
    """Print a line to stdout.

    Raises:
        CannotStart: when nobody can read it.
    """
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError as error:
        raise CannotStart(
            f"Where it is served cannot be told: stdout is not open ({error.strerror})."
        ) from None


def _log_to_stderr() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger = logging.getLogger("ocs_tui.emulator")
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)


def _listen(first: int | None, count: int) -> list[socket.socket]:
    """Return listening sockets on consecutive ports, or on free ones.

    Raises:
        CannotStart: when a port is taken or may not be used.
    """
    sockets: list[socket.socket] = []
    for number in range(count):
        port = 0 if first is None else first + number
        try:
            # The protocol is named because asyncio sends without delay (TCP_NODELAY) only where it is.
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            sockets.append(listener)
            if os.name == "posix":
                # Start again at once after an end; elsewhere the option would share a port in use.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, port))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            _close(sockets)
            reason = getattr(error, "strerror", None) or "it is no port number"
            raise CannotStart(
                f"Port {port} of {HOST} cannot be used ({reason}): "
                f"choose another --port; {count} ports in a row are needed."
            ) from None
    return sockets


def _close(sockets: list[socket.socket]) -> None:
    for listener in sockets:
        listener.close()
