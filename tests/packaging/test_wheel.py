"""What users install: the source distribution and the wheel made of it, in an empty environment."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, clean_environment

REPO = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(400)


@dataclass(frozen=True)
class Built:
    """The two files of a release."""

    sdist: Path
    wheel: Path


def _run(*command: str | Path) -> None:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build as a packager does: a source distribution, and the wheel from that alone."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", folder, REPO)
    return Built(next(folder.glob("*.tar.gz")), next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment and return its ocs-tui."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    _run(sys.executable, "-m", "venv", environment)
    constraints = REPO / "constraints.txt"
    _run(environment / "bin/python", "-m", "pip", "install", "--constraint", constraints, built.wheel)
    return environment / "bin/ocs-tui"


def _looks() -> set[str]:
    """The files of the checkout that are no Python and that the program needs."""
    stylesheets = {f"screens/{path.name}" for path in (REPO / "screens").glob("*.tcss")}
    themes = {f"themes/{path.name}" for path in (REPO / "themes").glob("*.toml")}
    assert stylesheets
    assert themes
    return stylesheets | themes


def test_the_source_distribution_holds_stylesheets_and_themes(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert held >= _looks() | {"LICENSE", "README.md", "pyproject.toml"}
    assert not {name for name in held if name.startswith(("tests/", "benchmarks/"))}


def test_the_wheel_holds_stylesheets_and_themes_inside_the_package(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        held = set(archive.namelist())
    assert held >= {f"ocs_tui/{name}" for name in _looks()}
    assert {name.partition("/")[0] for name in held if ".dist-info/" not in name} == {"ocs_tui"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)


def test_it_tells_its_version(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [installed, "--version"],
        capture_output=True,
        text=True,
        env=clean_environment(tmp_path),
        cwd=tmp_path,
    )
    version = re.search(r'__version__ = "(.+)"', (REPO / "ocs_tui/__init__.py").read_text("utf-8"))
    assert version is not None
    assert done.stdout.split() == ["ocs-tui", version.group(1)]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.terminal
def test_it_shows_the_demo(installed: Path, tmp_path: Path) -> None:
    with Terminal([str(installed), "--demo"], home=tmp_path, cwd=tmp_path) as explorer:
        explorer.wait_for("boiler", timeout=60)
        explorer.press("ctrl+q")
        assert explorer.wait_exit() == 0
        assert explorer.left_behind == []
