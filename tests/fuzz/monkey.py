"""A monkey at the keyboard of the explorer: random keys, bursts of them, and resizes, all told by a seed.

It watches two things that know nothing of each other: the reviews that were confirmed, where the app has
them, and the writes that arrived, where the emulator has them.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.widgets import Input

from ocs_tui.app import OcsTui
from ocs_tui.catalog import beside
from ocs_tui.catalog.operation import Effect, Operation
from ocs_tui.emulator.server import Emulator
from ocs_tui.screens import ask, delete, standing
from ocs_tui.screens.bulk_review import BulkReview
from ocs_tui.screens.delete import DeleteScreen
from ocs_tui.screens.help import HelpScreen
from ocs_tui.screens.standing import StandingReview
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start

MOVES = (
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "tab",
    "shift+tab",
    "enter",
    "space",
)
TYPED = "abcdefghijklmnoprstuvwxyzENRX0123456789 -_./:?!*[]<>'\"\\é火\u202e"
ODD = ("escape", "backspace", "delete", "ctrl+s", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+p", "f1", "f2", "f5", "insert",
       "ctrl+up", "alt+enter", "shift+f3", "ctrl+backslash", "f12", "ctrl+z")  # fmt: skip
SIZES = ((80, 24), (120, 36), (60, 20), (200, 60), (81, 25), (1, 1), (300, 10))
HABITS = (
    ("/", *"boiler", "enter", "backspace", "2", "enter", "down", "right", "space", "ctrl+s"),
    ("/", *"sandbox", "enter", "backspace", "2", "enter", "down", "space", "space", "ctrl+s"),
    ("/", *"wind", "enter", "backspace", "3", "e", "down", "enter", "ctrl+s"),
    ("escape", "home", "n", *"monkey", "ctrl+s"),
    (
        "home",
        "down",
        "down",
        "space",
        "down",
        "space",
        "b",
        "tab",
        "enter",
        "down",
        "enter",
        "tab",
        "tab",
        "space",
        "ctrl+s",
    ),
    ("end", "enter", "down", "down", "enter", "e", "x", "ctrl+s"),
    ("end", "enter", "n", *"ape", "tab", *"x", "ctrl+s"),
    ("escape", "j", "down", "enter", "u"),
    ("escape", "escape", "r"),
)
"""What it has seen people do."""
LEAVES = {"q", "ctrl+q", "ctrl+c"}
"""Keys that end the program, which is no crash: they are left to other tests."""


@dataclass
class Watch:
    """What was confirmed, and what was written.

    Attributes:
        allowed: how many writes the reviews that were confirmed stand for.
        writes: the requests that changed something, as they arrived.
        unreviewed: the writes that arrived before anything that allows them.
    """

    allowed: int = 0
    writes: list[str] = field(default_factory=list)
    unreviewed: list[str] = field(default_factory=list)

    def wrote(self, request: str) -> None:
        """Take down that a write arrived."""
        self.writes.append(request)
        if len(self.writes) > self.allowed:
            self.unreviewed.append(request)


class _Arrivals(logging.Handler):
    """Hears the emulator's log."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch
        reads = [
            one for one in vars(beside).values() if isinstance(one, Operation) and one.effect is Effect.READ
        ]
        paths = {
            f"{one.verb} .*{re.sub('{.*?}', '[^/]+', path)}$"
            for one in reads
            for path in (one.path, one.connect)
            if path
        }
        self._asks = re.compile("|".join(["/identity/", *sorted(paths)]), re.IGNORECASE)

    def emit(self, record: logging.LogRecord) -> None:
        _, method, path, *_ = record.args if isinstance(record.args, tuple) else ("", "", "")
        if method not in ("GET", "HEAD") and not self._asks.search(f"{method} {path}"):
            self._watch.wrote(f"{method} {path}")


@contextmanager
def watched(patch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch reviews and writes; questions stand for a moment only, so that a hasty monkey comes through."""
    watch = Watch()
    patch.setattr(standing, "STANDS", 0.02)
    patch.setattr(ask, "STANDS", 0.02)
    patch.setattr(delete, "STANDS", 0.02)
    apply, review = StandingReview.action_apply, DeleteScreen.action_review

    def applied(review: StandingReview) -> None:
        if review.is_armed and review.is_accepted and review.app.screen is review:
            watch.allowed += len(review._plan) if isinstance(review, BulkReview) else 1
        apply(review)

    def deleted(screen: DeleteScreen) -> None:
        if screen.is_confirmed and screen.has_stood and screen.app.screen is screen:
            watch.allowed += 1
        review(screen)

    async def no_quitting(app: OcsTui) -> None:
        """The palette offers it too."""

    patch.setattr(OcsTui, "action_quit", no_quitting)
    patch.setattr(StandingReview, "action_apply", applied)
    patch.setattr(DeleteScreen, "action_review", deleted)
    handler, log = _Arrivals(watch), logging.getLogger("ocs_tui.emulator")
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield watch
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


class Monkey:
    """Presses keys.

    Args:
        seed: tells all that it does.
        pilot: drives the app.
    """

    def __init__(self, seed: int, pilot: Pilot[int]) -> None:
        self._random = Random(seed)
        self._pilot = pilot
        self.pressed: list[str] = []
        """What it did, the last of it: for the report of a failure."""

    @property
    def _app(self) -> OcsTui:
        app = self._pilot.app
        assert isinstance(app, OcsTui)
        return app

    async def go(self, keys: int) -> None:
        """Press so many keys, now one by one, now in bursts."""
        while keys > 0:
            burst = min(keys, self._random.choice((1, 1, 1, 2, 5)))
            keys -= burst
            if self._random.random() < 0.04:
                habit = self._random.choice(HABITS)
                keys -= len(habit)
                await self.press(*habit)
            elif self._random.random() < 0.02:
                size = self._random.choice(SIZES)
                self._note(f"{size[0]}x{size[1]}")
                await self._pilot.resize_terminal(*size)
            elif isinstance(self._app.screen, StandingReview | DeleteScreen) and self._random.random() < 0.4:
                await self._confirm()
            else:
                await self.press(*(self._key() for _ in range(burst)))

    async def _confirm(self) -> None:
        """Do what a person does who wants it: read, type what is asked for, press enter."""
        screen = self._app.screen
        for box in screen.query(Input):
            words = box.placeholder.removeprefix("type ").partition(" to ")[0]
            called = screen.called if isinstance(screen, DeleteScreen) else words
            if not box.value and called.isascii():
                await self.press(*("space" if char == " " else char for char in called))
        await self._pilot.pause(0.05)
        await self.press("enter")

    def _key(self) -> str:
        roll = self._random.random()
        if roll < 0.45:
            offered = sorted(
                {key for key, active in self._app.screen.active_bindings.items() if active.enabled} - LEAVES
            )
            return str(self._random.choice([*offered, "escape"]))
        if roll < 0.75:
            return self._random.choice(MOVES)
        return str(self._random.choice([*TYPED, *ODD]))

    async def press(self, *keys: str) -> None:
        """Send keys as the terminal does, in one burst, and wait until the app has done what they ask."""
        keys = tuple(key for key in keys if key not in LEAVES)
        self._note(*keys)
        driver = self._app._driver
        assert driver is not None
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            event = events.Key(name, key if len(key) == 1 else key_to_character(key))
            event.set_sender(self._app)
            driver.send_message(event)
        async with asyncio.timeout(30):
            await asyncio.sleep(0)
            # Textual has no event for an app that has nothing to do
            while self._app.is_running and not self._is_idle:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
        assert self._app.is_running, f"the app has ended: {self._app._exception!r}, {self._app.return_code}"

    @property
    def _is_idle(self) -> bool:
        ahead = self._app._typed_ahead
        if ahead._waiting or not self._app._message_queue.empty():
            return False
        return ahead._busy is None or ahead._busy.done()

    def _note(self, *words: str) -> None:
        self.pressed = [*self.pressed, *words][-60:]

    async def still_answers(self) -> None:
        """Pass when the app answers a key: its help comes up, from wherever the monkey has got to."""
        await self._pilot.resize_terminal(120, 36)
        for _ in range(60):
            await self.press("f1")
            for _ in range(20):
                if isinstance(self._app.screen, HelpScreen):
                    return
                await self._pilot.pause(0.01)
            await self.press(self._random.choice(("escape", "escape", "y", "n", "tab", "enter")))
        raise AssertionError(f"{self._app.screen} answers no key")


def running_app(emulator: Emulator) -> OcsTui:
    """Return an app that opens the emulator's tenant."""
    info = emulator.info
    profile = Profile("monkey", info["global"], info["tenant_id"], info["client_id"])
    return OcsTui(Start(profile, secret=Secret(info["client_secret"], "the emulator")))


async def until(pilot: Pilot[int], holds: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not holds():
            await pilot.pause(0.01)


def _reports(home: Path) -> list[str]:
    return [file.read_text() for file in home.rglob("crash-*")]


async def play(seed: int, keys: int, home: Path, patch: pytest.MonkeyPatch) -> Watch:
    """Let a monkey play on a tenant of its own.

    Returns what was confirmed and written.

    Raises:
        AssertionError: something is not as it must be, with the seed and the last keys.
    """
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        patch.setenv(f"XDG_{name}_HOME", str(home))
    patch.setenv("HOME", str(home))
    pressed: list[str] = []
    try:
        with watched(patch) as watch, Emulator(replica_delay=0.05, provision_delay=0.2) as emulator:
            app = running_app(emulator)
            async with app.run_test(size=(120, 36)) as pilot:
                monkey = Monkey(seed, pilot)
                pressed = monkey.pressed
                await until(
                    pilot,
                    lambda: app.session.connection and app.session.connection.slot(("namespaces",)).fetched,
                )
                try:
                    await monkey.go(keys)
                    await monkey.still_answers()
                finally:
                    pressed = monkey.pressed
                assert app.is_running
                with suppress(TimeoutError):
                    await until(pilot, lambda: not app._writes, 15)
                assert not app._writes, "a write hangs"
        assert not (reports := _reports(home)), reports[0]
        print(f"seed {seed}: {len(watch.writes)} writes after {watch.allowed} were allowed")
        assert not watch.unreviewed, f"written and not reviewed: {watch.unreviewed}"
    except BaseException as error:
        error.add_note(f"The monkey's seed is {seed}; its last keys were: {' '.join(pressed)}")
        raise
    return watch
