"""The environment variables, taken once at the start; secrets leave the environment at once.

What stays in ``os.environ`` is inherited by every child (``$EDITOR``, a clipboard program, a
secret_command) and can be read by others of the user's processes.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass

from ocs_tui.settings.errors import CallError, SettingsError
from ocs_tui.settings.profile import ENVIRONMENT, Profile, make_profile
from ocs_tui.settings.secret import Secret

BASE_URL = "OCS_TUI_BASE_URL"
TENANT_ID = "OCS_TUI_TENANT_ID"
CLIENT_ID = "OCS_TUI_CLIENT_ID"
CLIENT_SECRET = "OCS_TUI_CLIENT_SECRET"  # noqa: S105 - the name of the variable
PROFILE = "OCS_TUI_PROFILE"

SECRET_VARIABLES = (CLIENT_SECRET,)
"""Variables that no child process may see."""

_TOGETHER = {BASE_URL: "base_url", TENANT_ID: "tenant_id", CLIENT_ID: "client_id"}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment said at the start.

    Attributes:
        given: those of base URL, tenant id and client id that are set, by variable name.
        profile_name: which profile to use; None when not said.
        secret: the client secret; None when not set.
    """

    given: tuple[tuple[str, str], ...] = ()
    profile_name: str | None = None
    secret: Secret | None = None

    @classmethod
    def take(cls, environ: MutableMapping[str, str] | None = None) -> Environment:
        """Read the variables and take the secret ones out of the environment. An empty one is not set."""
        environ = os.environ if environ is None else environ
        secret = environ.get(CLIENT_SECRET)
        for name in SECRET_VARIABLES:
            environ.pop(name, None)
        return cls(
            given=tuple((name, environ[name]) for name in _TOGETHER if environ.get(name)),
            profile_name=environ.get(PROFILE) or None,
            secret=Secret(secret, CLIENT_SECRET) if secret else None,
        )

    def profile(self) -> Profile | None:
        """Return the profile that the three variables make; None when none of them is set.

        Raises:
            CallError: when only some are set, or a value is wrong.
        """
        values = dict(self.given)
        if not values:
            return None
        rest = [name for name in _TOGETHER if name not in values]
        if rest:
            have = " and ".join(values)
            are = "is" if len(values) == 1 else "are"
            raise CallError(f"{have} {are} set without {' and '.join(rest)}: set all three, or none of them.")
        try:
            return make_profile(
                ENVIRONMENT, {_TOGETHER[name]: value for name, value in values.items()}, "The environment"
            )
        except SettingsError as error:
            sentence = error.sentence
            for variable, field in _TOGETHER.items():
                sentence = sentence.replace(field, variable)
            raise CallError(sentence) from None
