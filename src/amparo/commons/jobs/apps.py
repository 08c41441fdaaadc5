"""Long work of the second room. Its table stands in the database of what may be counted."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "amparo.commons.jobs"
