"""What a scan found, as tables and sentences."""

from collections.abc import Sequence

from amparo.config.language import say as _
from amparo.config.methods import showing
from amparo.methods import spacetime
from amparo.methods.estimate import SHOWN_ROWS, Remark


def answer(
    found: spacetime.Scan, seen: spacetime.Seen | None, why_not: Sequence[Remark], lines: Sequence[int]
) -> showing.Answer:
    """The clusters, what would have been missed, and what has to be said."""
    tables = [_clusters(found)] if found.clusters else []
    tables += [_seen(seen)] if seen else []
    said = [
        _("%(cases)s cases, %(places)s places, %(zones)s zones, %(since)s to %(until)s, %(replicates)s replicates, "
          "seed %(seed)s.")
        % {
            "cases": f"{found.cases:g}", "places": found.places, "zones": found.zones, "since": found.since,
            "until": found.until, "replicates": found.replicates, "seed": found.seed,
        }
    ]  # fmt: skip
    for number, cluster in enumerate(found.clusters, 1):
        said.append(_("Cluster %(number)s: %(places)s.") % {"number": number, "places": ", ".join(cluster.places)})
        said += [f"  {showing.in_words(each)}" for each in cluster.warnings]
    result = {"scan": found, "seen": seen} if seen else found
    remarks = (*found.warnings, *(seen.warnings if seen else ()), *why_not)
    return showing.Answer(result, tuple(tables), tuple(said), found.assumptions, remarks, lines)


def _clusters(found: spacetime.Scan) -> showing.Rows:
    levels = {"alert": _("alert"), "watch": _("watch"), "none": "–"}
    rows = [
        (
            number, levels[each.level], len(each.places), str(each.since), str(each.until), each.cases, each.expected,
            each.relative_risk if each.relative_risk < float("inf") else None, each.llr, each.p, each.p_gumbel,
            None if each.recurrence_days is None else round(each.recurrence_days), each.persons, each.organisations,
        )
        for number, each in enumerate(found.clusters, 1)
    ]  # fmt: skip
    return showing.Rows(
        _("Clusters"),
        (
            "", _("level"), _("places"), _("since"), _("until"), _("cases"), _("expected"), _("risk"), "LLR", "p",
            _("p by Gumbel"), _("once in days"), _("persons"), _("organisations"),
        ),
        tuple(rows),
    )  # fmt: skip


def _seen(seen: spacetime.Seen) -> showing.Rows:
    """The places at which most is missed, first."""
    worst = sorted(seen.places, key=lambda each: (each.chance, -(each.smallest or 10**9), each.place))
    return showing.Rows(
        _("What could be seen: %(risk)s times what is usual, in %(days)s steps")
        % {"risk": f"{seen.relative_risk:g}", "days": seen.days},
        (_("place"), _("usual"), _("smallest alert"), _("chance to be seen")),
        tuple((each.place, each.usual, each.smallest, each.chance) for each in worst[:SHOWN_ROWS]),
    )
