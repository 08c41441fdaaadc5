"""The protection case: what somebody told once, sealed, and what a house does with her about it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "amparo.casework"

    def ready(self) -> None:
        from amparo.casework.actions import tasks  # noqa: F401  # it says what refuses a task, on every way
        from amparo.casework.actions.cases import may_read_again
        from amparo.vault.actions import recovery

        recovery.asked_before.append(may_read_again)
