"""Answers as a phone would send them, written for a form whose answers came by another way.

Nothing is worked out: neither what would have been asked, nor what a calculation would say. What was answered stands
there, in the order of the form, and an empty place where nothing was. Two readings of the same answers write the same
bytes: by these the house knows what came twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from xml.sax.saxutils import escape, quoteattr

from amparo.formats.openrosa.documents import META, read_xml
from amparo.formats.openrosa.forms import LIMITS, BadForm, Form
from amparo.formats.openrosa.submissions import Answer

type Index = tuple[int, ...]


@dataclass(slots=True)
class _Stem:
    """One step of the form's instance."""

    name: str
    is_repeat: bool = False
    below: dict[str, "_Stem"] = field(default_factory=dict)


class Writing:
    """What writes answers for one form, one after the other."""

    def __init__(self, form: Form) -> None:
        """Look at the form once."""
        root = read_xml(form.template, limits=LIMITS, fault=BadForm)
        space = f" xmlns={quoteattr(root.space)}" if root.space else ""
        self.form, self.stem = form, _stem_of(form)
        self.begins = (
            f"<?xml version='1.0' encoding='UTF-8'?>\n<{form.root}{space} xmlns:orx={quoteattr(META)} "
            f"id={quoteattr(form.id)} version={quoteattr(form.version)}>"
        )

    def instance(self, answers: Iterable[Answer], instance_id: str) -> bytes:
        """A filled form. Its places are those of the form; of ``meta`` it has the number and nothing else."""
        values = {(each.path, each.index): each.value for each in answers}
        told = _most_told(values, self.form.repeats)
        pieces = (_written(each, f"/{self.form.root}", (), values, told) for each in self.stem.below.values())
        inside = "".join(chain.from_iterable(pieces))
        meta = f"<orx:meta><orx:instanceID>{escape(instance_id)}</orx:instanceID></orx:meta>"
        return f"{self.begins}{inside}{meta}</{self.form.root}>".encode()


def write_instance(form: Form, answers: Iterable[Answer], *, instance_id: str) -> bytes:
    """One filled form."""
    return Writing(form).instance(answers, instance_id)


def _stem_of(form: Form) -> _Stem:
    """The steps of the instance, in order, without those that tell of the filling in."""
    root = _Stem(form.root)
    for question in form.questions:
        at, stem = f"/{form.root}", root
        steps = question.path[len(at) + 1 :].split("/")
        if steps[0] == "meta":
            continue
        for step in steps:
            at = f"{at}/{step}"
            stem = stem.below.setdefault(step, _Stem(step, at in form.repeats))
    return root


def _most_told(values: Iterable[tuple[str, Index]], repeats: Sequence[str]) -> dict[tuple[str, Index], int]:
    """How many times each repeat was told, within each telling of those above it."""
    found: dict[tuple[str, Index], int] = {}
    for path, index in values:
        above = sorted((each for each in repeats if path.startswith(f"{each}/")), key=len)
        for level, repeat in enumerate(above):
            key = (repeat, index[:level])
            found[key] = max(found.get(key, 0), index[level])
    return found


def _written(
    stem: _Stem, above: str, index: Index, values: dict[tuple[str, Index], str], told: dict[tuple[str, Index], int]
) -> Iterator[str]:
    path = f"{above}/{stem.name}"
    places = [(*index, number) for number in range(1, told.get((path, index), 0) + 1)] if stem.is_repeat else [index]
    for place in places:
        if stem.below:
            yield f"<{stem.name}>"
            for each in stem.below.values():
                yield from _written(each, path, place, values, told)
            yield f"</{stem.name}>"
        else:
            value = values.get((path, place), "")
            yield f"<{stem.name}>{escape(value)}</{stem.name}>" if value else f"<{stem.name}/>"
