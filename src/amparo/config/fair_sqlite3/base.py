"""The connection: it waits for its turn before a transaction that may write begins, and gives it back after."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base  # its typed description leaves out the four methods below

from amparo.config.fair_sqlite3.turns import Turns, turns_of


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's, with a turn."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        self._turn: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            turns = turns_of(Path(self.settings_dict["NAME"]))
            self._turn = turns if turns.take() else None
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        turns, self._turn = self._turn, None
        if turns is not None:
            turns.give_back()
