"""Origins: where the token and the secret may go, and nothing else.

An origin is scheme, host and port. Addresses are read by the same parser that later dials them, so
that what was checked is what is spoken to.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ocs_tui.api.errors import Untrusted
from ocs_tui.api.http import httpx
from ocs_tui.model.text import safe

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port of an address."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Origin:
        """Return the origin of an absolute address.

        Raises:
            ValueError: why the address is none that can be spoken to, as the rest of a sentence.
        """
        return cls(*_parts(url))

    @property
    def is_loopback(self) -> bool:
        """True for this machine: ``localhost``, 127.0.0.0/8 and ::1."""
        return is_loopback(self.host)

    @property
    def is_private(self) -> bool:
        """True when nobody on the way can read a token: https, or this machine."""
        return self.scheme == "https" or self.is_loopback

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine: ``localhost``, 127.0.0.0/8 or ::1."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=4096)  # each request asks several times for the same few
def _parts(url: str) -> tuple[str, str, int]:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError):
        raise ValueError("it is no URL") from None
    if parsed.scheme not in _DEFAULT_PORTS:
        raise ValueError("it starts with neither https:// nor http://")
    if not parsed.raw_host:
        raise ValueError("it names no host")
    if parsed.userinfo:
        raise ValueError("it holds a user name or password")
    return parsed.scheme, parsed.raw_host.decode("ascii"), parsed.port or _DEFAULT_PORTS[parsed.scheme]


@lru_cache(maxsize=1024)
def normal_base(url: str) -> str:
    """Return a base URL as paths are joined to it: origin in lower case, no slash at the end.

    Raises:
        ValueError: as :meth:`Origin.of`.
    """
    origin = Origin.of(url)
    return str(origin) + httpx.URL(url.strip()).path.rstrip("/")


def resolved(url: str, reference: str) -> str:
    """Return a ``Location`` as an absolute address; as it came when it cannot be one."""
    try:
        return str(httpx.URL(url).join(reference))
    except (httpx.InvalidURL, UnicodeError):
        return reference


class Origins:
    """The origins of the profile, of its ``trusted_origins`` and of the tenant's Regions list."""

    def __init__(self, profile_urls: Iterable[str]) -> None:
        self._profile = set(_private_origins(profile_urls))
        self._regions: set[Origin] = set()

    def set_regions(self, addresses: Iterable[str]) -> None:
        """Trust the base addresses of the Regions list, in place of those of the list before.

        An address that is neither https nor on this machine adds nothing.
        """
        self._regions = set(_private_origins(addresses))

    def trusts(self, url: str) -> bool:
        """Return whether a token may be sent to this address."""
        try:
            origin = Origin.of(url)
        except ValueError:
            return False
        return origin in self._profile or origin in self._regions

    def check(self, url: str, what: str = "The address") -> None:
        """Pass when a token may be sent to this address.

        Raises:
            Untrusted: otherwise, with ``what`` as the subject of its sentence.
        """
        if self.trusts(url):
            return
        try:
            origin = Origin.of(url)
        except ValueError as problem:
            raise Untrusted(f"{what} {safe(url, 120)!r} cannot be used: {problem}.") from None
        if not origin.is_private:
            raise Untrusted(
                f"{what} {safe(str(origin), 120)} is not encrypted, so nothing was sent there: "
                "use https; plain http is for this machine only."
            )
        raise Untrusted(
            f"{what} {safe(str(origin), 120)} is neither the profile's nor one of the tenant's regions, so "
            "nothing was sent there. If it is yours, add it to trusted_origins in the profile."
        )


def _private_origins(urls: Iterable[str]) -> Iterable[Origin]:
    for url in urls:
        try:
            origin = Origin.of(url)
        except ValueError:
            continue  # it can match no address, so it grants nothing
        if origin.is_private:
            yield origin
