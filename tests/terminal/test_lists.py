"""Lists of things on a real terminal, fifty thousand of them too."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.emulator_process import EmulatorProcess
from tests.emulator_process import emulator_process as start_emulator
from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.terminal import Terminal
from tests.terminal.test_browsing import ready

USERS = 50_000
AT_MOST = 60 * 2**20
"""Bytes that the list may cost."""


class TestManyUsers:
    """A tenant as large as there are."""

    @pytest.fixture
    def emulator_process(self) -> Iterator[EmulatorProcess]:
        """A tenant of fifty thousand users."""
        with start_emulator("--users", str(USERS)) as emulator:
            yield emulator

    def test_the_first_page_is_there_at_once_and_the_rest_comes_behind_it(
        self, explorer: StartTerminal, tenant: Tenant
    ) -> None:
        last = tenant.get(f"/Users?skip={USERS - 1}&count=1")[0]
        screen = ready(explorer())
        program = psutil.Process(screen.process.pid)
        a_list_was_seen(screen)
        before = program.memory_info().rss
        screen.press("up", "enter")
        screen.wait_for(re.compile(r"Maria Lindqvist +maria.lindqvist@.* +Tenant Member, Tenant Adm"))
        screen.wait_for(re.compile(r"\d+,000 of 50,000 users · reading the rest…"))
        screen.press("/")
        screen.wait_for("find by name")
        screen.type("zieli")
        screen.wait_for(re.compile(r"1 found · \d+,\d+ of 50,000 searched · reading the rest"))
        screen.wait_for("Piotr Zieliński")
        screen.wait_for("1 of 50,000 found", timeout=40)
        assert program.memory_info().rss - before < AT_MOST
        screen.press(*["backspace"] * 5)
        screen.type(last["Email"].split("@")[0])
        screen.wait_for(f"{last['Name']}  ")
        screen.press("enter", "enter")
        screen.wait_for(f"User {last['Name']}")
        screen.wait_for(re.compile(rf"│ +Id +│|Id +{last['Id']}"))
        screen.press("backspace", "down")
        screen.wait_for("49,699 more: enter opens the list")
        screen.press("enter")
        screen.wait_for("50,000 users")
        assert program.memory_info().rss - before < AT_MOST


class TestSomeUsers:
    """A tenant of some more users than come at once."""

    @pytest.fixture
    def emulator_process(self) -> Iterator[EmulatorProcess]:
        """A tenant of twelve thousand users."""
        with start_emulator("--users", "12000") as emulator:
            yield emulator

    def test_a_list_that_is_left_is_read_on_and_not_read_again(
        self, explorer: StartTerminal, emulator_process: EmulatorProcess
    ) -> None:
        screen = ready(explorer())
        screen.press("end", "up", "up", "enter")
        screen.wait_for(re.compile("reading the rest…|12,000 users"))
        screen.press("backspace")
        screen.wait_for(re.compile(r"Users  12,000 "), timeout=30)
        emulator_process.process.terminate()
        emulator_process.process.wait(10)
        screen.press("enter")
        screen.wait_for("12,000 users")
        assert "✖" not in screen.text, "nothing was read of it that could fail"


def a_list_was_seen(screen: Terminal) -> None:
    """Open the clients: what lists need is loaded from then on."""
    screen.press("end", "up", "enter")
    screen.wait_for("Historian writer")
    screen.press("backspace")
    screen.wait_for("Northwind Process")
    time.sleep(0.5)  # what was read at the start is there, and the memory settled


def test_a_list_creates_edits_and_deletes(explorer: StartTerminal, tenant: Tenant) -> None:
    screen = ready(explorer())
    screen.press("end", "up", "up", "up", "enter")
    screen.wait_for("14 roles")
    screen.wait_for(re.compile(r"Tenant Member +built-in +Every user and client"))
    screen.press("n")
    screen.wait_for("Create a role")
    screen.type("Aardvarks")
    screen.press("ctrl+s")
    screen.wait_for("Enter applies it")
    screen.press("enter")
    screen.wait_for("15 roles")
    screen.press("home", "e")
    screen.wait_for("Edit the role Aardvarks")
    screen.press("escape")
    screen.wait_gone("Edit the role Aardvarks")
    screen.wait_for("15 roles")
    screen.press("d")
    screen.wait_for("ACLs that name it: 0 of 17")
    screen.type("Aardvarks")
    screen.press("enter")
    screen.wait_for("Review: 1 of 1 changes")
    screen.wait_for("Enter applies it")
    role_id = tenant.role("Aardvarks")
    screen.press("enter")
    screen.wait_for("Done: 1 done")
    tenant.wait_for_status(f"/Roles/{role_id}", 404)
    screen.press("backspace")
    screen.wait_for("14 roles")


def test_claims_are_listed_in_their_provider_and_created_there(
    explorer: StartTerminal, tenant: Tenant
) -> None:
    screen = ready(explorer(size=(120, 50)))
    screen.press("end", "right")
    screen.wait_for("Identity providers")
    screen.press("end", "enter")
    screen.wait_for("2 identity providers")
    screen.wait_for("Azure Active Directory")
    screen.press("enter")
    screen.wait_for("Identity provider Azure Active Directory")
    screen.press("2")
    screen.wait_for("enter opens the list")
    screen.press("enter")
    screen.wait_for("Claims of Azure Active Directory")
    screen.press("n")
    screen.wait_for("Create a claim")
    screen.type("0b5c-group")
    screen.press("tab", "home", *["down"] * 3, "space", "tab")
    screen.wait_for("[X] Boiler Operators")
    screen.press("enter", "down", "enter")
    screen.wait_gone("choose one")
    screen.press("ctrl+s")
    screen.wait_for("+ Value: 0b5c-group")
    screen.wait_for("+ RoleIds: Boiler Operators")
    screen.wait_for("Enter applies it")
    screen.press("enter")
    screen.wait_for(re.compile(r"0b5c-group +Boiler Operators"))


def test_a_filter_finds_by_the_name_of_a_role(explorer: StartTerminal) -> None:
    screen = ready(explorer())
    screen.press("end", "up", "up", "enter")
    screen.wait_for("16 users")
    screen.press("/")
    screen.wait_for("find by name")
    screen.type("laboratory")
    screen.wait_for("2 of 16 found")
    screen.wait_for("Grace Whitfield")
    screen.press("escape")
    screen.wait_for("16 users")
    screen.wait_for("Aiko Tanabe")
