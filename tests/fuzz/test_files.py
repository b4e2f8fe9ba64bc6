"""What reads files that anybody may have written: the ACL file, the journal, drafts, state, profiles."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocs_tui.access.file import FileProblem
from ocs_tui.access.file_parse import parse
from ocs_tui.changes.change import Aspect, SetChange
from ocs_tui.changes.drafts import Drafts
from ocs_tui.changes.entries import Outcome, OutcomeKind, read_lines
from ocs_tui.changes.journal import Journal
from ocs_tui.changes.process import ProcessMark
from ocs_tui.changes.rotation import Rotation, Rotations, Step
from ocs_tui.model.address import Address
from ocs_tui.model.text import safe
from ocs_tui.settings import regions_cache
from ocs_tui.settings.access_file import access_file_of
from ocs_tui.settings.errors import SettingsError
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.profiles import Profiles
from ocs_tui.settings.themes import read_theme
from tests.access.worlds import acl, allow, deny
from tests.fuzz import hostile
from tests.fuzz.examples import examples
from tests.model.test_text import unsafe

TENANT = "6f0c2b1e-5d0f-4c57-9a3e-2f8f6a41d7b3"
ACL_FILE = f"""\
ocs-tui-access: 1
tenant: {{name: Northwind, id: {TENANT}}}
access:
  /:
    acl:
      - {{role: Operators, id: 11, allow: [read, write]}}
  boiler:
    acl:
      - {{role: null, id: 22, deny: all}}
      - {{role: Operators, allow: 64}}
      - wire: {{Trustee: {{Type: 3, ObjectId: x}}, AccessRights: 1, More: [1.5, true, null, "a"]}}
    owner: {{user: Maria, id: 33, tenant: {TENANT}}}
"""
PROFILES = f"""\
current = "work"
theme = "ocs-dark"
[profiles.work]
base_url = "https://x.example"
tenant_id = "{TENANT}"
client_id = "22"
secret_command = ["pass", "show", "ocs"]
[profiles.other]
base_url = "http://127.0.0.1:5000"
tenant_id = "{TENANT}"
client_id = "33"
"""
THEME = """\
dark = true
primary = "#334455"
[variables]
border = "#ffffff"
"""
deep_toml = st.sampled_from([50, 300, 3000]).map(lambda depth: "current = " + "[" * depth + "]" * depth)
PROFILE = Profile("work", "https://x.example", TENANT, "22")


def are_clear(sentences: tuple[str, ...]) -> bool:
    """True for sentences of plain text."""
    return bool(sentences) and all(unsafe(each) == set() and len(each) < 2000 for each in sentences)


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A state folder and a config folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME"):
            patch.setenv(name, str(home / name))
        yield home


@examples(300)
@given(hostile.mutated(ACL_FILE) | hostile.json_texts | st.text(max_size=80))
def test_an_access_file_is_read_or_each_mistake_is_told_with_its_line(text: str) -> None:
    try:
        file = parse(text)
    except FileProblem as problem:
        assert are_clear(problem.sentences)
        return
    assert file.things or "access" in text
    assert safe(file.tenant_id)


@examples(100)
@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda text: text.encode("utf-16")))
def test_an_access_file_of_any_bytes_is_read_or_refused(data: bytes) -> None:
    try:
        access_file_of(data, "a\x1b[31mb")
    except SettingsError as error:
        assert are_clear((error.sentence,))
    except FileProblem as problem:
        assert are_clear(problem.sentences)


def _change(name: str = "11") -> SetChange:
    before = acl(allow(name, 1), deny("22", 4))
    return SetChange(Address(("boiler",)), Aspect.ACL, before, acl())


def _journal_lines() -> list[str]:
    journal = Journal(None, profile="work", tenant_id=TENANT)
    first = journal.begin(_change())
    journal.end(first, Outcome(OutcomeKind.DONE, "op", "said"))
    second = journal.begin(_change(), undoes=first)
    journal.end(second, Outcome(OutcomeKind.UNKNOWN))
    return [line.decode() for line in journal._memory]


LINES = _journal_lines()


@examples(250)
@given(
    st.lists(
        st.sampled_from(LINES) | st.sampled_from(LINES).flatmap(hostile.mutated) | hostile.json_texts,
        max_size=8,
    )
)
def test_a_journal_is_read_and_what_cannot_be_is_counted(lines: list[str]) -> None:
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    history = read_lines(data.split(b"\n"))
    assert history.note is None or are_clear((history.note,))
    for entry in history.entries:
        assert entry.is_open or entry.outcome is not None
        safe(entry.change.title)
        entry.mark.has_ended()
    whole = read_lines([*data.split(b"\n"), *(line.encode() for line in LINES)])
    assert len(whole.entries) >= 2 or any(line in data.decode("utf-8", "replace") for line in LINES[:1])


@pytest.fixture(scope="module")
def draft(home: Path) -> Path:
    """A draft of another window, that is whole."""
    by = ProcessMark("elsewhere", 7, "token")
    Drafts(home / "drafts", profile="work", tenant_id=TENANT, by=by).save(_change())
    (file,) = (home / "drafts").glob("draft-*.json")
    return file


@examples(200)
@given(st.data())
def test_a_draft_is_read_or_said_to_be_broken_and_left_where_it_is(draft: Path, data: st.DataObject) -> None:
    text = data.draw(hostile.mutated(draft.read_text()) | hostile.json_texts)
    file = draft.with_name("draft-broken.json")
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    found = Drafts(draft.parent, profile="work", tenant_id=TENANT).load()
    assert draft.name in [each.name for each in found.drafts]
    assert all(map(safe, found.problems))
    for each in found.drafts:
        safe(each.change.title)
        assert each.is_open in (True, False, None)
    assert file.exists()


@examples(150)
@given(st.data())
def test_a_rotation_that_was_cut_off_is_found_or_there_is_none(home: Path, data: st.DataObject) -> None:
    rotations = Rotations(home / "rotations", TENANT)
    rotations.keep(Rotation("22", 7, Step.ADDED))
    (file,) = (home / "rotations").iterdir()
    text = data.draw(hostile.mutated(file.read_text()) | hostile.json_texts)
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    found = rotations.find("22")
    assert found is None or found.client_id == "22"


@examples(200)
@given(st.data())
def test_the_regions_that_were_kept_are_read_or_there_are_none(data: st.DataObject) -> None:
    regions: list[dict[str, Any]] = [{"Id": "WestUS", "BaseAddress": "https://x.example"}]
    text = json.dumps({"of": regions_cache._of(PROFILE), "regions": regions})
    file = regions_cache._file(PROFILE)
    file.parent.mkdir(parents=True, exist_ok=True)
    drawn = data.draw(hostile.mutated(text) | hostile.json_texts)
    file.write_bytes(drawn.encode("utf-8", "surrogatepass"))
    file.chmod(0o600)
    for region in regions_cache.kept_regions(PROFILE):
        safe(region.id), safe(region.base_address)
    regions_cache.save_regions(PROFILE, regions)
    assert regions_cache.load_regions(PROFILE) == regions


@examples(200)
@given(hostile.mutated(PROFILES) | deep_toml | st.text(max_size=60))
def test_profiles_are_read_or_it_is_told_what_is_wrong(home: Path, text: str) -> None:
    file = home / "profiles.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        profiles = Profiles.load(file)
    except SettingsError as error:
        assert are_clear((error.sentence,))
        return
    for name in profiles.names:
        try:
            profiles.get(name)
        except SettingsError as error:
            assert are_clear((error.sentence,)), error.sentence
    with suppress(SettingsError):
        profiles.get()


@examples(120)
@given(hostile.mutated(THEME) | deep_toml | st.text(max_size=60))
def test_a_theme_is_read_or_it_is_told_what_is_wrong(home: Path, text: str) -> None:
    file = home / "mine.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_theme(file)
    except SettingsError as error:
        assert are_clear((error.sentence,)), error.sentence


def test_the_good_files_are_good() -> None:
    assert len(parse(ACL_FILE).things) == 2
    assert tomllib.loads(PROFILES)["current"] == "work"
    assert len(read_lines(line.encode() for line in LINES).entries) == 2
