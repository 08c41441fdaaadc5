"""What the house never asks and never keeps: whether she has HIV, her legal sex, her migration status, the nationality
of who hurt her. Looked for in every column, every field of a form, every name a page sends, and every sentence."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.urls import get_resolver
from django.utils import translation

from amparo.config.words import catalogue_path, gather
from tests.unit.test_code_content import ASKS_TOO_MUCH, crime_beside_work, fold

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
# A name of a column or a field: shorter than a sentence, so fewer letters are enough to tell.
NAMED = re.compile(
    r"(^|_)(hiv|vih|sero|sex|sexo|sex_at_birth|nationalit|nacionalidad|nacionalidade|citizenship|ethnic|migrat|immigra"
    r"|visa|legal_status|country_of_(birth|origin)|born_in|passport_number|document_number|legal_name)"
)
# A question to her about these, in a label or a hint.
ASKED = re.compile(
    r"(tu|su|your|his|her|their|sua|seu) (nacionalidad|nacionalidade|nationality|sexo|sex|estatus|visa|visto)\b"
    r"|de que pais (eres|es|era|voce e|ele e)|(what|which) country (are you|is he|was he)|where (is|was) he from"
)


def too_much(name: str, texts: list[str]) -> bool:
    """Does this name or one of these sentences ask it?"""
    told = [fold(text) for text in texts]
    return bool(NAMED.search(name.lower())) or any(ASKS_TOO_MUCH.search(t) or ASKED.search(t) for t in told)


def said_of(field: Any) -> list[str]:
    """Everything a person reads of a field: label, hint, choices."""
    texts = [getattr(field, "label", None), getattr(field, "verbose_name", None), field.help_text]
    return [str(text) for text in [*texts, *(label for _code, label in getattr(field, "choices", None) or ())] if text]


def columns() -> Iterator[tuple[str, Any]]:
    """Every column of the house."""
    for model in apps.get_models():
        if model._meta.app_config.name.startswith("amparo."):
            for field in model._meta.concrete_fields:
                yield f"{model.__name__}.{field.name}", field


def every_form(kind: type[Any] = forms.BaseForm) -> Iterator[type[Any]]:
    """Every form that the pages know."""
    assert get_resolver().url_patterns
    for each in kind.__subclasses__():
        if each.__module__.startswith("amparo."):
            yield each
        yield from every_form(each)


def fields_of_forms() -> Iterator[tuple[str, Any]]:
    """Every field of every form."""
    for form in every_form():
        for name, field in form.base_fields.items():
            yield f"{form.__name__}.{name}", field


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_no_column_and_no_field_of_a_form_asks_too_much(language: str) -> None:
    looked = [*columns(), *fields_of_forms()]
    assert len(looked) >= 200
    assert len(list(fields_of_forms())) >= 50
    with translation.override(language):
        assert [where for where, field in looked if too_much(where.partition(".")[2], said_of(field))] == []


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("hiv_status", []), ("legal_sex", ["Sexo legal"]), ("sex", []), ("migration_status", []), ("nationality", []),
        ("of_who_nationality", []), ("notes", ["¿Tienes VIH?"]), ("notes", ["Tu nacionalidad"]), ("legal_name", []),
        ("notes", ["Qual é a sua situação migratória?"]), ("notes", ["Where was he from?"]), ("visa_until", []),
    ],
)  # fmt: skip
def test_a_field_that_asks_is_seen(name: str, texts: list[str]) -> None:
    assert too_much(name, texts)


def test_a_choice_that_asks_is_seen_and_her_needs_are_none() -> None:
    planted = SimpleNamespace(label="Salud", help_text="", choices=[("a", "Vivo con VIH"), ("b", "Seropositiva")])
    assert too_much("health", said_of(planted))
    daily = SimpleNamespace(label="Salud", help_text="", choices=[("hiv_medicine", "Medicina para el VIH")])
    assert not too_much("needs", said_of(daily))


def test_no_name_that_a_page_sends_asks_too_much() -> None:
    names = set()
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        names |= set(re.findall(r'<(?:input|select|textarea|button)[^>]*\bname="(\w+)"', path.read_text("utf-8")))
    assert {"n", "w", "q", "t", "d", "b"} <= names
    assert [name for name in names if NAMED.search(name.lower())] == []


def sentences() -> Iterator[str]:
    """Every sentence of the house in three languages: those of the code, and their translations."""
    for _place, message, _about in gather():
        yield from (message,) if isinstance(message, str) else message
    for language in ("es", "pt"):
        with catalogue_path(language).open("rb") as file:
            for message in read_po(file):
                yield from message.string if isinstance(message.string, (tuple, list)) else (str(message.string or ""),)


def test_no_sentence_puts_a_crime_beside_her_work_or_asks_too_much() -> None:
    every = [text for text in sentences() if text]
    assert len(every) > 1_500
    assert [text for text in every if crime_beside_work(text)] == []
    assert [text for text in every if ASKS_TOO_MUCH.search(fold(text)) or ASKED.search(fold(text))] == []
