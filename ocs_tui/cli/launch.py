"""``ocs-tui [NAMESPACE]``: checks that the explorer can be shown, decides what with, and opens it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import replace

from ocs_tui.cli.options import launch_parser
from ocs_tui.cli.talk import WRONG_USAGE, say
from ocs_tui.cli.terminal import terminal_problem


def run_launch(arguments: Sequence[str], *, namespace_needed: bool) -> int:
    """Open the explorer; with ``namespace_needed`` as ``ocs-tui open`` does.

    Raises:
        SettingsError: when the settings do not say what to open.
    """
    parser = launch_parser(namespace_needed=namespace_needed)
    options = parser.parse_args(arguments)
    profile_name: str | None = getattr(options, "profile", None)
    if options.demo and profile_name is not None:
        parser.error("--demo and --profile both choose a tenant")

    from ocs_tui.model.address import Address

    address: Address | None = None
    if options.namespace is not None:
        try:
            address = Address.parse(options.namespace)
        except ValueError as error:
            say(str(error))
            return WRONG_USAGE
        if len(address.parts) > 1:
            say(f"{options.namespace!r} cannot be opened: write '/' for the tenant or a namespace's id.")
            return WRONG_USAGE
    if (problem := terminal_problem()) is not None:
        say(problem)
        return WRONG_USAGE

    from ocs_tui.settings.environment import Environment
    from ocs_tui.settings.start import resolve

    environment = Environment.take()
    theme: str | None = getattr(options, "theme", None)
    if theme is not None:
        _check_theme(theme)
    start = resolve(
        environment,
        profile_name=profile_name,
        demo=options.demo,
        address=address,
        tab=options.tab,
        theme=theme,
        read_only=getattr(options, "read_only", False),
    )
    # What is made before the first frame stays: looking through it for garbage costs a tenth of the start.
    # The app turns the collector on again once it is painted.
    gc.disable()
    from ocs_tui.app import run

    return run(replace(start, low_bandwidth=options.low_bandwidth))


def _check_theme(name: str) -> None:
    """Refuse a theme that does not exist; a bad one of the user's is told by the explorer itself.

    Raises:
        CallError: with the names there are.
    """
    from ocs_tui.resources import themes_folder
    from ocs_tui.settings.errors import CallError
    from ocs_tui.settings.themes import theme_files

    names = theme_files(themes_folder())
    if name not in names:
        raise CallError(f"There is no theme {name!r}; there are {', '.join(sorted(names))}.")
