"""The second room: what may be counted. Nothing here points at anything of the first one."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "amparo.evidence"
