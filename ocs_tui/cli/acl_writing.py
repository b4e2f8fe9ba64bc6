"""``acl grant``, ``deny``, ``revoke`` and ``copy``, and ``owner set``: plans, carried out."""

from __future__ import annotations

import argparse

from ocs_tui.access.rows import Setting
from ocs_tui.api.errors import OcsError
from ocs_tui.changes.change import Aspect
from ocs_tui.changes.plan import plan_acl, plan_owner, plan_rights, read_all
from ocs_tui.cli.acl_reading import found_in, subject_of
from ocs_tui.cli.review import AT_ONCE
from ocs_tui.cli.tenant import Tenant
from ocs_tui.cli.writing import carry_out
from ocs_tui.model.access import Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import AccessRight, TrusteeType
from ocs_tui.settings.errors import CallError, SettingsError

_SETTINGS = {"grant": Setting.ALLOW, "deny": Setting.DENY, "revoke": Setting.UNSET}


async def set_rights(
    tenant: Tenant, addresses: list[Address], rights: AccessRight, options: argparse.Namespace
) -> int:
    """Grant, deny or revoke rights of a role, as its cells of the matrix would."""
    directory = await tenant.directory()
    role_id = found_in(directory, TrusteeType.ROLE, options.role)
    readings = await read_all(tenant.connection.client, addresses, Aspect.ACL, concurrency=AT_ONCE)
    plan = plan_rights(readings, role_id, rights, _SETTINGS[options.action])
    return await carry_out(tenant, plan, directory, options, known={Aspect.ACL: readings})


async def copy(tenant: Tenant, source: Address, addresses: list[Address], options: argparse.Namespace) -> int:
    """Give others the ACL of one.

    Raises:
        OcsError: when the one cannot be read.
        SettingsError: when what was read would not survive being written.
    """
    if source in addresses:
        raise CallError(f"{str(source)!r} is what is copied from: it cannot be copied to.")
    directory = await tenant.directory()
    client = tenant.connection.client
    readings = await read_all(client, [source, *addresses], Aspect.ACL, concurrency=AT_ONCE)
    pattern = readings.pop(source)
    if isinstance(pattern, OcsError):
        raise pattern
    if pattern.problem is not None:
        raise SettingsError(f"Nothing was copied: {pattern.problem}")
    plan = plan_acl(readings, pattern.value)
    return await carry_out(tenant, plan, directory, options, known={Aspect.ACL: readings})


async def set_owner(tenant: Tenant, addresses: list[Address], options: argparse.Namespace) -> int:
    """Set the owner of namespaces."""
    directory = await tenant.directory()
    kind, object_id = subject_of(options, directory)
    owner = Trustee(type=kind, object_id=object_id, tenant_id=directory.tenant_id)
    readings = await read_all(tenant.connection.client, addresses, Aspect.OWNER, concurrency=AT_ONCE)
    plan = plan_owner(readings, owner)
    return await carry_out(tenant, plan, directory, options, known={Aspect.OWNER: readings})
