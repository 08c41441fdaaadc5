"""Nightly work that stops because the clock may be wrong, and the two people who say what becomes of it."""

from django.apps import AppConfig


class NightlyConfig(AppConfig):
    name = "amparo.commons.nightly"
