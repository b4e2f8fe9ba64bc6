"""Signing in as a person: a screen on top of whatever stands there, for all that waits for a token."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ocs_tui.app.parts import SessionParts
from ocs_tui.model.text import safe

if TYPE_CHECKING:
    from ocs_tui.api.errors import SignInFailed
    from ocs_tui.api.signin.interaction import BrowserSignIn, DeviceSignIn
    from ocs_tui.api.signin.people import ByPerson
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.signed_in import SignedIn


class SigningIn(SessionParts):
    """Asks a person to sign in, and to try again. What waits for the token goes on afterwards."""

    signed_out = False
    """Whether the person left, so that nothing more is read until one signs in again."""

    @property
    def signs_in_a_person(self) -> bool:
        """Whether a person signs in here, and no client."""
        return not self.is_demo and self._profile is not None and self._profile.sign_in != "client"

    def by_person(self, profile: Profile) -> ByPerson:
        """Return how a person signs in to a profile: kept in the keyring, else asked on the screen."""
        from ocs_tui.settings.refresh_tokens import RefreshTokens
        from ocs_tui.settings.signed_in import SignedIn

        token, self._secret = self._secret, None  # of the sign-in that the form for a new profile has tried
        return self.asked_for(profile, SignedIn(RefreshTokens(profile, self.explorer.fail), token))

    def asked_for(self, profile: Profile, kept: SignedIn) -> ByPerson:
        """Return how a person signs in to any profile, asked on top of these screens; kept as said."""
        from ocs_tui.api.signin.people import ByPerson, Way

        label = profile.label or profile.name
        return ByPerson(
            Way(profile.sign_in),
            profile.redirect_uri,
            profile.scope,
            lambda asked: self._ask(label, asked),
            kept,
            lambda failure: self._ask_again(label, failure),
        )

    async def _ask(self, label: str, asked: BrowserSignIn | DeviceSignIn) -> None:
        from ocs_tui.screens.sign_in import SignInScreen

        screen = SignInScreen(asked, label)
        left: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def show() -> None:
            if not left.done():
                self.push_screen(screen, lambda _: None if left.done() else left.set_result(None))
                self.tell_elsewhere("it has to be signed in to: p goes there.")

        # By the app: this runs for a request, whose screen may be left while one signs in.
        self.app.call_later(show)
        try:
            await left
        finally:
            self.app.call_later(screen.leave)

    async def _ask_again(self, label: str, failure: SignInFailed) -> bool:
        from ocs_tui.screens.sign_in import TryAgain

        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def show() -> None:
            if not answer.done():
                screen = TryAgain(label, failure.sentence)
                self.push_screen(screen, lambda yes: None if answer.done() else answer.set_result(bool(yes)))
                self.tell_elsewhere(failure.sentence, failed=True)

        self.app.call_later(show)
        return await answer

    async def sign_in_again(self) -> bool:
        """Sign in anew as a person; return whether that was done. What went wrong is said."""
        from ocs_tui.api.errors import OcsError

        connection = self.connection
        if connection is None:
            return False
        try:
            await connection.client.sign_in()
        except OcsError as error:
            self.explorer.fail_with(error)
            return False
        self.signed_out = False
        return True

    async def sign_out(self) -> None:
        """Forget the sign-in, in the keyring too."""
        connection = self.connection
        if connection is None:
            return
        problem = await connection.client.sign_out()
        self.signed_out = True
        if problem:
            self.explorer.fail(safe(problem))
        self.explorer.tell("Signed out. r signs in again.")
