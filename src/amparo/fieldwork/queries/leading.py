"""Who leads a study: whoever its lock is wrapped to. And what is asked in it, with who signed that."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.commons.directory.queries.alive import without_help
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Device, Study, Submission, Version
from amparo.fieldwork.models.instruments import SIGNED
from amparo.fieldwork.policies import LEADS, may_see, may_write
from amparo.fieldwork.queries.checks import noon
from amparo.fieldwork.queries.instruments import is_signed
from amparo.vault.queries.opened import hers
from amparo.vault.queries.readers import could_read, people_of_rings


@dataclass(frozen=True, slots=True)
class Asked:
    """A questionnaire in a study: which version, the roles that signed it, and whether it is asked now."""

    deployment: Deployment
    roles: tuple[str, ...]


def is_hers(actor: Actor, study: Study) -> bool:
    """Does the lock of this study open with her key? Her key need not be open now."""
    return bool(hers(Study.objects.filter(pk=study.pk), actor).exists())


def get_hers(actor: Actor, reference: str) -> Study:
    """A study whose answers she opens. For everybody else who leads studies there are no answers in it."""
    may_write.check(actor)
    study: Study | None = hers(Study.objects.filter(reference=reference), actor).first()
    if study is None:
        raise Hidden
    return study


def who_leads(study: Study) -> list[Any]:
    """Those who open its answers, by the names they use."""
    found = people_of_rings([study.ring]).get(study.ring, [])
    return [each for each in found if each.has_role(LEADS)]


def who_could_lead(study: Study) -> list[Any]:
    """Colleagues who lead studies, have a confirmed key, and do not lead this one."""
    readers = could_read(study.ring)
    found = [each.user for each in readers if each.user and each.user.is_active and each.user.has_role(LEADS)]
    return sorted(found, key=lambda each: (each.name_used, each.pk))


def asked_in(study: Study) -> list[Asked]:
    """What is asked in it, and what was; what is asked now comes first."""
    rows = study.deployments.select_related("version__instrument").prefetch_related("version__sign_offs")
    rows = rows.defer("xform", "version__sheet", "version__xform", "key_box").order_by("-is_open", "pk")
    return [Asked(each, tuple(sorted({signed.role for signed in each.version.sign_offs.all()}))) for each in rows]


def could_be_asked(actor: Actor, study: Study) -> list[Version]:
    """Signed versions that are not asked in it now: of each questionnaire the newest."""
    may_see.check(actor)
    asked = study.deployments.filter(is_open=True).values("version")
    rows = Version.objects.filter(state=SIGNED).exclude(pk__in=asked).select_related("instrument")
    newest: dict[int, Version] = {}
    for each in rows.defer("sheet").order_by("instrument__key", "-number"):
        newest.setdefault(each.instrument_id, each)
    return [each for each in newest.values() if is_signed(each)]


def get_asked(study: Study, reference: str) -> Deployment:
    """One questionnaire of this study."""
    found = study.deployments.select_related("version__instrument").filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def get_phone(study: Study, reference: str) -> Device:
    """One phone of this study."""
    found = study.devices.select_related("user", "study").filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def get_form(study: Study, reference: str) -> Submission:
    """One filled form of this study, sealed."""
    found = Submission.objects.filter(deployment__study=study, reference=reference).first()
    if found is None:
        raise Hidden
    return found


def missing_for(version: Version, study: Study, *, on: date) -> list[str]:
    """For which needs of a version the list of places knows nobody where the study is."""
    return without_help(version.needs, study.place, now=noon(on))
