"""What to start with: the command line before the environment before the profile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ocs_tui.model.address import Address
from ocs_tui.settings.environment import BASE_URL, PROFILE, Environment
from ocs_tui.settings.errors import CallError, SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.profiles import Profiles
from ocs_tui.settings.secret import Secret

TABS = ("overview", "access", "owner", "json")


@dataclass(frozen=True, slots=True)
class Start:
    """How the program starts.

    Attributes:
        profile: whom to be where; None for a demo, and when there is no profile yet (the first-run screen).
        demo: open the tenant of the emulator inside.
        address: what to open; None for the tenant.
        tab: which of TABS to show there; None for the first.
        theme: the theme's name; None for the default.
        read_only: refuse every write, whatever the profile says.
        secret: the environment's client secret, where it belongs to this profile.
        always_read_only: refuse every write through other profiles too: the command line said so.
        warning: what is to be told first, as a sentence; empty for nothing.
        low_bandwidth: whether the line to the terminal is slow; None finds out.
    """

    profile: Profile | None
    demo: bool = False
    address: Address | None = None
    tab: str | None = None
    theme: str | None = None
    read_only: bool = False
    secret: Secret | None = None
    always_read_only: bool = False
    warning: str = ""
    low_bandwidth: bool | None = None


def resolve(
    environment: Environment,
    *,
    profile_name: str | None = None,
    demo: bool = False,
    address: Address | None = None,
    tab: str | None = None,
    theme: str | None = None,
    read_only: bool = False,
    file: Path | None = None,
) -> Start:
    """Make a Start of what the command line said (the keywords), the environment and the profiles file.

    A demo needs neither of the latter two, and the environment's three variables need no file: what is
    wrong there does not stop them. The client secret of the environment goes with its three variables
    when they are set, else with the chosen profile: never to a tenant it was not meant for.

    Raises:
        CallError: when the environment's variables do not fit together.
        SettingsError: when the profile chosen does not exist or is wrong.
    """
    if demo:
        return Start(None, True, address, tab, theme or _theme(file), read_only, None, read_only)
    of_environment = environment.profile()
    secret = environment.secret
    if of_environment is not None and profile_name is None:
        if environment.profile_name is not None:
            raise CallError(f"{PROFILE} and {BASE_URL} both choose a tenant: unset one of them.")
        chosen_theme = theme or _theme(file)
        return Start(of_environment, False, address, tab, chosen_theme, read_only, secret, read_only)
    profiles = Profiles.load(file)
    chosen = profile_name or environment.profile_name
    if of_environment is not None:
        secret = None
    profile = profiles.get(chosen) if chosen or profiles.names else None
    return Start(
        profile,
        False,
        address,
        tab,
        theme or profiles.theme,
        read_only or (profile is not None and profile.read_only),
        secret if profile is not None else None,
        read_only,
        profiles.warning if profile is not None else "",
    )


def _theme(file: Path | None) -> str | None:
    """The theme named in the profiles file, where that can be read."""
    try:
        return Profiles.load(file).theme
    except SettingsError:
        return None
