"""Themes: ours are good in Textual's eyes and in a reader's; a wrong one is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme
from textual.widgets import DataTable, Footer, Input, Tree

from ocs_tui.resources import themes_folder
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import config_dir
from ocs_tui.settings.themes import DEFAULT_THEME, load_themes, read_theme, theme_files

OURS = sorted(themes_folder().glob("*.toml"))


def test_dark_light_and_high_contrast_are_there() -> None:
    assert {DEFAULT_THEME, "ocs-light", "ocs-high-contrast"} <= {file.stem for file in OURS}


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
async def test_textual_draws_with_each_of_ours(file: Path) -> None:
    class Sample(App[None]):
        def compose(self) -> ComposeResult:
            yield Input()
            yield Tree("root")
            yield DataTable()
            yield Footer()

    theme = read_theme(file)
    app = Sample()
    async with app.run_test():
        app.register_theme(Theme(name=theme.name, **theme.fields))
        app.theme = theme.name
        app.refresh_css()
        assert app.current_theme.dark is theme.fields["dark"]


@pytest.mark.parametrize(
    "file", [file for file in OURS if file.stem != "ocs-ansi"], ids=lambda file: file.stem
)
def test_every_text_can_be_read_on_every_ground(file: Path) -> None:
    fields = read_theme(file).fields
    wanted = 7.0 if "contrast" in file.stem else 4.5  # WCAG AAA, AA
    texts = ["foreground", "primary", "secondary", "accent", "success", "warning", "error"]
    pairs = [
        (fields[text], fields[ground]) for text in texts for ground in ("background", "surface", "panel")
    ]
    variables = fields["variables"]
    for cursor in ("block-cursor", "block-cursor-blurred"):
        pairs.append((variables[f"{cursor}-foreground"], variables[f"{cursor}-background"]))
    poor = [pair for pair in pairs if _contrast(*pair) < wanted]
    assert not poor


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(Color.parse(one)), _luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def test_a_users_theme_takes_the_place_of_ours() -> None:
    folder = config_dir() / "themes"
    folder.mkdir(parents=True)
    for name in ("mine", "ocs-dark"):
        (folder / f"{name}.toml").write_text('primary = "#123456"\n')
    files = theme_files(themes_folder())
    assert files["mine"].parent == files["ocs-dark"].parent == folder
    assert files["ocs-light"].parent == themes_folder()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dark = true\n", "primary is missing"),
        ('primary = "blurple"\n', "primary must be a colour"),
        ("primary = 5\n", "primary must be a colour"),
        ('primary = "#123456"\ndark = "yes"\n', "dark must be true or false"),
        ('primary = "#123456"\nprimery = "#123456"\n', "no field 'primery'"),
        ('primary = "#123456"\n[variables]\nborder = "thick"\n', "'border' must be a colour"),
        ('primary = "#123456"\n[variables]\nlink-style = "#123456"\n', "'link-style' must be a text style"),
        ('primary = "#123456"\n[variables]\n"a; b" = "#123456"\n', "is no name"),
        ("primary = \n", "no valid TOML"),
        ("primary = " + "[" * 5000, "no valid TOML: it is nested too deeply"),
    ],
)
def test_a_wrong_theme_is_one_sentence_and_left_out(tmp_path: Path, text: str, told: str) -> None:
    wrong, good = tmp_path / "wrong.toml", tmp_path / "good.toml"
    wrong.write_text(text)
    good.write_text(
        'primary = "#123456"\n[variables]\nborder = "ansi_red"\nlink-style = "bold not underline"\n'
        'text = "auto 87%"\n'
    )
    themes, notices = load_themes([wrong, good])
    assert [theme.name for theme in themes] == ["good"]
    assert len(notices) == 1
    assert str(wrong) in notices[0]
    assert told in notices[0]
    assert "\n" not in notices[0]


def test_a_theme_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_theme(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes(b'primary = "\xff"')
    with pytest.raises(SettingsError, match="no valid TOML"):
        read_theme(tmp_path / "latin.toml")
