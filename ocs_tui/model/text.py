"""The one place where text from outside becomes safe to show. Free of pydantic.

A terminal obeys control sequences wherever they come from, and no widget strips them: names,
descriptions and errors of the service pass through here once, before anything is shown. What comes
out is plain text: it is never parsed as markup either, which is the widgets' part (``Text``,
``Content`` or ``markup=False``).
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

_BIDI = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF",
    0x202D: "LRO", 0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_INVISIBLE = {
    0x200B: "ZWSP", 0x2060: "WJ", 0xFEFF: "BOM", 0x00AD: "SHY", 0x2028: "LS", 0x2029: "PS", 0x180E: "MVS",
}  # fmt: skip
# More that draws nothing, shown by number: invisible operators and the old format controls, annotation
# marks, tags, and skin tones, see below. The joiners 200C and 200D stay in letters: Persian and Indic scripts
# are spelled with them.
_NUMBERED = (
    *range(0x2061, 0x2066), *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    *range(0x1F3FB, 0x1F400),
)  # fmt: skip
# Terminals do not agree on how wide an emoji of several parts is, tmux and most others count each part: what
# stands behind it would be drawn in the wrong column. So the parts stand for themselves.
_PICTURE = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINER = re.compile(f"(?<=[{_PICTURE}\ufe0f])\u200d")
_SELECTOR = re.compile(f"(?<=[{_PICTURE}])[\ufe0e\ufe0f]")
_FLAG_A = 0x1F1E6


def _glyphs() -> dict[int, str]:
    """Each unsafe code point with what is shown in its place."""
    table: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20)}  # ␀ to ␟
    table[0x7F] = "␡"
    table.update({code: f"‹{code:02X}›" for code in range(0x80, 0xA0)})
    table.update({code: f"‹{code:04X}›" for code in _NUMBERED})
    table.update({code: f"‹{name}›" for code, name in (_BIDI | _INVISIBLE).items()})
    table.update({0xFE0E: "‹VS15›", 0xFE0F: "‹VS16›"})
    table.update({_FLAG_A + letter: f"‹{chr(ord('A') + letter)}›" for letter in range(26)})
    return table


_TABLE = _glyphs()
_UNSAFE = re.compile("[" + "".join(re.escape(chr(code)) for code in _TABLE) + "\u200d\ud800-\udfff]")
_LINES = dict(_TABLE)
del _LINES[0x0A]


def _parts(text: str) -> str:
    """Take emoji apart that are made of several, and leave out what only says how one is drawn."""
    return _SELECTOR.sub("", _JOINER.sub("‹ZWJ›", text))


def _lone_surrogates(text: str) -> str:
    return re.sub("[\ud800-\udfff]", lambda match: f"‹{ord(match.group()):04X}›", text)


def safe(text: object, limit: int = 0) -> str:
    """Return ``text`` as one line that is safe to show.

    Control characters (C0, DEL, C1), bidirectional controls and other invisible characters become
    visible glyphs, line breaks included; a lone surrogate becomes its number, and an emoji of several parts
    its parts, since terminals disagree on its width. With ``limit`` > 0 the
    result is cut to that many characters, the cut shown by an ellipsis.
    """
    value = text if isinstance(text, str) else str(text)
    if limit:
        value = value[: limit + 1]  # what lies beyond is not looked at, however long it is
    if _UNSAFE.search(value):
        value = _lone_surrogates(_parts(value).translate(_TABLE))
    if limit and len(value) > limit:
        value = value[: limit - 1] + ELLIPSIS
    return value


def safe_lines(text: object, limit: int = 100_000) -> list[str]:
    """Return ``text`` as lines that are safe to show; line breaks separate, tabs become spaces."""
    value = text if isinstance(text, str) else str(text)
    if len(value) > limit:
        value = value[: limit - 1] + ELLIPSIS
    value = value.replace("\r\n", "\n").expandtabs(4)
    if _UNSAFE.search(value):
        value = _lone_surrogates(_parts(value).translate(_LINES))
    return value.split("\n")


def fold(text: str) -> str:
    """Return ``text`` folded for finding and sorting by people: case and accents do not count."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
