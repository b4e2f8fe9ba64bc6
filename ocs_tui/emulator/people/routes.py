"""The routes of the identity area.

The first that fits a path is taken, so that ``Users/Status`` stands before ``Users/{id}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ocs_tui.catalog import identity as op
from ocs_tui.catalog.operation import TENANT
from ocs_tui.emulator.call import Handler
from ocs_tui.emulator.people import clients, directory, invitations, providers, users
from ocs_tui.emulator.people.claims import CLAIMS
from ocs_tui.emulator.people.client_secrets import add_to
from ocs_tui.emulator.people.collection import Collection
from ocs_tui.emulator.people.reading import count_of, exists_in, item_of, list_of
from ocs_tui.emulator.people.roles import (
    ROLES,
    count_holders_of,
    count_roles_held_in,
    holders_of,
    roles_held_in,
    set_roles_held_in,
)
from ocs_tui.emulator.people.users import USERS
from ocs_tui.emulator.people.writing import create_in, delete_in, update_in

_KNOWN = "/api/v1/IdentityProviders"
_PROVIDER = op.GET_PROVIDER.path


@dataclass(frozen=True, slots=True)
class Route:
    """A path and what its methods do.

    Attributes:
        path: the path.
        handlers: a handler for each method.
        only_reads: whether its POST changes nothing, so that every region answers it.
    """

    path: str
    handlers: dict[str, Handler]
    only_reads: bool = False


def routes() -> Iterator[Route]:
    """Return every route of the area, in the order in which they are tried."""
    yield from _roles()
    yield from _users()
    yield from _invitations()
    yield from _clients()
    yield from _providers()


def _roles() -> Iterator[Route]:
    yield from _all_of(op.LIST_ROLES.path, ROLES, create_in(ROLES))
    for path, members in (("/users", USERS), ("/clientcredentialclients", clients.CLIENTS)):
        yield Route(op.GET_ROLE.path + path, {"GET": holders_of(members), "HEAD": count_holders_of(members)})
    for path, members in (
        (op.GET_USER.path, USERS),
        (op.GET_CLIENT.path, clients.CLIENTS),
        (TENANT + "/Clients/{id}", clients.CLIENTS),
    ):
        held = {
            "GET": roles_held_in(members),
            "HEAD": count_roles_held_in(members),
            "PUT": set_roles_held_in(members),
        }
        yield Route(path + "/Roles", held)


def _users() -> Iterator[Route]:
    item = op.GET_USER.path
    yield Route(op.LIST_USER_STATUSES.path, {"GET": users.list_statuses})
    yield Route(
        op.LIST_USERS.path, {"GET": list_of(USERS), "HEAD": count_of(USERS), "POST": create_in(USERS)}
    )
    yield Route(
        item,
        {
            "GET": item_of(USERS),
            "HEAD": exists_in(USERS),
            "POST": users.get_or_create,
            "PUT": update_in(USERS),
            "DELETE": users.delete,
        },
    )
    yield Route(op.GET_USER_STATUS.path, {"GET": users.get_status})
    yield Route(
        item + "/Preferences",
        {"GET": users.get_preferences, "HEAD": users.have_preferences, "PUT": users.set_preferences},
    )


def _invitations() -> Iterator[Route]:
    listed = invitations.INVITATIONS
    yield Route(op.LIST_INVITATIONS.path, {"GET": list_of(listed), "HEAD": count_of(listed)})
    yield Route(
        op.GET_INVITATION.path,
        {
            "GET": item_of(listed),
            "HEAD": exists_in(listed),
            "PUT": invitations.update,
            "DELETE": invitations.delete,
        },
    )
    yield Route(
        op.GET_INVITATION_OF.path,
        {
            "GET": invitations.get_of_user,
            "HEAD": invitations.has_user_one,
            "POST": invitations.create_for_user,
            "PUT": invitations.set_for_user,
            "DELETE": invitations.delete_of_user,
        },
    )


def _clients() -> Iterator[Route]:
    with_secret = clients.create_with_secret
    yield from _all_of(op.LIST_CLIENTS.path, clients.CLIENTS, with_secret(clients.CLIENTS))
    yield from _all_of(
        op.LIST_HYBRID_CLIENTS.path, clients.HYBRID_CLIENTS, with_secret(clients.HYBRID_CLIENTS)
    )
    for path, kind in (
        (op.LIST_CODE_CLIENTS.path, clients.CODE_CLIENTS),
        (op.LIST_DEVICE_CLIENTS.path, clients.DEVICE_CLIENTS),
        (op.LIST_IMPLICIT_CLIENTS.path, clients.IMPLICIT_CLIENTS),
        (op.LIST_AUTOMATIONS.path, clients.AUTOMATIONS),
    ):
        yield from _all_of(path, kind, create_in(kind))
    for path, secrets in (
        (op.LIST_SECRETS.path, clients.SECRETS),
        (op.LIST_HYBRID_SECRETS.path, clients.HYBRID_SECRETS),
    ):
        yield from _all_of(path, secrets, add_to(secrets))


def _providers() -> Iterator[Route]:
    known, own, types = providers.KNOWN, providers.PROVIDERS, providers.CLAIM_TYPE_NAMES
    azure = providers.AZURE_TENANTS
    yield Route(
        _KNOWN + "/schemes/{scheme}",
        {"GET": providers.get_known_by_scheme, "HEAD": providers.is_known_scheme},
    )
    yield from _looking_at(_KNOWN, known)
    yield from _looking_at(op.LIST_CLAIM_TYPE_NAMES.path, types)
    yield Route(op.LIST_PROVIDERS.path, {"GET": list_of(own), "HEAD": count_of(own), "POST": providers.add})
    yield Route(_PROVIDER, {"GET": item_of(own), "HEAD": exists_in(own), "DELETE": delete_in(own)})
    yield Route(
        _PROVIDER + "/Consent",
        {"GET": providers.get_consent, "HEAD": providers.has_consent, "POST": providers.send_consent},
    )
    yield from _all_of(op.LIST_CLAIMS.path, CLAIMS, create_in(CLAIMS))
    yield Route(_PROVIDER + "/users", {"GET": directory.find_users})
    yield Route(_PROVIDER + "/users/{below}/groups", {"GET": directory.groups_of_user})
    yield Route(
        _PROVIDER + "/groups",
        {"GET": directory.find_groups, "POST": directory.groups_by_ids},
        only_reads=True,
    )
    yield Route(_PROVIDER + "/groups/{below}/members", {"GET": directory.group_members})
    yield Route(op.LIST_GROUPS.path, {"GET": directory.group_mappings})
    yield Route(TENANT + "/AzureActiveDirectoryTenants", {"GET": list_of(azure), "HEAD": count_of(azure)})
    yield Route(
        TENANT + "/AzureActiveDirectoryTenants/{id}",
        {
            "GET": item_of(azure),
            "HEAD": exists_in(azure),
            "POST": providers.create_azure_tenant,
            "DELETE": providers.delete_azure_tenant,
        },
    )
    yield Route(
        TENANT + "/AzureActiveDirectoryTenants/{id}/SendConsent", {"POST": providers.send_azure_consent}
    )


def _looking_at(path: str, collection: Collection) -> Iterator[Route]:
    """Yield the routes that list and read."""
    yield Route(path, {"GET": list_of(collection), "HEAD": count_of(collection)})
    yield Route(_one_of(path, collection), {"GET": item_of(collection), "HEAD": exists_in(collection)})


def _all_of(path: str, collection: Collection, create: Handler) -> Iterator[Route]:
    """Yield the routes that list, read, create, change and delete."""
    yield Route(path, {"GET": list_of(collection), "HEAD": count_of(collection), "POST": create})
    yield Route(
        _one_of(path, collection),
        {
            "GET": item_of(collection),
            "HEAD": exists_in(collection),
            "PUT": update_in(collection),
            "DELETE": delete_in(collection),
        },
    )


def _one_of(path: str, collection: Collection) -> str:
    return f"{path}/{{{'id' if collection.within is None else 'below'}}}"
