"""Alternative care: somebody minds the children for a night or a day, and only who may collects them."""

from django.apps import AppConfig


class AlternativeCareConfig(AppConfig):
    name = "amparo.access.alternative_care"
