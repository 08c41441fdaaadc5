"""Writing to the house without giving a name, and coming back for the answer."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "amparo.access.reporting"

    def ready(self) -> None:
        from amparo.access.reporting.actions.desk import may_read_again
        from amparo.vault.actions import recovery

        recovery.asked_before.append(may_read_again)
