"""Lints over the general routes, which are read as files: they must hold whatever the code around them does.

Every lint is a function from (situations, steps) to a list of complaints. test_route_content.py shows that each finds
nothing in our texts and finds what was planted: a lint that never bites proves nothing.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amparo.formats.readability import LONGEST_SENTENCE, passes, score, sentences, words

Texts = dict[str, Any]
Content = tuple[dict[str, Texts], dict[str, Texts]]

CONTENT = Path(__file__).parents[2] / "src" / "amparo" / "content"
LANGUAGES = ("es", "pt", "en")


def named(codes: str) -> set[str]:
    return set(codes.split())


SITUATIONS = named(
    "sexual_violence partner_family official deportation controlled extortion followed feel_very_bad hate_attack shown "
    "helper_hurt_me debt_or_false_job health_now my_children place_tonight talk eviction papers lawyer disappeared "
    "under_18"
)
HIGH_RISK = SITUATIONS - named("health_now my_children place_tonight talk eviction papers lawyer under_18")
MAY_BE_HURT = HIGH_RISK - {"deportation", "followed", "shown", "disappeared"} | {"health_now", "under_18"}
SAFETY = ("where", "company", "plan", "other_path")
SITUATION_TEXTS = {"name", "title", "lead", "extra"} | {f"safety.{part}" for part in SAFETY}
STEP_TEXTS = named("title get keep ask must_tell company another_way say before not_known")
KINDS = named("health talk safety shelter legal ombudsman justice papers children peers money search")
WINDOWS = {"PEP", "EC", "CU_IUD", "STI", "HBV", "TT", "MH", "CERT"}
NEEDS = named(
    "health_now survivor_care pep emergency_contraception sti prep hiv_medicine vaccines covid hormones pregnancy "
    "mental_health harm_reduction shelter_tonight shelter_longer food hygiene childcare child_protection school papers "
    "asylum lawyer ombudsman housing protection anti_trafficking missing peers interpreter money work transport "
    "phone_charge complaint_ngo"
)
# Steps of these kinds keep tonight in one piece; so does someone to mind the children, where that is what she asks.
TONIGHT_KINDS = {"safety", "shelter", "search"}
TONIGHT_STEPS = {("my_children", "children_care")}
# She asked for this by name: putting a listener before it would be a gate.
ASKED_BY_NAME = {("lawyer", "lawyer"), ("papers", "papers_first_talk")}
# A path that does not go through the institution of whoever hurt her.
WAYS_ROUND = {"outside_body", "ngo_complaint", "young_adult"}

# Folded to small letters without accents. Words that judge her, and promises that we cannot keep.
FORBIDDEN = {
    "es": r"victim|rescat|agresor|beneficiari|delit|delinc|crimen|criminal|\bilegal|prostit|\bsegur[oa]s?\b|segurid"
    r"|anonim|garant|protegid|confidencial|demasiado tarde|ya es tarde|\bvencio|ya no sirve|tienes vih|seropositiv"
    r"|venezolan|colombian|haitian",
    "pt": r"vitima|resgat|agressor|beneficiari|crime|crimin|\bilegal|prostit|\bsegur[oa]s?\b|seguranca|anonim|garant"
    r"|protegid|confidencia|tarde demais|ja e tarde|\bvenceu|ja nao serve|tem hiv|soropositiv|venezuelan|colombian"
    r"|haitian|\bcolega",  # peers are companheiras, as in the code lists
    "en": r"victim|rescue|aggressor|abuser|perpetrator|beneficiar|crime|crimin|illegal|offen[cs]e|prostit|\bsafe|secur"
    r"|anonym|guarantee|protected|confidential|too late|expired|have hiv\?|hiv.positive|venezuelan|colombian|haitian",
}
PUNCTUATION = re.compile(r"[—–()\[\]]| - |\.\.\.")
# A phone number, a year of a law, an article: none of it belongs in a general step.
NUMBERS = re.compile(r"\d{3,}|\d\s*[./-]\s*\d|\*\d|\b(?:ley|lei|law|art|articulo|artigo|article|decreto)\.?\s+(?:n|\d)")
CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
KNOWN_CAPITALS = {"VIH", "HIV", "COVID", "DIU", "IUD"}
FAULT = {
    "es": r"\bno (?:es|fue) tu culpa",
    "pt": r"\bnao (?:e|foi) culpa sua",
    "en": r"\bnot your fault",
}
HER_WORK = {"es": r"\btrabaj|\boficio", "pt": r"\btrabalh", "en": r"\bwork|\bjob"}


def fold(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def read(folder: str) -> dict[str, Texts]:
    files = sorted((CONTENT / "routes" / folder).glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


def texts(entry: Texts, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every table of languages in a file, with its dotted name."""
    for key, value in entry.items():
        if isinstance(value, dict):
            if "es" in value or "pt" in value or "en" in value:
                yield prefix + key, value
            else:
                yield from texts(value, f"{prefix}{key}.")


def everything(content: Content) -> Iterator[tuple[str, str, str, str]]:
    """File, field, language and text of all that can be read."""
    for entries in content:
        for code, entry in entries.items():
            for field, table in texts(entry):
                for language, text in table.items():
                    yield code, field, language, text


def page(content: Content, code: str, language: str) -> str:
    """The page of a situation as she reads it, without the button that led to it."""
    situations, steps = content
    parts = [situations[code], *(steps[step] for step in situations[code]["steps"])]
    return "\n".join(table[language] for part in parts for field, table in texts(part) if field != "name")


def lint_shape(content: Content) -> list[str]:
    situations, steps = content
    found = [] if set(situations) == SITUATIONS else [f"situations differ: {set(situations) ^ SITUATIONS}"]
    for code, entry in situations.items():
        keys = {"code": str, "order": int, "high_risk": bool, "asks_when": bool, "asks_who": bool}
        found += _keys(code, entry, keys | {"clocks": list, "steps": list})
        found += _fields(code, entry, {"name", "title", "lead"}, SITUATION_TEXTS)
        found += [f"{code}: clocks {entry['clocks']}"] if not set(entry["clocks"]) <= WINDOWS else []
        found += [f"{code}: asks_when without clocks"] if bool(entry["clocks"]) != entry["asks_when"] else []
        found += [f"{code}: name over 60"] if any(len(text) > 60 for text in entry["name"].values()) else []
    for code, entry in steps.items():
        keys = {"code": str, "kind": str, "urgent_health": bool, "operator": str, "tells_him": bool}
        found += _keys(code, entry, keys | {"justice": bool, "needs": list})
        found += _fields(code, entry, {"title", "get"}, STEP_TEXTS)
        found += [f"{code}: kind {entry['kind']}"] if entry["kind"] not in KINDS else []
        found += [f"{code}: needs {entry['needs']}"] if not set(entry["needs"]) <= NEEDS else []
        found += [f"{code}: a general step names no operator"] if entry["operator"] != "none" else []
        found += [f"{code}: justice and kind differ"] if entry["justice"] != (entry["kind"] == "justice") else []
        spoken = entry.get("say", {}).values()
        found += [f"{code}: say outside «»"] if not all(s.startswith("«") and s.endswith("»") for s in spoken) else []
    orders = [entry["order"] for entry in situations.values()]
    return found + (["two situations share an order"] if len(set(orders)) < len(orders) else [])


def _keys(code: str, entry: Texts, keys: dict[str, type]) -> list[str]:
    wrong = [key for key, kind in keys.items() if type(entry.get(key)) is not kind]
    return [f"{code}: {key} is missing or odd" for key in wrong] + ([f"{code}: code"] if entry["code"] != code else [])


def _fields(code: str, entry: Texts, required: set[str], allowed: set[str]) -> list[str]:
    fields = dict(texts(entry))
    found = [f"{code}: no {field}" for field in required - set(fields)]
    found += [f"{code}: unknown text {field}" for field in set(fields) - allowed]
    for field, table in fields.items():
        if sorted(table) != sorted(LANGUAGES) or not all(text.strip() for text in table.values()):
            found.append(f"{code}: {field} lacks a language")
    return found


def lint_references(content: Content) -> list[str]:
    situations, steps = content
    used = [step for entry in situations.values() for step in entry["steps"]]
    found = [f"no step {step}" for step in set(used) - set(steps)]
    found += [f"step {step} stands nowhere" for step in set(steps) - set(used)]
    for code, entry in situations.items():
        found += [f"{code}: nobody to talk with"] if "talk" not in entry["steps"] else []
        found += [f"{code}: a step twice"] if len(set(entry["steps"])) < len(entry["steps"]) else []
        if entry["asks_who"] and not WAYS_ROUND & set(entry["steps"]):
            found.append(f"{code}: no way round the institution of whoever hurt her")
    return found + ([] if "not_known" in steps["talk"] else ["talk: no honest line where nobody is known"])


def lint_order(content: Content) -> list[str]:
    situations, steps = content
    found = []
    for code, entry in situations.items():
        placed = [(step, steps[step]) for step in entry["steps"] if step in steps]
        if code in MAY_BE_HURT and not placed[0][1]["urgent_health"]:
            found.append(f"{code}: urgent health is not first")
        ranks = [_rank(code, step, facts) for step, facts in placed if (code, step) not in ASKED_BY_NAME]
        if ranks != sorted(ranks):
            found.append(f"{code}: health, tonight, talk, support, justice stand out of order {ranks}")
    return found


def _rank(situation: str, step: str, facts: Texts) -> int:
    if facts["justice"]:
        return 4
    if facts["urgent_health"]:
        return 0
    if facts["kind"] in TONIGHT_KINDS or (situation, step) in TONIGHT_STEPS:
        return 1
    return 2 if facts["kind"] == "talk" else 3


def lint_safety(content: Content) -> list[str]:
    situations, steps = content
    found = []
    for code, entry in situations.items():
        if entry["high_risk"] != (code in HIGH_RISK):
            found.append(f"{code}: high_risk is {entry['high_risk']}")
        block = set(entry.get("safety", {}))
        if block != (set(SAFETY) if code in HIGH_RISK else set()):
            found.append(f"{code}: safety block {sorted(block)}")
    for code, entry in steps.items():
        if entry["tells_him"]:
            said = entry.get("before", {}).get("es", "")
            found += [f"{code}: does not say before that he will know"] if not re.search("entera|notar", said) else []
    return found


def lint_words(content: Content) -> list[str]:
    found = []
    for code, field, language, text in everything(content):
        folded = fold(text)
        for hit in re.findall(FORBIDDEN[language], folded):
            found.append(f"{code}.{field}.{language}: {hit}")
        if PUNCTUATION.search(text):
            found.append(f"{code}.{field}.{language}: punctuation in {text!r}")
        if NUMBERS.search(folded):
            found.append(f"{code}.{field}.{language}: a number in {text!r}")
        for hit in set(CAPITALS.findall(text)) - KNOWN_CAPITALS:
            found.append(f"{code}.{field}.{language}: a body's name {hit}")
    return found


def lint_pages(content: Content) -> list[str]:
    found = []
    for code in content[0]:
        for language in LANGUAGES:
            text = page(content, code, language)
            folded = fold(text)
            if not passes(text, language):
                found.append(f"{code}.{language}: reads at {score(text, language):.1f}")
            if len(re.findall(FAULT[language], folded)) > 1:
                found.append(f"{code}.{language}: 'not your fault' is said twice")
            if code == "under_18" and re.search(HER_WORK[language], folded):
                found.append(f"{code}.{language}: speaks of work")
            if code == "feel_very_bad" and re.search(r"polic|\d", folded):
                found.append(f"{code}.{language}: police or a figure")
    for code, field, language, text in everything(content):
        for sentence in sentences(text):
            if len(words(sentence)) > LONGEST_SENTENCE:
                found.append(f"{code}.{field}.{language}: over {LONGEST_SENTENCE} words: {sentence}")
    return found


def lint_translations(content: Content) -> list[str]:
    found = []
    for entries in content:
        for code, entry in entries.items():
            for field, table in texts(entry):
                for one, other in (("es", "pt"), ("es", "en"), ("pt", "en")):
                    if len(table.get(one, "")) > 12 and table[one] == table.get(other):
                        found.append(f"{code}.{field}: {one} and {other} are the same")
    return found
