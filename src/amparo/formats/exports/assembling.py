"""What one row tells, put together: many columns that are one answer, in the order in which the form asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from amparo.formats.exports.columns import DAY, GIVEN, NUMBER, TAKEN, Columns
from amparo.formats.exports.faults import BadValue, RowFault
from amparo.formats.exports.limits import LONGEST_FORM
from amparo.formats.exports.numbers import number_in
from amparo.formats.exports.records import Cell, Column, Index, Row, Told
from amparo.formats.exports.values import cleaned, day_of, is_ticked, place_of_parts
from amparo.formats.openrosa.forms import Question
from amparo.formats.openrosa.submissions import Answer

type Place = tuple[str, Index]


@dataclass(slots=True)
class Assembling:
    """Rows of one form. ``turned`` says of a column how its days are turned."""

    columns: Columns
    turned: Mapping[Column, str] = field(default_factory=dict)
    depth: dict[str, int] = field(init=False)  # how many repeats stand above each question
    _order: dict[str, tuple[tuple[int, bool], ...]] = field(init=False)

    def __post_init__(self) -> None:
        first: dict[str, int] = {}
        for number, question in enumerate(self.columns.form.questions):
            for path in (*question.groups, question.path):
                first.setdefault(path, number)
        self._order = {
            each.path: tuple((first[path], path in self.columns.repeats) for path in (*each.groups, each.path))
            for each in self.columns.form.questions
        }
        self.depth = {path: sum(again for _number, again in order) for path, order in self._order.items()}

    def row(self, told: Told) -> Row:
        """The row, with whatever is wrong with it."""
        one = _One(self, told)
        for cell in told.cells:
            one.take(cell)
        one.finish()
        values = self._closed_up(one.values) if any(index for _path, index in one.values) else one.values
        answers = tuple(
            Answer(path, value, index)
            for (path, index), value in sorted(values.items(), key=lambda each: self.place(*each[0]))
        )
        faults = [*told.faults, *one.faults]
        if not answers and not faults:
            faults.append(RowFault(told.number, BadValue("says_nothing")))
        if sum(len(each.value) + 2 * len(each.path) for each in answers) > LONGEST_FORM:
            faults.append(RowFault(told.number, BadValue("too_long")))
        media = tuple(dict.fromkeys(each.value for each in answers if self._question(each.path).type == "binary"))
        return Row(told.number, answers, *one.number(), media=media, faults=tuple(faults))

    def _question(self, path: str) -> Question:
        return self.columns.questions[path]

    def place(self, path: str, index: Index) -> tuple[tuple[int, int], ...]:
        """Where an answer stands in the document: what is told again goes by its position."""
        positions = iter(index)
        return tuple((number, next(positions, 0) if again else 0) for number, again in self._order[path])

    def _closed_up(self, values: Mapping[Place, str]) -> dict[Place, str]:
        """Positions without a gap: a visit of which nothing was told has none."""
        again = {path: self._repeats_above(path) for path, _index in values}
        told: dict[tuple[str, Index], set[int]] = {}
        for path, index in values:
            for level, repeat in enumerate(again[path]):
                told.setdefault((repeat, index[:level]), set()).add(index[level])
        places = {key: {old: new for new, old in enumerate(sorted(them), 1)} for key, them in told.items()}

        def closed(path: str, index: Index) -> Index:
            above = enumerate(again[path])
            return tuple(places[repeat, index[:level]][index[level]] for level, repeat in above)

        return {(path, closed(path, index)): value for (path, index), value in values.items()}

    def _repeats_above(self, path: str) -> list[str]:
        return [each for each in self._question(path).groups if each in self.columns.repeats]


@dataclass(slots=True)
class _One:
    """One row."""

    all: Assembling
    told: Told
    values: dict[Place, str] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    _chosen: dict[Place, list[str]] = field(default_factory=dict)
    _split: dict[Place, Column] = field(default_factory=dict)
    _parts: dict[Place, dict[str, str]] = field(default_factory=dict)
    _cells: dict[Place, Cell] = field(default_factory=dict)
    _numbers: dict[int, str] = field(default_factory=dict)

    def take(self, cell: Cell) -> None:
        """One cell of it."""
        column, text = cell.column, cell.text
        if column.use in {NUMBER, GIVEN}:
            if text.strip() and not cell.index:
                self._numbers.setdefault(int(column.choice), text.strip())
            return
        if not column.path or column.use not in TAKEN or not text.strip():
            return
        place = (column.path, (*cell.index, *column.index))
        if len(place[1]) != self.all.depth[column.path]:
            self._wrong(cell, BadValue("belongs_to_nobody"))
        elif column.choice:
            self._take_part(cell, place)
        else:
            self._take_whole(cell, place)

    def _take_whole(self, cell: Cell, place: Place) -> None:
        question, order = self.all._question(place[0]), self.all.turned.get(cell.column, "")
        try:
            value = day_of(cell.text, order) if cell.column.use == DAY else cleaned(question, cell.text, order)
        except BadValue as error:
            self._wrong(cell, error)
            value = cell.text
        if self.values.setdefault(place, value) != value:
            self._wrong(cell, BadValue("said_twice"))
        self._cells[place] = cell

    def _take_part(self, cell: Cell, place: Place) -> None:
        """One choice of many, or one part of a place."""
        if self.all._question(place[0]).type == "geopoint":
            self._parts.setdefault(place, {})[cell.column.choice] = cell.text
            self._cells.setdefault(place, cell)
            return
        try:
            is_chosen = is_ticked(cell.text)
        except BadValue as error:
            self._wrong(cell, error)
            return
        self._split.setdefault(place, cell.column)
        if is_chosen:
            self._chosen.setdefault(place, []).append(cell.column.choice)

    def finish(self) -> None:
        """What stood in several columns becomes one answer; where it also stands in one, both have to agree."""
        for place, column in self._split.items():
            chosen, whole = self._chosen.get(place, []), self.values.get(place)
            if whole is None:
                if chosen:
                    self.values[place] = cleaned(self.all._question(place[0]), " ".join(chosen))
            elif set(whole.split()) != set(chosen):
                self.faults.append(RowFault(self.told.number, BadValue("split_differs"), column.name, column.table))
        for place, parts in self._parts.items():
            if place in self.values:
                continue
            text = "0"
            try:
                text = place_of_parts(parts)
                self.values[place] = cleaned(self.all._question(place[0]), text)
            except BadValue:
                self.values[place] = " ".join(parts.values())
                self._wrong(self._cells[place], BadValue("not_a_place"))

    def _wrong(self, cell: Cell, why: BadValue) -> None:
        self.faults.append(RowFault(cell.row or self.told.number, why, cell.column.name, cell.table))

    def number(self) -> tuple[str, str]:
        """The number of these answers since they were filled in, and the one that somebody gave them."""
        best = min(self._numbers, default=None)
        return number_in(self._numbers[best]) if best is not None else ("", "")


def assembled(columns: Columns, told: Iterable[Told], turned: Mapping[Column, str]) -> Iterable[Row]:
    """Each row in turn."""
    one = Assembling(columns, turned)
    return map(one.row, told)
