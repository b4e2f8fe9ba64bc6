"""A stream's metadata and its tags, as they are changed: the body of each is the whole of it."""

from __future__ import annotations

from typing import Any

from ocs_tui.model.wire import Wire


class Metadata(Wire):
    """Keys and their values. The service takes texts alone."""

    values: dict[str, Any] = {}


class Tags(Wire):
    """Words that a stream is found by, each once."""

    tags: tuple[str, ...] = ()
