"""Sealed forms of a study, opened with the key of whoever leads it: one after the other, in memory, never written.

A form that cannot be read is told with a reason (the list ``door_reason``) and stays as it is.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import batched

from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Attachment, Deployment, Study, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, WAITING
from amparo.fieldwork.policies import may_write
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.marks import name_mark
from amparo.formats.coding import NotCoded
from amparo.formats.openrosa.submissions import BadSubmission, read_submission
from amparo.formats.openrosa.submissions import Submission as Form
from amparo.vault.actions.answers import (
    SEALED,
    FormKey,
    Unopenable,
    named_answer,
    open_form_key,
    open_from_phone,
    opener_of,
    read_key,
)

AT_ONCE = 25  # forms in memory together: one may have two million bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A form of a study, opened; or why it is not."""

    row: Submission
    form: Form | None = field(default=None, repr=False)
    reason: str = ""
    xml: bytes = field(default=b"", repr=False)


class Opening:
    """A study that is open to somebody: what opens its envelopes, and the keys of its forms."""

    def __init__(self, actor: Actor, study: Study) -> None:
        may_write.check(actor)
        self.study, self.open_one = study, opener_of(actor, study.ring)
        rows = study.deployments.select_related("version__instrument")
        self.deployments: dict[int, Deployment] = {each.pk: each for each in rows}
        self.private: Callable[[int], FormKey] = cache(lambda key: self._private(actor, self.deployments[key]))

    def _private(self, actor: Actor, deployment: Deployment) -> FormKey:
        return read_key(open_form_key(actor, self.study.ring, deployment.key_version, deployment.key_box))

    def each(self, ids: Sequence[int] | None = None) -> Iterator[Opened]:
        """The forms of the study that are here, or those with these numbers, in their order."""
        keys = forms_here(self.study) if ids is None else ids
        for some in batched(keys, AT_ONCE):
            rows = Submission.objects.in_bulk(list(some))
            yield from (self._opened(rows[key]) for key in some if key in rows)

    def _opened(self, row: Submission) -> Opened:
        try:
            xml = named_answer(self.open_one(row.version, row.box))[1]
            asked = form_of(self.deployments[row.deployment_id])
            form = read_submission(xml, repeats=asked.repeats)
            if form.encrypted is not None:
                xml, slip = self._from_phone(row, form), form
                form = read_submission(xml, repeats=asked.repeats)
                _same(slip, form)
            return Opened(row, form, xml=xml)
        except NotCoded as error:
            return Opened(row, reason=error.code)
        except BadSubmission:
            return Opened(row, reason="not_a_form")
        except (Unopenable, ValueError):
            return Opened(row, reason="does_not_open")

    def _from_phone(self, row: Submission, slip: Form) -> bytes:
        """The form inside of one that was sealed on a phone. Its other files are not even fetched for it."""
        assert slip.encrypted is not None
        held = self._held(row, slip.instance_id, [slip.encrypted.xml_file])
        if not held:
            raise NotCoded("not_whole")
        return self._inside(row, slip, held)[0]

    def _held(self, row: Submission, instance_id: str, names: Iterable[str]) -> dict[str, bytes]:
        """Of these files of a form, those that came, by their names; the others lie where they are."""
        marks = {name_mark(instance_id, name): name for name in names}
        rows = Attachment.objects.filter(submission=row, check_of__in=list(marks))
        return {marks[each.check_of]: named_answer(self.open_one(each.version, each.box))[1] for each in rows}

    def _inside(self, row: Submission, slip: Form, files: dict[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
        assert slip.encrypted is not None
        return open_from_phone(
            self.private(row.deployment_id), key=slip.encrypted.key, instance_id=slip.instance_id,
            xml_file=slip.encrypted.xml_file, media=slip.encrypted.media, files=files,
        )  # fmt: skip

    def corrected_by(self, opened: Opened) -> Opened | None:
        """What a form corrects, opened; None where it corrects nothing."""
        if opened.form is None or not opened.form.deprecated_id:
            return None
        check = hashlib.sha256(opened.form.deprecated_id.encode()).hexdigest()
        row = Submission.objects.filter(deployment=opened.row.deployment_id, check_of=check).first()
        return self._opened(row) if row is not None else None

    def file_of(self, row: Submission, name: str) -> bytes | None:
        """One recording or picture, by the name that the answers of its form call it; none of the others is opened."""
        try:
            slip = read_submission(named_answer(self.open_one(row.version, row.box))[1])
            if slip.encrypted is None:
                return self._held(row, slip.instance_id, [name]).get(name)
            held = self._held(row, slip.instance_id, [slip.encrypted.xml_file, name + SEALED])
            return self._inside(row, slip, held)[1].get(name)
        except (Unopenable, ValueError):  # somebody changed what lies here
            return None


def files_here(row: Submission, instance_id: str, names: Collection[str]) -> set[str]:
    """Which of these files came with a form, locked on a phone or not. None is opened for it."""
    held = set(row.attachments.values_list("check_of", flat=True))
    return {each for each in names if held & {name_mark(instance_id, each), name_mark(instance_id, each + SEALED)}}


def _same(slip: Form, inside: Form) -> None:
    """Is what was sealed what its slip says? Anybody who has the form can seal anything to it."""
    told = (slip.form_id, slip.version, slip.instance_id)
    if inside.is_encrypted or (inside.form_id, inside.version, inside.instance_id) != told:
        raise NotCoded("other_form")


def marks_here(study: Study, checks: Iterable[str]) -> dict[str, str]:
    """Which of these numbers are in the study, under whatever questionnaire, and what each says, as a mark."""
    rows = Submission.objects.filter(deployment__study=study, check_of__in=list(checks))
    return dict(rows.values_list("check_of", "same"))


def forms_here(study: Study) -> list[int]:
    """The numbers of the forms of a study that could be counted, and of those that wait for somebody.

    Also of those of which a recording is still on the phone: what is counted stands in the form alone, and a recording
    that never comes is no reason to lose it.
    """
    rows = Submission.objects.filter(deployment__study=study, state__in=[HERE, KEPT, WAITING])
    return list(rows.values_list("pk", flat=True))
