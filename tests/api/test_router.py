"""Which base URL serves a request."""

from __future__ import annotations

import pytest

from ocs_tui.api.origins import Origins
from ocs_tui.api.regions import AVOID_SECONDS, Router
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region

US, EU = "https://us.example", "https://eu.example"
KNOWN = (
    Region(id="WestEurope", base_address=EU + "/"),
    Region(id="WestUS", base_address=US, administrative_endpoints_writable=True),
)


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _router(base: str = US, regions: tuple[Region, ...] = KNOWN, clock: _Clock | None = None) -> Router:
    return Router(base, Origins([base]), regions, clock or _Clock())


def _at(url: str | None) -> Namespace:
    return Namespace(id="n", self_url=url)


def test_tenant_level_reads_ask_the_profile_first_and_then_the_others() -> None:
    assert _router().tenant_bases() == (US, EU)
    assert _router(EU + "/").tenant_bases() == (EU, US)
    assert _router("https://gateway.example").tenant_bases() == ("https://gateway.example", EU, US)
    assert _router(regions=()).tenant_bases() == (US,)


def test_one_that_did_not_answer_is_asked_last_for_some_seconds() -> None:
    clock = _Clock()
    router = _router(clock=clock)
    router.avoid(US, "cannot be reached")
    assert router.tenant_bases() == (EU, US)
    assert router.elsewhere(US, EU) == "Read from WestEurope: WestUS cannot be reached."
    clock.now += AVOID_SECONDS + 1
    assert router.tenant_bases() == (US, EU)
    router.avoid(US, "cannot be reached")
    router.reached(US)
    assert router.tenant_bases() == (US, EU)
    assert router.elsewhere(US, US) is None


def test_administrative_writes_go_to_the_region_that_takes_them() -> None:
    assert _router(EU).administrative == US
    assert _router(regions=()).administrative is None
    assert _router(regions=KNOWN[:1]).administrative is None


@pytest.mark.parametrize(
    ("address", "base"),
    [
        (EU + "/api/v1/tenants/t/namespaces/n", EU),
        ("https://EU.example:443/API/v1/tenants/t/namespaces/n", EU),
        (US + "/api/v1/tenants/t/namespaces/n", US),
    ],
)
def test_a_namespace_is_served_at_the_base_of_its_self(address: str, base: str) -> None:
    router = _router()
    assert router.serving(_at(address)) == (base, None)
    assert router.namespace_bases(_at(address))[0] == base
    assert set(router.namespace_bases(_at(address))) == {US, EU}


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/api/v1/tenants/t/namespaces/n", "http://eu.example/api/v1/x", "nonsense"],
)
def test_a_self_elsewhere_is_read_at_the_administrative_base_and_says_so(address: str) -> None:
    base, note = _router(EU).serving(_at(address))
    assert base == US
    assert note == (
        f"Its Self lies outside this tenant's regions ({address}): read at WestUS (https://us.example)."
    )


def test_no_self_is_read_at_the_administrative_base() -> None:
    assert _router(EU).serving(_at(None)) == (US, "It names no Self: read at WestUS (https://us.example).")


def test_a_region_with_an_address_that_cannot_be_trusted_is_not_routed_to() -> None:
    router = _router()
    bad = (
        Region(id="Plain", base_address="http://plain.example", administrative_endpoints_writable=True),
        Region(id="Empty"),
        KNOWN[0],
    )
    assert router.learn(bad) == bad[:2]
    assert router.tenant_bases() == (US, EU)
    assert router.administrative is None
    assert router.regions == bad


def test_regions_are_named_by_id_and_other_bases_by_host() -> None:
    router = _router("https://gateway.example:8443/ocs")
    assert router.region_of(EU) == "WestEurope"
    assert router.region_of("https://gateway.example:8443/ocs") == "gateway.example:8443"
    assert router.label(EU) == "WestEurope (https://eu.example)"
    assert _router(base="nonsense").region_of("nonsense") == "nonsense"
