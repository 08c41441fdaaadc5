"""The local packs say no more than their sources: every step, line and note of the starter packs, in plain words.

Where the starter packs lie beside the project (or where ``AMPARO_STARTER_PACKS`` points), sources, dates and
confidence are compared one by one. Every lint is first shown a planted fault.
"""

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.formats import readability
from amparo.formats.hard_words import crime_beside_work, hard_words
from tests.unit.country_grades import GRADES, LOWERED

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "src" / "amparo" / "content"
STARTER = Path(os.environ.get("AMPARO_STARTER_PACKS", ROOT.parent / "shared" / "data" / "content" / "routes"))
LANGUAGES = ("es", "pt", "en")
COUNTRIES = {"BR": (4, 5, 2), "CL": (4, 8, 4), "CO": (5, 7, 4), "DO": (4, 3, 3), "EC": (5, 2, 4), "MX": (4, 4, 3),
             "PA": (4, 4, 4), "PE": (5, 4, 4)}  # fmt: skip
"""Steps, lines and notes by country: 35, 37 and 28 in all."""

FILES = sorted((CONTENT / "routes" / "countries").glob("*.toml"))
PACKS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
STEPS = [step for pack in PACKS.values() for step in pack["steps"]]
LINES = [line for pack in PACKS.values() for line in pack["lines"]]
AUTHORITIES = {"police", "prosecution", "interior", "military", "migration"}

OFFICIAL_NAMES = {"Programa Apoyo a Víctimas": "The office of CL-2 calls itself so; she must find it by its name."}
DOSE = re.compile(r"\d\s?(mg|ml|mcg)\b")


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def codes(name: str) -> set[str]:
    """The codes of a list."""
    table = tomllib.loads((CONTENT / "codes" / f"{name}.toml").read_text(encoding="utf-8"))
    return {row["code"] for row in table["codes"]}


def texts(part: Any) -> Iterator[dict[str, str]]:
    """Every text in three languages below a part of a pack."""
    if isinstance(part, dict):
        if isinstance(part.get("es"), str):
            yield part
        else:
            for each in part.values():
                yield from texts(each)
    elif isinstance(part, list):
        for each in part:
            yield from texts(each)


def starter(country: str) -> dict[str, Any]:
    """The starter pack of a country; the test is skipped by name where there is none."""
    path = STARTER / f"{country}.json"
    if not path.is_file():
        pytest.skip(f"The starter pack of {country} is not beside the project: its sources cannot be compared.")
    pack: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return pack


def test_eight_countries_with_all_their_steps_lines_and_notes() -> None:
    counts = {name: (len(pack["steps"]), len(pack["lines"]), len(pack["notes"])) for name, pack in PACKS.items()}
    assert counts == COUNTRIES
    assert (len(STEPS), len(LINES), sum(len(pack["notes"]) for pack in PACKS.values())) == (35, 37, 28)


@pytest.mark.shared
@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_fact_keeps_its_source_date_and_confidence(country: str) -> None:
    source, pack = starter(country), PACKS[country]
    for old, step in zip(source["steps"], pack["steps"], strict=True):
        assert (step["id"], step["phase"], step["confidence"]) == (
            f"{country}-{old['n']}",
            old["phase"],
            LOWERED.get(step["id"], old["confidence"]),
        )
        assert GRADES.index(step["confidence"]) <= GRADES.index(old["confidence"]), step["id"]
        assert set(old["sources"]) <= set(step["sources"]), step["id"]
    for old, line in zip(source["hotlines"], pack["lines"], strict=True):
        assert (line["source"], line["source_date"], line["confidence"]) == (
            old["source_url"],
            old["source_date"],
            LOWERED.get(line["id"], old["confidence"]),
        )
        assert (line["name"], line["channel"]) == (old["name"], old["channel"])
        assert old["number"].startswith(line["number"])
        warned = bool({line["operator"], *line["shares_with"]} & AUTHORITIES)
        assert warned or not old["operated_by_police_or_prosecution"], line["id"]
    for old, note in zip(source["legal_notes"], pack["notes"], strict=True):
        assert (note["source"], note["source_date"], note["confidence"]) == (
            old["source_url"],
            old["source_date"],
            LOWERED.get(f"{country} {note['topic']}", old["confidence"]),
        )
    assert pack["gaps"] == source["gaps"]


@pytest.mark.shared
@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_what_nobody_saw_is_not_claimed(country: str) -> None:
    """A yes or a no for papers, complaint, cost or name needs one in the starter pack, and not from memory."""
    source, pack = starter(country), PACKS[country]
    for old, step in zip(source["steps"], pack["steps"], strict=True):
        for key, asked in (
            ("complaint", old["prior_complaint_required"]),
            ("papers", old["identity_document_required"]),
        ):
            if step[key] in ("yes", "no"):
                assert re.match(rf"{step[key]}\b", asked), (step["id"], key)
                assert "background" not in asked, (step["id"], key)
    for old, line in zip(source["hotlines"], pack["lines"], strict=True):
        for key, said in (("free", old["free"]), ("anonymous", old["anonymous_possible"])):
            assert line[key] == {True: "yes", False: "no"}.get(said if isinstance(said, bool) else None, "unknown"), (
                line["id"]
            )  # type: ignore[call-overload]
        surely = {"24/7", "24/7, 365 d"}  # what a source says without a question mark or an old year
        assert line["hours"] in {"": {""}, "24/7": {"24/7"}}.get(line["hours"], {"Mo-Fr 08:00-24:00"}), line["id"]
        assert line["hours"] != "24/7" or old["hours"] in surely, line["id"]
        assert not line["hours"].startswith("Mo") or old["hours"].startswith("Mon–Fri 08:00–00:00"), line["id"]


def test_every_country_says_who_must_tell_whom() -> None:
    for name, pack in PACKS.items():
        for who in ("adult", "minor"):
            rule = pack["reporting"][who]
            assert rule["known"] in {"yes", "partly", "unknown"}, name
            assert set(rule["to"]) <= codes("operator"), name
            assert set(rule["text"]) == set(LANGUAGES), name
            assert rule["confidence"] == "unverified" or rule["sources"], (name, who)
            assert rule["confidence"] != "unverified" or rule["known"] != "yes", (name, who)
    adult = {
        name: (pack["reporting"]["adult"]["known"], pack["reporting"]["adult"].get("within_hours"))
        for name, pack in PACKS.items()
    }
    assert adult == {
        "BR": ("yes", 24),
        "CL": ("yes", 24),
        "EC": ("yes", None),
        "CO": ("partly", None),
        "MX": ("partly", None),
        "PE": ("unknown", None),
        "DO": ("unknown", None),
        "PA": ("unknown", None),
    }


def test_every_code_a_pack_uses_exists() -> None:
    operators = codes("operator")
    situations = {path.stem for path in (CONTENT / "routes/situations").glob("*.toml")}
    general = {path.stem for path in (CONTENT / "routes/steps").glob("*.toml")}
    for step in STEPS:
        assert step["operator"] in operators | {"none"}, step["id"]
        assert {*step["shares_with"], *step["housed_with"]} <= operators, step["id"]
        assert step["situations"], step["id"]
        assert not situations or set(step["situations"]) <= situations, step["id"]
        assert not general or step["attach"] in general | {""}, step["id"]
        assert step["kind"] in codes("step_kind")
        assert step["phase"] in codes("phase")
        assert step["confidence"] in codes("confidence")
        assert {step["complaint"], step["papers"]} <= codes("known")
    for line in LINES:
        assert {line["operator"], *line["shares_with"]} <= operators, line["id"]
        assert line["topics"], line["id"]
        assert set(line["topics"]) <= codes("line_topic"), line["id"]
        assert line["channel"] in codes("channel")
        assert line["confidence"] in codes("confidence")
    ids = [part["id"] for part in (*STEPS, *LINES)]
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= 24 for each in ids)


def test_health_stays_and_justice_says_what_it_sets_off() -> None:
    urgent = {step["id"] for step in STEPS if step["urgent_health"]}
    assert urgent == {"BR-1", "CL-1", "CO-1", "DO-1", "EC-2", "MX-1", "PA-1", "PE-1"}
    assert all(step["operator"] == "health_state" for step in STEPS if step["urgent_health"])
    assert {step["id"] for step in STEPS if step["justice"]} == {
        "BR-3", "CL-4", "CO-3", "DO-3", "DO-4", "EC-4", "MX-4", "PE-4", "PE-5",
    }  # fmt: skip
    for step in STEPS:
        assert not step["tells_him"] or "before" in step, step["id"]
        assert step["tells_him"] or not step["justice"], step["id"]


def test_bodies_that_share_or_house_are_named() -> None:
    by_id = {step["id"]: step for step in STEPS}
    both = {"prosecution", "police"}
    shares = {"EC-2": both, "BR-1": {"police"}, "CL-1": both, "MX-1": {"prosecution"}}
    for step, bodies in shares.items():
        assert set(by_id[step]["shares_with"]) == bodies
    assert by_id["PE-2"]["housed_with"] == ["police"]
    assert "migration" in by_id["DO-4"]["housed_with"]
    apps = {line["id"]: line["operator"] for line in LINES}
    assert (apps["CO-L7"], apps["CO-L1"], apps["DO-L1"]) == ("migration", "police", "prosecution")


def test_the_consulate_stands_apart() -> None:
    consulate = re.compile(r"consul|cancilleria|chancelaria|embass|embaj")
    assert consulate.search(fold("Tu consulado"))
    for step in STEPS:
        for name, text in step.items():
            if isinstance(text, dict) and name != "consulate_text":
                assert not any(consulate.search(fold(text[language])) for language in LANGUAGES), step["id"]
    assert [step["id"] for step in STEPS if "consulate_text" in step] == ["CO-4"]


def test_texts_speak_three_languages_and_are_no_copies() -> None:
    for pack in PACKS.values():
        for text in texts(pack):
            assert set(text) == set(LANGUAGES)
            assert all(text[language].strip() for language in LANGUAGES)
            assert len({text[language] for language in LANGUAGES}) == 3 or len(text["es"]) <= 12, text["es"]


def test_warnings_are_told_as_what_we_were_told() -> None:
    heads = {"es": "Nos contaron que", "pt": "Contaram que", "en": "We were told that"}
    warned = [part for part in (*STEPS, *LINES) if "warning" in part]
    assert len(warned) == 20
    for part in warned:
        assert all(part["warning"][language].startswith(heads[language]) for language in heads), part["id"]


def test_words_are_hers_and_nothing_is_a_dose() -> None:
    assert hard_words("La víctima")
    assert DOSE.search("1.5 mg")
    assert crime_beside_work("El trabajo sexual no es delito")
    for pack in PACKS.values():
        for text in texts(pack):
            for language in LANGUAGES:
                plain = text[language]
                for name in OFFICIAL_NAMES:
                    plain = plain.replace(name, "")
                assert not hard_words(plain), plain
                assert not DOSE.search(plain), plain
                assert not crime_beside_work(plain), plain
                assert not re.search(r"[()\[\]–—]| - ", plain), plain


def test_the_law_on_her_work_is_one_plain_sentence_with_its_source() -> None:
    notes = {name: note for name, pack in PACKS.items() for note in pack["notes"] if note["topic"] == "her_work"}
    assert set(notes) == {"CO", "CL", "EC", "MX", "PA", "PE"}
    for name, note in notes.items():
        assert "no prohíbe el trabajo sexual" in note["text"]["es"], name
        assert note["source"].startswith("http"), name
        assert note["confidence"] in {"medium", "low"}, name


def test_every_pack_says_its_language_its_licence_and_its_day() -> None:
    for name, pack in PACKS.items():
        assert (pack["country"], pack["language"]) == (name, "pt" if name == "BR" else "es")
        assert len(pack["licence"].split()) >= 5, name
        assert date(2026, 1, 1) <= pack["compiled_on"], name


@pytest.mark.parametrize("country", sorted(COUNTRIES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tired_person_can_read_it(country: str, language: str) -> None:
    assert not readability.passes("La institucionalización de procedimientos interinstitucionales obstaculiza.", "es")
    every = [text[language] for text in texts(PACKS[country])]
    assert readability.passes("\n".join(every), language), readability.score("\n".join(every), language)
    long = [part for text in every for part in readability.sentences(text) if len(readability.words(part)) > 18]
    assert long == []
