"""What goes on through the door is cut off from what stays: by its order, by what it says, and by who decided.

The key of a sealed form and that of a row are drawn by chance, but rows are numbered upwards as they come in. Brought
in the order in which the forms lie, whoever holds both databases would lay the one beside the other and know each row.
"""

import logging
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from amparo.commons.policy.policies import Denied
from amparo.doors.intake.actions import door
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions import instruments, studies
from amparo.fieldwork.actions.door import leave_out, let_in_again
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Deployment, Submission
from tests.cast import Cast
from tests.field import MAPPING, NOW, TODAY, XFORM, Field, filled, instance, make_field, sealed_on_phone
from tests.left_behind import Look, everything_kept, found
from tests.odk_phone import sealed_submission

__all__ = ["found"]

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])


def came(deployment: Deployment, *xmls: bytes) -> None:
    for xml in xmls:
        receive(deployment, Sent(xml), now=NOW)


def rows(field: Field) -> list[dict[str, Any]]:
    """What is counted, in the order in which it lies."""
    return [row["codes"] for _book, row in rows_of(field.study.source)]


def correction(number: int, of: int, **said: str) -> bytes:
    meta = f"<orx:deprecatedID>{instance(of)}</orx:deprecatedID></orx:meta>".encode()
    return filled(number, **said).replace(b"</orx:meta>", meta)


# --- order ---------------------------------------------------------------------------------------------------------


def test_rows_lie_in_another_order_than_forms_and_in_another_one_each_time(cast: Cast) -> None:
    """Forty of two kinds come to one order by chance once in 10^11 times. The house draws the order by itself."""
    field = make_field(cast)
    met = {number: "here" if number % 2 else "there" for number in range(1, 41)}
    came(field.deployment, *(filled(number, met=said) for number, said in met.items()))
    known = {sha256(instance(number).encode()).hexdigest(): said for number, said in met.items()}
    lie = [known[row.check_of] for row in Submission.objects.order_by("pk")]
    orders = []
    for _ in range(2):
        door.build(field.study, by=field.person("leda"))
        orders.append([row["met"][0] for row in rows(field)])
    assert [Counter(each) for each in (lie, *orders)] == [Counter(here=20, there=20)] * 3
    assert lie not in orders
    assert orders[0] != orders[1]


# --- what a slip says, and what is in it ---------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [
    filled(1),  # another one's answers, sealed anew under a number of its own: she would count twice
    filled(30).replace(b'id="trial"', b'id="other"'),
    filled(30).replace(b'version="1"', b'version="2"'),
], ids=["number", "form", "version"])  # fmt: skip
def test_a_slip_that_says_another_thing_than_what_was_sealed_counts_nobody(cast: Cast, inside: bytes) -> None:
    """Whoever has the form has its key, and can seal anything to it."""
    field = make_field(cast, is_sensitive=True)
    for number in range(1, 11):
        sent = sealed_on_phone(field, number)
        receive(field.deployment, Sent(sent.slip, sent.files), now=NOW)
    forged = sealed_submission(
        inside, form_id="trial", version="1", instance_id=instance(30), public_key=field.deployment.public_key,
        rng=Random(30),
    )  # fmt: skip
    receive(field.deployment, Sent(forged.slip, forged.files), now=NOW)
    made = door.build(field.study, by=field.person("leda"))
    assert (made.counted, made.reasons) == (10, Counter(other_form=1))
    assert (Submission.objects.get(state="kept").reason, len(rows(field))) == ("other_form", 10)


# --- who decided ---------------------------------------------------------------------------------------------------


def test_what_was_left_out_stays_out_however_often_a_phone_corrects_it(cast: Cast) -> None:
    """Who takes back what she said is left out. A phone that corrects her form knows nothing of it."""
    field = make_field(cast)
    came(field.deployment, *(filled(number) for number in range(1, 12)))
    leda = field.person("leda")
    hers = Submission.objects.get(check_of=sha256(instance(11).encode()).hexdigest())
    leave_out(hers, by=leda)
    for each in (correction(20, 11, met="there"), correction(21, 20, met="there")):
        assert [receive(field.deployment, Sent(each), now=NOW).is_new for _ in range(2)] == [True, False]
    field.again(state="closed")
    assert door.build(field.study, by=leda).counted == 10
    assert {row["met"][0] for row in rows(field)} == {"here"}
    states = Submission.objects.values_list("state", flat=True)
    assert Counter(states) == Counter(here=10, replaced=2, left_out=1)
    let_in_again(Submission.objects.get(state="left_out"), by=leda)  # it was a mistake: who leads says so, nobody else
    assert door.build(field.study, by=leda).counted == 11
    assert Counter(row["met"][0] for row in rows(field)) == Counter(here=10, there=1)


# --- a place beside a kind of venue --------------------------------------------------------------------------------

OF_THE_HOUSE = {
    "do": "coded", "variable": "met", "kind": "one", "list": "place_kind", "codes": {"here": "bar", "there": "street"},
}  # fmt: skip
ITS_OWN = {"do": "coded", "variable": "met", "kind": "one"}


@pytest.mark.parametrize(("words", "rule", "territory"), [
    (("Aquí", "Allá"), OF_THE_HOUSE, "EC"),
    (("Bar", "Hotel"), ITS_OWN, "EC"),
    (("Por una amiga", "Por la radio"), ITS_OWN, "EC-G"),
    (("Bar", "Hotel"), {"do": "sealed"}, "EC-G"),
], ids=["of a list", "of its own", "no venue", "not counted"])  # fmt: skip
def test_a_row_with_a_kind_of_venue_says_no_more_of_its_place_than_the_country(
    cast: Cast, words: tuple[str, str], rule: dict[str, Any], territory: str
) -> None:
    """The form asks no place; the study has one, and it stands in every row of it."""
    field = make_field(cast)
    xform = XFORM.replace('id="trial"', 'id="venues"').replace("Aquí", words[0]).replace("Allá", words[1])
    leda = field.person("leda")
    brought = instruments.Brought(b"sheet", "lugares.xlsx", xform.encode())
    version = instruments.write_version(
        instruments.make_instrument(key="venues", kind="interview", by=leda), brought, by=leda,
        mapping=MAPPING | {"/data/met": rule}, needs=(),
    )  # fmt: skip
    instruments.sign(version, by=field.people["iris"], was_paid=True, on=TODAY)
    version.refresh_from_db()
    deployment = studies.send_out(version, study=field.study, by=leda, now=NOW)
    came(deployment, *(filled(number).replace(b'id="trial"', b'id="venues"') for number in range(1, 11)))
    came(field.deployment, *(filled(number) for number in range(50, 60)))
    door.build(field.study, by=leda)
    said = Counter((row["territory"][0], row.get("zone", [""])[0]) for row in rows(field))
    assert said == Counter({(territory, "urban"): 10}) + Counter({("EC-G", "urban"): 10})


# --- canaries ------------------------------------------------------------------------------------------------------

PLANTED = "CanarioPlantadoXq7"
STORY, WRONG, NAME, VALUE, NUMBER = (f"Canario{each}Xq7" for each in ("Cuento", "Opcion", "nombre", "Ajeno", "Edad"))


def test_of_what_is_sealed_nothing_lies_anywhere_after_a_build_also_where_it_failed(
    cast: Cast, tmp_path: Path, found: Look
) -> None:
    """Both databases, the folder of the house, the temporary one, what was logged and said."""
    field = make_field(cast)
    (tmp_path / "planted").write_text(PLANTED)
    logging.getLogger("amparo").warning(PLANTED)
    print(PLANTED, file=sys.stderr)
    type(field.study).objects.filter(pk=field.study.pk).update(aim=PLANTED)
    assert {"planted", "said", "logged"} < set(found([PLANTED])), "and a column of a table"

    faults = [
        (b"<met>here</met>", f"<met>{WRONG}</met>"), (b"<age>27</age>", f"<age>{NUMBER}</age>"),
        (b"<met>here</met>", f"<met>here</met><{NAME}>{VALUE}</{NAME}>"),
    ]  # fmt: skip
    came(field.deployment, *(filled(number, story=f"{STORY} {number}") for number in range(1, 11)))
    came(field.deployment, *(filled(20 + n).replace(old, new.encode()) for n, (old, new) in enumerate(faults)))
    made = door.build(field.study, by=field.person("leda"))
    assert (made.counted, sum(made.reasons.values())) == (10, 3)
    with pytest.raises(Denied):
        door.build(field.study, by=field.person("ines"))
    assert found([STORY, WRONG, NAME, VALUE, NUMBER, instance(1), instance(20)]) == {}
    counted = "\n".join(bytes.fromhex(text).decode() for place, text in everything_kept() if place.startswith("evid"))
    assert pieces_in(f"{counted}\nel cuento", [STORY]) == {"cuento"}, "the look finds six letters"
    assert pieces_in(counted, [STORY, WRONG, NAME, VALUE, NUMBER]) == set()


def pieces_in(text: str, words: list[str], size: int = 6) -> set[str]:
    """Which pieces of these words, six letters long, stand in a text."""
    pieces = {word.lower()[place : place + size] for word in words for place in range(len(word) - size + 1)}
    return {piece for piece in pieces if piece in text.lower()}
