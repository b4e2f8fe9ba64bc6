"""A thing that is held: its document, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from ocs_tui.emulator.store import Json


@dataclass(frozen=True, slots=True)
class Held:
    """A thing in a namespace or in a community. It is never changed in place.

    Attributes:
        document: what a GET answers, as it is stored.
        acl: its access control list; None for a kind whose things have none.
        owner: its owner; None where it has none.
        version: how often it was written, from 1: its ETag.
        acl_version: the same of its ACL.
        created: when it was made, in seconds since the epoch.
        modified: when its document was last written.
        also: what belongs to it beside its document: a stream's metadata and tags.
        id_field: the member of the document that holds its id.
    """

    document: Json
    acl: Json | None = None
    owner: Json | None = None
    version: int = 1
    acl_version: int = 1
    created: float = 0.0
    modified: float = 0.0
    also: Json = field(default_factory=dict)
    id_field: str = "Id"

    @property
    def id(self) -> str:
        """Its id, in the letter case it came in."""
        return str(self.document[self.id_field])

    @property
    def key(self) -> str:
        """Its id, folded."""
        return self.id.casefold()

    def written(self, document: Json, now: float) -> Held:
        """Return it with another document, one version on."""
        return replace(self, document=document, version=self.version + 1, modified=now)

    def guarded(self, acl: Json) -> Held:
        """Return it with another ACL, whose own version is one on."""
        return replace(self, acl=acl, acl_version=self.acl_version + 1)

    def owned(self, owner: Json) -> Held:
        """Return it with another owner."""
        return replace(self, owner=owner)

    def beside(self, **also: Any) -> Held:
        """Return it with something else beside its document."""
        return replace(self, also=self.also | also)

    def kept(self) -> Json:
        """Return all of it as JSON, for the data file."""
        return {
            "Document": self.document,
            "Acl": self.acl,
            "Owner": self.owner,
            "Version": self.version,
            "AclVersion": self.acl_version,
            "Created": self.created,
            "Modified": self.modified,
            "Also": self.also,
            "IdField": self.id_field,
        }

    @classmethod
    def from_kept(cls, kept: Json) -> Held:
        """Return what :meth:`kept` wrote."""
        return cls(
            document=kept["Document"],
            acl=kept["Acl"],
            owner=kept["Owner"],
            version=kept["Version"],
            acl_version=kept["AclVersion"],
            created=kept["Created"],
            modified=kept["Modified"],
            also=kept["Also"],
            id_field=kept["IdField"],
        )
