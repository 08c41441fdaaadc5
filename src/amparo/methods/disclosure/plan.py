"""What will be published, fixed before anybody looks at the data: dimensions, their groups, tables, and the rules.

A table that is asked for freely is asked for until it answers. So nothing is published here but by a plan, which is a
frozen value: whoever writes it has not seen the cells, and two people who read it see the same tables.

A *dimension* has finest categories (its leaves) and levels. A level is one way of putting leaves together: departments
into countries, everything into a total, and the border strip, which is no union of departments at all. Levels need not
be nested; a code of any level is a set of leaves, and that is all the arithmetic knows of it. A *table* names for each
of its dimensions the levels it shows; its cells are every combination of their codes. A dimension that a table does not
name is summed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from amparo.methods.disclosure.names import alike
from amparo.methods.estimate import Refused, Remark, remark, whole

type Flags = NDArray[np.bool_]
type Where = tuple[tuple[str, tuple[str, ...]], ...]  # dimension -> leaves; a dimension not named is not cut

LEAST_PERSONS = {"violence": 10, "police": 10, "trafficking": 10, "other": 5}  # a cell of fewer is never shown
LEAST_ORGANISATIONS = 3  # behind a cell, for violence, police and trafficking
ZEROS = ("protected", "shown")
MOST_LEAVES = 2_000_000  # of all dimensions together: beyond it a table is a register


@dataclass(frozen=True, slots=True)
class Level:
    """One way of putting the leaves of a dimension together: for each code its leaves."""

    name: str
    codes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way in which people are told apart: its leaves, its levels (finest first), and what is sensitive of it.

    ``sensitive`` names the codes that say something of a person which must not be told even of a whole group: a kind
    of violence, say. Where everybody of a small group has it, the cell is hidden.
    """

    name: str
    leaves: tuple[str, ...]
    levels: tuple[Level, ...]
    sensitive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One published table: for each dimension it names, the levels it shows."""

    name: str
    levels: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Percentage:
    """Every cell of a table told once more as a share of the cell with the code ``of`` in one dimension."""

    table: str
    dimension: str
    of: str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be published, and the rules it is published by. It is checked when it is made.

    Parameters
    ----------
    subject : "violence", "police", "trafficking": at least 10 persons in a cell; "other": at least 5.
    threshold : persons; never below that of the subject, which stands where nothing is said.
    least_organisations : that have to stand behind a cell. 0 only where the data come from no organisations: then
        nothing is asked of them, and no organisation is audited as an attacker.
    colluding : how many contributing organisations are taken to put together what they know. A cell must still hold
        ``threshold`` persons without its so many largest contributors.
    width : of the interval in which an attacker may be left, for each sensitive cell, in persons.
    zeros : "protected": nobody is a small number too; "shown": a zero is published, and whoever reads a hidden cell
        then knows that it is not zero.
    whole_below : a group of fewer persons than this, all of one sensitive kind, is not shown.
    known_whole : organisations that published figures of their own: everybody is taken to know all that they gave.
    impossible : combinations that cannot occur at all, as dimension and leaves; their zeros are published.
    """

    dimensions: tuple[Dimension, ...]
    tables: tuple[Table, ...]
    subject: str = "violence"
    threshold: int | None = None
    least_organisations: int = 3
    colluding: int = 2
    width: int = 5
    zeros: str = "protected"
    whole_below: int = 30
    impossible: tuple[Where, ...] = ()
    percentages: tuple[Percentage, ...] = ()
    known_whole: tuple[str, ...] = ()
    shape: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", tuple(len(each.leaves) for each in self.dimensions))
        _check(self)

    @property
    def persons(self) -> int:
        """The fewest persons of a cell that is shown."""
        return self.threshold if self.threshold is not None else LEAST_PERSONS[self.subject]

    def dimension(self, name: str) -> Dimension:
        """A dimension by its name."""
        return next(each for each in self.dimensions if each.name == name)

    def codes(self, table: Table, dimension: Dimension) -> tuple[tuple[str, ...], Flags]:
        """The codes of a dimension that a table shows, and which leaves each has: flags of shape (codes, leaves)."""
        wanted = dict(table.levels).get(dimension.name)
        if wanted is None:
            return ("",), np.ones((1, len(dimension.leaves)), bool)
        pairs = [pair for level in dimension.levels if level.name in wanted for pair in level.codes]
        place = {leaf: number for number, leaf in enumerate(dimension.leaves)}
        flags = np.zeros((len(pairs), len(place)), bool)
        for row, (_, leaves) in enumerate(pairs):
            flags[row, [place[leaf] for leaf in leaves]] = True
        return tuple(code for code, _ in pairs), flags

    def cannot_be(self) -> Flags:
        """Which combinations of leaves are impossible; of the shape of the plan."""
        flags = np.zeros(self.shape, bool)
        for where in self.impossible:
            flags |= chosen(where, self.leaves())
        return flags

    def leaves(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The leaves of every dimension."""
        return tuple((each.name, each.leaves) for each in self.dimensions)


def dimension(
    name: str,
    leaves: Sequence[str],
    *,
    groups: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    total: str | None = "Total",
    sensitive: Sequence[str] = (),
) -> Dimension:
    """A dimension with the levels "each" (every leaf), those of ``groups``, and "total".

    Parameters
    ----------
    name, leaves : of the dimension; its finest categories.
    groups : for the name of a level its codes and their leaves. They need not be nested, nor cover everything.
    total : the code of everything; ``None`` where there is none.
    sensitive : codes that must not be told even of a whole group.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    levels = [Level("each", tuple((leaf, (leaf,)) for leaf in leaves))]
    levels += [
        Level(key, tuple((code, tuple(of)) for code, of in group.items())) for key, group in (groups or {}).items()
    ]
    if total is not None:
        levels.append(Level("total", ((total, tuple(leaves)),)))
    return Dimension(name, tuple(leaves), tuple(levels), tuple(sensitive))


def table(name: str, levels: Mapping[str, Sequence[str]]) -> Table:
    """A table that shows these levels of these dimensions.

    Parameters
    ----------
    name : of the table, for its readers.
    levels : by dimension, the levels that are shown, as ``{"place": ["department", "all"]}``.

    References
    ----------
    Hundepool et al. (2012), chapter 4, see ``audit``.
    """
    return Table(name, tuple((key, tuple(each)) for key, each in levels.items()))


def chosen(where: Where, leaves: tuple[tuple[str, tuple[str, ...]], ...]) -> Flags:
    """Which combinations of leaves a choice holds; one flag for each, in the shape of the dimensions."""
    named, flags = dict(where), np.zeros(tuple(len(each) for _, each in leaves), bool)
    places = [
        [each.index(leaf) for leaf in named[name]] if name in named else list(range(len(each))) for name, each in leaves
    ]
    flags[np.ix_(*places)] = True
    return flags


def _check(plan: Plan) -> None:
    """Everything that makes a plan no plan, said at once."""
    faults = [*_faults_of_rules(plan), *_faults_of_dimensions(plan), *_faults_of_tables(plan)]
    if faults:
        raise Refused(*faults)
    if np.prod([float(size) for size in plan.shape]) > MOST_LEAVES:
        raise Refused(remark("plan_too_fine", "The plan has more than %(most)s finest cells.", most=MOST_LEAVES))


def _faults_of_rules(plan: Plan) -> list[Remark]:
    faults: list[Remark] = []
    if plan.subject not in LEAST_PERSONS:
        return [remark("unknown_subject", "The subject “%(subject)s” is not known.", subject=plan.subject)]
    if plan.zeros not in ZEROS:
        faults.append(remark("unknown_zeros", "Zeros are “protected” or “shown”, not “%(zeros)s”.", zeros=plan.zeros))
    least = LEAST_PERSONS[plan.subject]
    if plan.persons < least:
        faults.append(
            remark(
                "threshold_too_low",
                "A threshold of %(threshold)s persons is too low: for this subject it is at least %(least)s.",
                threshold=plan.persons, least=least,
            )
        )  # fmt: skip
    whole("width", plan.width, least=1, most=max(1, plan.persons))
    whole("least_organisations", plan.least_organisations, least=0)
    whole("colluding", plan.colluding, least=0, most=3)
    whole("whole_below", plan.whole_below, least=plan.persons)
    few = plan.least_organisations < LEAST_ORGANISATIONS or not plan.colluding
    if plan.subject != "other" and plan.least_organisations and few:
        faults.append(
            remark(
                "too_few_hands",
                "For this subject at least %(least)s organisations stand behind a cell, and one of them is an"
                " attacker.",
                least=LEAST_ORGANISATIONS,
            )
        )
    return faults


def _faults_of_dimensions(plan: Plan) -> list[Remark]:
    faults = []
    for each in plan.dimensions:
        if not each.leaves or len(set(each.leaves)) != len(each.leaves):
            faults.append(remark("leaves", "The categories of %(name)s are none, or one stands twice.", name=each.name))
        codes = [code for level in each.levels for code, _ in level.codes]
        unknown = {leaf for level in each.levels for _, of in level.codes for leaf in of} - set(each.leaves)
        empty = [code for level in each.levels for code, of in level.codes if not of]
        if unknown or empty or len(set(codes)) != len(codes) or not set(each.sensitive) <= set(codes):
            faults.append(
                remark(
                    "codes",
                    "In %(name)s a code stands twice, is empty, or names a category that is not there: %(codes)s.",
                    name=each.name, codes=", ".join(sorted({*unknown, *empty, *(set(each.sensitive) - set(codes))})),
                )
            )  # fmt: skip
        if same := alike(codes):
            faults.append(
                remark(
                    "names_alike",
                    "In %(name)s there are names that are blank, or one name written in two ways: %(names)s.",
                    name=each.name, names=", ".join(map(repr, same)),
                )
            )  # fmt: skip
    names = [each.name for each in plan.dimensions]
    if not names or len(set(names)) != len(names):
        faults.append(remark("dimensions", "The plan has no dimension, or two of one name."))
    return faults


def _faults_of_tables(plan: Plan) -> list[Remark]:
    faults, known = [], {each.name: {level.name for level in each.levels} for each in plan.dimensions}
    if not plan.tables or len({each.name for each in plan.tables}) != len(plan.tables):
        faults.append(remark("tables", "The plan has no table, or two of one name."))
    for each in plan.tables:
        wrong = [
            f"{key}: {level}" for key, levels in each.levels for level in levels if level not in known.get(key, ())
        ]
        wrong += [key for key, levels in each.levels if not levels]
        if wrong:
            faults.append(
                remark(
                    "levels",
                    "The table %(table)s shows a level that is not there: %(wrong)s.",
                    table=each.name, wrong=", ".join(wrong),
                )
            )  # fmt: skip
    shown = {each.name: dict(each.levels) for each in plan.tables}
    for share in plan.percentages:
        levels = shown.get(share.table, {}).get(share.dimension, ())
        codes = {
            code
            for each in plan.dimensions if each.name == share.dimension
            for level in each.levels if level.name in levels
            for code, _ in level.codes
        }  # fmt: skip
        if share.of not in codes or not 0 <= share.decimals <= 2:
            faults.append(remark("percentage", "A percentage of %(table)s names no code of it.", table=share.table))
    for where, (key, leaves) in product(plan.impossible, [pair for each in plan.impossible for pair in each]):
        if (key, leaves) in where and (key not in known or not set(leaves) <= set(plan.dimension(key).leaves)):
            faults.append(remark("impossible", "What is impossible names nothing of the plan: %(name)s.", name=key))
    return faults
