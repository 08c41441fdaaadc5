"""Storing what an import planned: in few statements for some hundred services, whatever they hold."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from amparo.commons.audit.actions import unaudited
from amparo.commons.directory.models import (
    Attribute,
    Location,
    Organisation,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
)
from amparo.commons.directory.queries.incoming import From, first_day
from amparo.commons.directory.queries.plans import (
    DIGEST,
    LOCATION_COLUMNS,
    ORGANISATION_COLUMNS,
    SERVICE_COLUMNS,
    Part,
    Plan,
    Row,
    is_untouched,
    stored_row,
)
from amparo.commons.directory.queries.report import Line, Report
from amparo.formats.hsds.identity import stable_id

ROWS = 2_000  # rows in one statement


class StoredSources:
    """Where lines came from. Only whoever brings the file in says of which day a known source is."""

    def __init__(self, said: From, today: date) -> None:
        self.said, self.today = said, today
        self.by_code: dict[str, Source] = {}
        self.day_before: date | None = None
        self.is_new_edition = False
        self.main = self.by_code[said.code] = self._main()

    def code_for(self, said: Mapping[str, str], checked: date | None = None) -> str:
        """The source that a record names, made known where it is new; else that of the file.

        ``checked`` is the day on which another house says that it made sure. It is no check of this house: it is
        the day of its source, so the service stands under a source of that name and that day.
        """
        code = said.get("source_code", "")[:40]
        if not code and checked is None:
            return self.said.code
        as_of = checked or first_day(said.get("source_as_of", ""))
        facts = {
            "name": said.get("source_name", "")[:160] or code,
            "licence": said.get("source_licence", "")[:80],
            "as_of": as_of if as_of and as_of <= self.today else None,
        }
        if not code:
            code, facts["name"], facts["licence"] = self.main.code, self.main.name, self.main.licence
        if checked is not None:
            code = f"{code[:29]}-{checked.isoformat()}"
        if code not in self.by_code:
            self.by_code[code], _ = Source.objects.get_or_create(code=code, defaults=facts)
        return code

    def leave_behind(self, told: set[int]) -> tuple[list[int], int]:
        """In a new edition, what the list no longer holds keeps its old day, under a source of its own.

        Gives the services that age anew, and how many the list no longer holds.
        """
        if not self.is_new_edition:
            return [], 0
        held = dict(Service.objects.filter(source=self.main).values_list("pk", "uid"))
        gone = [pk for pk, uid in held.items() if key(str(uid)) not in told]
        if gone:
            day = self.day_before.isoformat() if self.day_before else "before"
            facts = {"name": self.main.name, "licence": self.main.licence, "as_of": self.day_before}
            old, _ = Source.objects.get_or_create(code=f"{self.main.code[:29]}-{day}", defaults=facts)
            for start in range(0, len(gone), ROWS):
                Service.objects.filter(pk__in=gone[start : start + ROWS]).update(source=old)
        return list(held), len(gone)

    def _main(self) -> Source:
        said = self.said
        facts = {name: value for name in ("name", "licence", "as_of") if (value := getattr(said, name))}
        source, is_new = Source.objects.get_or_create(code=said.code, defaults={"name": said.code} | facts)
        if not is_new and any(getattr(source, name) != value for name, value in facts.items()):
            if source.as_of != facts.get("as_of", source.as_of):
                self.is_new_edition, self.day_before = True, source.as_of
            for name, value in facts.items():
                setattr(source, name, value)
            source.save()
        return source


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

    def write(
        self, fresh: list[Plan], other: list[tuple[Plan, Service]], same: list[Plan], sources: Mapping[str, Source]
    ) -> list[int]:
        """Store the new, the changed, and what changed around the same; the services that finding has to read anew."""
        plans = [*fresh, *(plan for plan, _ in other), *same]
        moved = self._write_organisations(plans, sources)
        owners = keys_of(Organisation, [plan.organisation.uid for plan in plans])
        moved |= self._write_locations(plans, owners)
        around = [plan for plan in same if moved & {plan.organisation.uid, *(d.location.uid for d in plan.doors)}]
        self.report.new += len(fresh)
        self.report.changed += len(other) + len(around)
        self.report.same += len(same) - len(around)
        written = [self._service(plan, Service(uid=plan.uid), owners, sources) for plan in fresh]
        Service.objects.bulk_create(written, batch_size=ROWS)
        changed = [self._service(plan, row, owners, sources) for plan, row in other]
        self._update(changed)
        pairs = list(zip([*fresh, *(plan for plan, _ in other)], [*written, *changed], strict=True))
        write_parts(pairs)
        touched = Service.objects.filter(uid__in=[plan.uid for plan in around]).values_list("pk", flat=True)
        return [service.pk for _, service in pairs] + list(touched)

    def _service(self, plan: Plan, row: Service, owners: Mapping[str, int], sources: Mapping[str, Source]) -> Service:
        """A row with all columns of the plan."""
        for name in SERVICE_COLUMNS:
            setattr(row, name, plan.columns[name])
        row.organisation_id, row.source = owners[plan.organisation.uid], sources[plan.source]
        row.extra = plan.extra | {DIGEST: plan.digest}
        return row

    def _update(self, services: list[Service]) -> None:
        """Write changed services; their parts are taken away and made anew."""
        if not services:
            return
        for model in (Attribute, Phone):
            model.objects.filter(service__in=services).delete()  # type: ignore[attr-defined]
        ServiceAtLocation.objects.filter(service__in=services).delete()
        for service in services:
            service.changed_at = timezone.now()
        Service.objects.bulk_update(services, [*SERVICE_COLUMNS, "organisation", "source", "extra", "changed_at"])

    def _write_organisations(self, plans: list[Plan], sources: Mapping[str, Source]) -> set[str]:
        """Store who runs them; the identifiers of those that changed."""
        first = {plan.organisation.uid: plan for plan in reversed(plans)}
        rows = [plan.organisation for plan in first.values() if self._is_first(plan.organisation)]
        known = {str(row.uid): row for row in Organisation.objects.filter(uid__in=[row.uid for row in rows])}
        made, changed = [], set()
        for row in rows:
            plan, stored = first[row.uid], known.get(row.uid)
            if stored is None:
                made.append(Organisation(
                    uid=row.uid, **row.columns, extra=row.extra | {DIGEST: row.digest}, source=sources[plan.source],
                    is_example=plan.columns["is_example"],
                ))  # fmt: skip
                self.report.organisations["new"] += 1
            elif self._overwritten(stored, row, ORGANISATION_COLUMNS):
                changed.add(row.uid)
                self.report.organisations["changed"] += 1
            elif stored.extra.get(DIGEST) not in (None, row.digest):
                self.report.organisations["kept"] += 1
                self.report.note(Line("kept_organisation", f"«{stored.name}»", is_refused=False))
        Organisation.objects.bulk_create(made, batch_size=ROWS)
        return changed

    def _write_locations(self, plans: list[Plan], owners: Mapping[str, int]) -> set[str]:
        """Store where they are; the identifiers of those that changed."""
        owner_of = {door.location.uid: owners[plan.organisation.uid] for plan in plans for door in plan.doors}
        told = {door.location.uid: door.location for plan in reversed(plans) for door in plan.doors}
        rows = [row for row in told.values() if self._is_first(row)]
        known = {str(row.uid): row for row in Location.objects.filter(uid__in=[row.uid for row in rows])}
        made, changed = [], set()
        for row in rows:
            stored = known.get(row.uid)
            if stored is None:
                extra = row.extra | {DIGEST: row.digest}
                made.append(Location(uid=row.uid, organisation_id=owner_of[row.uid], **row.columns, extra=extra))
            elif self._overwritten(stored, row, LOCATION_COLUMNS):
                changed.add(row.uid)
        Location.objects.bulk_create(made, batch_size=ROWS)
        return changed

    def _is_first(self, row: Row) -> bool:
        """Has the file not told this one before?"""
        if self.has_seen(row.uid):
            return False
        self._seen.add(key(row.uid))
        return True

    def _overwritten(self, stored: Any, row: Row, names: tuple[str, ...]) -> bool:
        """Write a row anew where the source says something else and nobody here touched it."""
        if stored.extra.get(DIGEST) == row.digest or not is_untouched(stored.extra, stored_row(stored).digest):
            return False
        for name in names:
            setattr(stored, name, row.columns[name])
        stored.extra = row.extra | {DIGEST: row.digest}
        stored.save(update_fields=[*names, "extra"])
        return True


@unaudited("a part of the audited import")
def write_parts(pairs: list[tuple[Plan, Service]]) -> None:
    """Store attributes, phones, doors and hours of services that have none."""
    places = keys_of(Location, [door.location.uid for plan, _ in pairs for door in plan.doors])
    Attribute.objects.bulk_create(
        (Attribute(service_id=service.pk, taxonomy=taxonomy, code=code)
         for plan, service in pairs for taxonomy, code in sorted(plan.attributes)),
        batch_size=ROWS,
    )  # fmt: skip
    phones = Unused(Phone, (phone.uid for plan, _ in pairs for phone in plan.phones))
    Phone.objects.bulk_create(
        (Phone(service_id=service.pk, uid=phones.uid(part, plan), **part.columns)
         for plan, service in pairs for part in plan.phones),
        batch_size=ROWS,
    )  # fmt: skip
    ats, lines = [], []
    doors = Unused(ServiceAtLocation, (door.uid for plan, _ in pairs for door in plan.doors))
    hours = Unused(Schedule, (line.uid for plan, _ in pairs for door in plan.doors for line in door.hours))
    for plan, service in pairs:
        for door in plan.doors:
            uid = doors.uid(Part(door.uid, {}), plan)
            at = ServiceAtLocation(uid=uid, service_id=service.pk, location_id=places[door.location.uid])
            ats.append(at)
            lines += [Schedule(at_location_id=at.pk, uid=hours.uid(line, plan), **line.columns) for line in door.hours]
    ServiceAtLocation.objects.bulk_create(ats, batch_size=ROWS)
    Schedule.objects.bulk_create(lines, batch_size=ROWS)


class Unused:
    """Gives each part its identifier, or one made for it where another service has that one already."""

    def __init__(self, model: Any, wanted: Iterable[str]) -> None:
        self._taken = {str(uid) for uid in model.objects.filter(uid__in=list(wanted)).values_list("uid", flat=True)}

    def uid(self, part: Part, plan: Plan) -> str:
        """An identifier that nobody has."""
        uid, turn = part.uid, 0
        while uid in self._taken:
            turn += 1
            uid = stable_id("again", part.uid, plan.uid, turn)
        self._taken.add(uid)
        return uid


@unaudited("it changes nothing")
def keys_of(model: Any, uids: Iterable[str]) -> dict[str, int]:
    """The primary keys of rows by identifier."""
    return {str(uid): pk for uid, pk in model.objects.filter(uid__in=set(uids)).values_list("uid", "pk")}


@unaudited("it changes nothing")
def key(uid: str) -> int:
    """Sixty-four bits of an identifier: enough to remember a hundred thousand in little memory."""
    return hash(uuid.UUID(uid).int)
