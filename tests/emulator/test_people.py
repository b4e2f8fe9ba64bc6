"""The lists of the identity area: pages, ids, counts, who is in which role, and error bodies."""

from __future__ import annotations

import httpx
import pytest

from ocs_tui.emulator import demo
from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn

LISTS = ["/Roles", "/Users", "/ClientCredentialClients"]
OTHER_LISTS = [
    "/AuthorizationCodeClients",
    "/HybridClients",
    "/DeviceCodeClients",
    "/ImplicitClients",
    "/AutomationIdentities",
    "/IdentityProviders",
]


@pytest.mark.parametrize("path", LISTS)
def test_a_list_comes_in_pages_and_says_how_many_there_are(us: httpx.Client, path: str) -> None:
    everything = us.get(path).json()
    assert len(everything) >= 5
    pages = []
    for skip in range(0, len(everything) + 2, 2):
        answer = us.get(path, params={"skip": skip, "count": 2})
        assert answer.headers["total-count"] == str(len(everything))
        pages += answer.json()
    assert pages == everything
    assert us.get(path, params={"skip": "", "count": ""}).json() == everything


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("count=1", 200),
        ("count=1000", 200),
        ("count=0", 400),
        ("count=1001", 400),
        ("count=-1", 400),
        ("skip=-1", 400),
        ("skip=x", 400),
        ("count=1.5", 400),
        ("count=99999999999999999999", 400),
        ("count=²", 400),
        ("skip=100000", 200),
    ],
)
def test_pages_have_bounds(us: httpx.Client, path: str, query: str, status: int) -> None:
    answer = us.get(f"{path}?{query}")
    assert answer.status_code == status
    if status == 400:
        error = answer.json()
        assert set(error) == {"OperationId", "Error", "Reason", "Resolution"}
        assert all(error.values())
        assert error["OperationId"] == answer.headers["operation-id"]


@pytest.mark.parametrize("path", LISTS)
def test_head_counts(us: httpx.Client, path: str) -> None:
    answer = us.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["total-count"] == str(len(us.get(path).json()))


@pytest.mark.parametrize("path", LISTS)
def test_an_item_is_what_the_list_says(us: httpx.Client, path: str) -> None:
    for item in us.get(path).json():
        assert us.get(f"{path}/{item['Id']}").json() == item
        assert us.get(f"{path}/{item['Id'].upper()}").json() == item
        assert us.head(f"{path}/{item['Id']}").status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_an_unknown_item_is_404_with_the_common_error_body(us: httpx.Client, path: str) -> None:
    answer = us.get(f"{path}/nobody")
    assert answer.status_code == 404
    assert answer.json()["Error"] == "Not Found"
    assert answer.json()["OperationId"] == answer.headers["operation-id"]
    head = us.head(f"{path}/nobody")
    assert (head.status_code, head.content) == (404, b"")
    assert "content-type" not in head.headers


@pytest.mark.parametrize("path", LISTS)
def test_a_route_says_what_it_offers(us: httpx.Client, path: str) -> None:
    answer = us.patch(path, json={})
    assert (answer.status_code, answer.json()["Error"]) == (405, "Method Not Allowed")
    assert answer.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("path", LISTS)
def test_nothing_is_written_at_the_other_region(eu: httpx.Client, us: httpx.Client, path: str) -> None:
    before = us.get(path).json()
    first = before[0]["Id"]
    for method, where in (("POST", path), ("PUT", f"{path}/{first}"), ("DELETE", f"{path}/{first}")):
        answer = eu.request(method, where, json={"Name": "x"})
        assert (answer.status_code, answer.json()["Error"]) == (405, "Method Not Allowed")
    assert us.get(path).json() == before


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("/Users", [demo.user_id("Dev", "Raghunathan"), demo.user_id("Ewa", "Krol")]),
        ("/ClientCredentialClients", [demo.REPORTS, demo.HISTORIAN_WRITER]),
    ],
)
def test_a_list_may_be_asked_for_ids(us: httpx.Client, path: str, ids: list[str]) -> None:
    answer = us.get(path, params={"id": [*ids, ""], "count": 1, "skip": 1})
    assert answer.status_code == 200
    assert {item["Id"] for item in answer.json()} == set(ids)
    assert us.head(path, params={"id": ids}).headers["total-count"] == "2"

    partial = us.get(path, params={"id": [ids[0], "nobody"]})
    assert partial.status_code == 207
    assert [item["Id"] for item in partial.json()["Data"]] == [ids[0]]
    (child,) = partial.json()["ChildErrors"]
    assert (child["ModelId"], child["StatusCode"]) == ("nobody", 404)


def test_roles_may_be_asked_for_by_type(us: httpx.Client) -> None:
    answer = us.get("/Roles", params={"roleTypeId": "2DC742AB-39EA-4FC0-A39E-2BCB71C26A5F"})
    assert [role["Name"] for role in answer.json()] == ["Tenant Administrator"]
    assert us.get("/Roles", params={"roleTypeId": "x"}).json() == []


def test_clients_may_be_asked_for_by_tag(us: httpx.Client) -> None:
    answer = us.get("/ClientCredentialClients", params={"tag": "edge"})
    assert [client["Id"] for client in answer.json()] == [demo.HISTORIAN_WRITER]


@pytest.mark.parametrize("members", ["Users", "ClientCredentialClients"])
def test_a_role_knows_who_is_in_it(us: httpx.Client, members: str) -> None:
    people = us.get(f"/{members}").json()
    for role in us.get("/Roles").json():
        path = f"/Roles/{role['Id']}/{members.lower()}"
        answer = us.get(path)
        assert answer.json() == [one for one in people if role["Id"] in one["RoleIds"]]
        assert answer.headers["total-count"] == str(len(answer.json()))
        assert us.head(path).headers["total-count"] == str(len(answer.json()))
    assert us.get(f"/Roles/nobody/{members}").status_code == 404


@pytest.mark.parametrize("members", ["Users", "ClientCredentialClients", "Clients"])
def test_one_knows_its_roles(us: httpx.Client, members: str) -> None:
    people = us.get(f"/{members if members == 'Users' else 'ClientCredentialClients'}").json()
    for one in people:
        path = f"/{members}/{one['Id']}/Roles"
        answer = us.get(path)
        assert [role["Id"] for role in answer.json()] == one["RoleIds"]
        assert us.head(path).headers["total-count"] == str(len(one["RoleIds"]))
    assert us.get(f"/{members}/nobody/Roles").status_code == 404
    assert len(us.get(f"/{members}/{people[0]['Id']}/Roles", params={"count": 1}).json()) == 1


def test_every_member_may_look(sign_in: SignIn) -> None:
    reports = sign_in(demo.REPORTS)
    assert all(reports.get(path).status_code == 200 for path in [*LISTS, *OTHER_LISTS])


def test_no_answer_holds_a_secret(us: httpx.Client, emulator: Emulator) -> None:
    verbose = {"Accept-Verbosity": "verbose"}
    paths = [*LISTS, *OTHER_LISTS, "", "/Namespaces", f"/ClientCredentialClients/{demo.REPORTS}/Secrets"]
    text = "".join(us.get(path, headers=verbose).text for path in paths)
    for word in ("Hash", "Salt", "Joined", "SecretDescription", emulator.secret_of(demo.REPORTS)):
        assert word not in text


@pytest.mark.parametrize("path", OTHER_LISTS)
def test_every_list_pages_counts_and_reads_alike(us: httpx.Client, path: str) -> None:
    everything = us.get(path).json()
    assert everything
    assert us.head(path).headers["total-count"] == str(len(everything))
    assert us.get(path, params={"skip": len(everything) - 1, "count": 1}).json() == everything[-1:]
    for one in everything:
        assert us.get(f"{path}/{one['Id']}").json() == one
    assert us.get(path + "/nobody").json()["Error"] == "Not Found"
