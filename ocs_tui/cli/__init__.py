"""The command line. Data goes to stdout, talk to stderr; 0 is done, 1 refused or failed, 2 wrong usage.

``--help``, ``--version`` and what is wrong with the arguments are answered without importing Textual, httpx,
pydantic or keyring: each command imports what it needs when it runs.
"""

from ocs_tui.cli.program import main

__all__ = ["main"]
