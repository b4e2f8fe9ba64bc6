"""``ocs-tui whoami``: signs in, and says where, as which client or user and with which roles."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ocs_tui.cli.options import whoami_parser
from ocs_tui.cli.signing_in import Signer, revealing, say_error, signer_for
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.model.text import safe
from ocs_tui.settings.environment import Environment
from ocs_tui.settings.errors import CallError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.regions_cache import keep_regions, kept_regions
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import resolve


@dataclass(frozen=True, slots=True)
class _Identity:
    """What was found out; ``roles`` is None when it cannot be told, ``notices`` say what was not read.

    ``user`` is the id and the name of the person who is signed in; None where a client is.
    """

    tenant_name: str
    tenant_id: str
    client_name: str | None
    client_id: str
    user: tuple[str, str] | None
    roles: tuple[str, ...] | None
    base_url: str
    region: str
    notices: tuple[str, ...]


def run_whoami(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui whoami`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when there is no profile to sign in with, or no secret.
    """
    environment = Environment.take()
    parser = whoami_parser()
    options = parser.parse_args(arguments)
    profile_name: str | None = getattr(options, "profile", None)
    if options.demo:
        if profile_name is not None:
            parser.error("--demo and --profile both choose a tenant")
        return _of_the_demo(options.json)
    start = resolve(environment, profile_name=profile_name)
    if start.profile is None:
        raise CallError(
            "There is no profile yet: ocs-tui profile add makes one, and whoami --demo needs none."
        )
    if start.warning:
        say(start.warning)
    return _show(start.profile, signer_for(start.profile, start.secret), options.json)


def _of_the_demo(as_json: bool) -> int:
    from ocs_tui.emulator.server import Emulator

    with Emulator() as emulator:
        info = emulator.info
        profile = Profile("demo", info["global"], info["tenant_id"], info["client_id"])
        return _show(profile, revealing(Secret(info["client_secret"], "the demo")), as_json, keep=False)


def _show(profile: Profile, signer: Signer, as_json: bool, *, keep: bool = True) -> int:
    from ocs_tui.api.errors import OcsError

    try:
        identity = asyncio.run(_identify(profile, signer, keep=keep))
    except OcsError as error:
        say_error(error, profile)
        return FAILED
    for notice in identity.notices:
        say(notice)
    if as_json:
        put(json.dumps(_plain(profile, identity), indent=2))
    else:
        for label, text in _rows(profile, identity):
            put(f"{label:<10}{safe(text)}")
    return DONE


async def _identify(profile: Profile, signer: Signer, *, keep: bool) -> _Identity:
    """Read the regions, the tenant, the client or the user, and the roles.

    Only the tenant must be readable: the rest is told as far as one may see it.

    Raises:
        OcsError: when signing in fails, or the tenant cannot be read.
    """
    from ocs_tui.api.client import Endpoint, OcsClient
    from ocs_tui.api.errors import OcsError
    from ocs_tui.catalog.identity_kinds import CLIENT, ROLE, USER

    notices: list[str] = []
    async with OcsClient(
        Endpoint.of(profile),
        signer,
        read_only=True,
        regions=kept_regions(profile) if keep else (),
        on_regions=partial(keep_regions, profile) if keep else None,
    ) as client:
        await client.sign_in()
        try:
            await client.list_regions()
        except OcsError as error:
            notices.append(f"The regions cannot be read. {error.sentence}")
        tenant = await client.get_tenant()
        if tenant.note is not None:
            notices.append(tenant.note)
        name: str | None = None
        user: tuple[str, str] | None = None
        roles: tuple[str, ...] | None = None
        try:
            person = await client.person()
            if person is None:
                own = (await client.get_item(CLIENT, profile.client_id)).value
                name, roles = own.label, own.role_ids
            else:
                user = (person.id, person.name or person.email)
                own = (await client.get_item(USER, person.id)).value
                user, roles = (person.id, own.label), own.role_ids
            known = {role.id: role.name for role in (await client.list_all(ROLE)).value}
            roles = tuple(known.get(role_id) or role_id for role_id in own.role_ids)
        except OcsError as error:
            mine = "The client and its roles" if profile.sign_in == "client" else "The user's roles"
            what = mine if roles is None else "The roles' names"
            notices.append(f"{what} cannot be read. {error.sentence}")
    return _Identity(
        tenant.value.company_name or tenant.value.alias or "",
        tenant.value.id or profile.tenant_id,
        name,
        profile.client_id,
        user,
        roles,
        tenant.base_url,
        tenant.region,
        tuple(notices),
    )


def _rows(profile: Profile, identity: _Identity) -> list[tuple[str, str]]:
    roles = "cannot be read" if identity.roles is None else ", ".join(identity.roles) or "none"
    user = [("User", f"{identity.user[1]} ({identity.user[0]})".strip())] if identity.user else []
    return [
        ("Profile", profile.name),
        ("Tenant", f"{identity.tenant_name} ({identity.tenant_id})".strip()),
        *user,
        ("Client", f"{identity.client_name or ''} ({identity.client_id})".strip()),
        ("Roles", roles),
        ("Base URL", identity.base_url),
        ("Region", identity.region),
    ]


def _plain(profile: Profile, identity: _Identity) -> dict[str, Any]:
    return {
        "profile": profile.name,
        "tenant": {"id": identity.tenant_id, "name": identity.tenant_name or None},
        "user": {"id": identity.user[0], "name": identity.user[1] or None} if identity.user else None,
        "client": {"id": identity.client_id, "name": identity.client_name},
        "roles": identity.roles,
        "base_url": identity.base_url,
        "region": identity.region,
    }
