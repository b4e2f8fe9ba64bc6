"""The program under faults of the wire: a clear sentence, a live keyboard, no lost edit, no write twice."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from textual.pilot import Pilot

from ocs_tui.access.rows import Setting, rows_of
from ocs_tui.api.client import OcsClient
from ocs_tui.app import OcsTui
from ocs_tui.catalog.identity_kinds import ROLE
from ocs_tui.changes.change import Aspect
from ocs_tui.changes.plan import plan_rights, read_all
from ocs_tui.emulator.server import Emulator
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight
from ocs_tui.screens import standing
from ocs_tui.screens.acl_editor import AclEditor
from ocs_tui.screens.ask_secret import AskSecret
from ocs_tui.screens.base import Base
from ocs_tui.screens.bulk_review import BulkReview
from ocs_tui.screens.explorer import ExplorerScreen
from ocs_tui.screens.help import HelpScreen
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from ocs_tui.widgets.status_line import ErrorLine, StatusLine
from tests.faults.faults import CASES
from tests.faults.matrix import QUICK, WEST
from tests.faults.proxy import Proxy, proxies
from tests.fuzz.monkey import until

NAMESPACES = ("namespaces",)
WRITES = ["region gone", "hangs", "done, then cut off", "401 for ever", "503"]
READS = ["every region gone", "no HTTP", "500"]
if "OCS_FUZZ" in os.environ:  # make fuzz tries them all
    WRITES += ["cut off", "cut in the head", "huge body", "a web page", "302 to itself", "504"]
    READS += ["region gone", "cut in mid-answer", "huge body", "429", "trickles for ever"]


@pytest.fixture(autouse=True)
def _quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.setattr(standing, "STANDS", 0.05)
    assert OcsClient.__init__.__kwdefaults__ is not None
    monkeypatch.setitem(OcsClient.__init__.__kwdefaults__, "patience", QUICK)


@asynccontextmanager
async def opened(emulator: Emulator) -> AsyncIterator[tuple[Pilot[int], OcsTui, dict[str, Proxy]]]:
    """The explorer on the access tab of a namespace, behind proxies."""
    info = emulator.info
    async with proxies(info["regions"]) as made:
        profile = Profile("faulty", made[WEST].url, info["tenant_id"], info["client_id"])
        secret = Secret(info["client_secret"], "the emulator")
        app = OcsTui(Start(profile, address=Address(("sandbox",)), tab="access", secret=secret))
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, lambda: app.connection and app.connection.slot(("acl", "sandbox")).fetched)
            yield pilot, app, made


async def still_answers(pilot: Pilot[int]) -> None:
    """Pass when a key opens the help, and another closes it."""
    before = pilot.app.screen
    await pilot.press("f1")
    await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
    await pilot.press("escape")
    await until(pilot, lambda: pilot.app.screen is before)


def said(app: OcsTui) -> str:
    """The sentence of the error that is shown; empty where none is."""
    screen = app.screen
    if not isinstance(screen, Base) or not screen.query(ErrorLine):
        return ""
    line = screen.query_one(ErrorLine)
    return line.sentence if line.is_shown else ""


def armed(app: OcsTui) -> Callable[[], bool]:
    """Whether a review stands that could be applied."""
    return lambda: isinstance(app.screen, ReviewScreen) and app.screen.is_armed


async def edited_and_reviewed(pilot: Pilot[int], app: OcsTui) -> None:
    """Change a cell, and let the review of it stand."""
    await pilot.press("enter", "down", "right", "space")
    await until(pilot, lambda: isinstance(app.screen, AclEditor) and app.screen.unsaved())
    await pilot.press("ctrl+s")
    await until(pilot, armed(app))


async def shift_leads(client: OcsClient) -> str:
    """The id of a role that no ACL here names."""
    return str(next(one.id for one in (await client.list_all(ROLE)).value if one.name == "Shift Leads"))


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_under_a_fault_loses_no_edit_and_is_not_made_twice(
    name: str, emulator: Emulator
) -> None:
    case = CASES[name]
    async with opened(emulator) as (pilot, app, made):
        await edited_and_reviewed(pilot, app)
        west = made[WEST]
        if case.fault is None:
            await west.stop()
        west.fault, west.hits = case.fault, case.hits
        await pilot.press("enter")
        await until(pilot, lambda: said(app))
        sentence = said(app)
        assert 15 < len(sentence) < 400
        assert sentence.endswith(".")
        assert emulator.info["client_secret"] not in sentence
        await still_answers(pilot)
        west.fault = None
        if case.fault is None:
            await west.start()
        while not isinstance(app.screen, AclEditor):
            await pilot.press("escape")
        assert app.screen.unsaved(), "the edit is there"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        if west.writes:
            review = app.screen
            await until(pilot, lambda: "nothing to apply" in str(review.foot.content))  # type: ignore[attr-defined]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, ExplorerScreen))  # nothing is left to be lost
            assert app.connection is not None
            assert [entry.is_done for entry in app.connection.journal.entries()] == [True]
            assert not app.connection.drafts.load().drafts
        else:
            await until(pilot, armed(app))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, ExplorerScreen))
        assert sum(proxy.writes for proxy in made.values()) == 1


@pytest.mark.parametrize("name", READS)
async def test_reading_again_under_a_fault_keeps_what_is_shown(name: str, emulator: Emulator) -> None:
    case = CASES[name]
    async with opened(emulator) as (pilot, app, made):
        connection = app.connection
        assert connection is not None
        before = connection.value(NAMESPACES)
        for proxy in made.values() if case.everywhere else [made[WEST]]:
            if case.fault is None:
                await proxy.stop()
            proxy.fault, proxy.hits = case.fault, case.hits
        await pilot.press("r")
        slot = connection.slot(NAMESPACES)
        await until(
            pilot, lambda: slot.busy_since is None and (slot.error or (slot.fetched and slot.fetched.note))
        )
        assert connection.value(NAMESPACES) == before or slot.error is None
        await still_answers(pilot)


async def test_a_name_that_nobody_resolves_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own resolver stays out of it: what it would say comes at once."""
    real = socket.getaddrinfo

    def resolve(host: Any, *more: Any, **named: Any) -> Any:
        if host in ("ocs.invalid", b"ocs.invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    profile = Profile("lost", "https://ocs.invalid", "tenant", "client")
    app = OcsTui(Start(profile, secret=Secret("hush", "the test")))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.connection and app.connection.slot(NAMESPACES).error)
        assert app.connection is not None
        error = app.connection.slot(NAMESPACES).error
        assert error is not None
        assert "ocs.invalid" in error.sentence
        assert "Check the network" in error.sentence
        await still_answers(pilot)


async def test_a_certificate_that_nobody_vouches_for_is_said(emulator: Emulator) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(server)
    info = emulator.info
    async with proxies(info["regions"], tls=server) as made:
        profile = Profile("faulty", made[WEST].url, info["tenant_id"], info["client_id"])
        app = OcsTui(Start(profile, secret=Secret(info["client_secret"], "the emulator")))
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, lambda: app.connection and app.connection.slot(NAMESPACES).error)
            assert app.connection is not None
            error = app.connection.slot(NAMESPACES).error
            assert error is not None
            assert "certificate" in error.sentence
            assert info["client_secret"] not in f"{error!r}{error.sentence}{error.detail}"
            await still_answers(pilot)
        assert not sum(proxy.writes for proxy in made.values())


async def test_what_a_replica_that_lags_shows_is_said_to_come_from_there() -> None:
    with Emulator(replica_delay=3600, provision_delay=0) as emulator:
        async with opened(emulator) as (pilot, app, made):
            await edited_and_reviewed(pilot, app)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, ExplorerScreen))
            connection = app.connection
            assert connection is not None
            slot = connection.slot(("acl", "sandbox"))
            await until(pilot, lambda: slot.busy_since is None)
            written = slot.got().value
            await made[WEST].stop()
            read = await connection.load(("acl", "sandbox"))
            assert read.got().value.to_wire() != written.to_wire()
            assert "WestEurope" in str(read.got().note)
            await until(pilot, lambda: "WestEurope" in " ".join(_shown(app)))
            await still_answers(pilot)
            await made[WEST].start()


def _shown(app: OcsTui) -> list[str]:
    """The lines of the screen."""
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip) for strip in strips]


async def test_what_came_of_a_plan_without_answers_is_looked_up_before_it_is_taken_back(
    emulator: Emulator,
) -> None:
    """What was written and not answered counts neither as failed nor as done until it is looked."""
    async with opened(emulator) as (pilot, app, made):
        connection = app.connection
        assert connection is not None
        client = connection.client
        at = [Address((one,)) for one in ("sandbox", "lab-results")]
        role = await shift_leads(client)

        async def rights() -> list[bool]:
            acls = [(await client.get_acl_at(one)).value for one in at]
            return [rows_of(acl).of(role) is not None for acl in acls]

        readings = await read_all(client, at, Aspect.ACL)
        plan = plan_rights(readings, role, AccessRight.READ, Setting.ALLOW)
        assert await rights() == [False, False]
        review = BulkReview(plan)
        await app.push_screen(review)
        await until(pilot, lambda: review.is_armed)
        west = made[WEST]
        west.fault, west.hits = CASES["done, then cut off"].fault, lambda request: request.is_write
        await pilot.press("enter")
        await until(pilot, lambda: str(review.heading.content) == "Done: 2 outcome unknown")
        west.fault = None
        assert await rights() == [True, True]
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, BulkReview) and app.screen is not review)
        assert str(review.heading.content) == "Done: 2 done"
        back = app.screen
        assert isinstance(back, BulkReview)
        await until(pilot, lambda: back.is_armed)
        await pilot.press("enter")
        await until(pilot, lambda: str(back.heading.content) == "Done: 2 done")
        assert await rights() == [False, False]
        assert sum(proxy.writes for proxy in made.values()) == 4


async def test_what_cannot_be_looked_up_yet_is_left_out_and_named(emulator: Emulator) -> None:
    async with opened(emulator) as (pilot, app, made):
        connection = app.connection
        assert connection is not None
        at = Address(("sandbox",))
        before = (await connection.client.get_acl_at(at)).value
        role = await shift_leads(connection.client)
        readings = await read_all(connection.client, [at], Aspect.ACL)
        plan = plan_rights(readings, role, AccessRight.READ, Setting.ALLOW)
        review = BulkReview(plan)
        await app.push_screen(review)
        await until(pilot, lambda: review.is_armed)
        made[WEST].fault, made[WEST].hits = CASES["cut off"].fault, lambda request: request.is_write
        await pilot.press("enter")
        await until(pilot, lambda: "outcome unknown" in str(review.heading.content))
        made[WEST].fault, made[WEST].hits = CASES["503"].fault, lambda request: not request.is_token
        for key in ("a", "u"):
            review.tell("")
            await pilot.press(key)
            await until(pilot, lambda: "left out: sandbox" in str(review.query_one(StatusLine).message))
        made[WEST].fault = None
        await pilot.press("a")  # by now it tells: it was not written, and is tried again
        await until(pilot, lambda: isinstance(app.screen, BulkReview) and app.screen is not review)
        assert (await connection.client.get_acl_at(at)).value == before


async def test_a_secret_that_was_refused_for_a_moment_is_tried_again_and_only_then_asked_for(
    emulator: Emulator,
) -> None:
    async with opened(emulator) as (pilot, app, made):
        made[WEST].fault, made[WEST].hits = CASES["401 for ever"].fault, lambda request: request.is_token
        app.session.connect()

        def is_refused() -> bool:
            return app.connection is not None and app.session.sign_in_failed is not None

        await until(pilot, is_refused)
        refused = app.connection
        await pilot.press("r")  # the same once more
        await until(pilot, lambda: app.connection is not refused and is_refused())
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, AskSecret))
        made[WEST].fault = None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ExplorerScreen))
        await pilot.press("r")
        await until(pilot, lambda: app.session.sign_in_failed is None and app.connection is not None)
        await until(pilot, lambda: app.connection and app.connection.slot(NAMESPACES).fetched)
        assert isinstance(app.screen, ExplorerScreen)
