"""Her home: what was agreed, what is done so that she leaves, and who may be sat in one room with whom."""

from django.apps import AppConfig


class EvictionsConfig(AppConfig):
    name = "amparo.legal.evictions"

    def ready(self) -> None:
        import amparo.legal.evictions.actions  # noqa: F401  its guards hold whichever page writes
