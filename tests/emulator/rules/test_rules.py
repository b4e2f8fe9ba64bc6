"""Rules of the demo tenant: what they find, make, leave behind and stumble over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from ocs_tui.emulator.server import Emulator
from tests.emulator.conftest import SignIn

BOILER = "/Namespaces/boiler"
ASSET_RULE = f"{BOILER}/AssetRules/boilers-from-tags"


def _rule(**more: Any) -> dict[str, Any]:
    return {
        "Name": "Turbines",
        "Expressions": [{"Field": "Id", "Specifications": [{"Type": 3, "Value": "B1-TI-101"}]}],
        "Outputs": [{"Field": "AssetId", "Value": "mine"}],
    } | more


def test_the_demo_rules_find_the_streams_of_the_plant(us: httpx.Client) -> None:
    """A preview of a rule tells what it would put out for each; nothing is changed."""
    rule = us.get(f"{BOILER}/MetadataRules/tag-parts").json()
    token = us.post(f"{BOILER}/Preview/MetadataRules", json=rule).json()["Token"]
    found = us.get(f"{BOILER}/Preview/MetadataRules", params={"token": token}).json()
    first = next(each for each in found if each["StreamId"] == "B3-FI-103")
    assert {"Field": "Boiler", "Value": "3"} in first["Outputs"]
    assert "Boiler" not in us.get(f"{BOILER}/Streams/B3-FI-103/Metadata").json()


def test_an_asset_rule_makes_an_asset_of_all_its_streams(us: httpx.Client) -> None:
    """Each by the name that the rule gives it; running it once more makes none twice."""
    for _ in range(2):
        assert us.post(f"{ASSET_RULE}/execute").status_code == 204
    asset = us.get(f"{BOILER}/Assets/Boiler house unit 2").json()
    references = {each["Name"]: each["StreamId"] for each in asset["StreamReferences"]}
    assert references["Temperature"] == "B2-TI-101"
    assert references["Flow"] == "B2-FI-103"
    counts = us.get(f"{BOILER}/admin/AssetRules/changedata/rule/boilers-from-tags/statistics").json()
    assert counts["AssetsAffected"] == 6
    assert us.get(f"{ASSET_RULE}/errors").json() == []


def test_an_asset_of_somebody_else_is_an_error_until_it_is_overwritten() -> None:
    """CONNECT can overwrite what is in the way; then the rule owns up to it."""
    with Emulator(connect=True) as emulator:
        from tests.emulator.conftest import token_of

        with httpx.Client(
            base_url=f"{emulator.info['global']}/api/v1/Tenants/{emulator.info['tenant_id']}",
            headers={"Authorization": f"Bearer {token_of(emulator)}"},
            trust_env=False,
        ) as us:
            assert us.post(f"{BOILER}/Assets/mine", json={"Id": "mine", "Name": "Own"}).status_code == 201
            assert us.post(f"{BOILER}/AssetRules/r", json=_rule(Id="r")).status_code == 201
            assert us.post(f"{BOILER}/AssetRules/r/execute").status_code == 204
            preview = str(us.base_url).replace("/api/v1/", "/api/v1-preview/").rstrip("/")
            errors = f"{preview}{BOILER}/AssetRules/r/errors"
            assert "mine" in us.get(errors).json()[0]["ErrorDetails"]
            assert us.get(f"{BOILER}/Assets/mine").json()["Name"] == "Own"
            assert us.post(f"{errors}/overwrite").status_code == 202
            assert us.get(errors).json() == []
            assert us.get(f"{BOILER}/Assets/mine").json()["StreamReferences"][0]["StreamId"] == "B1-TI-101"


def test_metadata_that_was_changed_since_stays_when_its_rule_goes(us: httpx.Client) -> None:
    """Only what still is as the rule has set it is taken away."""
    outputs = [{"Field": "Line", "Value": "north"}, {"Field": "Crew", "Value": "A"}]
    rule = _rule(Id="m", Outputs=outputs)
    assert us.post(f"{BOILER}/MetadataRules/m", json=rule).status_code == 201
    assert us.post(f"{BOILER}/MetadataRules/m/execute").status_code == 204
    at = f"{BOILER}/Streams/B1-TI-101/Metadata"
    assert us.put(at, json=us.get(at).json() | {"Crew": "B"}).status_code == 200
    assert us.delete(f"{BOILER}/MetadataRules/m").status_code == 204
    metadata = us.get(at).json()
    assert "Line" not in metadata
    assert metadata["Crew"] == "B"
    assert metadata["Site"] == "Northgate"


def test_a_rule_among_very_many_streams_finds_the_ones_it_means(sign_in: SignIn) -> None:
    """A million more are not looked at one by one: everybody else would wait meanwhile."""
    with Emulator(streams=1_000_000) as emulator:
        us = sign_in(of=emulator)
        ids = [{"Type": 3, "Value": "NG-00999"}, {"Type": 1, "CharacterType": 2, "CharacterLength": 3}]
        rule = _rule(Expressions=[{"Field": "Id", "Specifications": ids}])
        token = us.post(f"{BOILER}/Preview/AssetRules", json=rule).json()["Token"]
        found = us.get(f"{BOILER}/Preview/AssetRules", params={"token": token}).json()
        assert len(found) == 1000
        assert found[-1]["StreamId"] == "NG-00999999"


def test_a_suggestion_can_be_made_a_rule_that_finds_its_example(us: httpx.Client) -> None:
    """It is a rule but for its id."""
    token = us.post(f"{BOILER}/Suggestion/MetadataRules", json={"ExampleStreamId": "B1-TI-101"}).json()[
        "Token"
    ]
    for suggested in us.get(f"{BOILER}/Suggestion/MetadataRules", params={"token": token}).json():
        started = us.post(f"{BOILER}/Preview/MetadataRules", json=suggested).json()["Token"]
        found = us.get(f"{BOILER}/Preview/MetadataRules", params={"token": started}).json()
        assert "B1-TI-101" in {each["StreamId"] for each in found}


def test_what_a_rule_has_done_survives_a_restart(tmp_path: Path, sign_in: SignIn) -> None:
    """And so it can be taken back afterwards."""
    data = tmp_path / "data"
    with Emulator(data=data) as emulator:
        us = sign_in(of=emulator)
        assert us.post(f"{ASSET_RULE}/execute").status_code == 204
    with Emulator(data=data) as emulator:
        us = sign_in(of=emulator)
        assert us.get(f"{BOILER}/Assets/Boiler house unit 6").status_code == 200
        assert us.delete(ASSET_RULE).status_code == 204
        assert us.get(f"{BOILER}/Assets/Boiler house unit 6").status_code == 404
    with Emulator(data=data) as emulator:
        assert sign_in(of=emulator).get(ASSET_RULE).status_code == 404
