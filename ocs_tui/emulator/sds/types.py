"""SdsType documents, resolved: what each property holds, which ones are the key, and the inherited ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ocs_tui.emulator.refusal import Refused
from ocs_tui.emulator.sds.values import DEFAULTS, INTEGER_RANGES, is_scalar
from ocs_tui.model.sds_enums import SdsExtrapolationMode, SdsInterpolationMode, sds_member, sds_name
from ocs_tui.model.sds_enums import SdsTypeCode as Code

Json = dict[str, Any]
FindType = Callable[[str], Json | None]

_DEEPEST = 20
_MOST_KEYS = 3
_NO_KEYS = frozenset({Code.VERSION})


@dataclass(frozen=True, slots=True)
class ValueType:
    """What one value is.

    Attributes:
        code: the type code as the type says it.
        base: the code of a single value, without its family; OBJECT when the value has properties, EMPTY when
            it may be any JSON.
        nullable: whether null is a value.
        members: an enum's member names and their numbers.
        item: what the members of a list are; None when it is no list, or a list of anything.
        properties: the properties of a nested object.
    """

    code: Code
    base: Code
    nullable: bool = False
    members: Mapping[str, int] | None = None
    item: ValueType | None = None
    properties: Properties | None = None

    @property
    def default(self) -> Any:
        """What the value is when an event does not say."""
        return None if self.nullable or self.is_list else DEFAULTS.get(self.base)

    @property
    def is_list(self) -> bool:
        """True for arrays and lists."""
        return self.item is not None or self.code in (Code.ARRAY, Code.I_LIST, Code.I_ENUMERABLE)


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a type. A mode or unit that the type leaves open is None."""

    id: str
    name: str
    value: ValueType
    is_key: bool = False
    order: int = 0
    uom: str | None = None
    interpolation: SdsInterpolationMode | None = None
    is_quality: bool = False


@dataclass(frozen=True, slots=True)
class Properties:
    """Properties in the order of the type, the base type's first, found by id in any case."""

    all: tuple[Property, ...]
    by_id: Mapping[str, Property] = field(repr=False)

    def find(self, name: str) -> Property | None:
        """Return the property with this id, in any case."""
        return self.by_id.get(name.casefold())


@dataclass(frozen=True, slots=True)
class ResolvedType:
    """A type whose events can be read and written."""

    id: str
    name: str
    properties: Properties
    keys: tuple[Property, ...]
    interpolation: SdsInterpolationMode
    extrapolation: SdsExtrapolationMode


def properties_of(all_of_them: Sequence[Property]) -> Properties:
    """Put properties together."""
    return Properties(tuple(all_of_them), {each.id.casefold(): each for each in all_of_them})


def resolve_type(document: Mapping[str, Any], find: FindType = lambda _: None) -> ResolvedType:
    """Resolve an SdsType document; ``find`` gives the stored type of an id, for parts that only name one.

    Raises Refused with 400 and a sentence that names the property, when the type cannot be used.
    """
    code = _code(document, "The type")
    if code is not Code.OBJECT:
        raise Refused(400, f"The type {document.get('Id')!r} is {sds_name(code)}; a stream needs an Object.")
    properties = _properties(document, find, 0, "The type")
    keys = sorted((each for each in properties.all if each.is_key), key=lambda each: each.order)
    if len(keys) > _MOST_KEYS:
        raise Refused(
            400, f"The type {document.get('Id')!r} has {len(keys)} key properties; {_MOST_KEYS} is most."
        )
    for key in keys:
        if not _can_be_key(key.value):
            raise Refused(
                400, f"The property {key.id!r} is a key, and {sds_name(key.value.code)} cannot be one."
            )
    return ResolvedType(
        id=str(document.get("Id", "")),
        name=str(document.get("Name") or document.get("Id", "")),
        properties=properties,
        keys=tuple(keys),
        interpolation=_mode(SdsInterpolationMode, document, "InterpolationMode", "The type")
        or SdsInterpolationMode.DEFAULT,
        extrapolation=_mode(SdsExtrapolationMode, document, "ExtrapolationMode", "The type")
        or SdsExtrapolationMode.ALL,
    )


def parts_of(document: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    """Return a list of objects in a document, empty when absent. Raises Refused with 400 when it is none."""
    parts = document.get(name) or []
    if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
        raise Refused(400, f"{where} has {name} that are no list of objects.")
    return parts


def _can_be_key(kind: ValueType) -> bool:
    """True for single values that have an order and are never null; a text is refused where it is null."""
    single = is_scalar(kind.base) and kind.base not in _NO_KEYS and not kind.is_list
    return single and (not kind.nullable or kind.base is Code.STRING)


def _properties(document: Mapping[str, Any], find: FindType, depth: int, where: str) -> Properties:
    if depth > _DEEPEST:
        raise Refused(400, f"{where} is nested more than {_DEEPEST} deep, or holds itself.")
    found: dict[str, Property] = {}
    base = document.get("BaseType")
    if isinstance(base, Mapping):
        inherited = _properties(
            _whole(base, find), find, depth + 1, f"The base type of {document.get('Id')!r}"
        )
        found.update(inherited.by_id)
    own: set[str] = set()
    for number, part in enumerate(parts_of(document, "Properties", where)):
        if not isinstance(part.get("Id"), str) or not part["Id"].strip():
            raise Refused(400, f"{where} has a property at [{number}] without an Id.")
        folded = part["Id"].casefold()
        if folded in own:
            raise Refused(400, f"{where} has the property {part['Id']!r} twice.")
        own.add(folded)
        found[folded] = _property(part, find, depth)
    return properties_of(list(found.values()))


def _property(part: Mapping[str, Any], find: FindType, depth: int) -> Property:
    where = f"The property {part['Id']!r}"
    of = part.get("SdsType")
    if not isinstance(of, Mapping):
        raise Refused(400, f"{where} has no SdsType.")
    order = part.get("Order", 0)
    return Property(
        id=part["Id"],
        name=str(part.get("Name") or part["Id"]),
        value=_value(_whole(of, find), find, depth + 1, where),
        is_key=part.get("IsKey") is True,
        order=order if isinstance(order, int) else 0,
        uom=part.get("Uom") if isinstance(part.get("Uom"), str) else None,
        interpolation=_mode(SdsInterpolationMode, part, "InterpolationMode", where),
        is_quality=part.get("IsQuality") is True,
    )


def _value(of: Mapping[str, Any], find: FindType, depth: int, where: str) -> ValueType:
    """Resolve the type of a value: a single one, an enum, a list or a nested object."""
    if depth > _DEEPEST:
        raise Refused(400, f"{where} is nested more than {_DEEPEST} deep, or holds itself.")
    code = _code(of, where)
    number = int(code)
    if is_scalar(code):
        return ValueType(code, code, nullable=code in (Code.STRING, Code.VERSION))
    if 100 <= number < 200:
        return ValueType(code, Code(number - 100), nullable=True)
    if 200 <= number < 300:
        return ValueType(code, Code.EMPTY, item=ValueType(Code(number - 200), Code(number - 200)))
    if 600 <= number < 800:
        return ValueType(code, Code(number % 100), nullable=number >= 700, members=_members(of, where))
    if code is Code.OBJECT:
        return ValueType(code, code, nullable=True, properties=_properties(of, find, depth, where))
    if code in (Code.ARRAY, Code.I_LIST, Code.I_ENUMERABLE):
        arguments = parts_of(of, "GenericArguments", where)
        item = _value(_whole(arguments[0], find), find, depth + 1, where) if arguments else None
        return ValueType(code, Code.EMPTY, nullable=True, item=item)
    return ValueType(code, Code.EMPTY, nullable=True)


def _members(of: Mapping[str, Any], where: str) -> dict[str, int]:
    """Return an enum's members; one without a Value follows on the one before it."""
    low, high = INTEGER_RANGES[Code(int(_code(of, where)) % 100)]
    members: dict[str, int] = {}
    following = 0
    for part in parts_of(of, "Properties", where):
        name = part.get("Id") or part.get("Name")
        value = part.get("Value", following)
        value = following if value is None else value
        if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, int):
            raise Refused(400, f"{where} is an enum with a member without a name or a whole number.")
        if not low <= value <= high:
            raise Refused(400, f"{where} is an enum whose member {name!r} is out of range: {value}.")
        members[name] = value
        following = value + 1
    return members


def _whole(of: Any, find: FindType) -> Mapping[str, Any]:
    """Return a part of a type whole: one that only names a stored type is looked up."""
    if not isinstance(of, Mapping):
        raise Refused(400, "A part of the type is no SdsType.")
    if "SdsTypeCode" in of or "Properties" in of or not isinstance(of.get("Id"), str):
        return of
    stored = find(of["Id"])
    if stored is None:
        raise Refused(400, f"The type {of['Id']!r} is not known and says no SdsTypeCode.")
    return stored


def _code(document: Mapping[str, Any], where: str) -> Code:
    stated = document.get("SdsTypeCode", Code.OBJECT if "Properties" in document else Code.EMPTY)
    code = sds_member(Code, stated)
    if code is None or code is Code.EMPTY or code is Code.DB_NULL:
        raise Refused(400, f"{where} has an SdsTypeCode that holds no value: {stated!r}.")
    return code


def _mode(kind: type[Any], document: Mapping[str, Any], name: str, where: str) -> Any:
    stated = document.get(name)
    if stated is None:
        return None
    member = sds_member(kind, stated)
    if member is None:
        raise Refused(400, f"{where} has an {name} that is not known: {stated!r}.")
    return member
