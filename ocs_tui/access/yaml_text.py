"""YAML as text that people write: nodes with their lines in, lines that live in git out.

Nothing is ever constructed from a tag: what is read are the texts that stand there. So an id ``no`` or
``2019-01-01`` is that text, and not a boolean or a date as YAML 1.1 has it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from ocs_tui.model.text import safe, safe_lines

# The parser in C is ten times as fast; wheels have it, some systems' packages do not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

_TAG = "tag:yaml.org,2002:"
_INT = re.compile(r"-?(0|[1-9][0-9]{0,4000})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+(e[+-]?[0-9]+)?", re.IGNORECASE)
_NOT_ALLOWED: re.Pattern[str] = yaml.reader.Reader.NON_PRINTABLE
_MANY = 2_000
"""More nodes than one entry of the wire can have: references to references multiply without end."""


class YamlProblem(ValueError):
    """What is wrong in a text, and in which line; safe to show."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")


class OneLine(dict[str, Any]):
    """A mapping that is written on one line, lists in it included."""


class _Dumper(_Base):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _one_line(dumper: Any, data: OneLine) -> Any:
    return dumper.represent_mapping(f"{_TAG}map", data.items(), flow_style=True)


_Dumper.add_representer(OneLine, _one_line)


def dump(value: Any) -> str:
    """Write plain JSON types in the order they stand, :class:`OneLine` mappings on one line each.

    A text that would do something to a terminal, or cannot be seen, is written with escapes.
    """
    options: dict[str, Any] = {"Dumper": _Dumper, "sort_keys": False, "width": 1_000_000}
    text: str = yaml.dump(value, allow_unicode=True, default_flow_style=False, **options)
    if "\n".join(safe_lines(text, len(text))) != text:
        text = yaml.dump(value, allow_unicode=False, default_flow_style=False, **options)
    return text


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a text.

    Attributes:
        line: where it starts, counted from 1.
        text: what a scalar says; None for others and for null.
        items: the parts of a list; None for others.
        pairs: the parts of a mapping; None for others.
    """

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    pairs: dict[str, Node] | None = None
    _node: Any = field(default=None, repr=False, compare=False)

    @property
    def is_null(self) -> bool:
        """True where nothing, ``~`` or ``null`` stands."""
        return self.text is None and self.items is None and self.pairs is None

    def plain(self) -> Any:
        """Return it as plain JSON types, as JSON spells them.

        Raises:
            YamlProblem: for what JSON does not know.
        """
        return _plain(self._node, [0])


def load(text: str) -> Node | None:
    """Read one document; None when it is empty.

    Raises:
        YamlProblem: when it is no YAML, holds more than one document, or a key twice in one mapping.
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlProblem((mark.line if mark else 0) + 1, f"{safe(error.problem or 'no YAML')}.") from None
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # the parser in C takes UTF-8: no half of a pair
        if found := _NOT_ALLOWED.search(text):
            line, code = text.count("\n", 0, found.start()) + 1, ord(found.group())
            raise YamlProblem(
                line, f"the character U+{code:04X} may not stand in YAML: take it out."
            ) from None
        raise YamlProblem(1, f"{safe(error).partition(' in ')[0][:200]}.") from None
    except RecursionError:
        raise YamlProblem(1, "it is nested too deeply.") from None
    try:
        return None if root is None else _node(root, {}, set())
    except RecursionError:
        raise YamlProblem(1, "it is nested too deeply.") from None


def _node(raw: Any, made: dict[int, Node], open_: set[int]) -> Node:
    """Make a node of PyYAML's; what is referred to more than once is made once."""
    if (known := made.get(id(raw))) is not None:
        return known
    line = raw.start_mark.line + 1
    if id(raw) in open_:
        raise YamlProblem(line, "a reference leads back to where it stands.")
    _refuse_tag(raw)
    open_.add(id(raw))
    if isinstance(raw, yaml.ScalarNode):
        node = Node(line, None if raw.tag == f"{_TAG}null" else raw.value, _node=raw)
    elif isinstance(raw, yaml.SequenceNode):
        node = Node(line, items=tuple(_node(item, made, open_) for item in raw.value), _node=raw)
    else:
        pairs: dict[str, Node] = {}
        for key, value in raw.value:
            name = _key(key)
            if name in pairs:
                raise YamlProblem(key.start_mark.line + 1, f"{safe(name)!r} stands here twice.")
            pairs[name] = _node(value, made, open_)
        node = Node(line, pairs=pairs, _node=raw)
    open_.discard(id(raw))
    made[id(raw)] = node
    return node


def _key(raw: Any) -> str:
    if not isinstance(raw, yaml.ScalarNode):
        raise YamlProblem(raw.start_mark.line + 1, "a key must be a text.")
    if raw.tag == f"{_TAG}merge":
        raise YamlProblem(raw.start_mark.line + 1, "'<<' has no meaning here.")
    return str(raw.value)


def _refuse_tag(raw: Any) -> None:
    if not str(raw.tag).startswith(_TAG) or str(raw.tag).startswith(f"{_TAG}python"):
        raise YamlProblem(raw.start_mark.line + 1, f"the tag {safe(raw.tag, 60)!r} has no meaning here.")


def _plain(raw: Any, count: list[int]) -> Any:
    count[0] += 1
    line = raw.start_mark.line + 1
    if count[0] > _MANY:
        raise YamlProblem(line, "this is more than one entry can hold.")
    if isinstance(raw, yaml.SequenceNode):
        return [_plain(item, count) for item in raw.value]
    if isinstance(raw, yaml.MappingNode):
        return {_key(key): _plain(value, count) for key, value in raw.value}
    kind, text = str(raw.tag).removeprefix(_TAG), str(raw.value)
    if kind == "null":
        return None
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if (kind == "int" and _INT.fullmatch(text)) or (kind == "float" and _FLOAT.fullmatch(text)):
        return json.loads(text)
    if kind in ("bool", "int", "float"):
        raise YamlProblem(line, f"write {safe(text, 40)!r} in quotes, or as JSON has it.")
    return text
