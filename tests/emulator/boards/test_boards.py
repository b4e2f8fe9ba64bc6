"""The boards: what an operator looks at to see that all is well."""

from __future__ import annotations

import httpx

from ocs_tui.emulator import demo
from tests.emulator.conftest import SignIn

WEEK = {"start": "2023-05-01T00:00:00Z", "end": "2023-05-08T00:00:00Z"}


def test_what_was_done_is_in_the_log_with_who_did_it(us: httpx.Client, sign_in: SignIn) -> None:
    """The latest first: of people in the tenant's, of streams in their namespace's. Refusals are warnings."""
    assert us.post("/Roles", json={"Name": "Night shift"}).status_code == 201
    assert sign_in(demo.REPORTS).delete("/Namespaces/boiler/Streams/B1-TI-101").status_code == 403
    of_tenant = us.get("/logs").json()
    assert of_tenant[0]["Source"] == "Identity Management"
    assert of_tenant[0]["Message"].startswith("Terminal explorer: POST Roles")
    of_namespace = us.get("/Namespaces/boiler/logs").json()
    assert of_namespace[0]["Severity"] == 2
    assert of_namespace[0]["Message"].startswith("Monthly reports: DELETE")
    assert not [each for each in of_tenant if "B1-TI-101" in each["Message"]]
    assert us.get("/Namespaces/compressors/logs").json() != of_namespace


def test_the_history_of_a_log_is_always_the_same(us: httpx.Client) -> None:
    """In the order of its times, and in pages that follow one another."""
    lines = us.get("/logs", params={**WEEK, "count": "1000"}).json()
    assert lines == us.get("/logs", params={**WEEK, "count": "1000"}).json()
    times = [each["Timestamp"] for each in lines]
    assert times == sorted(times, reverse=True)
    assert len(times) > 10
    page = us.get("/logs", params={**WEEK, "skip": "3", "count": "4"}).json()
    assert page == lines[3:7]


def test_usage_by_namespace_adds_up_to_that_of_the_tenant(us: httpx.Client) -> None:
    """Day by day; and a day's ingress is that of the metric."""
    whole = us.get("/usage", params=WEEK).json()
    parts = us.get("/usage", params={**WEEK, "groupByNamespace": "true"}).json()
    for day in whole:
        of_day = [each["IngressEvents"] for each in parts if each["Date"] == day["Date"]]
        assert sum(of_day) == day["IngressEvents"]
    assert len({each["IngressEvents"] for each in whole}) == 7
    month = {"start": "2023-05-01T00:00:00Z", "end": "2023-06-01T00:00:00Z"}
    days = us.get("/Namespaces/boiler/metrics/streams/IngressEvents", params=month).json()
    boiler = [each["IngressEvents"] for each in parts if each["NamespaceId"] == "boiler"]
    assert [each["Value"] for each in days[:7]] == boiler


def test_a_usage_of_centuries_is_refused(us: httpx.Client) -> None:
    """It would be too much for one answer."""
    asked = {"start": "0001-01-01T00:00:00Z", "end": "9999-01-01T00:00:00Z"}
    assert us.get("/usage", params=asked).status_code == 400


def test_streams_and_namespaces_are_counted(us: httpx.Client) -> None:
    """A stream more is one more, beside what the tenant is entitled to."""
    before = us.get("/resources/usage").json()
    assert before["StreamCount"] > 100
    stream = {"Id": "one-more", "TypeId": "Pump"}
    assert us.post("/Namespaces/boiler/Streams/one-more", json=stream).status_code == 201
    after = us.get("/resources/usage").json()
    assert after["StreamCount"] == before["StreamCount"] + 1
    assert after["NamespaceCount"] == len(us.get("/Namespaces").json())


def test_a_namespace_that_is_not_in_use_has_no_known_health(us: httpx.Client) -> None:
    """All others are fine."""
    health = us.get("/health").json()
    states = {each["NamespaceId"]: each["HealthState"] for each in health["Namespaces"]}
    assert states["boiler"] == 1
    assert states["pilot_2019"] == 65535


def test_the_log_of_a_namespace_is_for_its_readers(sign_in: SignIn) -> None:
    """As what lies in it is."""
    assert sign_in(demo.REPORTS).get("/Namespaces/custody-transfer/logs").status_code == 403


def test_the_blog_is_for_everybody(us: httpx.Client) -> None:
    """Without a token; what was deleted is told only when asked for."""
    root = str(us.base_url).split("/api/", 1)[0]
    entries = httpx.get(f"{root}/api/v1/ServiceBlog/Entries", trust_env=False).json()
    every = httpx.get(f"{root}/api/v1/ServiceBlog/Entries?includeDeleted=true", trust_env=False).json()
    assert len(every) == len(entries) + 1
