"""Acts and the head of their chain. Rows are added, never changed, never taken away."""

from typing import Any

from django.db import models


class AppendOnly(models.QuerySet["Act"]):
    """A trail can be read and added to."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError("An act is never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("An act is never taken away.")


class Act(models.Model):
    """One thing someone did: the act, who, to what (opaque). Never content."""

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=40)
    target = models.CharField(max_length=80, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("number",)
        indexes = [
            models.Index(fields=["target"], name="what_was_done_with"),
            models.Index(fields=["actor", "verb", "at"], name="how_often_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An act is never changed.")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An act is never taken away.")


class Head(models.Model):
    """The last act of the chain; locked while the next is written, so that the chain cannot fork."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return str(self.number)
