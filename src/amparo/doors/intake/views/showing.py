"""What every page of a form shows, whoever fills it in: at the desk, or she herself."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from amparo.doors.intake.forms.sheet import sealed
from amparo.doors.intake.forms.shown import items_of, parts_of, place_of, title_of
from amparo.doors.intake.forms.turning import Turn
from amparo.fieldwork.queries.paper import title_in
from amparo.formats.openrosa.filling import wrong_answers

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps"})


def language_now() -> str:
    """The language of the page."""
    return get_language() or settings.LANGUAGE_CODE


def page_context(request: HttpRequest, deployment: Any, turn: Turn, *, action: str, sentence: Any = "") -> Any:
    """One page of the form, or all she said, with what the next request has to bring."""
    language = language_now()
    filling, page = turn.filling, turn.page
    context: dict[str, Any] = {
        "action": action, "sentence": sentence, "at": turn.at, "hidden": turn.sheet.hidden(),
        "begun": sealed(turn.sheet.begun, deployment.reference), "page": page, "sheet": turn.sheet,
        "form_title": title_in(deployment, language),
        "others": other_languages(filling.blank.form.languages, action, language),
        **spoken(filling.words.language, language),
    }  # fmt: skip
    if page is None:
        wrong = wrong_answers(filling)
        return context | {"parts": parts_of(filling, wrong, language), "wrong": wrong}
    place, many = place_of(filling, page)
    return context | {
        "items": items_of(filling, page, turn.wrong, language), "heading": title_of(filling, page), "place": place,
        "many": many, "has_wrong": bool(turn.wrong), "times": filling.times(page.again) if page.again else 0,
    }  # fmt: skip


def spoken(of_form: str, language: str) -> dict[str, str]:
    """In which language the form is written, where it is not that of the page; and in which direction."""
    code = of_form if 1 < len(of_form.partition("-")[0]) < 4 and of_form.isascii() else ""
    direction = "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
    return {"form_lang": "" if code == language else code, "form_dir": direction}


def other_languages(of_form: Iterable[str], action: str, language: str) -> list[tuple[str, str, str]]:
    """The other languages that both the form and the house have: the code, its name, where the page is in it."""
    names = dict(settings.LANGUAGES)
    return [(code, names[code], translate_url(action, code)) for code in of_form if code in names and code != language]
