"""How bytes leave this machine: direct or by a proxy, with the system's certificates.

Sits below httpx's client, since the client's own reading of the environment sends loopback through
``HTTP_PROXY`` and ends in a traceback on an unusable proxy.
"""

from __future__ import annotations

import asyncio
import functools
import os
import ssl
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from ocs_tui.api.errors import Unreachable
from ocs_tui.api.http import httpx
from ocs_tui.api.origins import is_loopback
from ocs_tui.model.text import safe

_LIMITS = httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=5.0)
_SAFE_METHODS = {"GET", "HEAD"}


class Network(httpx.AsyncBaseTransport):
    """Picks the way a request goes. Pools are made when first needed.

    - Loopback goes direct, whatever the environment says; elsewhere the platform's proxy settings hold
      (``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``; the registry on Windows, the settings of macOS).
    - A request that changes something gets a connection of its own: on a kept one that the server is
      just closing, nobody could tell whether it was carried out.
    """

    def __init__(self) -> None:
        self._pools: dict[tuple[str | None, bool, bool], httpx.AsyncHTTPTransport] = {}
        self._proxies: dict[tuple[str, int | None], str | None] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            Unreachable: when the proxy or the certificates of the environment cannot be used.
        """
        pool = await self._pool_for(request.url, kept=request.method in _SAFE_METHODS)
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.aclose()

    async def _pool_for(self, url: httpx.URL, *, kept: bool) -> httpx.AsyncHTTPTransport:
        encrypted = url.scheme == "https"
        proxy = await self._proxy_for(url)
        key = (proxy, encrypted, kept)
        if key not in self._pools:
            # loading certificates takes tens of milliseconds, and without https none are needed
            context = await asyncio.to_thread(tls_context) if encrypted else _no_tls()
            if key not in self._pools:
                self._pools[key] = _pool(context, proxy, kept=kept)
        return self._pools[key]

    async def _proxy_for(self, url: httpx.URL) -> str | None:
        if is_loopback(url.host):
            return None
        key = (url.host, url.port)
        if key not in self._proxies:
            # Windows looks into the registry and may ask the DNS
            self._proxies[key] = await asyncio.to_thread(_proxy_of_environment, url.host, url.port)
        return self._proxies[key]


def proxy_shown(url: str) -> str | None:
    """Return the proxy that requests to ``url`` go through, without its password; None when they go direct.

    May take its time: see ``Network``.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host):
        return None
    proxy = _proxy_of_environment(host, parts.port)
    return None if proxy is None else without_password(proxy)


def _pool(context: ssl.SSLContext, proxy: str | None, *, kept: bool) -> httpx.AsyncHTTPTransport:
    limits = _LIMITS if kept else httpx.Limits(max_connections=20, max_keepalive_connections=0)
    if proxy is None:
        return httpx.AsyncHTTPTransport(verify=context, limits=limits, trust_env=False)
    try:
        if not urlsplit(proxy).hostname:
            raise ValueError("it names no host")
        chosen = httpx.Proxy(proxy, ssl_context=context if proxy.startswith("https:") else None)
        return httpx.AsyncHTTPTransport(verify=context, limits=limits, trust_env=False, proxy=chosen)
    except (ImportError, ValueError, httpx.InvalidURL):
        problem = Unreachable(
            f"The proxy {without_password(proxy)} of the environment cannot be used: set HTTPS_PROXY to an "
            "http:// or https:// proxy, or name the host in NO_PROXY to go without."
        )
    raise problem  # outside of the handler, so that the proxy's password hangs on no traceback


def _proxy_of_environment(host: str, port: int | None) -> str | None:
    proxies = getproxies()
    proxy = proxies.get("https") or proxies.get("all")
    if not proxy or proxy_bypass(f"{host}:{port or 443}"):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def without_password(proxy: str) -> str:
    """Return a proxy's URL without user name and password, safe to show."""
    scheme, _, rest = proxy.partition("://")
    return safe(f"{scheme}://{rest.rpartition('@')[2]}", 120)


def _no_tls() -> ssl.SSLContext:
    """Return a context that costs nothing and trusts nobody; plain http never uses it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def tls_context() -> ssl.SSLContext:
    """Return the one context of the process: the system's certificates, and those of the environment.

    Raises:
        Unreachable: when ``SSL_CERT_FILE`` or ``SSL_CERT_DIR`` cannot be read.
    """
    return _context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@functools.cache
def _context(file: str | None, directory: str | None) -> ssl.SSLContext:
    import truststore  # needed for https alone

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if directory and not any(Path(part).is_dir() for part in directory.split(os.pathsep)):
        raise Unreachable(f"SSL_CERT_DIR names no folder ({safe(directory, 120)}): correct or unset it.")
    if file:
        try:
            context.load_verify_locations(cafile=file)
        except OSError as problem:  # ssl.SSLError is one
            why = problem.strerror or "it holds no certificate"
            raise Unreachable(
                f"The certificates that SSL_CERT_FILE names ({safe(file, 120)}) cannot be read "
                f"({safe(why, 120)}): correct or unset it."
            ) from None
    return context
