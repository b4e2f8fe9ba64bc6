"""Names for ids, safe to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.api.answers import Fetched
from ocs_tui.connection.parts import ConnectionParts
from ocs_tui.connection.slots import Slot
from ocs_tui.model.access import Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.enums import TrusteeType
from ocs_tui.model.identity import Role
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.access.directory import Directory
    from ocs_tui.access.things import Thing


class Naming(ConnectionParts):
    """Calls things by their names, as far as those were read."""

    def region_name(self, fetched: Fetched[Any]) -> str:
        """Return the region that answered, safe to show; its host while the regions are not known."""
        for region in self.regions:
            if region.base_address.rstrip("/").casefold() == fetched.base_url.casefold():
                return safe(region.id)
        return safe(fetched.region)

    def role_known(self) -> set[str] | None:
        """Return the ids of all roles, folded; None when they could not be read (then all may exist)."""
        roles: tuple[Role, ...] | None = self.value(("roles",))
        return None if roles is None else {role.id.casefold() for role in roles}

    def roles_by_id(self) -> dict[str, Role]:
        """Return the roles by folded id."""
        return {role.id.casefold(): role for role in self.value(("roles",)) or ()}

    def role_name(self, role_id: str) -> str:
        """Return a role's name, safe to show; its id where the name is not known."""
        return self._name("roles", role_id)

    def trustee_name(self, trustee: Trustee) -> str:
        """Return who a trustee is, safe to show: its name where it is known, else its id."""
        kind = {TrusteeType.USER: "users", TrusteeType.CLIENT: "clients", TrusteeType.ROLE: "roles"}
        plural = kind.get(trustee.type) if isinstance(trustee.type, TrusteeType) else None
        return self._name(plural, trustee.object_id) if plural else safe(trustee.object_id)

    def _name(self, plural: str, item_id: str) -> str:
        names = self._names.setdefault(plural, {})
        if (name := names.get(item_id)) is None:
            found = self.item((plural,), item_id)
            if found is None:
                return safe(item_id)
            names[item_id] = name = safe(found.label) or safe(item_id)
        return name

    def directory(self) -> Directory:
        """Return who there is in the tenant, as far as it was read."""
        from ocs_tui.access.directory import Directory

        kinds = {TrusteeType.ROLE: "roles", TrusteeType.USER: "users", TrusteeType.CLIENT: "clients"}
        problems = tuple(
            (kind, error.sentence) for kind, plural in kinds.items() if (error := self.slot((plural,)).error)
        )
        roles, users, clients = (self.value((plural,)) for plural in kinds.values())
        return Directory(self.profile.tenant_id, roles, users, clients, problems)

    def thing(self, address: Address) -> Thing:
        """Return a namespace, or the tenant, with its ACL and owner as far as they were read."""
        from ocs_tui.access.things import Thing

        place = address.place
        acl = self.slot(("acl", place))
        owner = self.slot(("owner", place)) if address.has_owner else Slot()
        return Thing(
            address,
            acl.fetched.value if acl.fetched else None,
            owner.fetched.value if owner.fetched else None,
            acl.error.sentence if acl.error and not acl.fetched else None,
            owner.error.sentence if owner.error and not owner.fetched else None,
        )
