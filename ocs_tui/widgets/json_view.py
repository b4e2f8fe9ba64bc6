"""A body as it was answered, line by line."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from ocs_tui.model.text import safe_lines
from ocs_tui.widgets.line_view import LineView

_COLOURED_AT_MOST = 200_000


class JsonView(LineView):
    """Shows JSON. ``y`` copies the whole body."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._raw: str | None = None
        self._whole: list[Text] = []
        self._lines: list[Text] = []

    def show(self, raw: str | None, pretty: str, note: str = "") -> None:
        """Show a body.

        Args:
            raw: the body as answered, which ``y`` copies; None when nothing was read.
            pretty: the body indented.
            note: a sentence above it.
        """
        self._raw = raw
        lines = [Text(line, self.tint("changed")) for line in safe_lines(note)] if note else []
        self._whole = lines + self._coloured(safe_lines(pretty, limit=20_000_000))
        self._fold(self.size.width)
        self.lines_changed()

    def on_resize(self) -> None:
        """Fold anew for the width."""
        self._fold(self.size.width)

    def _fold(self, width: int) -> None:
        """Fold long lines: what is cut off cannot be read."""
        folded: list[Text] = []
        for line in self._whole:
            if width < 20 or line.cell_len <= width:
                folded.append(line)
            else:
                folded += line.divide(range(width, len(line), width))
        self._lines = folded

    def _coloured(self, lines: list[str]) -> list[Text]:
        if sum(map(len, lines)) > _COLOURED_AT_MOST:
            return [Text(line) for line in lines]
        from pygments.lexers.data import JsonLexer  # only a body needs it
        from pygments.token import Token

        styles = {
            Token.Name.Tag: self.tint("key"),
            Token.Literal.String.Double: self.tint("good"),
            Token.Literal.Number.Integer: self.tint("changed"),
            Token.Literal.Number.Float: self.tint("changed"),
            Token.Keyword.Constant: self.tint("changed"),
        }
        result = [Text()]
        for kind, value in JsonLexer(stripnl=False, ensurenl=False).get_tokens("\n".join(lines)):
            style = styles.get(kind, Style.null())
            first, *rest = value.split("\n")
            result[-1].append(first, style)
            result += [Text(part, style) for part in rest]
        return result

    def row_count(self) -> int:
        """The lines of the body."""
        return len(self._lines)

    def row_text(self, row: int, width: int) -> Text:
        """One line of it."""
        return self._lines[row]

    def copy_text(self) -> str | None:
        """The whole body as answered."""
        return self._raw
