"""Bringing services in from a file: all that can be used, or nothing at all.

Everything happens in one transaction that other writers wait for; readers do not. Records come as a stream and are
written a few hundred at a time. A file that could not be read to its end leaves no trace, whatever was written before.
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.directory.actions.import_rows import Rows, StoredSources, key
from amparo.commons.directory.actions.projection import project
from amparo.commons.directory.models import Organisation, Service
from amparo.commons.directory.policies import highest_tier, may_edit, may_place_in, may_say
from amparo.commons.directory.queries.import_context import Context, said_by_house
from amparo.commons.directory.queries.incoming import From
from amparo.commons.directory.queries.planning import organisation_row, plan_of
from amparo.commons.directory.queries.plans import DIGEST, Plan, Row, is_untouched, stored_plans, stored_row
from amparo.commons.directory.queries.report import Line, Report
from amparo.formats.hsds import Problem, Tally, records
from amparo.formats.hsds.records import Record

CARE = "default"
BATCH = 500
TELLING = ("name", "summary", "description", "how_to_ask", "they_ask", "must_tell", "alert", "eligibility", "cost_note")

type Found = Iterable[Record | Problem]


class BadFile(Exception):
    """The file could not be read to its end: nothing was stored. Carries the report."""

    def __init__(self, report: Report) -> None:
        super().__init__("nothing was stored")
        self.report = report


@audited("services.imported", using=CARE)
def import_services(found: Found, *, tally: Tally, said: From, language: str, today: date, by: Any) -> Report:
    """Store what can be used. Raises :class:`BadFile`, and stores nothing, where the file breaks off."""
    report = _run(found, tally, said, language, today, by)
    if report.stopped:
        raise BadFile(report)
    return report


@unaudited("it stores nothing: everything it wrote is taken back before it answers")
def rehearse(found: Found, *, tally: Tally, said: From, language: str, today: date, by: Any) -> Report:
    """What the import would do."""
    with transaction.atomic(using=CARE):
        report = _run(found, tally, said, language, today, by)
        transaction.set_rollback(True, using=CARE)
    return report


def _run(found: Found, tally: Tally, said: From, language: str, today: date, by: Any) -> Report:
    may_edit.check(by)
    report = Report(reference=said.code, tally=tally)
    work = _Import(report, Context(said.code, language, today), StoredSources(said, today), by)
    with work.waiting:
        for item in found:
            if isinstance(item, Problem):
                report.note_problem(item)
            else:
                work.take(item)
        if not report.stopped:
            work.finish()
    places = work.context.places
    report.places_found, report.places_not_found = places.found, places.not_found
    report.cut, report.hours_left = work.context.cut, work.context.hours_left
    report.future_checks = work.context.future_checks
    return report


class _Waiting:
    """Services that name an organisation or a place which the file has not told yet; they wait on the disk."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 (closed on leaving)
        self._count = 0

    def add(self, service: records.Service) -> None:
        pickle.dump(service, self._file, pickle.HIGHEST_PROTOCOL)
        self._count += 1

    def taken(self) -> Iterator[records.Service]:
        """All of them; what is read back was written by this very object."""
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)

    def __enter__(self) -> None:
        """Nothing needs to be opened."""

    def __exit__(self, *error: object) -> None:
        self._file.close()


class _Import:
    """One file on its way in."""

    def __init__(self, report: Report, context: Context, sources: StoredSources, by: Any) -> None:
        self.report, self.context, self.sources, self.by = report, context, sources, by
        self.rows = Rows(report)
        self.batch: list[records.Service] = []
        self.told: set[int] = set()  # the services that this file holds
        self.waiting = _Waiting()
        self.organisations: dict[str, records.Organisation] = {}  # told on their own
        self.locations: dict[str, records.Location] = {}

    def take(self, record: Record) -> None:
        """One record of the file."""
        if isinstance(record, records.Service):
            whole = self._completed(record)
            if whole is None:
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
        for service in self.waiting.taken():
            self.batch.append(self._completed(service) or service)
            if len(self.batch) >= BATCH:
                self._write()
        self._write()
        aged, self.report.gone = self.sources.leave_behind(self.told)
        project(aged)

    def _completed(self, service: records.Service) -> records.Service | None:
        """The service with the organisation and the places that it names; None while the file has not told them."""
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
        plans = [plan for plan in map(self._planned, batch) if plan]
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
        project(self.rows.write(fresh, other, same, self.sources.by_code))

    def _planned(self, service: records.Service) -> Plan | None:
        """What to store of a service, or None where the house leaves it out, with the reason."""
        organisation = service.organisation or self._known_organisation(service.organisation_id)
        if organisation is None:
            self.report.refuse("no_organisation", service.name)
            return None
        row = organisation if isinstance(organisation, Row) else self._row_of(organisation)
        source = self.sources.code_for(said_by_house(service.attributes))
        plan, problems = plan_of(service, row, source, self.context)
        for problem in problems:
            self.report.tally.count(problem)
            self.report.note(Line(problem.code, f"«{service.name}»", problem.params, is_refused=False))
        tier = plan.columns["tier"]
        for code, why in (
            ("tier_above", may_place_in.reason(self.by, tier)),
            ("exact_spot", may_say.reason(self.by, tier, {name: plan.columns[name] for name in TELLING})),
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
        if current == plan.digest and self._is_back(plan, row):
            return True
        if current == plan.digest:
            self.report.same += 1
        elif is_untouched(row.extra, current):
            return True
        else:
            self.report.kept += 1
            self.report.note(Line("kept", f"«{row.name}»", is_refused=False))
        self.rows.see([plan])
        return False
