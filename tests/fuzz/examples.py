"""How many examples are tried: few in ``make test``, more in ``make fuzz``, which sets OCS_FUZZ."""

from __future__ import annotations

import os

import hypothesis

_TIMES = int(os.environ.get("OCS_FUZZ", "1"))


def examples(number: int) -> hypothesis.settings:
    """Return settings for so many examples, times OCS_FUZZ where that is set."""
    return hypothesis.settings(
        max_examples=number * _TIMES,
        suppress_health_check=list(hypothesis.HealthCheck),
        print_blob=True,
    )
