"""pydantic without its plugins.

A plugin of whatever else is installed beside ocs-tui would be handed every body that is read, secrets too; and
looking for one reads the metadata of all that is installed: 10 ms of each start. Importing this lets pydantic
find none: it has a variable of the environment for that, which what is started from here would inherit.
"""

from __future__ import annotations

import sys
from types import ModuleType

_LOADER = "pydantic.plugin._loader"


def _none() -> tuple[object, ...]:
    return ()


if _LOADER not in sys.modules:
    loader = ModuleType(_LOADER)
    loader.get_plugins = _none  # type: ignore[attr-defined]
    sys.modules[_LOADER] = loader
