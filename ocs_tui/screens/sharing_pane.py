"""What the pane shows of a community: who shares how much with whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.widgets.detail import Fields
from ocs_tui.widgets.field_list import Line, heading, note

if TYPE_CHECKING:
    from ocs_tui.connection import Connection, Key
    from ocs_tui.model.address import Address

_NAMED = 6
"""Tenants that a line names."""


def slots(address: Address) -> tuple[Key, ...]:
    """Return what the tab shows."""
    return (("community-summary", str(address)),)


def sharing(connection: Connection, address: Address) -> tuple[Fields, str]:
    """Return a line a tenant: what it shares, with whom, and how it stands in the community."""
    from ocs_tui.screens.data_panes import begin

    lines, subtitle, body = begin(connection, ("community-summary", str(address)))
    community = connection.known(address)
    tenants = [
        one for one in (community.Tenants if community is not None else None) or () if isinstance(one, dict)
    ]
    if subtitle and isinstance(body, dict):
        total = body.get("TotalStreams") or 0
        lines.append(Line("Shared streams", f"{total:,}" if isinstance(total, int) else safe(total, 20)))
    if tenants or subtitle:
        counts = _counts(body)
        mine = connection.profile.tenant_id.casefold()
        lines += [Line(), heading("Who shares what with whom")]
        known = {str(one.get("Id") or "").casefold() for one in tenants}
        tenants += [{"Id": tenant} for tenant in counts if tenant not in known]
        lines += [_line(one, tenants, counts, mine) for one in tenants]
        lines += [
            Line(),
            note("The tab Shared streams lists them: enter opens the list, v there shows their data."),
        ]
    return Fields(lines), subtitle


def _counts(body: Any) -> dict[str, int]:
    listed = body.get("CommunitySummaryInformationForTenants") if isinstance(body, dict) else None
    found = (one for one in (listed or ()) if isinstance(one, dict))
    return {
        str(one.get("TenantId") or "").casefold(): int(one.get("StreamsContributed") or 0) for one in found
    }


def _line(tenant: dict[str, Any], tenants: list[dict[str, Any]], counts: dict[str, int], mine: str) -> Line:
    tenant_id = str(tenant.get("Id") or "")
    status = str(tenant.get("Status") or "")
    marks = {"active": ("✓", "good"), "paused": ("‖", "changed")}
    mark, tint = marks.get(status.casefold(), ("·", "muted"))
    count = counts.get(tenant_id.casefold())
    if count is None:
        shares = "what it shares is not known"
    elif not count:
        shares = "shares nothing"
    else:
        shares = f"shares {count:,} stream{'' if count == 1 else 's'} with {_others(tenant_id, tenants)}"
    notes = [
        words
        for words, holds in (
            ("this tenant", tenant_id.casefold() == mine),
            ("owns it", tenant.get("IsOwner")),
        )
        if holds
    ]
    more = f" ({', '.join(notes)})" if notes else ""
    label = safe(tenant.get("Name") or tenant_id, 40)
    return Line(label, f"{mark} {safe(status.lower() or 'no status', 30)}: {shares}{more}", tenant_id, tint)


def _others(tenant_id: str, tenants: list[dict[str, Any]]) -> str:
    others = [one for one in tenants if str(one.get("Id") or "").casefold() != tenant_id.casefold()]
    named = [safe(one.get("Name") or one.get("Id") or "", 40) for one in others[:_NAMED]]
    more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
    return f"{', '.join(named)}{more}" or "nobody else"
