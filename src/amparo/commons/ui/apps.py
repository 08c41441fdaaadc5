"""What a page looks like, the first page, the quick way out, and what a form says of what was typed."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "amparo.commons.ui"

    def ready(self) -> None:
        """Forms speak as the house does: a sentence that says what to do, not the words of a program."""
        from django.core import validators
        from django.forms import fields
        from django.utils.translation import gettext_lazy as _

        choose = {"invalid_choice": _("Choose one of those that stand here.")}
        for field, words in (
            (fields.Field, {"required": _("Something is missing here. Write it.")}),
            (fields.ChoiceField, choose | {"required": _("Choose one.")}),
            (fields.MultipleChoiceField, choose | {"required": _("Choose at least one.")}),
            (fields.DateField, {"invalid": _("This is no day. Write it like 2026-11-24.")}),
            (fields.TimeField, {"invalid": _("This is no hour. Write it like 08:30.")}),
            (fields.IntegerField, {"invalid": _("Write it in figures, without anything else.")}),
            (fields.FloatField, {"invalid": _("Write it in figures, without anything else.")}),
            (fields.URLField, {"invalid": _("This is no address of a page. Write it like https://example.org.")}),
        ):
            field.default_error_messages = {**field.default_error_messages, **words}
        validators.MaxLengthValidator.message = _("It is too long. At most %(limit_value)s letters fit here.")
        validators.MinValueValidator.message = _("Write %(limit_value)s or more.")
        validators.MaxValueValidator.message = _("Write %(limit_value)s or less.")
