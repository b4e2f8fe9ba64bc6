"""A short code in letters three lines high, to be read from across a desk."""

from __future__ import annotations

_FONT = {
    "A": "010 101 111 101 101", "B": "110 101 110 101 110", "C": "011 100 100 100 011",
    "D": "110 101 101 101 110", "E": "111 100 110 100 111", "F": "111 100 110 100 100",
    "G": "0111 1000 1011 1001 0111", "H": "101 101 111 101 101", "I": "111 010 010 010 111",
    "J": "001 001 001 101 010", "K": "1001 1010 1100 1010 1001", "L": "100 100 100 100 111",
    "M": "10001 11011 10101 10001 10001", "N": "1001 1101 1011 1001 1001", "O": "0110 1001 1001 1001 0110",
    "P": "110 101 110 100 100", "Q": "0110 1001 1001 1010 0101", "R": "110 101 110 101 101",
    "S": "011 100 010 001 110", "T": "111 010 010 010 010", "U": "1001 1001 1001 1001 0110",
    "V": "10001 10001 01010 01010 00100", "W": "10001 10001 10101 11011 10001", "X": "101 101 010 101 101",
    "Y": "101 101 010 010 010", "Z": "111 001 010 100 111",
    "0": "010 101 101 101 010", "1": "010 110 010 010 111", "2": "110 001 010 100 111",
    "3": "110 001 010 001 110", "4": "101 101 111 001 001", "5": "111 100 110 001 110",
    "6": "011 100 110 101 010", "7": "111 001 010 010 010", "8": "010 101 010 101 010",
    "9": "010 101 011 001 110", "-": "00 00 11 00 00", " ": "00 00 00 00 00",
}  # fmt: skip
_BLOCKS = {("0", "0"): " ", ("1", "0"): "▀", ("0", "1"): "▄", ("1", "1"): "█"}


def large(code: str, width: int) -> str:
    """Return a code in large letters on three lines; spaced out on one where it is too wide or has other signs."""
    letters = [_FONT.get(letter) for letter in code.upper()]
    if all(letters):
        rows = ["0".join(parts) for parts in zip(*(str(one).split() for one in letters), strict=True)]
        rows.append("0" * len(rows[0]))
        if len(rows[0]) <= width:
            pairs = zip(rows[::2], rows[1::2], strict=True)
            return "\n".join("".join(_BLOCKS[pair] for pair in zip(*two, strict=True)) for two in pairs)
    return " ".join(code)
