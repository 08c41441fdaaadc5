"""What may be said aloud. It is there in the profile *red* only, and nothing comes in but by the release door."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "amparo.publications"
