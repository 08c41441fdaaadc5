"""Taking a filled form: sealed before it is stored, once however often it is sent, and never half.

The server sees a form for a moment in memory, or, where it was sealed on the phone, never. What it keeps beside the
envelope is a digest of the number the form bears on its phone, so that the same form is known again.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.db import IntegrityError, transaction

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.fieldwork.models import Attachment, Deployment, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, LEFT_OUT, REPLACED, WAITING
from amparo.fieldwork.policies import Conflict, Refused
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.marks import mark_of, name_mark
from amparo.formats.coarse import month_of
from amparo.formats.openrosa.submissions import BadSubmission, media_named, read_submission
from amparo.formats.openrosa.submissions import Submission as Form
from amparo.vault.actions.answers import seal_answer

CARE = "default"
AT_ONCE = 500
LARGEST_FORM = 2_000_000  # bytes of one form without its files
MOST_FILES = 1_000  # that one form may name: ten requests full of them
type Files = Mapping[str, tuple[str, int, bytes]]  # by the mark of its name: the mark of its bytes, and the envelope


@dataclass(frozen=True, slots=True)
class Sent:
    """What one request brought: the form, and those of its files that fit into it."""

    xml: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> int:
        """Its bytes; a file that goes by two names counts once."""
        return len(self.xml) + sum({id(each): len(each) for each in self.files.values()}.values())


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: is it new here, how many of its files are still on the phone, and how much was kept."""

    is_new: bool
    missing: int
    size: int = 0


@unaudited("hers, or somebody's who asked her: a line would say when")
def receive(
    deployment: Deployment, sent: Sent, *, now: datetime, form: Form | None = None, at_the_desk: bool = False
) -> Taken:
    """Seal a form and its files to the study, and keep them. The same once more changes nothing.

    ``form`` is what was read of it, where somebody read it already. ``at_the_desk``: somebody who came in filled it in
    on a page of the house, or brings what was gathered elsewhere; it never was on a phone that could have locked it.

    Raises
    ------
    BadSubmission : it is no form. Refused : it is one that this study does not take. Conflict : another one bears the
    same number, or it corrects one that was corrected already, or that is not here.
    """
    if len(sent.xml) > LARGEST_FORM:
        raise Refused("too_large")
    form = form or read_submission(sent.xml)
    _fits(deployment, form, at_the_desk=at_the_desk)
    key = form.instance_id
    wanted = {name: name_mark(key, name) for name in _media_of(deployment, form)}
    ring = deployment.study.ring
    files = {
        wanted[name]: (mark_of(key, "file", data), *seal_answer(ring, name, data))
        for name, data in sent.files.items()
        if name in wanted  # what no question of the form asked for does not enter
    }
    missing = len(wanted) - len(files)
    version, box = seal_answer(ring, "xml", sent.xml)
    row = Submission(
        deployment=deployment, check_of=hashlib.sha256(key.encode()).hexdigest(), same=mark_of(key, "xml", sent.xml),
        box=box, version=version, month=month_of(clock.day(now)), missing=missing, state=WAITING if missing else HERE,
    )  # fmt: skip
    try:
        with transaction.atomic(using=CARE):
            row.save(force_insert=True)
            _keep_files(row, files)
            if form.deprecated_id and _replaced(deployment, form.deprecated_id) == LEFT_OUT:
                row.state = LEFT_OUT  # somebody decided that she is not counted; a phone knows nothing of it
                row.save(update_fields=["state"])
    except IntegrityError:
        return _once_more(row, files, set(wanted.values()))
    return Taken(True, missing, len(box) + _size(files))


@unaudited("it changes nothing")
def marks_of(instance_id: str, xml: bytes) -> tuple[str, str]:
    """By what a form is found again in this house, and by what it is known whether it says the same."""
    return hashlib.sha256(instance_id.encode()).hexdigest(), mark_of(instance_id, "xml", xml)


def _once_more(sent: Submission, files: Files, wanted: set[str]) -> Taken:
    """It is here already, or another one of its number is: what is new of its files is kept."""
    with transaction.atomic(using=CARE):
        rows = Submission.objects.select_for_update().filter(deployment=sent.deployment, check_of=sent.check_of)
        row = rows.first()
        if row is None:
            raise Refused("other_form")  # its study went meanwhile
        if not hmac.compare_digest(row.same, sent.same):
            raise Conflict("same_number")
        held = dict(row.attachments.values_list("check_of", "same"))
        if any(check in held and not hmac.compare_digest(held[check], same) for check, (same, *_rest) in files.items()):
            raise Conflict("other_file")
        new = {check: file for check, file in files.items() if check not in held}
        _keep_files(row, new)
        row.missing = len(wanted - set(held) - set(files))
        if row.state == WAITING and not row.missing:
            row.state, row.reason = HERE, ""
        row.is_seen = row.is_seen and not new  # whoever saw to it did not hear what comes only now
        row.save(update_fields=["missing", "state", "reason", "is_seen"])
    return Taken(False, row.missing, _size(new))


def _fits(deployment: Deployment, form: Form, *, at_the_desk: bool = False) -> None:
    """Is it of this questionnaire, and sealed where it has to be?"""
    version = deployment.version
    if form.form_id != version.instrument.key or form.version != version.form_version:
        raise Refused("other_form")
    if deployment.public_key and not form.is_encrypted and not at_the_desk:
        raise Refused("in_clear")
    if form.is_encrypted and not deployment.public_key:
        raise Refused("sealed_to_nobody")


def _media_of(deployment: Deployment, form: Form) -> tuple[str, ...]:
    """The names of the files that belong to a form."""
    names = media_named(form_of(deployment), form)
    if len(names) > MOST_FILES:
        raise BadSubmission("too_many")
    return names


def _size(files: Files) -> int:
    return sum(len(box) for _same, _version, box in files.values())


def _keep_files(row: Submission, files: Files) -> None:
    """Keep files that are sealed already."""
    made = [
        Attachment(submission=row, check_of=check, same=same, version=version, box=box)
        for check, (same, version, box) in files.items()
    ]
    if made:
        Attachment.objects.bulk_create(made)


def _replaced(deployment: Deployment, instance_id: str) -> str:
    """A correction takes the place of what it corrects, which stood where this says. What was corrected already is not
    corrected again."""
    check = hashlib.sha256(instance_id.encode()).hexdigest()
    old = Submission.objects.select_for_update().filter(deployment=deployment, check_of=check).first()
    if old is None:
        raise Conflict("corrects_nothing")
    if old.state not in {HERE, WAITING, KEPT, LEFT_OUT}:
        raise Conflict("corrected_before")
    was, old.state = str(old.state), REPLACED
    old.save(update_fields=["state"])
    return was


@unaudited("it changes nothing")
def said_before(deployment: Deployment, forms: Mapping[str, bytes]) -> dict[str, bool]:
    """Of forms by their numbers, those that are here already: does what came before say the same?"""
    checks = {hashlib.sha256(number.encode()).hexdigest(): number for number in forms}
    found: dict[str, bool] = {}
    for some in batched(checks, AT_ONCE):
        rows = Submission.objects.filter(deployment=deployment, check_of__in=some).values_list("check_of", "same")
        for check, same in rows:
            number = checks[check]
            found[number] = hmac.compare_digest(same, mark_of(number, "xml", forms[number]))
    return found
