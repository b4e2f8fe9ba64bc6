"""``ocs-tui profile add|list|use|show|sign-out|remove``, for people and for scripts."""

from __future__ import annotations

import argparse
import asyncio
import json
import shlex
from collections.abc import Sequence
from typing import Any

from ocs_tui.cli.asking import ask_secret, ask_yes, can_ask, secret_from_stdin
from ocs_tui.cli.options import profile_parser
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.model.text import safe
from ocs_tui.settings import secrets
from ocs_tui.settings.environment import Environment
from ocs_tui.settings.errors import CallError, SettingsError
from ocs_tui.settings.profile import FIELDS, Profile, make_profile, profile_name_problem
from ocs_tui.settings.profiles import Profiles
from ocs_tui.settings.refresh_tokens import RefreshTokens
from ocs_tui.settings.regions_cache import forget_regions
from ocs_tui.settings.secret import secret_problem


def run_profile(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui profile`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    environment = Environment.take()
    parser = profile_parser()
    options = parser.parse_args(arguments)
    if hasattr(options, "profile"):
        if options.action != "show" or options.name is not None:
            parser.error(f"--profile means nothing to 'profile {options.action}': write the name after it")
        options.name = options.profile
    if options.action == "add":
        return _add(options)
    if options.action == "list":
        return _list(options.json)
    if options.action == "use":
        Profiles.load().use(options.name)
        say(f"The current profile is {options.name!r} now.")
        return DONE
    if options.action == "show":
        return _show(options.name, options.json, environment)
    if options.action == "sign-out":
        return _sign_out(options.name)
    return _remove(options.name, options.yes)


def _add(options: argparse.Namespace) -> int:
    if (problem := profile_name_problem(options.name)) is not None:
        raise CallError(problem)
    values = {
        field: getattr(options, field)
        for field in (
            "base_url",
            "tenant_id",
            "client_id",
            "sign_in",
            "redirect_uri",
            "scope",
            "label",
            "color",
        )
    }
    values["read_only"] = options.profile_read_only
    values["trusted_origins"] = options.trusted_origin
    values["secret_command"] = _split(options.secret_command)
    try:
        profile = make_profile(options.name, values, "Nothing was saved")
    except SettingsError as error:
        raise CallError(error.sentence) from None
    profiles = Profiles.load()
    profiles.refuse_taken(profile.name)
    if profile.sign_in == "client":
        if options.redirect_uri or options.scope:
            raise CallError("--redirect-uri and --scope are for people: give --sign-in browser with them.")
        secret = _given_secret(options, profile)
    else:
        if options.secret_stdin or options.secret_command:
            raise CallError(f"A person signs in by {profile.sign_in}, without a secret: leave it out.")
        secret = ""
    profiles.add(profile)
    say(f"Saved profile {profile.name!r} in {profiles.file}.")
    if profiles.current == profile.name:
        say(f"The current profile is {profile.name!r} now.")
    if profile.sign_in != "client":
        say(
            f"You are asked to sign in at the first use: ocs-tui --profile {profile.name} whoami does it now."
        )
    if not secret:
        return DONE
    answer = asyncio.run(secrets.store(profile, secret))
    if answer.done:
        say("Its secret is in the system's keyring.")
        return DONE
    say(f"Its secret was not kept. {answer.sentence}")
    say("It is asked for at each run, or taken from OCS_TUI_CLIENT_SECRET or a secret_command.")
    return FAILED


def _split(command: str | None) -> list[str]:
    try:
        return [] if command is None else shlex.split(command)
    except ValueError:
        raise CallError("--secret-command has a quote that is not closed.") from None


def _given_secret(options: argparse.Namespace, profile: Profile) -> str:
    """Return the secret to keep; empty for none."""
    if options.no_secret or profile.secret_command:
        return ""
    if options.secret_stdin:
        secret = secret_from_stdin()
        if (problem := secret_problem(secret)) is not None:
            raise SettingsError(f"{problem} Nothing was saved.")
        return secret
    if not can_ask():
        raise CallError("No secret and nobody to ask: give --secret-stdin, --secret-command or --no-secret.")
    return ask_secret(f"Client secret of {profile.client_id} (empty to keep none): ")


def _list(as_json: bool) -> int:
    profiles = Profiles.load()
    status = DONE
    found: list[Profile] = []
    for name in profiles.names:
        try:
            found.append(profiles.get(name))
        except SettingsError as error:
            say(error.sentence)
            status = FAILED
    if as_json:
        put(json.dumps([_plain(profile, profiles) for profile in found], indent=2))
    elif found:
        rows = [
            (
                "*" if profile.name == profiles.current else " ",
                profile.name,
                profile.base_url,
                safe(profile.tenant_id),
                " ".join(part for part in (safe(profile.label), "read-only" * profile.read_only) if part),
            )
            for profile in found
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            put("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    elif not profiles.names:
        say("There is no profile yet: ocs-tui profile add makes one, and ocs-tui --demo needs none.")
    return status


def _show(name: str | None, as_json: bool, environment: Environment) -> int:
    profiles = Profiles.load()
    profile = profiles.get(name)
    source, state = _secret_source(profile, environment)
    if as_json:
        put(json.dumps({**_plain(profile, profiles), "secret": source}, indent=2))
    else:
        rows = [("name", profile.name), *((field, _words(getattr(profile, field))) for field in FIELDS)]
        rows = [(field, text) for field, text in rows if text and field != "secret_command"]
        kept = "secret" if profile.sign_in == "client" else "signed in"
        for field, text in [*rows, (kept, source or f"none. {state}")]:
            put(f"{field:<16}{safe(text)}")
    return DONE


def _secret_source(profile: Profile, environment: Environment) -> tuple[str | None, str]:
    """Return where the secret or the sign-in comes from, else what is missing. Never runs a secret_command."""
    if profile.sign_in != "client":
        told: list[str] = []
        kept = asyncio.run(RefreshTokens(profile, told.append).read())
        return ("the keyring", "") if kept else (None, " ".join(told) or "Nobody is signed in.")
    if environment.secret is not None and not environment.given:
        return environment.secret.source, ""
    if profile.secret_command:
        # The program's name only: someone may have written the secret behind it.
        source = f"secret_command ({profile.secret_command[0]})"
        return (None, profile.command_problem) if profile.command_problem else (source, "")
    answer = asyncio.run(secrets.read(profile))
    return (answer.secret.source if answer.secret is not None else None), answer.sentence


def _sign_out(name: str) -> int:
    """Forget the sign-in, and have the service take it back; what could not be done is said."""
    from ocs_tui.cli.signing_in import sign_out

    profile = Profiles.load().get(name)
    if profile.sign_in == "client":
        raise SettingsError(
            f"Profile {name!r} signs in as a client: there is no sign-in to forget. ocs-tui profile remove "
            "takes its secret out of the keyring."
        )
    problems = asyncio.run(sign_out(profile))
    for problem in problems:
        say(problem)
    if not problems:
        say(f"Signed out of profile {name!r}.")
    return FAILED if problems else DONE


def _remove(name: str, yes: bool) -> int:
    profiles = Profiles.load()
    profiles.refuse_missing(name)
    if not yes:
        if not can_ask():
            raise CallError("Removing a profile needs --yes where nobody can be asked.")
        if not ask_yes(f"Remove profile {name!r} and its secret?"):
            say("Nothing was removed.")
            return FAILED
    answer = secrets.SecretAnswer()
    try:
        profile = profiles.get(name)
    except SettingsError as error:
        answer = secrets.SecretAnswer(state=secrets.KeyringState.BROKEN, sentence=error.sentence)
    else:
        answer = asyncio.run(secrets.forget(profile))
        asyncio.run(RefreshTokens(profile, say).forget())
        forget_regions(profile)
    profiles.remove(name)
    say(f"Removed profile {name!r}.")
    if answer.done or answer.state is secrets.KeyringState.ABSENT:  # where no keyring is, nothing was kept
        return DONE
    say(f"Its secret may still be in the keyring, as 'ocs-tui:{name}'. {answer.sentence}")
    return FAILED


def _plain(profile: Profile, profiles: Profiles) -> dict[str, Any]:
    values = {field: getattr(profile, field) for field in FIELDS if field != "secret_command"}
    return {"name": profile.name, "current": profile.name == profiles.current, **values}


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value)
