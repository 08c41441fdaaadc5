"""Answers that were gathered elsewhere: look at the file first, then bring in what is whole, and get the rest back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from amparo.commons import clock
from amparo.commons.policy.uploads import TOO_LARGE
from amparo.commons.ui.views.files import CSV, to_save
from amparo.doors.intake.actions import importing as actions
from amparo.doors.intake.forms.answers import TOO_LARGE_HERE, AnswersForm
from amparo.doors.intake.policies import may_bring_in
from amparo.fieldwork.queries.forms import form_of
from amparo.fieldwork.queries.studies import get_study, questionnaires_of
from amparo.formats.codes import label
from amparo.formats.coding import CONSENT
from amparo.formats.exports.faults import BadExport
from amparo.formats.openrosa.forms import Question
from amparo.vault.actions.answers import secret_of_numbers

FIRST, SEEN, DONE = "intake/bring.html", "intake/bring_seen.html", "intake/bring_done.html"


@sensitive_variables()
@sensitive_post_parameters()
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Who leads the study, with her key. The first press only looks."""
    may_bring_in.check(request.user)
    study = get_study(request.user, reference)
    secret = secret_of_numbers(request.user, study.ring)
    form = AnswersForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        asked=questionnaires_of(request.user, study), largest=actions.LARGEST,
        opened=lambda text: actions.carried(study, text, by=request.user),
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, FIRST, {"form": form, "study": study, "too_large": too_large(request)})
    try:
        return pressed(request, study, form, secret)
    except BadExport as error:
        context = {"form": form, "study": study, "refused": error.sentence(get_language() or "es")}
        return render(request, FIRST, context)


def pressed(request: HttpRequest, study: Any, form: AnswersForm, secret: Any) -> HttpResponse:
    """Looking, bringing in, or giving back."""
    about: Any = {"secret": secret, "by": request.user}
    data, language = form.cleaned_data["data"], get_language() or "es"
    if "back" in request.POST:
        return to_save(actions.give_back(form.deployment, data, language=language, **about), "filas.csv", CSV)
    context = {"form": form, "study": study, "seen": form.digest}
    is_seen = form.is_the_one_seen
    if "bring" in request.POST and is_seen:
        done = context["done"] = actions.bring_in(form.deployment, data, now=clock.now(), **about)
        template, goes_on = DONE, done.is_unfinished or done.wrong
    else:
        looked = actions.look(form.deployment, data, **about)
        context |= {"found": told(looked, form.deployment, language), "is_other": "bring" in request.POST}
        template, goes_on = SEEN, True
    return render(request, template, context | {"carried": actions.carry(study, data) if goes_on else ""})


def told(looked: actions.Looked, deployment: Any, language: str) -> dict[str, Any]:
    """What was understood, as the page says it."""
    left: dict[str, list[str]] = {}
    for column in looked.export.left_behind():
        left.setdefault(column.use, []).append(f"{column.table}: {column.name}" if column.table else column.name)
    missing = looked.export.missing()
    consents = {path for path, rule in deployment.version.mapping.items() if rule["do"] == CONSENT}
    return {
        "looked": looked,
        "standing": dict(looked.standing),
        "left": [(label("export_column", use, language), names) for use, names in left.items()],
        "missing": [words_of(each, language) for each in missing],
        "no_consent": bool(consents & {each.path for each in missing}),
        "faults": [(each, each.sentence(language)) for each in looked.faults],
        "asked": sum(each.control != "" for each in form_of(deployment).questions) - len(missing),
    }


def words_of(question: Question, language: str) -> str:
    """What is asked, in this language or the only one there is; its name where there are no words."""
    said = question.labels.get(language) or next((text for text in question.labels.values() if text.strip()), "")
    return said.strip()[:120] or question.name


def too_large(request: HttpRequest) -> Any:
    """Where the file was larger than the house holds in memory, it never got here: the sentence that says so."""
    return TOO_LARGE_HERE if request.META.get(TOO_LARGE) else ""
