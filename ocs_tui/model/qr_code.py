"""A QR code in half blocks: two modules a character, one above the other."""

from __future__ import annotations

_BORDER = 2
"""Modules of quiet around it. The standard asks for four; cameras are content with two, and a terminal is small."""
_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""By upper and lower module, True for a dark one. What is light is drawn, since terminals are dark."""


def qr_code(text: str) -> tuple[str, ...]:
    """Return the lines of a QR code of ``text``, to be shown in white on black; empty where none can hold it.

    segno is imported here, at a sign-in: it costs a tenth of a start.
    """
    import segno

    try:
        code = segno.make(text, error="l", boost_error=False, micro=False)
    except segno.DataOverflowError:
        return ()
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
