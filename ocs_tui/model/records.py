"""A long list of things of one kind, kept small: a model is made when one is looked at.

A model of pydantic takes some three kilobytes. Fifty thousand users are kept here as what came of each, in
a tuple, with what many of them share (an identity provider, a set of roles) kept once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from ocs_tui.model.wire import Wire

W = TypeVar("W", bound=Wire)

_SHARED_AT_MOST = 512
"""Values of a field that are looked for to be shared; one with more of them is no field of shared values."""

_Row = tuple[Any, ...]
"""The names of the fields that came, in one tuple that most things share, then their values."""


class Models(Sequence[W], Generic[W]):
    """Things of one kind; each is made a model anew whenever it is asked for.

    Args:
        model: what each is read as.
        rows: what came of each.
    """

    def __init__(self, model: type[W], rows: list[_Row]) -> None:
        self._model = model
        self._rows = rows

    def bodies(self) -> list[dict[str, Any]]:
        """Return them as they came."""
        return [_body(row) for row in self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, number: int) -> W: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[W, ...]: ...
    def __getitem__(self, number: int | slice) -> W | tuple[W, ...]:
        """Return a thing, or some of them, as models."""
        if isinstance(number, slice):
            return tuple(self._model.model_validate(_body(row)) for row in self._rows[number])
        return self._model.model_validate(_body(self._rows[number]))

    def __iter__(self) -> Iterator[W]:
        for row in self._rows:
            yield self._model.model_validate(_body(row))


class Records(Models[W]):
    """Things of one kind in the order they came, each id once. It only grows.

    Args:
        model: what each is read as.
    """

    def __init__(self, model: type[W]) -> None:
        super().__init__(model, [])
        self._index: dict[str, int] = {}
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._shared: dict[str, dict[Any, Any] | None] = {}

    def add(self, item: W) -> bool:
        """Keep a thing as it came; return False when one of its id is there already."""
        key = _key(getattr(item, "id", ""))
        if key in self._index:
            return False
        self._index[key] = len(self._rows)
        self._rows.append(self._row(item.came if item.came is not None else item.to_wire()))
        return True

    def find(self, item_id: str) -> W | None:
        """Return the thing of an id, in whatever letter case; None when there is none."""
        number = self._index.get(_key(item_id))
        return None if number is None else self[number]

    def holding(self, attribute: str, item_id: str) -> Models[W]:
        """Return the things whose list ``attribute`` holds an id, in whatever letter case."""
        alias = self._model.model_fields[attribute].alias or attribute
        wanted = _key(item_id)
        asked: dict[int, bool] = {}  # by identity: most share their list with others
        found: list[_Row] = []
        for row in self._rows:
            value = _value(row, alias)
            held = asked.get(id(value))
            if held is None:
                asked[id(value)] = held = any(_key(one) == wanted for one in value or ())
            if held:
                found.append(row)
        return Models(self._model, found)

    def with_put(self, item: W) -> Records[W]:
        """Return these and a thing that was written: in the place of the one of its id, else at the end."""
        rows, row = list(self._rows), self._row(item.to_wire())
        number = self._index.get(_key(getattr(item, "id", "")))
        if number is None:
            rows.append(row)
        else:
            rows[number] = row
        return self._made_of(rows)

    def without(self, item_id: str) -> Records[W]:
        """Return these without the thing of an id."""
        gone = self._index.get(_key(item_id))
        return self._made_of([row for number, row in enumerate(self._rows) if number != gone])

    def _made_of(self, rows: list[_Row]) -> Records[W]:
        made = Records(self._model)
        made._rows, made._index = rows, {_key(self._id_of(row)): at for at, row in enumerate(rows)}
        return made

    def _id_of(self, row: _Row) -> Any:
        """Return the id of what came; read without making a model of each where the model names its field."""
        declared = self._model.model_fields.get("id")
        if declared is None:
            return getattr(self._model.model_validate(_body(row)), "id", "")
        return _value(row, declared.alias or "id")

    def _row(self, body: dict[str, Any]) -> _Row:
        shape = tuple(body)
        shape = self._shapes.setdefault(shape, shape)
        within: dict[Any, Any] = {}  # an e-mail address often stands in two fields
        return (shape, *(self._kept(key, value, within) for key, value in body.items()))

    def _kept(self, key: str, value: Any, within: dict[Any, Any]) -> Any:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = tuple(value)
        elif not isinstance(value, str):
            return value
        shared = self._shared.setdefault(key, {})
        if shared is not None:
            if value in shared:
                return shared[value]
            if len(shared) < _SHARED_AT_MOST:
                shared[value] = value
            else:
                self._shared[key] = None
        return within.setdefault(value, value)


def _key(item_id: object) -> str:
    text = str(item_id)
    folded = text.casefold()
    return text if folded == text else folded  # the very string that is kept anyway


def _value(row: _Row, alias: str) -> Any:
    shape: tuple[str, ...] = row[0]
    return row[shape.index(alias) + 1] if alias in shape else None


def _body(row: _Row) -> dict[str, Any]:
    """Return what came; a tuple in it was a list."""
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in zip(row[0], row[1:], strict=True)
    }
