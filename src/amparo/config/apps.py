"""The house itself, as Django sees it: it brings the commands."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "amparo.config"
    label = "house"
