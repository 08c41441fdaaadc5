"""A5: the ways in that a house agreed with places of health, where she comes first and nobody asks for papers."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "amparo.access.health"
