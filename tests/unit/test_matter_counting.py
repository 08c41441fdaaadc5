"""The row of a legal matter: what goes in, what stays out, and which matter is none at all. Expected rows by hand."""

from typing import Any

import pytest

from amparo.formats.codebook import BadRow, checked, codebook
from amparo.formats.codes import by_code
from amparo.formats.matter_counting import BOOK, row_of_matter

NOT_TAKEN = {"conflict", "outside", "no_merit", "capacity"}


@pytest.mark.parametrize(("said", "codes"), [
    ({"kind": "gbv_family", "outcome": "won", "filings": ["protection"]},
     {"matter_group": ["family"], "state_side": ["nobody"], "legal_asked": ["urgent"], "legal_ended": ["won"]}),
    ({"kind": "expulsion", "outcome": "part", "branches": ["migration"], "agents": 1,
      "filings": ["constitutional", "appeal", "constitutional"]},
     {"matter_group": ["papers"], "state_side": ["forces"], "legal_asked": ["procedure", "urgent"],
      "legal_ended": ["part"]}),
    ({"kind": "state_agent", "outcome": "advice"},
     {"matter_group": ["state"], "state_side": ["not_said"], "legal_ended": ["advice"]}),
    ({"kind": "eviction", "outcome": "settlement", "branches": ["police_local", "local_authority"], "agents": 2,
      "filings": ["agreement"]},
     {"matter_group": ["home"], "state_side": ["forces", "offices"], "legal_asked": ["agreement"],
      "legal_ended": ["settlement"]}),
    ({"kind": "", "outcome": "lost", "agents": 1}, {"state_side": ["not_said"], "legal_ended": ["lost"]}),
])  # fmt: skip
def test_rows_by_hand(said: dict[str, Any], codes: dict[str, list[str]]) -> None:
    assert row_of_matter(**said) == {"codes": codes, "parts": []}


@pytest.mark.parametrize("outcome", [*sorted(NOT_TAKEN), "", "nothing_known"])
def test_a_matter_that_was_not_taken_or_of_which_nobody_said_how_it_ended_is_not_counted(outcome: str) -> None:
    assert row_of_matter(kind="custody", outcome=outcome, filings=["complaint"]) is None


@pytest.mark.parametrize(("group", "listed", "out"), [
    ("matter_group", "matter_kind", set()), ("state_side", "state_branch", set()),
    ("legal_asked", "filing_kind", set()), ("legal_ended", "matter_outcome", NOT_TAKEN),
])  # fmt: skip
def test_every_code_is_in_one_group(group: str, listed: str, out: set[str]) -> None:
    grouped = [code for each in by_code(group).values() for code in each.more["of"]]
    assert sorted(grouped) == sorted(set(by_code(listed)) - out)


def test_no_group_tells_her_papers_or_how_she_earns_her_living() -> None:
    """Whoever asks for refuge, fights an expulsion or wants her name on her papers stands in one group."""
    groups = {code: each.code for each in by_code("matter_group").values() for code in each.more["of"]}
    assert {groups[each] for each in ("refugee", "regularisation", "expulsion", "gender_papers")} == {"papers"}
    assert groups["labour"] == groups["discrimination"] == groups["trafficking"] == "rights"
    assert "refugee" in by_code("legal_asked")["procedure"].more["of"]
    assert "migration" in by_code("state_side")["forces"].more["of"]


def test_the_codebook_has_no_time_no_place_no_words_and_nothing_else() -> None:
    book = codebook(BOOK)
    assert [(each.code, each.kind, each.part) for each in book.variables] == [
        ("matter_group", "one", ""), ("state_side", "many", ""),
        ("legal_asked", "many", ""), ("legal_ended", "one", ""),
    ]  # fmt: skip
    assert (book.about, book.parts) == ("case", ())
    assert {each.subject for each in book.variables} == {"violence"}  # counted by the strictest rules


@pytest.mark.parametrize("codes", [
    {"closed": ["2026-Q4"]}, {"matter_group": ["refugee"]}, {"legal_ended": ["Yuli"]}, {"how_long": ["months"]},
    {"place": ["EC-C"]}, {"legal_ended": ["won", "lost"]}, {"matter_group": ["won"]},
])  # fmt: skip
def test_anything_finer_is_no_row(codes: dict[str, list[str]]) -> None:
    with pytest.raises(BadRow):
        checked(codebook(BOOK), {"codes": codes})
