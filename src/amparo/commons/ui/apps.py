"""What a page looks like, the first page, and the quick way out."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "amparo.commons.ui"
