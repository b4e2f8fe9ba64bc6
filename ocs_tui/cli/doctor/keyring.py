"""The keyring in words: which one, how it is, how long it took, and whether it holds what it is for."""

from __future__ import annotations

from enum import Enum

from ocs_tui.cli.doctor.findings import Finding, Section, note, problem, warning
from ocs_tui.settings.profile import Profile
from ocs_tui.settings.secrets import Examined, KeyringState

_ADVICE = {
    KeyringState.ABSENT: "Start a keyring service, name a secret_command in the profile, or set "
    "OCS_TUI_CLIENT_SECRET; else the secret is asked for at each run.",
    KeyringState.LOCKED: "Until then the secret is asked for at each run; a secret_command or "
    "OCS_TUI_CLIENT_SECRET does without the keyring.",
    KeyringState.BROKEN: "Unset or correct PYTHON_KEYRING_BACKEND and keyring's own settings; a secret_command "
    "or OCS_TUI_CLIENT_SECRET does without the keyring.",
}


class Need(Enum):
    """What a profile wants of the keyring."""

    SECRET = "secret"  # noqa: S105 - a word
    """Its client secret."""
    SIGN_IN = "sign-in"
    """To keep a person signed in from one run to the next."""
    NONE = "none"
    """Nothing: what it needs comes from elsewhere."""
    LATER = "later"
    """There is no profile yet."""


def keyring_section(found: Examined, kept: bool | None, profile: Profile | None, need: Need) -> Section:
    """Say how the keyring is.

    Args:
        found: what came of asking it.
        kept: whether it keeps a person's sign-in; None where that is not known.
        profile: the one looked at; None when there is none.
        need: what that wants of the keyring.
    """
    answer = found.answer
    milliseconds = round(found.seconds * 1000)
    if answer.state is KeyringState.OK:
        findings = [Finding("backend", f"{found.backend}, unlocked, answered in {milliseconds} ms")]
    else:
        findings = [_of_no_use(answer.sentence, answer.state, need)]
        if found.backend is not None:
            findings.append(note("asked", f"{found.backend}, for {milliseconds} ms"))
    if profile is not None and (held := _held(found, kept, profile, need)) is not None:
        findings.append(held)
    asked_for_it = need is Need.SECRET and answer.state is KeyringState.OK
    facts = {
        "backend": found.backend,
        "state": answer.state.value,
        "milliseconds": milliseconds,
        "needed_for": need.value,
        "holds_secret": answer.secret is not None if asked_for_it else None,
        "holds_sign_in": kept,
        "problem": answer.sentence or None,
    }
    return Section("keyring", "Keyring", findings, facts)


def _of_no_use(sentence: str, state: KeyringState, need: Need) -> Finding:
    if need is Need.SECRET:
        return problem("backend", sentence, _ADVICE[state])
    if need is Need.SIGN_IN:
        return warning("backend", sentence, "Until then a person signs in anew at each start.")
    return warning("backend", sentence, _ADVICE[state]) if need is Need.LATER else note("backend", sentence)


def _held(found: Examined, kept: bool | None, profile: Profile, need: Need) -> Finding | None:
    """Say whether what is wanted is there; None when the keyring could not be asked."""
    if need is Need.NONE:
        return note("secret", "not asked for: this profile's does not come from the keyring")
    if found.answer.state is not KeyringState.OK:
        return None
    if need is Need.SIGN_IN:
        if kept is None:
            return None
        there = f"kept for profile {profile.name}; whether it still holds is seen when it is used"
        return (
            Finding("sign-in", there) if kept else note("sign-in", f"none is kept for profile {profile.name}")
        )
    if found.answer.secret is not None:
        return Finding("secret", f"there for profile {profile.name}; read now, to sign in with it")
    return warning(
        "secret",
        f"The keyring holds no secret for profile {profile.name}, so it is asked for at each run.",
        "A script has nobody to ask: give it OCS_TUI_CLIENT_SECRET, or the profile a secret_command.",
    )
