"""A network of services: who is there, whom each takes, and who sends people to whom.

A node is a service or a focal point: its organisation, what kind of institution that is, who pays for it, where it is,
and the needs it *accepts* (not: the needs it writes on its door). A directed edge is an agreement to refer, or
referrals that were seen, with how many were sent and taken up and how many hours the way takes. It holds counts and
places, and nothing of anybody.

Every row is looked at before anything is computed. What cannot be is refused with its row; what is odd is kept and
said.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from amparo.methods.columns import text
from amparo.methods.estimate import Floats, Integers, Refused, Remark, remark

MOST_REFERRALS = 1_000_000  # of one tie; more is a slip of the pen, and would make the shortest tie too short to tell


@dataclass(frozen=True, slots=True)
class Service:
    """A place that takes people in, or sends them on."""

    id: str
    organisation: str
    place: str
    accepts: frozenset[str]  # needs; empty: it only sends people on
    institution: str = ""  # what kind: state police, ministry of health, church, peer-led, …
    funder: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """A way from one service to another: an agreement, or referrals that were seen, or both."""

    source: str
    target: str
    sent: int = 0  # referrals seen
    accepted: int = 0  # of those, taken up
    hours: float = 0.0  # that the way takes


@dataclass(frozen=True, slots=True)
class Network:
    """Services and ties that were looked through. Edges are merged by pair; none leads to itself."""

    services: tuple[Service, ...]
    sources: Integers  # (m,) places in ``services``
    targets: Integers  # (m,)
    sent: Integers  # (m,)
    accepted: Integers  # (m,)
    hours: Floats  # (m,)
    needs: tuple[str, ...]  # all that anybody accepts, in the order of the alphabet
    takes: np.ndarray  # (services, needs): booleans
    warnings: tuple[Remark, ...]

    @property
    def n(self) -> int:
        """How many services."""
        return len(self.services)

    def members(self, kind: str) -> dict[str, Integers]:
        """The services of each organisation, institution or funder: places in ``services``. The nameless are left out.

        Parameters
        ----------
        kind : ``"service"``, ``"organisation"``, ``"institution"`` or ``"funder"``.
        """
        field = {"service": "id", "organisation": "organisation", "institution": "institution", "funder": "funder"}
        found: dict[str, list[int]] = {}
        for place, each in enumerate(self.services):
            name = getattr(each, field[kind])
            if text(name):
                found.setdefault(name, []).append(place)
        return {name: np.array(found[name], np.int64) for name in sorted(found)}


def network(services: Sequence[Service], ties: Iterable[Tie]) -> Network:
    """Services and ties as a network, looked through row by row.

    Two ties of one pair become one: counts are added, and the shorter way counts. A tie of a service to itself is left
    out. Both are said.

    Parameters
    ----------
    services : who is there; ids are told apart as text.
    ties : the ways between them, in any order.

    Raises
    ------
    Refused
        ``no_service``; ``service_nameless``, ``service_twice``: without id, organisation or place, or two of one id;
        ``accepts_text``: needs in one text; ``tie_unknown``: from or to nobody; ``tie_counts``, ``tie_more``: counts
        that are negative, not whole, or more taken up than sent; ``tie_hours``: negative or no number. ``rows`` are
        places in ``services`` or in ``ties``, as the code says.

    References
    ----------
    Wasserman and Faust (1994), see ``structure``.
    """
    edges = list(ties)
    faults = [*_faults_of_services(services), *_faults_of_ties(edges, {each.id for each in services})]
    if faults:
        raise Refused(*faults)
    needs = tuple(sorted(set().union(*(each.accepts for each in services))))
    takes = np.array([[need in each.accepts for need in needs] for each in services], bool).reshape(
        len(services), len(needs)
    )
    merged, warnings = _merged(edges, {each.id: place for place, each in enumerate(services)})
    idle = [place for place, each in enumerate(services) if not each.accepts]
    if idle:
        warnings.append(
            remark(
                "accepts_nothing", "%(n)s services accept no need: they only send people on.", rows=idle, n=len(idle)
            )
        )
    ends = np.array(sorted(merged), np.int64).reshape(-1, 2)
    figures = [merged[source, target] for source, target in ends.tolist()]
    return Network(
        tuple(services), ends[:, 0].copy(), ends[:, 1].copy(),
        np.array([each[0] for each in figures], np.int64), np.array([each[1] for each in figures], np.int64),
        np.array([each[2] for each in figures], np.float64), needs, takes, tuple(warnings),
    )  # fmt: skip


type Merged = dict[tuple[int, int], tuple[int, int, float]]


def _merged(edges: Sequence[Tie], places: dict[str, int]) -> tuple[Merged, list[Remark]]:
    """One edge for each pair, and what was put together or left out."""
    merged: Merged = {}
    twice, selves = [], []
    for row, tie in enumerate(edges):
        pair = (places[tie.source], places[tie.target])
        if pair[0] == pair[1]:
            selves.append(row)
            continue
        sent, accepted, hours = merged.get(pair, (0, 0, math.inf))
        if pair in merged:
            twice.append(row)
        merged[pair] = (sent + tie.sent, accepted + tie.accepted, min(hours, tie.hours))
    warnings = []
    if twice:
        warnings.append(
            remark("tie_twice", "%(n)s ties repeat a pair: their counts were added.", rows=twice, n=len(twice))
        )
    if selves:
        warnings.append(
            remark("tie_to_itself", "%(n)s ties lead from a service to itself: left out.", rows=selves, n=len(selves))
        )
    return merged, warnings


def _faults_of_services(services: Sequence[Service]) -> list[Remark]:
    """What is wrong with services, each with its rows."""
    if not services:
        return [remark("no_service", "There is no service.")]
    seen: set[str] = set()
    twice = []
    for row, each in enumerate(services):
        if each.id in seen:
            twice.append(row)
        seen.add(each.id)
    lettered = [row for row, each in enumerate(services) if isinstance(each.accepts, str)]
    nameless = [
        row for row, each in enumerate(services) if not all(map(text, (each.id, each.place, each.organisation)))
    ]
    faults = []
    if nameless:
        faults.append(remark("service_nameless", "A service needs an id, an organisation and a place.", rows=nameless))
    if lettered:
        faults.append(remark("accepts_text", "What a service accepts is a set of needs, not one text.", rows=lettered))
    if twice:
        faults.append(remark("service_twice", "Two services have the same id.", rows=twice))
    return faults


def _faults_of_ties(ties: Sequence[Tie], known: set[str]) -> list[Remark]:
    """What is wrong with ties, each with its rows."""
    unknown = [row for row, tie in enumerate(ties) if tie.source not in known or tie.target not in known]
    counts = [
        row
        for row, tie in enumerate(ties)
        if not (_whole(tie.sent) and _whole(tie.accepted) and tie.sent <= MOST_REFERRALS)
    ]
    counted_wrongly = set(counts)
    more = [row for row, tie in enumerate(ties) if row not in counted_wrongly and tie.accepted > tie.sent]
    hours = [row for row, tie in enumerate(ties) if not 0 <= tie.hours < math.inf]
    faults = []
    if unknown:
        faults.append(remark("tie_unknown", "A tie leads from or to a service that is not there.", rows=unknown))
    if counts:
        faults.append(
            remark("tie_counts", "Referrals sent and taken up are whole numbers, 0 to %(most)s.", rows=counts,
                   most=f"{MOST_REFERRALS:,}")
        )  # fmt: skip
    if more:
        faults.append(remark("tie_more", "More referrals were taken up than sent.", rows=more))
    if hours:
        faults.append(remark("tie_hours", "The hours of a way are a number, 0 or more.", rows=hours))
    return faults


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and int(value) >= 0
