"""A multiplier whose share comes from a survey of recruits, with its replicates: the error of recruitment is in it."""

import argparse
from dataclasses import replace

from amparo.config.language import say as _
from amparo.config.methods import rds_file, reading, showing
from amparo.methods.estimate import Estimate
from amparo.methods.population import multiplier
from amparo.methods.workers import workers

TOGETHER = ("counted", "survey", "outcome", "group")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The words that say it."""
    parser.add_argument(
        "--counted", type=float, metavar="M", help=_("how many were counted outside; their share is in --survey")
    )
    parser.add_argument("--survey", metavar="FILE", help=_("a file of recruits, as of ./amparo methods rds"))
    parser.add_argument("--outcome", metavar="COL", help=_("of the survey: who was among those counted"))
    parser.add_argument("--group", metavar="VALUE", help=_("of that column: what those say who were"))
    rds_file.arguments(parser)
    parser.add_argument("--replicates", type=int, default=1000, metavar="B", help=_("how many replicates are drawn"))
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help=_("of the replicates; it is told with the result")
    )
    parser.add_argument(
        "--unmatched-are-seeds", action="store_true", help=_("of RDSAT: whose coupon nobody gave out is a seed")
    )


def surveyed(options: argparse.Namespace) -> Estimate | None:
    """The number of people by a count and a survey, where both were given. The size is what is sought: so RDS-II."""
    given = [name for name in TOGETHER if getattr(options, name) is not None]
    if not given:
        return None
    if missing := [f"--{name}" for name in TOGETHER if name not in given]:
        raise reading.Unreadable(
            _("A multiplier of a survey also needs %(missing)s.") % {"missing": ", ".join(missing)}
        )
    from amparo.methods.hidden import estimate_rds

    recruits = rds_file.read_recruits(argparse.Namespace(**vars(options) | {"file": options.survey}))
    with showing.speaking_of(recruits.lines, options.survey):
        found = estimate_rds(
            recruits.sample, recruits.groups(options.outcome), bootstrap="tree", replicates=options.replicates,
            seed=options.seed, level=options.level, beside=recruits.beside(options, options.outcome),
            executor=workers(), progress=showing.progress,
        )  # fmt: skip
        named = {each.name: each for each in found.sizes[0].groups}
        if options.group not in named:
            raise reading.Unreadable(
                _("%(file)s, %(column)s: nobody says “%(group)s”. It has: %(known)s.")
                % {
                    "file": options.survey, "column": options.outcome, "group": options.group,
                    "known": ", ".join(named),
                }
            )  # fmt: skip
        share = named[options.group]
        told = multiplier(options.counted, share.value, asked=share.n, replicates=share.replicates, level=options.level)
    # Rows of the survey are no lines of the file of histories.
    beside = [replace(each, rows=()) for each in (*found.warnings, *share.warnings)]
    return replace(told, seed=options.seed, warnings=tuple(dict.fromkeys((*told.warnings, *beside))))
