"""The permission primitive of the house."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "amparo.commons.policy"
