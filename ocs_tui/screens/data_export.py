"""Ask where the data that is shown is to be written, and write it: whole, with how far it is, until escape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocs_tui.model.text import safe
from ocs_tui.screens.path_prompt import PathPrompt

if TYPE_CHECKING:
    from ocs_tui.connection.tracks import Asked, Track


class ExportPrompt(PathPrompt):
    """Answers a sentence on what was written; None when nothing was.

    Args:
        track: what gives the events.
        asked: the window, and how it is read.
        proposed: the name of the file that stands there first.
    """

    HELP = (
        "Type the path of a file that ends in .csv or .json: enter writes all that there is in the window, escape "
        "ends that and leaves no file. A file that is there is written over only when you say so."
    )
    title_words = "Export"
    hint = ".csv or .json says what is written. ~ is the home; the rest starts in"
    enter = "enter writes it"
    doing = "Reading… escape ends it, and leaves no file."

    def __init__(self, track: Track, asked: Asked, proposed: str) -> None:
        super().__init__(proposed)
        self._track, self._asked = track, asked
        self.title_words = f"Export {safe(track.title, 60)}, {asked.how.value}"

    async def use(self, path: Path) -> str | None:
        """Write it; ask first where there is such a file."""
        from ocs_tui.api.errors import OcsError
        from ocs_tui.connection.data_export import export, format_of
        from ocs_tui.screens.ask import Ask
        from ocs_tui.settings.deadline import within

        format_of(path)
        overwrite = False
        try:
            there = await within(2.0, path.is_file)
        except (TimeoutError, OSError, ValueError):
            there = False  # what is wrong with it is said when it is written
        if there:
            question = Ask(f"{safe(path)} is there already. Write over it?", "Write over it", "Keep it")
            overwrite = bool(await self.ocs.push_screen_wait(question))
            if not overwrite:
                self.fail("Nothing was written: name another file.")
                return None
        try:
            count = await export(
                self._track,
                self._asked,
                path,
                overwrite=overwrite,
                on_progress=lambda done: self.say(
                    f"{done:,} events written so far… escape ends it, and leaves no file."
                ),
            )
        except OcsError as error:
            self.fail(f"{error.sentence} Nothing was written.")
            return None
        return f"{count:,} events written to {safe(path)}."
