"""Line B1 of the brief. Everything of it lies in the room of what may be counted."""

from django.apps import AppConfig


class RiskProfilesConfig(AppConfig):
    name = "amparo.information.risk_profiles"
