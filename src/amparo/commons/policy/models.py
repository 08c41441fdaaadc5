"""Ids that tell nothing: random, 62 bits, assigned before saving.

A sequential id says how many came before and in which order. ``BigAutoField`` with an id of our own is the
one key type under which SQLite keeps no hidden sequential row number beside it.
"""

import secrets
from typing import Any

from django.db import models


def random_id() -> int:
    """A number between 1 and 2**62 - 1."""
    return secrets.randbelow(2**62 - 1) + 1


def random_reference() -> str:
    """An opaque name for an address: 16 characters that lead nowhere else."""
    return secrets.token_hex(8)


class RandomIdField(models.BigAutoField):  # type: ignore[type-arg]  # it takes none when it runs
    """The primary key of every table of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", random_id)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        return name, "django.db.models.BigAutoField", args, kwargs


class QuietModel(models.Model):
    """A row that shows nothing of itself where it is printed by accident: in a log, on a page of errors, in a test."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return type(self).__name__
