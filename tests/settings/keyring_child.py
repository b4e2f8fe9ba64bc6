"""Run as a program: stores, reads and forgets a secret, and prints as JSON what came of it."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import json
import sys

from ocs_tui.settings import secrets
from ocs_tui.settings.profile import Profile

PROFILE = Profile("work", "https://one.example", "tenant", "client")
SECRET = "hush-hush"


async def _run(action: str) -> None:
    if action == "store":
        answer = await secrets.store(PROFILE, SECRET)
    elif action == "forget":
        answer = await secrets.forget(PROFILE)
    elif action == "read another user's":
        answer = await secrets.read(dataclasses.replace(PROFILE, client_id="other"))
    elif action == "read another profile's":
        answer = await secrets.read(dataclasses.replace(PROFILE, name="other"))
    else:
        answer = await secrets.read(PROFILE)
    found = answer.secret is not None and answer.secret.reveal() == SECRET
    print(json.dumps({"found": found, "state": answer.state.value, "sentence": answer.sentence}), flush=True)


if __name__ == "__main__":
    secrets.READ_SECONDS = secrets.WRITE_SECONDS = float(sys.argv[1])
    for argument in sys.argv[2:]:
        if argument.startswith("import "):
            importlib.import_module(argument.removeprefix("import "))
        else:
            asyncio.run(_run(argument))
