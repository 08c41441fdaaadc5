"""The engine of ODK fills in the whole library and sends it to a running house; each value arrives and is coded.

The engine is the real client without a telephone: it fetches nothing itself, so the forms are fetched as a phone
fetches them. A sensitive form it sends in clear, which the house refuses; then it is sealed as ODK Collect seals. What
the rows must hold is worked out here, from the files of the library and by hand, and never by what codes them.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest

from amparo.commons import clock
from tests.collect_reading import read_form_list, read_manifest, read_message
from tests.engine_client import Filled, Job, fill, needs_engine
from tests.instruments_house import FORMS, TICKED, coded, lay_library, what_came
from tests.odk_phone import Sent, sealed_submission
from tests.own_house import ROOT
from tests.phone_client import Phone, parts_of
from tests.phones_house import PhonesHouse, phones_house

pytestmark = [needs_engine, pytest.mark.walk]
COLLECT = ROOT.parent / "shared" / "data" / "openrosa" / "collect"
# An empty file, and two lists of answers.
NOT_USABLE = {"Repeat.xml", "external_data.xml", "external_data_10.xml"}
USABLE = [str(path) for path in sorted(COLLECT.glob("*.xml")) if path.name not in NOT_USABLE]
CONTENT = ROOT / "src/amparo/content"
SAYS_NOTHING = {"does_not_know", "prefers_not", "skipped", "not_asked"}
# What she says to these, by the name of the question; to all others the engine says something itself.
YES = {"consent": "yes", "counted": "yes", "go_on": "yes", "age": "18_24", "gender": "travesti"}  # an adult who goes on
SAID = {
    "round_short": {"met": "some", "heard": "raid fee", "urgent": "no"},
    "ties": YES | {
        "age": "25_34", "help": "no", "tie_known": "78", "tie_seen": "41", "tie_here": "21", "tie_coupons": "3",
        "tie_from": "stranger", "tie_refused": "does_not_know", "tie_said_no": "0",
    },
    "risks_urban": YES | {
        "age": "25_34", "origin": "south_america",
        "barriers": "CUP RED", "hurt": "yes", "acts": "ROB DET", "who": "POL PEER", "reported": "no",
        "why_not": "REP", "effects": "nothing", "help": "today", "help_with": "lawyer",
        "tie_known": "78", "tie_here": "21", "tie_from": "stranger",
    },
    "pressures_b": YES | {"cw_practice": "same", "cw_tasks": "different", "cw_anchor": "same", "list_long": "n3"},
}  # fmt: skip
BY_HAND: dict[str, dict[str, list[str]]] = {
    "round_short": {"met": ["some"], "heard": ["fee", "raid"], "urgent": ["no"]},
    "ties": {
        "age_band": ["25_34"], "tie_known": ["n75"], "tie_seen": ["n40"], "tie_here": ["n20"], "tie_coupons": ["n3"],
        "tie_from": ["stranger"], "tie_refused": ["does_not_know"], "tie_said_no": ["n0"],
    },
    "risks_urban": {
        "age_band": ["25_34"], "gender_group": ["trans_feminine"], "origin_group": ["south_america"],
        "barriers": ["CUP", "RED"], "hurt": ["yes"], "acts": ["DET", "ROB"], "who": ["PEER", "POL"],
        "reported": ["no"], "why_not": ["REP"], "effects": ["nothing"], "tie_known": ["n75"], "tie_here": ["n20"],
        "tie_from": ["stranger"],
    },
    "pressures_b": {"cw_tasks": ["different"], "cw_anchor": ["same"], "list_count": ["n3"], "list_arm": ["long"]},
}  # fmt: skip
NEAREST = {"3": "n3", "0": "n0", "78": "n75", "41": "n40", "21": "n20"}  # of the list ``degree_band``


@dataclass(frozen=True)
class Asked:
    """Everything that was asked: the house, what became of each form in the engine, and how it was sent locked."""

    house: PhonesHouse
    told: dict[str, Filled]
    locked: dict[str, tuple[Sent, int]]
    came: dict[str, dict[str, Any]]  # by study and number on the phone, opened with the key of whoever leads
    days: tuple[date, date]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """One house, one server and one Node for all forms: each of them takes seconds to start."""
    with phones_house(tmp_path_factory.mktemp("library"), lay_library, USABLE) as house:
        begun = clock.today()
        jobs: dict[str, Job] = {}
        for token in house.world["tokens"].values():
            phone = Phone(house.port, token)
            jobs |= {form_id: job_of(house, phone, form_id, *fetched) for form_id, *fetched in forms_of(phone)}
        told = dict(zip(jobs, fill(*jobs.values()), strict=True))
        phone = Phone(house.port, house.world["tokens"]["library"])
        locked = {name: sent_locked(phone, jobs[name].form, told[name]) for name in FORMS if told[name].status == 400}
        came = {name: house.inside.ask(what_came, name) for name in ("library", "collect")}
        yield Asked(house, told, locked, came, (begun, clock.today()))


def forms_of(phone: Phone) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Every form that a phone is offered, with its files, as it fetches them."""
    listed = read_form_list(phone.ask("GET", phone.path("formList")).body)
    assert listed is not None
    for each in listed:
        media = {}
        if each.manifest_url:
            files = read_manifest(phone.ask("GET", path_of(each.manifest_url)).body)
            assert files is not None
            media = {file.filename: phone.ask("GET", path_of(file.download_url)).body.decode() for file in files}
        yield each.form_id, phone.ask("GET", path_of(each.download_url)).body, media


def path_of(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2] + "?deviceID=x"


def job_of(house: PhonesHouse, phone: Phone, form_id: str, form: bytes, media: dict[str, str]) -> Job:
    """What the engine does with a form: what she says to some questions, and where it goes."""
    paths = house.world["paths"].get(form_id, {})
    said = dict(SAID.get(form_id, YES))
    if TICKED in paths:
        said[TICKED] = house.world["ticked"][form_id]
    if "coupon" in paths:
        said["coupon"], said["coupons_given"] = house.world["coupons"][form_id]
    answers = {paths[name]: value for name, value in said.items() if name in paths}
    url = f"http://127.0.0.1:{phone.port}{phone.path('submission')}"
    return Job(form=form, media=media, answers=answers, url=url)


def sent_locked(phone: Phone, form: bytes, told: Filled) -> tuple[Sent, int]:
    """What the engine wrote, sealed as ODK Collect does with the key that stands in the form, and sent."""
    model = ElementTree.fromstring(form).find("{http://www.w3.org/1999/xhtml}head/{http://www.w3.org/2002/xforms}model")
    assert model is not None
    submission = model.find("{http://www.w3.org/2002/xforms}submission")
    assert submission is not None
    root = ElementTree.fromstring(told.xml)
    sent = sealed_submission(
        told.xml, form_id=root.attrib["id"], version=root.attrib["version"], instance_id=told.instance_id,
        public_key=submission.attrib["base64RsaPublicKey"], media=dict.fromkeys(told.files, b"a voice"),
        rng=Random(told.instance_id),
    )  # fmt: skip
    return sent, phone.post(parts_of(sent.slip, sent.files)).status


def written(xml: str) -> dict[str, list[str]]:
    """Every leaf of a document by its path, read with the parser of the standard library."""
    found: dict[str, list[str]] = {}

    def below(element: ElementTree.Element, path: str) -> None:
        here = f"{path}/{element.tag.rpartition('}')[2]}"
        if len(element) == 0:
            found.setdefault(here, []).append(element.text or "")
        for each in element:
            below(each, here)

    below(ElementTree.fromstring(xml), "")
    return found


def faults_of(told: Filled, kept: dict[str, Any] | None) -> list[str]:
    """Values that the engine set and that are not in what the house keeps."""
    if kept is None:
        return ["it did not come"]
    there = written(kept["xml"])
    return [path for path, values in told.set.items() if [v for v in there.get(path, []) if v] != values]


# --- what arrives ---


@pytest.mark.parametrize("name", FORMS)
def test_each_value_that_was_set_is_in_what_the_house_keeps(asked: Asked, name: str) -> None:
    told = asked.told[name]
    assert (told.error, told.ready, told.unset) == ("", "ready", {})
    kept = asked.came["library"].get(told.instance_id)
    assert faults_of(told, kept) == []
    assert kept is not None
    assert kept["xml"].encode() == told.xml
    assert kept["state"] == "here"
    assert len(told.set) >= LEAST[name]


# So many questions each form asks at least of an adult who says yes; fewer, and the engine was stopped somewhere.
LEAST = {
    "conditions": 15, "passing": 9, "pressures_a": 25, "pressures_b": 25, "risks_border": 30, "risks_rural": 22,
    "risks_urban": 30, "round": 5, "round_short": 3, "strengths": 15, "ties": 12, "treatment": 35,
}  # fmt: skip


def test_a_value_that_was_changed_or_lost_on_the_way_is_found(asked: Asked) -> None:
    told = asked.told["ties"]
    kept = asked.came["library"][told.instance_id]
    assert faults_of(told, kept) == []
    for planted in (kept["xml"].replace(">78<", ">79<"), kept["xml"].replace(">stranger<", "><")):
        assert planted != kept["xml"]
        assert len(faults_of(told, kept | {"xml": planted})) == 1
    assert faults_of(told, None) == ["it did not come"]


def test_what_is_sensitive_goes_locked_or_not_at_all(asked: Asked) -> None:
    sensitive = {
        name for name, (library, _modules) in FORMS.items()
        if tomllib.loads((CONTENT / f"instruments/{library}.toml").read_text("utf-8"))["is_sensitive"]
    }  # fmt: skip
    assert sensitive == set(asked.locked)
    assert sensitive >= {"risks_urban", "pressures_a", "treatment", "conditions"}
    for name in FORMS:
        told = asked.told[name]
        if name not in sensitive:
            assert (told.status, read_message(told.body.encode())) == (201, ("submit_success", "Llegó. Gracias."))
            continue
        said = read_message(told.body.encode())
        assert said is not None
        assert (told.status, said[0], "cerrado con llave" in said[1]) == (400, "submit_error", True)
        sent, status = asked.locked[name]
        assert status == 201
        assert asked.came["library"][told.instance_id]["files"] == len(sent.files) == 1 + len(told.files)
    assert any(asked.told[name].files for name in sensitive), "one of them asks for a voice"


# --- what is coded ---


@pytest.fixture(scope="module")
def rows(asked: Asked) -> dict[str, dict[str, list[str]]]:
    """The row of each form of the library, as it would lie in the evidence."""
    found = asked.house.inside.ask(coded, "library")
    assert (found["fit"], found["reasons"]) == (len(FORMS), {})
    assert all(row["parts"] == [] for row in found["rows"].values())
    return {book.partition("/")[0]: row["codes"] for book, row in found["rows"].items()}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_row_has_the_codes_that_were_said(rows: dict[str, dict[str, list[str]]], name: str) -> None:
    for variable, codes in BY_HAND[name].items():
        assert rows[name].get(variable) == codes, variable


@pytest.mark.parametrize("name", FORMS)
def test_the_row_has_the_codes_of_each_value_that_was_set_and_no_other(
    asked: Asked, rows: dict[str, dict[str, list[str]]], name: str
) -> None:
    expected = expected_of(name, asked)
    when = next(each for each in ("week", "quarter") if each in rows[name])
    assert rows[name][when][0] in {said_of(day, when) for day in asked.days}
    assert {key: codes for key, codes in rows[name].items() if key != when} == expected
    assert len(expected) >= 5


def expected_of(name: str, asked: Asked) -> dict[str, list[str]]:
    """What a row must hold, out of the file of the library and what the engine set; without the moment."""
    instrument = tomllib.loads((CONTENT / f"instruments/{FORMS[name][0]}.toml").read_text("utf-8"))
    paths, told = asked.house.world["paths"][name], asked.told[name]
    codes = {"zone": ["urban"], "territory": ["EC-G"]}
    codes |= {"list_arm": [ARMS[name]]} if name in ARMS else {}
    codes |= {"gender_group": ["trans_feminine"]} if paths.get("gender") in told.set else {}  # worked out in the form
    for question in instrument["questions"]:
        values = told.set.get(paths.get(question["name"], ""), [])
        if question.get("do") != "coded" or not values or question["type"] == "calculate":
            continue
        said = [NEAREST[values[0]]] if question["type"] == "number" else values[0].split()
        own = codes_of(question.get("list", ""))
        counted = sorted({each for each in said if each not in SAYS_NOTHING or each in own})
        if counted:
            codes[question["variable"]] = counted
    return codes


ARMS = {"pressures_a": "short", "pressures_b": "long"}


def codes_of(name: str) -> set[str]:
    """The codes of a list of the house."""
    path = CONTENT / f"codes/{name}.toml"
    return {each["code"] for each in tomllib.loads(path.read_text("utf-8"))["codes"]} if path.is_file() else set()


def said_of(day: date, when: str) -> str:
    """A day as it may be counted."""
    return f"{day:%G-W%V}" if when == "week" else f"{day.year}-Q{(day.month - 1) // 3 + 1}"


# --- forms of others ---


@pytest.mark.shared
def test_forms_of_others_arrive_with_each_value_too(asked: Asked) -> None:
    others = {name: told for name, told in asked.told.items() if name not in FORMS}
    assert len(others) == len(USABLE) == 21
    for name, told in others.items():
        where = Path(USABLE[int(name.removeprefix("collect_"))]).name
        assert (told.error, told.status) == ("", 201), where
        kept = asked.came["collect"].get(told.instance_id)
        assert faults_of(told, kept) == [], where
        assert kept is not None
        assert (kept["state"], kept["files"]) == ("here", len(told.files)), where
    assert asked.house.inside.ask(coded, "collect")["fit"] == len(others)
