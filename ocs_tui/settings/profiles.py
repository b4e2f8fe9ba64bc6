"""The profiles file, ``profiles.toml`` in the config folder: read on the way to the first frame.

Reading uses tomllib; tomlkit, which keeps comments and what it does not know, is imported to write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import config_dir, others_may_write, state_dir, write_private
from ocs_tui.settings.profile import DEFAULTS, FIELDS, REQUIRED, Profile, make_profile, profile_name_problem

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def profiles_file() -> Path:
    """Return where the profiles are kept; the file need not exist."""
    return config_dir() / "profiles.toml"


class Profiles:
    """The profiles of this user. Each change is written to the file at once."""

    def __init__(self, file: Path, content: dict[str, Any], command_problem: str = "") -> None:
        self.file = file
        """Where they are kept."""
        self.warning = ""
        """What is to be told before a profile is used; empty when the file is this user's alone to write."""
        self._command_problem = command_problem
        self._take(content)

    @classmethod
    def load(cls, file: Path | None = None) -> Profiles:
        """Read the profiles; a file that does not exist holds none.

        A profile with a mistake in it does not keep the others from being used: it is told by ``get``.

        Raises:
            SettingsError: when the file cannot be read or is no TOML, or is not of the right shape.
        """
        file = profiles_file() if file is None else file
        text = _read(file)
        if text is None:
            return cls(file, {})
        clause = others_may_write(file)
        problem = f"secret_command in {file} is not run, because {clause}." if clause is not None else ""
        found = cls(file, _parse(text, file), problem)
        if clause is not None:
            found.warning = f"Who else can change {file} can have your sign-in sent elsewhere: {clause}."
        return found

    def _take(self, content: dict[str, Any]) -> None:
        tables = content.get("profiles", {})
        if not isinstance(tables, dict):
            raise SettingsError(f"{self.file}: profiles must be tables such as [profiles.work].")
        for key in ("current", "theme"):
            if not isinstance(content.get(key, ""), str):
                raise SettingsError(f'{self.file}: {key} must be a text in quotes, such as {key} = "...".')
        self._tables = tables
        self._chosen = content.get("current") or None
        self.theme: str | None = content.get("theme") or None
        """The theme named at the top of the file; None when there is none."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all profiles, in the file's order."""
        return tuple(self._tables)

    @property
    def current(self) -> str | None:
        """The name of the current profile; a single one needs not be chosen. None when there is none."""
        if self._chosen in self._tables:
            return self._chosen
        return next(iter(self._tables)) if len(self._tables) == 1 and not self._chosen else None

    def get(self, name: str | None = None) -> Profile:
        """Return a profile by name, by default the current one.

        Raises:
            SettingsError: when there is no such profile, none is chosen, or a field of it is wrong.
        """
        if name is None:
            name = self._current_or_sentence()
        self.refuse_missing(name)
        if (problem := profile_name_problem(name)) is not None:
            raise SettingsError(f"{self.file}: {problem}")
        table = self._tables[name]
        where = f"{self.file}, profile {name!r}"
        if not isinstance(table, dict):
            raise SettingsError(f"{where}: it must be a table [profiles.{name}].")
        return make_profile(name, table, where, self._command_problem)

    def refuse_missing(self, name: str) -> None:
        """Pass when there is a profile of this name, be it right or wrong.

        Raises:
            SettingsError: when there is none.
        """
        if name not in self._tables:
            raise SettingsError(f"There is no profile {safe(name, 64)!r} in {self.file}; {self._choices()}.")

    def refuse_taken(self, name: str) -> None:
        """Pass when no profile has this name.

        Raises:
            SettingsError: when one has.
        """
        if name in self._tables:
            raise _taken(name)

    def add(self, profile: Profile) -> None:
        """Save a new profile; the first one becomes the current one.

        Raises:
            SettingsError: when the name is taken or no name, a field is wrong, or the file cannot be written.
        """
        self.refuse_taken(profile.name)
        self._save(profile, is_new=True)

    def save(self, profile: Profile) -> None:
        """Save a profile, new or changed; what else stands in its table is kept.

        Raises:
            SettingsError: as ``add`` does, except for a name that is taken.
        """
        self._save(profile, is_new=False)

    def _save(self, profile: Profile, *, is_new: bool) -> None:
        if (problem := profile_name_problem(profile.name)) is not None:
            raise SettingsError(problem)
        values = {field: _plain(getattr(profile, field)) for field in FIELDS}
        make_profile(profile.name, values, f"Profile {profile.name!r}")

        def edit(document: TOMLDocument) -> None:
            import tomlkit

            is_first = not document.get("profiles")
            tables = document.setdefault("profiles", tomlkit.table(is_super_table=True))
            if is_new and profile.name in tables:  # another run took the name meanwhile
                raise _taken(profile.name)
            table = tables.setdefault(profile.name, tomlkit.table())
            for field, value in values.items():
                if field in REQUIRED or value != _plain(DEFAULTS[field]):
                    table[field] = value
                elif field in table:
                    del table[field]
            current = self.current or (profile.name if is_first else None)
            if current is not None and document.get("current") != current:
                document["current"] = current

        self._edit(edit)

    def use(self, name: str) -> None:
        """Make a profile the current one.

        Raises:
            SettingsError: when there is no such profile, or the file cannot be written.
        """
        self.refuse_missing(name)
        self._edit(lambda document: document.update({"current": name}))

    def remove(self, name: str) -> None:
        """Remove a profile; when it was the current one, none is chosen afterwards.

        Raises:
            SettingsError: when there is no such profile, or the file cannot be written.
        """
        self.refuse_missing(name)

        def edit(document: TOMLDocument) -> None:
            document.get("profiles", {}).pop(name, None)  # another run may have removed it meanwhile
            if document.get("current") == name:
                del document["current"]

        self._edit(edit)

    def _edit(self, edit: Callable[[TOMLDocument], None]) -> None:
        """Apply ``edit`` to what the file holds now, which may be more than was read at the start."""
        import tomlkit

        from ocs_tui.settings.one_run import one_change_at_a_time

        with one_change_at_a_time(state_dir() / "profiles.lock"):
            try:
                document = tomlkit.parse(_read(self.file) or "")
            except ValueError as error:  # somebody else broke it, or it takes less than the reader does
                raise _no_toml(error, self.file) from None
            edit(document)
            text = tomlkit.dumps(document)
            content = _parse(text, self.file)  # what was written must be what a reader will find
            write_private(self.file, text)
        self._take(content)

    def _current_or_sentence(self) -> str:
        current = self.current
        if current is not None:
            return current
        if self._chosen:
            raise SettingsError(
                f"{self.file}: current = {safe(self._chosen, 64)!r} names no profile; {self._choices()}."
            )
        raise SettingsError(f"No profile is chosen; {self._choices()}.")

    def _choices(self) -> str:
        if not self._tables:
            return "there is none yet: ocs-tui profile add makes one"
        return (
            f"choose one of {', '.join(safe(name, 64) for name in self._tables)} (ocs-tui profile use NAME)"
        )


def _taken(name: str) -> SettingsError:
    return SettingsError(
        f"There is a profile {name!r} already; remove it first "
        f"(ocs-tui profile remove {name}) or take another name."
    )


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is no text in UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {(error.strerror or 'error').lower()}.") from None


def _parse(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: of a number with too many digits, too
        raise _no_toml(error, file) from None


def _no_toml(error: Exception, file: Path) -> SettingsError:
    why = "it is nested too deeply" if isinstance(error, RecursionError) else safe(error, 160)
    return SettingsError(f"{file} is no valid TOML: {why}.")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
