"""Who is let into a case has a reason and, where it is said, an end; after it her wrap counts nowhere."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from amparo.access.reporting.actions import desk
from amparo.casework import retention
from amparo.casework.actions import asking, cases
from amparo.casework.actions.parts import end_part
from amparo.casework.models import Request
from amparo.casework.queries import cases as queries
from amparo.casework.queries import requests as reading
from amparo.casework.queries.letting_in import lines_of
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Denied, Hidden
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fresh_secret, recipient_of
from amparo.vault.actions.readers import add_outside_reader
from amparo.vault.actions.rings import end_lapsed
from amparo.vault.models import CaseKey, Reader, Wrap
from amparo.vault.queries.fields import field_of_each
from amparo.vault.queries.opened import case_seed, case_seeds, rings_of
from amparo.vault.queries.readers import could_read, names_of, readers_of_ring
from amparo.vault.queries.standing import holding
from tests.cases import NAME, SOME, person, rows_as_text
from tests.cast import Cast
from tests.letters import Letters, a_house_for_letters
from tests.threads import written

pytestmark = pytest.mark.django_db(databases=["default"])
VAULT = Path(__file__).resolve().parents[2] / "src" / "amparo"
NOW = clock.now()
SOON = NOW + timedelta(hours=3)
WHY = {"letting_in_why": Answer("covers"), "letting_in_words": Answer("Ana viaja, de ejemplo")}


@pytest.fixture
def house(cast: Cast) -> Letters:
    return a_house_for_letters(cast)


def a_case(house: Letters) -> queries.Case:
    """A case that Ana opened yesterday."""
    before = NOW - timedelta(days=1)
    return cases.begin_case(answers=SOME, agreed="written", by=person(house, "ana"), now=before)


def let_in(house: Letters, until: datetime | None = SOON, name: str = "berta") -> queries.Case:
    case = a_case(house)
    cases.share(case, reader=house.readers[name], answers=WHY, until=until, by=person(house, "ana"))
    return case


def time_passes(case: queries.Case) -> None:
    """Her time is over: what a clock would do."""
    Wrap.every.filter(case_key__ring=case.ring, until__isnull=False).update(until=NOW - timedelta(minutes=1))


def test_the_reason_is_sealed_with_the_case_and_says_who_and_until_when(house: Letters) -> None:
    case = let_in(house)
    (part,) = cases.open_case(case, by=person(house, "ana")).of_kind("letting_in")
    assert part.said("letting_in_why") == "covers"
    assert part.more == {
        "who": house.cast.berta.reference, "until": SOON.replace(second=0, microsecond=0).isoformat(),
    }  # fmt: skip
    assert "covers" not in rows_as_text(Wrap, CaseKey)


def test_at_that_moment_her_wrap_counts_nowhere(house: Letters) -> None:
    case, berta = let_in(house), person(house, "berta")
    reader = house.readers["berta"]
    looks = {
        "rings_of": lambda: case.ring in rings_of(berta),
        "case_seeds": lambda: bool(case_seeds(berta, case.ring)),
        "field_of_each": lambda: field_of_each(berta, {case.reference: case.ring}, "name_used")[case.reference].opens,
        "readers_of_ring": lambda: reader in readers_of_ring(case.ring),
        "holding": lambda: reader.reference in holding(case.ring),
        "could_read": lambda: reader not in could_read(case.ring),
        "list": lambda: bool(queries.list_of(berta)[0]),
    }
    assert {name: look() for name, look in looks.items()} == dict.fromkeys(looks, True)
    assert case_seed(berta, case.ring, 1)
    time_passes(case)
    assert Wrap.every.filter(case_key__ring=case.ring, reader=reader).exists(), "the row is there still"
    assert {name: look() for name, look in looks.items()} == dict.fromkeys(looks, False)
    with pytest.raises(Hidden):
        case_seed(berta, case.ring, 1)
    for act in (
        lambda: cases.open_case(case, by=berta),
        lambda: cases.write_answers(case, answers={}, seen={}, by=berta),
    ):
        with pytest.raises(Hidden):
            act()


def test_nobody_looks_at_wraps_past_the_one_place() -> None:
    """A join from readers or keys to wraps passes by the manager: only what takes words away does that."""
    joins = [
        f"{path.relative_to(VAULT)}: {line.strip()}"
        for path in VAULT.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bwraps__|key\.wraps\.", line)
    ]
    assert joins, "the look finds those there are"
    assert [each for each in joins if "kind=RECEIPT" not in each] == [], "only words have no end"
    every = [path.name for path in VAULT.rglob("*.py") if "Wrap.every." in path.read_text(encoding="utf-8")]
    assert sorted(every) == ["readers.py", "replaying.py", "rings.py"], "they take wraps away"


def test_whoever_opens_it_next_takes_the_wrap_away_and_turns_the_ring(house: Letters) -> None:
    case = let_in(house)
    time_passes(case)
    cases.open_case(case, by=person(house, "ana"))
    assert not Wrap.every.filter(case_key__ring=case.ring, reader=house.readers["berta"]).exists()
    assert CaseKey.objects.filter(ring=case.ring).latest("version").version == 2


def test_so_does_the_night_and_the_others_read_on(house: Letters) -> None:
    case = let_in(house)
    time_passes(case)
    found = retention.due(NOW)
    assert len(found) == 1
    retention.shred(found[0])
    assert retention.due(NOW) == []
    ana = person(house, "ana")
    cases.write_answers(case, answers={"plan_next": Answer("después")}, seen={}, by=ana)
    assert queries.opened(ana, case).answers["plan_next"] == Answer("después")
    assert queries.opened(ana, case).name == NAME
    assert end_lapsed(NOW) == 0


def test_she_may_be_let_in_again_and_for_good(house: Letters) -> None:
    case, ana = let_in(house), person(house, "ana")
    cases.share(case, reader=house.readers["berta"], answers=WHY, by=ana)
    time_passes(case)
    assert queries.opened(person(house, "berta"), case).name == NAME
    assert not Wrap.every.filter(case_key__ring=case.ring, until__isnull=False).exists()


def test_a_turned_ring_keeps_her_end(house: Letters) -> None:
    case = let_in(house)
    cases.share(case, reader=house.readers["carla"], by=person(house, "ana"))
    cases.leave(case, by=person(house, "carla"))
    rows = Wrap.every.filter(case_key__ring=case.ring, reader=house.readers["berta"])
    assert rows.count() == 2
    assert {each.until for each in rows} == {SOON.replace(second=0, microsecond=0)}


def test_for_a_time_she_reads_and_writes_and_no_more(house: Letters) -> None:
    case, berta = let_in(house), person(house, "berta")
    cases.write_answers(case, answers={"plan_next": Answer("hoy")}, seen={}, by=berta)
    for act in (
        lambda: cases.share(case, reader=house.readers["berta"], by=berta),
        lambda: cases.share(case, reader=house.readers["carla"], by=berta),
        lambda: cases.destroy(case.reference, by=berta),
        lambda: cases.assign(case, to=house.cast.berta, by=berta),
        lambda: cases.leave(case, by=person(house, "ana")),
    ):
        with pytest.raises(Denied):
            act()
    with pytest.raises(ValueError, match="only who reads it"):
        cases.assign(case, to=house.cast.berta, by=person(house, "ana"))


@pytest.mark.parametrize("until", [NOW - timedelta(minutes=5), NOW + timedelta(days=91, hours=1)])
def test_an_end_comes_soon(house: Letters, until: datetime) -> None:
    case = a_case(house)
    with pytest.raises(Denied):
        cases.share(case, reader=house.readers["berta"], until=until, by=person(house, "ana"))


def test_a_key_that_is_nowhere_in_this_house_has_no_end(house: Letters) -> None:
    key = recipient_of(fresh_secret())
    reader = add_outside_reader(recipient=key, organisation="Afuera", by="house.server")
    Reader.objects.filter(pk=reader.pk).update(state="active")
    reader.refresh_from_db()
    with pytest.raises(Denied, match=r"herself|misma"):
        cases.share(a_case(house), reader=reader, until=SOON, by=person(house, "ana"))


# --- asking to read ------------------------------------------------------------------------------------------------


def ask(house: Letters, by: str, which: str, whom: str = "") -> Request:
    return asking.ask_to_read(
        which=which, whom=house.readers[whom] if whom else None, why="danger_now", words="Está en la terminal",
        by=person(house, by), now=NOW,
    )  # fmt: skip


def waiting_for(house: Letters, name: str) -> list[str]:
    return [each.note["which"] for each in reading.to_be_looked_at(person(house, name), "read", NOW)]


def test_who_asks_by_its_name_reaches_who_reads_it_and_reads_for_three_hours(house: Letters) -> None:
    case = a_case(house)
    made = ask(house, "carla", case.reference)
    assert (waiting_for(house, "ana"), waiting_for(house, "berta")) == ([case.reference], [])
    ana = person(house, "ana")
    (found,) = reading.to_be_looked_at(ana, "read", NOW)
    assert reading.case_meant(ana, found.note) == case
    until = asking.let_in(made, case, by=ana, now=NOW)
    assert until == NOW + timedelta(hours=3)
    carla = person(house, "carla")
    assert queries.opened(carla, case).name == NAME
    assert queries.list_of(carla)[0][0].until == until.replace(second=0, microsecond=0)
    assert waiting_for(house, "ana") == []
    with pytest.raises(Denied):
        asking.let_in(made, case, by=ana, now=NOW)


def test_the_owner_is_told_until_she_has_seen_it(house: Letters) -> None:
    case = a_case(house)
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    made = ask(house, "carla", "la de la terminal", "berta")
    asking.let_in(made, case, by=person(house, "berta"), now=NOW)
    ana = person(house, "ana")
    (line,) = queries.list_of(ana)[0]
    assert line.let_in_on == clock.day(NOW)
    assert queries.list_of(person(house, "berta"))[0][0].let_in_on is None, "it is not hers"
    (told, *_before) = [each for each in lines_of(queries.opened(ana, case), names_of, NOW) if each.is_new]
    assert (told.who, told.by, told.why) == ("Carla", "Berta", "danger_now")
    end_part(case, reference=told.part.reference, by=ana, even_closed=True)
    assert queries.list_of(ana)[0][0].let_in_on is None


def test_where_there_is_no_such_case_it_looks_the_same_to_her(house: Letters) -> None:
    case = a_case(house)
    real, unreal = ask(house, "carla", case.reference), ask(house, "carla", "0123456789abcdef")
    carla = person(house, "carla")
    seen = {each.row.reference: (each.row.state, each.row.until, sorted(each.note)) for each in
            reading.requests_of(carla, "read")}  # fmt: skip
    assert seen[real.reference] == seen[unreal.reference]
    acts = Act.objects.filter(verb="case.asked_for")
    assert {each.target for each in acts} == {f"request:{real.reference}", f"request:{unreal.reference}"}
    assert case.reference not in rows_as_text(Request)


def test_nobody_who_was_left_out_is_let_in_ever(house: Letters) -> None:
    letter, ana = written("No a la costa.", teams=(house.cast.coast.reference,)), person(house, "ana")
    case = desk.begin_case(desk.get_thread(ana, letter.reference), answers={}, agreed="written", by=ana, now=NOW)
    made = ask(house, "carla", case.reference)
    with pytest.raises(Denied):
        asking.let_in(made, case, by=ana, now=NOW)
    asking.put_away(made, by=ana)
    assert waiting_for(house, "ana") == []
    carla = person(house, "carla")
    assert [each.row.state for each in reading.requests_of(carla, "read")] == ["asked"], "she is not told"


def test_it_waits_a_day_and_nobody_asks_all_the_time(house: Letters) -> None:
    case = a_case(house)
    made = ask(house, "carla", case.reference)
    with pytest.raises(Denied):
        asking.let_in(made, case, by=person(house, "ana"), now=NOW + timedelta(hours=24, minutes=1))
    for _ in range(4):
        ask(house, "carla", "algo")
    with pytest.raises(Denied):
        ask(house, "carla", "algo")
    assert ask(house, "berta", "algo").state == "asked"
    for each in retention.due(NOW + timedelta(days=2, minutes=1)):
        retention.shred(each)
    assert not Request.objects.exists()


def test_who_does_not_read_lets_nobody_in(house: Letters) -> None:
    case = a_case(house)
    made = ask(house, "carla", "esa", "berta")
    with pytest.raises(Hidden):
        asking.let_in(made, case, by=person(house, "berta"), now=NOW)
    with pytest.raises(Hidden):
        asking.let_in(made, case, by=person(house, "ana"), now=NOW)
    assert not Wrap.objects.filter(case_key__ring=case.ring, reader=house.readers["carla"]).exists()
