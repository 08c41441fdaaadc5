"""Mending what the door could not read: one answer put right, in a sealed form that takes the place of the old one.

The old form stays, sealed as it came, with its files. A correction is sealed to the lock of the study, also where the
old one had been sealed on a phone: whoever mends it has opened it.
"""

import hashlib
import hmac
import uuid

from django.db import transaction
from django.utils.translation import get_language

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.codebooks.queries import codebook_of
from amparo.commons.policy.policies import Actor, Hidden, NoLonger
from amparo.fieldwork.models import Study, Submission
from amparo.fieldwork.models.submissions import HERE, REPLACED
from amparo.fieldwork.policies import may_mend
from amparo.fieldwork.queries.answers import Opened
from amparo.fieldwork.queries.kept import Kept, coded, constants_of, look_at
from amparo.fieldwork.queries.leading import is_hers
from amparo.formats.codes import by_code
from amparo.formats.coding import NotCoded
from amparo.formats.openrosa.corrections import corrected
from amparo.formats.openrosa.submissions import read_submission
from amparo.vault.actions.answers import seal_answer

CARE = "default"


@audited("answer.opened", target="submission", using=CARE, hourly=True)
def open_kept(study: Study, submission: Submission, *, by: Actor) -> Kept:
    """Open one form that waits, with her key: the trail has a line of it."""
    may_mend.check(by, is_hers(by, study), submission.state)
    return look_at(by, study, submission)


@audited("answer.corrected", target="submission", using=CARE)
def correct(study: Study, submission: Submission, *, which: int, value: str, by: Actor) -> Submission:
    """Another answer to the question at fault; nothing, where the answer is taken away.

    Raises
    ------
    NoLonger : where the form would still not go on for the same question; the sentence is of the list ``door_reason``.
    """
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    may_mend.check(by, is_hers(by, study), row.state)
    found = look_at(by, study, row)
    at_fault = next((each for each in found.at_fault if each.which == which), None)
    if at_fault is None:
        raise Hidden  # only the question at fault is written anew
    number = f"uuid:{uuid.uuid4()}"
    xml = corrected(found.xml, which=which, value=value, number=number)
    _goes_on(study, row, xml, at_fault.path)
    return _replaced(study, row, number.encode(), xml)


@unaudited("a part of correcting, which is audited")
def _goes_on(study: Study, row: Submission, xml: bytes, path: str) -> None:
    """Would the door read it now? What is wrong elsewhere in it is mended next."""
    form, deployment = read_submission(xml), row.deployment
    try:
        book, same = codebook_of(deployment.codebook), constants_of(study, deployment)
        coded(Opened(row, form), deployment, book, same)
    except NotCoded as error:
        if error.path == path:
            raise NoLonger(by_code("door_reason")[error.code].label(get_language() or study.language)) from None


@unaudited("a part of correcting, which is audited")
def _replaced(study: Study, row: Submission, key: bytes, xml: bytes) -> Submission:
    """The new form in the place of the old one. Of the same month, so that it goes with it."""
    version, box = seal_answer(study.ring, "xml", xml)
    same = hmac.new(key, b"xml\0" + xml, hashlib.sha256).hexdigest()
    with transaction.atomic(using=CARE):
        Submission.objects.filter(pk=row.pk).update(state=REPLACED, is_counted=False)
        return Submission.objects.create(
            deployment=row.deployment, check_of=hashlib.sha256(key).hexdigest(), same=same, version=version, box=box,
            state=HERE, month=row.month,
        )  # fmt: skip
