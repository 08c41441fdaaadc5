"""The words of this house for who she says she is, on its pages: what is offered, and how a code is called."""

from collections.abc import Iterable

from django.conf import settings

from amparo.formats.case_questions import Question
from amparo.formats.codes import label
from amparo.formats.genders import GENDER, genders, is_code_of, word


def offered_here(
    question: Question, language: str, *, young: bool = False, held: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """The codes that a question offers, as pairs for a form.

    Of genders: those of this house, and whatever she said already (``held``), so that no page takes away a word that is
    not offered any more.
    """
    if question.list != GENDER:
        return list(question.offered(language, young=young))
    offered = [each.code for each in genders(settings.GENDERS_FILE).offered]
    said = [code for code in dict.fromkeys(held) if code not in offered and is_code_of(GENDER, code)]
    return [(code, label_here(GENDER, code, language)) for code in [*offered, *said]]


def label_here(list_name: str, code: str, language: str, *, young: bool = False) -> str:
    """The words of a code of a list, as this house calls it."""
    if list_name == GENDER:
        return word(code, language, settings.GENDERS_FILE)
    return label(list_name, code, language, young=young)
