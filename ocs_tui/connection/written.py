"""What was just written, shown in the place of what a region that lags behind still gives."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import Any

from ocs_tui.api.answers import Fetched
from ocs_tui.catalog.kinds import NAMESPACE
from ocs_tui.connection.slots import FOLLOW_FOR, Key
from ocs_tui.model.access import AccessControlList, Trustee
from ocs_tui.model.document import Document
from ocs_tui.model.namespace import Namespace
from ocs_tui.model.thing import Thing


@dataclass(slots=True)
class _Value:
    value: Any
    at: float = field(default_factory=time.monotonic)

    @property
    def is_old(self) -> bool:
        return bool(time.monotonic() - self.at > FOLLOW_FOR)


class Written:
    """What was written or created, until a region shows it or a minute has passed."""

    def __init__(self) -> None:
        self._set: dict[Key, _Value] = {}
        self._created: dict[str, _Value] = {}

    def keep(self, key: Key, value: Any) -> None:
        """Remember what was written into what ``key`` names."""
        self._set[key] = _Value(value)

    def keep_created(self, namespace: Namespace) -> None:
        """Remember a namespace that was created."""
        self._created[namespace.id] = _Value(namespace)

    def forget(self, key: Key) -> None:
        """What was written into ``key`` shows, or counts no more."""
        self._set.pop(key, None)

    def forget_created(self, namespace_id: str) -> None:
        """A namespace that was created is gone."""
        self._created.pop(namespace_id, None)

    def is_behind(self, key: Key) -> bool:
        """Return True while a region has not shown what was written."""
        return key in self._set

    def created(self, namespace_id: str) -> Namespace | None:
        """Return a namespace that was just created; None where it was not, or long ago."""
        made = self._created.get(namespace_id)
        return None if made is None or made.is_old else made.value

    def with_created(self, listed: tuple[Namespace, ...]) -> tuple[Namespace, ...]:
        """Return the namespaces of a list, and those just created that it does not show yet."""
        if not self._created:
            return listed
        ids = {namespace.id for namespace in listed}
        for namespace_id, made in list(self._created.items()):
            if namespace_id in ids or made.is_old:
                del self._created[namespace_id]
        return (*listed, *(made.value for made in self._created.values()))

    def unless_behind(self, key: Key, fetched: Fetched[Any], region: str) -> Fetched[Any]:
        """Return what was read, or what was just written while the region still shows what was before."""
        written = self._set.get(key)
        if written is None:
            return fetched
        if _same(fetched.value, written.value):
            del self._set[key]
            return fetched
        note = f"Written; {region} has not shown it yet."
        if written.is_old:
            # somebody may have changed it since: show what is there
            del self._set[key]
            return replace(fetched, note=f"{note} This is what it shows.")
        return replace(fetched, value=written.value, document=Document.of(written.value.to_wire()), note=note)


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: a region may spell defaults and enums in its own way."""
    from ocs_tui.access.diff import same_acl, same_owner
    from ocs_tui.catalog.schema import MADE_BY_THE_SERVICE
    from ocs_tui.changes.reread import same_fields_of, says

    if isinstance(one, AccessControlList) and isinstance(other, AccessControlList):
        return same_acl(one, other)
    if isinstance(one, Trustee) and isinstance(other, Trustee):
        return same_owner(one, other)
    if isinstance(one, Namespace) and isinstance(other, Namespace):
        return same_fields_of(NAMESPACE, one, other)
    if isinstance(one, Thing) and isinstance(other, Thing):
        sent = {name: value for name, value in other.to_wire().items() if name not in MADE_BY_THE_SERVICE}
        return says(sent, one.to_wire())
    return bool(one == other)
