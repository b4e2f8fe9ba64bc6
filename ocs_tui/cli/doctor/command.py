"""Runs the checks at once, each behind a deadline, and reports. Nothing is changed anywhere."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Sequence

from ocs_tui.cli.doctor.findings import Mark, Section, problem
from ocs_tui.cli.doctor.folders import folders_section
from ocs_tui.cli.doctor.keyring import Need, keyring_section
from ocs_tui.cli.doctor.network import network_section
from ocs_tui.cli.doctor.program import profile_section, versions_section
from ocs_tui.cli.doctor.report import is_well, put_as_json, put_for_people
from ocs_tui.cli.doctor.terminal import terminal_section
from ocs_tui.cli.options import doctor_parser
from ocs_tui.cli.talk import DONE, FAILED
from ocs_tui.settings import secrets
from ocs_tui.settings.deadline import DaemonThreads, within
from ocs_tui.settings.environment import Environment
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.refresh_tokens import RefreshTokens
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start, resolve

_DISK_SECONDS = 5.0
_NETWORK_SECONDS = 10.0  # Windows looks into the registry and may ask the DNS


def run_doctor(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui doctor`` with these arguments; returns 0 when all is well, 1 when something is not."""
    environment = Environment.take()
    options = doctor_parser().parse_args(arguments)
    sections = asyncio.run(_look_at_everything(environment, options))
    if options.json:
        put_as_json(sections)
    else:
        put_for_people(sections)
    return DONE if is_well(sections) else FAILED


async def _look_at_everything(environment: Environment, options: argparse.Namespace) -> list[Section]:
    asyncio.get_running_loop().set_default_executor(DaemonThreads())
    start: Start | None = None
    trouble: str | None = None
    try:
        start = resolve(
            environment,
            profile_name=getattr(options, "profile", None),
            read_only=getattr(options, "read_only", False),
        )
    except SettingsError as error:
        trouble = error.sentence
    profile = start.profile if start is not None else None
    folders, network, terminal, rest = await asyncio.gather(
        _guarded("folders", "Folders", within(_DISK_SECONDS, folders_section)),
        _guarded("network", "Network", within(_NETWORK_SECONDS, lambda: network_section(profile))),
        _guarded("terminal", "Terminal", terminal_section()),
        _keyring_and_tenant(start),
    )
    keyring, *tenant = rest
    return [versions_section(), profile_section(start, trouble), keyring, folders, terminal, network, *tenant]


async def _keyring_and_tenant(start: Start | None) -> list[Section]:
    """Ask the keyring, and meanwhile the tenant; sign in when the secret is there."""
    profile = start.profile if start is not None else None
    need = _need_of_keyring(start)
    asking = asyncio.create_task(_ask_keyring(profile, need))
    if start is None or profile is None:
        return [keyring_section(*await asking, None, need), *_no_tenant()]
    finding = asyncio.create_task(_find_secret(start, profile, asking, need))
    try:
        tenant = await _tenant_sections(start, profile, finding, _how_bad_without(profile, need))
    except Exception as error:
        tenant = [_failed("sign_in", "Signing in", error), Section("regions", "", (), [])]
    return [keyring_section(*await asking, profile, need), *tenant]


def _need_of_keyring(start: Start | None) -> Need:
    profile = start.profile if start is not None else None
    if start is None or profile is None:
        return Need.LATER
    if not profile.is_saved:
        return Need.NONE
    if profile.sign_in != "client":
        return Need.SIGN_IN
    return Need.NONE if start.secret is not None or profile.secret_command else Need.SECRET


async def _ask_keyring(profile: Profile | None, need: Need) -> tuple[secrets.Examined, bool | None]:
    """Return how the keyring is, and whether it keeps somebody's sign-in: None where that is not known."""
    found = await secrets.examine(profile if need is Need.SECRET else None)
    if profile is None or need is not Need.SIGN_IN or found.answer.state is not secrets.KeyringState.OK:
        return found, None
    told: list[str] = []
    kept = await RefreshTokens(profile, told.append).read()
    return found, None if told else kept is not None


async def _tenant_sections(
    start: Start, profile: Profile, finding: asyncio.Task[secrets.SecretAnswer], without: Mark
) -> list[Section]:
    from ocs_tui.cli.doctor.regions import regions_section, sign_in_section
    from ocs_tui.cli.doctor.tenant import look_at_tenant

    async def secret() -> Secret | None:
        return (await finding).secret

    found = await look_at_tenant(profile, start.read_only, secret())
    answer = finding.result()
    return [
        sign_in_section(profile.sign_in, found, answer.secret, answer.sentence, without),
        regions_section(found),
    ]


async def _find_secret(
    start: Start,
    profile: Profile,
    asking: asyncio.Task[tuple[secrets.Examined, bool | None]],
    need: Need,
) -> secrets.SecretAnswer:
    """Find the secret where the program would; the keyring is not asked a second time."""
    if profile.sign_in != "client":
        # a refresh token that is kept is good for one use: trying it would change what is kept
        return secrets.SecretAnswer(sentence="A person does that, when a command or the explorer asks.")
    if need is not Need.SECRET:
        return await secrets.read(profile, start.secret)
    answer = (await asking)[0].answer
    if answer.secret is None and not answer.sentence:
        return secrets.SecretAnswer(sentence="The keyring holds none.")
    return answer


def _how_bad_without(profile: Profile, need: Need) -> Mark:
    """Return what it means that there is no secret, as far as another section does not tell."""
    if profile.sign_in != "client" or need is Need.SECRET or profile.command_problem:
        return Mark.NOTE
    return Mark.PROBLEM if profile.secret_command else Mark.WARNING


def _no_tenant() -> list[Section]:
    facts = {"kind": None, "secret_from": None, "signed_in": None, "milliseconds": None, "problem": None}
    return [Section("sign_in", "", (), facts), Section("regions", "", (), [])]


async def _guarded(key: str, title: str, looking: Awaitable[Section]) -> Section:
    """Return a section; of one that takes too long, or fails in a way nobody foresaw, that it did."""
    try:
        return await looking
    except TimeoutError:
        said = "This took too long and was given up."
        return Section(key, title, [problem(title, said, "Does a disk or a network not answer?")], None)
    except Exception as error:
        return _failed(key, title, error)


def _failed(key: str, title: str, error: Exception) -> Section:
    """Return a section for a check that itself failed; of the error its type, as its text may hold values."""
    said = f"This could not be looked at ({type(error).__name__})."
    advice = "If a package is missing, install ocs-tui anew; else please report it."
    return Section(key, title, [problem(title, said, advice)], None)
