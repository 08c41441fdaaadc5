"""A browser that is signed in while the key is put away: it opens no thread, and does nothing with one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from amparo.access.reporting import retention
from amparo.access.reporting.actions import desk
from amparo.access.reporting.models import Message, Note, Thread
from amparo.access.reporting.urls import desk_patterns
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Hidden, Locked
from amparo.vault.models import Blind, CaseKey, Unlock, Wrap
from tests.cast import browser_of
from tests.letters import a_house_for_letters, opened_client
from tests.threads import NOW, written

pytestmark = pytest.mark.django_db

ANA = "the opaque name of Ana's key"
# What each address of a thread is sent; where it asks first whether one is sure, also the answer to that.
SENT: dict[str, list[dict[str, str]]] = {
    "desk_letter_answer": [{"text": "El martes te espero.", "role": "reader", "seen": "1"}],
    "desk_letter_note": [{"note": "La llamo el martes."}],
    "desk_letter_assign": [{"reader": ANA}, {"reader": ""}],
    "desk_letter_share": [{"reader": ANA}, {"reader": ANA, "sure": "1"}],
    "desk_letter_exclude": [{"reader": ANA}, {"reader": ANA, "sure": "1"}],
    "desk_letter_recuse": [{}, {"sure": "1"}],
    "desk_letter_case": [{"name_used": "Kiara, ejemplo"}],
    "desk_letter_close": [{"do": "close"}, {"do": "reopen"}],
    "desk_letter_destroy": [{}, {"sure": "1"}],
}
ONLY_LOOKED_AT = {"desk_letter", "desk_letter_file"}
DRAFTS = {
    "desk_letter_answer": "El martes te espero.",
    "desk_letter_note": "La llamo el martes.",
    "desk_letter_case": "Kiara, ejemplo",
}
ACTS = [(name, number) for name, forms in SENT.items() for number in range(len(forms))]


@pytest.fixture
def house(cast: Any) -> Any:
    """Ana, Berta and Carla read; Olga stands outside; the sheets are with Diana, Elena and in a box."""
    return a_house_for_letters(cast)


def locked_by_somebody(house: Any) -> Client:
    """Berta's browser after Carla pressed the one button that locks the house."""
    client = opened_client(house.cast.berta)
    opened_client(house.cast.carla).post(reverse("lock"))
    return client


def left_alone(house: Any) -> Client:
    """Berta's browser when nobody had touched it for sixteen minutes."""
    client = opened_client(house.cast.berta)
    for row in Unlock.objects.all():
        Unlock.objects.filter(pk=row.pk).update(seen_at=row.seen_at - timedelta(minutes=16))
    return client


def without_her_half(house: Any) -> Client:
    """Her session alone, as somebody has it who copied that one cookie."""
    client = opened_client(house.cast.berta)
    del client.cookies[settings.UNLOCK_COOKIE_NAME]
    return client


def everything() -> list[Any]:
    """What the databases hold of threads, and what the trail says of them."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Thread, Message, Note, CaseKey, Wrap, Blind)]
    return [*rows, list(Act.objects.filter(verb__startswith="thread.").values_list("number", "verb"))]


def test_every_address_of_a_thread_is_looked_at_here() -> None:
    """A new address at which something is done with a thread stands in ``SENT``, or this fails."""
    named = {each.name for each in desk_patterns if "reference" in str(each.pattern) and each.name != "case_words"}
    assert named - ONLY_LOOKED_AT == set(SENT)
    assert named >= ONLY_LOOKED_AT


@pytest.mark.parametrize("shut", [locked_by_somebody, left_alone, without_her_half])
@pytest.mark.parametrize(("name", "number"), ACTS)
def test_nothing_is_done_with_a_thread_while_the_key_is_put_away(house: Any, name: str, number: int, shut: Any) -> None:
    letter = written(roles=["counsel"])  # Ana and Berta read it
    if name == "desk_letter_share":
        opened_client(house.cast.ana).post(reverse("desk_letter_recuse", args=[letter.reference]), {"sure": "1"})
    sent = {key: house.readers["ana"].reference if it == ANA else it for key, it in SENT[name][number].items()}
    client, before = shut(house), everything()
    answer = client.post(reverse(name, args=[letter.reference]), sent)
    assert answer.status_code == 403
    used = {each.name for each in answer.templates}
    assert ("ui/kept_words.html" if name in DRAFTS else "accounts/locked.html") in used
    if name in DRAFTS:
        assert f">{DRAFTS[name]}</textarea>" in answer.text
    assert everything() == before


@pytest.mark.parametrize("name", ["desk_letter_answer", "desk_letter_note"])
def test_an_empty_draft_is_no_text_to_copy(house: Any, name: str) -> None:
    letter = written()
    answer = left_alone(house).post(reverse(name, args=[letter.reference]), {"text": " ", "note": ""})
    assert (answer.status_code, answer.templates[0].name) == (403, "accounts/locked.html")


def test_who_does_not_read_it_learns_nothing_by_it_while_shut(house: Any) -> None:
    """Carla was left out: for her it does not exist, with her key open or not."""
    letter = written(roles=["counsel"])
    for client in (browser_of(house.cast.carla), opened_client(house.cast.carla)):
        for name, forms in SENT.items():
            assert client.post(reverse(name, args=[letter.reference]), forms[-1]).status_code == 404, name


def test_the_act_refuses_whoever_calls_it(house: Any) -> None:
    """Not the page: the act itself, also where no page stands before it."""
    letter, before = written(), everything()
    berta, carla = house.cast.berta, house.readers["carla"]
    for done in (
        lambda: desk.open_thread(letter.thread, by=berta),
        lambda: desk.answer(letter.thread, text="Hola.", role="reader", seen=1, by=berta, now=NOW),
        lambda: desk.note(letter.thread, text="Hola.", by=berta),
        lambda: desk.assign(letter.thread, to=None, by=berta),
        lambda: desk.share(letter.thread, reader=carla, by=berta),
        lambda: desk.exclude(letter.thread, reader=carla, by=berta),
        lambda: desk.recuse(letter.thread, by=berta),
        lambda: desk.close(letter.thread, by=berta),
        lambda: desk.reopen(letter.thread, by=berta),
        lambda: desk.destroy(letter.reference, by=berta),
    ):
        with pytest.raises(Locked):
            done()
    with pytest.raises(Hidden):
        desk.destroy(letter.reference, by=house.outside)
    assert everything() == before


def test_the_night_destroys_what_has_run_out_with_nobody_there(house: Any) -> None:
    letter = written()
    Thread.objects.update(expires_on=date(2026, 11, 1))
    for item in retention.due(NOW):
        retention.shred(item)
    assert not Thread.objects.filter(pk=letter.thread.pk).exists()
    assert Act.objects.filter(verb="thread.destroyed").get().actor == "house.expiry"


def test_after_coming_in_again_the_same_is_done(house: Any) -> None:
    letter = written()
    left_alone(house)
    sent = SENT["desk_letter_answer"][0]
    client = opened_client(house.cast.berta)
    assert client.post(reverse("desk_letter_answer", args=[letter.reference]), sent).status_code == 302
    assert letter.thread.messages.count() == 2
