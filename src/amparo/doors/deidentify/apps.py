"""The door from the vault to what may be counted. It is there in the profile *red* only."""

from django.apps import AppConfig


class DeidentifyConfig(AppConfig):
    name = "amparo.doors.deidentify"
