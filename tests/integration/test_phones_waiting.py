"""A recording that is late, or never comes, is no reason to lose an answer: what is counted stands in the form."""

from collections import Counter
from random import Random
from typing import Any
from unittest.mock import patch

import pytest

from amparo.doors.intake.actions import door
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions.door import leave_out, let_in_again
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Submission
from amparo.fieldwork.queries.answers import Opening
from tests.cast import Cast
from tests.field import NOW, Field, filled, instance, make_field, sealed_on_phone

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
VOICE = {"v.amr": b"voz de ejemplo"}


def built(field: Field) -> door.Built:
    return door.build(field.study, by=field.person("leda"), rng=Random(3))


def came(field: Field, xml: bytes, files: dict[str, bytes] | None = None) -> Any:
    return receive(field.deployment, Sent(xml, files or {}), now=NOW)


def stands() -> Counter[tuple[str, str, bool, int]]:
    """State, reason, whether it is counted, and how many of its files are missing: of how many forms."""
    return Counter(Submission.objects.values_list("state", "reason", "is_counted", "missing"))


def met(field: Field) -> Counter[str]:
    return Counter(row["codes"]["met"][0] for _book, row in rows_of(field.study.source))


def test_a_form_is_counted_before_its_recording_comes_and_once(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    for number in range(1, 11):
        came(field, filled(number))
    came(field, filled(11, voice="v.amr", met="there"))
    field.again(state="closed")
    assert (built(field).counted, met(field)) == (11, Counter(here=10, there=1))
    assert stands() == Counter({("here", "", True, 0): 10, ("waiting", "", True, 1): 1})
    assert came(field, filled(11, voice="v.amr", met="there"), VOICE).missing == 0
    assert (built(field).counted, met(field)) == (11, Counter(here=10, there=1))
    assert stands() == Counter({("here", "", True, 0): 11})


def test_locked_on_a_phone_the_names_on_the_slip_are_those_of_sealed_files(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True, with_voice=True)
    for number in range(1, 11):
        sent = sealed_on_phone(field, number)
        came(field, sent.slip, sent.files)
    with_voice = sealed_on_phone(field, 11, VOICE, voice="v.amr", met="there")
    assert set(with_voice.files) == {"v.amr.enc", "submission.xml.enc"}
    assert came(field, with_voice.slip, VOICE).missing == 2  # what lies open on the phone is none of its files
    assert built(field).reasons == Counter(not_whole=1)
    assert stands() == Counter({("here", "", True, 0): 10, ("waiting", "not_whole", False, 2): 1})
    without = {"submission.xml.enc": with_voice.files["submission.xml.enc"]}
    assert came(field, with_voice.slip, without).missing == 1
    field.again(state="closed")
    assert (built(field).counted, met(field)) == (11, Counter(here=10, there=1))
    assert stands() == Counter({("here", "", True, 0): 10, ("waiting", "", True, 1): 1})
    assert came(field, with_voice.slip, with_voice.files).missing == 0
    assert built(field).counted == 11
    assert stands() == Counter({("here", "", True, 0): 11})
    opening = Opening(field.person("leda"), field.study)
    assert {each.xml for each in opening.each()} >= {filled(11, voice="v.amr", met="there")}


def test_when_the_form_itself_comes_last_nothing_is_left_of_its_waiting(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True, with_voice=True)
    sent = sealed_on_phone(field, 1, VOICE, voice="v.amr")
    came(field, sent.slip, {"v.amr.enc": sent.files["v.amr.enc"]})
    built(field)
    assert stands() == Counter({("waiting", "not_whole", False, 1): 1})
    came(field, sent.slip, sent.files)
    assert stands() == Counter({("here", "", False, 0): 1})


def test_what_cannot_be_read_waits_for_somebody_also_while_a_recording_is_late(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    came(field, filled(1, voice="v.amr", met="somewhere"))
    came(field, filled(2, voice="v.amr", may="no"))
    built(field)
    wrong, refused = ("unknown_choice", False), ("no_consent", False)
    assert stands() == Counter({("kept", *wrong, 1): 1, ("waiting", *refused, 1): 1})
    came(field, filled(1, voice="v.amr", met="somewhere"), VOICE)
    came(field, filled(2, voice="v.amr", may="no"), VOICE)
    assert stands() == Counter({("kept", *wrong, 0): 1, ("here", "", False, 0): 1})
    built(field)
    assert stands() == Counter({("kept", *wrong, 0): 1, ("here", *refused, 0): 1})


def test_it_can_be_left_out_before_its_recording_comes_and_stays_out(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    came(field, filled(1, voice="v.amr"))
    row, leda = Submission.objects.get(), field.person("leda")
    leave_out(row, by=leda)
    assert came(field, filled(1, voice="v.amr"), VOICE).missing == 0
    assert stands() == Counter({("left_out", "", False, 0): 1})
    let_in_again(row, by=leda)
    came(field, filled(2, voice="v.amr"))
    built(field)
    assert stands() == Counter({("here", "", False, 0): 1, ("waiting", "", False, 1): 1})


def test_what_comes_while_a_build_goes_on_is_not_written_over(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    for number in range(1, 13):
        came(field, filled(number, voice="v.amr"))
    meta = f"<orx:deprecatedID>{instance(2)}</orx:deprecatedID></orx:meta>".encode()
    correction = filled(20, met="there").replace(b"</orx:meta>", meta)
    meet = door.meet_coupons

    def meanwhile(*told: Any) -> Any:
        came(field, filled(1, voice="v.amr"), VOICE)
        came(field, correction)
        return meet(*told)

    with patch.object(door, "meet_coupons", meanwhile):
        assert built(field).counted == 12
    assert stands() == Counter({
        ("waiting", "", True, 1): 10, ("here", "", True, 0): 1, ("replaced", "", True, 1): 1, ("here", "", False, 0): 1,
    })  # fmt: skip
    field.again(state="closed")
    assert (built(field).counted, met(field)) == (12, Counter(here=11, there=1))
