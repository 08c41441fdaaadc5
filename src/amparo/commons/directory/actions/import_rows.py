"""Storing what an import planned: in few statements for some hundred services, whatever they hold."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import prefetch_related_objects

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.commons.bulk import ROWS, add_rows
from amparo.commons.directory.actions.import_parts import Doors, write_parts
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.models import (
    Attribute,
    Location,
    Organisation,
    Phone,
    SearchRow,
    Service,
    ServiceAtLocation,
    Source,
)
from amparo.commons.directory.models.service import PUBLIC
from amparo.commons.directory.queries.plans import (
    DIGEST,
    LOCATION_COLUMNS,
    ORGANISATION_COLUMNS,
    SERVICE_COLUMNS,
    Plan,
    Row,
    is_untouched,
    key,
    stored_row,
)
from amparo.commons.directory.queries.projection import rows_at
from amparo.commons.directory.queries.read_out import read_out
from amparo.commons.directory.queries.report import Line, Report

WRITTEN = [*SERVICE_COLUMNS, "changed_since_check", "organisation", "source", "extra", "changed_at"]

type Sources = Mapping[str, Source]
type Changes = list[tuple[Any, Row]]  # a stored organisation or place, and what the file says of it


class Rows:
    """Writes batches, and remembers which organisations and places this file has told: the first word holds."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._seen: set[int] = set()

    def see(self, plans: Iterable[Plan]) -> None:
        """What belongs to these stays as it is for the rest of the file."""
        for plan in plans:
            self._seen |= {key(row.uid) for row in (plan.organisation, *(door.location for door in plan.doors))}

    def has_seen(self, uid: str) -> bool:
        """Has the file told this one in an earlier batch?"""
        return key(uid) in self._seen

    def write(self, fresh: list[Plan], other: list[tuple[Plan, Service]], same: list[Plan], sources: Sources) -> None:
        """Store the new, the changed, and what changed around the same; and let finding read them."""
        plans = [*fresh, *(plan for plan, _ in other), *same]
        bodies, changed_bodies = self._organisations(plans, sources)
        places, changed_places = self._locations(plans, bodies)
        beside = _beside(changed_bodies, changed_places)
        before = read_out(_confirmed(beside) | {row.pk for plan, row in other if _holds_check(plan, row)})
        _overwrite(changed_bodies, ORGANISATION_COLUMNS)
        _overwrite(changed_places, LOCATION_COLUMNS)

        written = [self._service(plan, Service(uid=plan.uid), bodies, sources) for plan in fresh]
        changed = [self._service(plan, row, bodies, sources) for plan, row in other]
        add_rows(written)
        self._update(changed)
        pairs = [*zip(fresh, written, strict=True), *zip((plan for plan, _ in other), changed, strict=True)]
        doors = write_parts(pairs, places)

        moved = {row.uid for _, row in (*changed_bodies, *changed_places)}
        around = [plan for plan in same if moved & {plan.organisation.uid, *(d.location.uid for d in plan.doors)}]
        self.report.new += len(fresh)
        self.report.changed += len(other) + len(around)
        self.report.same += len(same) - len(around)
        beside -= {row.pk for row in changed}
        _unconfirm(before, beside)
        _project_new(pairs[: len(fresh)], doors)
        project(beside | {row.pk for row in changed})

    def _service(self, plan: Plan, row: Service, bodies: Mapping[str, Organisation], sources: Sources) -> Service:
        """A row with all columns of the plan."""
        row.changed_since_check = row.changed_since_check and _holds_check(plan, row)
        for name in SERVICE_COLUMNS:
            setattr(row, name, plan.columns[name])
        row.organisation, row.source = bodies[plan.organisation.uid], sources[plan.source]
        row.extra = plan.extra | {DIGEST: plan.digest}
        row.changed_at = clock.now()
        return row

    def _update(self, services: list[Service]) -> None:
        """Write changed services; their parts are taken away and made anew."""
        if not services:
            return
        Attribute.objects.filter(service__in=services).delete()
        Phone.objects.filter(service__in=services).delete()
        ServiceAtLocation.objects.filter(service__in=services).delete()
        Service.objects.bulk_update(services, WRITTEN)

    def _organisations(self, plans: list[Plan], sources: Sources) -> tuple[dict[str, Organisation], Changes]:
        """Those that the plans name, the new ones stored; and those that the file says something else of."""
        first = {plan.organisation.uid: plan for plan in reversed(plans)}
        stored = by_uid(Organisation, first)
        made, changes = [], []
        for uid in filter(self._is_first, first):
            row, plan = first[uid].organisation, first[uid]
            known = stored.get(uid)
            if known is None:
                extra, facts = row.extra | {DIGEST: row.digest}, plan.columns
                made.append(Organisation(
                    uid=uid, **row.columns, extra=extra, source=sources[plan.source], is_example=facts["is_example"]
                ))  # fmt: skip
            elif _differs(known, row):
                changes.append((known, row))
            elif known.extra.get(DIGEST) not in (None, row.digest):
                self.report.organisations["kept"] += 1
                self.report.note(Line("kept_organisation", f"«{known.name}»", is_refused=False))
        add_rows(made)
        self.report.organisations["new"] += len(made)
        self.report.organisations["changed"] += len(changes)
        return stored | {str(row.uid): row for row in made}, changes

    def _locations(self, plans: list[Plan], bodies: Mapping[str, Organisation]) -> tuple[dict[str, Location], Changes]:
        """The same for places."""
        owner_of = {door.location.uid: bodies[plan.organisation.uid].pk for plan in plans for door in plan.doors}
        told = {door.location.uid: door.location for plan in reversed(plans) for door in plan.doors}
        stored = by_uid(Location, told)
        made, changes = [], []
        for uid in filter(self._is_first, told):
            row, known = told[uid], stored.get(uid)
            if known is None:
                extra = row.extra | {DIGEST: row.digest}
                made.append(Location(uid=uid, organisation_id=owner_of[uid], **row.columns, extra=extra))
            elif _differs(known, row):
                changes.append((known, row))
        add_rows(made)
        return stored | {str(row.uid): row for row in made}, changes

    def _is_first(self, uid: str) -> bool:
        """Has the file not told this one before?"""
        if self.has_seen(uid):
            return False
        self._seen.add(key(uid))
        return True


def _differs(stored: Any, row: Row) -> bool:
    """Does the source say something else, of a row that nobody here touched?"""
    return stored.extra.get(DIGEST) != row.digest and is_untouched(stored.extra, stored_row(stored).digest)


def _overwrite(changes: Changes, names: tuple[str, ...]) -> None:
    """Write organisations or places anew."""
    for stored, row in changes:
        for name in names:
            setattr(stored, name, row.columns[name])
        stored.extra = row.extra | {DIGEST: row.digest}
        stored.save(update_fields=[*names, "extra"])


def _beside(bodies: Changes, places: Changes) -> set[int]:
    """The services whose organisation or door the file changes, whether the file holds them or not."""
    if not bodies and not places:
        return set()
    owned = Service.objects.filter(organisation__in=[body for body, _ in bodies])
    there = Service.objects.filter(at_locations__location__in=[place for place, _ in places])
    return {*owned.values_list("pk", flat=True), *there.values_list("pk", flat=True)}


def _confirmed(ids: set[int]) -> set[int]:
    """Those among them that somebody made sure of."""
    found = (Service.objects.filter(pk__in=some, checked_on__isnull=False) for some in _in_parts(ids))
    return {pk for services in found for pk in services.values_list("pk", flat=True)}


def _holds_check(plan: Plan, row: Service) -> bool:
    """Is the check that the row has the one that the file brings back?"""
    return row.checked_on is not None and row.checked_on == plan.columns["checked_on"]


def _in_parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """A few at a time: a statement holds only so many."""
    some = sorted(ids)
    return (some[start : start + ROWS] for start in range(0, len(some), ROWS))


def _unconfirm(before: Mapping[int, Any], beside: set[int]) -> None:
    """Whatever was read out to confirm a place, and is another now, is no longer confirmed: as at the desk."""
    changed = [pk for pk, facts in read_out(before).items() if facts != before[pk]]
    for some in _in_parts(changed):
        Service.objects.filter(pk__in=some).update(changed_since_check=True)
    for some in _in_parts(beside):
        Service.objects.filter(pk__in=some).update(changed_at=clock.now())


def _project_new(pairs: list[tuple[Plan, Service]], doors: Mapping[int, Doors]) -> None:
    """Let finding read new services, out of what is in hand; what is not wholly public is read anew."""
    public = [(plan, row) for plan, row in pairs if (row.tier, row.status) == (PUBLIC, "active")]
    prefetch_related_objects([at.location for _, row in public for at, _ in doors[row.pk]], "place__admin1")
    add_rows(row for plan, service in public for row in _search_rows(plan, service, doors[service.pk]))
    project(row.pk for _, row in pairs if (row.tier, row.status) != (PUBLIC, "active"))


def _search_rows(plan: Plan, service: Service, doors: Doors) -> Iterator[SearchRow]:
    codes: dict[str, list[str]] = {}
    for taxonomy, code in plan.attributes:
        codes.setdefault(taxonomy, []).append(code)
    return rows_at(service, codes, doors, {})


@unaudited("it changes nothing")
def by_uid(model: Any, uids: Iterable[str]) -> dict[str, Any]:
    """Stored rows by their identifier."""
    return {str(row.uid): row for row in model.objects.filter(uid__in=list(uids))}
