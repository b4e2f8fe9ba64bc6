"""What a rule could be: suggested from the id of its example stream."""

from __future__ import annotations

import re

from ocs_tui.emulator.rules.matching import GROUP, LITERAL
from ocs_tui.emulator.store import Json

_PIECES = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_LETTER, _DIGIT = 1, 2


def suggested(rule: Json, example: str) -> list[Json]:
    """Return two rules for streams like the example: one that names every part, one that holds fast to the first.

    The reference does not say how a suggestion comes about. Read here: letters and digits are parts, what
    stands between them is literal.

    Args:
        rule: what the rule is so far.
        example: the id of the example stream.
    """
    pieces = _PIECES.findall(example)
    return [_rule(rule, pieces, fixed) for fixed in ((0, 1) if len(pieces) > 1 else (0,))]


def _rule(rule: Json, pieces: list[str], fixed: int) -> Json:
    specifications: list[Json] = []
    outputs: list[Json] = []
    for number, piece in enumerate(pieces):
        if number < fixed or not piece.isalnum():
            specifications.append({"Type": LITERAL, "Value": piece})
            continue
        name = f"Part {len(outputs) + 1}"
        kind = _DIGIT if piece.isdigit() else _LETTER
        specifications.append({"Type": GROUP, "Name": name, "Value": piece, "CharacterType": kind})
        outputs.append({"Field": name, "Value": name})
    about = {name: rule[name] for name in ("Name", "Description", "ExampleStreamId") if rule.get(name)}
    return about | {"Expressions": [{"Field": "Id", "Specifications": specifications}], "Outputs": outputs}
