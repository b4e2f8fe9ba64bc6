"""The last regions: they widen where the token may go, so they count only for what they were read with."""

from __future__ import annotations

import dataclasses

import pytest

from ocs_tui.settings.paths import state_dir
from ocs_tui.settings.profile import ENVIRONMENT, Profile
from ocs_tui.settings.regions_cache import forget_regions, load_regions, save_regions

WORK = Profile("work", "https://one.example", "tenant", "client")
REGIONS = [{"Id": "WestUS", "BaseAddress": "https://one.example", "FromTheFuture": 1}]


def test_what_was_saved_is_found_again() -> None:
    save_regions(WORK, REGIONS)
    assert load_regions(WORK) == REGIONS
    forget_regions(WORK)
    assert load_regions(WORK) == []


def test_only_what_has_changed_is_written() -> None:
    save_regions(WORK, REGIONS)
    [file] = state_dir().iterdir()
    written = file.stat().st_ino
    save_regions(WORK, REGIONS)
    assert file.stat().st_ino == written
    file.chmod(0o666)
    save_regions(WORK, REGIONS)
    assert load_regions(WORK) == REGIONS, "a list that is not trusted is written anew"
    save_regions(WORK, [])
    assert load_regions(WORK) == []


@pytest.mark.parametrize(
    "changed",
    [
        Profile("work", "https://other.example", "tenant", "client"),
        Profile("work", "https://one.example", "other", "client"),
        Profile("work", "https://one.example", "tenant", "other"),
    ],
)
def test_a_profile_that_was_changed_starts_anew(changed: Profile) -> None:
    save_regions(WORK, REGIONS)
    assert load_regions(changed) == []


def test_the_environments_tenant_has_a_list_too() -> None:
    profile = dataclasses.replace(WORK, name=ENVIRONMENT)
    save_regions(profile, REGIONS)
    assert load_regions(profile) == REGIONS


@pytest.mark.parametrize("text", ["", "{", "[]", '{"of": 1}', "[" * 100_000, '{"regions": [1]}'])
def test_a_broken_file_is_no_list(text: str) -> None:
    save_regions(WORK, REGIONS)
    [file] = state_dir().iterdir()
    file.write_text(text)
    assert load_regions(WORK) == []


def test_a_list_that_others_may_write_is_not_trusted() -> None:
    save_regions(WORK, REGIONS)
    [file] = state_dir().iterdir()
    file.chmod(0o666)
    assert load_regions(WORK) == []


def test_a_folder_that_cannot_be_written_costs_only_the_list() -> None:
    state_dir().parent.mkdir(parents=True, exist_ok=True)
    state_dir().write_text("a file where the folder should be")
    save_regions(WORK, REGIONS)
    assert load_regions(WORK) == []
