"""``ocs-tui omf send``: an OMF message from a file."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ocs_tui.cli.talk import DONE, FAILED, put, say
from ocs_tui.cli.tenant import Tenant, need_to_write, refuse_read_only, run_in_tenant
from ocs_tui.cli.things.json_file import json_of
from ocs_tui.cli.things.writing_options import omf_parser
from ocs_tui.data.omf import OmfMessage
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings.errors import CallError, SettingsError


def run_omf(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui omf`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = omf_parser()
    options = parser.parse_args(arguments)
    need_to_write(options)
    try:
        address = Address.parse(options.namespace)
    except ValueError as error:
        raise CallError(str(error)) from None
    if len(address.parts) != 1:
        raise CallError(f"A message goes to a namespace, and {safe(options.namespace, 80)!r} is none.")
    items = json_of(options.file)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise SettingsError(
            f"{safe(options.file)} is no OMF message: one is a list of {options.type} objects."
        )
    message = OmfMessage(items, options.type, options.action, options.omf_version)
    return run_in_tenant(
        parser, options, lambda tenant: _send(tenant, address.namespace_id, message, options)
    )


async def _send(tenant: Tenant, namespace_id: str, message: OmfMessage, options: argparse.Namespace) -> int:
    from ocs_tui.cli.asking import ask_yes
    from ocs_tui.cli.output import put_json
    from ocs_tui.connection.omf import send

    refuse_read_only(tenant, options)
    count = f"{len(message.items):,} {'object' if len(message.items) == 1 else 'objects'}"
    what = f"{options.action} {options.type}, {count}"
    say(f"An OMF message is sent to {safe(namespace_id)}: {what}. It cannot be taken back.")
    if options.dry_run:
        if options.json:
            put_json({"namespace": namespace_id, "state": "not sent", "objects": len(message.items)})
        return DONE
    if not options.yes and not ask_yes("Send it?"):
        say("Nothing was sent.")
        return FAILED
    operation_id = await send(tenant.connection, namespace_id, message)
    if options.json:
        put_json({"namespace": namespace_id, "state": "taken", "operation_id": operation_id})
    else:
        put(f"The service took it. Operation-Id {safe(operation_id or 'unknown')}")
    return DONE
