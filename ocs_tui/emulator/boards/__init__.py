"""The boards: health, logs, metrics, usage, what is used of the entitlements, billing cycles, the service blog.

All but the logs' latest lines is worked out from the time that is asked for, and so the same whenever it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog import beside
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.service import OPERATIONS
from ocs_tui.emulator.answers import Family
from ocs_tui.emulator.boards import account, blog, health, logs, metrics, usage
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special, special

HOOKS: dict[str, KindHooks] = {}


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes of the boards."""
    for operation, handler in (
        (beside.HEALTH, health.get),
        (beside.STREAM_METRIC, metrics.of_streams),
        (beside.OMF_METRIC, metrics.of_topics),
        (beside.USAGE, usage.of_tenant),
        (beside.NAMESPACE_USAGE, usage.of_namespace),
        (beside.RESOURCE_USAGE, account.resource_usage),
        (beside.BILLING_CYCLES, account.billing_cycles),
    ):
        yield special(operation, handler, OPERATIONS, era)
    yield Special(
        "GET",
        "/api/v1/communities/{id}/tenants/{tenant}/usage",
        usage.of_community,
        only=Era.CONNECT,
    )
    # No error of the logs has a body.
    yield Special("GET", beside.TENANT_LOGS.path, logs.of_tenant, Family.TENANT)
    yield Special("GET", beside.NAMESPACE_LOGS.path, logs.of_namespace, Family.TENANT)
    yield Special("GET", beside.SERVICE_BLOG.path, blog.entries, for_all=True)
    yield Special("GET", beside.SERVICE_BLOG.path + "/{id}", blog.entry, for_all=True)
