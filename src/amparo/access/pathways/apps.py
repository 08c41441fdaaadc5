"""A1: the ways to help after what happened. The texts are packs under ``content/routes``."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "amparo.access.pathways"
