"""How a form is cut into pages, for somebody who is afraid and has an old phone: little at a time, and nothing jumps.

There is no script on our pages. So a page ends before a question that hangs on an answer of the same page: whether it
is asked, what it offers and what its words say is known by then. A page has at most five questions, and keeps to one
group.
"""

from dataclasses import dataclass

from amparo.formats.openrosa.filling.order import Order
from amparo.formats.openrosa.filling.placed import expression_in, named, placed_in
from amparo.formats.openrosa.filling.ways import Ways
from amparo.formats.openrosa.form_parts import Form, Question

MOST_ASKED, MOST_SHOWN = 5, 8  # questions on a page, and questions with notes
LEFT_OUT = {"binary": "file", "geopoint": "map", "geotrace": "map", "geoshape": "map", "rank": "rank"}
"""The kinds of questions that our page does not ask, and the code that says so."""


@dataclass(frozen=True, slots=True)
class Block:
    """Pages that belong together: those of one repeat, or of everything up to the next repeat."""

    repeat: str
    pages: tuple[tuple[str, ...], ...]  # paths


def blocks(form: Form, order: Order) -> tuple[Block, ...]:
    """The pages of a form, before anybody answers."""
    cutting = _Cutting(form, order)
    found: list[tuple[str, list[list[Question]]]] = []
    for question in form.questions:
        if question.control and question.type not in LEFT_OUT:
            if not found or found[-1][0] != question.repeat:
                found.append((question.repeat, []))
            pages = found[-1][1]
            if not pages or not cutting.fits(pages[-1], question):
                pages.append([])
            pages[-1].append(question)
    return tuple(Block(repeat, tuple(tuple(each.path for each in page) for page in pages)) for repeat, pages in found)


class _Cutting:
    def __init__(self, form: Form, order: Order) -> None:
        self.paths = [each.path for each in form.questions]
        self.place = {path: number for number, path in enumerate(order.paths)}
        self.ways = Ways(self.place)
        self.bits = order.hang_on()
        self.known: dict[str, int] = {}

    def fits(self, page: list[Question], question: Question) -> bool:
        """May a question stand on the same page as those before it?"""
        asked = sum(each.type != "note" for each in page)
        if len(page) >= MOST_SHOWN or asked >= MOST_ASKED:  # a note, too, stands with what comes after it
            return False
        if page[-1].groups[:1] != question.groups[:1]:
            return False
        on_page = sum(1 << self.place[each.path] for each in page)
        own = 1 << self.place[question.path]
        return not self.hangs_on(question) & on_page and not any(self.hangs_on(each) & own for each in page)

    def hangs_on(self, question: Question) -> int:
        """What decides whether a question is asked, what it offers and what its words say."""
        if question.path not in self.known:
            self.known[question.path] = self.bits[question.path] | self.of_words(question)
        return self.known[question.path]

    def of_words(self, question: Question) -> int:
        """What the words of a question hang on."""
        names = placed_in(question.labels) | placed_in(question.hints)
        for choice in question.choices:
            names |= placed_in(choice.labels)
        found = 0
        for name in names:
            path = named(self.paths, name, near=question.path)
            for each in {path} if path else self.in_expression(name, question.path):
                found |= self.bits.get(each, 0)
        return found

    def in_expression(self, text: str, at: str) -> set[str]:
        """The places that an expression in a sentence looks at."""
        expression = expression_in(text)
        places = expression.reads(at).paths if expression else ()
        return {path for place in places for path in self.ways.of(place)}
