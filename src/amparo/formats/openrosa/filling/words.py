"""The words of a form as somebody reads them: in her language, with the answers that stand in a sentence put in."""

from collections.abc import Mapping
from dataclasses import dataclass

from amparo.formats.openrosa.expressions import Context
from amparo.formats.openrosa.filling.blank import Blank
from amparo.formats.openrosa.filling.placed import PLACED, expression_in, named

LONGEST_PUT_IN = 1000  # letters of one value in a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one form in one language."""

    blank: Blank
    language: str

    def of(self, texts: Mapping[str, str]) -> str:
        """A text in this language; else in the form's own, else in whichever there is."""
        return texts.get(self.language) or texts.get(self.blank.form.default_language) or next(iter(texts.values()), "")

    def said(self, texts: Mapping[str, str], context: Context, *, works: bool = True) -> str:
        """A text as it is read at a place, with values put in; with ``works`` also what has to be worked out."""
        return PLACED.sub(lambda found: self._put_in(found[1], context, works), self.of(texts))

    def _put_in(self, name: str, context: Context, works: bool) -> str:
        path = named(self.blank.questions, name, near=context.node.path)
        if path:
            return value_near(context, path)[:LONGEST_PUT_IN]
        expression = expression_in(name) if works else None
        return expression.text(context)[:LONGEST_PUT_IN] if expression else ""


def value_near(context: Context, path: str) -> str:
    """The value of a place; inside of what is told again, of the one that is told there."""
    expression = expression_in(path)
    return expression.text(context) if expression else ""
