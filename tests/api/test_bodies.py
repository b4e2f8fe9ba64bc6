"""Bodies that may be edited, and bodies that are shown only."""

from __future__ import annotations

import json

import pytest

from ocs_tui.model.namespace import Namespace
from ocs_tui.model.tenant import Region
from tests.api.conftest import Connect
from tests.api.loopback import ACL, TENANT, Service, http, regions


async def _acl_of(connect: Connect, body: bytes) -> tuple[object, str | None, str]:
    async with Service({"GET /Namespaces/n/AccessControl": http(200, body)}) as service:
        known = [Region.model_validate(item) for item in regions(WestUS=service.url)]
        namespace = Namespace(id="n", self_url=f"{service.url}/api/v1/tenants/{TENANT}/namespaces/n")
        fetched = await connect(service, regions=known).get_acl(namespace)
        return fetched.value, fetched.problem, fetched.document.text


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(ACL).encode(),
        b"\xef\xbb\xbf{}",
        b'{"RoleTrusteeAccessControlEntries": null}',
        b'{"Unknown": 1.5, "Other": {"a": [1e3, "x"]}}',
    ],
)
async def test_what_survives_may_be_edited(connect: Connect, body: bytes) -> None:
    assert (await _acl_of(connect, body))[1] is None


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"A": 1, "A": 2}', "stands in it twice"),
        (b'{"A": NaN}', "NaN"),
        (b'{"A": 1e400}', "too large to keep"),
        (b'{"A": 0.12345678901234567890123}', "more digits"),
        (
            b'{"roleTrusteeAccessControlEntries": []}',
            "'roleTrusteeAccessControlEntries' is spelled otherwise",
        ),
        (
            b'{"RoleTrusteeAccessControlEntries": [{"accessRights": 1}]}',
            "'accessRights' is spelled otherwise",
        ),
        (b'{"RoleTrusteeAccessControlEntries": [{"Trustee": {"objectid": ""}}]}', "'objectid' is spelled"),
        (b'{"RoleTrusteeAccessControlEntries": [{"access_rights": 1}]}', "'access_rights' is spelled"),
    ],
)
async def test_what_would_not_survive_is_shown_only(connect: Connect, body: bytes, words: str) -> None:
    _, problem, text = await _acl_of(connect, body)
    assert problem is not None
    assert problem.startswith("It cannot be edited: ")
    assert words in problem
    assert text == body.decode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"RoleTrusteeAccessControlEntries": 5}', "RoleTrusteeAccessControlEntries: "),
        (b'{"RoleTrusteeAccessControlEntries": [null]}', "RoleTrusteeAccessControlEntries.0: "),
        (
            b'{"RoleTrusteeAccessControlEntries": [{"AccessRights": true}]}',
            "AccessRights: Value error, a whole",
        ),
        (b'{"RoleTrusteeAccessControlEntries": [{"AccessRights": "Fly"}]}', "an unknown access right"),
    ],
)
async def test_what_cannot_be_read_at_all_is_empty_and_says_so(
    connect: Connect, body: bytes, words: str
) -> None:
    value, problem, text = await _acl_of(connect, body)
    assert value == type(value)()
    assert words in (problem or "")
    assert text == body.decode()
