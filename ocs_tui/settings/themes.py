"""Themes: one TOML file each, ours in ``themes/``, the user's in ``themes`` of the config folder.

A file's name is the theme's. At the top stand ``dark`` (true or false), ``ansi`` (true: the terminal's own
sixteen colours) and the colours; ``[variables]`` sets Textual's finer ones. A colour is ``#rrggbb`` or
``ansi_red`` and the like. Everything is checked here, since Textual would stop at a wrong one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import config_dir

DEFAULT_THEME = "ocs-dark"

COLOR_FIELDS = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "success",
    "warning",
    "error",
)

# Variables that Textual 8 makes for every theme but an ansi one, where a stylesheet that names one stops it.
_MISSING_IN_ANSI = {
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "foreground-disabled": "ansi_bright_black",
    "surface-active": "ansi_default",
}

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_ANSI = "ansi_(?:default|(?:bright_)?(?:black|red|green|yellow|blue|magenta|cyan|white))"
_COLOR = re.compile(f"(?:#[0-9A-Fa-f]{{6}}|{_ANSI})")
_SHADE = re.compile(rf"(?:transparent|(?:auto|{_COLOR.pattern})(?: (?:100|[1-9]?[0-9])%)?)")
_STYLE_WORD = "(?:bold|dim|italic|none|reverse|strike|underline)"
_STYLE = re.compile(rf"(?:not )?{_STYLE_WORD}(?: (?:not )?{_STYLE_WORD})*")
_VARIABLE = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme as its file says it.

    Attributes:
        name: the file's name without its ending.
        fields: the other arguments of ``textual.theme.Theme``, each checked.
    """

    name: str
    fields: dict[str, Any]


def theme_files(ours: Path, users: Path | None = None) -> dict[str, Path]:
    """Return the files of all themes by name; a user's takes the place of ours of the same name.

    Args:
        ours: the folder of the themes that come with the program.
        users: the user's folder, by default ``themes`` in the config folder; it need not exist.
    """
    users = config_dir() / "themes" if users is None else users
    return {file.stem: file for folder in (ours, users) for file in _toml_files(folder)}


def load_themes(files: Iterable[Path]) -> tuple[list[ThemeFile], list[str]]:
    """Read theme files. Returns the good ones, and one sentence for each that is left out."""
    themes: list[ThemeFile] = []
    notices: list[str] = []
    for file in files:
        try:
            themes.append(read_theme(file))
        except SettingsError as error:
            notices.append(error.sentence)
    return themes, notices


def read_theme(file: Path) -> ThemeFile:
    """Read one theme.

    Raises:
        SettingsError: when the file cannot be read, is no TOML, or a field of it is wrong.
    """
    if not _NAME.fullmatch(file.stem):
        raise SettingsError(
            f"The theme file {safe(file)} must be named with letters, digits, '-', '_' and '.'."
        )
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise SettingsError(f"The theme file {file} cannot be read: {reason}.") from None
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"The theme file {file} is no valid TOML: {safe(error, 160)}.") from None
    except RecursionError:
        raise SettingsError(f"The theme file {file} is no valid TOML: it is nested too deeply.") from None
    fields: dict[str, Any] = {}
    for key, value in content.items():
        if key in ("dark", "ansi"):
            good = isinstance(value, bool)
            expected = "true or false"
        elif key in COLOR_FIELDS:
            good = isinstance(value, str) and _COLOR.fullmatch(value) is not None
            expected = "a colour such as #4080c0 or ansi_blue"
        elif key == "variables":
            good = isinstance(value, dict)
            expected = "a table [variables]"
        else:
            raise SettingsError(f"The theme file {file}: there is no field {safe(key, 60)!r}.")
        if not good:
            raise SettingsError(f"The theme file {file}: {key} must be {expected}.")
        fields[key] = value
    if "primary" not in fields:
        raise SettingsError(f"The theme file {file}: primary is missing, the one colour it must have.")
    for key, value in fields.get("variables", {}).items():
        _check_variable(key, value, file)
    if fields.get("ansi", False):
        fields["variables"] = {**_MISSING_IN_ANSI, **fields.get("variables", {})}
    return ThemeFile(file.stem, fields)


def _check_variable(key: str, value: object, file: Path) -> None:
    where = f"The theme file {file}: variable {safe(key, 60)!r}"
    if not _VARIABLE.fullmatch(key):
        raise SettingsError(f"{where} is no name such as footer-key-foreground.")
    if "style" in key.split("-"):
        pattern, expected = _STYLE, "a text style such as bold or reverse"
    else:
        pattern, expected = _SHADE, "a colour such as #4080c0, ansi_blue, '#4080c0 35%' or 'auto 87%'"
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise SettingsError(f"{where} must be {expected}.")


def _toml_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []
