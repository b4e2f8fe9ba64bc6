"""The pages that a person sees: plain HTML without a script, good in lynx as in any browser.

Whatever comes from outside, names of users and clients first of all, is escaped. A page loads nothing,
is shown in no frame and kept in no cache, and its form goes nowhere but here and to the client.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from ocs_tui.emulator.signin.protocol import NO_STORE, SCOPES, Failed
from ocs_tui.emulator.store import Json
from ocs_tui.model.text import safe

_MOST_USERS = 100
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}"
    "label{display:block}button{font:inherit;margin:1em 1em 0 0;padding:.3em 1em}"
    ".told{color:#a00000}"
)


def text(value: object) -> str:
    """Return a text as HTML: what would be markup, or would not be seen, is shown."""
    return _escape(safe(value))


def _escape(value: str) -> str:
    from html import escape  # with the names of all entities, which only pages need

    return escape(value)


def page(title: str, *parts: str, status: int = 200, answers_to: str = "") -> Response:
    """Return a page.

    Args:
        title: what it is called; plain text.
        parts: what it holds; HTML.
        status: its status code.
        answers_to: a URI that the form's answer may be redirected to.
    """
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{text(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><h1>{text(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )
    targets = " ".join(filter(None, ("'self'", _source(answers_to))))
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action {targets}"
    )
    headers = NO_STORE | {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        # Not no-referrer: with it a browser's form would say that it comes from nowhere.
        "Referrer-Policy": "same-origin",
    }
    return Response(html, status, headers, media_type="text/html")


def _source(uri: str) -> str:
    """Return what stands for a URI in a content security policy, which follows a form's redirects too.

    A policy has no way to write an IPv6 address or a name that is not ASCII: there the scheme stands alone.
    """
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return ""
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", parts.scheme):
        return ""
    host = parts.hostname or ""
    if not re.fullmatch(r"[a-z0-9.-]+", host):
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def failed(failure: Failed) -> Response:
    """Return the page that tells a person what went wrong, when there is nobody else to tell."""
    title = "This cannot go on"
    return page(
        title, f"<p>{text(failure.description)}</p>", f"<p>Error: {text(failure.error)}</p>", status=400
    )


def consent(
    action: str,
    ticket: str,
    client_name: str,
    scopes: Iterable[str],
    users: list[Json],
    *,
    answers_to: str = "",
    device_code: str = "",
    told: str = "",
) -> Response:
    """Return the page on which a person says who they are, and grants or refuses.

    Args:
        action: where the form goes.
        ticket: its one-time token.
        client_name: who asks.
        scopes: what for.
        users: who one can be.
        answers_to: where the answer is redirected to.
        device_code: the code that a device shows, to compare.
        told: what was wrong with the last try.
    """
    allowed = "".join(f"<li>{text(SCOPES[scope])}</li>" for scope in scopes)
    parts = [f'<p class="told">{text(told)}</p>'] if told else []
    parts.append(f"<p><strong>{text(client_name)}</strong> asks to:</p><ul>{allowed}</ul>")
    if answers_to:
        parts.append(f"<p>The answer goes to {text(answers_to)}</p>")
    if device_code:
        parts.append(f"<p>Go on only if your device shows <strong>{text(device_code)}</strong>.</p>")
    parts += [
        f'<form method="post" action="{_escape(action)}">',
        f'<input type="hidden" name="ticket" value="{_escape(ticket)}">',
        _choice(users),
        '<button type="submit" name="decision" value="allow">Sign in</button>',
        '<button type="submit" name="decision" value="refuse">Refuse</button>',
        "</form>",
        "<p>This is an emulator: it asks for no password.</p>",
    ]
    return page("Who signs in?", *parts, status=400 if told else 200, answers_to=answers_to)


def _choice(users: list[Json]) -> str:
    listed = heapq.nsmallest(_MOST_USERS, users, key=lambda user: _name(user).casefold())
    choices = "".join(
        f'<label><input type="radio" name="user" value="{_escape(user["Id"])}"> '
        f"{text(_name(user))} &lt;{text(user.get('Email') or 'no e-mail address')}&gt;</label>\n"
        for user in listed
    )
    if len(users) > len(listed):
        choices += (
            f"<p>These are the first {len(listed)} of {len(users)}. Somebody else:</p>"
            '<label>E-mail address or id <input type="text" name="other"></label>\n'
        )
    return choices


def _name(user: Json) -> str:
    return str(user.get("Name") or user.get("Email") or user["Id"])


def code_entry(action: str, *, typed: str = "", told: str = "") -> Response:
    """Return the page on which a person types the code that a device shows."""
    return page(
        "Connect a device",
        f'<p class="told">{text(told)}</p>' if told else "",
        f'<form method="get" action="{_escape(action)}">',
        "<label>The code that your device shows: "
        f'<input type="text" name="user_code" value="{text(typed)}" autocomplete="off"></label>',
        '<button type="submit">Go on</button></form>',
        status=400 if told else 200,
    )


def redirect(uri: str) -> Response:
    """Return a redirect that makes a GET of whatever came before (RFC 9700, 4.12)."""
    return RedirectResponse(uri, status_code=303, headers=NO_STORE)
