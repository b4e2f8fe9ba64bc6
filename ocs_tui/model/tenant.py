"""The tenant and its regions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from ocs_tui.model.enums import TenantState
from ocs_tui.model.wire import Wire, read_enum


class Region(Wire):
    """A region of the tenant. The one that is administratively writable is the global one.

    Sources disagree on a trailing slash of ``base_address``: it is taken off before joining.
    """

    id: str = ""
    name: str | None = None
    administrative_endpoints_writable: bool = False
    base_address: str = ""


class Tenant(Wire):
    """The tenant."""

    id: str = ""
    company_name: str | None = None
    alias: str | None = None
    state: Annotated[TenantState | int | str, BeforeValidator(read_enum(TenantState))] = TenantState.CREATING
    created: str | None = None
    last_updated: str | None = None
    external_account_id: str | None = None
    tenant_type: str | None = None
    features: tuple[dict[str, Any], ...] = ()
    entitlements: tuple[dict[str, Any], ...] = ()
