"""The papers of an open matter: which there are, what each says, and what is known to fill one in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings

from amparo.casework.queries.cases import cases_for
from amparo.casework.queries.cases import opened as opened_case
from amparo.casework.queries.legal_names import legal_name_in
from amparo.commons.policy.policies import Actor, Hidden
from amparo.formats.codes import label
from amparo.formats.documents.filling import WORDS, Document, fill
from amparo.formats.documents.identity import telling_fields
from amparo.formats.documents.templates import Template, templates
from amparo.formats.documents.text import in_words, plain, without_address
from amparo.legal.documents.policies import DOCUMENT
from amparo.legal.representation.queries.matters import OpenMatter
from amparo.legal.representation.queries.parts import OpenPart

CALLED = "document_called"


@dataclass(frozen=True)
class Paper:
    """A paper of a matter, opened: its template, what fills it in, and how it goes out."""

    part: OpenPart
    template: Template
    language: str
    values: Mapping[str, str] = field(repr=False)
    is_withheld: bool = True
    exhibits: tuple[str, ...] | None = field(default=None, repr=False)
    is_reviewed: bool = False
    version: int = 0  # of the template, when the paper was begun

    @property
    def reference(self) -> str:
        """Its opaque name."""
        return self.part.reference

    @property
    def called(self) -> str:
        """What the lawyer calls it."""
        return str(self.part.said(CALLED, "")) or self.template.title(self.language)

    @property
    def is_older(self) -> bool:
        """Did its template change since it was begun?"""
        return self.version != self.template.version


def papers_in(found: OpenMatter) -> list[Paper]:
    """Every paper, the newest first; one that was set aside comes last."""
    rows = [_paper(each, found) for each in found.of_kind(DOCUMENT)]
    return sorted(rows, key=lambda each: each.part.is_over)


def paper_in(found: OpenMatter, reference: str) -> Paper:
    """One of them."""
    return _paper(found.part(reference, DOCUMENT), found)


def get_template(code: str) -> Template:
    """A template by its code."""
    if code not in templates():
        raise Hidden
    return templates()[code]


def _paper(part: OpenPart, found: OpenMatter) -> Paper:
    more = part.more
    exhibits = more.get("exhibits")
    return Paper(
        part, get_template(str(more["template"])), str(more["language"]), dict(more["values"]),
        bool(more["withheld"]) or found.is_persecuted, None if exhibits is None else tuple(exhibits),
        bool(more["reviewed"]), int(more["version"]),
    )  # fmt: skip


def document_of(found: OpenMatter, paper: Paper) -> Document:
    """The paper as a document. Where the address is withheld, the one the matter knows goes from every line."""
    return fill(
        paper.template, paper.values, language=paper.language, exhibits=paper.exhibits,
        address_withheld=paper.is_withheld, reviewed=paper.is_reviewed, addresses=found.addresses,
    )  # fmt: skip


def cover_words(found: OpenMatter, papers: Iterable[Paper], words: str, language: str) -> str:
    """What stands on the cover of some papers; without her address, where one of them goes without it."""
    text, instead = plain(words), label(WORDS, "address_withheld", language)
    for address in found.addresses if any(each.is_withheld for each in papers) else ():
        text = without_address(text, plain(address), instead)
    return text


def told_in(found: OpenMatter, paper: Paper) -> tuple[str, ...]:
    """The fields that tell who somebody is, in a letter that carries no names; nothing in any other paper."""
    if not paper.template.deidentified:
        return ()
    return telling_fields(paper.template, paper.values, names_in(found), paper.exhibits or ())


def names_in(found: OpenMatter) -> list[str]:
    """By what the sides of a matter are known: names, phones, papers, and what she wants to be called."""
    said = [each.said(code, "") for each in found.of_kind("party") for code in PARTY]
    return [str(each) for each in (found.name, *said) if each]


PARTY = ("party_name", "party_phone", "party_document")


def sides(found: OpenMatter, role: str) -> list[OpenPart]:
    """The sides of a matter in this role (list ``party_role``)."""
    return [each for each in found.of_kind("party") if not each.is_over and each.said("party_role") == role]


def known_values(actor: Actor, found: OpenMatter, template: Template, language: str, today: date) -> dict[str, str]:
    """What the matter knows already of what a template asks. A letter without names is given nothing of the matter."""
    mine = {
        "today": in_words(today, language), "lawyer_name": str(getattr(actor, "name_used", "")),
        "house_name": settings.SITE_NAME,
    }  # fmt: skip
    known = mine if template.deidentified else {**_of_matter(found), **mine}
    asked = {each.code for each in template.fields}
    return {code: text for code, text in known.items() if code in asked and text}


def _of_matter(found: OpenMatter) -> dict[str, str]:
    """The sides, the authority, the file and the facts as they stand there. No address where he looks for her."""
    authority = _first(found, "authority")
    filing = _first(found, "filing")
    client = sides(found, "client")
    where = "" if found.is_persecuted or not client else str(client[0].said("party_where", ""))
    return {
        "client_name": found.name or _name(found, "client"), "client_address": where,
        "opposing_name": _name(found, "opposing"), "agent_name": _name(found, "agent"),
        "landlord_name": _name(found, "landlord"), "facts": str(found.said("matter_facts", "")),
        "authority_name": str(authority.said("authority_name", "")) if authority else "",
        "file_number": _either(authority, "authority_number") or _either(filing, "filing_number"),
    }  # fmt: skip


def _either(part: OpenPart | None, code: str) -> str:
    return str(part.said(code, "")) if part else ""


def _first(found: OpenMatter, kind: str) -> OpenPart | None:
    return next((each for each in found.of_kind(kind) if not each.is_over), None)


def _name(found: OpenMatter, role: str) -> str:
    rows = sides(found, role)
    return str(rows[0].said("party_name", "")) if rows else ""


def name_on_papers(actor: Actor, found: OpenMatter) -> tuple[Any, bool]:
    """Her case, where she reads it, and whether it holds the name on her papers. The name itself is not opened."""
    case: Any = cases_for(actor).filter(reference=found.case).first() if found.case else None
    return case, case is not None and legal_name_in(opened_case(actor, case)) is not None
