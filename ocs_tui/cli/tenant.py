"""A tenant for one command: the profile, its secret, and a connection."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ocs_tui.cli.options import Parser
from ocs_tui.cli.signing_in import Signer, revealing, say_error, signer_for
from ocs_tui.cli.talk import FAILED, say
from ocs_tui.settings.environment import Environment
from ocs_tui.settings.errors import CallError, SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.regions_cache import (
    keep_era,
    keep_namespaces,
    keep_regions,
    kept_era,
    kept_regions,
)
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start, resolve

if TYPE_CHECKING:
    from ocs_tui.access.directory import Directory
    from ocs_tui.connection import Connection
    from ocs_tui.model.address import Address


@dataclass(frozen=True, slots=True)
class Tenant:
    """What a command works with: the connected tenant."""

    connection: Connection

    async def directory(self) -> Directory:
        """Read who there is; a list that cannot be read is said in what comes back."""
        await self.connection.load_many([("roles",), ("users",), ("clients",)])
        return self.connection.directory()

    async def every_namespace(self) -> list[Address]:
        """Return the address of every namespace that this client may see, in the order of their ids.

        Raises:
            OcsError: when they cannot be listed.
        """
        from ocs_tui.model.address import Address

        slot = await self.connection.load(("namespaces",))
        if slot.error is not None:
            raise slot.error
        return [Address.namespace(one) for one in sorted(item.id for item in self.connection.namespaces)]


Work = Callable[[Tenant], Awaitable[int]]


def run_in_tenant(parser: Parser, options: argparse.Namespace, work: Work) -> int:
    """Connect as the options say, do the work, and return its status.

    Raises:
        SettingsError: when there is no profile to sign in with, or no secret.
    """
    if getattr(options, "demo", False):
        if hasattr(options, "profile"):
            parser.error("--demo and --profile both choose a tenant")
        return _in_the_demo(work)
    start = start_of(options)
    assert start.profile is not None, "start_of gives one"
    signer = signer_for(start.profile, start.secret)
    return _run(start.profile, signer, work, read_only=start.read_only)


def start_of(options: argparse.Namespace) -> Start:
    """Return which profile a command is for.

    Raises:
        SettingsError: when there is none.
    """
    start = resolve(
        Environment.take(),
        profile_name=getattr(options, "profile", None),
        read_only=getattr(options, "read_only", False),
    )
    if start.profile is None:
        raise CallError("There is no profile yet: ocs-tui profile add makes one.")
    if start.warning:
        say(start.warning)
    return start


def addresses_of(texts: list[str]) -> list[Address]:
    """Read addresses as they were typed, each once.

    Raises:
        CallError: for what is none, or has no ACL.
    """
    from ocs_tui.catalog.kinds import acl_address

    found: dict[Address, None] = {}
    for text in texts:
        try:
            found[acl_address(text)] = None
        except ValueError as error:
            raise CallError(str(error)) from None
    return list(found)


def _in_the_demo(work: Work) -> int:
    from ocs_tui.emulator.server import Emulator

    with Emulator() as emulator:
        info = emulator.info
        profile = Profile("demo", info["global"], info["tenant_id"], info["client_id"], read_only=True)
        signer = revealing(Secret(info["client_secret"], "the demo"))
        return _run(profile, signer, work, read_only=True, keep=False)


def _run(profile: Profile, signer: Signer, work: Work, *, read_only: bool, keep: bool = True) -> int:
    from ocs_tui.api.errors import OcsError

    try:
        return asyncio.run(_work(profile, signer, work, read_only=read_only, keep=keep))
    except OcsError as error:
        say_error(error, profile)
        return FAILED


async def _work(profile: Profile, signer: Signer, work: Work, *, read_only: bool, keep: bool) -> int:
    from ocs_tui.changes.keeping import journal_of, rotations_of
    from ocs_tui.connection import Connection

    connection = Connection(
        profile,
        signer,
        read_only=read_only,
        regions=kept_regions(profile) if keep else (),
        keep_regions=partial(keep_regions, profile) if keep else None,
        era=kept_era(profile) if keep else None,
        keep_era=partial(keep_era, profile) if keep else None,
        keep_namespaces=partial(keep_namespaces, profile) if keep else None,
        journal=journal_of(profile) if keep else None,
        rotations=rotations_of(profile) if keep else None,
    )
    try:
        # Once and before anything else: what is wrong with the secret is told once, and not for each list.
        await connection.client.sign_in()
        return await work(Tenant(connection))
    finally:
        await connection.aclose()


def need_to_write(options: argparse.Namespace) -> None:
    """Refuse a write that could not be confirmed, before anything is asked of the service.

    Raises:
        CallError: when nobody can be asked and ``--yes`` is not given.
    """
    from ocs_tui.cli.asking import can_ask

    if not options.dry_run and not options.yes and not can_ask():
        raise CallError(
            "Writing needs --yes where nobody can be asked; --dry-run shows what would be written."
        )


def refuse_read_only(tenant: Tenant, options: argparse.Namespace) -> None:
    """Refuse a write through a profile that writes nothing.

    Raises:
        SettingsError: when it is one.
    """
    if tenant.connection.read_only and not options.dry_run:
        raise SettingsError(
            "This profile is read-only here: nothing is written. --dry-run still shows what would be."
        )
