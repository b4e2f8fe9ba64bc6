"""``make audit``: whether a package that is installed here has a known hole, as the OSV database says.

Source: https://google.github.io/osv.dev/post-v1-querybatch/ for the request and its answer, which need no tool
of their own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import distributions
from typing import Any

import httpx

DATABASE = "https://api.osv.dev"
_SECONDS = 30.0
_MOST = 1000  # packages in one request, as the database takes them
_OURS = "ocs-tui"

CLEAN, HOLES, NOT_KNOWN = 0, 1, 2


class NotKnown(Exception):
    """The database said nothing that helps; the text is one sentence."""


def installed() -> list[tuple[str, str]]:
    """Return name and version of each package that is installed here, ours aside."""
    found = {(each.metadata["Name"], each.version) for each in distributions()}
    return sorted((name, version) for name, version in found if name.lower() != _OURS)


def known_holes(packages: Sequence[tuple[str, str]], database: str) -> list[list[str]]:
    """Return for each package the ids of the holes that are known of it.

    Raises:
        NotKnown: when the database cannot be reached, or answers something else.
    """
    found: list[list[str]] = []
    for start in range(0, len(packages), _MOST):
        found += _asked(packages[start : start + _MOST], database)
    return found


def _asked(packages: Sequence[tuple[str, str]], database: str) -> list[list[str]]:
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages
    ]
    try:
        answer = httpx.post(f"{database}/v1/querybatch", json={"queries": queries}, timeout=_SECONDS)
        answer.raise_for_status()
        results: Any = answer.json()["results"]
        holes = [[str(hole["id"]) for hole in result.get("vulns") or ()] for result in results]
    except httpx.HTTPStatusError as error:
        raise NotKnown(f"{database} answered {error.response.status_code}") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotKnown(f"{database} cannot be reached ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotKnown(f"{database} answered something else than holes") from None
    if len(holes) != len(packages):
        raise NotKnown(f"{database} answered for {len(holes)} of {len(packages)} packages")
    return holes


def main(argv: Sequence[str] | None = None) -> int:
    """Say what is known; return 0 for nothing, 1 for holes, 2 when it is not known."""
    parser = argparse.ArgumentParser(description="Look the installed packages up in the OSV database.")
    parser.add_argument("--database", default=DATABASE, metavar="URL", help=f"default: {DATABASE}")
    options = parser.parse_args(argv)
    packages = installed()
    try:
        holes = known_holes(packages, options.database)
    except NotKnown as problem:
        print(f"Whether a dependency has a known hole was not checked: {problem}.", file=sys.stderr)
        return NOT_KNOWN
    bad = [(name, version, ids) for (name, version), ids in zip(packages, holes, strict=True) if ids]
    for name, version, ids in bad:
        print(f"{name} {version}: {', '.join(ids)} (https://osv.dev/vulnerability/{ids[0]})")
    print(f"{len(packages)} packages looked up, {len(bad)} with a known hole.")
    return HOLES if bad else CLEAN


if __name__ == "__main__":
    sys.exit(main())
