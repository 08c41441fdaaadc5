"""Opening what people said, with the key of whoever leads: the trail has a line of it, and of no answer.

The line is written first. Opening many forms takes seconds, and whoever writes the trail keeps everybody else from
writing: her letter, a phone that sends.
"""

from django.utils.translation import gettext_lazy as _

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, Hidden, NoLonger
from amparo.fieldwork.models import Study, Submission
from amparo.fieldwork.models.submissions import LEFT_OUT
from amparo.fieldwork.policies import may_lead_this
from amparo.fieldwork.queries import said
from amparo.fieldwork.queries.answers import Opening
from amparo.fieldwork.queries.leading import is_hers

CARE = "default"


@unaudited("the trail has its line before anything is opened")
def look_through(study: Study, *, by: Actor, after: str = "") -> said.Through:
    """Open what nobody saw to. Where nothing is for a person to read, nobody has to see to it."""
    found = said.look_through(begin_to_look(study, by=by), after=after)
    Submission.objects.filter(pk__in=found.quiet).update(is_seen=True)
    return found


@unaudited("the trail has its line before anything is opened")
def read_whole(study: Study, submission: Submission, *, by: Actor) -> said.Whole:
    """One form, as it was asked and answered."""
    return said.read_whole(begin_to_read(study, submission, by=by), submission)


@unaudited("the trail has its line before anything is opened")
def open_file(study: Study, submission: Submission, *, place: int, by: Actor) -> bytes:
    """One recording or picture of a form, as it came."""
    return said.file_of(begin_to_hear(study, submission, by=by), submission, place)


@audited("answers.looked_through", target="study", using=CARE, hourly=True)
def begin_to_look(study: Study, *, by: Actor) -> Opening:
    """What opens the forms of a study, once the trail says so. Her key is open, or this is :class:`Locked`."""
    may_lead_this.check(by, is_hers(by, study))
    return Opening(by, study)


@audited("answer.opened", target="submission", using=CARE, hourly=True)
def begin_to_read(study: Study, submission: Submission, *, by: Actor) -> Opening:
    """The same for one form."""
    return _opening(study, submission, by)


@audited("answer.file", target="submission", using=CARE, hourly=True)
def begin_to_hear(study: Study, submission: Submission, *, by: Actor) -> Opening:
    """The same for its recordings and pictures: these can be taken away as files, and the trail says that apart."""
    return _opening(study, submission, by)


def _opening(study: Study, submission: Submission, by: Actor) -> Opening:
    """What somebody took back stays locked: whoever wants to read it lets it in again first, and the trail says so."""
    may_lead_this.check(by, is_hers(by, study))
    if submission.state == LEFT_OUT:
        raise Hidden
    return Opening(by, study)


@audited("answer.seen_to", target="submission", using=CARE)
def see_to(study: Study, submission: Submission, *, missing: int, by: Actor) -> None:
    """Somebody was with her, or nothing more is to do: this one is not shown as new any more.

    ``missing`` says how many recordings were still on their way when she read it: what came since nobody heard.
    """
    may_lead_this.check(by, is_hers(by, study))
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.missing < missing:
        raise NoLonger(_("A recording of this form came meanwhile. Open it again, and look at that first."))
    Submission.objects.filter(pk=row.pk).update(is_seen=True)
