"""Refresh tokens in the keyring: apart from secrets, in parts where they are long, and never two mixed."""

from __future__ import annotations

from collections.abc import Callable

import keyring
import keyring.backends.fail
import pytest
from keyring.backend import KeyringBackend

from ocs_tui.settings import secrets
from ocs_tui.settings.profile import ENVIRONMENT, Profile
from ocs_tui.settings.refresh_tokens import RefreshTokens
from tests.settings.vaults import Keychain, WindowsVault

PROFILE = Profile("work", "https://one.example", "tenant", "client", sign_in="browser")
TOKENS = ["short", "x" * 1280, "y" * 1281, "z" * 9000, "ä😀" * 2000, "ocs-tui:1/2:0123abcd:odd"]

Use = Callable[[KeyringBackend], None]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Makes a backend the one that keyring chooses."""
    return lambda backend: monkeypatch.setattr(keyring, "get_keyring", lambda: backend)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def tokens(told: list[str]) -> RefreshTokens:
    return RefreshTokens(PROFILE, told.append)


@pytest.mark.parametrize("vault", [WindowsVault, Keychain])
async def test_any_token_goes_in_and_out_and_replaces_the_one_before(
    use: Use, tokens: RefreshTokens, told: list[str], vault: type[WindowsVault | Keychain]
) -> None:
    backend = vault()
    use(backend)
    await secrets.store(PROFILE, "the client's secret")
    assert await tokens.read() is None
    for token in [*TOKENS, *reversed(TOKENS)]:
        await tokens.keep(token)
        assert await tokens.read() == token
    await tokens.forget()
    await tokens.forget()
    assert await tokens.read() is None
    assert len(backend.entries) == 1, "only the client secret is left"
    found = (await secrets.read(PROFILE)).secret
    assert found is not None
    assert found.reveal() == "the client's secret"
    assert told == []


async def test_nothing_is_left_of_a_token_that_was_replaced(use: Use, tokens: RefreshTokens) -> None:
    """Windows keeps an overwritten entry under another name."""
    vault = WindowsVault()
    use(vault)
    await tokens.keep("first" * 1000)
    await tokens.keep("second")
    assert vault.entries == {"ocs-tui:work:refresh": ("client", "second")}


async def test_parts_of_two_tokens_are_never_put_together(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    vault = WindowsVault()
    use(vault)
    await tokens.keep("first" * 1000)
    old = dict(vault.entries)
    await tokens.keep("other" * 1000)
    last = max(vault.entries)
    for torn in ({last: old[last]}, {last: ("client", "")}):
        vault.entries |= torn
        assert await tokens.read() is None
    del vault.entries[last]
    assert await tokens.read() is None
    await tokens.keep("again" * 1000)
    assert await tokens.read() == "again" * 1000
    assert told == []


async def test_without_a_usable_keyring_it_is_said_once(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    use(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]
    for token in TOKENS:
        await tokens.keep(token)
    assert await tokens.read() is None
    await tokens.forget()
    [sentence] = told
    assert sentence.startswith("The sign-in is kept for this run only. There is no usable keyring here: ")


async def test_what_cannot_be_forgotten_is_said_whatever_was_said_before(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    use(Keychain(status=-25293))
    assert await tokens.read() is None
    await tokens.forget()
    assert [sentence.partition(".")[0] for sentence in told] == [
        "Whether you are still signed in cannot be looked up",
        "The sign-in may still be in the keyring, as 'ocs-tui:work:refresh'",
    ]


async def test_what_the_keyring_says_of_a_token_is_not_repeated(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    class Talks(Keychain):
        def set_password(self, service: str, username: str, password: str) -> None:
            raise ValueError(password)

    use(Talks())
    await tokens.keep("hush-hush")
    assert told == ["The sign-in is kept for this run only. The keyring does not work (ValueError)."]


async def test_a_keyring_that_loses_the_token_is_found_out(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    class Loses(Keychain):
        def set_password(self, service: str, username: str, password: str) -> None:
            pass

    use(Loses())
    await tokens.keep("hush-hush")
    [sentence] = told
    assert "does not give it back" in sentence


async def test_a_keychain_that_cannot_ask_over_ssh_says_what_to_do(
    use: Use, tokens: RefreshTokens, told: list[str]
) -> None:
    use(Keychain(status=-25308))
    answer = await secrets.read(PROFILE)
    assert answer.state is secrets.KeyringState.LOCKED
    assert "security unlock-keychain" in answer.sentence
    await tokens.keep("hush-hush")
    [sentence] = told
    assert "security unlock-keychain" in sentence
    use(Keychain(status=-67030))
    assert (await secrets.read(PROFILE)).state is secrets.KeyringState.BROKEN


async def test_a_profile_of_the_environment_keeps_nothing(use: Use, told: list[str]) -> None:
    vault = WindowsVault()
    use(vault)
    tokens = RefreshTokens(Profile(ENVIRONMENT, "https://one.example", "tenant", "client"), told.append)
    await tokens.keep("token")
    assert await tokens.read() is None
    await tokens.forget()
    assert (vault.entries, told) == ({}, [])
