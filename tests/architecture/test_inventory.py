"""The inventory knows every column of both databases, and no column that is not there."""

from io import StringIO

import pytest
from django.core.management import call_command

from amparo.config.inventory import CLASSES, HEADINGS, Inventory, built_columns, faults, read

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def test_every_column_is_said() -> None:
    assert faults(read(), built_columns()) == []


def test_an_unknown_column_and_a_column_too_many_are_seen() -> None:
    inventory, built = read(), built_columns()
    built["care"] |= {("directory_feedback", "name_of_her")}
    built["evidence"] -= {("audit_act", "actor")}
    assert faults(inventory, built) == [
        "care: directory_feedback.name_of_her is not in the inventory",
        "evidence: there is no column audit_act.actor",
    ]


def test_an_entry_that_says_nothing_is_seen() -> None:
    inventory = read()
    column = inventory.columns[0]
    empty = type(column)(
        column.table, column.databases, column.name, "", column.facts | {"keep_until": " ", "class": "x"}, ()
    )
    assert faults(Inventory("", [], [empty, *inventory.columns[1:]]), built_columns()) == [
        "accounts_user.id does not say: why",
        "accounts_user.id does not say: keep_until",
        "accounts_user.id: there is no class 'x'",
    ]


def test_django_s_own_tables_are_in_both_lists() -> None:
    """Sessions, content types and permissions are tables too: they must not slip through."""
    tables = {table for table, _column in built_columns()["care"]}
    assert {"django_session", "django_content_type", "auth_permission", "django_migrations"} <= tables
    assert len(tables) > 20


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("es", "# Anexo de la evaluación de protección de datos: inventario"),
        ("pt", "# Anexo da avaliação de proteção de dados: inventário"),
        ("en", "# Annex of the data protection assessment: inventory"),
    ],
)
def test_the_annex_is_printed(language: str, heading: str) -> None:
    out = StringIO()
    call_command("dpia", language=language, stdout=out)
    text = out.getvalue()
    assert text.splitlines()[0] == heading
    assert "## directory_feedback" in text
    assert text.count("\n## ") == len(read().tables)


def test_headings_are_whole() -> None:
    assert {frozenset(say) for say in HEADINGS.values()} == {frozenset(HEADINGS["en"])}
    assert set(CLASSES) <= set(HEADINGS["es"])
