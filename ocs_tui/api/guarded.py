"""ACLs, owners and one's rights, of whatever has them: a thing, a collection, a namespace, the tenant.

Which operations these are, the catalog says for each kind. Where the service tags an ACL with its version
and takes a PATCH, one is written only while it is still the version that was read; elsewhere it is put.
"""

from __future__ import annotations

from typing import Any

from ocs_tui.api.answers import Fetched
from ocs_tui.api.errors import BadInput
from ocs_tui.api.things import Things
from ocs_tui.catalog.kind import Guard
from ocs_tui.catalog.kinds import guard_at
from ocs_tui.catalog.operation import Operation
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.text import safe

JSON_PATCH = "application/json-patch+json"


class Guarded(Things):
    """What the client can do with what guards a thing. Every method raises an OcsError."""

    async def get_acl_at(
        self, address: Address, *, administrative: bool = False
    ) -> Fetched[AccessControlList]:
        """Read an ACL: of a thing, or the default of new ones in a collection; where it would be written."""
        guard = _guard(address)
        reply = await self._read(guard.get_acl, *address.ids, administrative=administrative)
        return self._one(AccessControlList, reply)

    async def set_acl_at(
        self, address: Address, acl: AccessControlList, etag: str = ""
    ) -> Fetched[AccessControlList]:
        """Replace an ACL; return it as the service echoes it.

        Raises:
            Conflict: with ``etag``, when somebody else wrote it meanwhile (412).
            OcsError: as for every write.
        """
        guard = _guard(address)
        if not etag or guard.patch_acl is None:
            return await self._put(guard.set_acl, acl, *address.ids)
        patch = [{"op": "add", "path": f"/{name}", "value": value} for name, value in acl.to_wire().items()]
        reply = await self._write(
            guard.patch_acl,
            *address.ids,
            body=patch,
            headers={"If-Match": etag},
            content_type=JSON_PATCH,
        )
        return self._echo(acl, reply)

    async def get_owner_at(self, address: Address, *, administrative: bool = False) -> Fetched[Trustee]:
        """Read an owner, or where it would be written. Where there is none, a trustee of no type."""
        operation = _owner_operation(_guard(address).get_owner, address)
        reply = await self._read(operation, *address.ids, administrative=administrative)
        if reply.answer.body.strip() in (b"", b"null"):
            return self._fetched(reply, Trustee(), Document.of({}))
        return self._one(Trustee, reply)

    async def set_owner_at(self, address: Address, owner: Trustee) -> Fetched[Trustee]:
        """Replace an owner; return it as the service echoes it."""
        operation = _owner_operation(_guard(address).set_owner, address)
        return await self._put(operation, owner, *address.ids)

    async def get_rights_at(self, address: Address) -> Fetched[tuple[str, ...]]:
        """Read one's own rights, by their names; a name that is not known is kept."""
        operation = _guard(address).get_rights
        if operation is None:
            raise BadInput(f"One's rights on {safe(address)} cannot be asked for: the service has no route.")
        fetched: Fetched[Any] = await self.ask(operation, *address.ids)
        value = fetched.value
        names = tuple(safe(name, 40) for name in value) if isinstance(value, list) else ()
        return Fetched(
            names,
            fetched.document,
            fetched.base_url,
            fetched.region,
            fetched.note,
            None,
            fetched.operation_id,
        )


def _guard(address: Address) -> Guard:
    try:
        guard = guard_at(address)
    except ValueError as problem:
        raise BadInput(safe(problem)) from None
    if guard is None:
        raise BadInput(f"{safe(address)} has no ACL of its own: what holds it guards it.")
    return guard


def _owner_operation(operation: Operation | None, address: Address) -> Operation:
    if operation is None:
        raise BadInput(f"{safe(address)} has no owner.")
    return operation
