"""The base of every model: what came is kept, and what was not changed is written back as it came."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, Any, Self, TypeVar, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.alias_generators import to_pascal

from ocs_tui.model import alone as alone  # before a model is built

E = TypeVar("E", bound=IntEnum)


class Wire(BaseModel):
    """A body of the wire contract, immutable; change it with :meth:`changed`.

    Unknown fields are kept. :meth:`to_wire` writes a field that was not changed exactly as it came,
    enums by name included, and leaves out what was absent.
    """

    model_config = ConfigDict(
        alias_generator=to_pascal, populate_by_name=True, extra="allow", frozen=True, defer_build=True
    )

    _came: dict[str, Any] | None = PrivateAttr(default=None)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_what_came(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, dict):
            aliases = {field.alias for field in cls.model_fields.values()}
            # null means absent means default, for every field of the contract
            present = {key: value for key, value in data.items() if value is not None or key not in aliases}
            made = handler(present)
            if not set(data) & set(cls.model_fields):
                made._came = data
            return made
        return handler(data)

    def __eq__(self, other: object) -> bool:
        """True when both say the same, unknown fields included; the form they came in is no difference."""
        if not isinstance(other, Wire) or type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__ and (self.model_extra or {}) == (other.model_extra or {})

    @property
    def came(self) -> dict[str, Any] | None:
        """The body as it came, whatever was changed since; None for one that was made here."""
        return self._came

    def changed(self, **fields: Any) -> Self:
        """Return a copy with these fields (by attribute name) replaced."""
        return self.model_copy(update=fields)

    def to_wire(self) -> dict[str, Any]:
        """Return the body as plain JSON types."""
        came = self._came
        if came is None:
            present = {
                self._alias(name): _plain(getattr(self, name))
                for name in type(self).model_fields
                if name in self.model_fields_set
            }
            return present | (self.model_extra or {}) | present
        before = type(self).model_validate(came)
        result = dict(came)
        for name in type(self).model_fields:
            now = getattr(self, name)
            if now != getattr(before, name):
                result[self._alias(name)] = _plain(now)
        for name, now in (self.model_extra or {}).items():
            if name not in came or came[name] != now:
                result[name] = _plain(now)
        return result

    @classmethod
    def misspelled(cls, data: Any) -> str | None:
        """Return a key of ``data``, at any depth, that only nearly spells a known field, or None.

        That is one in another letter case, or spelled as the attribute here. It would read as absent,
        or be written back under the known name: such a body is shown only.
        """
        if not isinstance(data, dict):
            return None
        known = {field.alias.casefold(): field.alias for field in cls.model_fields.values() if field.alias}
        key: str
        for key in data:
            if known.get(key.casefold(), key) != key or key in cls.model_fields:
                return key
        for field in cls.model_fields.values():
            for kind in _models_in(field.annotation):
                value = data.get(field.alias)
                for item in value if isinstance(value, list) else [value]:
                    if (found := kind.misspelled(item)) is not None:
                        return found
        return None

    @classmethod
    def _alias(cls, name: str) -> str:
        field = cls.model_fields.get(name)
        return field.alias if field and field.alias else name


def _models_in(annotation: Any) -> list[type[Wire]]:
    """The models a field's type speaks of: ``Trustee | None`` and ``tuple[Trustee, ...]`` of Trustee."""
    if isinstance(annotation, type) and issubclass(annotation, Wire):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in _models_in(part)]


def _plain(value: Any) -> Any:
    if isinstance(value, Wire):
        return value.to_wire()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, IntEnum):
        return int(value)
    return value


def read_enum(kind: type[E]) -> Callable[[Any], Any]:
    """Return a validator that reads ``kind`` from a number or a name; what is unknown stays as it came.

    A second name of a number is read too. ``true`` and ``1.0`` are neither number nor name here.
    """
    names = {name.replace("_", "").casefold(): member for name, member in kind.__members__.items()}

    def read(value: Any) -> Any:
        if isinstance(value, str):
            return names.get(value.replace("_", "").casefold(), value)
        if isinstance(value, int) and not isinstance(value, bool):
            return kind(value) if value in kind._value2member_map_ else value
        raise ValueError("a whole number or a name is needed")

    return read


def is_count(value: Any) -> Any:
    """Refuse what only looks like a whole number: ``true`` and ``2.0`` are none on this wire."""
    if isinstance(value, bool | float):
        raise ValueError("a whole number is needed")
    return value


Count = Annotated[int, BeforeValidator(is_count)]
