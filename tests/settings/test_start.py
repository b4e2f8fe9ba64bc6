"""Command line before environment before profile, and secrets out of the environment."""

from __future__ import annotations

import pytest

from ocs_tui.settings.environment import Environment
from ocs_tui.settings.errors import CallError, SettingsError
from ocs_tui.settings.paths import write_private
from ocs_tui.settings.profile import ENVIRONMENT, Profile
from ocs_tui.settings.profiles import Profiles, profiles_file
from ocs_tui.settings.start import resolve

THREE = {
    "OCS_TUI_BASE_URL": "https://env.example/",
    "OCS_TUI_TENANT_ID": "env-tenant",
    "OCS_TUI_CLIENT_ID": "env-client",
}
SECRET = {"OCS_TUI_CLIENT_SECRET": "hush-hush"}


@pytest.fixture(autouse=True)
def two_profiles() -> None:
    profiles = Profiles.load()
    profiles.add(Profile("one", "https://one.example", "t1", "c1"))
    profiles.add(Profile("two", "https://two.example", "t2", "c2", read_only=True))


def test_the_current_profile_is_the_last_resort() -> None:
    start = resolve(Environment.take({}))
    assert start.profile is not None
    assert start.profile.name == "one"
    assert start.secret is None


def test_the_environments_profile_goes_before_the_current_one() -> None:
    start = resolve(Environment.take({"OCS_TUI_PROFILE": "two"}))
    assert start.profile is not None
    assert start.profile.name == "two"
    assert start.read_only


def test_the_command_lines_profile_goes_before_the_environments() -> None:
    start = resolve(Environment.take({"OCS_TUI_PROFILE": "two"}), profile_name="one")
    assert start.profile is not None
    assert start.profile.name == "one"


def test_the_secret_alone_serves_the_chosen_profile() -> None:
    start = resolve(Environment.take(dict(SECRET)), profile_name="two")
    assert start.secret is not None
    assert start.secret.reveal() == "hush-hush"


def test_the_three_variables_need_no_profile() -> None:
    write_private(profiles_file(), "no [[[ toml")
    start = resolve(Environment.take({**THREE, **SECRET}))
    assert start.profile == Profile(ENVIRONMENT, "https://env.example", "env-tenant", "env-client")
    assert start.secret is not None


def test_a_secret_meant_for_the_three_variables_goes_to_no_other_tenant() -> None:
    start = resolve(Environment.take({**THREE, **SECRET}), profile_name="one")
    assert start.profile is not None
    assert start.profile.name == "one"
    assert start.secret is None


@pytest.mark.parametrize("left_out", THREE)
def test_a_part_of_the_three_names_the_rest(left_out: str) -> None:
    part = {name: value for name, value in THREE.items() if name != left_out}
    with pytest.raises(CallError, match=f"without {left_out}"):
        resolve(Environment.take(part))


def test_one_of_the_three_names_both_others() -> None:
    with pytest.raises(CallError, match="without OCS_TUI_TENANT_ID and OCS_TUI_CLIENT_ID"):
        resolve(Environment.take({"OCS_TUI_BASE_URL": "https://a.b"}))


def test_an_empty_variable_is_not_set() -> None:
    start = resolve(Environment.take(dict.fromkeys([*THREE, *SECRET, "OCS_TUI_PROFILE"], "")))
    assert start.profile is not None
    assert start.profile.name == "one"


def test_a_wrong_value_is_told_by_its_variable() -> None:
    with pytest.raises(CallError, match="OCS_TUI_BASE_URL must start with https"):
        resolve(Environment.take({**THREE, "OCS_TUI_BASE_URL": "http://far.example"}))


def test_a_profile_and_a_tenant_in_the_environment_contradict_each_other() -> None:
    with pytest.raises(CallError, match="both choose a tenant"):
        resolve(Environment.take({**THREE, "OCS_TUI_PROFILE": "one"}))


def test_an_unknown_profile_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match=r"no profile 'three'.*one, two"):
        resolve(Environment.take({}), profile_name="three")


def test_a_demo_asks_neither_environment_nor_file() -> None:
    write_private(profiles_file(), "no [[[ toml")
    start = resolve(Environment.take({"OCS_TUI_BASE_URL": "x", **SECRET}), demo=True)
    assert start.demo
    assert start.profile is None
    assert start.secret is None


def test_without_any_profile_the_first_run_screen_opens() -> None:
    profiles_file().unlink()
    start = resolve(Environment.take(dict(SECRET)))
    assert (start.profile, start.demo) == (None, False)


def test_the_files_theme_is_the_default_and_the_command_line_goes_before() -> None:
    write_private(profiles_file(), 'theme = "ocs-light"\n' + profiles_file().read_text())
    assert resolve(Environment.take({})).theme == "ocs-light"
    assert resolve(Environment.take({}), demo=True).theme == "ocs-light"
    assert resolve(Environment.take({}), theme="ocs-dark").theme == "ocs-dark"


def test_read_only_holds_when_either_says_so() -> None:
    assert resolve(Environment.take({}), read_only=True).read_only
    assert resolve(Environment.take({}), profile_name="two").read_only
    assert not resolve(Environment.take({})).read_only


def test_the_secret_leaves_the_environment_and_shows_nowhere() -> None:
    environ = {**THREE, **SECRET}
    environment = Environment.take(environ)
    assert environ == THREE
    assert "hush" not in repr(environment)
    assert "hush" not in repr(resolve(environment))
