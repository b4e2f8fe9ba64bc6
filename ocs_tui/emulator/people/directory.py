"""The directories of identity providers: the people and groups that there are beyond the tenant.

Readings where the reference is silent: a search finds what begins with the query, in any word of the name
or in the e-mail address; a provider that cannot search is 400; a user of the tenant is the directory's
person with the same e-mail address; a group with roles is a claim whose value is the group's id. Where the
pages disagree on who may look at groups, the newest is taken (Tenant Member).
"""

from __future__ import annotations

from starlette.responses import Response

from ocs_tui.emulator.answers import answer
from ocs_tui.emulator.bodies import read_list
from ocs_tui.emulator.call import Call
from ocs_tui.emulator.people.collection import item
from ocs_tui.emulator.people.known import GROUP_CLAIM
from ocs_tui.emulator.people.providers import PROVIDERS
from ocs_tui.emulator.people.reading import LARGEST_PAGE, PAGE, number, partial
from ocs_tui.emulator.people.who import Who, require
from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.shapes import written
from ocs_tui.emulator.store import Json, Kind

_PERSON: Json = {"Id": None, "GivenName": None, "Surname": None, "Name": None, "Email": None}
_GROUP: Json = {"Id": None, "Name": None, "Email": None, "IsClusterManagementAllowed": False}
_MAPPING: Json = _GROUP | {"IdentityProviderClaimId": None, "RoleIds": None}


def find_users(call: Call) -> Response:
    """Answer the people of the directory whose name or address begins with the query."""
    require(call, Who.ADMINISTRATOR)
    return _results(call, _search(call, Kind.DIRECTORY_USER, "User"), _PERSON)


def find_groups(call: Call) -> Response:
    """Answer the groups of the directory whose name or address begins with the query."""
    require(call, Who.MEMBER)
    return _results(call, _search(call, Kind.DIRECTORY_GROUP, "Group"), _GROUP)


def groups_of_user(call: Call) -> Response:
    """Answer the groups of a person of the directory."""
    require(call, Who.ADMINISTRATOR)
    person = _one(call, Kind.DIRECTORY_USER, "There is no such person in the directory.")
    groups = _of_provider(call, Kind.DIRECTORY_GROUP)
    return _results(call, [group for group in groups if person["Id"] in group["Members"]], _GROUP)


def groups_by_ids(call: Call) -> Response:
    """Answer groups of the directory by their ids; 207 when some are not there."""
    require(call, Who.MEMBER)
    wanted = read_list(call.body)
    if not all(isinstance(each, str) for each in wanted):
        raise Refused(400, "The body is no list of ids.")
    known = {group["Id"].casefold(): group for group in _of_provider(call, Kind.DIRECTORY_GROUP)}
    found = [_body(call, known[each.casefold()], _GROUP) for each in wanted if each.casefold() in known]
    missing = [each for each in wanted if each.casefold() not in known]
    return partial(call, found, missing, "group") if missing else answer(found)


def group_members(call: Call) -> Response:
    """Answer who is in a group of the directory; it holds no other groups here."""
    require(call, Who.ADMINISTRATOR)
    group = _one(call, Kind.DIRECTORY_GROUP, "There is no such group in the directory.")
    persons = [each for each in _of_provider(call, Kind.DIRECTORY_USER) if each["Id"] in group["Members"]]
    part, token = _part(call, persons)
    body = {"Users": [_body(call, each, _PERSON) for each in part], "Groups": [], "SkipToken": token}
    return answer(written(body, {"SkipToken": None}, verbose=call.verbose))


def group_mappings(call: Call) -> Response:
    """Answer the groups that have roles; 207 when the directory no longer has one of them."""
    require(call, Who.MEMBER)
    known = {group["Id"]: group for group in _of_provider(call, Kind.DIRECTORY_GROUP)}
    mapped = [claim for claim in _of_provider(call, Kind.CLAIM) if claim["TypeName"] == GROUP_CLAIM]
    found = [
        _body(
            call,
            known[claim["Value"]] | {"IdentityProviderClaimId": claim["Id"], "RoleIds": claim["RoleIds"]},
            _MAPPING,
        )
        for claim in mapped
        if claim["Value"] in known
    ]
    missing = [claim["Value"] for claim in mapped if claim["Value"] not in known]
    return partial(call, found, missing, "group") if missing else answer(found)


def _of_provider(call: Call, kind: Kind) -> list[Json]:
    provider = item(call, PROVIDERS)["Id"]
    return [each for each in call.documents.all(kind) if each["Of"] == provider]


def _one(call: Call, kind: Kind, absent: str) -> Json:
    wanted = call.ids["below"].casefold()
    found = next((each for each in _of_provider(call, kind) if each["Id"].casefold() == wanted), None)
    if found is None:
        raise Refused(404, absent)
    return found


def _search(call: Call, kind: Kind, what: str) -> list[Json]:
    if not item(call, PROVIDERS)["Capabilities"][what]["Search"]:
        raise Refused(400, "This identity provider's directory cannot be searched.")
    query = call.query.get("query", "").strip().casefold()
    if not query:
        raise Refused(400, "query is needed.")
    return [each for each in _of_provider(call, kind) if _begins(each, query)]


def _begins(document: Json, query: str) -> bool:
    name, address = document["Name"].casefold(), (document["Email"] or "").casefold()
    return any(text.startswith(query) for text in (name, address, *name.split()))


def _results(call: Call, found: list[Json], fields: Json) -> Response:
    part, token = _part(call, found)
    body = {"Results": [_body(call, each, fields) for each in part], "SkipToken": token}
    return answer(written(body, {"SkipToken": None}, verbose=call.verbose))


def _part(call: Call, found: list[Json]) -> tuple[list[Json], str | None]:
    """Return the part that the query asks for, and the token of the next one; the token is a number here."""
    skip = number(call, "skipToken", 0) or number(call, "skip", 0)
    count = number(call, "count", PAGE)
    if not 1 <= count <= LARGEST_PAGE:
        raise Refused(400, f"count is between 1 and {LARGEST_PAGE}.")
    more = skip + count < len(found)
    return found[skip : skip + count], str(skip + count) if more else None


def _body(call: Call, document: Json, fields: Json) -> Json:
    body = {name: document.get(name, default) for name, default in fields.items()}
    return written(body, fields, verbose=call.verbose)
