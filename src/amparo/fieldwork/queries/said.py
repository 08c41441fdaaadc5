"""What somebody said, for whoever leads: which forms ask for somebody, and one form read whole, with its recordings.

A form that asks *do you want somebody to help you?* promises that somebody reads the answer. Everything is opened in
memory with her key and written nowhere; what was seen is marked, so that the next day begins with what is new.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Study, Submission
from amparo.fieldwork.models.submissions import LEFT_OUT, REPLACED
from amparo.fieldwork.queries.answers import Opening
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.kept import Said, said_in, was_asked
from amparo.formats.coding import CONSENT, rule_of
from amparo.vault.queries.opened import hers

CALLS = {"help": ("today", "later"), "urgent": ("yes",)}
"""The questions of the library that ask for somebody, by their name, and with which answers; the pressing one first."""

AT_MOST = 2_000  # forms that are opened at once: some seconds


@dataclass(frozen=True, slots=True)
class Calling:
    """A form with something for a person to read; ``call`` is the answer that asks for somebody."""

    row: Submission
    title: str
    call: Said | None = None
    is_pressing: bool = False


@dataclass(frozen=True, slots=True)
class Through:
    """What was found among the forms that nobody saw to."""

    calling: tuple[Calling, ...] = ()
    telling: tuple[Calling, ...] = ()  # nobody is asked for, but there are her own words, or a recording
    quiet: tuple[int, ...] = ()  # the numbers of the others: nothing in them is for a person to read
    unread: int = 0  # cannot be opened; the door says why
    left: int = 0  # for the next time


@dataclass(frozen=True, slots=True)
class File:
    """A recording or a picture: under which question, what it is called in the form, and whether it is a sound."""

    label: str
    name: str = field(repr=False)
    is_sound: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """One form, as it was asked and answered."""

    row: Submission
    title: str
    said: tuple[Said, ...] = field(default=(), repr=False)
    files: tuple[File, ...] = field(default=(), repr=False)
    missing: int = 0


def unseen(study: Study) -> int:
    """How many forms nobody saw to. None is opened for it."""
    return int(_unseen(study).count())


def unseen_by_study(actor: Actor) -> dict[int, int]:
    """The same of every study whose answers she opens, by its number."""
    rows: Any = Submission.objects.filter(deployment__study__in=hers(Study.objects.all(), actor), is_seen=False)
    rows = rows.exclude(state__in=[LEFT_OUT, REPLACED]).values_list("deployment__study").order_by()
    return dict(rows.annotate(Count("pk")))


def _unseen(study: Study) -> Any:
    return Submission.objects.filter(deployment__study=study, is_seen=False).exclude(state__in=[LEFT_OUT, REPLACED])


def look_through(actor: Actor, study: Study) -> Through:
    """Open what nobody saw to, the newest months first. Her key is open, or this is :class:`Locked`."""
    ids = list(_unseen(study).order_by("-month", "pk").values_list("pk", flat=True))
    opening = Opening(actor, study)
    calling, telling, quiet, unread = [], [], [], 0
    for each in opening.each(ids[:AT_MOST]):
        if each.form is None:
            unread += 1
            continue
        deployment = opening.deployments[each.row.deployment_id]
        title = deployment.version.title
        said = said_in(each, deployment)
        call = next((one for one in said if _calls(one)), None)
        if call is not None:
            calling.append(Calling(each.row, title, call, _presses(call)))
        elif any(_is_told(one) for one in said) or not _asks_who_calls(deployment):
            telling.append(Calling(each.row, title))
        else:
            quiet.append(each.row.pk)
    calling.sort(key=lambda one: not one.is_pressing)
    return Through(tuple(calling), tuple(telling), tuple(quiet), unread, max(0, len(ids) - AT_MOST))


def _asks_who_calls(deployment: Deployment) -> bool:
    """Does the form ask, by a name that is known here, whether somebody shall come? Else a person looks at each."""
    return any(each.name in CALLS for each in form_of(deployment).questions)


def _calls(said: Said) -> bool:
    return said.question is not None and said.value in CALLS.get(said.question.name, ())


def _presses(said: Said) -> bool:
    return said.question is not None and said.value == CALLS[said.question.name][0]


def _is_told(said: Said) -> bool:
    """Her own words, or a recording: what no list of answers holds."""
    asked = said.question
    return bool(
        said.value.strip() and asked is not None and (asked.control == "upload" or asked.type == "string")
        and not asked.choices and was_asked(said)
    )  # fmt: skip


def read_whole(actor: Actor, study: Study, submission: Submission) -> Whole:
    """One form, opened with her key; where it cannot be opened there are no answers in it."""
    opening = Opening(actor, study)
    (opened,) = opening.each([submission.pk])
    deployment = opening.deployments[submission.deployment_id]
    if opened.form is None:
        return Whole(submission, deployment.version.title, missing=submission.missing)
    said = [each for each in said_in(opened, deployment) if each.value.strip() and was_asked(each)]
    here = opening.files_of(submission)
    files = [
        File(each.label, each.value, each.question.media.startswith("audio"))
        for each in said
        if each.question is not None and each.question.control == "upload" and each.value in here
    ]
    spoken = [each for each in said if each.question is None or each.question.control != "upload"]
    spoken.sort(key=lambda each: _weight(each, rule_of(deployment.version.mapping, each.path)["do"]))
    return Whole(submission, deployment.version.title, tuple(spoken), tuple(files), submission.missing)


def _weight(said: Said, do: str) -> int:
    """What asks for somebody stands first, with what she needs; that she said yes to being asked stands last."""
    name = said.question.name if said.question is not None else ""
    return 0 if name.startswith(tuple(CALLS)) else 2 if do == CONSENT else 1


def file_of(actor: Actor, study: Study, submission: Submission, place: int) -> bytes:
    """One file of a form, as it came; :class:`Hidden` where there is none in this place."""
    found = read_whole(actor, study, submission).files
    if place >= len(found):
        raise Hidden
    return Opening(actor, study).files_of(submission)[found[place].name]
