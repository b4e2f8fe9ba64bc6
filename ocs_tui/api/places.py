"""Where an operation is run: at the tenant's regions, at the namespace's own, or where one administers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ocs_tui.api.bodies import read_model
from ocs_tui.api.calls import Calls
from ocs_tui.api.errors import OcsError
from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import Router
from ocs_tui.api.replies import Reply, joined
from ocs_tui.api.transport import Params
from ocs_tui.catalog import operations as op
from ocs_tui.catalog.operation import Operation, Served
from ocs_tui.model.namespace import Namespace


class Places:
    """Runs operations where they are served.

    What lies in a namespace is read and written at its own region, which ``Self`` of the namespace names: a
    namespace that was not read yet is looked up by its id first. When that region cannot be reached, reads
    go to the global base URL, which serves what lies in a namespace too; writes go nowhere else.

    Args:
        calls: runs operations.
        router: which base URL serves what.
        origins: where the token may go.
    """

    def __init__(self, calls: Calls, router: Router, origins: Origins) -> None:
        self._calls = calls
        self._router = router
        self._origins = origins
        self._namespaces: dict[str, Namespace] = {}

    def remember(self, *namespaces: Namespace) -> None:
        """Know where these namespaces are served."""
        self._namespaces.update((one.id, one) for one in namespaces if one.self_url)

    async def _read(
        self,
        operation: Operation,
        *ids: str,
        administrative: bool = False,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        namespace: Namespace | None = None,
    ) -> Reply:
        """Run an operation that reads where it is served; ``administrative``: where it would be written.

        ``namespace`` is that of the path as it is known; it is looked up by its id where None.
        """
        bases, wanted, note = await self._bases(operation, ids, administrative, namespace)
        reply = await self._calls.read(
            operation,
            *ids,
            bases=bases,
            wanted=wanted,
            params=params,
            headers=headers,
            body=body,
        )
        return Reply(reply.answer, reply.what, reply.base_url, reply.where, joined(note, reply.note))

    async def _write(
        self,
        operation: Operation,
        *ids: str,
        body: Any = None,
        expects: frozenset[int] = frozenset(),
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
    ) -> Reply:
        """Run an operation that changes something, where that is done."""
        base = None
        if operation.served is Served.ANY:
            base = self._router.base_url
        elif operation.served is Served.REGION and not self._calls.read_only:
            base = (await self._region_of(await self.namespace(ids[0])))[0]
        return await self._calls.write(
            operation,
            *ids,
            body=body,
            expects=expects,
            base=base,
            params=params,
            headers=headers,
            content_type=content_type,
        )

    async def _bases(
        self,
        operation: Operation,
        ids: Sequence[str],
        administrative: bool,
        namespace: Namespace | None,
    ) -> tuple[Callable[[], Sequence[str]], str, str | None]:
        """Return what gives the base URLs to ask, the one expected to answer, and a note."""
        served = operation.served
        if administrative and served not in (Served.REGION, Served.ANY):
            base = await self._calls.administrative_base()
            return lambda: (base,), base, None
        if served not in (Served.REGION, Served.NAMESPACE_REPLICATED):
            return self._router.tenant_bases, self._router.base_url, None
        there = namespace or await self.namespace(ids[0])
        base, note = await self._region_of(there)
        if served is Served.NAMESPACE_REPLICATED:
            return lambda: self._router.namespace_bases(there), base, note
        return lambda: (base,) if administrative else self._router.region_bases(base), base, note

    async def _region_of(self, namespace: Namespace) -> tuple[str, str | None]:
        """Return the base URL that serves a namespace, and a note when that is not its ``Self``'s."""
        if not self._router.regions or not self._origins.trusts(namespace.self_url or ""):
            # none are known yet, or its region is new since the list was kept
            with suppress(OcsError):  # without the list, what is known decides
                await self._calls.know_regions()
        return self._router.serving(namespace)

    async def namespace(self, namespace_id: str) -> Namespace:
        """Return a namespace as it is known here, which is where it is served; read it when it is not.

        Raises:
            OcsError: it cannot be read.
        """
        known = self._namespaces.get(namespace_id)
        if known is None:
            reply = await self._find_namespace(namespace_id)
            known, _ = read_model(Namespace, reply.document(), reply.what, reply.where)
            self.remember(known)
        return known

    async def _find_namespace(self, namespace_id: str) -> Reply:
        """Read a namespace at the tenant level: its ``Self``, which says where it is served, is not known."""
        return await self._calls.read(
            op.GET_NAMESPACE, namespace_id, bases=self._router.tenant_bases, wanted=self._router.base_url
        )
