"""Id tokens: what one must say, and by whom it must be signed, before anybody counts as signed in."""

from __future__ import annotations

from typing import Any

import pytest

from ocs_tui.api.client import OcsClient
from ocs_tui.api.errors import SignInFailed, SignInNeeded
from tests.api.authority import KEYS, TOKEN, Authority, Browser, public_keys, signing_key
from tests.api.conftest import SignsIn
from tests.api.loopback import CLIENT_ID, http


async def _fails(client: OcsClient) -> str:
    with pytest.raises(SignInFailed) as failed:
        await client.sign_in()
    return failed.value.sentence


async def test_a_wrong_nonce_is_refused(authority: Authority, signs_in: SignsIn) -> None:
    authority.claims["nonce"] = "of another sign-in"
    assert "its nonce is not the one sent" in await _fails(signs_in(Browser()))
    authority.claims["nonce"] = None
    assert "its nonce is not the one sent" in await _fails(signs_in(Browser()))


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "https://evil.example"}, "its issuer is not the one"),
        ({"aud": "another-client"}, "made for another client"),
        ({"aud": [CLIENT_ID, "another-client"]}, "made for another client"),
        ({"exp": 1_000_000_000}, "it has expired"),
        ({"iat": 9_000_000_000, "exp": 9_000_000_300}, "not valid yet"),
        ({"exp": None}, "leaves out what it must say"),
        ({"sub": None}, "leaves out what it must say"),
        ({"sub": ".."}, "it names nobody"),
    ],
)
async def test_an_id_token_that_says_something_wrong_is_refused(
    authority: Authority, signs_in: SignsIn, claims: dict[str, Any], words: str
) -> None:
    authority.claims |= claims
    client = signs_in(Browser())
    assert words in await _fails(client)
    with pytest.raises(SignInNeeded, match=words):
        await client.get_tenant()


@pytest.mark.parametrize(
    ("signs_with", "words"),
    [
        ({"key": signing_key("evil"), "headers": {"kid": "one"}}, "its signature is wrong"),
        (
            {"key": signing_key("evil"), "headers": {"kid": "evil"}},
            "signed with a key that the server does not",
        ),
        ({"headers": None}, "signed with a key that the server does not"),
        ({"key": None, "algorithm": "none"}, "signed in a way that proves nothing"),
        ({"key": "shared-secret-" * 5, "algorithm": "HS256"}, "signed in a way that proves nothing"),
    ],
)
async def test_an_id_token_with_a_wrong_signature_is_refused(
    authority: Authority, signs_in: SignsIn, signs_with: dict[str, Any], words: str
) -> None:
    authority.signs_with |= signs_with
    assert words in await _fails(signs_in(Browser()))


async def test_the_only_key_serves_a_token_that_names_none(authority: Authority, signs_in: SignsIn) -> None:
    authority.signs_with["headers"] = None
    authority.scripts[KEYS] = http(200, public_keys("one"))
    await signs_in(Browser()).sign_in()


@pytest.mark.parametrize("keys", [{"keys": []}, {"keys": [{"kty": "odd"}]}, [], {"keys": 7}])
async def test_without_a_usable_key_nobody_is_signed_in(
    authority: Authority, signs_in: SignsIn, keys: Any
) -> None:
    authority.scripts[KEYS] = http(200, keys)
    assert "publishes no key" in await _fails(signs_in(Browser()))


async def test_without_an_id_token_nobody_is_signed_in(authority: Authority, signs_in: SignsIn) -> None:
    authority.scripts[TOKEN] = http(200, {"access_token": "access-1", "expires_in": 60})
    assert "did not say who has signed in" in await _fails(signs_in(Browser()))
