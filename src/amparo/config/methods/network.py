"""``./amparo methods network NODES EDGES``: what is within reach, who holds it together, what is lost if one goes."""

import argparse
import math
from typing import Any

from amparo.config.language import say as _
from amparo.config.methods import network_more, reading, showing
from amparo.methods.networks import (
    Demand,
    Losses,
    Network,
    Reach,
    Service,
    Structure,
    Tie,
    every_demand,
    losses,
    network,
    reach,
    structure,
)

EXAMPLE = (
    "./amparo methods network docs/methods/examples/services.csv docs/methods/examples/ties.csv --demand "
    "docs/methods/examples/demand.csv --without institution"
)
KINDS = ("service", "organisation", "institution", "funder")


def purpose() -> str:
    """What it is for."""
    return _(
        "Who gets to a service that accepts her, and what is lost if one is gone? Services: id, organisation, place, "
        "accepts (needs, with blanks between), institution, funder. Ties: source, target, sent, accepted, hours."
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Its words."""
    parser.add_argument("nodes", help=_("CSV of services"))
    parser.add_argument("edges", help=_("CSV of ties: agreements and referrals that were seen"))
    parser.add_argument("--demand", metavar="FILE", help=_("CSV of place, need, weight; otherwise each place and need"))
    parser.add_argument("--hops", type=int, default=3, help=_("referrals at most"))
    parser.add_argument("--hours", type=float, default=math.inf, help=_("of the whole way, at most"))
    parser.add_argument("--without", choices=KINDS, default="service", help=_("of what kind one is taken away"))
    parser.add_argument("--top", type=int, default=10, help=_("how many are shown"))
    network_more.arguments(parser)


def run(options: argparse.Namespace) -> showing.Answer:
    """Read both files, and answer the three questions."""
    nodes, edges = reading.read(options.nodes), reading.read(options.edges, empty=True)
    net = _network(nodes, edges)
    if options.demand:
        asked = reading.read(options.demand)
        with showing.speaking_of(asked.lines, asked.name):
            demand = [
                Demand(place, need, weight)
                for place, need, weight in zip(
                    asked.texts("place"), asked.texts("need"), _numbers(asked, "weight", 1.0), strict=True
                )
            ]
            found = reach(net, demand, hops=options.hops, hours=options.hours)
    else:
        demand = list(every_demand(net))
        found = reach(net, demand, hops=options.hops, hours=options.hours)
    lost, shape = _lost(net, demand, found, options), structure(net)
    others = network_more.more(options, found)
    known: dict[str, Any] = {"reach": found} | ({} if lost is None else {"losses": lost}) | {"structure": shape}
    tables = [_of_reach(found, options.top), _of_structure(shape, options.top)]
    if lost is not None:
        tables.insert(1, _of_losses(lost, options.top))
    said = [*_sentences(found, lost, shape), *(each for other in others for each in other.said)]
    taken = [*(lost or found).assumptions, *(each for other in others for each in other.assumptions)]
    remarks = [each for answer in known.values() for each in answer.warnings]
    remarks += [each for other in others for each in other.remarks]
    return showing.Answer(
        known | {each.name: each.result for each in others},
        (*tables, *(each.table for each in others)), tuple(said), tuple(dict.fromkeys(taken)),
        tuple(dict.fromkeys(_without_rows(each) for each in remarks)),
    )  # fmt: skip


def _lost(net: Network, demand: list[Demand], found: Reach, options: argparse.Namespace) -> Losses | None:
    """What is lost if one is gone; nothing can be where nothing is within reach, and new sites may still be sought."""
    if found.share == 0 and options.sites:
        return None
    return losses(net, demand, by=options.without, hops=options.hops, hours=options.hours, progress=showing.progress)


def _network(nodes: reading.Table, edges: reading.Table) -> Network:
    """The network of two files; what is wrong is said with the lines of the file it stands in."""
    services = [
        Service(name, organisation, place, frozenset(needs.split()), institution, funder)
        for name, organisation, place, needs, institution, funder in zip(
            nodes.texts("id"), nodes.texts("organisation"), nodes.texts("place"), nodes.texts("accepts"),
            _texts(nodes, "institution"), _texts(nodes, "funder"), strict=True,
        )
    ]  # fmt: skip
    with showing.speaking_of(nodes.lines, nodes.name):
        network(services, [])
    ties = [
        Tie(source, target, _whole(sent), _whole(accepted), hours)
        for source, target, sent, accepted, hours in zip(
            edges.texts("source"), edges.texts("target"), _numbers(edges, "sent", 0.0),
            _numbers(edges, "accepted", 0.0), _numbers(edges, "hours", 0.0), strict=True,
        )
    ]  # fmt: skip
    with showing.speaking_of(edges.lines, edges.name):
        return network(services, ties)


def _texts(table: reading.Table, column: str) -> list[str]:
    """A column that may be missing."""
    return table.texts(column) if column in table.columns else [""] * len(table)


def _numbers(table: reading.Table, column: str, otherwise: float) -> list[float]:
    """A column of numbers that may be missing."""
    return table.numbers(column, missing=False) if column in table.columns else [otherwise] * len(table)


def _whole(value: float) -> int:
    """A count as a whole number; what is none stays, and is refused with its row."""
    return int(value) if value.is_integer() else value  # type: ignore[return-value]


def _without_rows(remark: Any) -> Any:
    """Rows of three files would be mistaken for those of one; the sentence has its number."""
    return type(remark)(remark.code, remark.text, remark.values)


def _of_reach(found: Reach, top: int) -> showing.Rows:
    """Who gets nowhere first, then who goes farthest."""
    ways = sorted(found.ways, key=lambda each: (each.reached, -each.weight, -(each.hours or 0.0)))
    rows = tuple(
        (each.place, each.need, each.weight, each.reached, each.hours, each.hops, " → ".join(each.through))
        for each in ways[:top]
    )
    names = (_("place"), _("need"), _("weight"), _("reached"), _("hours"), _("hops"), _("by way of"))
    return showing.Rows(_("Within reach: who is not, first"), names, rows)


def _of_losses(found: Losses, top: int) -> showing.Rows:
    """The largest losses."""
    rows = tuple((each.name, each.services, f"{100 * each.loss:.1f} %") for each in found.losses[:top])
    return showing.Rows(_("If one is gone"), (_("who"), _("services"), _("lost")), rows)


def _of_structure(found: Structure, top: int) -> showing.Rows:
    """Those that stand between, and those that hold it together."""
    order = sorted(range(len(found.services)), key=lambda node: (-found.betweenness[node], found.services[node]))
    rows = tuple(
        (
            found.services[node], float(found.betweenness[node]), int(found.degree_in[node]),
            int(found.degree_out[node]), int(found.core[node]), found.services[node] in found.articulation,
        )
        for node in order[:top]
    )  # fmt: skip
    names = (_("service"), _("betweenness"), _("sent to it"), _("it sends to"), _("core"), _("holds it together"))
    return showing.Rows(_("Who stands between"), names, rows)


def _sentences(found: Reach, lost: Losses | None, shape: Structure) -> tuple[str, ...]:
    """What the whole is like."""
    said = [
        _("%(share)s %% of the demand is within reach of a service that accepts it.")
        % {"share": f"{100 * found.share:.1f}"},
        _("Parts: %(parts)s. Services that stand alone: %(isolated)s. Ties that hold it together: %(bridges)s.")
        % {"parts": len(shape.weak_parts), "isolated": len(shape.isolated), "bridges": len(shape.bridges)},
    ]
    if shape.reciprocity is not None:
        said.append(_("Of 100 ties %(both)s go both ways.") % {"both": f"{100 * shape.reciprocity:.0f}"})
    if lost is not None and lost.pair is not None and lost.pair_loss is not None:
        said.append(
            _("Without %(one)s and %(other)s together: %(loss)s %% less.")
            % {"one": lost.pair[0], "other": lost.pair[1], "loss": f"{100 * lost.pair_loss:.1f}"}
        )
    return tuple(said)
