"""The emulator, driven by AVEVA's own sample library for Python: a client that nobody here wrote."""

from __future__ import annotations

from typing import Any

import pytest
from adh_sample_library_preview import (
    AccessControlEntry,
    AccessControlList,
    AccessType,
    ADHClient,
    CommonAccessRightsEnum,
    Namespace,
    Owner,
    SdsError,
    Trustee,
    TrusteeType,
)
from adh_sample_library_preview.Security.Role import Role
from adh_sample_library_preview.Security.RoleScope import RoleScope
from adh_sample_library_preview.Security.User import User
from adh_sample_library_preview.Security.UserInvitation import UserInvitation

from tests.emulator_process import EmulatorProcess
from tests.third_party.conftest import Connect

MEMBER = "7ad2b9ef-5386-4ead-ac9f-ad99c5c5b977"
ADMINISTRATOR = "2dc742ab-39ea-4fc0-a39e-2bcb71c26a5f"
VIEWER = "e6cbf91e-0be8-4858-92b5-f88ecafd5574"


@pytest.fixture
def roles(client: ADHClient) -> dict[str, str]:
    """Role type ids to role ids."""
    return {role.RoleTypeId: role.Id for role in client.Roles.getRoles() if role.RoleTypeId}


@pytest.fixture
def namespace_id(client: ADHClient) -> str:
    """A namespace in which the demo client may do everything."""
    everything = ["Read", "Write", "Delete", "ManageAccessControl"]
    for namespace in client.Namespaces.getNamespaces():
        if namespace.State == 1:
            rights = [right.name for right in client.Namespaces.getAccessRights("", namespace.Id)]
            if set(everything) <= set(rights):
                return str(namespace.Id)
    raise AssertionError("the demo client may do everything in no namespace")


def fields(namespace: Namespace) -> dict[str, Any]:
    """A namespace as plain values; the library's own ``toDictionary`` fails on what it has read."""
    names = ("Id", "Region", "Self", "Description", "State", "RegionId", "InstanceId")
    return {name: getattr(namespace, name) for name in names}


def entry(
    role_id: str, rights: int, access: AccessType = AccessType.Allowed, tenant: str | None = None
) -> Any:
    trustee = Trustee(TrusteeType.Role, tenant, role_id)
    return AccessControlEntry(trustee, access, CommonAccessRightsEnum(rights))


def meaning(acl: AccessControlList) -> list[tuple[str, str | None, str, int]]:
    """An ACL as plain values, in its order."""
    return [
        (
            each.Trustee.ObjectId,
            each.Trustee.TenantId,
            each.AccessType.name,
            each.AccessRights.value,
        )
        for each in acl.RoleTrusteeAccessControlEntries
    ]


def test_namespaces_and_the_region_filter(client: ADHClient) -> None:
    everywhere = {each.Id: each for each in client.Namespaces.getNamespaces()}
    assert len(everywhere) >= 10
    regions = {each.Region for each in everywhere.values()}
    assert regions == {"WestUS", "WestEurope"}
    by_region = {region: client.Namespaces.getNamespaces(region) for region in regions}
    assert {each.Id for found in by_region.values() for each in found} == set(everywhere)
    for region, found in by_region.items():
        assert {each.Region for each in found} == {region}

    one = next(iter(everywhere.values()))
    assert fields(client.Namespaces.getNamespaceById(one.Id)) == fields(one)


def test_every_region_and_a_base_url_with_a_slash_answer_alike(
    connect: Connect, emulator: EmulatorProcess
) -> None:
    at_home = [fields(each) for each in connect().Namespaces.getNamespaces()]
    for base_url in (emulator.regions["WestEurope"], emulator.global_url + "/"):
        assert [fields(each) for each in connect(base_url).Namespaces.getNamespaces()] == at_home


def test_an_acl_comes_back_entry_for_entry(
    client: ADHClient, roles: dict[str, str], namespace_id: str, emulator: EmulatorProcess
) -> None:
    before = client.Namespaces.getAccessControl("", namespace_id)
    sent = AccessControlList(
        [
            entry(roles[MEMBER], 1),
            entry(roles[ADMINISTRATOR], 31, tenant=emulator.tenant_id),
            entry(roles[MEMBER], 4, AccessType.Denied),
            entry(roles[MEMBER], 2),
            entry(roles[VIEWER], 0),
            entry("11111111-2222-3333-4444-555555555555", 16, AccessType.Denied),
            entry(roles[MEMBER], 1),
        ]
    )
    client.Namespaces.updateAccessControl("", namespace_id, sent)
    assert meaning(client.Namespaces.getAccessControl("", namespace_id)) == meaning(sent)

    client.Namespaces.updateAccessControl("", namespace_id, before)
    assert meaning(client.Namespaces.getAccessControl("", namespace_id)) == meaning(before)


def test_a_verbose_caller_reads_the_same_meaning(
    client: ADHClient, connect: Connect, namespace_id: str
) -> None:
    plain = client.Namespaces.getAccessControl("", namespace_id)
    verbose = connect(verbose=True)
    assert meaning(verbose.Namespaces.getAccessControl("", namespace_id)) == meaning(plain)
    namespace = verbose.Namespaces.getNamespaceById(namespace_id)
    assert (namespace.Id, namespace.State) == (namespace_id, 1)
    assert AccessControlList.fromJson(namespace.AccessControl).RoleTrusteeAccessControlEntries


def test_an_owner_is_replaced_and_put_back(
    client: ADHClient, namespace_id: str, emulator: EmulatorProcess
) -> None:
    def values(owner: Owner) -> tuple[str, str, str]:
        return (owner.Type.name, owner.ObjectId, owner.TenantId)

    before = client.Namespaces.getOwner("", namespace_id)
    person = client.Users.getUsers()[0].Id
    client.Namespaces.updateOwner("", namespace_id, Owner(TrusteeType.User, emulator.tenant_id, person))
    assert values(client.Namespaces.getOwner("", namespace_id)) == ("User", person, emulator.tenant_id)
    client.Namespaces.updateOwner("", namespace_id, before)
    assert values(client.Namespaces.getOwner("", namespace_id)) == values(before)


def test_access_rights_are_names(client: ADHClient) -> None:
    rights = {
        tuple(right.name for right in client.Namespaces.getAccessRights("", namespace.Id))
        for namespace in client.Namespaces.getNamespaces()
    }
    assert ("Read", "Write", "Delete", "ManageAccessControl", "Share") in rights
    assert len(rights) > 1, "the demo client may do the same everywhere"


def test_the_root_acl_comes_back_entry_for_entry(client: ADHClient, roles: dict[str, str]) -> None:
    before = client.Namespaces.getDefaultAccessControl("")
    changed = AccessControlList(
        [*before.RoleTrusteeAccessControlEntries, entry(roles[VIEWER], 16, AccessType.Denied)]
    )
    client.Namespaces.updateDefaultAccessControl("", changed)
    assert meaning(client.Namespaces.getDefaultAccessControl("")) == meaning(changed)
    client.Namespaces.updateDefaultAccessControl("", before)
    assert meaning(client.Namespaces.getDefaultAccessControl("")) == meaning(before)


def test_roles_are_listed_paged_and_read(client: ADHClient) -> None:
    every = client.Roles.getRoles()
    assert {ADMINISTRATOR, MEMBER, VIEWER} <= {role.RoleTypeId for role in every}
    assert any(role.RoleTypeId is None for role in every), "no custom role"
    pages = [client.Roles.getRoles(skip, 2) for skip in range(0, len(every), 2)]
    assert [role.toDictionary() for page in pages for role in page] == [role.toDictionary() for role in every]
    assert client.Roles.getRoleById(every[0].Id).toDictionary() == every[0].toDictionary()


def test_users_are_listed_and_read(client: ADHClient) -> None:
    every = client.Users.getUsers()
    assert every
    for user in every:
        assert user.Name
        assert user.RoleIds
    assert client.Users.getUserById(every[0].Id).toDictionary() == every[0].toDictionary()


def test_a_role_is_made_changed_and_deleted(client: ADHClient, roles: dict[str, str]) -> None:
    made = client.Roles.createRole(
        Role(name="Made by a library", description="first", role_scope=RoleScope.Tenant)
    )
    assert made.Id
    assert (made.Name, made.Description, made.RoleScope) == ("Made by a library", "first", RoleScope.Tenant)
    assert made.RoleTypeId is None

    # The library follows the 302 of a role that exists, and reads that one.
    same = client.Roles.createRole(Role(name=made.Name, description="first", role_scope=RoleScope.Tenant))
    assert same.toDictionary() == made.toDictionary()
    with pytest.raises(SdsError) as other:
        client.Roles.createRole(Role(name=made.Name, description="other", role_scope=RoleScope.Tenant))
    assert other.value.StatusCode == 409

    made.Description = "second"
    assert client.Roles.updateRole(made).Description == "second"
    assert client.Roles.getRoleById(made.Id).Description == "second"
    client.Roles.deleteRole(made.Id)
    with pytest.raises(SdsError) as gone:
        client.Roles.getRoleById(made.Id)
    assert gone.value.StatusCode == 404
    with pytest.raises(SdsError) as built_in:
        client.Roles.deleteRole(roles[VIEWER])
    assert built_in.value.StatusCode == 400


def test_a_user_is_made_invited_changed_and_deleted(client: ADHClient, roles: dict[str, str]) -> None:
    wanted = User(
        contact_given_name="Una",
        contact_surname="Berg",
        contact_email="una.berg@elsewhere.example",
        identity_provider_id=client.Users.AADIdentityProviderId,
        role_ids=[roles[VIEWER]],
    )
    made = client.Users.createUser(wanted)
    assert (made.Name, made.RoleIds) == ("Una Berg", [roles[MEMBER], roles[VIEWER]])
    assert client.Users.getOrCreateUser(made).toDictionary() == made.toDictionary()

    ask = UserInvitation(identity_provider_id=client.Users.AADIdentityProviderId)
    invitation = client.Users.getOrCreateInvitation(made.Id, ask)
    assert (invitation.UserId, invitation.Accepted) == (made.Id, None)
    assert invitation.Id in [each.Id for each in client.Users.getInvitations()]
    client.Users.createOrUpdateInvitation(made.Id, ask)

    made.ContactSurname, made.RoleIds = "Holm", []
    client.Users.createOrUpdateUser(made)
    changed = client.Users.getUserById(made.Id)
    assert (changed.Name, changed.RoleIds) == ("Una Holm", [roles[MEMBER]])
    client.Users.deleteUser(made.Id)
    assert invitation.Id not in [each.Id for each in client.Users.getInvitations()]
    with pytest.raises(SdsError) as gone:
        client.Users.getUserById(made.Id)
    assert gone.value.StatusCode == 404


def test_what_is_refused_is_said_in_a_way_the_library_understands(
    client: ADHClient, connect: Connect, namespace_id: str, emulator: EmulatorProcess
) -> None:
    with pytest.raises(SdsError) as unknown:
        client.Namespaces.getNamespaceById("there is none")
    assert (unknown.value.StatusCode, bool(unknown.value.OperationId)) == (404, True)

    acl = client.Namespaces.getAccessControl("", namespace_id)
    elsewhere = connect(emulator.regions["WestEurope"])
    with pytest.raises(SdsError) as regional:
        elsewhere.Namespaces.updateAccessControl("", namespace_id, acl)
    assert regional.value.StatusCode == 405

    with pytest.raises(SdsError) as nobody:
        client.Users.getUserById("00000000-0000-0000-0000-00000000beef")
    assert nobody.value.StatusCode == 404
    assert nobody.value.Error
    assert nobody.value.Reason
    assert nobody.value.Resolution

    with pytest.raises(SdsError, match="invalid_client"):
        connect(secret="wrong")
