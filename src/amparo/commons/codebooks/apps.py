"""The codebooks that a house wrote itself: what may be counted of the questionnaires that it asks."""

from django.apps import AppConfig


class CodebooksConfig(AppConfig):
    name = "amparo.commons.codebooks"
