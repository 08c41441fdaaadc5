"""Opening what people said, with the key of whoever leads: the trail has a line of it, and of no answer."""

from collections.abc import Collection

from amparo.commons.audit.actions import audited
from amparo.commons.policy.policies import Actor
from amparo.fieldwork.models import Study, Submission
from amparo.fieldwork.policies import may_lead_this
from amparo.fieldwork.queries import said
from amparo.fieldwork.queries.leading import is_hers

CARE = "default"


@audited("answers.looked_through", target="study", using=CARE, hourly=True)
def look_through(study: Study, *, by: Actor) -> said.Through:
    """Open what nobody saw to. Where nothing is for a person to read, nobody has to see to it."""
    may_lead_this.check(by, is_hers(by, study))
    found = said.look_through(by, study)
    Submission.objects.filter(pk__in=found.quiet).update(is_seen=True)
    return found


@audited("answer.opened", target="submission", using=CARE, hourly=True)
def read_whole(study: Study, submission: Submission, *, by: Actor) -> said.Whole:
    """One form, as it was asked and answered."""
    may_lead_this.check(by, is_hers(by, study))
    return said.read_whole(by, study, submission)


@audited("answer.opened", target="submission", using=CARE, hourly=True)
def open_file(study: Study, submission: Submission, *, place: int, by: Actor) -> bytes:
    """One recording or picture of a form, as it came."""
    may_lead_this.check(by, is_hers(by, study))
    return said.file_of(by, study, submission, place)


@audited("answers.seen_to", target="study", using=CARE)
def see_to(study: Study, references: Collection[str], *, by: Actor) -> int:
    """Somebody was with her, or nothing more is to do: these are not shown as new any more."""
    may_lead_this.check(by, is_hers(by, study))
    rows = Submission.objects.filter(deployment__study=study, reference__in=list(references), is_seen=False)
    return int(rows.update(is_seen=True))
