"""The profiles file: what is read, what is refused and how, and what a change leaves alone."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.paths import config_dir, write_private
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.profiles import Profiles, profiles_file

WORK = Profile("work", "https://dat-b.osisoft.com", "tenant", "client")
TABLE = 'base_url = "https://dat-b.osisoft.com"\ntenant_id = "tenant"\nclient_id = "client"\n'


def _write(text: str) -> Path:
    write_private(profiles_file(), text)
    return profiles_file()


def _refusal(text: str, name: str | None = None) -> str:
    _write(text)
    with pytest.raises(SettingsError) as caught:
        Profiles.load().get(name)
    assert "\n" not in caught.value.sentence
    return caught.value.sentence


def test_without_a_file_there_are_no_profiles() -> None:
    profiles = Profiles.load()
    assert profiles.names == ()
    assert profiles.current is None
    assert not config_dir().exists(), "reading must leave nothing behind"


def test_a_profile_survives_saving_and_loading() -> None:
    whole = Profile(
        "work.eu_1",
        "https://dat-d.osisoft.com",
        "tenant",
        "client",
        sign_in="browser",
        redirect_uri="http://127.0.0.1:8400/signed-in",
        scope="openid ocsapi",
        label="Work, Europe",
        color="#ff8800",
        read_only=True,
        trusted_origins=("https://gateway.example.com:8443",),
        secret_command=("pass", "show", "ocs"),
    )
    Profiles.load().add(whole)
    assert Profiles.load().get("work.eu_1") == whole


def test_what_is_as_usual_is_not_written() -> None:
    Profiles.load().add(WORK)
    text = profiles_file().read_text()
    assert text.count(" = ") == 4, "current, base_url, tenant_id and client_id"
    saved = Profiles.load().get("work")
    assert (saved.sign_in, saved.redirect_uri) == ("client", "http://localhost:5004/callback.html")


@pytest.mark.parametrize(
    "uri", ["http://localhost:5004/callback.html", "http://127.0.0.1/a", "http://[::1]:1/"]
)
def test_a_redirect_uri_is_kept_letter_by_letter(uri: str) -> None:
    _write(f"[profiles.a]\n{TABLE}sign_in = 'browser'\nredirect_uri = '{uri}'\n")
    assert Profiles.load().get().redirect_uri == uri


def test_the_file_is_the_users_alone() -> None:
    Profiles.load().add(WORK)
    assert stat.S_IMODE(profiles_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(config_dir().stat().st_mode) == 0o700


def test_the_first_profile_is_the_current_one_until_another_is_chosen() -> None:
    profiles = Profiles.load()
    profiles.add(WORK)
    profiles.add(Profile("home", "https://dat-b.osisoft.com", "t", "c"))
    assert Profiles.load().current == "work"
    Profiles.load().use("home")
    assert Profiles.load().get().name == "home"
    Profiles.load().remove("home")
    assert Profiles.load().get().name == "work", "the only one left needs not be chosen"


def test_a_single_profile_stays_current_when_a_second_is_added() -> None:
    _write(f"[profiles.old]\n{TABLE}")
    Profiles.load().add(WORK)
    assert Profiles.load().current == "old"


def test_of_several_profiles_none_is_chosen_by_chance() -> None:
    sentence = _refusal(f"[profiles.a]\n{TABLE}[profiles.b]\n{TABLE}")
    assert "No profile is chosen" in sentence
    assert "a, b" in sentence


def test_a_change_keeps_comments_order_and_what_it_does_not_know() -> None:
    file = _write(
        "# mine\n"
        'theme = "ocs-light"  # easier on the eyes\n'
        'current = "work" # the usual\n\n'
        f"[profiles.work]   # the plant\n{TABLE}"
        "from_the_future = {a = [1, 2]}\nread_only = true\n\n[other]\nkept = 1\n"
    )
    profiles = Profiles.load()
    profiles.add(Profile("a.b", "https://dat-b.osisoft.com", "t", "c"))
    profiles.save(Profile("work", "https://dat-d.osisoft.com", "tenant", "client", label="Plant"))
    profiles.use("a.b")
    text = file.read_text()
    for kept in ("# mine", "# easier on the eyes", "# the usual", "# the plant", "{a = [1, 2]}", "kept = 1"):
        assert kept in text
    again = Profiles.load()
    assert again.theme == "ocs-light"
    assert again.names == ("work", "a.b")
    assert again.get() == Profile("a.b", "https://dat-b.osisoft.com", "t", "c")
    assert again.get("work").base_url == "https://dat-d.osisoft.com"
    assert again.get("work").read_only is False


def test_a_change_by_another_process_is_not_lost() -> None:
    mine, other = Profiles.load(), Profiles.load()
    other.add(WORK)
    mine.add(Profile("mine", "https://dat-b.osisoft.com", "t", "c"))
    assert set(Profiles.load().names) == {"work", "mine"}


_ADDS = """
import sys
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.profiles import Profiles
import ocs_tui.settings.one_run, filelock, tomlkit
print("ready", flush=True)
sys.stdin.readline()
for number in range(5):
    Profiles.load().add(Profile(f"{sys.argv[1]}-{number}", "https://127.0.0.1", "tenant", "client"))
"""


def test_changes_by_several_processes_at_one_moment_are_not_lost() -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _ADDS, f"run-{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    for run in runs:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()
    assert [run.communicate()[0] or run.returncode for run in runs] == [0, 0, 0]
    assert len(Profiles.load().names) == 15


def test_a_linked_file_stays_linked(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles" / "profiles.toml"
    write_private(kept, "")
    config_dir().mkdir(parents=True)
    profiles_file().symlink_to(kept)
    Profiles.load().add(WORK)
    assert profiles_file().is_symlink()
    assert "[profiles.work]" in kept.read_text()


def test_a_folder_that_cannot_be_written_is_one_sentence() -> None:
    config_dir().parent.mkdir(parents=True, exist_ok=True)
    config_dir().write_text("a file where the folder should be")
    with pytest.raises(SettingsError, match=str(config_dir())):
        Profiles(profiles_file(), {}).add(WORK)


def test_a_failed_write_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Profiles.load().add(WORK)
    before = profiles_file().read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="no space left on device"):
        Profiles.load().remove("work")
    assert profiles_file().read_text() == before
    assert [path.name for path in config_dir().iterdir()] == ["profiles.toml"]


def test_bad_toml_is_told_with_file_and_line() -> None:
    sentence = _refusal('current = "a"\n[profiles.a\n')
    assert str(profiles_file()) in sentence
    assert "line 2" in sentence


@pytest.mark.parametrize(
    "value", ["[" * 5000, "9" * 5000, "{b = " * 3000], ids=["nested", "digits", "nested tables"]
)
def test_toml_that_no_parser_takes_is_told_too(value: str) -> None:
    assert "is no valid TOML" in _refusal(f"current = {value}")


def test_a_file_that_was_broken_meanwhile_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "profiles.toml"
    file.write_text('[profiles.a]\nlabel = "mine"\n')
    profiles = Profiles.load(file)
    file.write_text("[profiles.a\n")
    with pytest.raises(SettingsError, match="is no valid TOML"):
        profiles.remove("a")
    assert file.read_text() == "[profiles.a\n"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ('base_url = "https://a.b"\n', "tenant_id and client_id are missing"),
        (TABLE.replace('"tenant"', "12"), "tenant_id must be a text"),
        (TABLE.replace('"tenant"', '".."'), "tenant_id must be an id"),
        (TABLE.replace('"client"', '" "'), "client_id must be an id"),
        (TABLE + 'read_only = "yes"\n', "read_only must be true or false"),
        (TABLE + "read-only = true\n", "write 'read_only'"),
        (TABLE + "readOnly = true\n", "write 'read_only'"),
        (TABLE + 'client_secret = "hush"\n', "'client_secret' does not belong into a file: take it out"),
        (TABLE + 'secret_command = "pass show"\n', "secret_command must be a list"),
        (TABLE + 'secret_command = ["", "x"]\n', "secret_command must start with"),
        (TABLE + 'trusted_origins = ["http://far.example"]\n', "trusted_origins must start with https://"),
        (TABLE + 'color = "blurple"\n', "color must be"),
        (TABLE + 'sign_in = "Browser"\n', "sign_in must be one of client, browser, device, not 'Browser'"),
        (TABLE + "sign_in = 1\n", "sign_in must be a text"),
        (TABLE + 'redirect_uri = "https://localhost:1/a"\n', "must start with http:// on this machine"),
        (TABLE + 'redirect_uri = "http://a.example/"\n', "must start with http:// on this machine"),
        (TABLE + 'redirect_uri = "http://127.0.0.1.nip.io/"\n', "must start with http:// on this machine"),
        (TABLE + 'redirect_uri = "http://me:hush@localhost/"\n', "user name or password"),
        (TABLE + 'redirect_uri = "http://localhost:1/a?b=c"\n', "must end after the path"),
        (TABLE + 'redirect_uri = "http://localhost:0/a"\n', "another port than 0"),
        (TABLE + 'redirect_uri = "http://localhost:99999/"\n', "redirect_uri is no URL"),
        (TABLE + 'scope = "ocsapi"\n', "scope must hold openid"),
        (TABLE + 'label = "\\u001b[2J"\n', "label holds a line break or another control character"),
        (TABLE.replace("https://dat-b.osisoft.com", "http://dat-b.osisoft.com"), "must start with https://"),
        (TABLE.replace("https://dat-b.osisoft.com", "dat-b.osisoft.com"), "must start with https://"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://me:hush@a.b"), "user name or password"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://a.b/api/v1?x=1"), "must end after the host"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://a.b/api/v1"), "must end after the host"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://a.b#x"), "must end after the host"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://a.b:99999"), "is no URL"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://"), "names no host"),
        (TABLE.replace("https://dat-b.osisoft.com", "https://a.b\\\\c"), "backslash"),
    ],
)
def test_a_wrong_field_is_told_with_file_profile_and_field(fields: str, told: str) -> None:
    sentence = _refusal(f"[profiles.a]\n{fields}")
    assert told in sentence
    assert str(profiles_file()) in sentence
    assert "profile 'a'" in sentence
    assert "hush" not in sentence


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://DAT-B.osisoft.com/", "https://dat-b.osisoft.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:1/", "http://localhost:1"),
        ("http://[::1]:81", "http://[::1]:81"),
    ],
)
def test_a_base_url_is_tidied(written: str, read: str) -> None:
    _write(f"[profiles.a]\n{TABLE.replace('https://dat-b.osisoft.com', written)}")
    assert Profiles.load().get("a").base_url == read


def test_a_wrong_profile_does_not_keep_the_others_from_being_used() -> None:
    _write(f'current = "good"\n[profiles.good]\n{TABLE}[profiles.bad]\nbase_url = 1\n')
    assert Profiles.load().get().name == "good"
    Profiles.load().remove("bad")
    assert Profiles.load().names == ("good",)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "-x", ".hidden", "a b", "x" * 65, "ä", "a\n"]
)
def test_a_name_that_could_be_a_path_or_an_option_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match="no name for a profile"):
        Profiles.load().add(Profile(name, "https://a.b", "t", "c"))
    assert not profiles_file().exists()


def test_a_name_that_is_taken_is_refused() -> None:
    Profiles.load().add(WORK)
    with pytest.raises(SettingsError, match="already"):
        Profiles.load().add(WORK)


def test_current_that_names_no_profile_is_told() -> None:
    assert "'gone' names no profile" in _refusal(f'current = "gone"\n[profiles.a]\n{TABLE}')


@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_secret_command_that_others_could_have_written_is_not_run(place: str) -> None:
    file = _write(f'[profiles.a]\n{TABLE}secret_command = ["get"]\n')
    assert Profiles.load().get("a").command_problem == ""
    (file if place == "file" else file.parent).chmod(0o770)
    problem = Profiles.load().get("a").command_problem
    assert "is not run" in problem
    assert "chmod go-w" in problem


def test_nor_one_in_a_file_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    file = _write(f'[profiles.a]\n{TABLE}secret_command = ["get"]\n')
    owner = file.stat().st_uid
    monkeypatch.setattr("os.geteuid", lambda: owner + 1)
    assert f"{file} belongs to another user" in Profiles.load().get("a").command_problem
