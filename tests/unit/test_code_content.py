"""The code lists say what they promise: complete, in three languages, and asking nothing they must not ask.

The files are read as data, so a person who corrected a word sees at once what a correction broke. Every lint is
first shown a planted fault.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from amparo.formats.hard_words import crime_beside_work, hard_words
from tests.feared import BODIES

CODES = Path(__file__).resolve().parents[2] / "src" / "amparo" / "content" / "codes"
LANGUAGES = ("es", "pt", "en")
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CODES.glob("*.toml"))}
LISTS = {name: table["codes"] for name, table in TABLES.items() if table["codes"]}

AGREED = {
    "need": "health_now survivor_care pep emergency_contraception sti prep hiv_medicine vaccines covid hormones "
    "pregnancy mental_health harm_reduction shelter_tonight shelter_longer food hygiene childcare child_protection "
    "school papers asylum lawyer ombudsman housing protection anti_trafficking missing peers interpreter money work "
    "transport phone_charge complaint_ngo errands hepatitis_b",
    "operator": "civil_society peer_led faith un humanitarian health_state social_state child_protection_state "
    "ombudsman municipality judiciary prosecution police interior military migration education private "
    "consulate unknown",
    "perpetrator_class": "CLI PAR FAM TER OC POL MIL MIG MUN SAL JUS HUM COM PEER UNK",
    "welcome": "trans_women sex_workers lgbtiq without_papers with_children minors any_nationality men_too disability "
    "pregnant indigenous",
    "papers": "none any_id passport permit referral_letter unknown",
    "access_mode": "walk_in appointment referral_only outreach phone_line",
    "commitment": "no_police_call uses_my_name trained_focal_point accompanies private_room",
    "cost": "free sliding paid unknown",
    "accessibility": "step_free toilet sign_language easy_read",
    "language": "es pt en ht fr qu guc gn ay cab",
    "service_outcome": "REC TAR PAR REF INA CON MAL NOB NOI UNK DES RET",
    "decline_reason": "no_capacity not_eligible_status asks_for_id asks_for_complaint discrimination "
    "refuses_sex_workers refuses_trans cost distance hours safety no_stock other",
    "refusal": "refused_papers refused_complaint refused_money no_stock mistreated late closed other",
    "feedback": "helped closed wrong_number bad_treatment",
    "when": "today last_night yesterday two_days three_to_five_days more_than_week months unknown",
    "line_topic": "violence sexual_violence talk children trafficking emergency complaint rights health",
    "agreed": "no_papers no_complaint name_used stock_kept priority free privacy",
    "slot_state": "held used missed freed",
    "door_hours": "walk_in slots",
    "need_door": "mal buscan salud noche hablar hijos papeles abogada",
    "zone": "border urban rural",
    "size_class": "city town village",
    "landmark": "bus_terminal crossing river bridge market",
    "tier": "public public_reduced partners case_team",
    "house_role": "coordinator editor checker reviewer counsel moderator reader outside peer health supervisor "
    "child_protection focal_point carer study_lead interviewer analyst output_checker",
    "competence": "health prosecution registry migration ombudsman womens_institute child_protection",
    "training": "name_and_manner survivor_first without_papers who_is_told under_18 of_this_house",
    "country": "AR AW BO BR CL CO CR CW DO EC GY MX PA PE PY TT UY VE",
    "window": "PEP PEP_COMMUNITY EC CU_IUD STI HBV TT MH CERT FOR TOX KEEP PREG FU ARV",
    "incident_type": "VIO AGS AGF PSI NEG MAT EXT DEP DET DOC DES CUS OUT DIG REC HOM DSP SEA ENG DEU ENC CLF ODI "
    "COB DOX SAL DSA ROB CON",
    "protective_factor": "PAR ORG COD ALT DOC SAL PREP VIV ING CUI ABO FOC REL TEL MOV FE",
    "discrimination_ground": "NAC GEN OCU VIH ETN POB ORI EDAD DIS",
    "discrimination_setting": "TRP CAL VIV SAL EDU TRA POL MIG COM RED HUM",
    "not_reported_reason": "DEP REP AUT INU ANT DIN DOC VER HIJ DES",
    "consent_scope": "C0 C1 C2 C3 C4 C6 C7 C8 C9",
    "safe_contact": "NO APP TEL_H MSG_N PAR PRES",
    "barrier": "PAP NOM ALO DEU DEP TRT HOM LEN DIS PRE APO ANT CTL AGR_E AGR_P HIJ XEN TRF OC CUP RED CON ZON REF DEN "
    "KIT FRM ALB NOT",
    "zone_type": "BX_F BX_I TR UR_ST UR_VN ON RU_EX RU IS DET",
    "arrangement": "AUT SUP SIT TER COE MIN NR",
}  # fmt: skip

SAME_WORDS = {  # (list, code): why two languages share one long label
    ("country", "DO"): "The country has the same name in Spanish and Portuguese.",
    ("deadline_words", "hours"): "Hours have the same name in Spanish and Portuguese.",
    ("deadline_words", "months"): "Months have the same name in Spanish and Portuguese.",
}

ASKS_TOO_MUCH = re.compile(
    r"hiv_?status|seropositiv|soropositiv|seroestatus|vih positiv|hiv positiv|viv\w+ con vih|vive com hiv"
    r"|(have|living with) hiv|tienes vih|voce tem hiv"
    r"|legal_?sex|sexo legal|sexo al nacer|sexo de nascimento|sex at birth|legal sex|sexo asignado"
    r"|migration_?status|immigration status|(estatus|situacion|situacao|status) migrat|migratory status|indocumentad"
)
NATIONALITY = re.compile(
    r"nacional|pais|country|nationalit|venezol|colombian|haitian|peruan|ecuatorian|extranjer|estrangeir|foreign"
)
HER_WORK = re.compile(r"trabaj\w+ sexual|trabalh\w+ sexual|sex work|prostitu")


def fold(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def texts(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of a code that people read, with its language."""
    for table in (row, *(value for value in row.values() if isinstance(value, dict))):
        yield from ((language, table[language]) for language in LANGUAGES if language in table)


EVERY_CODE = [(name, row) for name, rows in LISTS.items() for row in rows]
EVERY_TEXT = [(name, row["code"], language, text) for name, row in EVERY_CODE for language, text in texts(row)]


def test_there_are_lists_and_each_says_its_name_and_why() -> None:
    assert set(AGREED) <= set(LISTS)
    for name, table in TABLES.items():
        assert table["list"] == name
        assert table["note"].endswith(".")


@pytest.mark.parametrize("name", sorted(AGREED))
def test_the_agreed_codes_are_there_in_their_order(name: str) -> None:
    assert [row["code"] for row in LISTS[name]] == AGREED[name].split()


def test_codes_are_unique_and_speak_three_languages() -> None:
    for name, rows in LISTS.items():
        assert len({row["code"] for row in rows}) == len(rows), name
        for row in rows:
            for table in (row, *(value for value in row.values() if isinstance(value, dict) and "es" in value)):
                assert all(table.get(language, "").strip() for language in LANGUAGES), (name, row["code"])


def repeats(es: str, pt: str, en: str) -> bool:
    """Whether a translation over twelve letters is only a copy."""
    return (len(pt) > 12 and pt in (es, en)) or (len(en) > 12 and en == es)


def test_no_long_label_is_a_copy_of_another_language() -> None:
    assert repeats("Un lugar esta noche", "Um lugar esta noite", "Un lugar esta noche")
    for name, row in EVERY_CODE:
        for table in (row, *(value for value in row.values() if isinstance(value, dict) and "es" in value)):
            copied = repeats(*(table[language] for language in LANGUAGES))
            assert not copied or (name, row["code"]) in SAME_WORDS, (name, row["code"])


def test_nothing_asks_status_or_legal_sex() -> None:
    for fault in (
        "¿Tienes VIH?",
        "hiv_status",
        "Sexo legal",
        "Situación migratoria",
        "Immigration status",
        "migration_status",
    ):
        assert ASKS_TOO_MUCH.search(fold(fault)), fault
    for name, row in EVERY_CODE:
        everything = " ".join((name, row["code"], *(text for _, text in texts(row))))
        assert not ASKS_TOO_MUCH.search(fold(everything)), row["code"]


def test_nobody_records_where_who_hurt_her_comes_from() -> None:
    assert NATIONALITY.search(fold("Nacionalidad de quien te hizo daño"))
    for row in LISTS["perpetrator_class"]:
        assert not any(NATIONALITY.search(fold(text)) for _, text in texts(row)), row["code"]


def test_no_crime_word_stands_beside_her_work() -> None:
    for fault in (
        "El trabajo sexual es un delito",
        "O trabalho sexual é crime",
        "Illegal sex work",
        "Prostitución ilegal",
    ):
        assert crime_beside_work(fault), fault
    assert not crime_beside_work("La ley no prohíbe el trabajo sexual. Robar es un delito.")
    assert [text for *_, text in EVERY_TEXT if crime_beside_work(text)] == []
    assert not any(HER_WORK.search(fold(text)) for row in LISTS["incident_type"] for _, text in texts(row))


def test_labels_use_her_words() -> None:
    assert hard_words("Víctima")
    assert hard_words("El agresor")
    assert [found for found in EVERY_TEXT if hard_words(found[3])] == []
    assert [found for found in EVERY_TEXT if re.search(r"[()\[\]–—/]", found[3])] == []


def test_a_body_that_hurt_her_leaves_by_the_right_table() -> None:
    operators = {row["code"] for row in LISTS["operator"]}
    for row in LISTS["perpetrator_class"]:
        assert set(row["excludes"]) == BODIES.get(row["code"], set()) <= operators
    assert {row["code"] for row in LISTS["perpetrator_class"] if not row["public_breakdown"]} == {"PEER", "COM"}


def test_operators_say_whether_they_are_the_state() -> None:
    private = {"civil_society", "peer_led", "faith", "un", "humanitarian", "private"}
    assert {row["code"] for row in LISTS["operator"] if not row["state"]} == private
    for row in LISTS["operator"]:
        assert set(row["note"]) == set(LANGUAGES)


def test_needs_have_a_group_and_a_few_come_first() -> None:
    assert {row["group"] for row in LISTS["need"]} == {"health", "talk", "tonight", "children", "papers_law", "daily"}
    first = {row["code"] for row in LISTS["need"] if row["first"]}
    wanted = {"health_now", "mental_health", "shelter_tonight", "food", "childcare", "papers", "lawyer", "protection"}
    assert first == wanted


def test_the_first_question_opens_the_right_routes() -> None:
    assert {row["code"]: row["situation"] for row in LISTS["need_door"]} == {
        "mal": "feel_very_bad", "buscan": "followed", "salud": "health_now", "noche": "place_tonight", "hablar": "talk",
        "hijos": "my_children", "papeles": "papers", "abogada": "lawyer",
    }  # fmt: skip


def test_clocks_show_only_what_was_seen() -> None:
    shown = {row["code"]: row for row in LISTS["window"] if row["public"]}
    assert set(shown) == {"PEP", "EC", "CU_IUD", "STI", "HBV", "TT", "MH", "CERT"}
    assert (shown["PEP"]["max_hours"], shown["PEP"]["ideal_hours"], shown["PEP"]["course_days"]) == (72, 24, 28)
    assert shown["EC"]["max_hours"] == shown["CU_IUD"]["max_hours"] == 120
    assert {shown[code]["max_days"] for code in ("STI", "HBV", "TT")} == {183}
    assert {code for code, row in shown.items() if "if" in row} == {"EC", "CU_IUD"}
    for code, row in shown.items():
        assert row["source"].startswith("https://"), code
        assert "use" in row, code
        assert ("after" in row) == (row["kind"] != "always"), code


def test_clocks_never_say_too_late_and_give_no_dose() -> None:
    late = re.compile(r"\btarde\b|too late|vencio|ya no|ja nao|perdeu o prazo")
    dose = re.compile(r"\d\s?(mg|ml|mcg)")
    assert late.search(fold("Ya es tarde"))
    assert dose.search("1.5 mg")
    for name, code, _, text in EVERY_TEXT:
        assert name != "window" or not (late.search(fold(text)) or dose.search(text)), code


def test_when_counts_carefully() -> None:
    hours = {row["code"]: row.get("hours") for row in LISTS["when"]}
    assert hours == {"today": 12, "last_night": 32, "yesterday": 40, "two_days": 60, "three_to_five_days": 96,
                     "more_than_week": 240, "months": 2160, "unknown": None}  # fmt: skip


def test_every_zone_of_every_country_exists() -> None:
    for row in LISTS["country"]:
        for zone in (row["timezone"], *row.get("timezones", {}).values()):
            assert ZoneInfo(zone).key == zone
        assert all(unit.startswith(f"{row['code']}-") for unit in row.get("timezones", {}))
        assert re.fullmatch(r"\+\d{1,3}", row["calling_code"])
    assert {row["code"] for row in LISTS["country"] if "timezones" in row} == {"BR", "MX", "CL", "EC"}


def test_a_refusal_counts_as_a_known_outcome() -> None:
    outcomes = {row["code"] for row in LISTS["service_outcome"]}
    assert {row["outcome"] for row in LISTS["refusal"]} <= outcomes


def is_neutral(text: str, language: str) -> bool:
    """Whether a title or path tells nothing, by the list of this language."""
    forbidden = TABLES["neutral_words"]["forbidden"]
    found = re.findall(r"[a-z]+", fold(text))
    return not any(
        word in forbidden["words"][language] or word.startswith(tuple(forbidden["starts"][language])) for word in found
    )


def test_the_neutral_words_bite_and_leave_daily_life_alone() -> None:
    for language, faults in {
        "es": ("Violencia sexual", "mujeres-trans", "Denuncia", "Refugio", "La policía", "Víctimas", "Prueba de VIH"),
        "pt": ("Violência", "Denúncia", "Abrigo", "Vítima", "HIV", "Polícia", "Imigrante", "Tráfico"),
        "en": ("Violence", "Shelter tonight", "Police", "HIV", "Refugee", "Sex work", "Survivor", "Abortion"),
    }.items():
        assert [fault for fault in faults if is_neutral(fault, language)] == []
    assert is_neutral("Libreta, transporte, agua, camino, Violeta", "es")
    assert is_neutral("Caderno, transporte, água, caminho", "pt")
    assert is_neutral("Notebook, transport, water, sixty, safe", "en")


def test_the_word_lists_are_folded_and_promises_are_named() -> None:
    table = TABLES["neutral_words"]
    for part in (table["forbidden"]["words"], table["forbidden"]["starts"], table["promise_words"]["words"]):
        for language in LANGUAGES:
            assert part[language]
            assert all(re.fullmatch(r"[a-z]+", word) for word in part[language])
    promise = table["promise_words"]["words"]
    assert {"seguro", "anonimo", "garantizado", "protegida", "confidencial"} <= set(promise["es"])
    assert {"seguro", "anonimo", "garantido", "protegida", "confidencial"} <= set(promise["pt"])
    assert {"safe", "anonymous", "guaranteed", "protected", "confidential"} <= set(promise["en"])


def test_the_product_rules_are_all_there() -> None:
    rules = tomllib.loads((CODES.parent / "safety_rules.toml").read_text(encoding="utf-8"))["rules"]
    assert [rule["code"] for rule in rules] == [f"SR{number:02}" for number in range(1, 55)]
    assert {kind for rule in rules for kind in rule["kind"]} == {"unit", "browser", "lint", "process"}
    assert all(len(rule["rule"]) <= 130 for rule in rules)
