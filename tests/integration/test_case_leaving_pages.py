"""The pages of what two people do: a list that leaves, a case that is kept, somebody who is let in."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.casework.actions import cases
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case, Hold, Request
from amparo.casework.queries.permissions import recipient_named
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.sealing.envelopes import open_sealed
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.models import Wrap
from tests.cases import NAME, SOME, person
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default"])
NETWORK, THEIRS = "Red de ejemplo", fresh_secret()
YESTERDAY = clock.now() - timedelta(days=1)


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def a_case(house: Letters) -> Case:
    made = cases.begin_case(answers=SOME, agreed="written", by=person(house, "ana"), now=YESTERDAY)
    to = recipient_named(NETWORK, is_state=False)
    said = Said("share_for_referral", "yes", to, NETWORK, frozenset({"coded_only"}), "written")
    write_permission(made, said=said, by=person(house, "ana"), now=YESTERDAY)
    return made


def client_of(house: Letters, name: str) -> Client:
    return opened_client(house.outside if name == "olga" else getattr(house.cast, name))


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def sent(house: Letters, *found: Case, **more: Any) -> dict[str, Any]:
    return {
        "kind": "handover", "cases": [each.reference for each in found], "reason": "network", "words": "De ejemplo",
        "organisation": NETWORK, "recipient": recipient_of(THEIRS), "second": house.readers["berta"].reference,
    } | more  # fmt: skip


def test_the_whole_way_of_a_list_that_leaves(house: Letters) -> None:
    case, ana, berta = a_case(house), client_of(house, "ana"), client_of(house, "berta")
    assert NAME in text_of(ana.get(reverse("export_ask")))
    made = ana.post(reverse("export_ask"), sent(house, case))
    request = Request.objects.get()
    one, write = (reverse(name, args=[request.reference]) for name in ("export", "export_write"))
    assert made["Location"] == one
    assert "A second person has to agree first." in text_of(ana.get(one))
    assert ana.post(write).status_code == 403
    assert ana.post(reverse("export_agree", args=[request.reference])).status_code == 403
    assert "A colleague asks you to look" in text_of(berta.get(reverse("cases")))
    looked = text_of(berta.get(one))
    for told in ("Ana", NETWORK, recipient_of(THEIRS), case.reference[:4], "De ejemplo"):
        assert told in looked, told
    assert NAME not in looked, "who looks needs no name"
    assert berta.post(reverse("export_agree", args=[request.reference])).status_code == 302
    file = ana.post(write)
    assert file.status_code == 200
    assert file["Content-Disposition"] == f'attachment; filename="{request.reference}.csv.age"'
    assert file["Cache-Control"] == "no-store"
    assert case.reference in open_sealed(file.content, THEIRS).decode()
    assert ana.post(write).status_code == 403, "once"
    assert Act.objects.filter(verb="case.exported").count() == 1


def test_she_does_not_agree_and_says_why(house: Letters) -> None:
    ana, berta = client_of(house, "ana"), client_of(house, "berta")
    ana.post(reverse("export_ask"), sent(house, a_case(house)))
    name = Request.objects.get().reference
    refuse = reverse("export_refuse", args=[name])
    assert "Say why first" in text_of(berta.post(refuse, {}))
    assert berta.post(refuse, {"why": "Nadie conoce esa llave"}).status_code == 302
    page = text_of(ana.get(reverse("export", args=[name])))
    assert "Nadie conoce esa llave" in page
    assert "Take the file" not in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cases": []}, "Choose at least one case."),
        ({"reason": ""}, "Choose why first."),
        ({"second": ""}, "Choose somebody first."),
        ({"organisation": ""}, "Say for whom"),
        ({"recipient": ""}, "Say for whom"),
        ({"recipient": "age1nonsense"}, "This is no age key."),
        ({"is_state": "1"}, "This kind of list does not go there."),
        ({"words": "x" * 201}, "200"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(house: Letters, change: dict[str, Any], sentence: str) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    page = text_of(ana.post(reverse("export_ask"), sent(house, case) | change))
    assert sentence in page
    assert "De ejemplo" in page or "words" in change
    assert not Request.objects.exists()


@pytest.mark.parametrize("forged", ["cases", "second", "second herself", "kind", "reader"])
def test_what_was_not_offered_is_not_taken(house: Letters, forged: str) -> None:
    case = a_case(house)
    theirs = cases.begin_case(answers=SOME, agreed="written", by=person(house, "carla"), now=YESTERDAY)
    change: dict[str, Any] = {
        "cases": {"cases": [case.reference, theirs.reference]},
        "second": {"second": "0123456789abcdef"},
        "second herself": {"second": house.readers["ana"].reference},
        "kind": {"kind": "everything"},
        "reader": {"reader": "0123456789abcdef", "organisation": "", "recipient": ""},
    }[forged]
    answer = client_of(house, "ana").post(reverse("export_ask"), sent(house, case) | change)
    assert answer.status_code == 200
    assert not Request.objects.exists()


def test_a_list_for_a_colleague_is_opened_at_her_desk(house: Letters) -> None:
    case, ana, berta = a_case(house), client_of(house, "ana"), client_of(house, "berta")
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"))
    to = {"organisation": "", "recipient": "", "reader": house.readers["carla"].reference}
    ana.post(reverse("export_ask"), sent(house, case) | to)
    name = Request.objects.get().reference
    berta.post(reverse("export_agree", args=[name]))
    file = ana.post(reverse("export_write", args=[name])).content
    opened = client_of(house, "carla").post(reverse("export_open"), {"file": SimpleUploadedFile("a.age", file)})
    assert case.reference in opened.content.decode()
    for who, data in (("berta", file), ("carla", b"no file of ours")):
        answer = client_of(house, who).post(reverse("export_open"), {"file": SimpleUploadedFile("a.age", data)})
        assert answer.status_code == 403
        assert "not sealed to your key" in text_of(answer)


def test_for_who_was_not_asked_there_is_no_such_list(house: Letters) -> None:
    ana = client_of(house, "ana")
    ana.post(reverse("export_ask"), sent(house, a_case(house)))
    name = Request.objects.get().reference
    for who in ("carla", "olga"):
        client = client_of(house, who)
        assert client.get(reverse("export", args=[name])).status_code == 404
        for each in ("export_agree", "export_refuse", "export_take_back", "export_write"):
            assert client.post(reverse(each, args=[name]), {"why": "x"}).status_code == 404, each
    assert Request.objects.get().state == "asked"


def test_her_key_shut_meanwhile_and_every_word_is_on_the_answer(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    del ana.cookies[settings.UNLOCK_COOKIE_NAME]
    for address, form, word in (
        (reverse("export_ask"), sent(house, case), "De ejemplo"),
        (reverse("case_ask"), {"which": "la de la terminal", "why": "covers"}, "la de la terminal"),
        (reverse("case_hold", args=[case.reference]), {"hold_words": "la audiencia"}, "la audiencia"),
    ):
        told = ana.post(address, form)
        assert told.status_code == 403
        assert word in text_of(told)
    assert not Request.objects.exists()


def test_the_whole_way_of_asking_to_read(house: Letters) -> None:
    case, ana, carla = a_case(house), client_of(house, "ana"), client_of(house, "carla")
    asked = {"which": case.reference, "why": "danger_now", "words": "Está en la terminal"}
    assert carla.post(reverse("case_ask"), asked).status_code == 302
    name = Request.objects.get().reference
    assert "A colleague asks to read a case." in text_of(ana.get(reverse("cases")))
    page = text_of(ana.get(reverse("case_asked")))
    assert "Carla asks to read a case" in page
    assert re.search(rf'value="{case.reference}" selected', page), "the one that is meant is chosen"
    yes = reverse("case_let_in", args=[name])
    assert "Choose a case first." in text_of(ana.post(yes, {}))
    assert "for three hours?" in text_of(ana.post(yes, {"case": case.reference}))
    assert carla.get(reverse("case", args=[case.reference])).status_code == 404
    assert ana.post(yes, {"case": case.reference, "sure": "1"}).status_code == 302
    assert NAME in text_of(carla.get(reverse("case", args=[case.reference])))
    assert "You read it for" in text_of(carla.get(reverse("cases")))
    assert "You were let in." in text_of(carla.get(reverse("case_asked")))
    Wrap.every.filter(until__isnull=False).update(until=clock.now())
    assert carla.get(reverse("case", args=[case.reference])).status_code == 404
    assert NAME not in text_of(carla.get(reverse("cases")))


def test_the_answer_is_the_same_for_a_case_that_is_there_and_one_that_is_not(house: Letters) -> None:
    case, seen = a_case(house), []
    for which in (case.reference, "0" * 16):
        Request.objects.all().delete()
        carla = client_of(house, "carla")
        carla.post(reverse("case_ask"), {"which": which, "why": "covers"})
        page = text_of(carla.get(reverse("case_asked"))).replace(which, "…")
        seen.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|\d+ minutes', "", page))
    assert seen[0] == seen[1]
    assert "Nobody has answered." in seen[0]


@pytest.mark.clock
def test_who_is_let_in_and_for_how_long_is_asked_and_shown(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    share, berta = reverse("case_share", args=[case.reference]), house.readers["berta"].reference
    assert "Choose why first." in text_of(ana.post(share, {"reader": berta}))
    sure = {"reader": berta, "why": "covers", "words": "Ana viaja", "until": "7d"}
    assert "She reads it for a time: A week." in text_of(ana.post(share, sure))
    assert ana.post(share, sure | {"sure": "1"}).status_code == 302
    shown = text_of(ana.get(reverse("case", args=[case.reference])))
    told = re.search(
        r"Berta: Stands in for whoever accompanies her\. <span[^>]*>Ana viaja</span> For (.+?) more", shown
    )
    assert told
    assert "\xa0" in told[1] or told[1] == "1 week"
    until = set(Wrap.objects.filter(until__isnull=False).values_list("until", flat=True))
    today = clock.today()
    assert until == {clock.at(today + timedelta(days=8))}, "to the end of the seventh day"


def test_the_whole_way_of_keeping_a_case(house: Letters) -> None:
    case, ana, berta = a_case(house), client_of(house, "ana"), client_of(house, "berta")
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    until = clock.today() + timedelta(days=100)
    ask, page = reverse("case_hold", args=[case.reference]), reverse("case", args=[case.reference])
    for wrong in ("", "soon", "2001-01-01"):
        answer = ana.post(ask, {"hold_why": "court", "hold_words": "La audiencia", "until": wrong})
        assert "La audiencia" in text_of(answer)
    assert not Hold.objects.exists()
    assert ana.post(ask, {"hold_why": "court", "hold_words": "La audiencia", "until": str(until)}).status_code == 302
    hold = Hold.objects.get().reference
    agree, end = (reverse(name, args=[case.reference, hold]) for name in ("case_hold_agree", "case_hold_end"))
    assert "I agree: keep it" not in text_of(ana.get(page))
    assert ana.post(agree).status_code == 403
    assert "I agree: keep it" in text_of(berta.get(page))
    assert berta.post(agree).status_code == 302
    assert "nothing destroys it" in text_of(ana.get(page))
    assert "Until then nothing destroys it." in text_of(ana.get(page))
    for form in ({}, {"sure": "1"}):
        assert ana.post(reverse("case_destroy", args=[case.reference]), form).status_code == 403
    ana.post(end)
    assert "Ana asks to end it sooner." in text_of(berta.get(page))
    berta.post(end)
    destroyed = {"sure": "1", "why": "she_asked"}
    assert ana.post(reverse("case_destroy", args=[case.reference]), destroyed)["Location"] == reverse("certificates")
    paper = text_of(berta.get(reverse("certificates")))
    for told in (case.reference[:4], "She asked for it", "Ana", "the last backup"):
        assert told in paper, told
    assert case.reference[:4] not in text_of(client_of(house, "carla").get(reverse("certificates")))


def test_an_open_case_that_nobody_writes_in_is_brought_to_its_owner_and_destroyed_by_nobody(house: Letters) -> None:
    from amparo.casework import retention

    case, long = a_case(house), clock.today() - timedelta(days=91)
    title = "Nobody has written in these for long"
    assert title not in text_of(client_of(house, "ana").get(reverse("cases")))
    Case.objects.update(last_on=long)
    assert title in text_of(client_of(house, "ana").get(reverse("cases")))
    assert title not in text_of(client_of(house, "berta").get(reverse("cases")))
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    assert title not in text_of(client_of(house, "berta").get(reverse("cases"))), "it is not hers"
    assert retention.due(clock.now() + timedelta(days=3650)) == []


def test_the_page_before_closing_says_until_when_and_who_decided_it(house: Letters) -> None:
    case, ana = a_case(house), client_of(house, "ana")
    close = reverse("case_close", args=[case.reference])
    page = text_of(ana.post(close, {"reason": "agreed"}))
    assert "Amparo proposes this time; no law that we know sets it." in page
    assert ana.post(close, {"reason": "agreed", "sure": "1", "kind": "", "country": ""}).status_code == 302
    case.refresh_from_db()
    assert case.keep_until == clock.today() + timedelta(days=730)
