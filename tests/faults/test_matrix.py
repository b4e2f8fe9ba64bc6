"""Every operation under every fault: a clear sentence, no write twice, and afterwards all is well."""

from __future__ import annotations

import pytest

from ocs_tui.emulator.server import Emulator
from tests.faults.faults import CASES
from tests.faults.matrix import OPERATIONS, QUICK, behind_proxies, row
from tests.faults.table import rows_of_the_page


@pytest.mark.parametrize("name", CASES)
async def test_a_fault_ends_in_an_answer_or_a_clear_sentence(name: str, emulator: Emulator) -> None:
    said = rows_of_the_page()
    async with behind_proxies(emulator) as (made, new_client):
        found = await row(made, new_client, name)
        for title, cell in found.items():
            operation = OPERATIONS[title]
            assert cell.writes <= operation.writes, f"{title}: a write went {cell.writes} times"
            if cell.error is None:
                continue
            sentence = cell.error.sentence
            assert sentence.strip() == sentence
            assert "\n" not in sentence
            assert 15 < len(sentence) < 400
            assert sentence.endswith(".")
            assert emulator.info["client_secret"] not in f"{cell.error!r}{sentence}{cell.error.detail}"
        async with new_client(QUICK) as client:
            assert (await client.list_namespaces()).value, "afterwards everything works"
    assert {title: cell.word for title, cell in found.items()} == said[name], (
        "make faults writes the page anew"
    )
