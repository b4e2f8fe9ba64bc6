"""A tenant that people sign in to, and somebody with a browser: plain HTTP, as lynx would do it."""

from __future__ import annotations

import base64
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from ocs_tui.emulator import demo, demo_signin
from ocs_tui.emulator.server import Emulator
from ocs_tui.emulator.store import Kind
from tests.cli.running import with_keyring
from tests.emulator.person import form_of, store_of
from tests.terminal.profiles_file import write_profiles
from tests.terminal.terminal import Terminal

MARIA = demo.user_id("Maria", "Lindqvist")
"""A Tenant Administrator."""
JONAS = demo.user_id("Jonas", "Weidner")
"""A contractor."""

ACTIVE = 1

_COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07")


class People:
    """The emulator's tenant, and a home whose profiles sign people in to it.

    Args:
        emulator: where.
        home: whose profiles file is written.
    """

    def __init__(self, emulator: Emulator, home: Path) -> None:
        self.emulator = emulator
        self.home = home
        home.mkdir(exist_ok=True)
        self.port = _free_port()
        self.redirect_uri = f"http://localhost:{self.port}/callback.html"
        self._lifetime = 3600
        self._redirects_there()
        write_profiles(
            home,
            'current = "maria"\n'
            + self._table("maria", demo_signin.TERMINAL, "browser")
            + self._table("field", demo_signin.FIELD_TERMINALS, "device"),
        )

    def _table(self, name: str, client_id: str, way: str) -> str:
        info = self.emulator.info
        return (
            f'[profiles.{name}]\nbase_url = "{info["global"]}"\ntenant_id = "{info["tenant_id"]}"\n'
            f'client_id = "{client_id}"\nsign_in = "{way}"\nredirect_uri = "{self.redirect_uri}"\n'
        )

    def _redirects_there(self) -> None:
        self._change_client(RedirectUris=[self.redirect_uri])

    def _change_client(self, **fields: object) -> None:
        store = store_of(self.emulator)
        client = store.primary.one(Kind.CODE_CLIENT, demo_signin.TERMINAL)
        store.write((Kind.CODE_CLIENT, demo_signin.TERMINAL, {**client, **fields}))

    def let_tokens_last(self, seconds: int) -> None:
        """Give tokens a shorter life than the service would let one set, and nothing to look at meanwhile."""
        self._change_client(AccessTokenLifetime=seconds)
        self._lifetime = seconds
        store = store_of(self.emulator)
        for namespace in store.primary.all(Kind.NAMESPACE):  # one that is Creating is watched: that asks
            store.write((Kind.NAMESPACE, namespace["Id"], {**namespace, "State": ACTIVE}))

    def wait_until_tokens_end(self) -> None:
        """Wait until every token given so far is over."""
        end = time.monotonic() + self._lifetime + 1  # servers count in whole seconds
        while time.monotonic() < end:
            time.sleep(0.05)

    @property
    def environment(self) -> dict[str, str | None]:
        """Variables for a keyring that works, and a login without a desktop."""
        return {**with_keyring(self.home), "DISPLAY": None, "WAYLAND_DISPLAY": None}

    @property
    def kept(self) -> str:
        """What the keyring holds."""
        file = self.home / "keyring.json"
        return file.read_text() if file.exists() else ""


@contextmanager
def people(home: Path) -> Iterator[People]:
    """An emulator that people sign in to."""
    with Emulator(replica_delay=0.2) as emulator:
        yield People(emulator, home)


def copied(terminal: Terminal) -> str:
    """Return what was last sent to the terminal's clipboard."""
    end = time.monotonic() + 8
    while not (found := _COPIED.findall(bytes(terminal.output))):
        assert time.monotonic() < end, "nothing was copied"
        time.sleep(0.01)
    return base64.b64decode(found[-1]).decode()


def end_of_browser(url: str, *, user: str = MARIA, decision: str = "allow") -> str:
    """Open the address, say who one is, and return the address that the browser is sent to then."""
    with httpx.Client(trust_env=False) as browser:
        page = browser.get(url)
        form = form_of(page)
        answer = browser.post(
            httpx.URL(url).join(form.action), data={**form.fields, "user": user, "decision": decision}
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]


def come_back(address: str) -> httpx.Response:
    """Go where the browser is sent to."""
    return httpx.get(address, trust_env=False)


def type_code(page: str, code: str, *, user: str = MARIA, decision: str = "allow") -> None:
    """Type a device's code on the page for it, and say who one is."""
    with httpx.Client(trust_env=False) as browser:
        form = form_of(browser.get(page, params={"user_code": code}))
        assert code in form.words
        fields = {**form.fields, "user": user, "decision": decision}
        browser.post(httpx.URL(page).join(form.action), data=fields).raise_for_status()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
