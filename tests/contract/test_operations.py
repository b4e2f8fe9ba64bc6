"""The contract can be played: its JSON is JSON, its names are unique and known, every code is provoked or excused."""

from __future__ import annotations

import json
import re

from tests.contract.conftest import CLIENTS_OF_OTHER_KINDS
from tests.contract.contract import GIVEN, OPERATIONS, Case, Given, Operation


def json_texts(operation: Operation) -> list[tuple[Case, str]]:
    """The texts of an operation's cases that must be JSON once their names are filled in."""
    return [
        (case, text)
        for case in operation.cases
        for text in (case.answer, case.one_of_them, case.every, case.then_answer)
        if text is not None
    ]


def filled(text: str) -> str:
    """A text with a number in place of each name."""
    return re.sub(r"\{([A-Za-z_]+(?::[A-Za-z ]+)?)\}", "1", text)


def test_what_is_wanted_is_json() -> None:
    for operation in OPERATIONS:
        for case, text in json_texts(operation):
            try:
                json.loads(filled(text))
            except ValueError as error:
                raise AssertionError(f"{operation.name}: {case.says}: {error}: {text}") from error
        if operation.body is not None:
            json.loads(operation.body)


def test_a_body_that_is_no_json_says_so() -> None:
    for operation in OPERATIONS:
        for case in operation.cases:
            if case.body is None or "no JSON" in case.says:
                continue
            try:
                json.loads(filled(case.body))
            except ValueError as error:
                raise AssertionError(f"{operation.name}: {case.says}: {error}: {case.body}") from error


def test_names_are_unique_and_what_is_given_is_known() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert sorted(set(names)) == sorted(names)
    for operation in OPERATIONS:
        says = [case.says for case in operation.cases]
        assert sorted(set(says)) == sorted(says), operation.name
        for case in operation.cases:
            assert not set(case.given) - set(GIVEN), f"{operation.name}: {case.says}"


def test_every_name_stands_for_something() -> None:
    known = {"fresh", "tenant", "client", "secret", "user", "boiler", "sandbox", "WestUS", "WestEurope"}
    known |= CLIENTS_OF_OTHER_KINDS.keys()
    for operation in OPERATIONS:
        for case in operation.cases:
            played: list[Given] = [GIVEN[name] for name in case.given]
            kept = {name for each in played for name in (*each.keeps, *each.keeps_headers)}
            texts = [case.namespace, case.id, case.below, case.path or operation.path, case.body, case.answer]
            texts += [case.one_of_them, case.then, case.then_answer, *case.headers.values()]
            texts += [text for each in played for text in (each.path, each.body)]
            texts += [
                text
                for value in case.query.values()
                for text in ([value] if isinstance(value, str) else value)
            ]
            used = {
                name
                for text in texts
                if text is not None
                for name in re.findall(r"\{([A-Za-z_]+)\}", text)
                if name not in ("namespace", "id", "below")
            }
            assert not used - known - kept, f"{operation.name}: {case.says}: {sorted(used - known - kept)}"


def test_every_listed_code_is_provoked_or_says_why_not() -> None:
    for operation in OPERATIONS:
        provoked = set().union(*(case.codes for case in operation.cases))
        untried = set(operation.codes) - provoked - set(map(int, operation.unprovoked))
        assert not untried, f"{operation.name}: no case answers {sorted(untried)}"
        # What does not exist is 404 whether a page lists it or not.
        unlisted = provoked - set(operation.codes) - ({404} if operation.path.count("{") > 1 else set())
        assert not unlisted, f"{operation.name}: {sorted(unlisted)} is not listed"
