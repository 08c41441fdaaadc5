"""Sealed forms of a study, opened with the key of whoever leads it: one after the other, in memory, never written.

A form that cannot be read is told with a reason (the list ``door_reason``) and stays as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import batched

from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Attachment, Deployment, Study, Submission
from amparo.fieldwork.models.submissions import HERE, KEPT, WAITING
from amparo.fieldwork.policies import may_write
from amparo.fieldwork.queries.forms import form_of
from amparo.formats.coding import NotCoded
from amparo.formats.openrosa.submissions import BadSubmission, read_submission
from amparo.formats.openrosa.submissions import Submission as Form
from amparo.vault.actions.answers import Unopenable, named_answer, open_form_key, open_from_phone, opener_of

AT_ONCE = 200


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
        self.private: Callable[[int], bytes] = cache(lambda key: self._private(actor, self.deployments[key]))

    def _private(self, actor: Actor, deployment: Deployment) -> bytes:
        return open_form_key(actor, self.study.ring, deployment.key_version, deployment.key_box)

    def each(self, ids: Sequence[int] | None = None) -> Iterator[Opened]:
        """The forms of the study that are here, or those with these numbers, in their order."""
        keys = forms_here(self.study) if ids is None else ids
        for some in batched(keys, AT_ONCE):
            rows = Submission.objects.in_bulk(list(some))
            files = self._files([row for row in rows.values() if self.deployments[row.deployment_id].public_key])
            for key in some:
                if key in rows:
                    yield self._opened(rows[key], files.get(key, []))

    def _files(self, rows: list[Submission]) -> dict[int, list[Attachment]]:
        """The files of forms that were sealed on a phone: the form itself is one of them."""
        found: dict[int, list[Attachment]] = {}
        if rows:
            for each in Attachment.objects.filter(submission__in=rows):
                found.setdefault(each.submission_id, []).append(each)
        return found

    def _opened(self, row: Submission, files: list[Attachment]) -> Opened:
        try:
            xml = named_answer(self.open_one(row.version, row.box))[1]
            asked = form_of(self.deployments[row.deployment_id])
            form = read_submission(xml, repeats=asked.repeats)
            if form.encrypted is not None:
                xml, slip = self._from_phone(row, form, files), form
                form = read_submission(xml, repeats=asked.repeats)
                _same(slip, form)
            return Opened(row, form, xml=xml)
        except NotCoded as error:
            return Opened(row, reason=error.code)
        except BadSubmission:
            return Opened(row, reason="not_a_form")
        except (Unopenable, ValueError):
            return Opened(row, reason="does_not_open")

    def _from_phone(self, row: Submission, slip: Form, files: list[Attachment]) -> bytes:
        """The form inside of one that was sealed on a phone. Its other files are not opened for it."""
        assert slip.encrypted is not None
        named = self._named(files)
        if slip.encrypted.xml_file not in named:
            raise NotCoded("not_whole")
        return self._inside(row, slip, {slip.encrypted.xml_file: named[slip.encrypted.xml_file]})[0]

    def _named(self, files: Iterable[Attachment]) -> dict[str, bytes]:
        return dict(named_answer(self.open_one(each.version, each.box)) for each in files)

    def _inside(self, row: Submission, slip: Form, files: dict[str, bytes]) -> tuple[bytes, dict[str, bytes]]:
        assert slip.encrypted is not None
        return open_from_phone(
            self.private(row.deployment_id), key=slip.encrypted.key, instance_id=slip.instance_id,
            xml_file=slip.encrypted.xml_file, media=slip.encrypted.media, files=files,
        )  # fmt: skip

    def files_of(self, row: Submission) -> dict[str, bytes]:
        """The recordings and pictures that came with a form, opened, by the names that its answers call them."""
        named = self._named(row.attachments.order_by("pk"))
        slip = read_submission(named_answer(self.open_one(row.version, row.box))[1])
        return named if slip.encrypted is None else self._inside(row, slip, named)[1]


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
