"""A thing of a kind that has no model of its own: its fields are what came, and the catalog names them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from ocs_tui.model.wire import Wire


class Thing(Wire):
    """A body, read by the wire's own names: ``thing.TypeId``. One that is not there is None."""

    id_field: ClassVar[str] = "Id"
    title_field: ClassVar[str] = "Name"

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        value = at_path(self.model_extra or {}, self.id_field)
        return "" if value is None else str(value)

    @property
    def label(self) -> str:
        """Its name, or its id where it has none."""
        value = at_path(self.model_extra or {}, self.title_field)
        return str(value) if value else self.id

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a member of the body; None for one that is not there."""
            try:
                return super().__getattr__(name)
            except AttributeError:
                if name[:1].isupper():
                    return None
                raise


@cache
def thing_model(id_field: str = "Id", title_field: str = "Name") -> type[Thing]:
    """Return the model of things whose id and name stand in these members."""
    if (id_field, title_field) == ("Id", "Name"):
        return Thing
    return type("Thing", (Thing,), {"__module__": __name__, "id_field": id_field, "title_field": title_field})


def at_path(body: Any, path: str) -> Any:
    """Return what stands at a dotted path; None where nothing does."""
    for name in path.split("."):
        body = body.get(name) if isinstance(body, dict) else None
    return body
