"""``ocs-tui data``: events on stdout and in files, as processes against an emulator."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocs_tui.emulator.server import Emulator
from tests.cli.running import PROGRAM, environment, run
from tests.cli.tenants import variables

STREAM = "boiler/streams/B1-PI-102"
DAY = ("--from", "2026-01-01T00:00", "--to", "2026-01-01T08:00")


@pytest.fixture(scope="module")
def tenant() -> Iterator[Emulator]:
    """One tenant for all: nothing here writes."""
    with Emulator() as running:
        yield running


def got(home: Path, tenant: Emulator, *arguments: str) -> str:
    """What a read that ends well writes, and says nothing else."""
    done = run("data", *arguments, home=home, env=variables(tenant))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_a_window_of_several_pages_comes_whole(tmp_path: Path, tenant: Emulator) -> None:
    events = json.loads(got(tmp_path, tenant, STREAM, *DAY, "--json"))
    times = [event["Time"] for event in events]
    assert len(times) > 2_000
    assert times == sorted(set(times))
    assert times[0].startswith("2026-01-01T00:00")
    assert times[-1].startswith("2026-01-01T07:59")
    rows = list(csv.reader(io.StringIO(got(tmp_path, tenant, STREAM, *DAY, "--csv"))))
    assert rows[0] == ["Time", "Value [bar]", "Quality"]
    assert [row[0] for row in rows[1:]] == times
    table = got(tmp_path, tenant, STREAM, *DAY).splitlines()
    assert table[0].split("  ")[0] == "Time (UTC)"
    assert len(table) == len(events) + 1


def test_only_some_properties(tmp_path: Path, tenant: Emulator) -> None:
    (first, *_) = json.loads(got(tmp_path, tenant, STREAM, *DAY, "--properties", "value", "--json"))
    assert set(first) == {"Time", "Value"}


@pytest.mark.parametrize(
    ("how", "count", "holds"),
    [("--interpolated", 5, "Value"), ("--summaries", 4, "Value Mean"), ("--sampled", 10, "Value")],
)
def test_what_is_calculated(how: str, count: int, holds: str, tmp_path: Path, tenant: Emulator) -> None:
    events = json.loads(got(tmp_path, tenant, STREAM, *DAY, how, str(count), "--json"))
    assert holds in events[0]
    assert len(events) == count if how != "--sampled" else 10 <= len(events) <= 40


def test_the_first_and_the_last_event(tmp_path: Path, tenant: Emulator) -> None:
    (first,) = json.loads(got(tmp_path, tenant, STREAM, "--first", "--json"))
    (last,) = json.loads(got(tmp_path, tenant, STREAM, "--last-value", "--json"))
    assert first["Time"] < "2020" < last["Time"]
    assert got(tmp_path, tenant, STREAM, "--first").splitlines()[1].startswith(first["Time"][:10])


def test_an_asset_has_several_streams(tmp_path: Path, tenant: Emulator) -> None:
    asset = "boiler/assets/boiler-1"
    found = json.loads(got(tmp_path, tenant, asset, *DAY, "--json"))
    assert {"Steam temperature", "Drum pressure"} <= set(found)
    assert all(found.values())
    one = got(tmp_path, tenant, asset, *DAY, "--stream", "drum PRESSURE", "--csv")
    assert one.startswith("Time,Value [bar]")
    lines = got(tmp_path, tenant, asset, "--last-value").splitlines()
    assert "Drum pressure:" in lines
    done = run("data", asset, "--csv", home=tmp_path, env=variables(tenant))
    assert done.returncode == 2
    assert "--stream says which of Steam temperature, Drum pressure" in done.stderr


def test_a_data_view_is_interpolated_unless_stored_is_asked_for(tmp_path: Path, tenant: Emulator) -> None:
    view = "boiler/data-views/boiler-steam"
    rows = json.loads(got(tmp_path, tenant, view, *DAY, "--interpolated", "8", "--json"))
    times = {str(value)[:16] for row in rows for value in row.values()}
    assert times >= {f"2026-01-01T0{hour}:00" for hour in range(8)}
    stored = json.loads(
        got(
            tmp_path,
            tenant,
            view,
            "--from",
            "2026-01-01T00:00",
            "--to",
            "2026-01-01T00:02",
            "--stored",
            "--json",
        )
    )
    assert stored


def test_a_plot_is_drawn_without_a_terminal(tmp_path: Path, tenant: Emulator) -> None:
    done = run("data", STREAM, "--last", "7d", "--plot", home=tmp_path, env=variables(tenant))
    assert done.returncode == 0
    assert "too many events" in done.stderr
    lines = done.stdout.splitlines()
    assert 8 <= len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert "Value [bar]" in lines[0]
    assert "Quality" not in lines[0]


def test_a_file_is_written_whole_and_not_over_another(tmp_path: Path, tenant: Emulator) -> None:
    env, file = variables(tenant), tmp_path / "pressure.csv"
    done = run("data", STREAM, *DAY, "--output", str(file), home=tmp_path, env=env)
    assert (done.returncode, done.stdout) == (0, "")
    assert "holds 2," in done.stderr
    assert file.read_text() == got(tmp_path, tenant, STREAM, *DAY, "--csv")
    again = run("data", STREAM, *DAY, "--output", str(file), home=tmp_path, env=env)
    assert again.returncode == 2
    assert "--overwrite writes over it" in again.stderr
    assert run(
        "data", STREAM, "--last", "1h", "--output", str(file), "--overwrite", home=tmp_path, env=env
    ).returncode == 0  # fmt: skip
    assert 100 < len(file.read_text().splitlines()) < 1_000


def test_what_comes_is_followed_until_ctrl_c(tmp_path: Path, tenant: Emulator) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "data", STREAM, "--follow", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path, variables(tenant)),
        cwd=tmp_path,
    )
    assert process.stdout is not None
    times = [json.loads(process.stdout.readline())["Time"] for _ in range(11)]  # ten, and one that came
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert times == sorted(set(times))
    assert (process.returncode, said) == (130, "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["boiler"], "has no data: name a stream"),
        (["boiler/types/Pump"], "has no data: name a stream"),
        (["/roles/1"], "has no data"),
        ([STREAM, "--first", "--last", "1h"], "takes no window"),
        ([STREAM, "--follow", "--plot"], "neither calculated, plotted nor a file"),
        ([STREAM, "--plot", "--json"], "draws on the terminal"),
        ([STREAM, "--output", "x.csv", "--csv"], "The ending of --output"),
        ([STREAM, "--overwrite"], "is for --output"),
        ([STREAM, "--interpolated", "5", "--sampled", "5"], "--sampled"),
        ([STREAM, "--interpolated", "-5"], "--interpolated"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_before_signing_in(
    words: list[str], told: str, tmp_path: Path
) -> None:
    done = run("data", *words, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([STREAM, "--last", "soon"], "is no length of time"),
        ([STREAM, "--to", "now"], "--to needs --from"),
        ([STREAM, "--from", "2026-01-02", "--to", "2026-01-01"], "ends before it begins"),
        ([STREAM, "--properties", "Weight"], "no property 'Weight'; there are: Time, Value, Quality"),
        ([STREAM, "--output", "x.txt"], "ends in neither .csv nor .json"),
        (["boiler/assets/boiler-1", "--stream", "nope"], "no stream 'nope'; there are: Steam temperature"),
        (["boiler/assets/boiler-1", "--view", "x"], "--view is for a stream"),
        (["boiler/data-views/boiler-steam", "--summaries", "5"], "it can be interpolated, as stored"),
        (["boiler/data-views/boiler-steam", "--follow"], "cannot be followed"),
    ],
)
def test_what_does_not_fit_what_is_there_is_one_sentence(
    words: list[str], told: str, tmp_path: Path, tenant: Emulator
) -> None:
    done = run("data", *words, home=tmp_path, env=variables(tenant))
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
