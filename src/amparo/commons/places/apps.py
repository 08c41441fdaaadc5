"""Where things are: countries, their units, places and what a house knows of its landmarks."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "amparo.commons.places"
