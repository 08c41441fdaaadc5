"""The row of a case that may be counted: her sealed answers, made coarse, in the codebook ``cases``.

Nothing goes in that a case says in clear, such as its state, why it was closed or its days: whoever holds both
databases would lay the two beside each other. So a row has no quarter of opening; its only time is that of what
happened to her, which is sealed. No words, no number, no place: none is asked of a case today that is coarse enough.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from amparo.formats.case_questions import Answer
from amparo.formats.codebook import Codebook, checked, codebook
from amparo.formats.codes import by_code, codes

BOOK, INCIDENT = "cases", "incident"


def coded_row(answers: Mapping[str, Answer], incidents: Iterable[Mapping[str, Sequence[str]]] = ()) -> dict[str, Any]:
    """The row of a case out of her answers and what was done to her.

    ``incidents`` are codes already, the newest first; of more than the codebook has room for, the older ones stay out:
    how many parts a case has is no secret, and a row with all of them would tell whose it is.
    """
    book = codebook(BOOK)
    found = {"gender_group": gender_group(answers.get("gender")), "need_group": need_group(answers.get("need_first"))}
    parts = [[INCIDENT, _known(book, each)] for each in incidents]
    return checked(
        book,
        {
            "codes": {name: [value] for name, value in found.items() if value},
            "parts": [part for part in parts if part[1]][: next(each.most for each in book.parts)],
        },
    )


def gender_group(answer: Answer | None) -> str:
    """The group of who she says she is. Of several she said, trans women and travestis come first."""
    if answer is None or not answer.is_there:
        return ""
    said = set(answer.value) if isinstance(answer.value, tuple) else set()
    groups = [each.code for each in codes("gender_group") if said & set(each.more["of"])]
    if not groups:
        return "not_said"
    return groups[0] if len(groups) == 1 or groups[0] == "trans_feminine" else "others"


def need_group(answer: Answer | None) -> str:
    """The group of what she needs first; nothing where she did not say."""
    need = by_code("need").get(str(answer.value)) if answer else None
    return str(need.more["group"]) if need else ""


def _known(book: Codebook, given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What the codebook knows of an incident; the rest is not for counting."""
    return {name: list(given[name]) for name in book.of_part(INCIDENT) if given.get(name)}
