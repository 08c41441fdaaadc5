"""Deadlines of the law at the desk of a lawyer. The rules are data under ``content/legal/rules``."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "amparo.legal.deadlines"
