"""What reads answers of signing in: an id token, a redirect, a grant. Signed in, or refused in a sentence."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.api.errors import BadInput, OcsError
from ocs_tui.api.hidden import Hidden
from ocs_tui.api.signin.grant import read_grant, refusal
from ocs_tui.api.signin.id_token import _claims, _Wrong
from ocs_tui.api.signin.person import Person
from ocs_tui.api.signin.redirect import RedirectUri, read_redirect
from ocs_tui.api.transport import Answer
from ocs_tui.model.text import safe
from tests.fuzz import hostile
from tests.fuzz.examples import examples
from tests.model.test_text import unsafe

ISSUER, CLIENT, NONCE, SECRET = "https://x.example/identity", "the-client", "the-nonce", "kanari-token"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _keys() -> dict[str, Any]:
    key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(_key().public_key()))
    return {"keys": [key | {"kid": "one", "use": "sig", "alg": "ES256"}]}


def _good() -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "u-1",
        "nonce": NONCE,
        "iat": now,
        "exp": now + 300,
        "name": "Maria",
    }


@examples(150)
@given(
    st.dictionaries(st.sampled_from([*_good()]), hostile.values, max_size=3),
    st.dictionaries(hostile.texts, hostile.values, max_size=2),
)
def test_signed_claims_of_any_kind_are_accepted_whole_or_refused(
    wrong: dict[str, Any], more: dict[str, Any]
) -> None:
    claims = {**more, **_good(), **wrong}
    try:
        token = jwt.encode(claims, _key(), "ES256", {"kid": "one"})
    except (TypeError, ValueError):
        return  # the library that signs refuses to
    try:
        found = _claims(Hidden(token), _keys(), ISSUER, CLIENT, NONCE)
    except _Wrong as why:
        assert unsafe(str(why)) == set()
        assert SECRET not in str(why)
        return
    audience = found["aud"] if isinstance(found["aud"], list) else [found["aud"]]
    assert (found["iss"], found["nonce"]) == (ISSUER, NONCE)
    assert CLIENT in audience
    person = Person.of(found)
    assert person is None or person.id == found["sub"]


@pytest.mark.parametrize("claim", ["nonce", "aud", "iss", "sub", "azp", "name"])
@pytest.mark.parametrize("text", hostile.TEXTS)
def test_a_claim_of_bad_will_is_refused_or_only_shown(claim: str, text: str) -> None:
    token = jwt.encode(_good() | {claim: text}, _key(), "ES256", {"kid": "one"})
    try:
        found = _claims(Hidden(token), _keys(), ISSUER, CLIENT, NONCE)
    except _Wrong as why:
        assert unsafe(str(why)) == set()
    else:
        assert claim in ("sub", "azp", "name")
        assert Person.of(found) is None or claim != "sub" or safe(text)


@examples(200)
@given(st.data())
def test_a_token_that_was_tampered_with_is_refused(data: st.DataObject) -> None:
    token = jwt.encode(_good(), _key(), "ES256", {"kid": "one"})
    text = data.draw(hostile.mutated(token) | hostile.json_texts | st.text(max_size=40))
    keys = data.draw(st.just(_keys()) | hostile.values)
    if text == token and keys == _keys():
        return
    try:
        found = _claims(Hidden(text), keys, ISSUER, CLIENT, NONCE)
    except _Wrong as why:
        assert unsafe(str(why)) == set()
        return
    assert found["sub"] == "u-1", "only what is not part of the signature may differ"


@examples(200)
@given(
    st.dictionaries(st.sampled_from(["code", "state", "iss", "error", "error_description"]), hostile.texts)
    | hostile.texts
)
def test_a_redirect_brings_a_code_or_is_refused(given_back: dict[str, str] | str) -> None:
    query = given_back if isinstance(given_back, str) else urlencode(given_back, errors="surrogatepass")
    for text in (query, f"state=right&{query}", f"code={SECRET}&{query}", f"state={query}"):
        try:
            code = read_redirect(Hidden(text), "right", ISSUER)
        except OcsError as error:
            assert unsafe(error.sentence) == set()
            assert SECRET not in error.sentence
        else:
            assert code.value


@examples(200)
@given(hostile.mutated("http://localhost:5004/callback.html") | st.text(max_size=40))
def test_a_redirect_uri_is_on_this_machine_or_refused(text: str) -> None:
    try:
        uri = RedirectUri.of(text)
    except BadInput as error:
        assert unsafe(error.sentence) == set()
        return
    assert uri.host in ("localhost", "::1") or uri.host.startswith("127.")
    uri.matches(text + "?code=1")
    assert safe(uri.path)


@examples(150)
@given(
    st.sampled_from([200, 400, 401, 500]),
    hostile.json_texts
    | st.dictionaries(
        st.sampled_from(["access_token", "expires_in", "refresh_token", "id_token", "token_type", "error"]),
        hostile.values,
    ).map(json.dumps),
)
def test_a_grant_is_read_or_refused(status: int, body: str) -> None:
    answer = Answer(status, httpx.Headers(), body.encode("utf-8", "surrogatepass"), "https://x.example", None)
    assert unsafe(refusal(answer)) == set()
    try:
        grant = read_grant(answer, "WestUS")
    except OcsError as error:
        assert unsafe(error.sentence) == set()
        return
    assert grant.token.value.isascii()
