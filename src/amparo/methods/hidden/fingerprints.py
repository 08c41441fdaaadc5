"""Which sample it was: a word that is the same for the same people, links and degrees, and says nothing of them.

Two estimates are paired where replicate b of both is one draw. That two samples are of one size and were given one seed
does not make them one: so replicates carry a fingerprint of the sample, and of whatever else decided how they were
drawn. It is compared, and never leaves: it is no field of any JSON.

The tree bootstrap draws along the links alone, so all estimates of one sample under one seed are paired. Gile's and
Salganik's draw from group to group: their replicates belong to one outcome, and Gile's to one size of the population.
"""

import hashlib
from collections.abc import Iterable

from amparo.methods.hidden.outcome import Outcome
from amparo.methods.hidden.sample import Sample

TREE = "tree"


def fingerprint(sample: Sample) -> str:
    """A digest of ids, links, degrees as told and days, all that draws hang on; the order of the rows does not matter.

    Parameters
    ----------
    sample : whose replicates they are. An estimate of one's own, made with ``tree_replicated``, can be paired where it
        says ``drawn_from=(fingerprint(sample), "tree")`` and the seed.

    Returns
    -------
    str
        Equal for equal people, links, degrees and days; it says nothing of them, and is not shown.

    References
    ----------
    Baraff, McCormick and Raftery (2016), see ``tree_bootstrap`` (what the draws hang on).
    """
    days = [None] * len(sample) if sample.days is None else sample.days.tolist()
    return _digest(
        f"{sample.ids[row]}\x1f{sample.ids[by] if by >= 0 else ''}\x1f{sample.degree[row]!r}\x1f{days[row]!r}"
        for row, by in ((row, int(sample.recruiter[row])) for row in _by_id(sample))
    )


def of_draws(sample: Sample, outcome: Outcome, *, bootstrap: str, population: float | None) -> tuple[str, str]:
    """What two estimates have to have in common for their replicates to be the same draws."""
    whose = fingerprint(sample)
    if bootstrap == TREE:
        return whose, TREE
    said = (outcome.labels[code] if code >= 0 else "\x1e" for code in outcome.codes[_by_id(sample)].tolist())
    return whose, f"{bootstrap} {population!r} {_digest(said)}"


def _by_id(sample: Sample) -> list[int]:
    return sorted(range(len(sample)), key=sample.ids.__getitem__)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()
