"""Codebooks of the house. They hold questions and choices as people read them, and nobody's answer."""

from django.db import models

from amparo.commons.policy.models import QuietModel, Shaped


class Book(QuietModel):
    """One version of a codebook, as ``formats.codebook`` reads it. Another one is a new version, never a change."""

    name = models.CharField(max_length=28, unique=True)  # its name and version
    table = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("name", "version"), name="book_name_is_version"),
            models.CheckConstraint(condition=Shaped("digest", "hex64"), name="book_digest_is_hex"),
        ]
