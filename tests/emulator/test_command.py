"""The emulator as a process: its line of JSON, its log, its exit codes."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.emulator.person import JONAS, form_of

COMMAND = [sys.executable, "-m", "ocs_tui.emulator"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run the command; give the process and what its one line says."""
    process = subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def sign_in(line: dict[str, Any]) -> httpx.Client:
    token = httpx.post(
        line["global"] + "/identity/connect/token",
        data={
            "grant_type": "client_credentials",
            "client_id": line["client_id"],
            "client_secret": line["client_secret"],
        },
        trust_env=False,
        verify=False,
    ).json()["access_token"]
    return httpx.Client(
        base_url=f"{line['global']}/api/v1/Tenants/{line['tenant_id']}",
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
        verify=False,
    )


def free_ports() -> int:
    """Return a port that is free together with the one after it, out of those that the system gives to nobody."""
    while True:
        port = random.randrange(20_000, 32_000, 2)
        with socket.socket() as first, socket.socket() as second:
            try:
                first.bind(("127.0.0.1", port))
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_one_line_logs_to_stderr_and_ends_cleanly(number: signal.Signals) -> None:
    port = free_ports()
    with running("--port", str(port), "--replica-delay", "0") as (process, line):
        assert set(line) == {
            "tenant_id",
            "global",
            "regions",
            "client_id",
            "client_secret",
            "code_client_id",
            "redirect_uri",
            "device_client_id",
        }
        assert line["global"] == line["regions"]["WestUS"] == f"http://127.0.0.1:{port}"
        assert line["regions"]["WestEurope"] == f"http://127.0.0.1:{port + 1}"
        with sign_in(line) as client:
            answer = client.get("/Namespaces", params={"region": "query-of-mine"})
            token = client.headers["Authorization"].split()[1]
            process.send_signal(number)
            out, err = process.communicate(timeout=10)
    assert process.returncode == 0
    assert out == ""
    assert "/Namespaces 200" in err
    assert answer.headers["operation-id"] in err
    for private in (token, line["client_secret"], "query-of-mine", "Traceback"):
        assert private not in err


@posix
def test_a_data_file_carries_over_to_the_next_run(tmp_path: Path) -> None:
    file = str(tmp_path / "tenant.db")
    with running("--data", file) as (process, first), sign_in(first) as client:
        assert client.post("/Namespaces/kept", json={}).status_code == 201
        process.terminate()
        assert process.wait(10) == 0
    with running("--data", file) as (_, second), sign_in(second) as client:
        assert second["client_secret"] == first["client_secret"]
        assert client.get("/Namespaces/kept").status_code == 200


@pytest.mark.parametrize(("options", "status"), [((), 200), (("--strict",), 403)])
def test_strict_is_a_switch(options: tuple[str, ...], status: int) -> None:
    with running(*options) as (_, line), httpx.Client(base_url=line["global"], trust_env=False) as http:
        wish = {"client_id": line["device_client_id"], "scope": "ocsapi"}
        device = http.post("/identity/connect/deviceauthorization", data=wish).json()
        page = form_of(http.get(device["verification_uri_complete"]))
        given = page.fields | {"user": JONAS, "decision": "allow"}
        http.post(page.action, data=given).raise_for_status()
        token = http.post(
            "/identity/connect/token",
            data={
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
                "client_id": line["device_client_id"],
                "device_code": device["device_code"],
            },
        ).json()["access_token"]
        users = http.get(
            f"/api/v1/Tenants/{line['tenant_id']}/Users", headers={"Authorization": f"Bearer {token}"}
        )
        assert users.status_code == status


def test_users_are_added_to_a_new_tenant_alone(tmp_path: Path) -> None:
    file = str(tmp_path / "tenant.db")
    for asked in ("300", "400"):
        with running("--data", file, "--users", asked) as (_, line), sign_in(line) as client:
            assert client.head("/Users").headers["total-count"] == "300"
            assert len(client.get("/Users", params={"count": 1000}).json()) == 300


@posix
def test_what_was_answered_survives_even_a_kill(tmp_path: Path) -> None:
    file = str(tmp_path / "tenant.db")
    with running("--data", file) as (process, first), sign_in(first) as client:
        assert client.post("/Namespaces/kept", json={}).status_code == 201
        process.kill()
        process.wait(10)
    with running("--data", file) as (_, second), sign_in(second) as client:
        assert client.get("/Namespaces/kept").status_code == 200


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=30, check=False)


def test_a_taken_port_is_one_sentence() -> None:
    for taken_by_second in (False, True):
        port = free_ports()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port + taken_by_second))
            taken.listen()
            result = run("--port", str(port))
        assert (result.returncode, result.stdout) == (1, "")
        (sentence,) = result.stderr.splitlines()
        assert str(port + taken_by_second) in sentence


def test_an_unusable_data_file_is_one_sentence(tmp_path: Path) -> None:
    result = run("--data", str(tmp_path / "none" / "tenant.db"))
    assert (result.returncode, result.stdout) == (1, "")
    (sentence,) = result.stderr.splitlines()
    assert "tenant.db" in sentence


@posix
def test_a_stdout_that_nobody_reads_is_one_sentence() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        COMMAND, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=30, check=False
    )
    os.close(writing)
    assert result.returncode == 1
    (sentence,) = result.stderr.splitlines()
    assert "stdout" in sentence


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "0"),
        ("--port", "65535"),
        ("--port", "x"),
        ("--replica-delay", "-1"),
        ("--replica-delay", "nan"),
        ("--replica-delay", "soon"),
        ("--users", "0"),
        ("--users", "50001"),
        ("--users", "many"),
        ("--streams", "0"),
        ("--streams", "10000001"),
        ("--streams", "many"),
        ("extra",),
    ],
)
def test_options_that_make_no_sense_are_refused(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    from ocs_tui.emulator.command import main

    with pytest.raises(SystemExit) as end:
        main(list(options))
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("ocs-tui emulator: ")
    assert said.err.count("\n") == 1


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    from ocs_tui.emulator.command import main

    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    for option in ("--port N", "--data FILE", "--replica-delay SECONDS", "--users N", "--strict"):
        assert option in text
    for option in ("--streams N", "--connect"):
        assert option in text


def test_it_can_be_connect_with_many_streams() -> None:
    """Both options reach what is served."""
    with running("--streams", "250", "--connect") as (_, line), sign_in(line) as client:
        streams = client.get("/Namespaces/boiler/Streams?count=1000").json()
        assert sum(each["Id"].startswith("NG-") for each in streams) == 250
        assert client.delete("/Namespaces/boiler").status_code == 405


def test_importing_it_brings_neither_pydantic_nor_a_client() -> None:
    code = (
        "import sys, ocs_tui.emulator.server; "
        "print(sorted({'pydantic', 'httpx', 'textual', 'keyring', 'fastapi'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
