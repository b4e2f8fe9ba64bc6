"""The router: which base URL serves a request, in the terms of the contract."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from ocs_tui.api.origins import Origin, Origins, normal_base
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from ocs_tui.model.text import safe

AVOID_SECONDS = 15.0
"""How long a base URL that did not answer is asked last."""


class Router:
    """Which base URL serves a request. Knows the profile's base URL and the tenant's regions; no I/O.

    Args:
        base_url: the profile's base URL, as written there.
        origins: kept up to date with the regions.
        regions: the regions last known, from an earlier run.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        base_url: str,
        origins: Origins,
        regions: Sequence[Region] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            self.base_url = normal_base(base_url)
        except ValueError:
            self.base_url = base_url  # the check before every request says what is wrong with it
        self._origins = origins
        self._clock = clock
        self._avoided: dict[str, tuple[float, str]] = {}
        self.regions: tuple[Region, ...] = ()
        self._bases: dict[str, Region] = {}
        self.learn(regions)

    def learn(self, regions: Iterable[Region]) -> tuple[Region, ...]:
        """Take in a Regions list; return those left out because their address cannot be trusted."""
        self.regions = tuple(regions)
        self._origins.set_regions(region.base_address for region in self.regions)
        self._bases = {}
        unusable: list[Region] = []
        for region in self.regions:
            if self._origins.trusts(region.base_address):
                self._bases.setdefault(normal_base(region.base_address), region)
            else:
                unusable.append(region)
        return tuple(unusable)

    @property
    def administrative(self) -> str | None:
        """The base URL of the region that takes administrative writes; None while none is known."""
        for base, region in self._bases.items():
            if region.administrative_endpoints_writable:
                return base
        return None

    def tenant_bases(self) -> tuple[str, ...]:
        """The base URLs for a tenant-level read, in the order to ask them."""
        return self._in_order((self.base_url,))

    def namespace_bases(self, namespace: Namespace) -> tuple[str, ...]:
        """The base URLs for a read that a namespace's own region serves, in the order to ask them."""
        return self._in_order((self.serving(namespace)[0], self.base_url))

    def region_bases(self, base: str) -> tuple[str, ...]:
        """The base URLs for what lies in a namespace of a region: that one's, then the global one."""
        bases = tuple(dict.fromkeys((base, self.administrative or self.base_url)))
        return tuple(one for one in self._in_order(bases) if one in bases)

    def serving(self, namespace: Namespace) -> tuple[str, str | None]:
        """Return the base URL that serves reads of a namespace, and a note when it is not its ``Self``'s.

        Taken as given (the reference says nothing of another form): everything before ``/api/`` is the base.
        """
        administrative = self.administrative or self.base_url
        address = namespace.self_url
        if not address:
            return administrative, f"It names no Self: read at {self.label(administrative)}."
        if self._origins.trusts(address):
            return self.base_of(address), None
        shown = safe(address, 120)
        return administrative, (
            f"Its Self lies outside this tenant's regions ({shown}): read at {self.label(administrative)}."
        )

    def base_of(self, address: str) -> str:
        """Return the base URL that an address of the API lies under.

        Raises:
            ValueError: the address is none that can be spoken to.
        """
        return self._known(normal_base(address[: _api_start(address)]))

    def region_of(self, base: str) -> str:
        """Return the id of the region of a base URL; the host where no region is known for it."""
        region = self._bases.get(base)
        return safe(region.id, 60) if region is not None and region.id else _host(base)

    def label(self, base: str) -> str:
        """Return a base URL as sentences name it: ``WestUS (https://...)``, or the URL alone."""
        region = self._bases.get(base)
        return f"{safe(region.id, 60)} ({base})" if region is not None and region.id else safe(base, 120)

    def avoid(self, base: str, why: str) -> None:
        """Remember for some seconds that a base URL did not answer, so that others are asked first."""
        self._avoided[base] = (self._clock() + AVOID_SECONDS, why)

    def reached(self, base: str) -> None:
        """Forget what was held against a base URL: it answered."""
        self._avoided.pop(base, None)

    def elsewhere(self, wanted: str, answered: str) -> str | None:
        """Return the note on a read that another base URL answered than the one wanted, else None."""
        if wanted == answered:
            return None
        why = self._avoided.get(wanted, (0.0, "cannot be reached"))[1]
        return f"Read from {self.region_of(answered)}: {self.region_of(wanted)} {why}."

    def _in_order(self, first: Iterable[str]) -> tuple[str, ...]:
        bases = tuple(dict.fromkeys((*first, *self._bases)))
        now = self._clock()
        # sorting is stable: those that failed a moment ago come last and keep their order
        return tuple(sorted(bases, key=lambda base: self._avoided.get(base, (now, ""))[0] > now))

    def _known(self, base: str) -> str:
        """Return the known base URL of the same origin, so that it is named by its region."""
        if base in self._bases or base == self.base_url:
            return base
        origin = Origin.of(base)
        return next((known for known in self._bases if Origin.of(known) == origin), base)


def _api_start(address: str) -> int | None:
    at = address.casefold().find("/api/", len("https://"))
    return at if at >= 0 else None


def _host(base: str) -> str:
    try:
        return str(Origin.of(base)).partition("://")[2]
    except ValueError:
        return safe(base, 120)
