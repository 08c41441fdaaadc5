"""Bringing services in from a file: all that can be used, or nothing at all.

A file is read to its end before anybody waits for it; one that breaks off leaves no trace. Then everything happens in
one transaction that other writers wait for; readers do not. Records are written a few hundred at a time.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.directory.actions.import_kept import at_hidden_doors, follow, telling, villages
from amparo.commons.directory.actions.import_rows import Rows
from amparo.commons.directory.actions.import_sources import StoredSources
from amparo.commons.directory.actions.projection import learn_sizes, project
from amparo.commons.directory.actions.staged import OnDisk, staged
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.models.service import PUBLIC, REDUCED
from amparo.commons.directory.policies import (
    highest_tier,
    may_edit,
    may_open_to_more,
    may_place_in,
    may_say,
    may_stand_with,
)
from amparo.commons.directory.queries.import_context import Context, said_by_house
from amparo.commons.directory.queries.incoming import From
from amparo.commons.directory.queries.planning import day_told, organisation_row, plan_of, tier_of
from amparo.commons.directory.queries.plans import DIGEST, Plan, Row, is_untouched, key, stored_plans, stored_row
from amparo.commons.directory.queries.report import Line, Report
from amparo.formats.hsds import Problem, Tally, records
from amparo.formats.hsds.records import Record

CARE = "default"
BATCH = 500

type Found = Iterable[Record | Problem]


class BadFile(Exception):
    """The file could not be read to its end: nothing was stored. Carries the report."""

    def __init__(self, report: Report) -> None:
        super().__init__("nothing was stored")
        self.report = report


@unaudited("it reads; the storing inside it is audited")
def import_services(found: Found, **told: Any) -> Report:
    """Store what can be used. Raises :class:`BadFile`, and stores nothing, where the file breaks off."""
    may_edit.check(told["by"])
    with staged(found) as file:
        if (broken := _broken(file, told["tally"], told["said"])) is not None:
            raise BadFile(broken)
        report: Report = _store(file.taken(), **told)
    learn_sizes()
    return report


@audited("services.imported", using=CARE)
def _store(
    found: Found, *, tally: Tally, said: From, language: str, today: date, by: Any, trusts_checks: bool = False
) -> Report:
    return _run(found, tally, Context(said.code, language, today, trusts_checks), StoredSources(said, today), by)


@unaudited("it stores nothing: everything it wrote is taken back before it answers")
def rehearse(
    found: Found, *, tally: Tally, said: From, language: str, today: date, by: Any, trusts_checks: bool = False
) -> Report:
    """What the import would do."""
    may_edit.check(by)
    with staged(found) as file:
        if (broken := _broken(file, tally, said)) is not None:
            return broken
        context = Context(said.code, language, today, trusts_checks)
        with transaction.atomic(using=CARE):
            report = _run(file.taken(), tally, context, StoredSources(said, today), by)
            transaction.set_rollback(True, using=CARE)
    return report


def _broken(file: OnDisk, tally: Tally, said: From) -> Report | None:
    """What is wrong with a file that could not be read to its end: nobody has to wait for that."""
    if not file.is_broken:
        return None
    report = Report(reference=said.code, tally=tally)
    for item in file.taken():
        if isinstance(item, Problem):
            report.note_problem(item)
    return report


def _run(found: Found, tally: Tally, context: Context, sources: StoredSources, by: Any) -> Report:
    report = Report(reference=context.source, tally=tally)
    with OnDisk() as waiting:
        work = _Import(report, context, sources, waiting, by)
        for item in found:
            if isinstance(item, Problem):
                report.note_problem(item)
            else:
                work.take(item)
        work.finish()
    report.places_found, report.places_not_found = context.places.found, context.places.not_found
    report.cut, report.hours_left, report.future_checks = context.cut, context.hours_left, context.future_checks
    return report


class _Import:
    """One file on its way in."""

    def __init__(self, report: Report, context: Context, sources: StoredSources, waiting: OnDisk, by: Any) -> None:
        self.report, self.context, self.sources, self.by = report, context, sources, by
        self.rows = Rows(report)
        self.batch: list[records.Service] = []
        self.told: set[int] = set()  # the services that this file holds
        # Services that name an organisation or a place which the file has not told yet, and those without an
        # address: what a public service says of who runs both is more, and the first word holds.
        self.waiting = waiting
        self.organisations: dict[str, records.Organisation] = {}  # told on their own
        self.locations: dict[str, records.Location] = {}

    def take(self, record: Record) -> None:
        """One record of the file."""
        if isinstance(record, records.Service):
            whole = self._completed(record)
            if whole is None or tier_of(record) > PUBLIC:
                self.waiting.add(record)
                return
            self.batch.append(whole)
            if len(self.batch) >= BATCH:
                self._write()
        elif isinstance(record, records.Organisation):
            self.organisations[record.id] = record
        elif isinstance(record, records.Location):
            self.locations[record.id] = record

    def finish(self) -> None:
        """The file is at its end: those who waited, and the last batch."""
        for is_hidden in (False, True):
            for service in self.waiting.taken():
                if (tier_of(service) > PUBLIC) == is_hidden:
                    self.batch.append(self._completed(service) or service)
                if len(self.batch) >= BATCH:
                    self._write()
            self._write()
        aged, self.report.gone = self.sources.leave_behind(self.told)
        project(aged)

    def _completed(self, service: records.Service) -> records.Service | None:
        """The service with the organisation and the places that it names; None while the file has not told them."""
        if service.organisation and all(at.location for at in service.service_at_locations):
            return service
        organisation = service.organisation or self.organisations.get(service.organisation_id)
        ats = []
        for at in service.service_at_locations:
            place = at.location or self.locations.get(at.location_id)
            if place is None and at.location_id:
                return None
            ats.append(replace(at, location=place) if at.location is None else at)
        if organisation is None:
            return None
        return replace(service, organisation=organisation, service_at_locations=tuple(ats))

    def _write(self) -> None:
        """Store a batch: who runs them, where they are, what they are; and let finding read them."""
        batch, self.batch = self.batch, []
        if not batch:
            return
        plans = self._without_hidden_doors([plan for plan in map(self._planned, batch) if plan])
        self.told |= {key(plan.uid) for plan in plans}
        stored = {str(row.uid): row for row in Service.objects.filter(uid__in=[plan.uid for plan in plans])}
        different = [row for plan in plans if (row := stored.get(plan.uid)) and not self._says_the_same(plan, row)]
        now, mine = stored_plans(different), highest_tier(self.by)
        fresh, other, same = [], [], []
        for plan in plans:
            row = stored.get(plan.uid)
            if row is None:
                fresh.append(plan)
            elif row.tier > mine:  # above her tier it does not exist, and is no news either
                self.report.same += 1
                self.rows.see([plan])
            elif plan.uid not in now:
                same.append(plan)
            elif self._may_overwrite(plan, row, now[plan.uid]):
                other.append((plan, row))
        self.rows.write(fresh, other, same, self.sources.by_code)

    def _without_hidden_doors(self, plans: list[Plan]) -> list[Plan]:
        """Leave out what would show more people the door of a hidden place than may know of it."""
        shown = at_hidden_doors(plans)
        for plan in plans:
            if plan.uid in shown:
                self.report.refuse("other_door", plan.columns["name"])
        return [plan for plan in plans if plan.uid not in shown]

    def _planned(self, service: records.Service) -> Plan | None:
        """What to store of a service, or None where the house leaves it out, with the reason."""
        organisation = service.organisation or self._known_organisation(service.organisation_id)
        if organisation is None:
            self.report.refuse("no_organisation", service.name)
            return None
        row = organisation if isinstance(organisation, Row) else self._row_of(organisation)
        said = said_by_house(service.attributes)
        checked = None if self.context.trusts_checks else day_told(service, said, self.context)
        source = self.sources.code_for(said, checked)
        plan, problems = plan_of(service, row, source, self.context)
        for problem in problems:
            self.report.tally.count(problem)
            self.report.note(Line(problem.code, f"«{service.name}»", problem.params, is_refused=False))
        tier = plan.columns["tier"]
        bodies = [body for door in plan.doors for body in door.location.columns["housed_with"]]
        near = villages(plan) if tier == REDUCED else []
        for code, why in (
            ("tier_above", may_place_in.reason(self.by, tier)),
            ("stands_with", may_stand_with.reason(self.by, tier, bodies)),
            ("exact_spot", may_say.reason(self.by, tier, telling(plan, service.organisation), near)),
        ):
            if why is not None:
                self.report.refuse(code, service.name, sentence=str(why))
                return None
        return plan

    def _row_of(self, organisation: records.Organisation) -> Row:
        """Who runs it; of one that the file has told before, the identifier is enough."""
        if self.rows.has_seen(organisation.id):
            return Row(organisation.id, {})
        return organisation_row(organisation, self.context)

    def _known_organisation(self, uid: str) -> Row | None:
        """An organisation that the file only names and the house knows already."""
        known = Organisation.objects.filter(uid=uid).first() if uid else None
        return stored_row(known) if known else None

    def _says_the_same(self, plan: Plan, row: Service) -> bool:
        """The last import stored exactly this, and from this source."""
        return is_untouched(row.extra, plan.digest) and not self._is_back(plan, row)

    def _is_back(self, plan: Plan, row: Service) -> bool:
        """It had been missing from an edition; now its list vouches for it again."""
        return DIGEST in row.extra and row.source_id != self.sources.by_code[plan.source].pk

    def _may_overwrite(self, plan: Plan, row: Service, now: Plan) -> bool:
        """Only what nobody of the house touched since the import, and what is not the same by chance."""
        current = now.digest
        why = may_open_to_more.reason(self.by, row.tier, plan.columns["tier"])
        if current == plan.digest and self._is_back(plan, row):
            return True
        if current == plan.digest:
            self.report.same += 1
        elif not is_untouched(row.extra, current):
            self.report.kept += 1
            code = follow(plan, row, now, self.sources.by_code[plan.source].as_of)
            self.report.note(Line(code, f"«{row.name}»", is_refused=False))
        elif why is not None:
            self.report.refuse("opens_to_more", row.name, sentence=str(why))
        else:
            return True
        self.rows.see([plan])
        return False
