"""The parser of each command, made when it is asked for."""

from __future__ import annotations

import argparse


def parser_of(command: str) -> argparse.ArgumentParser:
    """Return the parser of a command."""
    from ocs_tui.cli import access_options, options, people_options
    from ocs_tui.cli.things import options as reading
    from ocs_tui.cli.things import writing_options as writing

    match command:
        case "open":
            return options.launch_parser(namespace_needed=True)
        case "emulator":
            from ocs_tui.emulator.command import emulator_parser

            return emulator_parser()
        case "create" | "edit" | "delete":
            return writing.writing_parser(command)
        case "metadata" | "tags":
            return writing.parts_parser(command)
        case "completion":
            return completion_parser()
    made = {
        "profile": options.profile_parser,
        "whoami": options.whoami_parser,
        "doctor": options.doctor_parser,
        "acl": access_options.acl_parser,
        "owner": access_options.owner_parser,
        "journal": access_options.journal_parser,
        "role": people_options.role_parser,
        "user": people_options.user_parser,
        "client": people_options.client_parser,
        "get": reading.get_parser,
        "data": reading.data_parser,
        "omf": writing.omf_parser,
    }
    return made[command]()


def completion_parser() -> argparse.ArgumentParser:
    """Return the parser of ``ocs-tui completion``."""
    from ocs_tui.cli.completion.scripts import SCRIPTS
    from ocs_tui.cli.options import Parser, add_global

    parser = Parser(
        prog="ocs-tui completion",
        description="Print the script that completes commands. bash: source <(ocs-tui completion bash). "
        "zsh: source <(ocs-tui completion zsh), after compinit. fish: ocs-tui completion fish | source.",
    )
    parser.add_argument("shell", choices=tuple(SCRIPTS))
    add_global(parser)
    return parser
