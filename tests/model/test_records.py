"""Long lists kept small: what comes out is what came."""

from __future__ import annotations

from typing import Any

from ocs_tui.model.identity import Role, User
from ocs_tui.model.records import Records
from ocs_tui.model.thing import thing_model


def _users(*bodies: dict[str, Any]) -> Records[User]:
    records = Records(User)
    for body in bodies:
        records.add(User.model_validate(body))
    return records


ANNA: dict[str, Any] = {
    "Id": "A-1",
    "Name": "Anna",
    "Email": "a@x.example",
    "ContactEmail": "a@x.example",
    "ExternalUserId": None,
    "RoleIds": ["R-1", "r-2"],
    "Extra": {"Deep": [1, None]},
}
BERT: dict[str, Any] = {"Id": "b-2", "RoleIds": ["r-2"], "Tags": [], "Numbers": [1, 2]}


def test_what_comes_out_is_what_came() -> None:
    records = _users(ANNA, BERT)
    assert records.bodies() == [ANNA, BERT]
    assert list(records) == [User.model_validate(ANNA), User.model_validate(BERT)]
    assert records[0].to_wire() == ANNA
    assert records[0:1] == (User.model_validate(ANNA),)
    assert records[-1].id == "b-2"


def test_each_id_is_kept_once_and_found_in_any_letter_case() -> None:
    records = _users(ANNA, BERT)
    assert not records.add(User.model_validate({"Id": "a-1", "Name": "Another"}))
    assert len(records) == 2
    found = records.find("a-1")
    assert found is not None
    assert found.name == "Anna"
    assert records.find("c") is None


def test_those_that_hold_a_role_are_found() -> None:
    records = _users(ANNA, BERT, {"Id": "c"})
    assert [user.id for user in records.holding("role_ids", "r-1")] == ["A-1"]
    assert [user.id for user in records.holding("role_ids", "R-2")] == ["A-1", "b-2"]
    assert not records.holding("role_ids", "r-3")


def test_what_was_written_takes_its_place_and_what_is_gone_goes() -> None:
    records = _users(ANNA, BERT)
    renamed = records.with_put(records[0].changed(name="Anne"))
    assert [user.name for user in renamed] == ["Anne", None]
    assert renamed[0].to_wire() == ANNA | {"Name": "Anne"}
    longer = renamed.with_put(User.model_validate({"Id": "c"}))
    assert [user.id for user in longer] == ["A-1", "b-2", "c"]
    shorter = longer.without("B-2")
    assert [user.id for user in shorter] == ["A-1", "c"]
    assert shorter.find("c") is not None
    assert shorter.find("b-2") is None
    assert len(records) == 2, "a list that somebody looks at stays as it is"


def test_what_was_made_here_is_kept_too() -> None:
    records = Records(Role)
    records.add(Role(id="r", name="Shift Leads"))
    assert records[0] == Role(id="r", name="Shift Leads")
    assert records.bodies() == [{"Id": "r", "Name": "Shift Leads"}]


def test_values_are_shared_without_being_mixed_up() -> None:
    records = Records(User)
    for number in range(2000):
        body = {
            "Id": str(number),
            "Name": f"n{number % 700}",
            "Email": f"n{number % 700}",
            "RoleIds": [str(number % 3)],
        }
        records.add(User.model_validate(body))
    for number in (0, 511, 512, 699, 700, 1999):
        user = records[number]
        assert (user.id, user.name, user.email) == (str(number), f"n{number % 700}", f"n{number % 700}")
        assert user.role_ids == (str(number % 3),)


def test_what_has_no_model_of_its_own_is_put_and_taken_out_by_the_field_that_its_kind_names() -> None:
    model = thing_model("Client.Id", "Name")
    records = Records(model)
    for number in range(3):
        records.add(model.model_validate({"Client": {"Id": f"C-{number}"}, "Name": "old"}))
    put = records.with_put(model.model_validate({"Client": {"Id": "c-1"}, "Name": "new"}))
    assert [one.label for one in put] == ["old", "new", "old"]
    left = put.without("C-0")
    assert [one.id for one in left] == ["c-1", "C-2"]
    assert left.find("c-2") is not None
