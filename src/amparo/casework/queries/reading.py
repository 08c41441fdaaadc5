"""Who reads a case: for good, for a time, or to look at how it goes only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amparo.casework.models import Case, Supervised
from amparo.commons.policy.policies import Actor
from amparo.vault.policies import RECOVERY
from amparo.vault.queries.readers import plain_readers_of_ring, read_until, reader_of, readers_of_ring


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads one case, asked once for a page."""

    readers: list[Any]  # keys of people and the sheets of paper
    supervising: frozenset[int]  # accounts that look at how it goes only, without who it is
    for_a_time: Mapping[int, datetime]  # by key, until when

    @property
    def people(self) -> list[Any]:
        """Without the sheets of paper and without who looks at how it goes only."""
        return [each for each in self.readers if each.kind != RECOVERY and each.user_id not in self.supervising]

    @property
    def supervisors(self) -> list[Any]:
        """Who looks at how it goes, without who it is."""
        return [each for each in self.readers if each.user_id in self.supervising]

    @property
    def for_good(self) -> list[Any]:
        """Of the people who reads it without an end: to her a case may be given, and with her it is left."""
        return [each for each in self.people if each.pk not in self.for_a_time]

    def until(self, actor: Actor) -> datetime | None:
        """Until when she reads it; None where she does without an end."""
        return next((self.for_a_time.get(each.pk) for each in self.readers if each.user_id == actor.pk), None)


def reading_of(case: Case) -> Reading:
    """Who reads a case now, in four questions."""
    apart = frozenset(Supervised.objects.filter(case=case).values_list("user", flat=True))
    return Reading(readers_of_ring(case.ring), apart, read_until(case.ring))


def besides(people: list[Any], actor: Actor) -> int:
    """How many of these there are besides her."""
    return sum(each.user_id != actor.pk for each in people)


def reading_for_good(ring: str) -> list[Any]:
    """Who reads what a lock locks without an end: of one that locks nothing nobody, after as many questions."""
    apart = frozenset(Supervised.objects.filter(case__ring=ring).values_list("user", flat=True))
    return Reading(plain_readers_of_ring(ring), apart, read_until(ring)).for_good


def reads_until(actor: Actor, case: Case) -> datetime | None:
    """Until when she reads a case; None where she does without an end."""
    own = reader_of(actor)
    return read_until(case.ring).get(own.pk) if own else None
