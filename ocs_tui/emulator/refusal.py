"""A request that is refused."""

from __future__ import annotations


class Refused(Exception):
    """A request is refused with this status code.

    Attributes:
        status: the status code.
        reason: why, as one sentence; told only where the reference gives errors a body.
        headers: headers that the status code asks for.
        parameters: the ids and values that gave offence; told where the service's errors hold such.
    """

    def __init__(self, status: int, reason: str, **headers: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.parameters: dict[str, str] = {}

    def about(self, **parameters: str) -> Refused:
        """Say which ids and values gave offence, and return it."""
        self.parameters.update(parameters)
        return self
