"""Opening a browser: where there is one, and that the terminal sees nothing of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ocs_tui.api.signin.browser import has_desktop, open_in_browser

URL = "https://one.example/identity/connect/authorize?a=b&c=%20d"


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "linux", False),
        ({"SSH_TTY": "/dev/ttys001"}, "darwin", False),
        ({"SSH_CLIENT": "10.0.0.1 1 22"}, "win32", False),
    ],
)
def test_a_browser_is_opened_where_the_person_sees_it(
    environ: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_desktop(environ, platform) is expected


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":77")


def _browser(folder: Path, code: str) -> str:
    """Make a program, and return what BROWSER must be to have it opened."""
    program = folder / "browser"
    program.write_text(f"#!{sys.executable}\n{code}\n")
    program.chmod(0o700)
    return f"{program} %s"


@pytest.mark.skipif(sys.platform != "linux", reason="BROWSER is not what decides elsewhere")
@pytest.mark.usefixtures("desktop")
async def test_the_browser_gets_the_address_and_the_terminal_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seen = tmp_path / "seen.json"
    code = (
        "import json, os, sys\n"
        "print('drawn over the screen'); print('and this', file=sys.stderr)\n"
        f"json.dump([sys.argv[1:], open(f'/proc/{{os.getppid()}}/cmdline').read()], open({str(seen)!r}, 'w'))"
    )
    monkeypatch.setenv("BROWSER", _browser(tmp_path, code))
    assert await open_in_browser(URL)
    arguments, started_by = json.loads(seen.read_text())
    assert arguments == [URL]
    assert "one.example" not in started_by
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="BROWSER is not what decides elsewhere")
@pytest.mark.usefixtures("desktop")
async def test_a_browser_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", _browser(tmp_path, "raise SystemExit(3)"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not await open_in_browser(URL)


@pytest.mark.skipif(sys.platform != "linux", reason="BROWSER is not what decides elsewhere")
@pytest.mark.usefixtures("desktop")
async def test_a_browser_in_the_foreground_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ocs_tui.api.signin.browser._OPEN_SECONDS", 0.5)
    monkeypatch.setenv("BROWSER", _browser(tmp_path, "import time; time.sleep(2)"))
    assert await open_in_browser(URL)


async def test_without_a_desktop_none_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    monkeypatch.setenv("BROWSER", _browser(tmp_path, f"open({str(tmp_path / 'opened')!r}, 'w')"))
    assert not await open_in_browser(URL)
    assert not (tmp_path / "opened").exists()
