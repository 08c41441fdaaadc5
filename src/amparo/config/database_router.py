"""Two rooms, two databases: ``care`` (Django's default) and ``evidence``."""

from django.db.models import Model

EVIDENCE = frozenset(
    {
        "jobs",
        "evidence",
        "publications",
        "release",
        "risk_profiles",
        "exposure",
        "protection_networks",
        "visibility",
        "campaigns",
        "accompaniment",
    }
)
BOTH = frozenset({"audit"})  # each database has its own chain, the writer names which


class TwoRooms:
    """Sends every model to the database of its room, and lets no relation cross."""

    def _room(self, model: type[Model]) -> str | None:
        label = model._meta.app_label
        if label in BOTH:
            return None
        return "evidence" if label in EVIDENCE else "default"

    def db_for_read(self, model: type[Model], **hints: object) -> str | None:
        return self._room(model)

    def db_for_write(self, model: type[Model], **hints: object) -> str | None:
        return self._room(model)

    def allow_relation(self, one: Model, other: Model, **hints: object) -> bool:
        return self._room(type(one)) == self._room(type(other))

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        if app_label in BOTH:
            return True
        return (db == "evidence") == (app_label in EVIDENCE)
