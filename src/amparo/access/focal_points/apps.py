"""Focal points: people in public bodies who answer what is referred to them, on a list that is kept fresh."""

from django.apps import AppConfig


class FocalPointsConfig(AppConfig):
    name = "amparo.access.focal_points"
