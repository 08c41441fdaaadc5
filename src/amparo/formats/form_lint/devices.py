"""What the phone would write, send or fetch by itself: whose it is, where it is, a picture, a file from elsewhere."""

import re
from collections.abc import Iterator

from amparo.formats.form_lint.findings import Finding, found
from amparo.formats.form_lint.plain import shown
from amparo.formats.form_lint.said import is_asked, is_of_the_form
from amparo.formats.form_lint.xpath import UNCLEAR, paths, read
from amparo.formats.openrosa.forms import Act, Form, Question

POINTS = frozenset({"geopoint", "geotrace", "geoshape"})
TELLS = re.compile(
    r"(?i)property/|uri:|patient/|(?:device|subscriber)_?id|phone_?number|sim_?serial|user_?name|e-?mail"
)
NAMED = re.compile(r"(?i)(?:device|subscriber)_?id|phone_?number|sim_?(?:serial|id)|user_?name|imei|imsi|android_?id")
ADDRESS = re.compile(
    r"(?i)(?:https?|ftps?|mailto|tel|sms|geo|intent|data|javascript|whatsapp)\s*:\s*[/\w+?]|www\s*\.\s*\w"
    r"|(?<![\w@.])[a-z0-9-]{2,}\.(?:com|org|net|info|io|gob|gov|app|link|gl|ly|me)(?![\w])"
)
OUTSIDE = re.compile(r"(?i)(?:^|\s)(?:ex:|intent:|printer:|url(?:\s|$)|search\(|map(?:s)?(?:\s|$)|placement-map)")
OTHER_ROWS = re.compile(r"(?i)pulldata\s*\(|search\s*\(|lookup\s*\(|last-saved")
ASKS_THE_PHONE = re.compile(r"(?i)\bproperty\s*\(")
UNASKED = {"setgeopoint": "exact_place", "recordaudio": "background", "intent": "outside", "entity": "next_person"}
SPOKEN_FOR = (".mp3", ".m4a", ".wav", ".ogg", ".aac", ".amr", ".jpg", ".jpeg", ".png", ".svg", ".webp", ".gif")


def look(form: Form) -> Iterator[Finding]:
    """Question by question, then what the form fetches."""
    for question in form.questions:
        yield from _of_itself(question)
        yield from _uploads(question)
        yield from _outside(question)
        if is_of_the_form(question) and question.name == "instanceName":
            yield from _shown(question)
    for group in form.groups:
        yield from _links(group.path, list(group.labels.values()))
    yield from _links(f"/{form.root}", [form.title])
    for name in form.media:
        plain = name.lower().rpartition("/")[2]
        is_data = not plain.endswith(SPOKEN_FOR)
        yield found("unseen" if is_data else "media", f"/{form.root}", found=name)
    for act in form.acts:
        yield from _act(act, form)


def _act(act: Act, form: Form) -> Iterator[Finding]:
    """What no question shows: an action, another program, a list that goes from one person to the next."""
    name = act.value.rpartition("/")[2]
    if act.element in UNASKED:
        yield found(UNASKED[act.element], act.path, found=act.value or act.element)
    elif act.element != "source" and act.element != "setvalue":
        yield found("outside", act.path, found=act.element)  # of what we do not know nobody says that it is harmless
    elif act.element == "source" and name not in form.media:
        yield found("next_person" if OTHER_ROWS.search(act.value) else "unseen", act.path, found=act.value)
    elif act.element == "setvalue" and ASKS_THE_PHONE.search(act.value):
        yield found("phone_told", act.path, found=act.value)
    elif act.element == "setvalue" and act.path.endswith("/instanceName"):
        yield found("shown_name", act.path, found=act.value)


def _of_itself(question: Question) -> Iterator[Finding]:
    """What nobody is asked and the phone writes."""
    name = question.name.lower()
    if TELLS.search(question.preload) or (not is_asked(question) and NAMED.search(name)):
        yield found("phone_told", question.path, found=question.preload or question.name)
    if question.preload.startswith(("timestamp", "date")):
        yield found("moment", question.path)
    if question.type in POINTS or "setgeopoint" in question.preload:
        yield found("exact_place", question.path, found=question.type)
    if question.control:
        return
    if name == "audit" and question.type in ("binary", "metadata"):
        yield found("audit", question.path)
    elif question.type == "binary":
        yield found("background", question.path)


def _shown(question: Question) -> Iterator[Finding]:
    """A phone lists what was filled in by this name: no answer of hers stands in it."""
    answers = paths(read(question.calculate, question.path))
    if answers or (read(question.calculate, question.path) == UNCLEAR and question.calculate.strip()):
        yield found("shown_name", question.path, found=", ".join(sorted(answers)) or question.calculate)


def _uploads(question: Question) -> Iterator[Finding]:
    """Her voice, and nothing else: a picture shows her face, and a file brings what nobody sees."""
    if question.control == "upload" and not question.media.lower().startswith("audio/"):
        yield found("upload", question.path, found=question.media or "*/*")


def _outside(question: Question) -> Iterator[Finding]:
    """Other programs, other servers, rows of a file that nobody of the house has read."""
    texts = [*question.labels.values(), *question.hints.values(), *question.constraint_messages.values()]
    texts += [
        *question.required_messages.values(),
        *(text for each in question.choices for text in each.labels.values()),
    ]
    yield from _links(question.path, [*texts, question.default])
    if OUTSIDE.search(question.appearance):
        yield found("outside", question.path, found=question.appearance)
    conditions = (question.calculate, question.relevant, question.constraint, question.required, question.default)
    if any(OTHER_ROWS.search(each) for each in conditions):
        yield found("unseen", question.path, found=next(each for each in conditions if OTHER_ROWS.search(each)))
    elif question.type in ("select_one", "select_multiple", "rank") and not question.choices:
        yield found("unseen", question.path, found=question.choice_filter or question.name)


def _links(path: str, texts: list[str]) -> Iterator[Finding]:
    for text in texts:
        match = ADDRESS.search(text) or ADDRESS.search(shown(text))
        if match:
            yield found("link", path, found=match[0])
            return
