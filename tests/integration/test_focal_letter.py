"""The invitation: what the letter says and what it must not, three words that nobody keeps, a passphrase apart."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core import serializers
from django.test import override_settings
from django.urls import reverse
from django.utils import translation

from amparo.access.focal_points import actions
from amparo.access.focal_points.models import FocalPoint
from amparo.access.focal_points.queries.invitation import phrase_of
from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import User
from amparo.commons.ui.templatetags.ui import day_text
from amparo.formats.codes import CONTENT
from amparo.formats.neutral import promise_words, telling_words
from tests.cast import browser_of
from tests.desk import days_ago
from tests.focal import TODAY, accredited, again, body, facts, invited, said

pytestmark = pytest.mark.django_db(databases=["default"])


def letter(person: Any, focal: FocalPoint, prefix: str = "en") -> str:
    """The page, read by the coordinator in this language."""
    with translation.override(prefix):
        return str(browser_of(person).get(reverse("focal_letter", args=[focal.reference])).text)


def printed(page: str) -> str:
    """The letter alone, as it is printed: without its tags."""
    found = re.search(r'<section aria-labelledby="letter".*?</section>', page, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", " ", found[0])


def stands_there(words: tuple[str, ...], text: str) -> bool:
    """Do all of these words stand in it, each as a word? One of them alone may stand anywhere by chance."""
    return all(re.search(rf"\b{word}\b", text) for word in words)


def of_language(place: Any, language: str) -> FocalPoint:
    """Somebody who reads in this language."""
    return actions.invite(
        organisation=body("Oficina de Ejemplo", "ombudsman"), place=place, password="x", facts=facts(),
        person={"name_used": "Nora", "sign_in_name": f"nora.{language}", "language": language}, by=accounts.SETUP,
        today=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_letter_says_what_she_needs_and_no_word_that_tells(cast: Any, places_small: Any, language: str) -> None:
    focal = of_language(places_small["tulcan"], language)
    text = printed(letter(cast.ana, focal))
    assert telling_words(text) == []
    assert promise_words(text, language) == []
    with translation.override(language):
        address = f"testserver{reverse('sign_in')}"
    for needed in ("Nora", "Oficina de Ejemplo", address, f"nora.{language}", *phrase_of(focal)):
        assert needed in text, needed
    assert not re.search(r"https?:|@|passphrase-", text)


def test_the_look_for_words_that_tell_finds_a_planted_one(cast: Any, places_small: Any) -> None:
    focal = invited(places_small["tulcan"], body("Unidad contra la violencia de Ejemplo", "prosecution"))
    assert telling_words(printed(letter(cast.ana, focal))) == ["violencia"]


def test_the_letter_is_in_her_language_and_the_page_around_it_in_that_of_whoever_reads(
    cast: Any, places_small: Any
) -> None:
    page = letter(cast.ana, of_language(places_small["tulcan"], "pt"), "en")
    assert 'lang="pt"' in page
    today = days_ago(0)
    with translation.override("pt"):
        assert day_text(today) in printed(page)
    with translation.override("en"):
        assert day_text(today) not in printed(page)
    assert "By telephone instead" in page
    assert stands_there(phrase_of(FocalPoint.objects.get()), page), "a control: the look finds them where they stand"


def test_the_passphrase_stands_on_one_answer_and_on_no_letter(cast: Any, places_small: Any) -> None:
    body()
    client = browser_of(cast.ana)
    typed = {"organisation": "Hospital de Ejemplo", "name_used": "Nora", "sign_in_name": "nora", "language": "es",
             "place": "Tulcán", "competences": ["health"], "h-TOTAL_FORMS": "0", "h-INITIAL_FORMS": "0"}  # fmt: skip
    page = client.post(reverse("focal_invite"), typed).text
    (passphrase,) = set(re.findall(r"\b(?:[a-z2-9]{4}-){4}[a-z2-9]{4}\b", page))
    focal = FocalPoint.objects.get()
    assert User.objects.get(sign_in_name="nora").try_passphrase(passphrase).is_own
    assert not stands_there(phrase_of(focal), page), "the two never stand on one paper"
    assert passphrase not in letter(cast.ana, focal)


def test_three_words_of_the_list_that_stand_in_no_table(places_small: Any) -> None:
    focal = invited(places_small["tulcan"])
    words = phrase_of(focal)
    known = (CONTENT / "words" / "es.txt").read_text(encoding="utf-8").split()
    assert len(words) == 3
    assert set(words) <= set(known)
    assert phrase_of(again(focal)) == words, "the same on every day"
    row = serializers.serialize("json", [again(focal)], stream=StringIO()) or ""
    assert not stands_there(words, row)
    with override_settings(SECRET_KEY="another house altogether, fifty letters long or so."):
        assert phrase_of(again(focal)) != words, "who has the tables and not the key of the house has no words"
    assert len({phrase_of(invited(places_small["tulcan"])) for _each in range(20)}) == 20


def test_where_the_letter_was_lost_other_words_take_their_place(cast: Any, places_small: Any) -> None:
    focal = invited(places_small["tulcan"])
    before = phrase_of(focal)
    answer = browser_of(cast.ana).post(reverse("focal_letter_again", args=[focal.reference]), follow=True)
    assert phrase_of(again(focal)) != before
    assert phrase_of(again(focal))[0] in answer.text
    assert said("focal_point.invited_again") == [(f"user:{cast.ana.reference}", f"focalpoint:{focal.reference}")]


def test_once_she_is_accredited_no_page_says_the_words_any_more(cast: Any, places_small: Any) -> None:
    focal = accredited(places_small["tulcan"])
    client = browser_of(cast.ana)
    assert client.get(reverse("focal_letter", args=[focal.reference])).status_code == 404
    page = client.get(reverse("focal_point", args=[focal.reference])).text
    assert not stands_there(phrase_of(focal), page)
