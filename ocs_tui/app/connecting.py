"""Connecting a profile: its secret or its person, the emulator inside, the connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from ocs_tui.app.signing_in import SigningIn
from ocs_tui.model.text import safe
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.app import OcsTui
    from ocs_tui.changes.drafts import Draft
    from ocs_tui.connection import Connection, Key
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret
    from ocs_tui.settings.start import Start

NAMES_WITHIN = 3.0
"""Seconds for which the offer of an unfinished edit waits for the names of people."""


class Connecting(SigningIn):
    """Everything that needs the network or the keyring begins here, after the first frame."""

    def __init__(self, app: OcsTui, mode: str, start: Start) -> None:
        super().__init__(app, mode, start)
        self._refused: list[Secret] = []
        """The secrets with which signing in was refused since it last went well."""
        self._tried_again = False
        """Whether the last of them was tried once more: a service refuses for a moment, too."""
        self._put_off: set[str] = set()
        """The drafts that are to be offered at the next start."""

    def take(self, start: Start, secret: Secret | None = None) -> None:
        """Be another profile than at first: the one that the first run chose, with its secret."""
        self.start = start
        self._profile, self._secret = start.profile, secret

    def reconnect(self) -> None:
        """Try to connect again."""
        self._secret = None
        self.connect()

    def connect(self, why: str = "") -> None:
        """Connect as the profile says, or to the emulator inside; ``why`` signing in failed before."""
        self.run_worker(partial(self._connect, why), group="connect", exclusive=True)

    async def _connect(self, why: str) -> None:
        explorer = self.explorer
        if self.is_demo:
            from ocs_tui.emulator.failure import CannotStart

            try:
                profile = await self._demo()
            except CannotStart as error:
                explorer.say("The demo cannot be opened.")
                explorer.fail(str(error))
                return
        else:
            assert self._profile is not None, "the first run gives one"
            profile = self._profile
            self._dress_all()
            if profile.sign_in != "client":
                if self.connection is not None:
                    if await self.sign_in_again():
                        explorer.query_one(ErrorLine).dismiss()
                        explorer.back_from_editor("Signed in.")
                    return
            elif self._secret is None or why:
                explorer.say("Looking for the client secret…")
                secret = await self._find_secret(profile, why)
                if secret is None:
                    said = "Signing in was refused: r tries again." if why else ""
                    explorer.say(said or "There is no client secret to sign in with: r asks for it.")
                    return
                self._secret = secret
        self._profile = profile
        explorer.say("Connecting…")
        await self._open(profile)

    async def _demo(self) -> Profile:
        from ocs_tui.settings.profile import Profile
        from ocs_tui.settings.secret import Secret

        if self._emulator is None:
            self._emulator = await asyncio.to_thread(_started_emulator)
        info = self._emulator.info
        self._secret = Secret(info["client_secret"], "the emulator")
        return Profile("demo", info["global"], info["tenant_id"], info["client_id"])

    async def _find_secret(self, profile: Profile, why: str) -> Secret | None:
        from ocs_tui.settings.secret import Secret

        secrets = await asyncio.to_thread(_secrets_module)
        answer = await secrets.read(profile, self.start.secret)
        found: Secret | None = answer.secret
        if found is not None and (not why or not self._is_refused(found)):
            return found
        if why and self._secret is not None and not self._tried_again:
            self._tried_again = True
            return self._secret
        self._tried_again = False
        from ocs_tui.screens.ask_secret import AskSecret

        screen = AskSecret(profile.name, profile.client_id, safe(why or answer.sentence))
        typed = await self.push_screen_wait(screen)
        return Secret(typed, "typed for this run") if typed else None

    def _is_refused(self, secret: Secret) -> bool:
        if self._secret is not None:
            self._refused.append(self._secret)
        return any(one.reveal() == secret.reveal() for one in self._refused)

    async def renew_secret(self, why: str) -> bool:
        """Sign in anew without leaving what is on the screen; return whether that was done.

        A client's secret is looked for again, else asked for, and tried by what comes next; a person is asked to
        sign in.
        """
        profile = self._profile
        if profile is None:
            return False
        if profile.sign_in != "client":
            return await self.sign_in_again()
        secret = await self._find_secret(profile, why)
        if secret is not None:
            self._secret = secret
        return secret is not None

    def use_secret(self, value: str, source: str) -> None:
        """Sign in with another client secret from now on: the one that a rotation made."""
        from ocs_tui.settings.secret import Secret

        self._secret = Secret(value, source)

    async def _open(self, profile: Profile) -> None:
        module = await asyncio.to_thread(_connection_module)

        if self.connection is not None:
            old, self.connection = self.connection, None
            await old.aclose()
        keeping, regions_cache = (None, None) if self.is_demo else await asyncio.to_thread(_kept_modules)

        async def reveal() -> str:
            assert self._secret is not None
            return self._secret.reveal()

        self.connection = module.Connection(
            profile,
            reveal if profile.sign_in == "client" else self.by_person(profile),
            read_only=self.start.read_only,
            regions=regions_cache.kept_regions(profile) if regions_cache else (),
            keep_regions=partial(regions_cache.keep_regions, profile) if regions_cache else None,
            era=regions_cache.kept_era(profile) if regions_cache else None,
            keep_era=partial(regions_cache.keep_era, profile) if regions_cache else None,
            keep_namespaces=partial(regions_cache.keep_namespaces, profile) if regions_cache else None,
            changed=self._slot_changed,
            journal=keeping.journal_of(profile) if keeping else None,
            drafts=keeping.drafts_of(profile) if keeping else None,
            rotations=keeping.rotations_of(profile) if keeping else None,
        )
        self._dress_all()
        where = f"profile {self.label} · {profile.base_url}"
        address = self.start.address
        open_at = address.namespace_id if address is not None and not address.is_tenant else None
        self.explorer.connected(self.label, where, open_at)
        if not self.is_demo:  # which has nothing from another run
            self.look_back()

    def _dress_all(self) -> None:
        for screen in self.screen_stack:
            for status in screen.query(StatusLine):
                self.dress(status)

    def look_back(self) -> None:
        """Look for what another run has left behind."""
        self.run_worker(self._look_back, group="look-back", exclusive=True)

    async def _look_back(self) -> None:
        """Tell of writes whose outcome nobody knows, and offer edits that were not finished."""
        from ocs_tui.changes.resolve import resolve_intent

        connection = self.connection
        if connection is None:
            return
        for entry in connection.journal.open_intents():
            found = await resolve_intent(connection.client, connection.journal, entry)
            why = "ocs-tui ended while writing" if entry.outcome is None else "No answer came to a write"
            self.explorer.fail(f"{why}. {found.sentence}")
        drafts = await asyncio.to_thread(connection.drafts.load)
        for problem in drafts.problems:
            self.explorer.fail(problem)
        left = [draft for draft in drafts.left if draft.name not in self._put_off]
        if left and not connection.read_only:
            await self.offer(connection, left)

    def offer_unfinished(self) -> None:
        """Offer every edit that is kept and open nowhere, also those that were put off."""
        self.run_worker(self._offer_unfinished, group="look-back", exclusive=True)

    async def _offer_unfinished(self) -> None:
        connection = self.connection
        if connection is None:
            return
        drafts = await asyncio.to_thread(connection.drafts.load)
        if connection.read_only:
            self.explorer.tell("This profile is read-only: no edit can be gone on with.")
        elif drafts.left:
            await self.offer(connection, drafts.left)
        else:
            self.explorer.tell("No edit was left unfinished.")

    async def offer(self, connection: Connection, drafts: Sequence[Draft]) -> None:
        """Offer edits that were not finished, one after the other, once there is a tenant to go on in."""
        from ocs_tui.changes.change import Aspect
        from ocs_tui.screens.unfinished import Answer, editor_of, offer_of

        await connection.load_missing([("regions",), ("namespaces",), ("roles",)])
        if connection.slot(("namespaces",)).fetched is None:
            return  # the next time it connects they are offered
        if any(getattr(draft.change, "aspect", None) is Aspect.OWNER for draft in drafts):
            with contextlib.suppress(TimeoutError):  # ids stand where names are long in coming
                await asyncio.wait_for(connection.load_missing([("users",), ("clients",)]), NAMES_WITHIN)
        for number, draft in enumerate(drafts, 1):
            on_top = asyncio.Event()
            self.explorer.when_on_top(on_top.set)
            await on_top.wait()
            place = f"{number} of {len(drafts)}" if len(drafts) > 1 else ""
            answer = await self.push_screen_wait(offer_of(connection, draft, place))
            if answer is Answer.THROW_AWAY:
                connection.drafts.throw_away(draft)
            elif answer is Answer.GO_ON:
                editor = editor_of(draft)
                done = await self.push_screen_wait(editor)
                self.explorer.back_from_editor(done, editor.made)
            else:
                self._put_off.add(draft.name)

    def came_back(self) -> None:
        """Show what has changed while another profile was shown."""
        for key in (("namespaces",), None):
            self._slot_changed(key)

    def _slot_changed(self, key: Key | None) -> None:
        from ocs_tui.api.errors import SignInFailed

        if not self.is_shown:
            return
        if key is not None and self.connection is not None:
            slot = self.connection.slot(key)
            error = slot.error if slot.busy_since is None else None  # what is read again may go well now
            if key == ("regions",) and slot.fetched is not None and error is None:
                self._refused, self._tried_again = [], False
            if isinstance(error, SignInFailed) and not self.explorer.query_one(ErrorLine).is_shown:
                self.explorer.fail_with(error)
        self.explorer.slot_changed(key)

    @property
    def sign_in_failed(self) -> str | None:
        """Why signing in failed, as a sentence; None when it did not."""
        from ocs_tui.api.errors import SignInFailed

        if self.signed_out:
            return "Nobody is signed in."
        error = self.connection.slot(("regions",)).error if self.connection else None
        return error.sentence if isinstance(error, SignInFailed) else None


def _connection_module() -> ModuleType:
    import ocs_tui.connection

    return ocs_tui.connection


def _kept_modules() -> tuple[ModuleType, ModuleType]:
    import ocs_tui.changes.keeping
    import ocs_tui.settings.regions_cache

    return ocs_tui.changes.keeping, ocs_tui.settings.regions_cache


def _secrets_module() -> ModuleType:
    import ocs_tui.settings.secrets

    return ocs_tui.settings.secrets


def _started_emulator() -> Emulator:
    from ocs_tui.emulator.server import Emulator

    emulator = Emulator()
    emulator.start()
    return emulator
