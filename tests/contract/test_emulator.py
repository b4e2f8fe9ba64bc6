"""The contract as data, played to the emulator by a plain HTTP client."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.contract.contract import (
    CLIENT,
    GIVEN,
    OCS,
    OPERATIONS,
    Case,
    Given,
    Operation,
    at_path,
    difference,
    fill,
    json_of,
)
from tests.emulator_process import EmulatorProcess

DEADLINE = 20


def _cases() -> Iterator[Any]:
    number = 0
    for operation in OPERATIONS:
        service = operation.only or OCS  # what both have is alike
        for case in operation.cases:
            number += 1
            yield pytest.param(
                service, operation, case, f"case-{number}", id=f"{operation.name}: {case.says}"
            )


class Player:
    """Plays the requests of one case."""

    def __init__(
        self,
        emulator: EmulatorProcess,
        wire: httpx.Client,
        authorizations: dict[str, dict[str, str]],
        names: dict[str, str],
    ) -> None:
        self._emulator = emulator
        self._wire = wire
        self._authorizations = authorizations
        self.names = names

    def play(self, operation: Operation, case: Case) -> httpx.Response:
        path = case.path or operation.path
        for name, value in (("namespace", case.namespace), ("id", case.id), ("below", case.below)):
            path = path.replace(f"{{{name}}}", value)
        base = self._emulator.regions[case.at] if case.at else self._emulator.global_url
        body = None if case.body is None else fill(case.body, self.names).encode()
        headers = {name: fill(value, self.names) for name, value in case.headers.items()}
        headers = {**self._authorizations.get(case.caller, {}), **headers}
        if body is not None:
            headers.setdefault("content-type", "application/json")
            if headers.get("content-encoding") == "gzip":
                body = gzip.compress(body)
        form = None if case.form is None else {key: fill(text, self.names) for key, text in case.form.items()}
        # The URL is taken as it is written: //identity and %20 must reach the server like that.
        url = httpx.URL(base).copy_with(raw_path=fill(path, self.names).encode())
        if case.query:
            url = url.copy_merge_params(
                {
                    key: fill(value, self.names)
                    if isinstance(value, str)
                    else [fill(item, self.names) for item in value]
                    for key, value in case.query.items()
                }
            )
        return self._wire.request(operation.verb, url, headers=headers, content=body, data=form)

    def play_given(self, given: Given) -> None:
        end = time.monotonic() + DEADLINE
        while True:
            answer = self._wire.request(
                given.verb,
                self._emulator.global_url + fill(given.path, self.names),
                headers={**self._authorizations[CLIENT], "Content-Type": "application/json"},
                content=None if given.body is None else fill(given.body, self.names).encode(),
            )
            assert answer.status_code in given.codes, f"{given.verb} {given.path}: {answer.status_code}"
            for name, at in given.keeps.items():
                self.names[name] = str(next(at_path(answer.json(), at)))
            for name, header in given.keeps_headers.items():
                self.names[name] = self._without_host(answer.headers[header])
            if given.until is None or difference(json_of(given.until, self.names), answer.json()) is None:
                return
            assert time.monotonic() < end, f"{given.path} never answered {given.until}: {answer.text}"
            time.sleep(0.05)  # between two polls

    def _without_host(self, value: str) -> str:
        """An address without its base URL, so that it can be the path of a case; any other value as it is."""
        for base in self._emulator.regions.values():
            value = value.removeprefix(base)
        return value

    def read(self, path: str) -> Any:
        url = self._emulator.global_url + fill(path, self.names)
        return self._wire.get(url, headers=self._authorizations[CLIENT]).json()


@pytest.mark.parametrize(
    ("emulator", "operation", "case", "fresh"), list(_cases()), indirect=["emulator"], scope="session"
)
def test_case(
    operation: Operation,
    case: Case,
    fresh: str,
    emulator: EmulatorProcess,
    wire: httpx.Client,
    authorizations: dict[str, dict[str, str]],
    names: dict[str, str],
) -> None:
    player = Player(emulator, wire, authorizations, {**names, "fresh": fresh})
    for name in case.given:
        player.play_given(GIVEN[name])

    answer = player.play(operation, case)

    assert answer.status_code in case.codes, answer.text
    if operation.path.startswith("/api/"):
        assert answer.headers.get("operation-id"), "no Operation-Id"
    for name, value in case.answer_headers.items():
        wanted = fill(value, player.names)
        assert difference(wanted, answer.headers.get(name, ""), name) is None
        assert answer.headers.get(name), f"no {name}"
    if case.empty:
        assert answer.content == b""
        # Clients parse an answer of that type, and an empty one breaks them.
        assert "json" not in answer.headers.get("content-type", "")
    _check_body(case, answer, player.names)
    if case.then is not None and case.then_answer is not None:
        assert difference(json_of(case.then_answer, player.names), player.read(case.then)) is None


def _check_body(case: Case, answer: httpx.Response, names: dict[str, str]) -> None:
    body: Any = answer.json() if "json" in answer.headers.get("content-type", "") else None
    if case.text is not None:
        came = answer.text.replace("\r\n", "\n")
        assert difference(fill(case.text, names), came, "the text") is None
    if case.sorted_by is not None:
        body = sorted(body, key=lambda item: str(item[case.sorted_by]))
    if case.answer is not None:
        assert difference(json_of(case.answer, names), body) is None
    if case.one_of_them is not None:
        wanted = json_of(case.one_of_them, names)
        assert [item for item in body if difference(wanted, item) is None], f"none is {wanted}: {body}"
    if case.every is not None:
        for item in body:
            assert difference(json_of(case.every, names), item) is None
    for path in case.absent:
        assert list(at_path(body, path)) == [], f"{path} is there: {json.dumps(body)}"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_listed_code_is_provoked_or_says_why_not(operation: Operation) -> None:
    provoked = set().union(*(case.codes for case in operation.cases))
    untried = set(operation.codes) - provoked - set(map(int, operation.unprovoked))
    assert not untried, f"no case answers {sorted(untried)}"
    unlisted = provoked - set(operation.codes) - ({404} if operation.path.count("{") > 1 else set())
    assert not unlisted, f"{sorted(unlisted)} is not listed"
