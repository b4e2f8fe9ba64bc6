"""``python -m tests.faults.table``: runs the matrix and writes it into docs/faults.md."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ocs_tui.emulator.server import Emulator
from tests.faults.faults import CASES
from tests.faults.matrix import OPERATIONS, behind_proxies, row

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
_HEAD = """\
# What comes of a fault

Each row is a fault of the wire, put between client and emulator by a proxy on real sockets; each column something a
user has done. The table is written by `make faults`, and `make test` fails when it is no longer true. Unless the row
says otherwise the fault is at the region that serves the operation, and another region is up. Streams and their data
are those of a namespace of another region than the base URL's: they are read at the base URL when their own is down.

*from another region*: read there, and the screen says so. *outcome unknown*: a write was sent and no answer says what
became of it; the journal keeps that, and looks. Nothing is ever written twice. Everything else is one sentence with
what to do, and what is on the screen stays.

"""


def page(rows: dict[str, dict[str, str]]) -> str:
    """Return the page of these rows."""
    lines = [f"| Fault | {' | '.join(OPERATIONS)} |", "|---" * (len(OPERATIONS) + 1) + "|"]
    lines += [f"| {name} | {' | '.join(words.values())} |" for name, words in rows.items()]
    return _HEAD + "\n".join(lines) + "\n"


def rows_of_the_page() -> dict[str, dict[str, str]]:
    """Return what the page says of each fault and operation."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] in CASES:
            found[cells[0]] = dict(zip(OPERATIONS, cells[1:], strict=True))
    return found


async def run() -> dict[str, dict[str, str]]:
    """Run the whole matrix; return a word for each cell."""
    rows = {}
    with Emulator(replica_delay=0.0) as emulator:
        async with behind_proxies(emulator) as (made, new_client):
            for name in CASES:
                found = await row(made, new_client, name)
                rows[name] = {title: cell.word for title, cell in found.items()}
    return rows


if __name__ == "__main__":
    PAGE.write_text(page(asyncio.run(run())), encoding="utf-8")
