"""Rows of another house: what comes, that of what is not as it should be nothing comes, and the end of it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.commons.audit.queries import first_broken
from amparo.commons.policy.policies import Denied, Hidden
from amparo.doors.exchange.actions import agreeing, taking_in
from amparo.doors.exchange.models import HERE, Partnership
from amparo.doors.exchange.policies import is_in_force
from amparo.doors.exchange.queries.partnerships import newest
from amparo.evidence.models import Batch
from amparo.evidence.queries import contributors, rows_of
from amparo.formats.codebook import codebook
from amparo.formats.passing.documents import mark_of
from amparo.vault.actions.passing import seal_passing
from tests.between import AGREED, NOW, TODAY, Between, coming, inside, make_between, refused, rows, their_file

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
BOOK = codebook("cases")


@pytest.fixture
def house(cast: Any) -> Between:
    return make_between(cast)


def brings(house: Between, found: Partnership, file: tuple[bytes, str], by: str = "diana") -> Any:
    return taking_in.take_in(found, file[0], heard=file[1], by=house.her(by), now=NOW)


def here(found: Partnership) -> Counter[str]:
    return Counter(codes["codes"]["need_group"][0] for _book, codes in rows_of(found.source))


# --- in -------------------------------------------------------------------------------------------------------------


def test_a_file_comes_in_whole_under_its_house_and_the_next_takes_its_place(house: Between) -> None:
    found = coming(house)
    told = brings(house, found, their_file(found, inside(1, 14)))
    assert (sum(here(found).values()), told.band, contributors()[found.source]) == (14, "b10", found.source)
    first = Batch.objects.get(source=found.source).token
    brings(house, found, their_file(found, inside(2, 25)))
    assert sum(here(found).values()) == 25
    assert Batch.objects.get(source=found.source).token != first
    assert [(each.sequence, each.state) for each in found.parcels.all()] == [(2, HERE), (1, "replaced")]
    brings(house, found, their_file(found, inside(3, 0)))
    assert (sum(here(found).values()), newest(found).band) == (0, "none")  # type: ignore[union-attr]


MUTATIONS: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-200], "cut to a head": lambda data: data[:150], "empty": lambda data: b"",
    "one byte": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:], "more": lambda data: data + b"x",
    "not sealed": lambda data: b"{}" * 500,
}  # fmt: skip


@pytest.mark.parametrize("name", MUTATIONS)
def test_of_what_was_changed_on_the_way_nothing_comes_in(house: Between, name: str) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside(1)))
    data, mark = their_file(found, inside(2, 30))
    changed = MUTATIONS[name](data)
    assert refused(lambda: brings(house, found, (changed, mark))) == "other_mark"
    assert refused(lambda: brings(house, found, (changed, mark_of(changed)))) == "broken"
    assert (sum(here(found).values()), found.parcels.count()) == (12, 1)


def test_what_is_for_others_or_of_another_time_is_refused_in_words(house: Between) -> None:
    found, book = coming(house), codebook("cases")
    file = their_file(found, inside(5))
    brings(house, found, file)
    other = agreeing.draw(by=house.her("diana"), **_agreed(sender="Casa Cuatro"))
    agreeing.confirm(other, heard=other.mark, by=house.people["ana"])
    cases = {
        "twice": file, "older": their_file(found, inside(4)), "other_key": their_file(other, inside(6)),
        "other_agreement": their_file(found, inside(6), code=other.code),
        "other_book": their_file(found, inside(6), digest="0" * 64),
        "too_few": their_file(found, inside(6, 9)),
        "bad_row": their_file(found, inside(6, rows=rows(11, {"codes": {"need_group": ["no_such"]}, "parts": []}))),
        "not_a_file": sealed(found, b'{"amparo":"agreement","v":1}'),
        "other_version": sealed(found, b'{"amparo":"rows","v":2}'),
    }  # fmt: skip
    assert {why: refused(lambda file=file: brings(house, found, file)) for why, file in cases.items()} == {
        why: why for why in cases
    }
    not_agreed = {"codes": {"need_group": ["talk"]}, "parts": [["incident", {"who": ["POL"]}]]}
    assert refused(lambda: brings(house, found, their_file(found, inside(6, rows=rows(11, not_agreed))))) == "bad_row"
    assert (sum(here(found).values()), newest(found).sequence, book.version) == (12, 5, 2)  # type: ignore[union-attr]


def sealed(found: Partnership, data: bytes) -> tuple[bytes, str]:
    whole = seal_passing(found.recipient, data)
    return whole, mark_of(whole)


def _agreed(**more: Any) -> dict[str, Any]:

    return AGREED | more


def test_before_its_days_after_them_and_unconfirmed_nothing_comes_in(house: Between) -> None:
    drawn = agreeing.draw(by=house.her("diana"), **_agreed())
    for file in [their_file(drawn, inside())]:
        with pytest.raises(Denied, match="segunda persona"):
            brings(house, drawn, file)
    agreeing.confirm(drawn, heard=drawn.mark, by=house.people["ana"])
    for begins, ends in ((1, 9), (-9, -1)):
        Partnership.objects.filter(pk=drawn.pk).update(
            begins=TODAY + timedelta(days=begins), ends=TODAY + timedelta(days=ends)
        )
        drawn.refresh_from_db()
        with pytest.raises(Denied):
            brings(house, drawn, their_file(drawn, inside()))
    assert not Batch.objects.exists()


def test_it_is_in_force_on_its_first_day_and_on_its_last(house: Between) -> None:
    found = coming(house)
    for first, last in ((0, 9), (-9, 0)):
        found.begins, found.ends = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
        assert is_in_force.reason(house.people["diana"], found, TODAY) is None


def test_only_whose_key_it_is_opens_it(house: Between) -> None:
    found = coming(house)
    for name in ("ana", "berta", "nadia"):
        with pytest.raises(Denied):
            brings(house, found, their_file(found, inside()), by=name)
    found.ring = coming(house, sender="Casa Cinco").ring
    assert refused(lambda: brings(house, found, their_file(found, inside()))) == "other_key"
    with pytest.raises(Hidden):
        taking_in.opened(Partnership(ring="f" * 16, code="0" * 16), b"", by=house.her("diana"))


def test_both_trails_say_that_a_file_came_and_nothing_of_it(house: Between) -> None:
    found = coming(house)
    brings(house, found, their_file(found, inside()))
    for using in ("default", "evidence"):
        act = Act.objects.using(using).filter(verb="evidence.brought").get()
        assert act.target == f"partnership:{found.reference}"
        assert first_broken(using=using) is None


# --- ends half way --------------------------------------------------------------------------------------------------


class Cut(Exception):
    """The program ends here."""


def ends_at(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def cut(*_args: Any, **_kwargs: Any) -> None:
        raise Cut

    where = {"after the note": "carry", "amid the rows": "bring", "before it is written down": "arrive"}[place]
    if place == "before it is written down":  # the room of evidence has it, and care does not know

        def brought_and_cut(found: Any, what: Any, **_more: Any) -> None:
            taking_in.bring(what.token, found.source, ((found.codebook, each) for each in what.rows))
            raise Cut

        monkeypatch.setattr(taking_in, "carry", brought_and_cut)
        return
    monkeypatch.setattr(taking_in, where, cut)


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("place", ["after the note", "amid the rows", "before it is written down"])
def test_a_program_that_ended_half_way_loses_and_doubles_nothing(house: Between, place: str, before: bool) -> None:
    found = coming(house)
    if before:
        brings(house, found, their_file(found, inside(1, 10)))
    file = their_file(found, inside(2, 13))
    with pytest.MonkeyPatch.context() as patched:
        ends_at(patched, place)
        with pytest.raises(Cut):
            brings(house, found, file)
    arrived = place == "before it is written down"
    assert sum(here(found).values()) == (13 if arrived else 10 if before else 0)
    assert (getattr(newest(found), "sequence", 0)) == (2 if arrived else int(before))
    if arrived:
        assert refused(lambda: brings(house, found, file)) == "twice"
    else:
        brings(house, found, file)
    assert sum(here(found).values()) == 13
    assert Counter(found.parcels.values_list("state", flat=True))[HERE] == 1
    said = [Act.objects.using(using).filter(verb="evidence.brought").count() for using in ("default", "evidence")]
    assert said[0] == 1 + before
    assert refused(lambda: brings(house, found, file)) == "twice"


# --- agreeing --------------------------------------------------------------------------------------------------------


def test_an_agreement_takes_two_people_and_the_mark_they_heard(house: Between) -> None:
    found = agreeing.draw(by=house.her("diana"), **_agreed())
    with pytest.raises(Denied):
        agreeing.confirm(found, heard=found.mark, by=house.people["diana"])
    assert (
        refused(lambda: agreeing.confirm(found, heard="0000 0000 0000 0000", by=house.people["ana"])) == "other_agreed"
    )
    assert refused(lambda: agreeing.confirm(found, heard="", by=house.people["ana"])) == "other_agreed"
    with pytest.raises(Denied):
        agreeing.confirm(found, heard=found.mark, by=house.people["eva"])
    agreeing.confirm(found, heard=found.mark.replace(" ", "-").upper(), by=house.people["ana"])
    with pytest.raises(Denied):
        agreeing.confirm(found, heard=found.mark, by=house.people["nadia"])
    second = agreeing.draw(by=house.her("diana"), **_agreed())
    with pytest.raises(Denied, match="Otro acuerdo"):
        agreeing.confirm(second, heard=second.mark, by=house.people["ana"])
    with pytest.raises(Denied):
        agreeing.read_in(found.agreement.as_file(), by=house.people["ana"])
