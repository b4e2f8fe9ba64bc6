"""``ocs-tui get``: things of every kind and the boards, as processes against an emulator."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocs_tui.catalog.kinds import KINDS
from ocs_tui.emulator.server import Emulator
from tests.cli.running import PROGRAM, environment, run
from tests.cli.tenants import variables
from tests.terminal.terminal import Terminal

STREAMS = 2_500


@pytest.fixture(scope="module")
def tenant() -> Iterator[Emulator]:
    """One tenant for all: nothing here writes."""
    with Emulator(streams=STREAMS) as running:
        yield running


def got(home: Path, tenant: Emulator, *arguments: str) -> str:
    """What a get that ends well writes, and says nothing else."""
    done = run("get", *arguments, home=home, env=variables(tenant))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("word", ["stream", "streams", "STREAMS", "Streams"])
def test_a_kind_goes_by_its_names_in_any_case(word: str, tmp_path: Path, tenant: Emulator) -> None:
    listed = json.loads(got(tmp_path, tenant, word, "boiler", "--count", "3", "--json"))
    assert [one["Id"] for one in listed] == ["B1-BU-106", "B1-FI-103", "B1-LI-104"]


@pytest.mark.parametrize("word", ["data view", "data-views", "Data_Views", "boiler/data-views"])
def test_words_are_joined_by_hyphens_or_spaces(word: str, tmp_path: Path, tenant: Emulator) -> None:
    place = [] if "/" in word else ["boiler"]
    assert "boiler-steam" in got(tmp_path, tenant, word, *place)


def test_a_list_of_many_pages_comes_whole_and_once_each(tmp_path: Path, tenant: Emulator) -> None:
    ids = [one["Id"] for one in json.loads(got(tmp_path, tenant, "streams", "boiler", "--json"))]
    assert len(ids) == len(set(ids)) > STREAMS
    rows = list(csv.DictReader(io.StringIO(got(tmp_path, tenant, "streams", "boiler", "--csv"))))
    assert [row["Id"] for row in rows] == ids
    assert set(rows[0]) >= {"Id", "Name", "TypeId", "Indexes", "CreatedDate"}
    table = got(tmp_path, tenant, "streams", "boiler").splitlines()
    assert len(table) == len(ids) + 1


def test_how_many_there_are_is_said_where_not_all_are_shown(tmp_path: Path, tenant: Emulator) -> None:
    done = run("get", "roles", "--count", "2", home=tmp_path, env=variables(tenant))
    assert len(done.stdout.splitlines()) == 3
    assert re.search(r"2 of \d+ roles", done.stderr)


def test_the_service_searches_and_orders(tmp_path: Path, tenant: Emulator) -> None:
    found = json.loads(
        got(tmp_path, tenant, "streams", "boiler", "--query", "B1-P*", "--order", "name desc", "--json")
    )
    names = [one["Name"] for one in found]
    assert names == sorted(names, reverse=True)
    assert {one["Id"] for one in found} == {"B1-P-105", "B1-PI-102"}


def test_assets_are_filtered(tmp_path: Path, tenant: Emulator) -> None:
    every = json.loads(got(tmp_path, tenant, "assets", "boiler", "--json"))
    some = json.loads(got(tmp_path, tenant, "assets", "boiler", "--filter", "AssetTypeName=Boiler", "--json"))
    assert some == [one for one in every if one.get("AssetTypeId") == "boiler"]
    assert 0 < len(some) < len(every)


@pytest.mark.parametrize(
    "words", [["boiler/streams/B1-P-105"], ["stream", "boiler/streams/B1-P-105"], ["namespace", "boiler"]]
)
def test_one_thing_is_shown(words: list[str], tmp_path: Path, tenant: Emulator) -> None:
    lines = got(tmp_path, tenant, *words)
    assert re.search(r"^Id +(B1-P-105|boiler)$", lines, re.MULTILINE)
    assert json.loads(got(tmp_path, tenant, *words, "--json"))["Id"] in ("B1-P-105", "boiler")
    (row,) = csv.DictReader(io.StringIO(got(tmp_path, tenant, *words, "--csv")))
    assert row["Id"] in ("B1-P-105", "boiler")


def test_what_lies_in_things_is_listed(tmp_path: Path, tenant: Emulator) -> None:
    assert "kilometer" in got(tmp_path, tenant, "units", "boiler/quantities/Length")
    (community,) = json.loads(got(tmp_path, tenant, "communities", "--json"))[:1]
    assert got(tmp_path, tenant, "tenants", f"/communities/{community['Id']}").count("\n") > 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.within is None], ids=lambda kind: kind.name)
def test_every_kind_of_the_tenant_can_be_listed(kind: object, tmp_path: Path, tenant: Emulator) -> None:
    plural = kind.plural  # type: ignore[attr-defined]
    done = run("get", plural, home=tmp_path, env=variables(tenant))
    assert done.returncode == 0, done.stderr
    assert done.stdout or "are there" in done.stderr


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in KINDS
        if kind.within is not None and kind.within.name == "namespace" and kind.only is None
    ],
    ids=lambda kind: kind.name,
)
def test_every_kind_in_a_namespace_can_be_listed(kind: object, tmp_path: Path, tenant: Emulator) -> None:
    plural = kind.plural  # type: ignore[attr-defined]
    done = run("get", plural, "boiler", "--count", "5", home=tmp_path, env=variables(tenant))
    assert done.returncode == 0, done.stderr
    assert done.stdout or "are there" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["pumps", "boiler"], "'pumps' is no kind of thing here. ocs-tui get kinds lists them."),
        (["streams"], "ocs-tui get streams boiler"),
        (["streams", "/roles"], "There are none in /roles"),
        (["roles", "boiler"], "There are none in boiler: roles lie in a community"),
        (["roles", "--query", "x"], "no search for roles"),
        (["roles", "--order", "Name"], "does not order roles"),
        (["streams", "boiler", "--order", "Weight"], "ordered by Id, Name, TypeId"),
        (["streams", "boiler", "--filter", "a=b"], "does not filter streams"),
        (["assets", "boiler", "--filter", "Pump"], "a name and a value"),
        (["boiler/streams/B1-P-105", "--count", "1"], "is one thing"),
        (["boiler/pumps"], "names no thing and no collection"),
        (["streams", "boiler", "--count", "0"], "no number from 1"),
        (["streams", "boiler", "--json", "--csv"], "--csv"),
        (["roles", "--severity", "error"], "--severity is for logs"),
        (["roles", "--since", "1h"], "for the boards"),
        (["logs", "--severity", "loud"], "no severity: there are verbose"),
        (["logs", "--since", "soon"], "'soon' is no length of time: write 15m"),
        (["streems", "boiler"], "did you mean 'streams'?"),
        (["health", "boiler"], "the tenant has it"),
        (["metrics"], "ocs-tui get metrics NAMESPACE"),
        (["health", "--since", "1h"], "no window of time"),
        (["blog", "--query", "x"], "does not take --query"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_before_signing_in(
    words: list[str], told: str, tmp_path: Path
) -> None:
    done = run("get", *words, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_kinds_are_listed(tmp_path: Path) -> None:
    kinds, help_ = run("get", "kinds", home=tmp_path), run("get", "--help", home=tmp_path)
    for done in (kinds, help_):
        assert done.returncode == 0
        for word in ("streams", "data-views", "of one community:", "boards: health, logs"):
            assert word in done.stdout


def test_logs_are_narrowed(tmp_path: Path, tenant: Emulator) -> None:
    every = json.loads(got(tmp_path, tenant, "logs", "boiler", "--since", "30d", "--json"))
    some = json.loads(
        got(tmp_path, tenant, "logs", "boiler", "--since", "30d", "--severity", "WARNING", "--json")
    )
    assert {one["Severity"] for one in some} == {"Warning"}
    assert len(some) == sum(one["Severity"] == "Warning" for one in every)
    assert len(json.loads(got(tmp_path, tenant, "logs", "--since", "30d", "--count", "3", "--json"))) == 3
    source = every[0]["Source"]
    mine = got(tmp_path, tenant, "logs", "boiler", "--since", "30d", "--source", source, "--csv")
    assert {row["Source"] for row in csv.DictReader(io.StringIO(mine))} == {source}


def test_metrics_stand_side_by_side(tmp_path: Path, tenant: Emulator) -> None:
    lines = got(
        tmp_path, tenant, "metrics", "boiler", "--from", "2026-01-01", "--to", "2026-01-01T03:00"
    ).splitlines()
    assert lines[0].split() == [
        "TIMESTAMP", "INGRESS", "EVENTS", "EGRESS", "EVENTS", "MESSAGES", "RECEIVED", "MESSAGES", "REJECTED",
    ]  # fmt: skip
    assert [line[:16] for line in lines[1:]] == [f"2026-01-01 0{hour}:00" for hour in range(4)]


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (["health"], r"service +boiler: Data views +WestUS +Ok"),
        (["usage", "--since", "3d"], r"INGRESS EVENTS"),
        (["usage", "boiler", "--since", "3d"], r"20\d\d-\d\d-\d\d 00:00:00 +boiler"),
        (["entitlement-usage"], r"NamespaceCount +\d+ +\d+"),
        (["billing-cycles"], r"20\d\d-\d\d-01"),
        (["blog"], r"TIME POSTED"),
    ],
)
def test_boards(words: list[str], holds: str, tmp_path: Path, tenant: Emulator) -> None:
    assert re.search(holds, got(tmp_path, tenant, *words))
    assert isinstance(json.loads(got(tmp_path, tenant, *words, "--json")), list)
    assert len(list(csv.reader(io.StringIO(got(tmp_path, tenant, *words, "--csv"))))) > 1


def test_what_is_not_there_is_one_error(tmp_path: Path, tenant: Emulator) -> None:
    done = run("get", "boiler/streams/nope", "--json", home=tmp_path, env=variables(tenant))
    assert (done.returncode, done.stdout) == (1, "")
    assert "404" in done.stderr


def test_a_table_is_as_wide_as_the_terminal(tmp_path: Path, tenant: Emulator) -> None:
    command = [*PROGRAM, "get", "streams", "boiler", "--count", "5"]
    env = environment(tmp_path, variables(tenant))
    with Terminal(command, home=tmp_path, size=(40, 24), env=env) as terminal:
        terminal.wait_for("B1-PI-102")
        assert terminal.wait_exit() == 0
        lines = [line for line in terminal.text.splitlines() if line.strip()]
    assert lines[0].startswith("ID         NAME")
    assert lines[1].startswith("B1-BU-106  ")
    # A line that is wider would go on in the next one.
    assert [line.split()[0] for line in lines[1:6]] == [
        "B1-BU-106", "B1-FI-103", "B1-LI-104", "B1-P-105", "B1-PI-102",
    ]  # fmt: skip
    assert any("…" in line for line in lines)
