"""Whether somebody lives with HIV is asked nowhere and stands nowhere: no column, no code, no field of agreed doors.

What a door gives (a medicine, a vaccine) may be named: it is of the door. The look first finds a planted fault.
"""

import re
from pathlib import Path

import pytest

from amparo.access.health import forms
from amparo.access.health.models import Agreement, Channel, Slot, Window
from amparo.config.inventory import built_columns
from amparo.formats.codes import CONTENT, codes

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "amparo"
STATUS = re.compile(
    r"(hiv|vih)_?(status|positiv|negativ|result|test|estado)|sero_?(positiv|negativ|status|estado)|soropositiv"
    r"|viral_?load|carga_?viral|cd4|undetectable|indetectable|is_(reactive|positive)|reactivo|_status_hiv"
    r"|(lives?|living|have|has)_with_(hiv|vih)|diagnos",
    re.IGNORECASE,
)
ABOUT_HER = re.compile(
    r"person|case|survivor|patient|her_|name_of|phone|birth|sex\b|gender|reason|why|contact|user|ring\b"
)


def told(names: list[str]) -> list[str]:
    """The names that would say it."""
    return [name for name in names if STATUS.search(name)]


def test_the_look_finds_it() -> None:
    planted = ["health_slot.hiv_status", "viral_load", "SEROPOSITIVE", "is_reactive", "lives_with_hiv", "diagnosis"]
    assert told([*planted, "hiv_medicine", "pep", "checked_on", "health_slot.state"]) == planted


@pytest.mark.django_db(databases=["default", "evidence"])
def test_no_column_of_a_database_says_it() -> None:
    columns = [f"{table}.{column}" for found in built_columns().values() for table, column in found]
    assert "health_channel.needs" in columns
    assert len(columns) > 200
    assert told(columns) == []


def test_no_code_of_a_list_says_it() -> None:
    names = [
        f"{path.stem}.{each.code}" for path in sorted((CONTENT / "codes").glob("*.toml")) for each in codes(path.stem)
    ]
    assert {"need.hiv_medicine", "need.hepatitis_b", "slot_state.held"} <= set(names)
    assert told(names) == []


def test_nothing_of_an_agreed_door_is_about_somebody() -> None:
    """No column and no field has a place for her; the one "user" of this room is who acts, and it is in the trail."""
    columns = [field.name for model in (Channel, Window, Slot, Agreement) for field in model._meta.local_fields]
    fields = [*forms.FactsForm.base_fields, *forms.HoursForm.base_fields, *forms.AgreementForm.base_fields]
    planted = ["case_reference", "her_name", "reason", "patient_id"]
    assert [name for name in [*planted, *columns, *fields] if ABOUT_HER.search(name)] == planted
    assert told([*columns, *fields]) == []


def test_no_word_of_its_code_says_it() -> None:
    sources = {str(path): path.read_text("utf-8") for path in (PACKAGE / "access/health").rglob("*.py")}
    assert len(sources) > 15
    assert [name for name, text in sources.items() if told(re.findall(r"\w+", text))] == []
    assert told(re.findall(r"\w+", "slot.hiv_status = said")) == ["hiv_status"]
