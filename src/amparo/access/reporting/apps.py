"""Writing to the house without giving a name, and coming back for the answer."""

from typing import Any

from django.apps import AppConfig


def may_read_again(ring: str, seeds: dict[int, bytes], reader: Any) -> bool | None:
    """What the desk of the threads says; it is loaded when somebody asks."""
    from amparo.access.reporting.actions import desk

    return desk.may_read_again(ring, seeds, reader)


class ReportingConfig(AppConfig):
    name = "amparo.access.reporting"

    def ready(self) -> None:
        from amparo.vault.actions import recovery

        recovery.asked_before.append(may_read_again)
