"""A request that is refused."""

from __future__ import annotations


class Refused(Exception):
    """A request is refused with this status code.

    Attributes:
        status: the status code.
        reason: why, as one sentence; told only where the reference gives errors a body.
        headers: headers that the status code asks for.
    """

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
