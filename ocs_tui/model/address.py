"""Every thing has one address, spoken by the command line, the palette and messages. Free of pydantic.

``/`` is the tenant (its ACL is the root ACL), ``boiler`` a namespace, ``boiler/streams/pump-1`` a stream of
it, ``boiler/streams`` their collection (its ACL is the default of new ones), ``/roles/ID`` a role of the
tenant, ``/clients/ID/secrets/7`` what lies in a client of it. Ids hold no ``/``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.model.ids import fits_in_a_path


@dataclass(frozen=True, slots=True)
class Address:
    """Where a thing of the tenant lives: no parts is the tenant, one part a namespace.

    What the tenant holds beside its namespaces has an empty first part: a namespace may be called ``roles``.
    """

    parts: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address as a person types it.

        Raises:
            ValueError: with one sentence, when a part is empty, ``.`` or ``..``.
        """
        if text == "/":
            return cls()
        parts = tuple(text.strip("/").split("/"))
        for part in parts:
            if not fits_in_a_path(part):
                raise ValueError(f"{text!r} is no address: write '/' for the tenant or a namespace's id.")
        return cls(("", *parts) if text.startswith("/") else parts)

    @classmethod
    def namespace(cls, namespace_id: str) -> Address:
        """Return the address of a namespace."""
        return cls((namespace_id,))

    @property
    def is_tenant(self) -> bool:
        """True for the tenant itself."""
        return not self.parts

    @property
    def is_below_tenant(self) -> bool:
        """True for what the tenant holds beside its namespaces: a role, a user, a client."""
        return bool(self.parts) and not self.parts[0]

    @property
    def is_collection(self) -> bool:
        """True for a collection of things: ``boiler/streams``, ``/roles``."""
        return bool(self.parts) and len(self.parts) % 2 == 0

    @property
    def is_nested(self) -> bool:
        """True for everything but the tenant and a namespace: a role, a stream, their collections."""
        return len(self.parts) > 1

    @property
    def in_namespace(self) -> bool:
        """True for what lies in a namespace: ``boiler/streams``, ``boiler/streams/pump-1``."""
        return len(self.parts) > 1 and bool(self.parts[0])

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids on the way to it, outermost first: a namespace's, or a client's and its secret's."""
        return self.parts[2::2] if self.is_below_tenant else self.parts[::2]

    @property
    def collections(self) -> tuple[str, ...]:
        """The words between the ids: ``clients`` and ``secrets``."""
        return self.parts[1::2]

    @property
    def namespace_id(self) -> str:
        """The id of the namespace this address is, or lies under.

        Raises:
            ValueError: for the tenant and for what it holds beside its namespaces.
        """
        if not self.parts or not self.parts[0]:
            raise ValueError(f"{self} lies in no namespace.")
        return self.parts[0]

    @property
    def place(self) -> str:
        """Itself as what guards it is named in passing: the empty string is the tenant, with its root ACL."""
        return "" if self.is_tenant else str(self)

    @classmethod
    def at_place(cls, place: str) -> Address:
        """Return the address of a place."""
        return cls.parse(place) if place else cls()

    @property
    def has_owner(self) -> bool:
        """True for a thing; the ACL of a collection, and the root ACL, have no owner beside them."""
        return not self.is_tenant and not self.is_collection

    def __str__(self) -> str:
        return "/".join(self.parts) or "/"
