"""What a form of a thread says when it was not taken: at the top of a long page, and where the mistake is."""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from tests.letters import a_house_for_letters, opened_client
from tests.threads import act, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside."""
    return a_house_for_letters(cast)


@pytest.mark.parametrize(("what", "sent", "field", "says"), [
    ("answer", {"text": "", "role": "reader", "seen": "1"}, "id_text", "Escribe primero la respuesta."),
    ("answer", {"text": "x" * 4001, "role": "reader", "seen": "1"}, "id_text", "Es muy largo. Acórtalo."),
    ("note", {"note": "  "}, "id_note", "Escribe primero la nota."),
    ("share", {"reader": ""}, "share_reader", "Primero elige a alguien."),
    ("exclude", {"reader": ""}, "exclude_reader", "Primero elige a alguien."),
])  # fmt: skip
def test_the_top_of_the_page_says_what_is_wrong_and_leads_there(
    house: Any, what: str, sent: dict[str, str], field: str, says: str
) -> None:
    letter = written(roles=["counsel"])
    with translation.override("es"):
        page = act(opened_client(house.cast.berta), letter, what, **sent).text
    top = re.search(r'<p class="notice" role="alert">(.*?)</p>', page)
    assert top
    assert f'href="#{field}"' in top[1]
    assert says in top[1]
    assert page.index(top[0]) < page.index('class="timeline"'), "before everything that was said"
    there = re.search(rf'<(?:textarea|select)[^>]*id="{field}"[^>]*>', page)
    assert there
    assert "autofocus" in there[0]
    assert len(re.findall(r"\bautofocus\b", page)) == 1


def test_nothing_is_said_where_nothing_is_wrong(house: Any) -> None:
    page = opened_client(house.cast.berta).get(written().page).text
    assert 'role="alert"' not in page
    assert "autofocus" not in page


def test_each_field_of_the_page_has_a_name_of_its_own(house: Any) -> None:
    """Three forms ask for a reader: each label leads to its own."""
    letter = written(roles=["counsel"])
    page = opened_client(house.cast.berta).get(reverse("desk_letter", args=[letter.reference])).text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
