"""Somebody with the password of the database, who goes past every page and action of the house."""

from typing import Any

from django.db import DatabaseError, connections, transaction


class Hands:
    """Writes into the room of evidence as she likes, within the transaction of a test."""

    def __init__(self) -> None:
        self.connection: Any = connections["evidence"]

    def execute(self, sql: str, *values: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)

    def may(self, *every: str) -> bool:
        """Does the database take all of these, one after another? Nothing of them stays."""
        try:
            with transaction.atomic(using="evidence"):
                for sql in every:
                    self.execute(sql)
                transaction.set_rollback(True, using="evidence")
        except DatabaseError:
            return False
        return True
