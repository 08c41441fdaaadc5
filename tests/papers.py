"""What the tests of papers share: one is begun, written in, taken along."""

from datetime import date
from typing import Any

from amparo.formats.documents.templates import templates
from amparo.legal.documents import actions, queries
from tests.lawyers import Lawyers

TODAY = date(2026, 11, 28)


def begin(house: Lawyers, matter: Any, code: str = "co_tutela", language: str = "es") -> str:
    """Lucía begins a paper."""
    template = templates()[code]
    made = actions.begin_paper(matter, template=template, language=language, by=house.person("lucia"), today=TODAY)
    return str(made.reference)


def paper(house: Lawyers, matter: Any, reference: str, name: str = "lucia") -> queries.Paper:
    """A paper as she reads it now."""
    return queries.paper_in(house.opened(matter, name), reference)


def fill_in(house: Lawyers, matter: Any, reference: str, *, also: Any = None, **values: str) -> None:
    """She writes in it."""
    said = {
        "number": paper(house, matter, reference).part.number, "called": "", "withheld": False, "exhibits": [],
        "reviewed": False, **(also or {}),
    }  # fmt: skip
    actions.write_paper(matter, reference=reference, values=values, by=house.person("lucia"), **said)


def hand_out(house: Lawyers, matter: Any, reference: str, form: str = "docx") -> actions.Made:
    """She takes it along."""
    return actions.hand_out(matter, reference=reference, form=form, by=house.person("lucia"))
