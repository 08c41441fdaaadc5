"""A study is read, reckoned and kept. Whoever asks for the same again gets what is kept: a figure is reckoned once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop as _

from amparo.commons.codebooks.queries import codebook_of
from amparo.evidence.queries import sample_of
from amparo.formats.codes import by_code
from amparo.formats.frozen import canonical, digest
from amparo.formats.pressures import (
    FILE,
    Column,
    Item,
    Pressures,
    adults,
    column,
    in_these_words,
    parts_of,
    pressures,
)
from amparo.formats.samples import Sample, in_order, said_once
from amparo.information.exposure.jobs.comparing import compare_studies
from amparo.information.exposure.jobs.figures import METHOD, Asked, band_of, figure, plain, seed_of
from amparo.information.risk_profiles.actions import keep_result
from amparo.information.risk_profiles.queries import of_recipe

KIND = "pressure"
REPLICATES, SEED = 1000, 1
DEGREES = ("tie_here", "degree")  # the number of people by which a sample is weighed: of several the first
SHARED = ("zone", "territory")

type Tell = Callable[..., None]


def reckon_study(arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str:
    """The job: reckon a study under these settings, or find what is kept; the reference of the result."""
    source, sizes = str(arguments["source"]), tuple(float(each) for each in arguments.get("sizes", ()))
    told, sample = pressures(), in_order(sample_of(source))
    recipe = recipe_of(source, sample, sizes)
    reference = of_recipe(KIND, recipe)
    if not reference:
        body = reckoned(told, sample, source=source, sizes=sizes, tell=tell, replicates=REPLICATES)
        reference = keep_result(KIND, source, recipe=recipe, body=body, by=by).reference
    compare_studies(told.instrument.name, by=by)
    return reference


def recipe_of(source: str, sample: Sample, sizes: Sequence[float]) -> dict[str, Any]:
    """All that a result hangs on."""
    books = {name: book.digest for name in sorted(set(sample.books)) if (book := codebook_of(name)) is not None}
    return {
        "source": source, "rows": sample.digest, "books": books, "sizes": list(sizes), "replicates": REPLICATES,
        "seed": SEED, "method": METHOD, "figures": hashlib.sha256(FILE.read_bytes()).hexdigest(),
        "instrument": digest(canonical([[each.code, each.method, each.probability, each.items]
                                        for each in pressures().instrument.designs])),
    }  # fmt: skip


def reckoned(
    told: Pressures, sample: Sample, *, source: str, sizes: tuple[float, ...], tell: Tell, replicates: int
) -> dict[str, Any]:  # fmt: skip
    """Every figure of a study: of all, of each group and each period. It writes nothing.

    Raises
    ------
    Refused : where the sample itself is none, or the population is smaller than it.
    """
    chain, said = _chain(sample)
    asked = Asked(chain, _sizes(sizes, sample) if chain is not None else (), replicates, seed_of(SEED, source))
    parts = parts_of(told, sample.rows)
    columns = [(item, found) for item in told.items if (found := _column(told, item, sample)) is not None]
    items = []
    for number, (item, (answers, others)) in enumerate(columns):
        tell(number, len(columns), _("Figure %(n)s of %(all)s"), n=number + 1, all=len(columns))
        figures = [
            {"by": variable, "code": code, **figure(item, answers, mine, asked)}
            for (variable, code), mine in parts.items()
        ]
        words = band_of(others) if others else None
        items.append(
            {"code": item.code, "part": item.part, "way": item.way, "other_words": words, "figures": figures}
        )  # fmt: skip
    return {
        "source": source, "n": band_of(sum(adults(told, sample.rows))), "is_chain": chain is not None,
        "sizes": list(asked.sizes), "replicates": replicates, "items": items, "remarks": plain(said),
        **{name: _shared(sample.rows, name) for name in SHARED},
        "periods": sorted({each for name in told.periods for row in sample.rows for each in row.get(name, ())}),
    }  # fmt: skip


def _sizes(sizes: tuple[float, ...], sample: Sample) -> tuple[float, ...]:
    """The sizes, none of them below how many were asked: then every figure would be refused for the same reason."""
    if sizes and sizes[0] < len(sample):
        from amparo.methods.estimate import Refused, remark

        raise Refused(
            remark("population_below_sample", "The population is smaller than the sample: %(n)s people were asked.",
                   n=len(sample))
        )  # fmt: skip
    return sizes


def _column(told: Pressures, item: Item, sample: Sample) -> tuple[Column, int] | None:
    """The answers to one item, and how many were asked it in other words; None where nobody was asked."""
    alike = {name: _in_words(told, item, name) for name in set(sample.books)}
    if set(alike.values()) <= {None}:
        return None
    rows = [row if alike[book] else {} for book, row in zip(sample.books, sample.rows, strict=True)]
    return column(item, rows), sum(alike[book] is False for book in sample.books)


def _in_words(told: Pressures, item: Item, name: str) -> bool | None:
    book = codebook_of(name)
    return None if book is None else in_these_words(told, item, book)


def _chain(sample: Sample) -> tuple[Any, Iterable[Any]]:
    """The sample as ``methods.hidden`` takes it, and what is said of it; nothing where nobody brought anybody."""
    if not sample.is_chain:
        return None, ()
    from amparo.methods.hidden import from_recruiters, gates
    from amparo.methods.hidden.bottlenecks import unnamed_look

    places = range(len(sample))
    chain = from_recruiters(places, sample.recruiters, [_degree(row) for row in sample.rows])
    apart = unnamed_look(chain, said_once(sample.rows))
    chain = replace(chain, warnings=(*chain.warnings, *apart))
    return chain, (*chain.warnings, *gates.of_sample(chain))


def _degree(row: Mapping[str, Sequence[str]]) -> int | None:
    """How many she knows: the number that her band stands for."""
    bands = by_code("degree_band")
    told = next((row[name] for name in DEGREES if row.get(name)), ())
    return next((int(bands[each].more["stands_for"]) for each in told if each in bands), None)


def _shared(rows: Sequence[Mapping[str, Sequence[str]]], name: str) -> list[str]:
    """What is the same for all of a study."""
    return sorted({each for row in rows for each in row.get(name, ())})
