"""From one page of a form to the next: what she typed is put in, looked at where she goes on, and never thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import QueryDict

from amparo.doors.intake.forms.sheet import CHECK, Sheet, filling_of, page_of, with_typed
from amparo.formats.openrosa.filling import (
    Filling,
    Page,
    WrongAnswer,
    one_less,
    one_more,
    page_after,
    page_before,
    page_unseen,
    pages,
    wrong_answers,
)
from amparo.formats.openrosa.filling.blank import is_asked

LAST = "999999"  # the last page of one time that something is told


@dataclass(frozen=True, slots=True)
class Turn:
    """Where she is now: a page, or, where there is none, all she said. ``wrong`` is what cannot stay as it is."""

    sheet: Sheet
    filling: Filling = field(repr=False)
    page: Page | None
    wrong: tuple[WrongAnswer, ...] = ()

    @property
    def at(self) -> str:
        """The number of this page, as the next request brings it."""
        return self.page.number if self.page else CHECK


def turned(deployment: Any, sheet: Sheet, post: QueryDict, *, now: datetime, language: str) -> Turn:
    """Put in what stands on the page she comes from, and go where she wants to go."""

    def filled(answers: Mapping[str, str]) -> Filling:
        return filling_of(deployment, sheet.with_answers(answers), now=now, language=language)

    filling = filled(sheet.answers)
    page = page_of(filling, sheet.at)
    if page and sheet.is_typed:
        filling = filled(with_typed(filling, post, page.keys))
    wrong = wrong_answers(filling, page.keys) if page and sheet.does in ("next", "look") else ()
    if wrong and page:
        return Turn(sheet.with_answers(filling.answers), filling, page, wrong)
    if page and page.again and sheet.does in ("more", "less"):
        filling, page = _told(filling, page, sheet.does, filled)
    else:
        page = _wanted(filling, sheet, page)
    is_looked = sheet.is_looked or page is None
    return Turn(sheet.with_answers(filling.answers, is_looked=is_looked), filling, page)


def _told(filling: Filling, page: Page, does: str, filled: Any) -> tuple[Filling, Page | None]:
    """One more of what can be told again, on its first page; or one less."""
    times = filling.times(page.again)
    if does == "more":
        more = filled(one_more(filling, page.again))
        return more, page_after(more, f"{page.number.partition('.')[0]}.{times}.{LAST}")
    less = filled(one_less(filling, page.again, times))
    return less, page_of(less, page.number)


def _wanted(filling: Filling, sheet: Sheet, page: Page | None) -> Page | None:
    """The page to show; None stands for all she said."""
    match sheet.does:
        case "start":
            return page_after(filling, "")
        case "back":
            return page_before(filling, sheet.at) or page_after(filling, "")
        case "look":
            return page_unseen(filling)
        case "go":
            return page_of(filling, sheet.to)
        case "next":
            # who changes something that she had said sees only what is asked because of it, and then all she said
            after = None if sheet.is_looked else page_after(filling, sheet.at)
            return after or page_unseen(filling)
    # she stays where she is: in another language, or where something is to be sent or kept
    return page_of(filling, sheet.at) if page or sheet.at == CHECK else page_after(filling, sheet.at)


def asked_on(filling: Filling, page: Page) -> list[str]:
    """The keys of a page for which somebody answers."""
    return [key for key in page.keys if is_asked(filling.question(key)) and not filling.is_fixed(key)]


def said_no(filling: Filling, mapping: Mapping[str, Mapping[str, Any]]) -> bool:
    """Did she say no to the first permission, and is nothing asked behind it because of that?"""
    consents = (each.path for each in filling.blank.form.questions if mapping.get(each.path, {}).get("do") == "consent")
    first = next(consents, "")
    if not first or not filling.is_relevant(first) or filling.value(first) in {"", *mapping[first].get("yes", ())}:
        return False
    asked = [set(asked_on(filling, page)) for page in pages(filling)]
    return not any(first not in keys for keys in asked if keys)
