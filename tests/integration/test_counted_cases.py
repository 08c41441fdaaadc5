"""A case is counted as long as she allows it without limits, and as what it says now; the act that ends it drops it."""

from datetime import date
from random import Random
from typing import Any

import pytest

from amparo.casework.actions import cases, parts
from amparo.casework.actions.cases import EXPIRY
from amparo.casework.actions.permissions import Said, write_permission
from amparo.casework.models import Case, Part
from amparo.casework.queries import coded
from amparo.casework.queries.coded import coded_row, gender_group, need_group
from amparo.casework.queries.incidents import as_kept
from amparo.casework.queries.parts import OpenPart
from amparo.casework.queries.permissions import permissions_in, recipient_named
from amparo.commons import clock
from amparo.commons.audit.models import Act
from amparo.doors.deidentify.actions import SOURCES, run
from amparo.formats.case_questions import Answer
from amparo.formats.codes import by_code
from amparo.formats.incidents import Answers, classify
from amparo.vault.actions.coded import drop_row, token_of
from amparo.vault.models import CodedRow
from amparo.vault.queries.opened import case_seeds
from tests.cases import a_case, person, write
from tests.coded import built
from tests.letters import Letters, a_house_for_letters, opened_client

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
STATS = "share_nonidentifiable_stats"
PAST = {"gender_group": ["trans_feminine"], "need_group": ["tonight"]}


@pytest.fixture
def house(cast: Any) -> Letters:
    return a_house_for_letters(cast)


@pytest.fixture
def case(house: Letters) -> Case:
    return a_case(house, gender=Answer(("trans_woman",)))


def says(house: Letters, case: Case, answer: str, by: str = "ana", **more: Any) -> None:
    ana = person(house, by)
    known = permissions_in(cases.open_case(case, by=ana).parts)
    seen = next((each.part.number for each in known if each.kind == STATS), None)
    more.setdefault("days", 120)  # longer than any quarter, whatever day it is
    said = Said(STATS, answer, content=frozenset({"coded_only"}), method="written", seen=seen, **more)
    write_permission(case, said=said, by=ana)


def rows() -> list[dict[str, Any]]:
    return [row.codes["codes"] for row in CodedRow.objects.all()]


def test_who_was_not_asked_is_not_counted(house: Letters, case: Case) -> None:
    cases.open_case(case, by=person(house, "ana"))
    assert rows() == []


def test_a_yes_counts_her_and_a_no_drops_her_in_the_same_act(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    assert rows() == [PAST]
    says(house, case, "no")
    assert rows() == []
    says(house, case, "yes")
    says(house, case, "yes_with_limits")  # no machine reads her limits
    assert rows() == []


@pytest.mark.parametrize("kind", ["alert_peers", "publish_story", "engage_services"])
def test_another_permission_counts_nobody(house: Letters, case: Case, kind: str) -> None:
    known = permissions_in(cases.open_case(case, by=person(house, "ana")).parts)
    seen = next((each.part.number for each in known if each.kind == kind), None)
    said = Said(kind, "yes", content=frozenset({"coded_only"}), method="written", seen=seen)
    write_permission(case, said=said, by=person(house, "ana"))
    assert kind in {each.kind for each in permissions_in(cases.open_case(case, by=person(house, "ana")).parts)}
    assert rows() == []


def test_what_she_allows_somebody_else_to_count_does_not_count_her_here(house: Letters, case: Case) -> None:
    says(house, case, "yes", recipient=recipient_named("Una red de ejemplo", is_state=False), name="Una red de ejemplo")
    assert rows() == []


def test_at_the_desk_a_yes_counts_her_and_a_no_does_not(house: Letters, case: Case) -> None:
    """Through the page, as whoever accompanies her writes it; nobody is named, because it is for the house."""
    desk = opened_client(house.cast.ana)
    page = f"/mesa/casos/{case.reference}/permiso/{STATS}"
    assert 'name="name"' not in desk.get(page).text
    assert desk.post(page, {"answer": "yes", "method": "written", "days": "365"}).status_code == 302
    assert rows() == [PAST]
    part = next(
        each.part for each in permissions_in(cases.open_case(case, by=person(house, "ana")).parts) if each.kind == STATS
    )
    assert desk.post(page, {"answer": "no", "number": str(part.number)}).status_code == 302
    assert rows() == []


def test_it_says_what_the_case_says_now(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    key = CodedRow.objects.get().pk
    write(house, case, need_first=Answer("papers"))
    assert rows() == [PAST | {"need_group": ["papers_law"]}]
    assert CodedRow.objects.get().pk == key


def test_what_is_written_past_it_is_mended_when_somebody_opens_the_case(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    ana = person(house, "ana")
    CodedRow.objects.all().delete()
    cases.open_case(case, by=ana)
    assert rows() == [PAST]
    on = clock.today()
    stats = next(each for each in permissions_in(cases.open_case(case, by=ana).parts) if each.kind == STATS)
    Part.objects.filter(reference=stats.part.reference).update(ended_on=on)  # as her own page writes it
    cases.open_case(case, by=ana)
    assert rows() == []


def test_on_her_own_page_she_needs_no_key_but_what_she_knows(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    token = token_of(case_seeds(person(house, "ana"), case.ring))
    assert token is not None
    assert drop_row(token)
    assert rows() == []


def test_until_tells_nothing_of_when_she_was_asked_nor_for_how_long(house: Letters, case: Case) -> None:
    now = clock.now()
    coming = (now.year * 12 + now.month - 1) // 3 * 3 + 3  # months since the year 0
    for days in (93, 365):
        says(house, case, "yes", days=days)
        assert CodedRow.objects.get().until == f"{coming // 12}-{coming % 12 + 1:02}"


def test_a_colleague_who_reads_it_finds_the_same_row(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    cases.share(case, reader=house.readers["berta"], by=person(house, "ana"))
    says(house, case, "no", by="berta")
    assert rows() == []
    assert CodedRow.objects.count() == 0


def test_a_case_that_is_destroyed_takes_its_row_along(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    other = a_case(house)
    says(house, other, "yes")
    cases.destroy(case.reference, by=person(house, "ana"))
    assert CodedRow.objects.count() == 1
    cases.destroy(other.reference, by=EXPIRY)  # without a key nobody finds it: it lapses in its month
    assert CodedRow.objects.count() == 1


def test_the_trail_does_not_say_that_she_is_counted(house: Letters, case: Case) -> None:
    says(house, case, "yes")
    before = list(Act.objects.values_list("verb", flat=True))
    assert "case.part_written" in before
    assert not [verb for verb in before if "count" in verb or "row" in verb or "evidence" in verb]


def test_a_reader_who_does_not_open_all_of_it_leaves_the_row_as_it_is(house: Letters, case: Case) -> None:
    """An answer that her key does not open is not an answer that was never given."""
    from amparo.vault.models import SealedField

    says(house, case, "yes")
    SealedField.objects.filter(thing=case.reference, name="gender").update(box=b"x" * 300)
    cases.open_case(case, by=person(house, "ana"))
    assert rows() == [PAST]


def test_a_house_that_does_not_count_stores_nothing(house: Letters, case: Case, settings: Any) -> None:
    settings.PROFILE = "acompanamiento"
    says(house, case, "yes")
    assert rows() == []


def test_from_her_yes_to_a_row_in_evidence_and_out_again(house: Letters) -> None:
    made = [a_case(house, need_first=Answer(need)) for need in ("papers", "food", "school", "sti", "peers")]
    for each in made:
        says(house, each, "yes")
    run(now=clock.now(), rng=Random(3))
    needs = sorted(each["codes"]["need_group"][0] for each in built())
    assert needs == ["children", "daily", "health", "papers_law", "talk"]
    says(house, made[0], "no")
    run(now=clock.now(), rng=Random(3), sources=[type(SOURCES[0])("cases", SOURCES[0].ids, SOURCES[0].rows, 1)])
    assert sorted(each["codes"]["need_group"][0] for each in built()) == ["children", "daily", "health", "talk"]


# --- making coarse -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "group"), [
    (("trans_woman",), "trans_feminine"), (("travesti",), "trans_feminine"), (("woman",), "women"),
    (("woman", "trans_woman"), "trans_feminine"), (("travesti", "non_binary"), "trans_feminine"),
    (("woman", "non_binary"), "others"), (("trans_man",), "others"), (("man",), "others"), (("own_words",), "others"),
    (("prefers_not",), "not_said"),
])  # fmt: skip
def test_groups_of_who_she_says_she_is(said: tuple[str, ...], group: str) -> None:
    assert gender_group(Answer(said)) == group


def test_what_was_not_asked_is_not_said_to_be_a_refusal() -> None:
    assert (gender_group(None), gender_group(Answer())) == ("", "")
    assert gender_group(Answer(said="prefers_not")) == gender_group(Answer(said="does_not_know")) == "not_said"
    assert (need_group(None), need_group(Answer(said="prefers_not")), need_group(Answer("hiv_medicine"))) == (
        "",
        "",
        "health",
    )


def test_every_gender_is_in_one_group_and_every_need() -> None:
    groups = [code for each in by_code("gender_group").values() for code in each.more["of"]]
    assert sorted(groups) == sorted(by_code("gender"))
    assert {each.more["group"] for each in by_code("need").values()} == set(by_code("need_group"))


def told(**said: Any) -> OpenPart:
    more = said.pop("more", {})
    return OpenPart(None, "incident", answers={name: Answer(value) for name, value in said.items()}, more=more)  # type: ignore[arg-type]


def test_what_happened_to_her_in_codes() -> None:
    part = told(
        acts=("VIO", "EXT"), who=("client", "state_agent"), branch=("police_national",), happened_day="2026-08-31",
        told_day="2026-09-02", not_reported=("DEP",), account="me pegó", plate="ABC-123", happened_time="23:40",
        place="work_street", care_day="2026-09-01", care_time="10:00",
        more={"kind": as_kept(classify(Answers(penetration="yes")))},
    )  # fmt: skip
    codes = coded.incident_codes(part)
    assert codes | {"who": sorted(codes["who"])} == {
        "acts": ["VIO", "EXT"], "core_type": ["rape"], "who": ["CLI", "POL"],
        "care_delay": ["within_72"], "report_delay": ["days_0_3"], "not_reported": ["DEP"],
    }  # fmt: skip
    assert coded.incident_codes(told(account="me pegó")) == {name: [] for name in codes}


def test_a_row_has_the_newest_and_nothing_that_its_codebook_does_not_know() -> None:
    many = [{"acts": [act], "account": ["me pegó"]} for act in ("VIO", "AGS", "AGF", "PSI")]
    row = coded_row({"need_first": Answer("food"), "need_words": Answer("pan"), "name_used": Answer("Yuli")}, many)
    assert row == {
        "codes": {"need_group": ["daily"]},
        "parts": [["incident", {"acts": ["VIO"]}]],
    }
    assert coded_row({}) == {"codes": {}, "parts": []}


def test_a_part_that_was_written_by_mistake_is_not_counted() -> None:
    right, wrong = (
        OpenPart(Part(ended_on=ended), "incident", answers={"acts": Answer((act,))})
        for ended, act in ((None, "VIO"), (date(2026, 11, 20), "DEP"))
    )
    assert coded.row_of({}, [right, wrong])["parts"] == [["incident", {"acts": ["VIO"]}]]
    assert {"incident", "permission"} == parts.COUNTED
