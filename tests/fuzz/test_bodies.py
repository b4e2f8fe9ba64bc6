"""What reads bodies, addresses and texts from outside: a value or one clear error, whatever comes."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.api.bodies import read_document, read_list, read_model, to_bytes
from ocs_tui.api.errors import BadAnswer, OcsError
from ocs_tui.api.failures import failed
from ocs_tui.api.transport import Answer
from ocs_tui.catalog.kinds import KINDS, acl_address, kind_at
from ocs_tui.catalog.models import model_of
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.address import Address
from ocs_tui.model.document import Document
from ocs_tui.model.ids import namespace_id_problem
from ocs_tui.model.tenant import Region, Tenant
from ocs_tui.model.text import fold, safe, safe_lines
from ocs_tui.model.wire import Wire
from tests.fuzz import hostile
from tests.fuzz.examples import examples
from tests.model.test_text import unsafe

MODELS: tuple[type[Wire], ...] = (
    *dict.fromkeys(model_of(kind) for kind in KINDS), AccessControlList, Trustee, Tenant, Region,
)  # fmt: skip
models = st.sampled_from(MODELS)


def is_clear(sentence: str) -> bool:
    """True for one sentence of plain text."""
    return unsafe(sentence) == set() and sentence.strip() == sentence and 15 < len(sentence) < 600


@examples(300)
@given(hostile.json_texts)
def test_a_body_is_read_or_is_no_json(text: str) -> None:
    try:
        document = Document.read(text)
    except ValueError:
        return
    assert document.text == text
    assert document.pretty() or not text
    if document.problem is None:
        again = Document.read(json.dumps(document.value))
        assert again.problem is None
        assert again.value == document.value
        json.dumps(document.value, allow_nan=False)


@examples(300)
@given(models, hostile.json_texts | hostile.bodies.map(json.dumps))
def test_a_model_is_read_or_it_is_said_why_not(model: type[Wire], text: str) -> None:
    with suppress(ValueError):
        document = Document.read(text)
        try:
            value, problem = read_model(model, document, "Reading it", "WestUS")
        except BadAnswer as error:
            assert is_clear(error.sentence)
            return
        assert problem is None or is_clear(problem)
        repr(value), getattr(value, "label", "")
        if problem is None:
            written = to_bytes(value.to_wire())
            assert json.loads(written) == document.value, "what was not changed goes back as it came"
            assert list(json.loads(written)) == list(document.value), "in the order in which it came"


@examples(200)
@given(models, hostile.json_texts | st.lists(hostile.bodies, max_size=5).map(json.dumps))
def test_a_list_is_read_and_what_cannot_be_is_named(model: type[Wire], text: str) -> None:
    with suppress(ValueError):
        document = Document.read(text)
        try:
            listed = read_list(model, document, "Listing them", "WestUS")
        except BadAnswer as error:
            assert is_clear(error.sentence)
            return
        assert listed.note is None or is_clear(listed.note)
        if isinstance(document.value, list) and listed.note is None:
            assert [each.to_wire() for each in listed.items] == document.value


@examples(150)
@given(models, hostile.bodies, st.data())
def test_changing_one_field_changes_nothing_else(
    model: type[Wire], body: dict[str, Any], data: st.DataObject
) -> None:
    value, problem = read_model(model, Document.of(body), "Reading it", "WestUS")
    texts = [name for name, field in model.model_fields.items() if field.annotation in (str, str | None)]
    if problem is not None or not texts:
        return
    name = data.draw(st.sampled_from(texts))
    alias = model.model_fields[name].alias or name
    written = value.changed(**{name: "changed"}).to_wire()
    assert written.pop(alias) == "changed"
    assert written == {key: kept for key, kept in body.items() if key != alias}


@examples(200)
@given(
    st.sampled_from([200, 302, 400, 401, 403, 404, 409, 418, 429, 500, 599]),
    hostile.json_texts,
    st.binary(max_size=40),
)
def test_an_answer_that_is_no_success_becomes_one_clear_sentence(status: int, text: str, more: bytes) -> None:
    for body in (text.encode("utf-8", "replace"), more, more + text.encode("utf-8", "surrogatepass")):
        for kind in ("application/json", "text/html", ""):
            told = text[:20].encode("ascii", "ignore").decode()
            headers = httpx.Headers({"Content-Type": kind, "Retry-After": told, "Operation-Id": told})
            answer = Answer(status, headers, body, "https://x.example", None)
            error = failed("Reading it", answer, "WestUS")
            assert isinstance(error, OcsError)
            assert is_clear(error.sentence), error.sentence
            assert all(unsafe(line) == set() for line in error.detail)
        with suppress(BadAnswer):
            read_document(answer, "Reading it", "WestUS")


@examples(200)
@given(st.text(max_size=60) | hostile.texts | hostile.texts.map(lambda text: f"/roles/{text}"))
def test_an_address_is_read_and_written_alike_or_is_refused(text: str) -> None:
    try:
        address = Address.parse(text)
    except ValueError:
        return
    assert Address.parse(str(address)) == address
    with suppress(ValueError):
        kind_at(address)
    with suppress(ValueError):
        acl_address(text)


@examples(200)
@given(hostile.texts | st.text(max_size=200), st.integers(0, 50))
def test_every_text_becomes_safe_and_stays_so(text: str, limit: int) -> None:
    shown = safe(text, limit)
    assert unsafe(shown) == set()
    assert safe(shown) == shown
    assert all(unsafe(line) == set() for line in safe_lines(text))
    fold(text)
    namespace_id_problem(text)


@pytest.mark.parametrize("size", [10_000_000])
def test_a_text_of_ten_megabytes_is_cut_without_being_read(size: int) -> None:
    assert safe("\x1b" * size, 80) == "␛" * 79 + "…"
