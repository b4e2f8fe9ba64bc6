"""A change as the lines of its review. Everything returned is safe to show."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ocs_tui.access import meaning, notes
from ocs_tui.access.diff import diff, diff_owner
from ocs_tui.access.evaluate import Names
from ocs_tui.access.gains import Standing, gain_lines, gains
from ocs_tui.api.answers import Differs, SameExists
from ocs_tui.catalog.kind import Kind
from ocs_tui.catalog.kinds import NAMESPACE, kind_at
from ocs_tui.catalog.schema import MADE_BY_THE_SERVICE
from ocs_tui.catalog.sds import ACL_JOB
from ocs_tui.changes.change import AnyChange, Aspect, Change, Create, Delete, SetChange, name_of
from ocs_tui.changes.reread import Conflicting, Merged, Reread
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.stream_parts import Metadata, Tags
from ocs_tui.model.text import safe
from ocs_tui.model.wire import Wire
from ocs_tui.screens import acl_job_words, json_words
from ocs_tui.widgets.field_list import Line, heading, note
from ocs_tui.widgets.review_text import diff_line

if TYPE_CHECKING:
    from ocs_tui.connection import Connection
    from ocs_tui.connection.slots import Me

_SHOWN = (
    ("Id", "id"),
    ("Region", "region_label"),
    ("Name", "name"),
    ("Description", "description"),
    ("AllowCrossRegionProcessing", "allow_cross_region_processing"),
)


def sections(connection: Connection, change: Change) -> list[Line]:
    """Return what a change does: in words, what follows from it, and as a diff."""
    if isinstance(change, Create) and change.kind.name == ACL_JOB.name:
        return [heading("What the job does"), *acl_job_words.lines_of(connection, change)]
    if isinstance(change, Create) and change.kind.as_json:
        return [heading("What is created"), *json_words.created(change)]
    if isinstance(change, Create):
        made = change.after
        fields = [diff_line("+", f"{label}: {_said(connection, name, getattr(made, name))}")
                  for label, name in _shown_of(change.kind) if getattr(made, name) not in (None, "", ())]  # fmt: skip
        beside = [
            diff_line("+", f"{safe(name)}: {safe(said)}") for name, said in (made.model_extra or {}).items()
        ]
        lines = [heading("What is created"), *fields, *beside]
        if change.kind is NAMESPACE:
            lines.append(note("Its ACL will be a copy of the root ACL; its owner is decided by the service."))
        return lines
    if isinstance(change, Delete):
        return [
            heading("What is deleted"),
            diff_line("-", name_of(change.kind, change.address, change.before)),
        ]
    if change.aspect is Aspect.ACL:
        return _acl(connection, change)
    if change.aspect is Aspect.OWNER:
        return _owner(connection, change)
    if isinstance(change.before, Metadata) and isinstance(change.after, Metadata):
        return [heading("What changes"), *json_words.rows(change.before.values, change.after.values)]
    if isinstance(change.before, Tags) and isinstance(change.after, Tags):
        return [heading("What changes"), *json_words.words_of(change.before.tags, change.after.tags)]
    if kind_at(change.address).as_json:
        return [heading("What changes"), *json_words.changed(change)]
    return [heading("What changes"), *_fields(change.before, change.after)]


def someone_else(before: Me | None, now: Me | None) -> list[Line]:
    """Return that somebody else is signed in by now than when the edit began; no lines where nobody is."""
    if before is None or now is None or not before.id or before.id.casefold() == now.id.casefold():
        return []
    return [
        heading("Signed in as somebody else"),
        note(f"⚠ You are signed in as {safe(now.name)} now. It was {safe(before.name)} who began.", "bad"),
        note(f"What is applied is written by {safe(now.name)}, as far as {safe(now.name)} may.", ""),
        Line(),
    ]


def what_changed(connection: Connection, change: AnyChange) -> list[Line]:
    """Return a change in words alone, as the journal shows it."""
    if isinstance(change, SetChange) and isinstance(change.before, Metadata | Tags):
        return sections(connection, change)[1:]
    if isinstance(change, SetChange):
        before, after = change.before, change.after
        if isinstance(before, AccessControlList) and isinstance(after, AccessControlList):
            texts = meaning.words(diff(before, after), connection.role_name)
        elif isinstance(before, Trustee) and isinstance(after, Trustee):
            changed = diff_owner(before, after)
            texts = meaning.owner_words(changed, _anyone(connection, before, after)) if changed else []
        else:
            texts = meaning.field_words(before, after)
        return [note(text, "") for text in texts]
    if isinstance(change, Create | Delete):
        return sections(connection, change)[1:]
    return [note(change.title, "")]


def to_type(connection: Connection, change: Change) -> str:
    """Return what is to be typed to accept a dangerous change, safe to show; empty for any other."""
    if isinstance(change, Create):
        is_wide = change.kind.name == ACL_JOB.name and acl_job_words.is_of_all(change)
        return safe(change.address.namespace_id) if is_wide else ""
    is_dangerous = any(one.level == "danger" for one in notes_of(connection, change))
    return safe(change.address) if is_dangerous else ""


def notes_of(connection: Connection, change: Change) -> list[notes.Note]:
    """Return what follows from a change, dangers first."""
    if not isinstance(change, SetChange):
        return []
    before, after = change.before, change.after
    if isinstance(before, Trustee) and isinstance(after, Trustee):
        acl = connection.value(("acl", change.address.place))
        return notes.owner_notes(before, after, acl=acl, me=connection.who)
    if not isinstance(before, AccessControlList) or not isinstance(after, AccessControlList):
        return []
    owner = connection.value(("owner", change.address.place)) if change.address.has_owner else None
    roles = connection.roles_by_id() if connection.value(("roles",)) is not None else None
    names = connection.role_name
    return notes.notes(before, after, names=names, roles=roles, me=connection.who, owner=owner)


def _acl(connection: Connection, change: SetChange) -> list[Line]:
    before, after = change.before, change.after
    assert isinstance(before, AccessControlList)
    assert isinstance(after, AccessControlList)
    names = connection.role_name
    found = notes_of(connection, change)
    owner = connection.value(("owner", change.address.place)) if change.address.has_owner else None
    changes = [note(text, "") for text in meaning.words(diff(before, after), names)]
    lines = [heading("What changes"), *(changes or [note("nothing")])]
    if found:
        lines += [Line(), heading("What follows"), *_notes(found)]
    lines += _people(connection, Standing(before, owner), Standing(after, owner))
    lines += [Line(), heading(f"As a list ({len(before.entries)} → {len(after.entries)} entries)")]
    return [*lines, *(diff_line(sign, text) for sign, text in meaning.diff_lines(before, after, names))]


def _owner(connection: Connection, change: SetChange) -> list[Line]:
    before, after = change.before, change.after
    assert isinstance(before, Trustee)
    assert isinstance(after, Trustee)
    changed = diff_owner(before, after)
    words = [] if changed is None else meaning.owner_words(changed, _anyone(connection, before, after))
    found = notes_of(connection, change)
    lines = [heading("What changes"), *(note(text, "") for text in words)]
    if found:
        lines += [Line(), heading("What follows"), *_notes(found)]
    acl = connection.value(("acl", change.address.place))
    if acl is not None:
        lines += _people(connection, Standing(acl, before), Standing(acl, after))
    lines += [Line(), heading("As a list")]
    names = _anyone(connection, before, after)
    return [*lines, *(diff_line(sign, text) for sign, text in meaning.owner_lines(before, after, names))]


def _people(connection: Connection, before: Standing, after: Standing) -> list[Line]:
    """Say who gains and who loses what, through their roles."""
    users, clients = connection.value(("users",)), connection.value(("clients",))
    found = gains(before, after, users=users, clients=clients, names=connection.role_name)
    texts = [text for text in gain_lines(found) if text not in found.unknown]
    lines = [note(text, "") for text in texts] or [note("Nobody who is listed gains or loses anything.")]
    return [
        Line(),
        heading("Who gains, and who loses"),
        *lines,
        *(note(text) for text in found.unknown if text not in texts),
    ]


def _anyone(connection: Connection, *trustees: Trustee) -> Names:
    names = {trustee.object_id: connection.trustee_name(trustee) for trustee in trustees}
    return lambda object_id: names.get(object_id, object_id)


def _notes(found: list[notes.Note]) -> list[Line]:
    marks = {"danger": ("⚠ Danger: ", "bad"), "note": ("Note: ", "changed")}
    return [note(marks[one.level][0] + one.text, marks[one.level][1]) for one in found]


def meanwhile(connection: Connection, change: Change, found: Reread) -> list[Line]:
    """Return what was changed since the edit began, by whomever, and how it meets the edit."""
    lines = [heading("Changed meanwhile, not by this edit")]
    if isinstance(found, Merged | Conflicting) and found.merge is not None:
        lines += [note(text, "changed") for text in meaning.words(found.merge.theirs, connection.role_name)]
    elif isinstance(change, SetChange) and isinstance(change.before, Trustee):
        now: Trustee = found.fetched.value
        changed = diff_owner(change.before, now)
        if changed is not None:
            texts = meaning.owner_words(changed, _anyone(connection, change.before, now))
            lines += [note(text, "changed") for text in texts]
    elif isinstance(change, SetChange) and change.aspect in (Aspect.METADATA, Aspect.TAGS):
        theirs = SetChange(change.address, change.aspect, change.before, found.fetched.value)
        lines += what_changed(connection, theirs)
    elif isinstance(change, SetChange):
        texts = meaning.field_words(change.before, found.fetched.value)
        lines += [note(text, "changed") for text in texts]
    if isinstance(found, Conflicting):
        lines += [Line(), heading("Your change, which meets it"), *what_changed(connection, change)]
        lines.append(note("Where they meet, what you pick holds: what comes of it stands below."))
    else:
        lines.append(note("It does not meet your change: both stand below, together."))
    return [*lines, Line()]


def _fields(before: Wire, after: Wire) -> list[Line]:
    """Return each field that changes, as it was and as it shall be, whole."""
    old, new = before.to_wire(), after.to_wire()
    lines = []
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            lines.append(diff_line("-", f"{safe(key)}: {_whole(old.get(key))}"))
            lines.append(diff_line("+", f"{safe(key)}: {_whole(new.get(key))}"))
    return lines or [note("nothing")]


def _whole(value: object) -> str:
    words = {None: "(none)", "": "(empty)", True: "yes", False: "no"}
    if isinstance(value, str | bool) or value is None:
        return words.get(value) or safe(value, 8000)
    return safe(value, 8000)


def exists(change: Change, outcome: object) -> list[Line]:
    """Return what exists already beside what was to be created."""
    assert isinstance(change, Create)
    found = outcome.existing if isinstance(outcome, SameExists | Differs) else None
    if found is None:
        why = outcome.why if isinstance(outcome, SameExists | Differs) else None
        return [heading("What exists"), note(why or "It could not be read.", "changed")]
    existing: Wire = found.value
    lines = [heading("Yours beside what exists")]
    for label, name in _shown_of(change.kind):
        mine, theirs = _shown(change.after, name), _shown(existing, name)
        if mine == theirs:
            lines.append(Line(f"  {label}", f"{theirs} (the same)", theirs))
            continue
        lines.append(Line(f"≠ {label}", f"yours: {mine}", mine, "changed"))
        lines.append(Line(" ", f"exists: {theirs}", theirs, "changed"))
    return lines


def _shown_of(kind: Kind) -> Iterable[tuple[str, str]]:
    """The fields that tell a thing of a kind: what can be given when it is created."""
    if kind is NAMESPACE:
        return _SHOWN
    if kind.as_json:
        return [
            (field.label, field.attribute) for field in kind.fields if field.label not in MADE_BY_THE_SERVICE
        ]
    return [
        (field.label, field.attribute)
        for field in kind.fields
        if field.attribute in ("id", *kind.editable, *kind.creatable)
    ]


def _said(connection: Connection, name: str, value: object) -> str:
    if name == "role_ids" and isinstance(value, tuple):
        return ", ".join(connection.role_name(role_id) for role_id in value)
    return safe(", ".join(value) if isinstance(value, tuple) else value)


def _shown(body: Wire, name: str) -> str:
    value = getattr(body, name)
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        value = ", ".join(value)
    return "not given" if value in (None, "") else safe(value, 200)
