"""How each line of the table of addresses is asked: its path, and what is sent there.

A new address stands in three places: two lines in ``tests/access_table.txt``; in ``sent`` what it needs to do what it
does; and, where it names a part of a case of a new kind, one such part in ``matrix_house.a_case_of``. What legal
matters need stands in ``matter_house.py``.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.urls import reverse

from amparo.access.focal_points.models import SEEN
from amparo.casework.queries.permissions import digest_of_text
from amparo.config.reference import named_patterns
from amparo.config.urls import PUBLIC
from amparo.fieldwork.queries.instruments import signed_digest
from amparo.formats.case_questions import Answer, digest_of
from amparo.vault.models import Reader
from tests.desk import days_ago, found
from tests.matrix_house import WORDS, House
from tests.matter_house import MATTER_VARIANTS, matter_sent, matter_things
from tests.notices import form_of, notice_of


@cache
def team_addresses() -> dict[str, str]:
    """Every address that is not public: its name, and how its path is written."""
    return {name: pattern for name, pattern, _view in named_patterns() if name not in PUBLIC}


def rows_of(name: str) -> list[str]:
    """The lines of an address: one, or one for each thing that it can be about (``case_write:need``)."""
    return [f"{name}:{each}" for each in VARIANTS[name]] if name in VARIANTS else [name]


VARIANTS = {
    "case_write": ("contact", "need", "person", "safety", "plan"),
    "case_incident": ("hers", "others"),
    "case_notice": ("hers", "others"),
    "case_permission_again": ("hers", "others"),  # a permission of this case, and one of another under its address
    "case_summary_yes": ("hers", "others"),
    "desk_letter_share": ("reads", "accompanies"),  # with who reads it already; with a peer, who reads no letters
    **MATTER_VARIANTS,
}


def things(house: House, row: str) -> dict[str, str]:
    """What stands in the address."""
    name, _, variant = row.partition(":")
    reference = house.case.reference
    if name.startswith("desk_letter"):
        reference = house.letter.reference
    elif name.startswith(("desk_", "landmark")):
        reference = house.service.reference
    elif name.startswith("focal_"):
        reference = (house.invited if name.startswith("focal_letter") else house.focal).reference
    elif name.startswith("health_"):
        reference = house.service.reference if name == "health_add" else house.door.reference
    elif name.startswith("questionnaire"):
        reference = house.questionnaire.reference
    elif name.startswith("team_"):
        reference = house.people["eva"].reference
    elif name.startswith("key_"):
        reference = house.waiting.reference
    parts = house.others_parts if variant == "others" else house.parts
    sections = {"case_incident_write": "told", "case_screen_write": "hers", "case_young": "assent"}
    found = {
        "reference": reference, "team_reference": house.letters.cast.border.reference, "name": "aaa.mp3",
        "code": "0", "section": sections.get(name, variant or "need"), "kind": "engage_services",
        "line_id": "EC-1", "part": parts[kind_of(name)].reference, "act": "close", "about": reference,
        "place": "0", "day": house.code.day.isoformat(), "agreement": house.agreement.reference, "zone": "border",
        "law": "co_tutela_ruling", "country": "CO", "number": "1",
    }  # fmt: skip
    return found | matter_things(house, row)


def kind_of(name: str) -> str:
    """The kind of the part that an address of a case is about."""
    if name == "case_called_back":
        return "given_out"
    kinds = ("incident", "screen", "task", "notice", "note", "referral")
    return next((kind for kind in kinds if name.startswith(f"case_{kind}")), "permission")


def address_of(house: House, row: str) -> str:
    """The path of a line of the table."""
    return once(house, _address_of, row)


def once[T](house: House, work_out: Callable[[House, str], T], row: str) -> T:
    """What is worked out of a line, for everybody alike: what one of them does is undone before the next is asked."""
    key = (work_out, row, house.case.reference)
    if key not in house.worked_out:
        house.worked_out[key] = work_out(house, row)
    found: T = house.worked_out[key]
    return found


def _address_of(house: House, row: str) -> str:
    name = row.partition(":")[0]
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", team_addresses()[name])
    known = things(house, row)
    return reverse(name, kwargs={key: known[key] for key in wanted})


def sent(house: House, row: str) -> dict[str, Any]:
    """What is sent there: as much as an address needs to do what it does."""
    tere, rita, paz = (Reader.objects.get(user=house.people[name]) for name in ("tere", "rita", "paz"))
    yes = {"answer": "yes", "content": ["contact"], "method": "written", "days": "90"}
    yes["number"] = str(house.parts["permission"].number)
    said = {
        "questionnaire_sign": {"was_paid": "on", "seen": signed_digest(house.questionnaire)},
        "questionnaire_back": {"back": "Di por qué preguntas eso."},
        "case_begin": {"name_used": "Otra, ejemplo", "agreed": "written"},
        "case_own_notes": {"note_text": "Una nota de ejemplo"},
        "case_called_back": {
            "back_answer": "told", "back_words": "Lo tomó Ema de ejemplo", "seen": str(house.parts["given_out"].number),
        },
        "case_referral_step": {"to": "seen", "seen_part": str(house.parts["referral"].number)},
        "case_referral_agree": {"seen_part": str(house.parts["referral"].number)},
        "case_referral_attempt": {"seen_part": str(house.parts["referral"].number)},
        "case_referral_back": {"seen_part": str(house.parts["referral"].number)},
        "case_referral_refused": {"seen_part": str(house.parts["referral"].number), "refusal": "late"},
        "portal_reply": {"reply": "no_room"},
        "case_move": {"to": "assessment"},
        "case_close": {"reason": "agreed", "sure": "1"},
        "case_assign": {"reader": ""},
        "case_share": {"reader": tere.reference, "why": "covers", "sure": "1"},
        "case_hold": {"hold_why": "court", "until": f"{days_ago(-30):%Y-%m-%d}"},
        "case_alike": {"sought": "Otra, ejemplo"},
        "case_leave_out": {"reader": house.people["tere"].reference},  # asked once more: no ledger takes a line back
        "case_leave": {"sure": "1"},
        "case_destroy": {"sure": "1"},
        "case_permission": yes, "case_permission_again:hers": yes, "case_permission_again:others": yes,
        "case_summary": {
            "summary_text": "Otro resumen de ejemplo",
            "seen": json.dumps({"summary_text": [0, digest_of(Answer(WORDS["summary"]))]}),
        },
        "case_summary_yes:hers": {
            "how": "heard", "part": house.parts["summary"].reference, "digest": digest_of_text(WORDS["summary"]),
        },
        "case_summary_yes:others": {
            "how": "heard", "part": house.others_parts["summary"].reference, "digest": digest_of_text(WORDS["summary"]),
        },
        "case_write:contact": {"contact_word": "girasol"},
        "case_write:need": {"need_first": "food"},
        "case_write:person": {"languages": "guaraní", "own_words": "soy yo"},
        "case_write:safety": {"safety_people": "Su amiga de ejemplo"},
        "case_write:plan": {"plan_next": "el lunes"},
        "case_notice_new": form_of(notice_of(days_ago(0))), "case_notice:hers": {"say": "no"},
        "case_notice:others": {"say": "no"},
        "case_incident_new": {"account": "otro hecho de ejemplo"},
        "case_incident_write": {"wants": "que pare"},
        "case_incident_kind": {"question": "1", "answer": "no"},
        "case_incident_otherwise": {"core_type": "", "reason": "", "seen": ""},
        "case_screen_new": {"account": "otra charla de ejemplo"},
        "case_screen_write": {"her_view": "lo ve así"},
        "case_screen_second": {"agrees": "yes", "words": "lo veo igual", "seen": ""},
        "case_legal": {"legal_name": "Otro Nombre", "written": "1"},
        "case_legal_show": {"why": "writ", "words": "para el escrito de ejemplo"},
        "case_legal_forget": {"sure": "1"},
        "desk_letters_find": {"phone": "000 000 099"},
        "desk_letter_answer": {"text": "El martes te espero.", "role": "reader", "seen": "1"},
        "desk_letter_note": {"note": "La llamo el martes."},
        "desk_letter_assign": {"reader": ""},
        "desk_letter_share:reads": {"reader": rita.reference, "sure": "1"},
        "desk_letter_share:accompanies": {"reader": paz.reference, "sure": "1"},
        "desk_decide": {"code": "closed", "verdict": "accept"},
        "desk_check": found(house.service),
        "desk_letter_exclude": {"reader": tere.reference, "sure": "1"},
        "desk_letter_recuse": {"sure": "1"},
        "desk_letter_case": {"name_used": "Kiara, ejemplo"},
        "desk_letter_close": {"do": "close"},
        "desk_letter_destroy": {"sure": "1"},
        "health_take": {"when": f"{house.code.window.reference} {house.code.day}"},
        "health_become": {"code": house.code.code, "what": "freed"},
        "health_check": {"on": f"{house.door.checked_on:%d/%m/%Y}"},
        "health_end": {"sure": "1"},
        "health_sign": {"what": "free", "office": "Otra oficina", "since": f"{house.door.since:%d/%m/%Y}"},
        "team_new": {"name": "Otra mesa"},
        "team_open": {"name_used": "Zara", "sign_in_name": "zara", "language": "es"},
        "team_change": {"name": "Frontera"},
        "team_close": {"sure": "1"},
        "team_passphrase": {"sure": "1"},
        "team_vouch": {"role": "editor"},
        "channel": {"do": "close"},
        "key_confirm": {"seen": house.waiting.fingerprint},
        "key_retire": {"sure": "1"},
        "focal_end": {"sure": "1"},
        "focal_visit": {"on": f"{days_ago(0):%d/%m/%Y}", **dict.fromkeys(SEEN, "unknown")},
        **matter_sent(house),
    }  # fmt: skip
    body: dict[str, Any] = said.get(row, {})
    return body


def asked(house: House, name: str, verb: str, row: str) -> Any:
    """The answer to one of them."""
    client, address = house.browser(name), address_of(house, row)
    return client.get(address) if verb == "GET" else client.post(address, once(house, sent, row))
