"""In: what a phone or a page sends goes to its study, sealed, or is refused with a sentence."""

from datetime import datetime
from typing import Any

from amparo.commons import clock
from amparo.commons.audit.actions import unaudited
from amparo.doors.intake.actions.flow import note, too_much
from amparo.doors.intake.actions.flow import why_not_now as why_not_now
from amparo.doors.intake.forms.phones import NotSent
from amparo.fieldwork.actions.submissions import Sent as Sent
from amparo.fieldwork.actions.submissions import Taken, receive
from amparo.fieldwork.policies import Conflict, Refused
from amparo.fieldwork.queries.studies import deployment_for
from amparo.formats.codes import LANGUAGES
from amparo.formats.openrosa.submissions import BadSubmission, read_submission

STATUS = {"too_much_today": 429, "full": 503, "other_form": 404, "too_large": 413}


@unaudited("hers, or of who asked her: a line would say when")
def take(device: Any, sent: Sent, *, now: datetime) -> Taken:
    """Seal and keep what a phone sent, or :class:`NotSent`."""
    refusal = too_much(device, sent.size, on=clock.day(now))
    if refusal:
        raise NotSent(refusal, STATUS[refusal])
    try:
        form = read_submission(sent.xml)
        deployment = deployment_for(device, form.form_id, form.version)
        if deployment is None:
            raise Refused("other_form")
        taken = receive(deployment, sent, now=now, form=form)
    except BadSubmission as error:
        raise NotSent(error.code, 400, {each: error.sentence(each) for each in LANGUAGES}) from error
    except Conflict as error:
        raise NotSent(error.code, 409) from error
    except Refused as error:
        raise NotSent(error.code, STATUS.get(error.code, 400)) from error
    note(device, taken.size, is_new=taken.is_new, on=clock.day(now))
    return taken
