"""Finds out how the tenant answers: every base URL by itself, signing in, and the token at each region."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ocs_tui.api.errors import Forbidden, OcsError, SignInFailed, TimedOut, Unavailable, Unreachable
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.regions_cache import kept_regions
from ocs_tui.settings.secret import Secret

if TYPE_CHECKING:
    from ocs_tui.api.client import OcsClient
    from ocs_tui.api.probe import Probe
    from ocs_tui.model.tenant import Region

SECONDS = 10.0
"""The deadline of each request, and of signing in and of reading the regions altogether."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How signing in went.

    Attributes:
        tried: False when there was no secret.
        problem: why it failed, as a sentence; empty when it did not.
        detail: what the service said of it.
        refused: it was answered, by a refusal.
        milliseconds: how long it took.
    """

    tried: bool
    problem: str = ""
    detail: tuple[str, ...] = ()
    refused: bool = False
    milliseconds: int | None = None

    @property
    def done(self) -> bool:
        """True when there is a token."""
        return self.tried and not self.problem


@dataclass(frozen=True, slots=True)
class TokenThere:
    """What a base URL made of the token.

    Attributes:
        accepted: whether it took it; None when it was not tried, or gave no answer that tells.
        problem: what went wrong, as a sentence; empty when nothing did.
    """

    accepted: bool | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """A base URL: the profile's, a region's, or both.

    Attributes:
        url: which.
        region: the region's id, as it came; None for a base URL that is no region's.
        of_profile: it is the one of the profile.
        probe: how it answers.
        token: what it makes of the token.
    """

    url: str
    region: str | None
    of_profile: bool
    probe: Probe
    token: TokenThere = field(default_factory=TokenThere)


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found out.

    Attributes:
        sign_in: how signing in went.
        bases: every base URL, the profile's first.
        regions_problem: why the Regions list could not be read, as a sentence; empty when it could.
        from_last_time: the regions are those kept from an earlier run.
    """

    sign_in: SignIn
    bases: tuple[Base, ...]
    regions_problem: str = ""
    from_last_time: bool = False


async def look_at_tenant(profile: Profile, read_only: bool, find_secret: Awaitable[Secret | None]) -> Found:
    """Ask every base URL at once while the secret is looked for, then sign in. Never raises an OcsError.

    Nothing is kept: neither the regions that were read nor the token. Takes four times SECONDS at most,
    besides what ``find_secret`` takes.
    """
    from ocs_tui.api.client import Endpoint, OcsClient
    from ocs_tui.api.transport import Patience

    kept = kept_regions(profile)
    probing = _Probing(profile.base_url)
    probing.begin(kept)
    secret = await find_secret

    async def reveal() -> str:
        assert secret is not None
        return secret.reveal()

    endpoint = Endpoint.of(profile)
    patience = Patience(read=SECONDS, whole=SECONDS, attempts=1)
    async with OcsClient(endpoint, reveal, read_only=read_only, regions=kept, patience=patience) as client:
        if secret is None:
            return Found(SignIn(tried=False), await probing.bases(), from_last_time=bool(kept))
        sign_in = await _signed_in(client)
        regions_problem = await _read_regions(client) if sign_in.done else ""
        probing.begin(client.regions)
        bases = await probing.bases()
        if sign_in.done:
            bases = tuple(await asyncio.gather(*(_with_token(client, base) for base in bases)))
        return Found(
            sign_in, bases, regions_problem, bool(kept) and (bool(regions_problem) or not sign_in.done)
        )


class _Probing:
    """The requests to each base URL, begun once each."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._names: dict[str, str | None] = {base_url: None}
        self._tasks: dict[str, asyncio.Task[Probe]] = {}

    def begin(self, regions: tuple[Region, ...]) -> None:
        """Begin with those that are new; one whose address is none to be asked is left out."""
        from ocs_tui.api.origins import Origin, normal_base
        from ocs_tui.api.probe import probe

        self._names = {self._base_url: None}
        for region in regions:
            try:
                if Origin.of(region.base_address).is_private:
                    url = normal_base(region.base_address)
                    self._names[url] = self._names.get(url) or region.id or None
            except ValueError:
                continue
        for url in self._names:
            if url not in self._tasks:
                self._tasks[url] = asyncio.create_task(probe(url, SECONDS))

    async def bases(self) -> tuple[Base, ...]:
        """Wait for those that are of the last list."""
        return tuple(
            [
                Base(url, name, url == self._base_url, await self._tasks[url])
                for url, name in self._names.items()
            ]
        )


async def _signed_in(client: OcsClient) -> SignIn:
    started = time.perf_counter()
    try:
        async with asyncio.timeout(SECONDS):
            await client.sign_in()
    except OcsError as error:
        return SignIn(True, error.sentence, error.detail, isinstance(error, SignInFailed))
    except TimeoutError:
        return SignIn(True, f"Signing in took longer than {SECONDS:g} seconds.")
    return SignIn(True, milliseconds=round((time.perf_counter() - started) * 1000))


async def _read_regions(client: OcsClient) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            await client.list_regions()
    except OcsError as error:
        return error.sentence
    except TimeoutError:
        return f"Reading the regions took longer than {SECONDS:g} seconds."
    return ""


async def _with_token(client: OcsClient, base: Base) -> Base:
    if not base.probe.reached:
        return base
    try:
        async with asyncio.timeout(SECONDS):
            await client.get_tenant_at(base.url)
        token = TokenThere(True)
    except Forbidden as error:
        token = TokenThere(True, error.sentence)
    except SignInFailed as error:
        token = TokenThere(False, error.sentence)
    except (Unreachable, TimedOut, Unavailable) as error:
        token = TokenThere(None, error.sentence)
    except OcsError as error:
        token = TokenThere(True, error.sentence)
    except TimeoutError:
        token = TokenThere(None, f"Reading the tenant at {base.url} took longer than {SECONDS:g} seconds.")
    return replace(base, token=token)
