"""``python -m ocs_tui`` is ``ocs-tui``."""

import sys

from ocs_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
