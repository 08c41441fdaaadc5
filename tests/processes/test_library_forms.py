"""Every instrument of the library becomes a form, and a filled form a row: what is sealed is in none."""

import re
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape

import pytest

from amparo.formats.codebook import Codebook
from amparo.formats.codebook import read as read_book
from amparo.formats.coding import NotCoded, Row, code_row, table_of
from amparo.formats.instruments import instrument, names
from amparo.formats.instruments.mapping import mapping_of
from amparo.formats.openrosa.forms import Form, read_form
from amparo.formats.openrosa.submissions import read_submission
from amparo.formats.xlsform import convert, workbook

FORMS = [
    *[(name, ()) for name in names() if name not in ("risks", "pressures")],
    ("risks", ("border", "trans")), ("risks", ("urban", "trans")), ("risks", ("rural", "trans")),
    ("pressures", ("arm_a",)), ("pressures", ("arm_b",)),
]  # fmt: skip


@cache
def form_of(name: str, modules: tuple[str, ...]) -> Form:
    made = convert(workbook(instrument(name), modules=modules), f"{name}.xlsx", form_id=name, version="1")
    assert made.warnings == ()
    return read_form(made.xform)


def book_of(name: str, form: Form) -> Codebook:
    return read_book(table_of(form, mapping_of(instrument(name), form), name=name, version=1, constants=("zone",)))


def filled(form: Form, said: Mapping[str, str]) -> bytes:
    """A filled form, as a phone would write it: questions in the order of the form, each inside its page."""
    pages: dict[str, str] = {}
    for each in form.questions:
        page, _, step = each.path.rpartition("/")
        if page.endswith("/meta"):
            continue
        pages[page] = pages.get(page, "") + f"<{step}>{escape(said.get(each.name, ''))}</{step}>"
    inside = "".join(f"<{page.rpartition('/')[2]}>{text}</{page.rpartition('/')[2]}>" for page, text in pages.items())
    root = form.root.strip("/")
    return (
        f'<{root} id="{form.id}" version="{form.version}" xmlns:orx="http://openrosa.org/xforms">{inside}'
        f"<orx:meta><orx:instanceID>uuid:{'0' * 8}-0000-0000-0000-{'0' * 12}</orx:instanceID></orx:meta></{root}>"
    ).encode()


def row_of(name: str, modules: tuple[str, ...], **said: str) -> Row:
    form = form_of(name, modules)
    mapping = mapping_of(instrument(name), form)
    told = {"consent": "yes", "counted": "yes", "asked_on": "2026-11-25", **said}
    return code_row(form, mapping, read_submission(filled(form, told)), book_of(name, form), {"zone": "urban"})


@pytest.mark.parametrize(("name", "modules"), FORMS, ids=lambda each: str(each))
def test_every_form_can_be_made_and_has_all_that_it_asks_in_three_languages(
    name: str, modules: tuple[str, ...]
) -> None:
    form = form_of(name, modules)
    found = instrument(name)
    asked = [
        each.name for group in found.groups if group.is_in(frozenset(modules)) for each in found.of_group(group.code)
    ]
    assert [each.name for each in form.questions if "/meta/" not in each.path] == asked
    assert set(form.languages) == {"es", "pt", "en"}
    assert {each.name for each in form.questions if each.required} <= {"consent", "counted"}
    assert {each.type for each in form.questions} & {"geopoint", "geotrace", "geoshape", "dateTime", "time"} == set()
    variables = {each.code for each in book_of(name, form).variables}
    assert variables == {"zone"} | {each.variable for each in found.questions if each.name in asked and each.variable}


def test_what_is_hers_stays_behind_and_what_is_counted_goes_on() -> None:
    row = row_of(
        "risks", ("urban", "trans"), age="25_34", gender="travesti", gender_counted="trans_feminine",
        origin="south_america", worry="una frase", barriers="CUP RED", go_on="yes", hurt="yes", acts="ROB DET",
        who="POL PEER", reported="no", why_not="REP prefers_not", effects="nothing", words="otra frase", help="today",
        help_with="lawyer", coupon="AAAA-BBBB-CCCC", tie_known="78", tie_here="21", tie_from="stranger",
        coupons_given="DDDD-EEEE-FFFF, GGGG-HHHH-JJJJ",
    )  # fmt: skip
    assert row.row["codes"] == {
        "zone": ["urban"], "quarter": ["2026-Q4"], "age_band": ["25_34"], "gender_group": ["trans_feminine"],
        "origin_group": ["south_america"], "barriers": ["CUP", "RED"], "hurt": ["yes"], "acts": ["DET", "ROB"],
        "who": ["PEER", "POL"], "reported": ["no"], "why_not": ["REP"], "effects": ["nothing"],
        "tie_known": ["n75"], "tie_here": ["n20"], "tie_from": ["stranger"],
    }  # fmt: skip
    assert (row.own, row.given) == ("AAAA-BBBB-CCCC", ("DDDD-EEEE-FFFF", "GGGG-HHHH-JJJJ"))
    assert re.findall("frase|travesti|lawyer|today", str(row.row)) == []


@pytest.mark.parametrize("said", [{"counted": "no"}, {"consent": "no"}, {"counted": ""}])
def test_without_her_yes_nothing_is_counted(said: dict[str, str]) -> None:
    with pytest.raises(NotCoded) as refused:
        row_of("ties", (), tie_known="3", **said)
    assert refused.value.code == "no_consent"


def test_of_a_crossed_question_and_a_list_only_the_answer_is_kept() -> None:
    said = {"go_on": "yes", "cw_practice": "same", "cw_tasks": "different", "cw_anchor": "same"}
    row = row_of("pressures", ("arm_b",), **said, list_long="n3", arm_long="long")
    assert row.row["codes"] == {
        "zone": ["urban"], "quarter": ["2026-Q4"], "cw_tasks": ["different"], "cw_anchor": ["same"],
        "list_count": ["n3"], "list_arm": ["long"],
    }  # fmt: skip


def test_a_round_is_counted_by_its_week() -> None:
    row = row_of("round", (), met="some", how="in_person", given="card condoms", heard="raid", urgent="no")
    assert row.row["codes"] == {
        "zone": ["urban"], "week": ["2026-W48"], "met": ["some"], "how": ["in_person"], "given": ["card", "condoms"],
        "heard": ["raid"], "urgent": ["no"],
    }  # fmt: skip
