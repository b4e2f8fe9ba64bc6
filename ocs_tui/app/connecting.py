"""Connecting: the profile and its secret, the emulator inside, the connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

from textual import work

from ocs_tui.app.parts import AppParts
from ocs_tui.model.text import safe
from ocs_tui.widgets.status_line import ErrorLine, StatusLine

if TYPE_CHECKING:
    from ocs_tui.connection import Key
    from ocs_tui.emulator.server import Emulator
    from ocs_tui.model.tenant import Region
    from ocs_tui.settings.profile import Profile
    from ocs_tui.settings.secret import Secret


class Connecting(AppParts):
    """Everything that needs the network or the keyring begins here, after the first frame."""

    def reconnect(self) -> None:
        """Try to connect again."""
        self._secret = None
        self.connect()

    @work(group="connect", exclusive=True, exit_on_error=False)
    async def connect(self, why: str = "") -> None:
        """Connect as the profile says, or to the emulator inside."""
        explorer = self.explorer
        if self._profile is None or self._emulator is not None:
            from ocs_tui.emulator.failure import CannotStart

            try:
                profile = await self._demo()
            except CannotStart as error:
                explorer.say("The demo cannot be opened.")
                explorer.fail(str(error))
                return
        else:
            profile = self._profile
            if self._secret is None or why:
                explorer.say("Looking for the client secret…")
                secret = await self._find_secret(profile, why)
                if secret is None:
                    explorer.say("There is no client secret to sign in with: r asks for it.")
                    return
                self._secret = secret
        self._profile = profile
        explorer.say("Connecting…")
        await self._open(profile)

    async def _demo(self) -> Profile:
        from ocs_tui.settings.profile import Profile
        from ocs_tui.settings.secret import Secret

        if self._emulator is None:
            self.explorer.say("Starting the emulator…")
            self._emulator = await asyncio.to_thread(_started_emulator)
        info = self._emulator.info
        self._secret = Secret(info["client_secret"], "the emulator")
        return Profile("demo", info["global"], info["tenant_id"], info["client_id"])

    async def _find_secret(self, profile: Profile, why: str) -> Secret | None:
        from ocs_tui.settings.secret import Secret

        if not why:
            secrets = await asyncio.to_thread(_secrets_module)
            answer = await secrets.read(profile, self.start.secret)
            if answer.secret is not None:
                found: Secret = answer.secret
                return found
            why = answer.sentence
        from ocs_tui.screens.ask_secret import AskSecret

        screen = AskSecret(profile.name, profile.client_id, safe(why))
        typed = await self.push_screen_wait(screen)
        return Secret(typed, "typed for this run") if typed else None

    async def renew_secret(self, why: str) -> bool:
        """Ask for another client secret without leaving what is on the screen; return whether one was given."""
        profile = self._profile
        if profile is None:
            return False
        secret = await self._find_secret(profile, why)
        if secret is not None:
            self._secret = secret
        return secret is not None

    async def _open(self, profile: Profile) -> None:
        module = await asyncio.to_thread(_connection_module)
        from ocs_tui.changes import keeping

        if self.connection is not None:
            old, self.connection = self.connection, None
            await old.aclose()
        in_demo = self._emulator is not None
        regions, keep = ([], None) if in_demo else self._kept_regions(profile)

        async def reveal() -> str:
            assert self._secret is not None
            return self._secret.reveal()

        self.connection = module.Connection(
            profile,
            reveal,
            read_only=self.start.read_only,
            regions=regions,
            keep_regions=keep,
            changed=self._slot_changed,
            journal=None if in_demo else keeping.journal_of(profile),
            drafts=None if in_demo else keeping.drafts_of(profile),
        )
        label = profile.label or profile.name
        where = f"profile {label} · {profile.base_url}"
        for screen in self.screen_stack:
            for status in screen.query(StatusLine):
                self.dress(status)
        address = self.start.address
        open_at = address.namespace_id if address is not None and not address.is_tenant else None
        self.explorer.connected(label, where, open_at)
        self.look_back()

    @work(group="look-back", exclusive=True, exit_on_error=False)
    async def look_back(self) -> None:
        """Tell of writes whose outcome nobody knows, and offer edits that were not finished."""
        from ocs_tui.changes.change import Aspect, SetChange
        from ocs_tui.changes.resolve import resolve_intent
        from ocs_tui.model.enums import AccessRight
        from ocs_tui.screens.acl_editor import AclEditor
        from ocs_tui.screens.ask import Ask

        connection = self.connection
        if connection is None:
            return
        for entry in connection.journal.open_intents():
            found = await resolve_intent(connection.client, connection.journal, entry)
            self.explorer.fail(f"ocs-tui ended while writing. {found.sentence}")
        drafts = connection.drafts.load()
        for problem in drafts.problems:
            self.explorer.fail(problem)
        for draft in drafts.drafts:
            change = draft.change
            if not isinstance(change, SetChange) or change.aspect is not Aspect.ACL:
                continue
            when = draft.time.astimezone().strftime("%Y-%m-%d %H:%M")
            question = f"{change.title}: an edit of {when} was not finished. Go on with it?"
            if await self.push_screen_wait(Ask(question, "Go on with it", "Later")):
                namespace_id = "" if change.address.is_tenant else change.address.namespace_id
                editor = AclEditor(namespace_id, [], None, AccessRight.READ, change)
                self.push_screen(editor, self.explorer.back_from_editor)
            break

    def _kept_regions(self, profile: Profile) -> tuple[list[Region], Callable[[tuple[Region, ...]], None]]:
        from ocs_tui.model.tenant import Region
        from ocs_tui.settings.regions_cache import load_regions, save_regions

        kept: list[Region] = []
        with contextlib.suppress(ValueError):  # a file that was edited into something else
            kept = [Region.model_validate(region) for region in load_regions(profile)]

        def keep(fresh: tuple[Region, ...]) -> None:
            save_regions(profile, [region.to_wire() for region in fresh])

        return kept, keep

    def _slot_changed(self, key: Key | None) -> None:
        from ocs_tui.api.errors import SignInFailed

        if key is not None and self.connection is not None:
            error = self.connection.slot(key).error
            if isinstance(error, SignInFailed) and not self.explorer.query_one(ErrorLine).is_shown:
                self.explorer.fail_with(error)
        self.explorer.slot_changed(key)

    @property
    def sign_in_failed(self) -> str | None:
        """Why signing in failed, as a sentence; None when it did not."""
        from ocs_tui.api.errors import SignInFailed

        error = self.connection.slot(("regions",)).error if self.connection else None
        return error.sentence if isinstance(error, SignInFailed) else None

    def stop_emulator(self) -> None:
        """End the emulator inside, if there is one."""
        if self._emulator is not None:
            self._emulator.stop()


def _connection_module() -> ModuleType:
    import ocs_tui.connection

    return ocs_tui.connection


def _secrets_module() -> ModuleType:
    import ocs_tui.settings.secrets

    return ocs_tui.settings.secrets


def _started_emulator() -> Emulator:
    from ocs_tui.emulator.server import Emulator

    emulator = Emulator()
    emulator.start()
    return emulator
