"""Where the studies and forms are that were made up to show the house: their addresses are made by chance."""

from django.db.models import QuerySet

from amparo.fieldwork.models import Deployment, Study, Version
from amparo.fieldwork.models.instruments import DRAFT
from amparo.fieldwork.models.studies import RUNNING


def example_of(kind: str) -> str | None:
    """The reference of the first one, or None where a visitor ended it.

    ``study``: the one from hand to hand that has phones. ``listening``: the one on a page and on rounds. ``form``: the
    form on the page. ``unread``: the questionnaire that waits for a reviewer.
    """
    studies = Study.objects.filter(is_example=True, state=RUNNING)
    rows: dict[str, QuerySet[Study] | QuerySet[Deployment] | QuerySet[Version]] = {
        "study": studies.filter(design="rds", devices__isnull=False),
        "listening": studies.filter(design="convenience", deployments__on_web=True),
        "form": Deployment.objects.filter(study__in=studies, on_web=True, is_open=True),
        "unread": Version.objects.filter(instrument__is_example=True, state=DRAFT),
    }
    for row in rows[kind].distinct().order_by("pk")[:1]:
        return row.reference
    return None
