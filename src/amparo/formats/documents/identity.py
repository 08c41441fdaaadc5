"""Whether a letter that carries no names still tells who somebody is: a look at its values, beside what is known.

It finds the words of names and numbers that the matter knows. It cannot know a street, a scar or a trade that stands in
no answer: whoever sends the letter reads it first.
"""

from collections.abc import Iterable, Mapping

from amparo.formats.documents.templates import Template
from amparo.formats.masking import masked, telling

OF_THE_HOUSE = ("lawyer_name", "lawyer_document", "lawyer_address", "house_name", "today", "written_at", "answer_by")
"""What stands there for whoever writes, and may share a word with somebody's name."""


def telling_fields(
    template: Template, values: Mapping[str, str], names: Iterable[str], exhibits: Iterable[str] = ()
) -> tuple[str, ...]:
    """The fields whose values hold a word of these names, or a number that tells; ``exhibits`` among them."""
    known = telling(names)
    rows = [(each.code, values.get(each.code, "")) for each in template.fields if each.code not in OF_THE_HOUSE]
    rows += [("exhibits", "\n".join(exhibits))]
    return tuple(code for code, text in rows if masked(text, known) != text)
