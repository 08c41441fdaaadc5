"""Asking in the field: questionnaires and their versions, who signs them, studies, phones, coupons, sealed answers."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "amparo.fieldwork"
