"""The rules of the addresses a person writes down: where secrets and tokens will be sent."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

_ODD = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f]")


def clean_base_url(text: str) -> str:
    """Return ``text`` as scheme, host and port, in lower case and without a trailing slash.

    https anywhere, http on this machine's loopback only: the client secret goes there. A path is
    refused too; every documented base URL ends after the host, and a pasted API address does not.

    Raises:
        ValueError: with what is wrong, as a clause such as ``must start with https://``.
    """
    if _ODD.search(text):
        raise ValueError("holds a space, a backslash or a control character")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is no URL") from None
    if parts.scheme not in ("https", "http"):
        raise ValueError("must start with https://")
    if not host:
        raise ValueError("names no host")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or password")
    if parts.path not in ("", "/") or "?" in text or "#" in text:
        raise ValueError("must end after the host: only scheme, host and port")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("must start with https:// (plain http only goes to this machine itself)")
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port is not None else "")


def clean_redirect_uri(text: str) -> str:
    """Return ``text``: servers compare a redirect URI letter by letter, so none is changed.

    Plain http on this machine alone: what is brought there lets its owner sign in.

    Raises:
        ValueError: with what is wrong, as a clause such as ``must start with http://``.
    """
    if _ODD.search(text):
        raise ValueError("holds a space, a backslash or a control character")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is no URL") from None
    if parts.scheme != "http" or not is_loopback(host):
        raise ValueError(
            "must start with http:// on this machine, such as http://localhost:5004/callback.html"
        )
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or password")
    if "?" in text or "#" in text:
        raise ValueError("must end after the path")
    if port == 0:
        raise ValueError("must name another port than 0")
    return text


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and addresses that never leave this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
