"""A legal matter for the house over which the table of addresses is asked: Lucía's, and hers alone.

Each word stands nowhere else, so that a page on which one stands was let in. A second matter of hers is closed.
"""

import json
from datetime import date
from typing import Any

from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.documents.templates import templates
from amparo.legal.documents.actions import begin_paper
from amparo.legal.exhibits.actions.exhibits import take_in
from amparo.legal.exhibits.queries.exhibits import mime_of
from amparo.legal.representation.actions import conflicts, matters
from amparo.legal.representation.actions.deadlines import note_day
from amparo.legal.representation.actions.parts import add_part
from amparo.legal.representation.models import Matter
from tests.exhibits import PHOTO, SAID
from tests.letters import with_open_key

MATTER_WORDS = {
    "client": "Yahaira Palabra-de-clienta",
    "other_side": "Rodolfo Palabra-de-contraparte",
    "facts": "la sacaron de noche palabra-de-madrugada",
    "matter_note": "hoy no contesta palabra-de-apunte",
    "decided": "que se quede palabra-de-fallo",
    "reprisal": "la esperan afuera palabra-de-represalia",
    "unit": "la patrulla palabra-de-unidad",
    "instructed": "que pida amparo palabra-de-encargo",
    "ended": "se arreglaron palabra-de-cierre",
    "child": "Lunita Palabra-de-la-menor",
    "harm": "le cortan la luz palabra-de-acoso",
    "exhibit": "una foto del moretón palabra-de-prueba",
    "paper": "el oficio palabra-de-oficio",
}
# By kind the answers of one part of it; the kinds that other words are needed for come with the apps that have them.
PARTS = {
    "matter_note": {"matter_note_words": "matter_note"},
    "decision": {"decision_words": "decided"},
    "reprisal": {"reprisal_words": "reprisal"},
    "agent": {"agent_unit": "unit"},
    "mandate": {"mandate_for": "instructed"},
    "her_child": {"child_called": "child"},
    "harassment": {"harm_words": "harm"},
    "hearing_prep": {},
}


def a_matter_of(person: Any, words: dict[str, str]) -> tuple[Matter, Matter, dict[str, Any]]:
    """A matter in whose way nothing stands, one that is closed, and the parts of the first by kind."""
    by = with_open_key(person)
    made = begun(by, words)
    said = {"matter_facts": Answer(words["facts"]), "matter_wants": Answer("quedarse")}
    matters.write_answers(made, answers=said, seen={}, by=by)
    parts = {
        kind: add_part(made, kind=kind, answers={code: Answer(words[word]) for code, word in answers.items()}, by=by)
        for kind, answers in PARTS.items()
    }
    template = templates()["co_tutela"]
    parts["document"] = begin_paper(made, template=template, language="es", by=by, today=date(2026, 11, 28))
    said_of_it = SAID | {"described": words["exhibit"]}
    parts["exhibit"] = take_in(made, kind="photo", said=said_of_it, child="no", data=PHOTO, mime=mime_of(PHOTO), by=by)
    parts["deadline"] = note_day(made, what="ejemplo", on=date(2026, 11, 29), paper=words["paper"], by=by)
    over = begun(by, words)
    matters.close(over, outcome="no_contact", words=words["ended"], by=by)
    return made, over, parts


def about_her(words: dict[str, str]) -> dict[str, str]:
    """What is said of a matter first."""
    return {"matter_kind": "expulsion", "matter_country": "CO", "matter_called": words["client"]}


def begun(by: Any, words: dict[str, str]) -> Matter:
    """A matter after the look for a conflict."""
    about = about_her(words)
    sides = [
        {"party_role": Answer("client"), "party_name": Answer(words["client"])},
        {"party_role": Answer("opposing"), "party_name": Answer(words["other_side"])},
    ]
    made = matters.begin_matter(answers={code: Answer(said) for code, said in about.items()}, sides=sides, by=by)
    assert conflicts.look(made, by=by) == []
    matters.move(made, to="merits", by=by)
    return made


# --- how the lines of the table about matters are asked ---

MATTER_VARIANTS = {
    "matter": ("open", "over"),
    "matter_write": ("about", "facts", "danger", "merits", "strategy"),
    "matter_part": ("matter_note", "harassment"),
    "matter_part_new": ("party", "matter_note", "filing"),
    "matter_document_new": ("co_tutela",),
}


# Of which kind the part is that an address names; a note where nothing else is said, also where it should be another.
OF_A_KIND = {
    "matter_document": "document", "matter_deadline": "deadline", "matter_children_sheet": "hearing_prep",
    "exhibit": "exhibit",
}  # fmt: skip


def matter_things(house: Any, row: str) -> dict[str, str]:
    """What stands in an address of legal matters; nothing where it is another's."""
    name, _, variant = row.partition(":")
    if not name.startswith(("matter", "exhibit", "folder_new")):
        return {}
    which = house.matter_over if variant == "over" else house.matter
    kind = next((kind for begin, kind in OF_A_KIND.items() if name.startswith(begin)), "matter_note")
    kind = variant if name == "matter_part" else kind
    return {
        "reference": which.reference, "section": variant, "kind": variant, "number": "1",
        "part": house.matter_parts[kind].reference,
    }  # fmt: skip


def matter_sent(house: Any) -> dict[str, dict[str, Any]]:
    """What is sent to an address of legal matters: as much as it needs to do what it does."""
    about = about_her(MATTER_WORDS)
    return {
        "matter_begin": {"matter_kind": "eviction", "matter_country": "EC", "matter_called": "Otra, ejemplo"},
        "matter_write:about": about | {"matter_country": "EC", "seen": _seen(_number_of(house.matter), **about)},
        "matter_write:facts": {"matter_before": "nada de ejemplo"},
        "matter_part_new:party": {"party_role": "witness", "party_name": "Testigo de ejemplo"},
        "matter_part_new:matter_note": {"matter_note_words": "otro apunte de ejemplo"},
        "matter_part_new:filing": {"filing_kind": "protection", "filing_words": "un pedido de ejemplo"},
        "matter_part_write": {
            "matter_note_words": "cambiado, de ejemplo",
            "seen": _seen(0, matter_note_words=MATTER_WORDS["matter_note"]),
        },
        "matter_settle": {"look": "ninguna", "verdict": "not_same", "words": "no es"},
        "matter_move": {"to": "mandate"},
        "matter_close": {"outcome": "advice"},
        "matter_counted": {"answer": "no"},
        "exhibit_word": {"saying": "yes", "method": "written", "days": "90"},
        "exhibit_privilege": {"privileged": "yes"},
        "matter_leave": {"sure": "1"},
        "matter_destroy": {"sure": "1"},
        "case_lawyer": {"kind": "eviction", "reader": _reader_of(house)},
    }  # fmt: skip


def _seen(number: int, **said: str) -> str:
    """That she saw on the page what stands there."""
    return json.dumps({code: [number, digest_of(Answer(each))] for code, each in said.items()})


def _number_of(matter: Matter) -> int:
    """The number that the answer about the country bears."""
    from amparo.vault.models import SealedField

    return int(SealedField.objects.get(thing=matter.reference, name="matter_country").number)


def _reader_of(house: Any) -> str:
    from amparo.vault.models import Reader

    return str(Reader.objects.get(user=house.people["lucia"]).reference)
