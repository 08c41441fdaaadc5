"""Who gets what at each page of a study that is really there: who leads it, who leads another, who asks, who reviews.

Beside them Ana, who coordinates, and Carla, who has nothing to do with it; and Leda again, her key put away. A letter
is what one of them gets, as in tests/access_table.txt, where nobody leads a study.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from amparo.doors.intake.actions import door
from amparo.fieldwork.actions import studies
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Device, Study, Submission
from tests.access_walk import NOTHING, REFUSED, SHUT, SIGN_IN, letter_of, undone
from tests.cast import browser_of, make_cast
from tests.field import NOW, Field, filled, make_field, plan

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
PARTS = ("study_phone_", "study_form", "study_word_", "study_take_in")
WHO = ("leda", "otra", "ines", "iris", "ana", "carla", "shut")
# The name of a page, the verb, what is sent, and the letters in the order of WHO.
TABLE: list[tuple[str, str, dict[str, Any], str]] = [
    ("studies", "GET", {}, "oooooxo"),
    ("study_new", "GET", {}, "ooxxxxo"),
    ("study_new", "POST", {"name": ""}, "ooxxxxo"),
    ("study", "GET", {}, "oooooxo"),
    ("study_change", "GET", {}, "oxxxxxo"),
    ("study_change", "POST", {"name": "Otro", "aim": "Otro", "language": "es"}, "mxxxxxm"),
    ("study_size", "GET", {}, "oxxxxxo"),
    ("study_size", "POST", {"do": "look"}, "oxxxxxo"),
    ("study_protocol", "GET", {}, "oxxxxxo"),
    ("study_protocol", "POST", {}, "oxxxxxo"),
    ("study_begin", "GET", {}, "oooooxo"),
    ("study_begin", "POST", {"do": "tick", "ticked": ["tried"]}, "mxxxxxm"),
    ("study_sheet", "GET", {}, "oooooxo"),
    ("study_leads", "GET", {}, "oooooxo"),
    ("study_leads", "POST", {"person": "otra"}, "mxxxxxk"),
    ("study_send", "GET", {}, "oooooxo"),
    ("study_send", "POST", {"version": "version"}, "mxxxxxm"),
    ("study_take_in", "POST", {}, "mxxxxxm"),
    ("study_phones", "GET", {}, "oooooxo"),
    ("study_phones", "POST", {"person": "ines", "label": "Dos"}, "oxxxxxo"),
    ("study_phone_renew", "POST", {}, "oxxxxxo"),
    ("study_phone_lost", "POST", {}, "mmmxxxm"),
    ("study_close", "POST", {}, "oxxxxxo"),
    ("study_close", "POST", {"sure": "1"}, "mxxxxxm"),
    ("study_waiting", "GET", {}, "onxxxxo"),
    ("study_form", "GET", {}, "onxxxxk"),
    ("study_form_correct", "POST", {"which": "4", "value": ["VIO"]}, "mnxxxxk"),
    ("study_form_out", "POST", {}, "mnxxxxm"),
    ("study_form_in", "POST", {}, "mnxxxxm"),
    ("study_words", "GET", {}, "onxxxxo"),
    ("study_words", "POST", {}, "onxxxxk"),
    ("study_word", "GET", {}, "onxxxxk"),
    ("study_word_file", "GET", {}, "nnxxxxk"),  # it has no file
    ("study_word_seen", "POST", {}, "mnxxxxm"),
    ("study_door", "GET", {}, "onxxxxo"),
    ("study_door", "POST", {}, "onxxxxk"),
    ("coupons", "GET", {}, "oooooxo"),
    ("coupons_print", "GET", {}, "oxxxxxo"),
    ("coupons_print", "POST", {"many": "2", "kind": "ordinary", "day": "line"}, "oxxxxxo"),
    ("coupons_void", "GET", {}, "oxxxxxo"),
    ("coupons_void", "POST", {"numbers": "", "drawer": "on", "sure": "1"}, "oxxxxxo"),
    ("from_paper", "GET", {}, "oxoxxxo"),
    ("study_destroy", "POST", {"sure": "1"}, "xxxxxxx"),  # it is in the field: closed first
]


@pytest.fixture(scope="module")
def field(django_db_setup: None, django_db_blocker: Any) -> Iterator[Field]:
    with django_db_blocker.unblock(), transaction.atomic(using="default"), transaction.atomic(using="evidence"):
        made = make_field(make_cast())
        receive(made.deployment, Sent(filled(1, acts="WHAT")), now=NOW)
        door.build(made.study, by=made.person("leda"))
        yield made
        transaction.set_rollback(True, using="default")
        transaction.set_rollback(True, using="evidence")


def browser(field: Field, name: str) -> Any:
    if name == "shut":
        return browser_of(field.people["leda"], raise_request_exception=False)
    if name in {"leda", "otra"}:
        return field.client(name)
    person = field.letters.cast.carla if name == "carla" else field.people[name]
    return browser_of(person, raise_request_exception=False)


def path_of(name: str, study: Study | None, part: str) -> str:
    kwargs = {"reference": study.reference} if study is not None else {}
    if f"{name}_".startswith(PARTS):
        kwargs["part"] = part
    if name == "study_word_file":
        kwargs["place"] = 0
    return reverse(name, kwargs=kwargs)


def parts(field: Field) -> dict[str, str]:
    form = Submission.objects.get(deployment__study=field.study)
    return {
        "study_phone_": field.device.reference,
        "study_form": form.reference,
        "study_word_": form.reference,
        "study_take_in": field.deployment.reference,
    }


def asked(field: Field, who: str, name: str, verb: str, sent: dict[str, Any], study: Study | None = None) -> Any:
    part = next((part for start, part in parts(field).items() if f"{name}_".startswith(start)), "")
    path = path_of(name, None if name in {"studies", "study_new"} else study or field.study, part)
    named = {"otra": field.people["otra"].reference, "ines": field.people["ines"].reference}
    body = {key: named.get(value, value) if isinstance(value, str) else value for key, value in sent.items()}
    if "version" in body:
        body["version"] = field.version.reference
    client = browser(field, who)
    return client.get(path) if verb == "GET" else client.post(path, body)


@pytest.mark.parametrize(
    ("name", "verb", "sent", "letters"), TABLE, ids=[f"{n} {v}{i}" for i, (n, v, *_) in enumerate(TABLE)]
)
def test_everybody_gets_what_the_table_says(
    field: Field, name: str, verb: str, sent: dict[str, Any], letters: str
) -> None:
    got = {}
    for who in WHO:
        with transaction.atomic(using="evidence"), undone() as written:
            got[who] = letter_of(asked(field, who, name, verb, sent))
            transaction.set_rollback(True, using="evidence")
        if got[who] in {SIGN_IN, REFUSED, SHUT, NOTHING}:
            assert written == [], f"{who} was refused, and yet something changed"
    assert got == dict(zip(WHO, letters, strict=True))


PARTED = [row for row in TABLE if f"{row[0]}_".startswith(PARTS)]


@pytest.mark.parametrize(("name", "verb", "sent", "letters"), PARTED, ids=[f"{n} {v}" for n, v, *_ in PARTED])
def test_nothing_of_one_study_is_reached_under_the_address_of_another(
    field: Field, name: str, verb: str, sent: dict[str, Any], letters: str
) -> None:
    """Also where she leads both."""
    with undone():
        other = studies.plan_study(by=field.person("leda"), **plan(name="Otra, inventada"))
        before = (Device.objects.get().check_of, Submission.objects.get().state)
        assert letter_of(asked(field, "leda", name, verb, sent, other)) == NOTHING
        assert (Device.objects.get().check_of, Submission.objects.get().state) == before
