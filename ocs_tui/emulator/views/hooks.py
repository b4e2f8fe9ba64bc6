"""What data views have beside their declaration."""

from __future__ import annotations

from collections.abc import Iterable

from ocs_tui.catalog.views import DATA_VIEW
from ocs_tui.emulator.call import Box, Call
from ocs_tui.emulator.store import Json
from ocs_tui.emulator.things.held import Held
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.shape import bare, spelled_out
from ocs_tui.emulator.views.definition import stored

_DEFAULTS: Json = {"IndexTypeCode": "DateTime", "Shape": "Standard"}


def _checked(call: Call, document: Json, before: Held | None) -> Json:
    return stored(document)


def _shown(call: Call, held: Held) -> Json:
    """Return a view as it is answered: data views are verbose unless the caller says otherwise."""
    if call.verbose_unless_said(DATA_VIEW.service.verbose):
        return spelled_out(DATA_VIEW, _DEFAULTS | held.document)
    return bare(held.document)


def _seeds(box: Box, place: str) -> Iterable[Held]:
    from ocs_tui.emulator.views.demo import data_views

    return data_views(box, place)


DATA_VIEW_HOOKS = KindHooks(checked=_checked, shown=_shown, whole=True, seeds=_seeds, updated=204)
