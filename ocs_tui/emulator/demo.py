"""The demo tenant: a process company of two regions. Company, people and sites are made up.

Ids are the same at every start; secrets never are.
"""

from __future__ import annotations

import uuid

from ocs_tui.emulator import demo_people, demo_signin
from ocs_tui.emulator.crowd import crowd
from ocs_tui.emulator.people.secret_hash import new_secret
from ocs_tui.emulator.store import Change, Json, Kind, Store
from ocs_tui.model.enums import (
    BUILT_IN_ROLES,
    COMMUNITY_ADMINISTRATOR,
    COMMUNITY_MEMBER,
    COMMUNITY_MODERATOR,
    TENANT_ADMINISTRATOR,
    TENANT_CONTRIBUTOR,
    TENANT_DATA_STEWARD,
    TENANT_MEMBER,
    TENANT_VIEWER,
    AccessType,
    NamespaceState,
    RoleScope,
    TrusteeType,
)

TENANT_ID = "6f0c2b1e-5d0f-4c57-9a3e-2f8f6a41d7b3"
WEST_US = "WestUS"
WEST_EUROPE = "WestEurope"
REGION_NAMES = {WEST_US: "West US", WEST_EUROPE: "West Europe"}

_CREATING_FOR = 30.0  # seconds: long enough to be seen, short enough to be watched

_IDENTITY_PROVIDER = "e2398938-bf8f-40fa-b380-d538ece2bfc2"  # Azure AD, the same in every tenant


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.UUID(TENANT_ID), name))


ADMINISTRATOR = _id("role/administrator")
CONTRIBUTOR = _id("role/contributor")
DATA_STEWARD = _id("role/data-steward")
MEMBER = _id("role/member")
VIEWER = _id("role/viewer")
BOILER_OPERATORS = _id("role/boiler-operators")
CONTRACTORS = _id("role/contractors")
CUSTODY_AUDITORS = _id("role/custody-auditors")
HISTORIAN_READERS = _id("role/historian-readers")
LABORATORY = _id("role/laboratory")
SHIFT_LEADS = _id("role/shift-leads")
GRID_PARTNERS = _id("role/grid-partners")
UNKNOWN_ROLE = _id("role/deleted-long-ago")

DEMO_CLIENT = _id("client/demo")
HISTORIAN_WRITER = _id("client/historian-writer")
REPORTS = _id("client/reports")
CONTRACTOR_TABLETS = _id("client/contractor-tablets")
RETIRED_CONNECTOR = _id("client/retired-connector")
DEPARTED_USER = _id("user/left-the-company")

READ, WRITE, DELETE, MANAGE, SHARE, ALL = 1, 2, 4, 8, 16, 31


def fill(store: Store, users: int = 0) -> None:
    """Put the demo tenant into an empty store, with new secrets.

    Args:
        store: the store.
        users: how many users there are at least; made-up ones are added to the demo tenant's own.
    """
    now = store.clock()
    changes: list[Change] = [
        (Kind.TENANT, "", _tenant()),
        (Kind.ROOT_ACL, "", acl((ADMINISTRATOR, ALL), (CONTRIBUTOR, READ | WRITE), (MEMBER, READ))),
    ]
    changes += [(Kind.ROLE, role["Id"], role) for role in _roles()]
    changes += [(Kind.USER, user["Id"], user) for user in _users()]
    changes += [(Kind.CLIENT, client["Id"], client) for client in _clients()]
    changes += [(kind, client["Id"], client) for kind, client in demo_signin.clients()]
    plain = {
        client_id: new_secret() for kind, client_id, _ in changes if kind in (Kind.CLIENT, Kind.HYBRID_CLIENT)
    }
    changes += [(Kind.SECRET, client_id, {"Value": value}) for client_id, value in plain.items()]
    changes += demo_people.changes(now, TENANT_ID, MEMBER, BOILER_OPERATORS, LABORATORY, plain)
    missing = users - sum(kind is Kind.USER for kind, _, _ in changes)
    some = (BOILER_OPERATORS, HISTORIAN_READERS, LABORATORY, CONTRACTORS, SHIFT_LEADS)
    changes += [(Kind.USER, user["Id"], user) for user in crowd(missing, TENANT_ID, MEMBER, some)]
    for namespace in _namespaces():
        changes.append((Kind.NAMESPACE, namespace["Id"], namespace))
        changes.append((Kind.FIRST_ACL, namespace["Id"], namespace["AccessControl"]))
        if namespace["State"] == NamespaceState.CREATING:
            changes.append((Kind.PENDING, namespace["Id"], {"At": now + _CREATING_FOR}))
    store.write(*changes, at=0.0)  # long ago: every region knows it at once


def _tenant() -> Json:
    def feature(name: str, description: str, state: int) -> Json:
        return {
            "CurrentState": state,
            "Feature": {
                "Id": _id(f"feature/{name}"),
                "Name": name,
                "Description": description,
                "DefaultState": 0,
            },
        }

    def entitlement(name: str, kind: int, limit: int, value: int) -> Json:
        return {
            "EntitlementDefinitionId": name,
            "EntitlementType": kind,
            "LimitType": limit,
            "Value": value,
            "ManualBlockStatus": False,
        }

    return {
        "Id": TENANT_ID,
        "CompanyName": "Northwind Process Industries",
        "State": 1,
        "Created": "2019-03-11T08:42:17.013Z",
        "LastUpdated": "2023-01-30T15:06:51.4Z",
        "Alias": "northwind-process",
        "Features": [
            feature("Communities", "Share streams with partners.", 1),
            feature("Asset Rules", "Make assets from streams by rules.", 0),
        ],
        "ExternalAccountId": "NPI-004711",
        "TenantType": "Unlinked",
        "Entitlements": [
            entitlement("NamespaceCount", 1, 0, 50),
            entitlement("Region-NA", 0, 0, 1),
            entitlement("Region-EU", 0, 0, 1),
            entitlement("StreamCount", 1, 1, 250_000),
            entitlement("StreamAccessCount", 2, 1, 1_000_000),
        ],
    }


def _roles() -> list[Json]:
    def built_in(role_id: str, type_id: str, description: str) -> Json:
        return _role(role_id, BUILT_IN_ROLES[type_id], description) | {"RoleTypeId": type_id}

    return [
        built_in(ADMINISTRATOR, TENANT_ADMINISTRATOR, "Administers the tenant."),
        built_in(CONTRIBUTOR, TENANT_CONTRIBUTOR, "Reads and writes what it is given."),
        built_in(DATA_STEWARD, TENANT_DATA_STEWARD, "Shares data with communities."),
        built_in(MEMBER, TENANT_MEMBER, "Every user and client of the tenant."),
        built_in(VIEWER, TENANT_VIEWER, "Looks at what it is given."),
        _role(BOILER_OPERATORS, "Boiler Operators", "Run the steam plant at Northgate, all shifts."),
        _role(CONTRACTORS, "Contractors", "External firms on site, by work permit."),
        _role(CUSTODY_AUDITORS, "Custody Transfer Auditors", "Independent of operations."),
        _role(HISTORIAN_READERS, "Historian Readers", "Reports and dashboards."),
        _role(LABORATORY, "Laboratory", "Quality laboratory; enters samples."),
        _role(SHIFT_LEADS, "Shift Leads", ""),
        _grid_role(GRID_PARTNERS, COMMUNITY_MEMBER),
        _grid_role(_id("role/grid-administrators"), COMMUNITY_ADMINISTRATOR),
        _grid_role(_id("role/grid-moderators"), COMMUNITY_MODERATOR),
    ]


def community_id(name: str) -> str:
    """Return the id of a community of the demo tenant."""
    return _id(f"community/{name}")


def _grid_role(role_id: str, type_id: str) -> Json:
    return _role(role_id, f"Baltic Grid Partners {BUILT_IN_ROLES[type_id]}", "") | {
        "RoleScope": int(RoleScope.COMMUNITY),
        "CommunityId": community_id("grid-partners"),
        "RoleTypeId": type_id,
    }


def _role(role_id: str, name: str, description: str) -> Json:
    return {
        "Id": role_id,
        "Name": name,
        "Description": description or None,
        "RoleScope": int(RoleScope.TENANT),
        "TenantId": TENANT_ID,
        "CommunityId": None,
        "RoleTypeId": None,
    }


def _users() -> list[Json]:
    return [
        _user("Maria", "Lindqvist", ADMINISTRATOR),
        _user("Tomás", "Ferreira", ADMINISTRATOR),
        _user("Aiko", "Tanabe", CONTRIBUTOR, SHIFT_LEADS),
        _user("Samuel", "Okonjo", BOILER_OPERATORS, SHIFT_LEADS),
        _user("Ingrid", "Haugland", BOILER_OPERATORS),
        _user("Piotr", "Zieliński", BOILER_OPERATORS),
        _user("Leila", "Rahmani", LABORATORY, CONTRIBUTOR),
        _user("Grace", "Whitfield", LABORATORY),
        _user("Henk", "van der Molen", CUSTODY_AUDITORS),
        _user("Noémie", "Garnier", CUSTODY_AUDITORS, VIEWER),
        _user("Dev", "Raghunathan", HISTORIAN_READERS, DATA_STEWARD),
        _user("Carla", "Bustamante", HISTORIAN_READERS),
        _user("Jonas", "Weidner", CONTRACTORS),
        _user("Ewa", "Krol", CONTRACTORS, BOILER_OPERATORS),
    ]


def user_id(given_name: str, surname: str) -> str:
    """Return the id of a user of the demo tenant."""
    return _id(f"user/{given_name} {surname}")


def _user(given_name: str, surname: str, *roles: str) -> Json:
    firm = "fieldwork-partners" if CONTRACTORS in roles else "northwind-process"
    local = f"{given_name}.{surname}".replace(" ", "").lower()
    # Nobody's mail address: "example" is set aside for examples.
    email = local.translate(str.maketrans("áéńł", "aenl")) + f"@{firm}.example"
    return {
        "Id": user_id(given_name, surname),
        "GivenName": given_name,
        "Surname": surname,
        "Name": f"{given_name} {surname}",
        "Email": email,
        "ContactEmail": email,
        "ContactGivenName": given_name,
        "ContactSurname": surname,
        "ExternalUserId": None,
        "IdentityProviderId": _IDENTITY_PROVIDER,
        "RoleIds": [MEMBER, *roles],
        "Joined": True,
    }


def _clients() -> list[Json]:
    return [
        _client(DEMO_CLIENT, "Terminal explorer", ADMINISTRATOR),
        _client(HISTORIAN_WRITER, "Historian writer", CONTRIBUTOR, tags=("edge",)),
        _client(REPORTS, "Monthly reports", HISTORIAN_READERS, lifetime=600),
        _client(CONTRACTOR_TABLETS, "Contractor tablets", CONTRACTORS, BOILER_OPERATORS, lifetime=900),
        _client(RETIRED_CONNECTOR, "Mill connector (retired)", CONTRIBUTOR, enabled=False),
    ]


def _client(
    client_id: str,
    name: str,
    *roles: str,
    lifetime: int = 3600,
    enabled: bool = True,
    tags: tuple[str, ...] = (),
) -> Json:
    return {
        "Id": client_id,
        "Name": name,
        "Enabled": enabled,
        "AccessTokenLifetime": lifetime,
        "Tags": list(tags),
        "RoleIds": [MEMBER, *roles],
    }


def _namespaces() -> list[Json]:
    usual = [(ADMINISTRATOR, ALL), (CONTRIBUTOR, READ | WRITE), (MEMBER, READ)]
    maria, tomas = trustee_user("Maria", "Lindqvist"), trustee_user("Tomás", "Ferreira")
    henk = trustee_user("Henk", "van der Molen")
    demo = _trustee(TrusteeType.CLIENT, DEMO_CLIENT)
    writer = _trustee(TrusteeType.CLIENT, HISTORIAN_WRITER)
    departed = _trustee(TrusteeType.USER, DEPARTED_USER)
    us, eu = WEST_US, WEST_EUROPE
    return [
        _namespace(
            "boiler",
            us,
            "Boilers 1 to 6 of the Northgate steam plant",
            maria,
            acl(*usual, (BOILER_OPERATORS, READ | WRITE), (CONTRACTORS, -(WRITE | DELETE))),
        ),
        _namespace("commissioning-line-4", us, "Line 4, until hand-over", demo, acl(*usual), state=0),
        _namespace("compressors", us, "K-101 to K-118 with vibration", writer, acl(*usual)),
        _namespace(
            "custody-transfer",
            us,
            "Fiscal metering; kept by the auditors",
            henk,
            acl((CUSTODY_AUDITORS, ALL), (ADMINISTRATOR, READ), (SHIFT_LEADS, READ)),
        ),
        _namespace(
            "flare.monitoring",
            us,
            "Flare stacks [east/west] – Überwachung ±0.5 % «2 × 火炬» [/]",
            tomas,
            acl(*usual, (CONTRACTORS, -ALL)),
        ),
        _namespace(
            "lab-results",
            us,
            "Samples of the quality laboratory",
            trustee_user("Leila", "Rahmani"),
            acl(*usual, (LABORATORY, READ | WRITE | DELETE), (LABORATORY, -DELETE)),
        ),
        _namespace("pilot_2019", us, "Pilot plant, closed", tomas, acl(*usual), state=4),
        _namespace("sandbox", us, "For trying things out", demo, acl(*usual)),
        _namespace("tank-farm", us, None, departed, acl(*usual, (SHIFT_LEADS, READ | WRITE))),
        _namespace(
            "Utilities and Energy",
            us,
            "Steam, water, air and power of all sites",
            maria,
            acl(*usual, (HISTORIAN_READERS, READ), (HISTORIAN_READERS, SHARE)),
        ),
        _namespace("antwerp-terminal", eu, "Jetties 3 and 4", henk, acl(*usual, (CONTRACTORS, -WRITE))),
        _namespace("mill-decommissioned", eu, "Being removed", tomas, acl(*usual), state=2),
        _namespace(
            "north-sea-platforms",
            eu,
            "Platforms N-1 to N-3",
            maria,
            acl(*usual, (UNKNOWN_ROLE, READ | WRITE), (CONTRACTORS, -(WRITE | DELETE | SHARE))),
        ),
        _namespace("rotterdam-refinery", eu, "Crude unit and hydrocracker", tomas, acl(*usual)),
        _namespace("sandbox-eu", eu, "For trying things out", demo, acl(*usual)),
        _namespace(
            "wind-borkum",
            eu,
            "Wind park; shared with the grid partners",
            trustee_user("Dev", "Raghunathan"),
            acl(*usual, (GRID_PARTNERS, READ), (DATA_STEWARD, READ | SHARE)),
        ),
    ]


def instance_of(namespace_id: str) -> str:
    """Return the InstanceId of a namespace of the demo tenant."""
    return _id(f"instance/{namespace_id}")


def _namespace(
    namespace_id: str,
    region: str,
    description: str | None,
    owner: Json,
    acl: Json,
    state: int = NamespaceState.ACTIVE,
) -> Json:
    return {
        "Id": namespace_id,
        "Name": None,
        "Region": region,
        "RegionId": region,
        "Description": description,
        "State": int(state),
        "InstanceId": instance_of(namespace_id),
        "AllowCrossRegionProcessing": True,
        "Owner": owner,
        "AccessControl": acl,
    }


def _trustee(kind: TrusteeType, object_id: str) -> Json:
    return {"Type": int(kind), "ObjectId": object_id, "TenantId": TENANT_ID}


def trustee_user(given_name: str, surname: str) -> Json:
    """Return a user of the demo tenant as an owner."""
    return _trustee(TrusteeType.USER, user_id(given_name, surname))


def acl(*entries: tuple[str, int]) -> Json:
    """Return an ACL of roles with their rights; rights below zero are denied."""
    return {
        "RoleTrusteeAccessControlEntries": [
            {
                "Trustee": {"Type": int(TrusteeType.ROLE), "ObjectId": role},
                "AccessType": int(AccessType.DENIED if rights < 0 else AccessType.ALLOWED),
                "AccessRights": abs(rights),
            }
            for role, rights in entries
        ]
    }
