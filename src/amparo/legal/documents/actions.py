"""Papers are begun, written, handed out, bound. That one left the house is in the trail; which, is not.

What takes long (a PDF, a bundle) is made before the trail is written and outside of its transaction: others write
meanwhile. Nothing of it is answered with unless the line in the trail stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amparo.casework.actions.legal_names import show_legal_name
from amparo.casework.policies.areas import may_write_part as may_write_part_of_case
from amparo.casework.queries.parts import LEGAL_NAME
from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Denied
from amparo.formats.case_questions import Answer, digest_of
from amparo.formats.codes import label
from amparo.formats.documents.filling import WORDS, Document
from amparo.formats.documents.finished import TYPES, finished
from amparo.formats.documents.naming import file_name
from amparo.formats.documents.printing import page
from amparo.formats.documents.templates import Template
from amparo.formats.documents.text import LONGEST, in_words
from amparo.legal.documents.policies import DOCUMENT, may_bring_name, may_hand_out, may_read_papers
from amparo.legal.documents.queries import (
    CALLED,
    Paper,
    cover_words,
    document_of,
    known_values,
    name_on_papers,
    paper_in,
    told_in,
)
from amparo.legal.representation.actions.matters import open_matter
from amparo.legal.representation.actions.parts import CARE, add_part, change_part
from amparo.legal.representation.queries.matters import OpenMatter, get_matter, opened
from amparo.vault.actions.fields import Past

MEANWHILE = _("Somebody wrote while this was being made, so nothing left. Look at it again, and then take it along.")
NUMBER = "number"  # the name under which a paper that somebody changed meanwhile is told


@dataclass(frozen=True, slots=True)
class Made:
    """A file that goes out: its bytes, its name, its type."""

    data: bytes = field(repr=False)
    name: str
    type: str


@unaudited("adding a part is audited")
def begin_paper(
    matter: Any, *, template: Template, language: str, by: Actor, today: date, now: datetime | None = None
) -> Any:
    """Begin a paper of a template, filled with what the matter knows. Where he looks for her, without her address."""
    if language not in template.languages:
        raise ValueError("no text in this language")
    found = open_matter(get_matter(by, matter.reference), by=by)
    more = {
        "template": template.code, "version": template.version, "language": language, "withheld": found.is_persecuted,
        "values": known_values(by, found, template, language, today), "exhibits": None, "reviewed": False,
    }  # fmt: skip
    return add_part(matter, kind=DOCUMENT, answers={}, more=more, by=by, now=now)


@unaudited("changing a part is audited")
def write_paper(
    matter: Any,
    *,
    reference: str,
    number: int,
    values: Mapping[str, str],
    called: str,
    withheld: bool,
    exhibits: Sequence[str] | None,
    reviewed: bool,
    by: Actor,
    now: datetime | None = None,
) -> None:
    """Write what a paper says; ``fields.Past``, and nothing is kept, where somebody wrote in it since it was read."""
    with transaction.atomic(using=CARE):
        found, paper = _held(matter, reference, number, by)
        known = {each.code for each in paper.template.fields}
        if set(values) - known or any(len(text) > LONGEST for text in values.values()):
            raise ValueError("only what its template asks, and no more than a paper holds")
        more = {
            "values": {**paper.values, **values}, "withheld": withheld or found.is_persecuted,
            "exhibits": None if exhibits is None else list(exhibits), "reviewed": reviewed,
        }  # fmt: skip
        answers = {CALLED: Answer(called.strip() or None)}
        change_part(matter, reference=reference, kind=DOCUMENT, answers=answers, was=_as_it_is(paper), more=more,
                    by=by, now=now)  # fmt: skip


@unaudited("the look at the name and the change of the part are audited")
def bring_name(
    matter: Any, *, reference: str, number: int, why: str, words: str, by: Any, now: datetime | None = None
) -> None:
    """Bring the name on her papers out of her case into a paper, for a reason; she reads who looked, and why."""
    with transaction.atomic(using=CARE):
        found, paper = _held(matter, reference, number, by)
        case, has_name = name_on_papers(by, found)
        may_bring_name.check(by, case is not None, has_name)
        may_write_part_of_case.check(by, LEGAL_NAME, {})
        shown = show_legal_name(case, why=why, words=words, by=by, now=now)
        said = {
            "client_legal_name": str(shown.said("legal_name", "")),
            "client_document": str(shown.said("legal_number", "")),
        }
        asked = {each.code for each in paper.template.fields}
        values = {**paper.values, **{code: text for code, text in said.items() if code in asked and text}}
        change_part(matter, reference=reference, kind=DOCUMENT, answers={}, more={"values": values}, by=by, now=now)


@unaudited("its last line is audited, and without it nothing goes out")
def hand_out(matter: Any, *, reference: str, form: str, by: Actor) -> Made:
    """A paper as a file, to be kept elsewhere. Its name and what the file says of itself tell nothing."""
    found = open_matter(get_matter(by, matter.reference), by=by)
    may_read_papers.check(by, found.is_clear)
    paper = paper_in(found, reference)
    may_hand_out.check(by, found.is_clear, told_in(found, paper))
    document = document_of(found, paper)
    data = finished(document, form)
    left_the_house(matter, going={reference: document}, by=by)
    return Made(data, file_name(label(WORDS, "file_name", paper.language), paper.reference, form), TYPES[form])


@unaudited("its last line is audited, and without it nothing goes out")
def bind_papers(
    matter: Any,
    *,
    chosen: Sequence[tuple[str, str]],
    heading: str,
    language: str,
    by: Actor,
    today: date,
    also: Sequence[Any] = (),
) -> Made:
    """Papers, each with the label it bears, and other pieces (``bundle.pieces.Piece``) as one PDF.

    ``bundle.pieces.BadPiece`` where a piece cannot be taken.
    """
    from amparo.formats.documents.bundle.binding import bind  # loads what makes PDFs
    from amparo.formats.documents.bundle.pieces import Piece

    found = open_matter(get_matter(by, matter.reference), by=by)
    may_read_papers.check(by, found.is_clear)
    papers = [(name, paper_in(found, reference)) for reference, name in chosen]
    for _name, paper in papers:
        may_hand_out.check(by, found.is_clear, told_in(found, paper))
    going = {paper.reference: document_of(found, paper) for _name, paper in papers}
    pieces = [
        Piece(name, paper.template.title(paper.language), "html", page(going[paper.reference]).encode())
        for name, paper in papers
    ]
    cover = cover_words(found, [paper for _name, paper in papers], heading, language)
    made = bind([*pieces, *also], language=language, heading=cover, day=in_words(today, language))
    left_the_house(matter, going=going, by=by)
    name = file_name(label(WORDS, "bundle_file", language), found.matter.reference, "pdf")
    return Made(made.data, name, TYPES["pdf"])


@audited("matter.paper_handed_out", target="matter", using=CARE)
def left_the_house(matter: Any, *, going: Mapping[str, Document], by: Actor) -> None:
    """Papers of this matter left as a file. All is asked again: meanwhile somebody may have written in it, or that he
    looks for her, and what was made before is not what may go out now.
    """
    found = opened(by, get_matter(by, matter.reference, held=True))
    may_read_papers.check(by, found.is_clear)
    for reference, document in going.items():
        paper = paper_in(found, reference)
        may_hand_out.check(by, found.is_clear, told_in(found, paper))
        if document_of(found, paper) != document:
            raise Denied(MEANWHILE)


def _held(matter: Any, reference: str, number: int, by: Actor) -> tuple[OpenMatter, Paper]:
    """The matter and one of its papers, held until the act is over, as she read it."""
    found = opened(by, get_matter(by, matter.reference, held=True))
    may_read_papers.check(by, found.is_clear)
    paper = paper_in(found, reference)
    if paper.part.number != number:
        raise Past([NUMBER])
    return found, paper


def _as_it_is(paper: Paper) -> dict[str, str]:
    return {CALLED: digest_of(paper.part.answers.get(CALLED, Answer()))}
