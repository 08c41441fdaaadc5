"""The job: from what was asked for to a kept result. And making one again, to compare its bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.commons.jobs.jobs import Tell
from amparo.formats.frozen import canonical, digest
from amparo.formats.indicators import Indicator, indicators
from amparo.information.risk_profiles.actions import keep_result
from amparo.information.risk_profiles.jobs.coming import keep_came
from amparo.information.risk_profiles.jobs.comparing import compared
from amparo.information.risk_profiles.jobs.reading import People, book_digests, books_of, samples_of
from amparo.information.risk_profiles.jobs.reckoning import Reckoned, reckon
from amparo.information.risk_profiles.queries import METHOD, Kept, kept, subject_of
from amparo.methods.estimate import Refused, in_plain_words, remark

KIND = "profile"
STEPS = 100
SETTINGS = ("sources", "period", "populations", "size_sources", "seed", "replicates", "quarter")

READ = in_plain_words("What may be counted is being read.")
SAMPLE = in_plain_words("Territory %(n)s of %(of)s is being reckoned, draw by draw.")
COMPARE = in_plain_words("Territories are being compared.")


@dataclass(frozen=True, slots=True)
class Made:
    """A profile that was made: of what, and what came of it."""

    recipe: Mapping[str, Any]
    body: Mapping[str, Any]


def make_profile(arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str:
    """Make a profile and keep it; the reference of the result."""
    made = made_of(arguments, tell=tell)
    keep_came(by=by)
    return keep_result(KIND, subject_of(arguments["sources"]), recipe=made.recipe, body=made.body, by=by).reference


def make_again(arguments: Mapping[str, Any], *, by: str, tell: Tell) -> str:
    """Make a kept profile again. It is refused, in words, where the bytes are not the same or cannot be."""
    row = kept(arguments["reference"], KIND)
    if row is None:
        raise Refused(remark("no_result", "There is no such result."))
    compare_again(row, tell=tell)
    return row.reference


def compare_again(row: Kept, *, tell: Tell | None = None) -> None:
    """The same bytes again, or :class:`Refused`, which says what differs."""
    if row.recipe["method"] != METHOD:
        raise Refused(
            remark("older_method", "It was made by an older method, which is not here any more. The result stands as it"
                   " was made; make a new one to have its figures by the method of today.")
        )  # fmt: skip
    made = made_of({name: row.recipe[name] for name in SETTINGS}, tell=tell)
    if canonical(made.recipe) != canonical(row.recipe):
        raise Refused(
            remark("other_inputs", "It cannot be made again: since then the answers that may be counted, a codebook,"
                   " the indicators or the method changed. The result stands as it was made.")
        )  # fmt: skip
    if digest(canonical(made.body)) != row.digest:
        raise Refused(
            remark("other_bytes", "Made again of the same, it is not the same. Trust neither until somebody knows why.")
        )


def made_of(arguments: Mapping[str, Any], *, tell: Tell | None = None) -> Made:
    """The whole of it. It reads rows and keeps nothing."""
    settings = {name: arguments[name] for name in SETTINGS} | {"sources": sorted(set(arguments["sources"]))}
    _say(tell, 0, READ)
    samples = samples_of(settings["sources"], period=settings["period"])
    if not samples:
        raise Refused(remark("no_rows", "Nothing that may be counted was brought in from these studies."))
    asked, books = indicators(), books_of(samples)
    reckoned = []
    for place, people in enumerate(samples):
        heard = _Heard(tell, place, len(samples))
        heard(0, 1)
        size = settings["populations"].get(people.source)
        reckoned.append(
            reckon(
                people, asked, books, populations=(size[0], size[1], size[2]) if size else None, seed=settings["seed"],
                replicates=settings["replicates"], quarter=settings["quarter"], heard=heard,
                size_source=settings["size_sources"].get(people.source, ""),
            )
        )  # fmt: skip
    _say(tell, STEPS - 1, COMPARE)
    return Made(recipe_of(settings, samples, asked), body_of(reckoned, asked, settings))


def recipe_of(settings: Mapping[str, Any], samples: Sequence[People], asked: Sequence[Indicator]) -> dict[str, Any]:
    """All that the result hangs on."""
    return {
        **settings, "method": METHOD, "rows": [each.digest for each in samples], "books": book_digests(samples),
        "indicators": digest(canonical([each.said() for each in asked])),
    }  # fmt: skip


def body_of(samples: Sequence[Reckoned], asked: Sequence[Indicator], settings: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept. No number of a study is in it, and nothing of what may not be shown."""
    used = {share.indicator for each in samples for share in each.shares}
    return {
        "period": settings["period"],
        "replicates": settings["replicates"],
        "seed": settings["seed"],
        "indicators": [each.said() for each in asked if each.code in used],
        "not_asked": [each.code for each in asked if each.code not in used],
        "samples": [{**each.kept, "shares": [share.kept for share in each.shares]} for each in samples],
        "comparisons": compared(samples),
    }


class _Heard:
    """How far one sample is, told as a part of the whole."""

    def __init__(self, tell: Tell | None, place: int, of: int) -> None:
        self.tell, self.place, self.of = tell, place, of

    def __call__(self, done: int, of: int) -> None:
        step = int((STEPS - 5) * (self.place + done / max(of, 1)) / self.of) + 3
        if self.tell is not None:
            self.tell(step, STEPS, SAMPLE, n=self.place + 1, of=self.of)


def _say(tell: Tell | None, step: int, text: str) -> None:
    if tell is not None:
        tell(step, STEPS, text)
