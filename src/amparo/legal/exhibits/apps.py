"""Pieces of proof of a legal matter: sealed, with a chain of hands, and a folder for a court."""

from django.apps import AppConfig


class ExhibitsConfig(AppConfig):
    name = "amparo.legal.exhibits"
