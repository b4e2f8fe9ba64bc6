"""Run as a program: stores, reads and forgets a secret, and prints as JSON what came of it."""

from __future__ import annotations

import asyncio
import dataclasses
import importlib
import json
import sys

from ocs_tui.settings import keyrings, secrets
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.refresh_tokens import RefreshTokens
from ocs_tui.settings.secret import Secret

PROFILE = Profile("work", "https://one.example", "tenant", "client")
SECRET = "hush-hush"
LONG_TOKEN = "hush-hush." * 300


async def _of_refresh_token(action: str) -> secrets.SecretAnswer:
    """Keep a refresh token of several parts, look for it, or forget it."""
    told: list[str] = []
    tokens = RefreshTokens(PROFILE, told.append)
    found = None
    if action == "keep":
        await tokens.keep(LONG_TOKEN)
    elif action == "kept":
        found = await tokens.read()
    else:
        await tokens.forget()
    secret = Secret(SECRET, "the test") if found == LONG_TOKEN else None
    return secrets.SecretAnswer(secret, sentence=" ".join(told))


async def _run(action: str) -> None:
    if action == "store":
        answer = await secrets.store(PROFILE, SECRET)
    elif action in ("keep", "kept", "sign out"):
        answer = await _of_refresh_token(action)
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
    keyrings.READ_SECONDS = keyrings.WRITE_SECONDS = float(sys.argv[1])
    for argument in sys.argv[2:]:
        if argument.startswith("import "):
            importlib.import_module(argument.removeprefix("import "))
        else:
            asyncio.run(_run(argument))
