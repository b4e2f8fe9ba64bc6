"""The secrets of clients: which one signs in, rotating one, and what expires soon in the whole tenant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ocs_tui.api.answers import NewSecret
from ocs_tui.api.client import Endpoint, OcsClient
from ocs_tui.api.errors import Forbidden, OcsError
from ocs_tui.catalog.identity_kinds import CLIENT, HYBRID_CLIENT
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import address_of
from ocs_tui.connection.people import People
from ocs_tui.connection.slots import Key
from ocs_tui.model.address import Address
from ocs_tui.model.expiry import SOON, days_until
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import SettingsError

if TYPE_CHECKING:
    from ocs_tui.changes.rotation import Trial
    from ocs_tui.model.clients import SecretDetails
    from ocs_tui.settings.secrets import SecretAnswer

SURVEYED_UNASKED = 50
"""Clients whose secrets are read without being asked for; more of them only when somebody wants it."""
AT_ONCE = 4
"""Lists of secrets that a survey reads at a time: it is no hurry, and others want the service too."""
SURVEY: Key = ("survey",)
"""What is told to have changed when a survey goes on."""

_WITH_SECRETS = (CLIENT, HYBRID_CLIENT)


@dataclass(slots=True)
class Survey:
    """How far reading the secrets of all clients has come.

    Attributes:
        clients: how many clients with secrets there are; None before they were counted.
        done: how many of them were read.
        of: how many of them are read or being read; 0 before that is known.
        is_running: whether it reads.
        problem: why it ended early, as a sentence; empty when it did not.
    """

    clients: int | None = None
    done: int = 0
    of: int = 0
    is_running: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Expiring:
    """A secret that expires soon or has expired: whose it is, as it came, and the days that are left."""

    address: Address
    label: str
    secret: SecretDetails
    days: int


class ClientSecrets(People):
    """What is known of the secrets of the tenant's clients; never a value."""

    rotated_to: int | None = None
    """The number of the secret that a rotation in this run made the signed-in client's; None without one."""

    @cached_property
    def survey(self) -> Survey:
        """How far reading the secrets of all clients has come."""
        return Survey()

    # Whose.

    @property
    def own_client(self) -> Address | None:
        """The address of the client that signs in with a secret; None where a person is signed in."""
        return address_of(CLIENT, self.profile.client_id) if self.profile.sign_in == "client" else None

    def is_own(self, address: Address) -> bool:
        """Return whether this is the client that is signed in."""
        return str(address).casefold() == str(self.own_client).casefold()

    def signs_in_with(self, address: Address) -> int | None:
        """Return the number of the secret that this program signs in with; None when it cannot be told.

        The service never says. It can be told after a rotation in this run, and where a single secret holds.
        """
        if not self.is_own(address):
            return None
        if self.rotated_to is not None:
            return self.rotated_to
        listed: tuple[SecretDetails, ...] = self.value(secrets_of(address)) or ()
        holding = [secret.id for secret in listed if (days_left(secret) or 0) >= 0]
        return holding[0] if len(holding) == 1 else None

    # Adding, keeping.

    async def add_secret(self, address: Address, label: str, details: SecretDetails) -> NewSecret:
        """Add a secret to a client; its value comes back this once. The list shows it at once.

        Raises:
            OcsError: it was not added, or that is not known.
        """
        from ocs_tui.changes import acts

        made = await acts.add_secret(self.client, self.journal, address, label, details)
        slot = self.slot(secrets_of(address))
        if slot.fetched is not None and all(one.id != made.details.id for one in slot.fetched.value):
            slot.fetched = replace(slot.fetched, value=(*slot.fetched.value, made.details))
        self.changed(secrets_of(address))
        return made

    def keyring_words(self, address: Address) -> str:
        """Return what keeping a client's secret in the keyring means, in a few words."""
        if self._signs_in_from_keyring(address):
            return f"for the profile {safe(self.profile.name)}, in the place of its old one"
        return "under a name of the client's own"

    def kept_words(self, address: Address) -> str:
        """Say where in the keyring a client's secret was kept."""
        if self._signs_in_from_keyring(address):
            return f"Kept in the keyring, for the profile {safe(self.profile.name)}."
        from ocs_tui.settings import secrets

        name = secrets.client_service_name(self.profile.tenant_id, address.ids[-1])
        return f"Kept in the keyring, as {safe(name)}."

    async def keep_secret(self, address: Address, value: str) -> SecretAnswer:
        """Keep a client's secret in the keyring: as the profile's where it is the profile's own client.

        Never raises; an answer that is not ``done`` says why it is not kept.
        """
        from ocs_tui.settings import secrets
        from ocs_tui.settings.secrets import SecretAnswer

        if self.journal.file is None:
            return SecretAnswer(sentence="The demo keeps nothing.")
        if self._signs_in_from_keyring(address):
            return await secrets.store(self.profile, value)
        return await secrets.store_for_client(self.profile.tenant_id, address.ids[-1], value)

    def _signs_in_from_keyring(self, address: Address) -> bool:
        return self.is_own(address) and self.profile.is_saved and not self.profile.secret_command

    # Rotating.

    async def begin_rotation(
        self, address: Address, label: str, details: SecretDetails
    ) -> tuple[NewSecret, str]:
        """Add the new secret of a rotation; returns it, and why it could not be noted down (empty when it was).

        Raises:
            OcsError: it was not added, or that is not known.
        """
        from ocs_tui.changes.rotation import Rotation, Step

        made = await self.add_secret(address, label, details)
        problem = ""
        try:
            self.rotations.keep(Rotation(address.ids[-1], made.details.id, Step.ADDED))
        except SettingsError as error:
            problem = error.sentence
        return made, problem

    async def prove_secret(self, client_id: str, secret: str) -> AsyncIterator[Trial]:
        """Try to sign in as a client with a secret, for up to an hour; yields each try."""
        from ocs_tui.changes.rotation import prove

        endpoint = replace(Endpoint.of(self.profile), client_id=client_id)

        async def reveal() -> str:
            return secret

        async def sign_in() -> None:
            async with OcsClient(endpoint, reveal, regions=self.regions) as trial:
                await trial.sign_in()

        async for one in prove(sign_in):
            yield one

    # What expires.

    async def survey_secrets(self, *, all_of_them: bool = False, again: bool = False) -> None:
        """Read the secrets of every client, where there are few, or all are wanted.

        It may be cancelled at any time: what was read stays. It ends at the first one that may not be read.

        Args:
            all_of_them: also where there are many.
            again: also those that were read already, where there are few.
        """
        # another object each time: one that is cancelled ends later
        survey = self.survey = Survey(self.survey.clients, self.survey.done, is_running=True)
        self.changed(SURVEY)
        try:
            survey.clients = await self._count_clients()
            if survey.clients > SURVEYED_UNASKED and not all_of_them:
                return
            for kind in _WITH_SECRETS:
                if self.slot((kind.collection,)).fetched is None:
                    await self.load((kind.collection,))
            keys = [
                secrets_of(address_of(kind, client.id))
                for kind in _WITH_SECRETS
                for client in self.value((kind.collection,)) or ()
            ]
            anew = again and len(keys) <= SURVEYED_UNASKED
            wanted = [key for key in keys if anew or not self._is_read(key)]
            survey.clients = survey.of = len(keys)
            survey.done = len(keys) - len(wanted)
            waiting = iter(wanted)
            async with asyncio.TaskGroup() as group:
                for _ in range(min(AT_ONCE, len(wanted))):
                    group.create_task(self._survey(survey, waiting))
        except OcsError as error:
            survey.problem = error.sentence
        finally:
            survey.is_running = False
            self.changed(SURVEY)

    def _is_read(self, key: Key) -> bool:
        """Whether a list of secrets was read; asking makes no slot for each of many thousand clients."""
        slot = self._slots.get(key)
        return slot is not None and slot.fetched is not None

    async def _survey(self, survey: Survey, waiting: Iterator[Key]) -> None:
        for key in waiting:
            if survey.problem:
                return
            slot = await self.load(key)
            survey.done += slot.error is None
            if isinstance(slot.error, Forbidden):
                survey.problem = slot.error.sentence

    async def _count_clients(self) -> int:
        return sum([await self._count(kind) for kind in _WITH_SECRETS])

    async def _count(self, kind: Kind) -> int:
        """Count one kind; a tenant without it (an era that has none) has none."""
        known = self.value((kind.collection,))
        if known is not None:
            return len(known)
        try:
            page = await self.client.list_page(kind, 0, SURVEYED_UNASKED + 1)
        except OcsError:
            if kind is CLIENT:
                raise
            return 0
        return len(page.items) if page.total is None else page.total

    def expiring(self) -> list[Expiring]:
        """Return the secrets that have expired or will soon, the soonest first, as far as they were read."""
        found = []
        for key, slot in list(self._slots.items()):
            if key[0] == "in" and key[1].endswith("/secrets") and slot.fetched is not None:
                address = Address.parse(key[1].removesuffix("/secrets"))
                found += [
                    Expiring(address, self._label(address), secret, days)
                    for secret in slot.fetched.value
                    if (days := days_left(secret)) is not None and days <= SOON
                ]
        return sorted(found, key=lambda one: (one.days, one.label.casefold(), one.secret.id))

    def _label(self, address: Address) -> str:
        """Return what a client is called: its id while its list was not read."""
        client = self.item((address.collections[0],), address.ids[0])
        if client is None and self.is_own(address) and self.me is not None:
            return self.me.name
        return address.ids[0] if client is None else str(client.label)


def secrets_of(address: Address) -> Key:
    """Return the slot of a client's secrets: what is known of them, never their values."""
    return ("in", f"{address}/secrets")


def secrets_of_client(client_id: str) -> Key:
    """Return the slot of the secrets of a client-credential client."""
    return secrets_of(address_of(CLIENT, client_id))


def days_left(secret: SecretDetails, now: datetime | None = None) -> int | None:
    """Return the whole days until a secret expires, negative when it has; None for one that never does."""
    return days_until(secret.expiration, now) if secret.expires else None


def soonest(secrets: Sequence[SecretDetails]) -> int | None:
    """Return the days until the first of these secrets expires; None when none does."""
    days = [left for secret in secrets if (left := days_left(secret)) is not None]
    return min(days, default=None)
