"""Ask for a file of ``acl export`` to compare with; what is wrong with it is said here, and the path kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ocs_tui.screens.compare import CannotCompare, called
from ocs_tui.screens.compare_file import read
from ocs_tui.screens.path_prompt import PathPrompt

if TYPE_CHECKING:
    from ocs_tui.access.file import AccessFile

Chosen = tuple[Path, "AccessFile"]


class FilePrompt(PathPrompt):
    """Answers a path and what its file says of a namespace (an empty id: of the root ACL); None for none."""

    HELP = (
        "Type the path of a file that acl export wrote: tab completes it, enter compares, escape goes back."
    )
    hint = "A file that acl export wrote. ~ is the home; the rest starts in"
    placeholder = "access.yaml"
    enter = "enter compares"

    def __init__(self, namespace_id: str, tenant_id: str) -> None:
        super().__init__()
        self._namespace_id, self._tenant_id = namespace_id, tenant_id
        self.title_words = f"Compare {called(namespace_id)} with a file"

    async def use(self, path: Path) -> Chosen | None:
        """Read it."""
        try:
            return path, await read(path, self._namespace_id, self._tenant_id)
        except CannotCompare as problem:
            self.fail(problem.sentence)
            return None
