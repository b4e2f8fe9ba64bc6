"""How the explorer reads what expires soon: while the tenant's page is shown, and no longer."""

from __future__ import annotations

from functools import partial

from textual.worker import Worker

from ocs_tui.screens.explorer_reading import Reading
from ocs_tui.screens.working import begin


class Surveying(Reading):
    """Reads the secrets of clients in the background; leaving the tenant's page ends it."""

    _surveying: Worker[object] | None = None
    _survey_begun = False
    _may_survey = False

    def _present(self) -> None:
        super()._present()
        self._follow_survey()

    async def read_then(self, again: bool) -> None:
        """After the start's reads, and when they are made again: one's own secrets, quietly."""
        from ocs_tui.connection.client_secrets import secrets_of

        connection = self.ocs.connection
        if connection is None or connection.slot(("tenant",)).fetched is None:
            return
        if connection.own_client is not None:
            key = secrets_of(connection.own_client)
            if again or connection.slot(key).fetched is None:
                await connection.load(key)
        self._may_survey = True
        if again and self._tenant_is_shown:
            self._survey(again=True)
        else:
            self._follow_survey()

    @property
    def _tenant_is_shown(self) -> bool:
        return self._seen.kind == "tenant" and self.tab == "Overview"

    def _follow_survey(self) -> None:
        """Read the secrets of all clients, once each time the tenant's page is shown; leaving it ends that."""
        if not self._tenant_is_shown:
            self._survey_begun = False
            self._stop_survey()
        elif self._may_survey and not self._survey_begun:
            self._survey_begun = True
            self._survey()

    def _survey(self, *, all_of_them: bool = False, again: bool = False) -> None:
        connection = self.ocs.connection
        if connection is not None:
            self._surveying = begin(self, partial(connection.survey_secrets, all_of_them=all_of_them, again=again),
                group="survey", exclusive=True)  # fmt: skip

    def _stop_survey(self) -> bool:
        worker, self._surveying = self._surveying, None
        if worker is None or worker.is_finished:
            return False
        worker.cancel()
        return True

    def read_all_or_stop(self) -> None:
        """Read the secrets of all clients, or stop reading them."""
        if not self._stop_survey():
            self._survey(all_of_them=True)
