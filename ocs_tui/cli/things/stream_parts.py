"""``ocs-tui metadata`` and ``tags``: those of a stream, shown and set."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ocs_tui.catalog.sds import STREAM
from ocs_tui.cli.talk import DONE, put, say
from ocs_tui.cli.tenant import Tenant, need_to_write, run_in_tenant
from ocs_tui.cli.things.naming import target_of
from ocs_tui.cli.things.writing_options import parts_parser
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError

if TYPE_CHECKING:
    from ocs_tui.api.answers import Fetched
    from ocs_tui.model.stream_parts import Metadata, Tags


def run_parts(word: str, arguments: Sequence[str]) -> int:
    """Run ``ocs-tui metadata`` or ``tags`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = parts_parser(word)
    options = parser.parse_args(arguments)
    target = target_of(options.address, None) if "/" in options.address else None
    if target is None or not target.is_one or target.kind is not STREAM:
        raise CallError(
            f"{safe(options.address, 80)!r} is no stream, and only streams have {word}: boiler/streams/pump-1."
        )
    given = options.pairs if word == "metadata" else options.add
    if word == "metadata":
        _pairs(given)  # what is wrong with them is said before signing in
    elif not all(tag.strip() for tag in given):
        raise CallError("A tag is a text: --add '' adds none.")
    if given or options.remove:
        need_to_write(options)
        return run_in_tenant(parser, options, lambda tenant: _set(tenant, word, target.address, options))
    return run_in_tenant(parser, options, lambda tenant: _show(tenant, word, target.address, options))


async def _show(tenant: Tenant, word: str, address: Address, options: argparse.Namespace) -> int:
    from ocs_tui.cli.output import put_json
    from ocs_tui.cli.row_table import RowTable, width_there
    from ocs_tui.model.stream_parts import Tags

    client = tenant.connection.client
    fetched: Fetched[Any] = await (
        client.get_metadata(address) if word == "metadata" else client.get_tags(address)
    )
    if fetched.note:
        say(fetched.note)
    if options.json:
        put_json(fetched.document.value)
    elif isinstance(fetched.value, Tags):
        for tag in fetched.value.tags:
            put(safe(tag))
    elif fetched.value.values:
        rows = [(safe(key), safe(value)) for key, value in fetched.value.values.items()]
        for line in RowTable(("KEY", "VALUE"), width_there()).lines(rows):
            put(line)
    return DONE


async def _set(tenant: Tenant, word: str, address: Address, options: argparse.Namespace) -> int:
    from ocs_tui.changes.change import Aspect, SetChange
    from ocs_tui.changes.plan import plan_of
    from ocs_tui.cli.writing import carry_out

    aspect = Aspect.METADATA if word == "metadata" else Aspect.TAGS
    fetched = await tenant.connection.read_for_edit(address, aspect)
    if fetched.problem is not None:
        raise SettingsError(f"The {word} of {safe(address)} cannot be changed: {fetched.problem}")
    before = fetched.value
    after = _after(before, options)
    if after == before:
        say("It is so already.")
        return DONE
    directory = await tenant.directory()
    return await carry_out(tenant, plan_of([SetChange(address, aspect, before, after)]), directory, options)


def _after(before: Metadata | Tags, options: argparse.Namespace) -> Metadata | Tags:
    """Return what there shall be.

    Raises:
        CallError: when what is to be removed is not there.
    """
    from ocs_tui.model.stream_parts import Metadata, Tags

    if isinstance(before, Metadata):
        _refuse_missing(options.remove, list(before.values), "key")
        kept = {key: value for key, value in before.values.items() if key not in options.remove}
        return Metadata(values=kept | _pairs(options.pairs))
    _refuse_missing(options.remove, list(before.tags), "tag")
    left = [tag for tag in before.tags if tag not in options.remove]
    return Tags(tags=tuple(dict.fromkeys([*left, *options.add])))


def _refuse_missing(wanted: list[str], there: list[str], what: str) -> None:
    for one in wanted:
        if one not in there:
            listed = ", ".join(safe(each, 40) for each in there[:20]) or "none"
            raise CallError(f"There is no {what} {safe(one, 60)!r} to remove; there are: {listed}.")


def _pairs(given: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise CallError(
                f"Metadata are set as KEY=VALUE, not {safe(text, 60)!r}; --remove KEY takes one away."
            )
        if key in found:
            raise CallError(f"{safe(key, 60)!r} is set twice: say which value it shall have.")
        found[key] = value
    return found
