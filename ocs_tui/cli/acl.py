"""``ocs-tui acl``: who can do what, why, and changing it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ocs_tui.cli.access_options import acl_parser
from ocs_tui.cli.tenant import Work, addresses_of, need_to_write, run_in_tenant


def run_acl(arguments: Sequence[str]) -> int:
    """Run ``ocs-tui acl`` with these arguments; returns the exit status.

    Raises:
        SettingsError: when what was asked cannot be done.
    """
    parser = acl_parser()
    options = parser.parse_args(arguments)
    if hasattr(options, "yes"):
        need_to_write(options)
    return run_in_tenant(parser, options, _work(options))


def _work(options: argparse.Namespace) -> Work:
    """Return what the action does; what is wrong with its arguments is said before signing in."""
    from ocs_tui.cli import acl_file, acl_reading, acl_writing

    match options.action:
        case "show":
            (address,) = addresses_of([options.address])
            return lambda tenant: acl_reading.show(tenant, address, options.json)
        case "who":
            (address,) = addresses_of([options.address])
            right = acl_reading.right_of(options.right)
            return lambda tenant: acl_reading.who(tenant, address, right, options.json)
        case "why":
            (address,) = addresses_of([options.address])
            return lambda tenant: acl_reading.why(tenant, address, options)
        case "grid":
            return lambda tenant: acl_reading.show_grid(tenant, options)
        case "grant" | "deny" | "revoke":
            addresses = addresses_of(options.addresses)
            rights = acl_reading.rights_of(options.rights)
            return lambda tenant: acl_writing.set_rights(tenant, addresses, rights, options)
        case "copy":
            (source,) = addresses_of([options.source])
            addresses = addresses_of(options.addresses)
            return lambda tenant: acl_writing.copy(tenant, source, addresses, options)
        case "export":
            addresses = addresses_of(options.addresses)
            return lambda tenant: acl_file.write_file(tenant, addresses)
        case "plan":
            file = acl_file.read_file(options.file)
            return lambda tenant: acl_file.show_plan(tenant, file, options)
        case _:
            file = acl_file.read_file(options.file)
            return lambda tenant: acl_file.apply_file(tenant, file, options)
