"""Users' invitations, on a real terminal, down to what the emulator then holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.terminal.conftest import StartTerminal
from tests.terminal.tenant import Tenant
from tests.terminal.test_browsing import ready
from tests.terminal.test_editing import APPLIES
from tests.terminal.test_secrets_of_clients import find, send


def test_an_invitation_is_sent_again_withdrawn_and_sent_anew(explorer: StartTerminal, tenant: Tenant) -> None:
    users = {user["Name"]: user["Id"] for user in tenant.get("/Users?count=1000")}
    path = f"/Users/{users['Freya Nygaard']}/Invitation"
    screen = ready(explorer())
    screen.press("end", "up", "up", "right")
    screen.wait_for("Freya Nygaard")
    find(screen, "Freya", "User Freya Nygaard")
    screen.press("2")
    screen.wait_for("sent, not accepted yet")
    screen.press("i")
    screen.wait_for("in 21 days")
    screen.press("ctrl+a", "ctrl+k")
    screen.type("90d")
    screen.wait_for("two months at most")
    screen.press("ctrl+a", "ctrl+k")
    screen.type("30d")
    screen.press("ctrl+s")
    screen.wait_for("+ An invitation by e-mail to Freya Nygaard <freya.nygaard@")
    screen.wait_for("It takes the place of the one that was sent before.")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("Invite the user Freya Nygaard again: done.")
    left = datetime.fromisoformat(tenant.get(path)["Expires"]) - datetime.now(UTC)
    assert timedelta(days=29) < left <= timedelta(days=30)

    screen.press("enter", "d")
    screen.wait_for("- The invitation of Freya Nygaard")
    screen.wait_for(APPLIES)
    screen.press("enter")
    screen.wait_for("not invited")
    tenant.wait_for_status(path, 404)
    screen.press("i")
    screen.wait_for("in 21 days")
    send(screen)
    screen.wait_for("Invite the user Freya Nygaard: done.")
    tenant.wait_for_status(path, 200)
    screen.press("J")
    screen.wait_for("Withdraw the invitation of the user Freya Nygaard")
