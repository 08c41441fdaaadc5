"""Questionnaires of the library in the made-up studies, as the pages of the house make and sign them."""

from datetime import date, time
from typing import Any

HOUR = time(15)  # of each day on which somebody answered


def written(name: str, *, kind: str, modules: list[str], lead: Any, key: str = "") -> tuple[Any, bytes]:
    """A questionnaire of the library, as its page makes one: the version, which nobody read yet, and its form."""
    from amparo.fieldwork.actions import instruments
    from amparo.fieldwork.forms.made import made_of, sheet_of
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.mapping import mapping_of
    from amparo.formats.openrosa.forms import read_form

    asked = instrument(name)
    sheet, called = sheet_of(asked, modules)
    brought = made_of(sheet, called, key=key or name, number=1, kind=kind, language="es").brought
    row = instruments.make_instrument(key=key or name, kind=kind, library=name, is_example=True, by=lead)
    version = instruments.write_version(
        row, brought, by=lead, mapping=mapping_of(asked, read_form(brought.xform)), needs=asked.needs,
        is_sensitive=asked.is_sensitive,
    )  # fmt: skip
    return version, brought.xform


def signed(name: str, *, kind: str, modules: list[str], lead: Any, on: date, key: str = "") -> tuple[Any, bytes]:
    """The same, which the reviewer of the demo signed on a day."""
    from amparo.commons.accounts.queries import accounts_with
    from amparo.fieldwork.actions.instruments import sign

    version, form = written(name, kind=kind, modules=modules, lead=lead, key=key)
    sign(version, by=next(iter(accounts_with("reviewer"))), was_paid=True, on=on)
    version.refresh_from_db()
    return version, form


def standards_of(blank: Any) -> str:
    """Every line of the page that the house puts in front, ticked."""
    found = (each for path, each in blank.questions.items() if path.endswith("/amparo_before_ticked"))
    return " ".join(each.name for each in next(found).choices)
