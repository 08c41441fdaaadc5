"""Focal points: a person in a public body who answers what is referred to her, and how the house keeps her list fresh."""

from django.apps import AppConfig


class FocalPointsConfig(AppConfig):
    name = "amparo.access.focal_points"
