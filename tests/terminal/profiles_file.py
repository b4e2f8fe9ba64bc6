"""Profiles of the emulator's tenant in a test's home, with their secrets from a command."""

from __future__ import annotations

from pathlib import Path

from tests.emulator_process import EmulatorProcess


def write_profiles(home: Path, text: str) -> None:
    """Write the profiles file."""
    file = home / ".config/ocs-tui/profiles.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o600)


def table(name: str, emulator: EmulatorProcess, *more: str, secret: str | None = None) -> str:
    """Return a profile's table; ``more`` are further lines of it."""
    given = emulator.client_secret if secret is None else secret
    lines = [
        f"[profiles.{name}]",
        f'base_url = "{emulator.global_url}"',
        f'tenant_id = "{emulator.tenant_id}"',
        f'client_id = "{emulator.client_id}"',
        f'secret_command = ["printf", "{given}"]',
        *more,
    ]
    return "\n".join(lines) + "\n"
