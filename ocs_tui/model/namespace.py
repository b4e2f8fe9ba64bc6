"""A namespace."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.enums import NamespaceState
from ocs_tui.model.wire import Wire, read_enum

State = Annotated[NamespaceState | int | str, BeforeValidator(read_enum(NamespaceState))]


class Namespace(Wire):
    """A namespace. A missing ``state`` is Creating; owner and ACL are mostly not in a read.

    ``self_url`` is the wire's ``Self``: the address of the namespace at its own region.
    """

    id: str = ""
    name: str | None = None
    region: str | None = None
    region_id: str | None = None
    self_url: str | None = Field(default=None, alias="Self")
    description: str | None = None
    state: State = NamespaceState.CREATING
    instance_id: str | None = None
    allow_cross_region_processing: bool | None = None
    owner: Trustee | None = None
    access_control: AccessControlList | None = None

    @property
    def region_label(self) -> str:
        """The region it is provisioned in, by id."""
        return self.region or self.region_id or ""
