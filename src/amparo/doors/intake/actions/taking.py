"""In: what a phone or a page sends goes to its study, sealed, or is refused with a sentence."""

from datetime import datetime
from typing import Any

from django.db import OperationalError

from amparo.commons.audit.actions import unaudited
from amparo.doors.intake.forms.phones import NotSent
from amparo.fieldwork.actions.submissions import Sent as Sent
from amparo.fieldwork.actions.submissions import Taken, receive
from amparo.fieldwork.policies import Conflict, Refused
from amparo.fieldwork.queries.studies import deployment_for
from amparo.formats.codes import LANGUAGES
from amparo.formats.openrosa.submissions import BadSubmission, read_submission


@unaudited("hers, or of who asked her: a line would say when")
def take(device: Any, sent: Sent, *, now: datetime) -> Taken:
    """Seal and keep what a phone sent, or :class:`NotSent`."""
    try:
        form = read_submission(sent.xml)
        deployment = deployment_for(device, form.form_id, form.version)
        if deployment is None:
            raise Refused("other_form")
        return receive(deployment, sent, now=now, form=form)
    except BadSubmission as error:
        raise NotSent(error.code, 400, {each: error.sentence(each) for each in LANGUAGES}) from error
    except Conflict as error:
        raise NotSent(error.code, 409) from error
    except Refused as error:
        raise NotSent(error.code, 404 if error.code == "other_form" else 400) from error
    except OperationalError as error:
        raise NotSent("busy", 503) from error
