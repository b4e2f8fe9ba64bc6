"""Stand-ins for the keyrings of Windows and macOS, with their limits and ways; neither runs here."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError


class WindowsVault(KeyringBackend):
    """As keyring 25.7's WinVaultKeyring: one entry a service name, the rest moved to ``user@service``."""

    priority = 5

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        for target in (service, f"{username}@{service}"):
            if target in self.entries and self.entries[target][0] == username:
                return self.entries[target][1]
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        existing = self.entries.get(service)
        if existing is not None:
            self.entries[f"{existing[0]}@{service}"] = existing
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        self.entries[service] = (username, password)

    def delete_password(self, service: str, username: str) -> None:
        targets = [
            target
            for target in (service, f"{username}@{service}")
            if self.entries.get(target, ("",))[0] == username
        ]
        if not targets:
            raise PasswordDeleteError(service)
        for target in targets:
            del self.entries[target]


class Keychain(KeyringBackend):
    """As keyring 25.7's macOS backend: deleting what is not there fails."""

    priority = 5

    def __init__(self, status: int = 0) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.status = status
        """The OSStatus of every call; 0 when they succeed."""

    def _check(self) -> None:
        if self.status:
            cause = Exception(self.status, "Unknown Error")
            raise KeyringError(f"Can't get password from keychain: {cause}") from cause

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if (service, username) not in self.entries:
            raise PasswordDeleteError("Can't delete password in keychain: (-25300, 'Item not found')")
        del self.entries[service, username]
