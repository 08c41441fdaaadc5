"""What is found in a questionnaire: a rule of the list ``form_rule``, where, and whether it is refused for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from amparo.formats.codes import by_code, label

KINDS = ("interview", "self", "round")
"""How a form is asked: by somebody who asks her, by herself on a screen, or about a place and nobody."""

LONGEST = 120  # letters of a text that is repeated in a finding


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. ``facts`` fill the places of its sentence; what is no refusal is advice."""

    rule: str
    path: str
    facts: Mapping[str, str]
    is_refusal: bool = True

    def sentence(self, language: str) -> str:
        """What is wrong, where, and how to mend it. A fact is put in as text, never read as a place for another."""
        first, *rest = label("form_rule", self.rule, language).split("{")
        pieces = [first]
        for piece in rest:
            name, _brace, after = piece.partition("}")
            pieces += [self.facts.get(name, ""), after]
        return "".join(pieces)


def found(rule: str, path: str, *, is_refusal: bool | None = None, **facts: str) -> Finding:
    """A finding at this path; its facts name the question, and are cut where they are long.

    Whether a form is refused for it stands in the list (``refuses``), unless it hangs on how much of it there is.
    """
    refuses = bool(by_code("form_rule")[rule].more.get("refuses", True))
    short = {key: value if len(value) <= LONGEST else value[: LONGEST - 1] + "…" for key, value in facts.items()}
    return Finding(
        rule, path, {"question": path.rpartition("/")[2], **short}, refuses if is_refusal is None else is_refusal
    )
