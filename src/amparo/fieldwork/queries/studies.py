"""Studies, what is asked in them, and which phones they have."""

import hashlib
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef

from amparo.commons import clock
from amparo.commons.accounts.queries import accounts_with
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Device, Media, Study
from amparo.fieldwork.models.studies import RUNNING
from amparo.fieldwork.policies import CARRYING, may_see
from amparo.fieldwork.queries.checks import lacking_in


def studies_for(actor: Actor) -> list[Study]:
    """Every study, those in the field first."""
    may_see.check(actor)
    return sorted(Study.objects.all(), key=lambda each: (each.state != RUNNING, each.name, each.pk))


def get_study(actor: Actor, reference: str) -> Study:
    """One of them."""
    may_see.check(actor)
    study = Study.objects.filter(reference=reference).first()
    if study is None:
        raise Hidden
    return study


def questionnaires_of(actor: Actor, study: Study) -> list[Deployment]:
    """What is asked in a study, or was: the newest first."""
    may_see.check(actor)
    rows = study.deployments.select_related("version__instrument", "study").defer("version__sheet", "version__xform")
    return list(rows.order_by("version__instrument__key", "-version__number"))


def device_with(token: str, on: date) -> Device | None:
    """The phone with this token; None where there is none, it was lost, its time is over, or who carries it left or
    asks no more."""
    check = hashlib.sha256(token.encode()).hexdigest()
    return _in_use(Device.objects.filter(check_of=check), on)


def device_named(reference: str, on: date) -> Device | None:
    """The phone that says this name and will prove it by digest authentication."""
    return _in_use(Device.objects.filter(reference=reference).exclude(digest_check=""), on)


def _in_use(rows: Any, on: date) -> Device | None:
    carried = rows.filter(is_lost=False, until__gte=on, user__in=accounts_with(*CARRYING))
    found: Device | None = carried.select_related("study", "user").first()
    return found


def offered_to(device: Device, *, only: str = "") -> list[Any]:
    """The forms that a phone may fetch: those that are asked now in its study. ``only`` one of them, by its id.

    What asks for help that nobody near is confirmed for is not among them, until somebody is again: phones let go of
    what the list does not name, and send what was filled in all the same.
    """
    if device.study.state != RUNNING:
        return []
    rows = Deployment.objects.filter(study=device.study, is_open=True)
    rows = rows.filter(version__instrument__key=only) if only else rows
    rows = rows.annotate(
        has_files=Exists(Media.objects.filter(version=OuterRef("version"))),
        key=F("version__instrument__key"), title=F("version__title"), number=F("version__number"),
        needs=F("version__needs"),
    )  # fmt: skip
    wanted = ("reference", "digest", "key", "title", "number", "has_files", "needs")
    found = list(rows.order_by("key").values_list(*wanted, named=True))
    lacking = lacking_in(device.study, {need for each in found for need in each.needs}, on=clock.today())
    return [each for each in found if not lacking & set(each.needs)]


def form_for(device: Device, reference: str) -> Deployment | None:
    """One form of its study, with its bytes."""
    rows = Deployment.objects.filter(study=device.study, reference=reference, is_open=True)
    return rows.select_related("version").defer("version__sheet", "version__xform").first()


def file_for(device: Device, reference: str, name: str) -> Media | None:
    """A file of one form of its study."""
    return Media.objects.filter(
        name=name, version__deployments__reference=reference, version__deployments__study=device.study,
        version__deployments__is_open=True,
    ).first()  # fmt: skip


def deployment_for(device: Device, form_id: str, version: str) -> Deployment | None:
    """Where a filled form belongs, also where it is asked no more: it lay on a phone meanwhile."""
    if not version.isdecimal() or len(version) > 3:
        return None
    found = _known.get((device.study_id, form_id, int(version)))
    if found is None:
        rows = Deployment.objects.filter(
            study=device.study, version__instrument__key=form_id, version__number=int(version)
        )
        found = rows.select_related("version__instrument", "study").defer("version__sheet", "version__xform").first()
        if found is not None:
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            _known[device.study_id, form_id, int(version)] = found
    return found


# What a deployment says of a form never changes, and thousands of forms ask for it: each process keeps those it met.
_known: dict[tuple[int, str, int], Deployment] = {}
MOST_KNOWN = 64
