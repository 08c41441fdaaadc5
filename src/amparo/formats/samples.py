"""A sample in the one order that it can have, whatever numbers its rows got in this build; and its digest. Pure.

Every time a door is opened the rows are shuffled and numbered anew. What is reckoned must not hang on that: so each
person is written as what she said and, sorted, those whom she brought; trees are sorted in the same way, and people
stand in that order. Whoever cannot be told apart by any of it is alike, and changes places with nobody else.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

TIME = re.compile(r"\d{4}(-.*)?")  # a year, a quarter, a month or a day

type Row = tuple[int, int | None, str, Mapping[str, Sequence[str]]]  # number, who brought her, codebook, codes


@dataclass(frozen=True, slots=True)
class Sample:
    """People in their order: by whom each came (the place of that person, or nobody), and what she said."""

    recruiters: tuple[int | None, ...] = field(repr=False)
    books: tuple[str, ...] = field(repr=False)
    rows: tuple[Mapping[str, Sequence[str]], ...] = field(repr=False)
    digest: str

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def is_chain(self) -> bool:
        """Did anybody come by somebody else?"""
        return any(each is not None for each in self.recruiters)


def in_order(rows: Iterable[Row]) -> Sample:
    """The sample of these rows.

    Raises
    ------
    ValueError : where people brought each other in a circle: such a sample has no beginning.
    """
    known = list(rows)
    people = {number: (book, codes) for number, _by, book, codes in known}
    brought: dict[int | None, list[int]] = {}
    for number, by, _book, _codes in known:
        brought.setdefault(by if by in people else None, []).append(number)
    order = _from_the_seeds(brought)
    if len(order) != len(people):
        raise ValueError("these people brought each other in a circle")
    marks: dict[int, str] = {}
    for number in reversed(order):
        marks[number] = _mark(people[number], sorted(marks[each] for each in brought.get(number, ())))
    sorted_out = _from_the_seeds({by: sorted(some, key=marks.__getitem__) for by, some in brought.items()})
    place: dict[int | None, int] = {number: at for at, number in enumerate(sorted_out)}
    came_by = {number: by for number, by, _book, _codes in known}
    whole = sha256("\n".join(sorted(marks[each] for each in brought.get(None, ()))).encode()).hexdigest()
    return Sample(
        tuple(place.get(came_by[each]) for each in sorted_out),
        tuple(people[each][0] for each in sorted_out),
        tuple(people[each][1] for each in sorted_out),
        whole,
    )


def said_once(rows: Sequence[Mapping[str, Sequence[str]]]) -> dict[str, list[str | None]]:
    """By variable what each person said, None where nothing: of those that have one answer a person.

    Times are left out: a person who was brought is asked soon after, and quarters are no parts of a population.
    """
    found = {}
    for name in sorted({name for row in rows for name in row}):
        said = [row.get(name, ()) for row in rows]
        if all(len(each) <= 1 for each in said) and not any(TIME.fullmatch(each[0]) for each in said if each):
            found[name] = [each[0] if each else None for each in said]
    return found


def _from_the_seeds(brought: Mapping[int | None, Sequence[int]]) -> list[int]:
    """Everybody, wave after wave, by the order in which each one's recruits stand."""
    order = list(brought.get(None, ()))
    for number in order:
        order.extend(brought.get(number, ()))
    return order


def _mark(person: tuple[str, Mapping[str, Any]], recruits: Sequence[str]) -> str:
    book, codes = person
    said = {name: sorted(values) for name, values in codes.items()}
    return sha256(json.dumps([book, said, recruits], sort_keys=True).encode()).hexdigest()
