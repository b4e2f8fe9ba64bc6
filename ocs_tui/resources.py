"""Finds the files that are no Python: stylesheets and themes, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# The wheel carries screens/ and themes/ under the package; a checkout has them beside it.
_PLACES = (_PACKAGE, _PACKAGE.parent)


def stylesheet(name: str) -> Path:
    """Return the Textual stylesheet of the screen module ``name``, such as ``explorer``.

    Raises:
        FileNotFoundError: with one sentence; the installation is incomplete then.
    """
    return _find(Path("screens") / f"{name}.tcss")


def themes_folder() -> Path:
    """Return the folder of the themes that come with the program.

    Raises:
        FileNotFoundError: with one sentence; the installation is incomplete then.
    """
    return _find(Path("themes"))


def _find(part: Path) -> Path:
    for place in _PLACES:
        if (place / part).exists():
            return place / part
    raise FileNotFoundError(f"{part} is missing from this installation of ocs-tui: install it again.")
