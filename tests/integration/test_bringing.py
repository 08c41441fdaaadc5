"""Answers that were gathered elsewhere come in by the hand of who leads: sealed, once, and only as far as the door."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden, Locked
from amparo.doors.intake.actions import door
from amparo.doors.intake.actions.importing import Done, Looked, bring_in, give_back, look
from amparo.evidence.queries import rows_of
from amparo.fieldwork.actions import instruments, studies
from amparo.fieldwork.actions.submissions import Sent, receive
from amparo.fieldwork.models import Attachment, Submission
from amparo.fieldwork.policies import Refused
from amparo.fieldwork.queries.answers import Opening
from amparo.formats.exports.faults import BadExport
from amparo.vault.actions.answers import named_answer, opener_of, secret_of_numbers
from tests.canaries import hidden_in
from tests.cast import Cast
from tests.field import (
    MAPPING,
    NOW,
    SAID,
    XFORM,
    Field,
    filled,
    instance,
    make_field,
    plan,
    sealed_on_phone,
    signed_as_it_is,
)

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
HEADING = "KEY,today,may,age,acts,met,story,deviceid,username"
PHONE = "collect:aparato-inventado"


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast)


def table(*numbers: int, **said: str) -> bytes:
    """Some answers as a table, each with the number of its phone."""
    told = {"today": "2026-11-25", "may": "yes", "age": "27", "acts": "VIO", "met": "here", "story": SAID, **said}
    rest = f"{','.join(told.values())},{PHONE},ines.inventada"
    return "\n".join([HEADING, *(f"{instance(number)},{rest}" for number in numbers)]).encode()


def looked(field: Field, data: bytes) -> Looked:
    leda = field.person("leda")
    return look(field.deployment, data, secret=secret_of_numbers(leda, field.study.ring), by=leda)


def brought(field: Field, data: bytes, **more: Any) -> Done:
    leda = field.person("leda")
    secret = secret_of_numbers(leda, field.study.ring)
    return bring_in(field.deployment, data, secret=secret, by=leda, now=NOW, **more)


def opened(field: Field) -> list[dict[str, str]]:
    """What stands in the envelopes, by the last step of its path."""
    leda = field.person("leda")
    found = []
    for each in Opening(leda, field.study).each():
        assert each.form is not None, each.reason
        found.append({one.path.rpartition("/")[2]: one.value for one in each.form.answers if one.value})
    return sorted(found, key=lambda each: each["instanceID"])


def found_of(*planted: str) -> set[str]:
    """Which of these stand anywhere in the tables of the house, however they are written."""
    cells: list[bytes] = []
    for alias in ("default", "evidence"):
        with connections[alias].cursor() as cursor:
            for name in connections[alias].introspection.table_names():
                cursor.execute(f'SELECT * FROM "{name}"')
                rows = [cell for row in cursor.fetchall() for cell in row]
                cells += [bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in rows]
    return hidden_in(b"\n".join(cells), planted)


def test_looking_keeps_nothing_and_bringing_in_keeps_what_is_sealed(field: Field) -> None:
    data = table(*range(1, 13))
    before = Act.objects.count()
    found = looked(field, data)
    assert (found.rows, dict(found.standing), found.wrong) == (12, {"new": 12}, 0)
    assert (Submission.objects.count(), Act.objects.count()) == (0, before)
    done = brought(field, data)
    assert (done.new, done.here, done.wrong, done.is_unfinished) == (12, 0, 0, False)
    assert opened(field)[0] == {
        "today": "2026-11-25", "may": "yes", "age": "27", "acts": "VIO", "met": "here", "story": SAID,
        "instanceID": instance(1),
    }  # fmt: skip
    assert [(row.state, row.month, row.is_counted) for row in Submission.objects.all()] == [
        ("here", "2026-11", False)
    ] * 12


def test_they_wait_for_the_door_and_go_through_it_like_all(field: Field) -> None:
    brought(field, table(*range(1, 11)) + b"\n" + table(11, may="no").partition(b"\n")[2])
    assert list(rows_of(field.study.source)) == []
    built = door.build(field.study, by=field.person("leda"))
    assert (built.counted, dict(built.reasons)) == (10, {"no_consent": 1})
    codes = [row["codes"] for _book, row in rows_of(field.study.source)]
    assert codes[0] == {
        "acts": ["VIO"], "age": ["25_34"], "met": ["here"], "territory": ["EC-G"], "week": ["2026-W48"],
        "zone": ["urban"],
    }  # fmt: skip


def test_the_same_file_goes_on_where_it_ended_and_doubles_nothing(field: Field) -> None:
    data = table(*range(1, 13))
    first, second, third = (brought(field, data, most=5) for _time in range(3))
    assert [(each.new, each.is_unfinished) for each in (first, second, third)] == [(5, True), (5, True), (2, False)]
    again = brought(field, data, most=5)
    assert (again.new, again.here, again.is_unfinished) == (0, 12, False)
    assert Submission.objects.count() == 12
    acts = Act.objects.filter(verb="answers.imported")
    assert [each.target for each in acts] == [f"deployment:{field.deployment.reference}"]  # once an hour


def test_what_a_phone_sent_already_is_not_brought_over_it(field: Field) -> None:
    receive(field.deployment, Sent(filled(2)), now=NOW)
    found = looked(field, table(1, 2))
    assert (dict(found.standing), found.others) == ({"new": 1, "other": 1}, [3])
    done = brought(field, table(1, 2))
    assert (done.new, done.other) == (1, 1)
    assert Submission.objects.count() == 2


def test_what_is_here_under_another_version_is_not_brought_again(field: Field) -> None:
    brought(field, table(1))
    leda = field.person("leda")
    form = instruments.Brought(b"sheet", "prueba.xlsx", XFORM.replace('version="1"', 'version="2"').encode())
    version = instruments.write_version(field.version.instrument, form, by=leda, mapping=MAPPING, needs=())
    signed_as_it_is(version, field.people["iris"])
    version.refresh_from_db()
    field.deployment = studies.send_out(version, study=field.study, by=leda, now=NOW)
    assert dict(looked(field, table(1, 2)).standing) == {"other": 1, "new": 1}
    assert (brought(field, table(1, 2)).new, Submission.objects.count()) == (1, 2)


def test_answers_without_a_number_come_once_and_two_who_say_the_same_are_two(field: Field) -> None:
    data = b"may;age;acts\nyes;27;VIO\nyes;27;VIO\nno;;\n"
    assert [brought(field, data).new for _time in range(3)] == [3, 0, 0]
    assert brought(field, b"age;acts;may\n27;VIO;yes\n31;;yes\n").new == 1


def test_the_number_of_what_bore_none_hangs_on_the_key_of_the_study(field: Field) -> None:
    """Who carries the tables away cannot try out short answers: of what they would need nothing stands there."""
    leda = field.person("leda")
    secret = secret_of_numbers(leda, field.study.ring)
    other = studies.plan_study(by=leda, **plan(name="Otra, inventada"))
    assert secret == secret_of_numbers(leda, field.study.ring) != secret_of_numbers(leda, other.ring)
    brought(field, b"may\nyes\n")
    assert found_of(secret.hex, str(secret)) == set()
    with pytest.raises(Hidden):
        secret_of_numbers(field.person("otra"), field.study.ring)
    studies.let_lead(field.study, who=field.people["otra"], by=leda)
    assert secret_of_numbers(field.person("otra"), field.study.ring) == secret


def test_who_does_not_lead_it_brings_nothing(field: Field) -> None:
    for name in ("ines", "iris"):
        for act in (look, bring_in, give_back):
            more: dict[str, Any] = {"now": NOW} if act is bring_in else {"language": "es"} if act is give_back else {}
            with pytest.raises(Denied):
                act(field.deployment, table(1), secret=None, by=field.people[name], **more)
    with pytest.raises(Locked):
        secret_of_numbers(type(field.people["leda"]).objects.get(pk=field.people["leda"].pk), field.study.ring)


def test_a_form_that_phones_must_lock_takes_what_its_leader_brings_and_from_a_phone_nothing_in_clear(
    cast: Cast,
) -> None:
    field = make_field(cast, is_sensitive=True, with_voice=True)
    assert brought(field, table(*range(1, 11))).new == 10
    with pytest.raises(Refused, match="in_clear"):
        receive(field.deployment, Sent(filled(11)), now=NOW)
    assert door.build(field.study, by=field.person("leda")).counted == 10


def zipped(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return into.getvalue()


def test_the_folder_of_a_phone_without_a_network_comes_in_as_it_is_locked(cast: Cast) -> None:
    field = make_field(cast, is_sensitive=True, with_voice=True)
    files: dict[str, bytes] = {}
    for number in range(1, 11):
        sent = sealed_on_phone(field, number, media={"voz.m4a": b"sonido"}, voice="voz.m4a")
        files[f"instances/{number}/submission.xml"] = sent.slip
        files |= {f"instances/{number}/{name}": data for name, data in sent.files.items()}
    assert looked(field, zipped(files)).files == 20
    assert (brought(field, zipped(files)).new, brought(field, zipped(files)).here) == (10, 10)
    assert Attachment.objects.count() == 20
    assert door.build(field.study, by=field.person("leda")).counted == 10


def test_recordings_come_along_sealed_and_one_that_is_not_there_holds_nobody_back(cast: Cast) -> None:
    field = make_field(cast, with_voice=True)
    data = zipped({
        "trial.csv": b"may,voice,KEY\nyes,1.m4a," + instance(1).encode() + b"\nyes,2.m4a," + instance(2).encode(),
        "media/1.m4a": b"sonido inventado",
    })  # fmt: skip
    assert (looked(field, data).files, looked(field, data).lost) == (2, 1)
    assert brought(field, data).new == 2
    assert set(Submission.objects.values_list("state", "missing")) == {("here", 0)}
    (held,) = Attachment.objects.all()
    leda = field.person("leda")
    assert named_answer(opener_of(leda, field.study.ring)(held.version, held.box)) == ("1.m4a", b"sonido inventado")
    assert [each.get("voice") for each in opened(field)] == ["1.m4a", None]


def test_a_line_that_belongs_to_no_answer_is_told_and_is_none_of_the_rows_to_mend(field: Field) -> None:
    lines = b"story,PARENT_KEY,KEY\nx,uuid:gone,uuid:gone/data[1]\n"
    found = looked(field, zipped({"trial.csv": table(1), "trial-x.csv": lines}))
    assert (found.rows, found.wrong, found.export.others) == (1, 0, ("trial-x",))


def test_rows_with_faults_stay_out_and_come_back_with_their_reason(field: Field) -> None:
    data = table(1, 2) + b"\n" + table(3, age="veinte").partition(b"\n")[2]
    found = looked(field, data)
    assert (found.wrong, [(each.row, each.column, each.code) for each in found.faults]) == (
        1, [(4, "age", "not_whole")],
    )  # fmt: skip
    assert (brought(field, data).new, brought(field, data).wrong) == (2, 1)
    leda = field.person("leda")
    secret = secret_of_numbers(leda, field.study.ring)
    back = give_back(field.deployment, data, secret=secret, by=leda, language="es").decode("utf-8-sig")
    assert back.splitlines()[0] == "amparo_row,amparo_why,KEY,today,may,age,acts,met,story"
    assert back.splitlines()[1].startswith('4,"age: Aquí va un número entero, en cifras.",uuid:')
    assert PHONE not in back
    assert brought(field, back.replace("veinte", "20").encode()).new == 1
    assert sorted(each["age"] for each in opened(field)) == ["20", "27", "27"]


def test_a_file_that_breaks_off_leaves_what_came_before_and_goes_on_when_it_is_whole(field: Field) -> None:
    """A table is known to be whole only at its end: what came is whole for itself, and comes once."""
    with pytest.raises(BadExport):
        brought(field, table(*range(1, 300)) + b'\n"never closed')
    came = Submission.objects.count()
    assert came == 200
    done = brought(field, table(*range(1, 300)))
    assert (done.new, done.here) == (99, 200)


def test_nothing_of_it_stands_anywhere_in_clear(field: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    looked(field, table(1, 2))
    brought(field, table(1, 2))
    assert found_of(field.study.reference, "answers.imported") != set()  # the look finds what is there
    assert found_of(SAID, PHONE, "ines.inventada", instance(1), "2026-11-25T") == set()
    assert list(tmp_path.iterdir()) == []
