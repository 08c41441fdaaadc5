"""The release door. It is there in the profile *red* only."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "amparo.doors.release"
