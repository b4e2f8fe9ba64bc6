"""Creating, changing and deleting roles, users and clients from the command line: plans, carried out."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ocs_tui.access.directory import Directory
from ocs_tui.api.answers import Created
from ocs_tui.catalog.kinds import address_of
from ocs_tui.changes.bulk import Result
from ocs_tui.changes.change import Aspect, Create, Delete, SetChange
from ocs_tui.changes.plan import Plan, plan_of
from ocs_tui.changes.role_plans import plan_role_delete
from ocs_tui.cli.acl_reading import found_in
from ocs_tui.cli.moments import expiry_of
from ocs_tui.cli.people import found, kind_of
from ocs_tui.cli.talk import DONE, FAILED, say
from ocs_tui.cli.tenant import Tenant, refuse_read_only
from ocs_tui.cli.writing import carry_out
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TENANT_MEMBER, TrusteeType
from ocs_tui.model.expiry import invitation_until
from ocs_tui.model.identity import Client, Role, User
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

if TYPE_CHECKING:
    from ocs_tui.model.wire import Wire

LIFETIMES = (60, 3600)
"""Seconds that a client's tokens may hold."""


async def run(tenant: Tenant, options: argparse.Namespace) -> int:
    """Do what ``options.action`` says to what ``options.kind`` says; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
        OcsError: when something that is needed cannot be read.
    """
    directory = await tenant.directory()
    match options.kind, options.action:
        case _, "create":
            return await _create(tenant, options, directory)
        case _, "delete":
            return await _delete(tenant, options, directory)
        case _, "edit":
            return await _set(tenant, options, directory, _edited(options))
        case _, "roles":
            return await _roles(tenant, options, directory)
    return await _invitation(tenant, options, directory)


# Creating.


async def _create(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> int:
    kind = kind_of(options)
    if not getattr(options, "name", "a user has none").strip():
        raise CallError(f"A {kind.name} needs a name.")
    makes = {"role": _new_role, "user": _new_user, "client": _new_client}
    body = await makes[options.kind](tenant, options, directory)
    until = _until(options) if options.kind == "user" else None
    plan = plan_of([Create(Address(("", kind.collection)), body, kind)])
    made: list[Result] = []
    is_client = options.kind == "client"  # then its secret, or where that went, is all of stdout
    status = await carry_out(tenant, plan, directory, options, done=made.extend, says_done=not is_client)
    outcome = made[0].outcome if made else None
    if status != DONE or not isinstance(outcome, Created):
        return status
    if is_client:
        from ocs_tui.cli.client_secrets import hand_over

        assert outcome.secret is not None, "a new client has one"
        return await hand_over(tenant, outcome.fetched.value, outcome.secret, options)
    if options.kind == "user" and options.invite:
        return await _send(tenant, outcome.fetched.value, until, again=False)
    return DONE


async def _new_role(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> Wire:
    given = {"name": options.name, "description": options.description}
    return Role(**{name: value for name, value in given.items() if value is not None})


async def _new_user(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> Wire:
    given = {
        "contact_email": _email(options.email),
        "contact_given_name": options.given_name,
        "contact_surname": options.surname,
        "identity_provider_id": await _provider(tenant, options.provider),
        "role_ids": _with_member(_role_ids(options.roles, directory), directory),
    }
    return User(**{name: value for name, value in given.items() if value is not None})


async def _new_client(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> Wire:
    expires = expiry_of(options.expires)
    body: dict[str, Any] = {
        "Name": options.name,
        "Enabled": True,
        "AccessTokenLifetime": _lifetime(options.lifetime or LIFETIMES[1]),
        "RoleIds": list(_with_member(_role_ids(options.roles, directory), directory)),
        "SecretDescription": options.description or "made by ocs-tui",
    }
    if expires is not None:
        body["SecretExpirationDate"] = expires.isoformat()
    return Client.model_validate(body)


async def _provider(tenant: Tenant, wanted: str | None) -> str:
    slot = await tenant.connection.load(("identity-providers",))
    if wanted and slot.fetched is None:
        return wanted
    providers = slot.got().value
    fits = [
        one
        for one in providers
        if wanted is None or wanted.casefold() in (one.id.casefold(), one.label.casefold())
    ]
    if len(fits) == 1:
        return str(fits[0].id)
    listed = ", ".join(f"{one.label} ({one.id})" for one in (fits or providers))
    if not fits:
        raise CallError(f"The tenant has no identity provider {wanted!r}; there are: {listed or 'none'}.")
    raise CallError(f"--provider is needed, to say where the user signs in: {listed}.")


# Changing.


def _edited(options: argparse.Namespace) -> dict[str, Any]:
    names = {
        "name": "name",
        "description": "description",
        "lifetime": "access_token_lifetime",
        "enabled": "enabled",
        "email": "contact_email",
        "given_name": "contact_given_name",
        "surname": "contact_surname",
    }
    fields = {
        field: value
        for option, field in names.items()
        if (value := getattr(options, option, None)) is not None
    }
    if not fields:
        raise CallError("Nothing was said that should change; --help lists what can.")
    if "access_token_lifetime" in fields:
        _lifetime(fields["access_token_lifetime"])
    if fields.get("contact_email"):
        _email(fields["contact_email"])
    if options.kind == "user" and "" in fields.values():
        raise CallError("A user's field cannot be emptied: the service takes an empty one for unchanged.")
    return fields


async def _roles(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> int:
    if not options.add and not options.remove:
        raise CallError("Say which roles: --add NAME, --remove NAME.")
    add, remove = _role_ids(options.add, directory), _role_ids(options.remove, directory)
    member = _member(directory)
    if member is not None and member.id in remove:
        raise CallError(f"{member.name} cannot be taken away: everybody in the tenant has it.")
    thing = found(options, directory)
    gone = {role_id.casefold() for role_id in remove}
    held = [role_id for role_id in thing.role_ids if role_id.casefold() not in gone]
    there = {role_id.casefold() for role_id in held}
    held += [role_id for role_id in add if role_id.casefold() not in there]
    return await _set(tenant, options, directory, {"role_ids": tuple(held)})


async def _set(
    tenant: Tenant, options: argparse.Namespace, directory: Directory, fields: dict[str, Any]
) -> int:
    """Set fields on top of what is there, read where it is written."""
    named = found(options, directory)
    _refuse_built_in(named)
    kind = kind_of(options)
    fetched = await tenant.connection.client.get_item(kind, named.id, administrative=True)
    if fetched.problem is not None:
        raise SettingsError(f"It cannot be changed: {fetched.problem}")
    before = fetched.value
    after = before.changed(**fields)
    if after == before:
        say("It is so already.")
        return DONE
    change = SetChange(address_of(kind, before.id), Aspect.FIELDS, before, after)
    return await carry_out(tenant, plan_of([change]), directory, options)


async def _delete(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> int:
    thing = found(options, directory)
    _refuse_built_in(thing)
    await tenant.connection.load(("me",))
    me = tenant.connection.who
    if me is not None and me.id.casefold() == thing.id.casefold():
        raise SettingsError(f"{thing.label} is who you are signed in as: one does not delete oneself.")
    plan: Plan
    if isinstance(thing, Role):
        entries_too = not options.keep_entries
        readings = await tenant.connection.read_acls() if entries_too else {}
        plan = plan_role_delete(readings, thing, entries_too=entries_too)
    else:
        plan = plan_of([Delete(address_of(kind_of(options), thing.id), thing)])
    return await carry_out(tenant, plan, directory, options)


# Invitations.


async def _invitation(tenant: Tenant, options: argparse.Namespace, directory: Directory) -> int:
    from ocs_tui.cli.asking import ask_yes
    from ocs_tui.model.enums import UserInvitationStatus

    user = found(options, directory)
    refuse_read_only(tenant, options)
    slot = await tenant.connection.load(("user-status", user.id))
    status = slot.got().value.invitation_status
    if options.action == "withdraw":
        if status == UserInvitationStatus.INVITATION_ACCEPTED:
            raise SettingsError(
                f"{user.label} has accepted the invitation: it cannot be taken back any more."
            )
        say(f"The invitation of {user.label} is taken back.")
        if options.dry_run:
            return DONE
        if not options.yes and not ask_yes("Take it back?"):
            return FAILED
        await tenant.connection.withdraw_invitation(user)
        return DONE
    until = _until(options)
    if status == UserInvitationStatus.INVITATION_ACCEPTED:
        say(f"{user.label} has accepted an invitation already: nothing is sent.")
        return DONE
    again = status in (UserInvitationStatus.INVITATION_SENT, UserInvitationStatus.INVITATION_EXPIRED)
    say(f"An invitation is sent to {user.label} at {user.address or 'an address that is not known'}.")
    if options.dry_run:
        return DONE
    if not options.yes and not ask_yes("Send it?"):
        return FAILED
    return await _send(tenant, user, until, again=again)


def _until(options: argparse.Namespace) -> datetime | None:
    """Return until when an invitation can be accepted; None for what is usual."""
    if not options.until:
        return None
    try:
        return invitation_until(options.until)
    except ValueError as error:
        raise CallError(str(error)) from None


async def _send(tenant: Tenant, user: User, until: datetime | None, *, again: bool) -> int:
    await tenant.connection.invite(user, again=again, expires=until)
    say(f"An invitation was sent to {user.label}.")
    return DONE


# Shared.


def _role_ids(names: list[str], directory: Directory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found_in(directory, TrusteeType.ROLE, name) for name in names))


def _member(directory: Directory) -> Role | None:
    roles = directory.roles or ()
    return next((role for role in roles if (role.role_type_id or "").casefold() == TENANT_MEMBER), None)


def _with_member(role_ids: tuple[str, ...], directory: Directory) -> tuple[str, ...]:
    """Everybody has Tenant Member; a list without it is refused by the service."""
    member = _member(directory)
    if member is None or member.id in role_ids:
        return role_ids
    return (member.id, *role_ids)


def _lifetime(seconds: int) -> int:
    least, most = LIFETIMES
    if not least <= seconds <= most:
        raise CallError(f"--lifetime is {least} to {most} seconds, not {seconds}.")
    return seconds


def _email(text: str) -> str:
    person, at, host = text.rpartition("@")
    if not (person and at and host) or " " in text:
        raise CallError(f"{safe(text, 80)!r} is no e-mail address: one looks like maria@example.com.")
    return text


def _refuse_built_in(thing: object) -> None:
    if isinstance(thing, Role) and thing.is_built_in:
        raise SettingsError(f"{thing.name} is a built-in role: it can be neither changed nor deleted.")
