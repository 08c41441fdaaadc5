"""The rows for the Incident Recorder, against rows written by hand; what does not leave; what is only counted."""

import csv
import io
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from amparo.formats.codes import codes
from amparo.formats.consent.flows import allows
from amparo.formats.consent.permission import Consent, Recipient, Scope, says_yes, takes_back
from amparo.formats.gbvims.context import CONTEXT, context_of
from amparo.formats.gbvims.incident import Incident
from amparo.formats.gbvims.recorder import COLUMNS, LEFT_BLANK, NOT_MAPPED, export, not_mapped, row_of, sex_of
from amparo.formats.gbvims.written import beside_csv
from amparo.formats.incidents import Answers, BadAnswer, classify

RAPE = classify(Answers("yes"))
SEXUAL = classify(Answers("no", "yes"))
MARRIED_OFF = classify(Answers("no", "no", "no", "yes"))
HIT = classify(Answers("no", "no", "yes"))
SILENT = ("no", "does_not_know", "prefers_not", "skipped", "not_asked")
PLAIN = Incident("i1", "s1")
ROSA = Incident(
    incident_id="a91f",
    survivor_code="7c02",
    told_on=date(2026, 11, 24),
    happened_on=date(2026, 2, 3),
    age_band="25_34",
    genders=("trans_woman",),
    displacement_phase="on_the_way",
    time_of_day="night",
    place_kind="trail",
    decided=RAPE,
    goods_exchanged="yes",
    abduction="none",
    told_before="no",
    earlier_incidents="prefers_not",
    who_count="two",
    who_before="no",
    relationship="state_agent",
    wants_legal_action="does_not_know",
)
# In the order of the recorder, 42 of them.
HERS = [
    "a91f", "7c02", "", "24-Nov-2026", "03-Feb-2026", "", "F", "", "", "", "", "", "", "During Flight",
    "Evening/Night", "Bush/Forest", "", "", "", "Rape", "", "Yes", "None", "No", "",
    "2", "", "No", "", "Other", "", "", "", "", "", "", "", "", "", "", "Yes", "",
]  # fmt: skip


def everybody(incident: Incident) -> None:
    return None


def test_a_row_is_what_a_hand_writes() -> None:
    assert len(COLUMNS) == len(set(COLUMNS)) == len(HERS) == 42
    assert dict(zip(COLUMNS, row_of(ROSA), strict=True)) == dict(zip(COLUMNS, HERS, strict=True))


def test_the_columns_stand_where_the_recorder_has_them() -> None:
    assert [COLUMNS.index(name) + 1 for name in ("date_of_birth", "sex", "gbv_type", "consent", "agency_code")] == [
        6, 7, 20, 41, 42,
    ]  # fmt: skip


def test_what_never_leaves_has_no_way_in() -> None:
    assert set(LEFT_BLANK) < set(COLUMNS)
    assert {"date_of_birth", "displacement_status", "perpetrator.occupation", "country_of_origin"} <= set(LEFT_BLANK)
    for incident in (ROSA, PLAIN):
        cells = dict(zip(COLUMNS, row_of(incident), strict=True))
        assert {cells[column] for column in LEFT_BLANK} == {""}
    names = {field.name for field in fields(Incident)}
    assert not [name for name in names if "birth" in name or "nationality" in name or name in ("name", "sex")]
    assert not [cell for cell in row_of(ROSA) if "25" in cell or "34" in cell], "her age does not leave"


def test_an_incident_of_which_nothing_is_known_is_empty_and_not_no() -> None:
    row = dict(zip(COLUMNS, row_of(PLAIN), strict=True))
    assert {column: cell for column, cell in row.items() if cell} == {
        "incident_id": "i1", "survivor_code": "s1", "consent": "Yes",
    }  # fmt: skip


def test_a_month_alone_is_no_day() -> None:
    assert dict(zip(COLUMNS, row_of(replace(ROSA, happened_on=None)), strict=True))["date_of_incident"] == ""
    with pytest.raises(ValueError, match="happened_on is a moment"):
        replace(ROSA, happened_on=datetime(2026, 2, 3, tzinfo=UTC))


def column_in(incident: Incident, column: str) -> str:
    return row_of(incident)[COLUMNS.index(column)]


@pytest.mark.parametrize(
    ("said", "column", "cell", "is_counted"),
    [
        ({"told_before": "no"}, "previously_reported", "No", False),
        ({"told_before": "yes"}, "previously_reported", "", True),  # GBVIMS asks by which of two: nobody knows
        ({"told_before": "does_not_know"}, "previously_reported", "", False),
        ({"told_before": "not_asked"}, "previously_reported", "", False),
        ({"only_month": True}, "date_of_incident", "", True),
        ({"only_month": True, "happened_on": date(2026, 2, 3)}, "date_of_incident", "03-Feb-2026", False),
        ({"who_count": "three"}, "number_primary_perpetrators", "3", False),
        ({"who_count": "more"}, "number_primary_perpetrators", "", True),
        ({"relationship": "partner"}, "perpetrator.relationship", "Intimate Partner / Former Partner", False),
        ({"several_who": True}, "perpetrator.relationship", "", True),
    ],
)
def test_an_answer_without_a_cell_is_counted_and_never_a_silent_blank(
    said: dict, column: str, cell: str, is_counted: bool
) -> None:
    incident = replace(PLAIN, **said)
    assert column_in(incident, column) == cell
    assert not_mapped(incident) == ({column} if is_counted else set())
    assert set(NOT_MAPPED).isdisjoint(LEFT_BLANK)
    done = export([incident, replace(incident, incident_id="i2"), ROSA], consent=everybody)
    assert done.tally.not_mapped == ({column: 2} if is_counted else {})


def test_every_column_is_filled_or_named_beside_the_rows_as_left_blank() -> None:
    """The richest incident that there can be: every field of it is set to what can be told."""
    rich = replace(ROSA, earlier_incidents="yes", wants_legal_action="yes")
    assert [each.name for each in fields(Incident) if not getattr(rich, each.name)] == [
        "only_month", "several_who", "seen_otherwise",  # these three empty a cell or only count
    ]  # fmt: skip
    filled = {column for column, cell in zip(COLUMNS, row_of(rich), strict=True) if cell}
    beside = list(csv.reader(io.StringIO(beside_csv(export([rich], consent=everybody).tally))))
    blank = {of: what for what, of, _count in beside if what.startswith("left blank in every row")}
    assert filled.isdisjoint(blank)
    assert filled | set(blank) == set(COLUMNS)
    assert blank["county"] == (
        "left blank in every row: Her place is kept in her words, and locked. Only its kind leaves."
    )


# --- the letter ---


@pytest.mark.parametrize(
    ("genders", "letter"),
    [
        ((), ""), (("woman",), "F"), (("trans_woman",), "F"), (("man",), "M"), (("trans_man",), "M"),
        (("travesti",), ""), (("non_binary",), ""), (("own_words",), ""), (("prefers_not",), ""),
        (("travesti", "trans_woman"), "F"), (("woman", "non_binary"), "F"), (("woman", "man"), ""),
        (("trans_man", "trans_woman"), ""), (("woman", "trans_woman"), "F"),
    ],
)  # fmt: skip
def test_the_letter_is_hers_or_none(genders: tuple[str, ...], letter: str) -> None:
    assert sex_of(genders) == letter


def test_who_has_no_letter_is_counted_and_so_is_who_said_more_than_it() -> None:
    people = [("woman",), ("trans_woman",), ("travesti",), ("travesti", "trans_woman"), ("non_binary",), ()]
    done = export(
        [replace(PLAIN, incident_id=str(number), genders=genders) for number, genders in enumerate(people)],
        consent=everybody,
    )
    assert [row[6] for row in done.rows] == ["F", "F", "", "F", "", ""]
    assert done.tally.sex_not_mapped == 3
    assert done.tally.letter_says_less == {"trans_woman": 2, "travesti": 2, "non_binary": 1}
    assert done.tally.not_classified == 6


# --- consent is a filter ---


def test_without_consent_there_is_no_row_and_a_count() -> None:
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    agency, coded = Recipient("agency", False), Scope(frozenset({"coded_only"}))
    asked = Consent("share_nonidentifiable_stats", agency)
    yes = says_yes(asked, coded, "written", on=noon, text="t")
    kept = {
        "1": yes,
        "2": takes_back(yes, on=noon),
        "3": asked,
        "4": None,
        "5": says_yes(asked, coded, "written", on=noon, text="t", limits=True),
        "6": says_yes(
            Consent("share_nonidentifiable_stats", Recipient("b", False)), coded, "written", on=noon, text="t"
        ),
        "7": says_yes(asked, coded, "written", on=datetime(2026, 1, 1, tzinfo=UTC), text="t"),
    }
    done = export(
        [replace(ROSA, incident_id=number) for number in kept],
        consent=lambda incident: allows(kept[incident.incident_id], "gbvims", agency, coded, noon),
    )
    assert [row[0] for row in done.rows] == ["1"]
    assert (done.tally.read, done.tally.written) == (7, 1)
    assert done.tally.withheld == {
        "withdrawn": 1, "not_asked": 2, "limits_unread": 1, "other_recipient": 1, "expired": 1,
    }  # fmt: skip
    assert sum(done.tally.withheld.values()) + done.tally.written == done.tally.read
    assert (done.tally.letter_says_less, done.tally.context) == ({"trans_woman": 1}, {"possible_exploitation": 1})


@pytest.mark.parametrize("wrong", [True, False, "", "no", 0])
def test_an_answer_that_is_not_a_reason_is_an_error_and_never_a_yes(wrong: object) -> None:
    with pytest.raises(ValueError, match="neither None nor"):
        export([ROSA], consent=lambda incident: wrong)  # type: ignore[arg-type,return-value]


def test_consent_must_be_given_to_export_at_all() -> None:
    with pytest.raises(TypeError):
        export([ROSA])  # type: ignore[call-arg]


# --- context ---


@pytest.mark.parametrize(
    ("more", "context"),
    [
        ({"decided": RAPE, "goods_exchanged": "yes"}, {"possible_exploitation"}),
        ({"decided": SEXUAL, "goods_exchanged": "yes"}, {"possible_exploitation"}),
        ({"decided": HIT, "goods_exchanged": "yes"}, set()),
        ({"decided": RAPE, "age_band": "12_17"}, {"child_sexual_abuse"}),
        ({"decided": RAPE, "age_band": "18_24"}, set()),
        ({"decided": RAPE, "age_band": "unknown"}, set()),
        ({"decided": SEXUAL, "age_band": "under_12"}, {"child_sexual_abuse"}),
        ({"decided": MARRIED_OFF, "age_band": "12_17"}, {"early_marriage"}),
        ({"decided": MARRIED_OFF, "age_band": "18_24"}, set()),
        ({"decided": RAPE, "abduction": "held_for_gain"}, {"possible_slavery"}),
        ({"decided": SEXUAL, "abduction": "made_to_join"}, {"possible_slavery"}),
        ({"decided": RAPE, "abduction": "none"}, set()),
        ({"decided": RAPE, "abduction": "unknown"}, set()),
        ({"decided": RAPE, "abduction": ""}, set()),
        ({"decided": HIT, "abduction": "other_taken"}, set()),
        ({"decided": HIT, "relationship": "partner"}, {"partner"}),
        ({"decided": HIT, "relationship": "client"}, set()),
        ({"decided": RAPE, "age_band": ""}, set()),
        ({"decided": RAPE, "age_band": "60_more"}, set()),
        ({"decided": classify(Answers("prefers_not", "yes")), "goods_exchanged": "yes", "age_band": "12_17"}, set()),
        (
            {
                "decided": RAPE,
                "goods_exchanged": "yes",
                "age_band": "12_17",
                "abduction": "other_taken",
                "relationship": "partner",
            },
            {"possible_exploitation", "child_sexual_abuse", "possible_slavery", "partner"},
        ),
    ],
)
def test_a_context_is_seen_where_its_rule_holds(more: dict, context: set[str]) -> None:
    assert context_of(replace(PLAIN, **more)) == context
    assert context <= set(CONTEXT)


@pytest.mark.parametrize("answer", SILENT)
def test_only_a_clear_yes_makes_a_context(answer: str) -> None:
    incident = replace(PLAIN, decided=RAPE, goods_exchanged=answer)
    assert context_of(incident) == frozenset()


@pytest.mark.parametrize("wrong", ["false", "true", "False", False, True, "", None])
def test_a_text_that_is_not_a_code_never_gets_so_far(wrong: object) -> None:
    for name in ("goods_exchanged", "told_before"):
        with pytest.raises(BadAnswer, match=name):
            replace(PLAIN, **{name: wrong})


def test_no_context_is_written_into_a_row() -> None:
    full = replace(ROSA, age_band="12_17", abduction="held_for_gain", relationship="partner")
    assert len(context_of(full)) == 4
    for cell in row_of(full):
        assert not [title for title in CONTEXT.values() if title.lower() in cell.lower()]
        assert "traffick" not in cell.lower()


# --- codes ---


def test_the_column_of_a_need_is_one_of_the_recorder() -> None:
    assert {f"service.{each.more['recorder']}" for each in codes("need") if "recorder" in each.more} == {
        "service.safehouse", "service.medical", "service.psycho", "service.legal", "service.protection",
        "service.livelihoods",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"genders": ("female",)}, "genders holds 'female'"),
        ({"place_kind": "latrine"}, "place_kind"),
        ({"relationship": "other_refugee"}, "relationship"),
        ({"abduction": "trafficked"}, "abduction"),
        ({"age_band": "17"}, "age_band holds '17'"),
        ({"who_count": "2"}, "who_count"),
        ({"survivor_code": ""}, "survivor_code"),
    ],
)
def test_what_is_no_code_is_refused(more: dict, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        replace(ROSA, **more)
