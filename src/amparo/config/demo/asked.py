"""Where the made-up studies are found: their addresses are made by chance, so the tour looks them up."""

from django.apps import apps


def args_of(name: str) -> tuple[str, ...] | None:
    """What stands in the address of a stop of the tour; None where a visitor ended it, or the house does not ask.

    ``studies``: nothing, in a house that asks. ``study``: the one from hand to hand. ``listening``: the one on a page
    and on rounds. ``form``: the form on the page. ``unread``: the questionnaire that waits for a reviewer.
    """
    if not name:
        return ()
    return _found(name) if apps.is_installed("amparo.fieldwork") else None


def _found(name: str) -> tuple[str, ...] | None:
    from amparo.fieldwork.models import Deployment, Study, Version
    from amparo.fieldwork.models.instruments import DRAFT
    from amparo.fieldwork.models.studies import RUNNING

    rows = {
        "study": Study.objects.filter(is_example=True, design="rds", state=RUNNING),
        "listening": Study.objects.filter(is_example=True, design="convenience", state=RUNNING),
        "form": Deployment.objects.filter(study__is_example=True, study__state=RUNNING, on_web=True, is_open=True),
        "unread": Version.objects.filter(instrument__is_example=True, state=DRAFT),
    }
    if name == "studies":
        return ()
    found = rows[name].order_by("pk").values_list("reference", flat=True).first()
    return None if found is None else (found,)
