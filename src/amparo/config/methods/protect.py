"""``./amparo methods protect``: a table by plan, with every cell hidden that has to be."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from amparo.config.language import say as _
from amparo.config.methods import reading, showing
from amparo.config.methods.planning import read_plan
from amparo.methods.disclosure import REASONS, Counts, Ledger, Plan, Release, as_text, count, from_text, protect
from amparo.methods.workers import workers

EXAMPLE = "./amparo methods protect docs/methods/examples/incidents.csv --plan docs/methods/examples/plan.toml"


def purpose() -> str:
    """What it is for."""
    return _("Hide in a table what could be told of a person, by a fixed plan, and prove it against attackers.")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("file", help=_("CSV: one row a person, or a column of how many"))
    parser.add_argument("--plan", required=True, help=_("TOML: dimensions, tables and rules"))
    parser.add_argument("--edition", default="1", help=_("how this edition is called"))
    parser.add_argument("--audience", default="public", help=_("for whom it is"))
    parser.add_argument("--ledger", help=_("JSON: everything published before; this edition is added to it"))
    parser.add_argument(
        "--revise", action="store_true",
        help=_("count what came late to closed cells: it can cost most of the figures, for good; see --try first"),
    )  # fmt: skip
    parser.add_argument(
        "--try", dest="tried", action="store_true",
        help=_("show it and keep nothing; with --revise also how many figures are shown without it"),
    )  # fmt: skip
    parser.add_argument("--seconds", type=float, default=120.0, help=_("for the solver; then nothing is published"))


def run(options: argparse.Namespace) -> showing.Answer:
    """Protect, keep the ledger, and show."""
    plan, columns = read_plan(options.plan)
    table, before = reading.read(options.file), _ledger(options.ledger)
    with showing.speaking_of(table.lines):
        counts = _counts(table, plan, columns.organisation, columns.persons, columns.arrival, len(before.editions) + 1)
        release = _protected(counts, plan, before, options, revise=options.revise)
        tried = _tried(release, counts, plan, before, options) if options.tried else []
    first = _("No edition is known before this one: it is protected as if it were the first.")
    if options.ledger and not options.tried:
        keep(options.ledger, release.ledger)
    return showing.Answer(
        release,
        tables=tuple(_shown(plan, release, each.name) for each in plan.tables),
        said=(
            _("Safe: %(targets)s cells that must stay hidden, %(attackers)s attackers, none can tell one narrowly.")
            % {"targets": release.audit.targets, "attackers": release.audit.attackers},
            _("Why a cell is hidden is for who checks this. It is not published."),
            *([] if before.editions else [first]),
            *tried,
        ),
        assumptions=release.assumptions,
        remarks=(*release.warnings, *release.audit.warnings),
    )


def _protected(
    counts: Counts, plan: Plan, before: Ledger, options: argparse.Namespace, *, revise: bool
) -> Release:  # fmt: skip
    """The edition, with or without what came late."""
    return protect(
        counts, plan=plan, name=options.edition, ledger=before, audience=options.audience, revise=revise,
        time_limit_s=options.seconds, progress=showing.progress, executor=workers(),
    )  # fmt: skip


def _tried(
    release: Release, counts: Counts, plan: Plan, before: Ledger, options: argparse.Namespace
) -> list[str]:  # fmt: skip
    """What an edition would cost that is only looked at."""
    said = [_("Nothing was kept: the ledger stands as it was.")]
    if options.revise and before.editions:
        other = _protected(counts, plan, before, options, revise=False)
        shown = [sum(each.value is not None for each in one.cells) for one in (release, other)]
        said.append(
            _("With --revise %(with)s of %(of)s figures are shown, without it %(without)s. What is hidden once stays"
              " hidden.") % {"with": shown[0], "of": len(release.cells), "without": shown[1]}
        )  # fmt: skip
    return said


def keep(path: str, ledger: Ledger) -> None:
    """Write a ledger for its owner alone, whole or not at all."""
    half = Path(f"{path}.new")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(as_text(ledger))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def _ledger(path: str | None) -> Ledger:
    if path is None:
        return Ledger()
    if not Path(path).exists():
        if not os.access(Path(path).parent, os.W_OK):  # said before the work, not after it
            raise reading.Unreadable(_("%(file)s cannot be written: is its folder there, and yours?") % {"file": path})
        return Ledger()
    with showing.speaking_of((), path):
        return from_text(reading.text_of(path))


def _counts(
    table: reading.Table, plan: Plan, organisation: str | None, persons: str | None, arrival: str | None, batches: int
) -> Counts:
    """The columns of the file as positions of the plan."""
    names: tuple[str, ...] = ()
    by: np.ndarray | None = None
    if organisation is not None:
        names = tuple(sorted(each for each in set(table.texts(organisation)) if each.casefold() not in reading.MISSING))
        by = _places(table, organisation, names)
    return count(
        {each.name: _places(table, each.name, each.leaves) for each in plan.dimensions},
        plan=plan,
        organisation=by,
        organisations=names,
        batch=None if arrival is None else _whole(table, arrival) - 1,
        batches=batches,
        persons=None if persons is None else _whole(table, persons),
    )


def _places(table: reading.Table, column: str, known: Sequence[str]) -> np.ndarray:
    """Each value as its position; what is not known is -1, and is refused with its line."""
    place = {name: number for number, name in enumerate(known)}
    return np.array([place.get(text, -1) for text in table.texts(column)], np.int64)


def _whole(table: reading.Table, column: str) -> np.ndarray:
    """A column of whole numbers; what is none becomes -1, and is refused with its line."""
    values = np.array(table.numbers(column, missing=False), float)
    return np.where((values == np.floor(values)) & (np.abs(values) < 2**53), values, -1).astype(np.int64)


def _shown(plan: Plan, release: Release, name: str) -> showing.Rows:
    """One table: a row a cell, its figure, and why it is hidden."""
    table = next(each for each in plan.tables if each.name == name)
    named = tuple(each.name for each in plan.dimensions if each.name in dict(table.levels))
    rows = tuple(
        (
            *cell.label[1:],
            None if cell.value is None else cell.value,
            "; ".join(_(REASONS[each]) for each in dict.fromkeys(cell.reasons)),
        )
        for cell in release.cells
        if cell.label[0] == name
    )
    return showing.Rows(name, (*named, _("persons"), _("why hidden")), rows)
