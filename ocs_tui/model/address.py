"""Every thing has one address, spoken by the command line, the palette and messages. Free of pydantic.

``/`` is the tenant (its ACL is the root ACL), ``boiler`` a namespace. Ids hold no ``/``.
"""

from __future__ import annotations

from dataclasses import dataclass

from ocs_tui.model.ids import fits_in_a_path


@dataclass(frozen=True, slots=True)
class Address:
    """Where a thing of the tenant lives: no parts is the tenant, one part a namespace."""

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
        return cls(parts)

    @classmethod
    def namespace(cls, namespace_id: str) -> Address:
        """Return the address of a namespace."""
        return cls((namespace_id,))

    @property
    def is_tenant(self) -> bool:
        """True for the tenant itself."""
        return not self.parts

    @property
    def namespace_id(self) -> str:
        """The id of the namespace this address is, or lies under.

        Raises:
            ValueError: for the tenant.
        """
        if not self.parts:
            raise ValueError("The tenant has no namespace id.")
        return self.parts[0]

    def __str__(self) -> str:
        return "/".join(self.parts) or "/"
