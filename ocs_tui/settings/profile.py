"""A profile: which tenant, who signs in, and how it looks. Never holds a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ocs_tui.model.ids import fits_in_a_path
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.origins import clean_base_url, clean_redirect_uri

ENVIRONMENT = "(environment)"
"""The name of the profile that the environment variables make; no saved one can be called so."""

COLORS = ("red", "green", "yellow", "blue", "magenta", "cyan", "white", "orange", "purple", "gray")

SIGN_INS = ("client", "browser", "device")
"""Who signs in: a client with its secret, a person by browser, a person by a code typed elsewhere."""

REDIRECT_URI = "http://localhost:5004/callback.html"
"""The default, as the public samples register it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Profile:
    """A tenant, and who signs in to it.

    Attributes:
        name: letters, digits, ``-``, ``_`` and ``.``; part of file names and of the keyring's service name.
        base_url: scheme, host and port, without a trailing slash.
        tenant_id: the tenant's id.
        client_id: the id of the client: of client credentials, of authorization code (``browser``) or of
            device code (``device``).
        sign_in: who signs in and how, one of SIGN_INS.
        redirect_uri: where a browser comes back to: plain http on this machine, as registered with the client.
        scope: what a person's sign-in asks for; empty for the default, which suits all but clients that are
            refused for asking to stay signed in.
        label: what the status line calls it; empty means the name.
        color: one of COLORS or ``#rrggbb``, to tell tenants apart; empty for none.
        read_only: nothing is ever written through it.
        trusted_origins: further origins that may see the token.
        secret_command: program and arguments whose first line of output is the secret; empty for none.
        command_problem: why secret_command must not be run, as a sentence; empty when it may.
    """

    name: str
    base_url: str
    tenant_id: str
    client_id: str
    sign_in: str = "client"
    redirect_uri: str = REDIRECT_URI
    scope: str = ""
    label: str = ""
    color: str = ""
    read_only: bool = False
    trusted_origins: tuple[str, ...] = ()
    secret_command: tuple[str, ...] = ()
    command_problem: str = ""

    @property
    def is_saved(self) -> bool:
        """False for the one made of environment variables: it has no file and no keyring entry."""
        return self.name != ENVIRONMENT


FIELDS = tuple(field.name for field in fields(Profile) if field.name not in ("name", "command_problem"))
"""The fields of a ``[profiles.NAME]`` table, in the order they are written."""

_IS_SECRET = re.compile(r"secret|passw|token", re.IGNORECASE)
REQUIRED = ("base_url", "tenant_id", "client_id")

DEFAULTS = {field.name: field.default for field in fields(Profile) if field.name not in REQUIRED}
"""What a field has that its table does not name."""


def profile_name_problem(name: str) -> str | None:
    """Return what is wrong with a profile's name, as a sentence; None when it is fine."""
    if _NAME.fullmatch(name):
        return None
    return (
        f"{safe(name, 40)!r} is no name for a profile: use up to 64 letters, digits, '-', '_' and '.', "
        "starting with a letter or digit."
    )


def make_profile(name: str, values: Mapping[str, Any], where: str, command_problem: str = "") -> Profile:
    """Make a profile of plain values, each checked.

    Args:
        name: its name.
        values: field names to values; what is no field is left alone.
        where: what the sentence of an error calls the place, such as ``/path/profiles.toml, profile 'a'``.
        command_problem: why a secret_command in there must not be run.

    Raises:
        SettingsError: for a missing, mistyped or misspelled field.
    """
    _refuse_misspelled(values, where)
    missing = [field for field in REQUIRED if field not in values]
    if missing:
        raise SettingsError(f"{where}: {_list(missing)} {'is' if len(missing) == 1 else 'are'} missing.")
    command = _texts(values, "secret_command", where)
    if command and not command[0]:
        raise SettingsError(f"{where}: secret_command must start with a program's name.")
    return Profile(
        name=name,
        base_url=_url(_text(values, "base_url", where), "base_url", where),
        tenant_id=_id(values, "tenant_id", where),
        client_id=_id(values, "client_id", where),
        sign_in=_sign_in(values, where),
        redirect_uri=_redirect_uri(values, where),
        scope=_scope(values, where),
        label=_text(values, "label", where),
        color=_color(values, where),
        read_only=_flag(values, "read_only", where),
        trusted_origins=tuple(
            _url(text, "trusted_origins", where) for text in _texts(values, "trusted_origins", where)
        ),
        secret_command=command,
        command_problem=command_problem if command else "",
    )


def _refuse_misspelled(values: Mapping[str, Any], where: str) -> None:
    """Refuse ``read-only`` or ``ReadOnly``: silently ignored it would leave the tenant writable.

    And a secret, which silently ignored would stay in the file.
    """
    known = {field.replace("_", ""): field for field in FIELDS}
    for key in values:
        meant = known.get(key.replace("_", "").replace("-", "").casefold())
        if meant is not None and meant != key:
            raise SettingsError(f"{where}: {safe(key)!r} is no field of a profile; write {meant!r}.")
        if meant is None and _IS_SECRET.search(key):
            raise SettingsError(
                f"{where}: {safe(key)!r} does not belong into a file: take it out. The secret is asked for, or "
                "comes from the keyring or from secret_command."
            )


def _text(values: Mapping[str, Any], field: str, where: str) -> str:
    value = values.get(field, "")
    if not isinstance(value, str):
        raise SettingsError(f'{where}: {field} must be a text in quotes, such as {field} = "...".')
    if not value.isprintable():
        raise SettingsError(f"{where}: {field} holds a line break or another control character.")
    return value


def _texts(values: Mapping[str, Any], field: str, where: str) -> tuple[str, ...]:
    value = values.get(field, [])
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise SettingsError(f'{where}: {field} must be a list of texts, such as {field} = ["...", "..."].')
    return tuple(value)


def _flag(values: Mapping[str, Any], field: str, where: str) -> bool:
    value = values.get(field, False)
    if not isinstance(value, bool):
        raise SettingsError(f"{where}: {field} must be true or false, without quotes.")
    return value


def _id(values: Mapping[str, Any], field: str, where: str) -> str:
    """A GUID is expected and not insisted on: no public page promises that ids stay GUIDs."""
    value = _text(values, field, where).strip()
    if not fits_in_a_path(value):
        raise SettingsError(f"{where}: {field} must be an id, not {safe(value)!r}.")
    return value


def _url(text: str, field: str, where: str) -> str:
    try:
        return clean_base_url(text)
    except ValueError as error:
        # The URL itself is not repeated: a password may stand in it.
        raise SettingsError(f"{where}: {field} {error}.") from None


def _sign_in(values: Mapping[str, Any], where: str) -> str:
    way = _text(values, "sign_in", where) or SIGN_INS[0]
    if way not in SIGN_INS:
        raise SettingsError(f"{where}: sign_in must be one of {', '.join(SIGN_INS)}, not {safe(way, 40)!r}.")
    return way


def _redirect_uri(values: Mapping[str, Any], where: str) -> str:
    text = _text(values, "redirect_uri", where) or REDIRECT_URI
    try:
        return clean_redirect_uri(text)
    except ValueError as error:
        raise SettingsError(f"{where}: redirect_uri {error}.") from None


def _scope(values: Mapping[str, Any], where: str) -> str:
    """``openid`` is asked for in any case: without it nobody says who has signed in."""
    scope = " ".join(_text(values, "scope", where).split())
    if scope and "openid" not in scope.split():
        raise SettingsError(f'{where}: scope must hold openid, such as scope = "openid ocsapi".')
    return scope


def _color(values: Mapping[str, Any], where: str) -> str:
    color = _text(values, "color", where)
    if color and color not in COLORS and not _COLOR.fullmatch(color):
        raise SettingsError(
            f"{where}: color must be #rrggbb or one of {', '.join(COLORS)}, not {safe(color, 40)!r}."
        )
    return color


def _list(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
