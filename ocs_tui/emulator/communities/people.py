"""The tenant's people in a community: users and clients by its roles, groups of a directory by claims."""

from __future__ import annotations

import uuid
from typing import Any

from starlette.responses import Response

from ocs_tui.catalog.communities import COMMUNITY_USER
from ocs_tui.emulator.answers import answer, empty
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call, Handler
from ocs_tui.emulator.communities.roles import role_id_of, roles_of
from ocs_tui.emulator.communities.standing import community_of, require_moderator
from ocs_tui.emulator.people.collection import key_of
from ocs_tui.emulator.people.known import GROUP_CLAIM
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.store import Documents, Json, Kind
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.reading import bounds
from ocs_tui.emulator.things.shape import bare
from ocs_tui.model.enums import COMMUNITY_ADMINISTRATOR, COMMUNITY_MEMBER, TrusteeType

_TYPES = {Kind.USER: TrusteeType.USER, Kind.CLIENT: TrusteeType.CLIENT}
_WORDS = {Kind.USER: "user", Kind.CLIENT: "client"}


def members(call: Call, community: Held, kind: Kind) -> list[Json]:
    """Return the users or the clients of the tenant in a community, each with its roles there."""
    documents = call.box.store.primary
    own = _role_ids(documents, community)
    owner = community.owner or {}
    found: list[Json] = []
    for each in documents.all(kind):
        held = [role for role in each["RoleIds"] if role in own]
        if owner.get("Type") == _TYPES[kind] and owner["ObjectId"].casefold() == each["Id"].casefold():
            administrator = role_id_of(documents, community.id, COMMUNITY_ADMINISTRATOR)
            held = list(dict.fromkeys([administrator, *held]))
        if held:
            about = {name: each.get(name) for name in ("Id", "Name", "Email")}
            found.append(about | {"RoleIds": held})
    return found


def list_of(kind: Kind) -> Handler:
    """Return the handler that lists the users or the clients of the tenant in a community."""

    def handler(call: Call) -> Response:
        return _page(call, members(call, community_of(call), kind))

    return handler


def count_of(kind: Kind) -> Handler:
    """Return the handler that counts them."""

    def handler(call: Call) -> Response:
        return empty(200, {"Total-Count": str(len(members(call, community_of(call), kind)))})

    return handler


def put_in(kind: Kind) -> Handler:
    """Return the handler that sets the roles of one of them in a community: 201 for who was not in it."""

    def handler(call: Call) -> Response:
        community = community_of(call)
        require_moderator(call, community)
        wanted = _wanted_roles(call, community)
        holder = _holder(call, kind)
        known = any(each["Id"] == holder["Id"] for each in members(call, community, kind))
        own = _role_ids(call.box.store.primary, community)
        others = [role for role in holder["RoleIds"] if role not in own]
        call.box.store.write((kind, holder["Id"], holder | {"RoleIds": [*others, *wanted]}))
        body = {
            "Id": holder["Id"],
            "Name": holder.get("Name"),
            "Email": holder.get("Email"),
            "RoleIds": wanted,
        }
        return answer(bare(body), 200 if known else 201)

    return handler


def take_out(kind: Kind) -> Handler:
    """Return the handler that takes one of them out of a community. Its owner stays in it: 400."""

    def handler(call: Call) -> Response:
        community = community_of(call)
        require_moderator(call, community)
        holder = _holder(call, kind)
        own = _role_ids(call.box.store.primary, community)
        if not own & set(holder["RoleIds"]):
            if any(each["Id"] == holder["Id"] for each in members(call, community, kind)):
                raise Refused(400, "The owner of a community is in it.")
            raise Refused(404, f"The {_WORDS[kind]} is not in the community.")
        kept = [role for role in holder["RoleIds"] if role not in own]
        call.box.store.write((kind, holder["Id"], holder | {"RoleIds": kept}))
        return empty(204)

    return handler


def list_groups(call: Call) -> Response:
    """Answer the groups of a directory that are in a community."""
    return _page(call, _groups(call, community_of(call)))


def count_groups(call: Call) -> Response:
    """Count them."""
    return empty(200, {"Total-Count": str(len(_groups(call, community_of(call))))})


def put_group_in(call: Call) -> Response:
    """Let a group of a directory into a community: a claim gives its people the role of members."""
    community = community_of(call)
    require_moderator(call, community)
    group = _directory_group(call)
    documents = call.box.store.primary
    role = role_id_of(documents, community.id, COMMUNITY_MEMBER)
    claim = _claim_of(documents, group)
    if claim is None:
        claim = {
            "Id": str(uuid.uuid4()),
            "Of": group["Of"],
            "TypeName": GROUP_CLAIM,
            "Value": group["Id"],
            "RoleIds": [],
            "IsBuiltIn": False,
        }
    if role not in claim["RoleIds"]:
        call.box.store.write((Kind.CLAIM, key_of(claim), claim | {"RoleIds": [*claim["RoleIds"], role]}))
    return answer(_shown_group(group))


def take_group_out(call: Call) -> Response:
    """Take a group out of a community; a claim that has no other role goes with it."""
    community = community_of(call)
    require_moderator(call, community)
    documents = call.box.store.primary
    own = _role_ids(documents, community)
    claim = _claim_of(documents, _directory_group(call))
    if claim is None or not own & set(claim["RoleIds"]):
        raise Refused(404, "The group is not in the community.")
    kept = [role for role in claim["RoleIds"] if role not in own]
    call.box.store.write((Kind.CLAIM, key_of(claim), claim | {"RoleIds": kept} if kept else None))
    return empty(204)


def _groups(call: Call, community: Held) -> list[Json]:
    documents = call.box.store.primary
    own, provider = _role_ids(documents, community), _provider(call)
    values = {
        each["Value"]
        for each in documents.all(Kind.CLAIM)
        if own & set(each["RoleIds"]) and each["Of"] == provider
    }
    groups = documents.all(Kind.DIRECTORY_GROUP)
    return [_shown_group(each) for each in groups if each["Of"] == provider and each["Id"] in values]


def _provider(call: Call) -> str:
    provider = call.box.store.primary.get(Kind.PROVIDER, call.ids["provider"])
    if provider is None:
        raise Refused(404, "There is no such identity provider.")
    return str(provider["Id"])


def _directory_group(call: Call) -> Json:
    provider, wanted = _provider(call), call.ids["group"].casefold()
    for each in call.box.store.primary.all(Kind.DIRECTORY_GROUP):
        if each["Of"] == provider and each["Id"].casefold() == wanted:
            return each
    raise Refused(404, "There is no such group in the directory.")


def _claim_of(documents: Documents, group: Json) -> Json | None:
    claims = documents.all(Kind.CLAIM)
    return next((each for each in claims if each["Of"] == group["Of"] and each["Value"] == group["Id"]), None)


def _shown_group(group: Json) -> Json:
    return bare({name: group.get(name) for name in ("Id", "Name", "Email")})


def _holder(call: Call, kind: Kind) -> Json:
    holder = call.box.store.primary.get(kind, call.ids["below"])
    if holder is None:
        raise Refused(404, f"The tenant has no such {_WORDS[kind]}.")
    return holder


def _wanted_roles(call: Call, community: Held) -> list[str]:
    own = {role.casefold(): role for role in _role_ids(call.box.store.primary, community)}
    wanted: list[Any] = read_list(call.body)
    if not wanted or not all(isinstance(each, str) and each.casefold() in own for each in wanted):
        raise Refused(400, "The body is a list of ids of the community's roles.")
    return list(dict.fromkeys(own[each.casefold()] for each in wanted))


def _role_ids(documents: Documents, community: Held) -> set[str]:
    return {str(role["Id"]) for role in roles_of(documents, community.id)}


def _page(call: Call, found: list[Json]) -> Response:
    skip, count = bounds(call, COMMUNITY_USER)
    page = found[skip : None if count is None else skip + count]
    return answer([bare(each) for each in page], headers={"Total-Count": str(len(found))})
