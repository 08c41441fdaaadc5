"""The trail of what staff did: in both databases, each with its own chain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "amparo.commons.audit"
