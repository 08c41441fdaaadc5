"""Who works in this house: people, teams, roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "amparo.commons.accounts"
