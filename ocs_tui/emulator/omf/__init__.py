"""Data collection: OMF messages become types, streams and events; topics, subscriptions and connections."""

from __future__ import annotations

from collections.abc import Iterator

from ocs_tui.catalog import beside
from ocs_tui.catalog.omf import CONNECTION, SUBSCRIPTION, TOPIC
from ocs_tui.catalog.operation import Era
from ocs_tui.catalog.service import OMF
from ocs_tui.emulator.omf import demo, sending, things, validating
from ocs_tui.emulator.things.hooks import KindHooks
from ocs_tui.emulator.things.special import Special, family_of, special
from ocs_tui.emulator.things.writing import create_in_collection, update_of

HOOKS: dict[str, KindHooks] = {
    TOPIC.name: KindHooks(checked=things.checked_topic, shown=things.dated, seeds=demo.topics, updates_new=0),
    SUBSCRIPTION.name: KindHooks(
        checked=things.checked_subscription, shown=things.dated, seeds=demo.subscriptions, updates_new=0
    ),
    CONNECTION.name: KindHooks(
        checked=things.checked_topic,
        shown=things.with_state,
        seeds=demo.connections,
        rights=things.connection_rights,
        created=202,
        updates_new=0,
    ),
}
_VALIDATION = "/api/v1/omf/validation"


def routes(era: Era) -> Iterator[Special]:
    """Yield the routes of data collection beside those of its kinds."""
    yield special(beside.SEND_OMF, sending.send, OMF, era)
    yield special(beside.TOPIC_SUBSCRIPTIONS, things.subscriptions_of_topic, OMF, era)
    family = family_of(OMF)
    assert CONNECTION.creates is not None
    assert CONNECTION.updates is not None
    assert CONNECTION.deletes is not None
    for operation, handler in (
        (CONNECTION.lists, things.list_connections),
        (CONNECTION.creates, things.only_json(create_in_collection(CONNECTION))),
        (CONNECTION.updates, things.only_json(update_of(CONNECTION))),
        (CONNECTION.deletes, things.delete_connection),
    ):
        yield special(operation, handler, OMF, era)
    for path, handler in (
        ("", validating.whole),
        ("/body", validating.body),
        ("/body/{id}/{below}", validating.body),
        ("/header", validating.headers),
        ("/header/{id}", validating.headers),
    ):
        yield Special("POST", _VALIDATION + path, handler, family, Era.CONNECT)
