"""What the first look at a tenant does not need is imported when it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys

LOOK = """
import json, sys, urllib.parse, urllib.request
from ocs_tui.emulator.server import Emulator
loaded = lambda: sorted(name for name in sys.modules if name.startswith("ocs_tui.emulator."))
with Emulator() as emulator:
    info = emulator.info
    form = {"grant_type": "client_credentials", "client_id": info["client_id"],
            "client_secret": info["client_secret"]}
    def ask(path, body=None):
        request = urllib.request.Request(info["global"] + path, body, headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    headers = {}
    ask("/identity/.well-known/openid-configuration")
    token = ask("/identity/connect/token", urllib.parse.urlencode(form).encode())["access_token"]
    headers = {"Authorization": "Bearer " + token}
    tenant = f"/api/v1/Tenants/{info['tenant_id']}"
    ask(tenant + "/Regions")
    ask(tenant + "/Namespaces")
    first = loaded()
    roles = ask(tenant + "/Roles")
    print(json.dumps([first, loaded(), len(roles)]))
"""


def test_the_first_look_at_a_tenant_imports_neither_people_nor_the_pages_of_signing_in() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, timeout=60, check=True
    )
    first, then, roles = json.loads(done.stdout)
    later = {"ocs_tui.emulator.people.routes", "ocs_tui.emulator.datafile"}
    assert not later & set(first)
    assert not [name for name in first if name.endswith(("signin.pages", "signin.authorize", ".device"))]
    assert "ocs_tui.emulator.people.routes" in then
    assert roles > 5
