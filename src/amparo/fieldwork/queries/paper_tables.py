"""What can be typed in from paper: the questionnaires of a study that are not locked on the phone, and every round."""

from typing import Any

from django.db.models import Q

from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Study
from amparo.fieldwork.policies import may_see
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.paper import ROUND
from amparo.formats.paper.columns import Columns
from amparo.formats.paper.tables import written


def on_paper(actor: Actor, study: Study) -> list[Deployment]:
    """The questionnaires of a study whose answers may come over the line in clear, also those that are asked no more.

    A sensitive one goes locked from a phone, or not at all: whoever types in its paper does it on a phone. A round is
    about nobody: houses without phones write it on a sheet, and its row is locked here, as at the desk.
    """
    may_see.check(actor)
    rows: Any = Deployment.objects.filter(study=study).select_related("version__instrument", "study")
    rows = rows.filter(Q(public_key="") | Q(version__instrument__kind=ROUND))
    return list(rows.order_by("-is_open", "version__instrument__key", "-version__number"))


def get_on_paper(actor: Actor, study: Study, reference: str) -> Deployment:
    """One of them."""
    found = next((each for each in on_paper(actor, study) if each.reference == reference), None)
    if found is None:
        raise Hidden
    return found


def columns_of(deployment: Deployment) -> Columns:
    """The columns that its table has."""
    return Columns(form_of(deployment), deployment.version.mapping)


def empty_table(deployment: Deployment, language: str) -> bytes:
    """A table with its heading, for whoever types: with semicolons, as spreadsheets of the region part cells."""
    return written(columns_of(deployment).headings(language), [], ";")
