"""The program under faults of the wire: a clear sentence, a live keyboard, no lost edit, no write twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ocs_tui.api import transport
from ocs_tui.app import OcsTui
from ocs_tui.emulator.server import Emulator
from ocs_tui.screens.acl_editor import AclEditor
from ocs_tui.screens.help import HelpScreen
from ocs_tui.screens.review import ReviewScreen
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secret import Secret
from ocs_tui.settings.start import Start
from ocs_tui.widgets.status_line import ErrorLine
from tests.faults.faults import CASES
from tests.faults.matrix import EUROPE, QUICK, WEST
from tests.faults.proxy import Proxy, proxies

NAMESPACES = ("namespaces",)
