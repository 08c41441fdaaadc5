"""That a batch is on its way. A program that ends half way leaves this row, and the next one goes on from it."""

from django.db import models

from amparo.commons.policy.models import QuietModel


class Intent(QuietModel):
    """A batch that was begun and not ended yet: one at a time of each source, and none of its rows."""

    source = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=32, unique=True)
