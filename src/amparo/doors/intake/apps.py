"""The door from the field: what phones and pages send is sealed here, and what may be counted goes on in codes."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "amparo.doors.intake"
