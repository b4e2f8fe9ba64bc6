"""The store by itself, with a clock that a test can turn."""

from __future__ import annotations

from pathlib import Path

from ocs_tui.emulator.datafile import DataFile
from ocs_tui.emulator.store import Kind, Store


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def names(store: Store, region: str) -> list[str]:
    return [document["Name"] for document in store.seen_from(region).all(Kind.ROLE)]


def test_a_replica_is_exactly_as_late_as_it_is_told() -> None:
    clock = Clock()
    store = Store(replicas=("eu",), delay=5.0, clock=clock)
    store.write((Kind.ROLE, "a", {"Name": "one"}))
    clock.now = 1003.0
    store.write((Kind.ROLE, "a", {"Name": "two"}), (Kind.ROLE, "b", {"Name": "three"}))
    assert names(store, "us") == ["two", "three"]
    assert names(store, "eu") == []
    clock.now = 1005.0
    assert names(store, "eu") == ["one"]
    clock.now = 1007.9
    assert names(store, "eu") == ["one"]
    clock.now = 1008.0
    assert names(store, "eu") == ["two", "three"]
    store.write((Kind.ROLE, "A", None))
    assert names(store, "us") == ["three"]
    clock.now = 1013.0
    assert names(store, "eu") == ["three"]


def test_a_namespace_that_settles_does_so_at_its_time_in_each_region() -> None:
    clock = Clock()
    store = Store(replicas=("eu",), delay=5.0, clock=clock)
    store.write((Kind.NAMESPACE, "a", {"State": 0}), (Kind.PENDING, "a", {"At": 1010.0}))
    store.write((Kind.NAMESPACE, "b", {"State": 2}), (Kind.PENDING, "b", {"At": 1010.0}))

    def states(region: str) -> list[int]:
        return [document["State"] for document in store.seen_from(region).all(Kind.NAMESPACE)]

    clock.now = 1009.0
    assert states("us") == [0, 2]
    clock.now = 1014.0  # nobody looked in between
    assert states("us") == [1]
    assert states("eu") == [0, 2]
    clock.now = 1015.0
    assert states("eu") == [1]


def test_a_restart_keeps_documents_their_order_and_what_is_pending(tmp_path: Path) -> None:
    clock = Clock()
    file = tmp_path / "data"
    store = Store(keeper=DataFile(file), clock=clock)
    store.write(
        (Kind.ROLE, "Zoë", {"Name": "z"}), (Kind.ROLE, "a", {"Name": "a"}), (Kind.ROLE, "m", {"Name": "m"})
    )
    store.write((Kind.ROLE, "ZOË", {"Name": "z again"}), (Kind.ROLE, "a", None))
    store.write((Kind.NAMESPACE, "n", {"State": 0}), (Kind.PENDING, "n", {"At": 1010.0}))
    store.close()
    clock.now = 1020.0
    again = Store(replicas=("eu",), delay=3600, keeper=DataFile(file), clock=clock)
    assert names(again, "us") == names(again, "eu") == ["z again", "m"]
    assert again.primary.one(Kind.NAMESPACE, "N")["State"] == 1
    again.close()
