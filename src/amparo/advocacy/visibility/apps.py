"""D1: what was released, for whoever wants to read it: tables, maps, charts, files. It counts nothing."""

from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "amparo.advocacy.visibility"
