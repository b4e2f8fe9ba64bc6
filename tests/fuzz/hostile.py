"""Hostile content: texts that do something to a terminal or a parser, and bodies made of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

TEXTS = (
    "a\x1b]0;owned\x07b",  # OSC: the window's title
    "a\x1b]52;c;b3duZWQ=\x07b",  # OSC 52: the clipboard
    "a\x1b[2Jb\x1b[31mc",  # CSI: clears the screen, red
    "a\x9b2Jb\x9d0;owned\x9c",  # the same as C1 controls
    "a\x1bPq#0;2;0;0;0\x1b\\b",  # DCS: sixels
    "a\x07\x08\x7f\x00b",
    "a\r\nb\tc\vd\fe",
    "[/][b]bold[/b] [link='x'] [@click=app.quit]quit[/] \\[",
    "\u202edrowssap\u202c \u2066x\u2069 \u200f",
    "a\u200bb\ufeffc\u2060d\u00ade\U000e0041f",
    "\u2028\u2029\u0085",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇧🇪 ❤️ 火炬 ﷽ e\u0301\u0300\u0302",
    "Ａ" * 60,
    "x" * 300,
    " \u00a0 ",
    "'\"`${7*7}{{7*7}}%s%n\\",
    "../../etc/passwd",
    "half \ud83d of it",
)

texts = st.sampled_from(TEXTS) | st.text(max_size=40)

NAMES = (
    "Id", "Name", "Description", "Region", "RegionId", "State", "Self", "Owner", "AccessControl", "InstanceId",
    "AllowCrossRegionProcessing", "RoleTrusteeAccessControlEntries", "Trustee", "Type", "ObjectId", "TenantId",
    "AccessType", "AccessRights", "RoleScope", "RoleTypeId", "CommunityId", "RoleIds", "Enabled", "Tags",
    "AccessTokenLifetime", "ContactEmail", "ContactGivenName", "ContactSurname", "ExternalUserId",
    "IdentityProviderId", "RedirectUris", "AllowOfflineAccess", "Expires", "ExpirationDate", "ClaimTypeName",
    "Value", "Data", "ChildErrors", "Error", "Reason", "Resolution", "OperationId", "Features", "Feature",
    "Entitlements", "CurrentState", "BaseAddress", "AdministrativeEndpointsWritable", "Scheme", "DisplayName",
)  # fmt: skip
"""Names of fields of the contract."""

scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([0, -1, 1, 2**31, 2**63, 10**30, 1e308, 0.5]),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=6)
    ),
    max_leaves=15,
)
bodies = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)


def _twice(body: str) -> str:
    """The first field of an object, a second time."""
    return body.replace("{", '{"Id": "first", "Id": "second", ', 1)


_BROKEN = (
    "", " ", "{", "[", '"', "nul", "{]", '{"Id": }', "[1,]", "\x00", "\ufeff{}", "<html>", "1" * 5000, "-", "1e999",
    "NaN", "[Infinity]", '{"Id": NaN}', "[" * 3000 + "]" * 3000, '{"a":' * 3000 + "1" + "}" * 3000, '"\\ud800"',
    '{"Id": "a", "Id": "b"}', '{"Description": "\\u0000"}', '{"id": "other case"}',
    "0.1000000000000000055511151231257",
)  # fmt: skip


def _deep(depth: int) -> str:
    """Nested so deeply, in an object that would otherwise be a thing."""
    return '{"Id": "deep", "More": ' + '[{"a": ' * depth + "1" + "}]" * depth + "}"


json_texts = st.one_of(
    values.map(json.dumps),
    bodies.map(json.dumps).map(_twice),
    st.sampled_from(_BROKEN),
    st.sampled_from([1, 50, 95, 99, 101, 250, 350, 450, 600]).map(_deep),
    st.text(max_size=60),
)
"""JSON, and what only looks like it."""


@st.composite
def mutated(draw: st.DrawFn, good: str) -> str:
    """A good text with a piece of it cut out, doubled or replaced."""
    start = draw(st.integers(0, len(good)))
    end = draw(st.integers(start, min(len(good), start + 30)))
    put = draw(
        st.one_of(
            st.just(""), st.just(good[start:end] * 2), texts, st.sampled_from(_BROKEN), scalars.map(str)
        )
    )
    return good[:start] + put + good[end:]
