"""What somebody said, for whoever leads: which forms ask for somebody, and one form read whole, with its recordings.

A form that asks *do you want somebody to help you?* promises that somebody reads the answer. Everything is opened in
memory with her key and written nowhere; what was seen is marked, so that the next day begins with what is new.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Study, Submission
from amparo.fieldwork.models.submissions import LEFT_OUT, REPLACED
from amparo.fieldwork.policies import may_write
from amparo.fieldwork.queries.answers import Opened, Opening, files_here
from amparo.fieldwork.queries.calls import CALLS, asks_who_calls, call_of, is_told, presses
from amparo.fieldwork.queries.told import Said, said_in, was_asked
from amparo.formats.coding import CONSENT, LINK, rule_of
from amparo.vault.queries.opened import hers

AT_MOST = 1_000  # forms that are opened at once: some seconds
CORRECTIONS = 20  # of one form, one after the other, that are gone back for its recordings


@dataclass(frozen=True, slots=True)
class Calling:
    """A form with something for a person to read; ``call`` is the answer that asks for somebody."""

    reference: str  # and not its row: many of them stand beside each other
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
    last: str = ""  # after which form the next time begins


@dataclass(frozen=True, slots=True)
class File:
    """A recording or a picture: under which question, in which form it came, and what it is called there."""

    label: str
    row: Submission
    name: str = field(repr=False)
    kind: str  # "image", "audio", "video", or what else was asked for


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
    if not may_write.allows(actor):  # a lock that was never changed is no reason to tell her
        return {}
    rows: Any = Submission.objects.filter(deployment__study__in=hers(Study.objects.all(), actor), is_seen=False)
    rows = rows.exclude(state__in=[LEFT_OUT, REPLACED]).values_list("deployment__study").order_by()
    return dict(rows.annotate(Count("pk")))


def _unseen(study: Study) -> Any:
    return Submission.objects.filter(deployment__study=study, is_seen=False).exclude(state__in=[LEFT_OUT, REPLACED])


def look_through(opening: Opening, *, after: str = "") -> Through:
    """Open what nobody saw to, the newest months first; where there is too much, what comes ``after`` this form."""
    rows = _after(_unseen(opening.study), after)
    ids = list(rows.order_by("-month", "pk").values_list("pk", flat=True))
    calling, telling, quiet, unread, last = list[Calling](), list[Calling](), list[int](), 0, ""
    for each in opening.each(ids[:AT_MOST]):
        last = each.row.reference
        found = _found(opening, each)
        if found is None:
            unread += each.form is None
            quiet += [each.row.pk] if each.form is not None else []
        else:
            (calling if found.call is not None else telling).append(found)
    calling.sort(key=lambda one: not one.is_pressing)
    left = max(0, len(ids) - AT_MOST)
    return Through(tuple(calling), tuple(telling), tuple(quiet), unread, left, last if left else "")


def _after(rows: Any, reference: str) -> Any:
    """What stands behind a form in the order of looking; everything, where that form is not here any more."""
    found = Submission.objects.filter(reference=reference).values_list("month", "pk").first() if reference else None
    return rows.filter(Q(month__lt=found[0]) | Q(month=found[0], pk__gt=found[1])) if found else rows


def _found(opening: Opening, each: Opened) -> Calling | None:
    """What a person has to read in an opened form, where there is anything."""
    if each.form is None:
        return None
    deployment = opening.deployments[each.row.deployment_id]
    said, title = _to_read(each, deployment), deployment.version.title
    call = call_of(said)
    if call is not None:
        return Calling(each.row.reference, title, call, presses(call))
    if any(is_told(one) for one in said) or not asks_who_calls(deployment):
        return Calling(each.row.reference, title)
    return None


def read_whole(opening: Opening, submission: Submission) -> Whole:
    """One form, opened with her key; where it cannot be opened there are no answers in it."""
    (opened,) = opening.each([submission.pk])
    deployment = opening.deployments[submission.deployment_id]
    if opened.form is None:
        return Whole(submission, deployment.version.title, missing=submission.missing)
    said = [each for each in _to_read(opened, deployment) if each.value.strip() and was_asked(each)]
    is_file = [each.question is not None and each.question.control == "upload" for each in said]
    spoken = [each for each, is_one in zip(said, is_file, strict=True) if not is_one]
    spoken.sort(key=lambda each: _weight(each, rule_of(deployment.version.mapping, each.path)["do"]))
    files = _files(opening, opened, [each for each, is_one in zip(said, is_file, strict=True) if is_one])
    return Whole(submission, deployment.version.title, tuple(spoken), files, submission.missing)


def _to_read(opened: Opened, deployment: Deployment) -> list[Said]:
    """Its answers without the codes of coupons: beside an answer one leads to whoever gave it, and back to her."""
    mapping = deployment.version.mapping
    return [each for each in said_in(opened, deployment) if rule_of(mapping, each.path)["do"] != LINK]


def _files(opening: Opening, opened: Opened, said: list[Said]) -> tuple[File, ...]:
    """The recordings of a form. Those of a correction came with what it corrects, and lie there."""
    names, where = {each.value.strip() for each in said}, dict[str, Submission]()
    for _time in range(CORRECTIONS):
        assert opened.form is not None
        for name in files_here(opened.row, opened.form.instance_id, names - set(where)):
            where[name] = opened.row
        before = opening.corrected_by(opened) if names - set(where) else None
        if before is None or before.form is None:
            break
        opened = before
    return tuple(
        File(each.label, where[each.value.strip()], each.value.strip(), each.question.media.partition("/")[0])
        for each in said
        if each.question is not None and each.value.strip() in where
    )


def _weight(said: Said, do: str) -> int:
    """What asks for somebody stands first, with what she needs; that she said yes to being asked stands last."""
    name = said.question.name if said.question is not None else ""
    return 0 if name.partition("_")[0] in CALLS else 2 if do == CONSENT else 1


def file_of(opening: Opening, submission: Submission, place: int) -> bytes:
    """One file of a form, as it came; :class:`Hidden` where there is none in this place, or it does not open."""
    found = read_whole(opening, submission).files
    data = opening.file_of(found[place].row, found[place].name) if place < len(found) else None
    if data is None:
        raise Hidden
    return data
