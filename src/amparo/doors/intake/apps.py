"""The door from the field: what phones and pages send is sealed here, and what may be counted goes on in codes."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "amparo.doors.intake"

    def ready(self) -> None:
        """Fieldwork stands below and counts nothing: here it is told who works out how many to ask."""
        from amparo.doors.intake.queries.sizes import worked_out
        from amparo.fieldwork.queries import sizes

        if worked_out not in sizes.sources:
            sizes.sources.append(worked_out)
