"""``ocs-tui owner``: the owner of namespaces and of what lies in them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ocs_tui.cli.access_options import owner_parser
from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, Work, addresses_of, need_to_write, run_in_tenant
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError


def run_owner(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui owner`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = owner_parser()
    options = parser.parse_args(arguments)
    if options.action == "set":
        need_to_write(options)
    return run_in_tenant(parser, options, _work(options))


def _work(options: argparse.Namespace) -> Work:
    from ocs_tui.cli import acl_writing

    addresses = addresses_of(options.addresses)
    if any(not address.has_owner for address in addresses):
        raise CallError(
            "The tenant and collections have no owner: name a thing, such as boiler or boiler/streams/pump-1."
        )
    if options.action == "set":
        return lambda tenant: acl_writing.set_owner(tenant, addresses, options)

    async def show(tenant: Tenant) -> int:
        from ocs_tui.cli.output import owner_body, put_json
        from ocs_tui.cli.table import table
        from ocs_tui.model.enums import enum_words

        directory = await tenant.directory()
        keys = [("owner", address.place) for address in addresses]
        await tenant.connection.load_many(keys)
        things = [tenant.connection.thing(address) for address in addresses]
        for thing in things:
            if thing.owner_problem is not None:
                say(f"{safe(thing.address)}: {thing.owner_problem}")
        shown = [thing for thing in things if thing.owner_problem is None]
        if options.json:
            put_json(
                [{"address": str(one.address), "owner": owner_body(one.owner, directory)} for one in shown]
            )
        elif shown:
            rows = []
            for one in shown:
                owner = one.owner
                if owner is None or not owner.object_id:
                    rows.append((one.address, "none", "", "", ""))
                    continue
                name = directory.name(owner.type, owner.object_id) or ""
                gone = "gone" if directory.is_gone(owner) else ""
                rows.append((one.address, enum_words(owner.type).lower(), name, owner.object_id, gone))
            for line in table(("ADDRESS", "KIND", "OWNER", "ID", ""), rows):
                put(line)
        return DONE if len(shown) == len(things) else FAILED

    return show
