"""Results as they were made, once and for good."""

from django.db import models

from amparo.commons.policy.models import QuietModel, Shaped, random_reference


class Result(QuietModel):
    """One result: its text byte for byte, of what it was made, and by which hand. It is never changed.

    ``recipe`` is what it hangs on: the digest of the rows, their codebooks, the settings, the seed and the version of
    the method. The same recipe gives the same bytes, so of each recipe there is one result.
    """

    reference = models.CharField(max_length=16, unique=True, default=random_reference)
    kind = models.CharField(max_length=24)  # ``profile``, ``pressure``, ``came``
    subject = models.CharField(max_length=64)  # of which sources, or whatever the kind calls its subject
    recipe = models.TextField()
    recipe_digest = models.CharField(max_length=64)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    by = models.CharField(max_length=40)  # the reference of who asked for it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Shaped("kind", "word"), name="a_result_has_a_kind"),
            models.CheckConstraint(condition=Shaped("digest", "hex64"), name="a_result_has_a_digest"),
            models.CheckConstraint(condition=Shaped("recipe_digest", "hex64"), name="a_recipe_has_a_digest"),
            models.UniqueConstraint(fields=["kind", "recipe_digest"], name="one_result_a_recipe"),
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="results_of_a_subject")]


class Note(QuietModel):
    """What is done in a kind of territory because of a difference, and what will change. It is never changed itself.

    A new note stands before the old one; ``number`` is its place among those of one indicator and territory.
    """

    indicator = models.CharField(max_length=48)
    zone = models.CharField(max_length=8)  # the list ``zone``
    number = models.PositiveIntegerField()
    done = models.TextField(max_length=600)
    change = models.TextField(max_length=600)
    owner = models.CharField(max_length=16)  # the reference of a colleague
    until = models.DateField()
    on = models.DateField()
    by = models.CharField(max_length=16)
    result = models.CharField(max_length=16)  # the profile that she had before her

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "zone", "number"], name="one_note_a_number"),
            models.CheckConstraint(condition=Shaped("zone", "word"), name="a_note_is_of_a_zone"),
        ]
