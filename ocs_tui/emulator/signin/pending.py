"""Sign-ins that are under way: in memory, for minutes, and never more than so many.

What ends with the emulator is started anew by the person who waits for it; refresh tokens, which nobody
waits for, are in the store.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Held = TypeVar("Held")

_MOST = 1000
_PAGE = 600.0  # seconds that a page may stand open
_CODE = 60.0  # seconds until an authorization code is redeemed


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client asks for at the authorize endpoint.

    Attributes:
        client_id: who asks.
        redirect_uri: where the answer goes.
        scopes: what for.
        state: what goes back with the answer as it came.
        nonce: what the id token must hold.
        challenge: the S256 of the code verifier; None where there is none.
    """

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str | None
    nonce: str | None
    challenge: str | None


@dataclass(slots=True)
class Code:
    """An authorization code: what was wished for, by whom it was granted, and when.

    Attributes:
        family: the refresh tokens that came of it, so that they end when it is used again.
        used: whether it has been redeemed, well or badly.
    """

    wish: Wish
    user_id: str
    auth_time: int
    family: str | None = None
    used: bool = False


@dataclass(slots=True)
class Device:
    """A device that waits for a person to grant it something elsewhere.

    Attributes:
        client_id: the client on the device.
        scopes: what it asks for.
        user_code: what it shows for the person to type.
        expires: when the person is too late.
        interval: how many seconds it must wait between two looks; each one too early makes it more.
        looked: when it last looked.
        user_id: who granted it.
        auth_time: when.
        refused: whether the person refused.
    """

    client_id: str
    scopes: tuple[str, ...]
    user_code: str
    expires: float
    interval: int
    looked: float = 0.0
    user_id: str | None = None
    auth_time: int = 0
    refused: bool = False

    @property
    def decided(self) -> bool:
        """True when the person has granted or refused."""
        return self.refused or self.user_id is not None


class ShortLived(Generic[Held]):
    """Things that are found by an unguessable key until their time is over, or until too many came after.

    Args:
        clock: seconds since the epoch.
        most: how many are held.
    """

    def __init__(self, clock: Callable[[], float], most: int = _MOST) -> None:
        self._clock = clock
        self._most = most
        self._held: dict[str, tuple[float, Held]] = {}

    def hold(self, held: Held, lifetime: float) -> str:
        """Hold something; return its key."""
        now = self._clock()
        self._held = {key: entry for key, entry in self._held.items() if entry[0] > now}
        while len(self._held) >= self._most:
            del self._held[next(iter(self._held))]
        key = secrets.token_urlsafe(32)
        self._held[key] = (now + lifetime, held)
        return key

    def get(self, key: str) -> Held | None:
        """Return what is held by this key."""
        expires, held = self._held.get(key, (0.0, None))
        return held if expires > self._clock() else None

    def take(self, key: str) -> Held | None:
        """Return what is held by this key, once."""
        held = self.get(key)
        self._held.pop(key, None)
        return held

    def all(self) -> list[Held]:
        """Return everything that is held."""
        now = self._clock()
        return [held for expires, held in self._held.values() if expires > now]


class SignIns:
    """The sign-ins under way in a tenant.

    Args:
        clock: seconds since the epoch.

    Attributes:
        clock: the same.
        pages: what each open authorize page asks, by the one-time token in its form.
        device_pages: the same for the page that grants something to a device.
        codes: by code.
        devices: by device code.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.pages: ShortLived[Wish] = ShortLived(clock)
        self.device_pages: ShortLived[Device] = ShortLived(clock)
        self.codes: ShortLived[Code] = ShortLived(clock)
        self.devices: ShortLived[Device] = ShortLived(clock)

    def show(self, wish: Wish) -> str:
        """Return the one-time token of a page that asks this."""
        return self.pages.hold(wish, _PAGE)

    def show_device(self, device: Device) -> str:
        """Return the one-time token of a page that asks for a device."""
        return self.device_pages.hold(device, _PAGE)

    def granted(self, wish: Wish, user_id: str) -> str:
        """Return the code for what a user granted."""
        return self.codes.hold(Code(wish, user_id, int(self.clock())), _CODE)
