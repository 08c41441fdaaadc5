"""Papers of a matter: writs and letters out of templates, and what is bound together for a court."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "amparo.legal.documents"
