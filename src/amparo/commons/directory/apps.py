"""The directory: who helps, where, when, whom they welcome, and who told us so."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "amparo.commons.directory"
