"""Somebody who answers a form on our pages without a script, and the made-up forms that she answers.

``Filler`` reads a page as a browser does: what stands in its form is sent, and what she presses with it.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.conf import settings
from django.test import Client

from amparo.fieldwork.actions import instruments, studies
from amparo.fieldwork.models import Deployment, SignOff, Version
from amparo.fieldwork.models import Submission as Row
from amparo.fieldwork.queries.instruments import signed_digest
from amparo.formats.openrosa.submissions import Submission, read_submission
from amparo.vault.actions.answers import named_answer, opener_of
from tests.field import NOW, TODAY, Field

PAPER = settings.PATHS["paper"]
SECRET = "Lirio-7731 dijo que llueve"  # stands nowhere else
ANSWERS = (("yes", "Sí", "Sim", "Yes"), ("no", "No", "Não", "No"))
LEFT = (*ANSWERS, ("does_not_know", "No sé", "Não sei", "I do not know"), ("prefers_not", "Prefiero no decir",
        "Prefiro não dizer", "I prefer not to say"))  # fmt: skip
MET = (("few", "Pocas", "Poucas", "Few"), ("many", "Muchas", "Muitas", "Many"), *LEFT[2:])
TEXTS = {
    "may": ("Hola.\nQueremos saber qué hace falta aquí.\n¿Quieres responder?",
            "Oi.\nQueremos saber o que falta aqui.\nQuer responder?",
            "Hello.\nWe want to know what is missing here.\nDo you want to answer?"),
    "counted": ("¿Podemos sumar lo que dices?", "Podemos somar o que você diz?", "May we add what you say?"),
    "about": ("Un poco de ti", "Um pouco de você", "A little about you"),
    "met": ("¿Con cuántas?", "Com quantas?", "With how many?"),
    "acts": ("¿Qué pasó?", "O que houve?", "What happened?"),
    "nights": ("¿Cuántas noches?", "Quantas noites?", "How many nights?"),
    "since": ("¿Desde qué día?", "Desde que dia?", "Since which day?"),
    "story": ("Cuéntalo en tus palabras.", "Conte com suas palavras.", "Tell it in your words."),
    "late": ("Escribe menos de cien.", "Escreva menos de cem.", "Write less than a hundred."),
    "bye": ("Gracias por tu tiempo.", "Obrigada pelo seu tempo.", "Thank you for your time."),
}  # fmt: skip
SHORT_MAPPING = {
    "/data/may": {"do": "consent", "yes": ["yes"]}, "/data/counted": {"do": "consent", "yes": ["yes"]},
    "/data/about/met": {"do": "coded", "variable": "met", "kind": "one"},
    "/data/about/acts": {"do": "coded", "variable": "acts", "kind": "many", "list": "incident_type"},
    "/data/about/story": {"do": "sealed"},
}  # fmt: skip


def _texts() -> str:
    named = {**TEXTS, **{f"{kind}-{code}": said for kind, rows in (("a", LEFT), ("m", MET)) for code, *said in rows}}
    return "".join(
        f'<translation lang="{lang}">'
        + "".join(f'<text id="{name}"><value>{said[place]}</value></text>' for name, said in named.items())
        + "</translation>"
        for place, lang in enumerate(("Español (es)", "Português (pt)", "English (en)"))
    )


def _items(kind: str, rows: Any) -> str:
    return "".join(
        f"<item><label ref=\"jr:itext('{kind}-{code}')\"/><value>{code}</value></item>" for code, *_said in rows
    )


def _asks(control: str, path: str, inside: str = "") -> str:
    label = path.rpartition("/")[2]
    return f'<{control} ref="/data/{path}"><label ref="jr:itext(\'{label}\')"/>{inside}</{control}>'


SHORT = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">'
    f"<h:head><h:title>Corto, inventado</h:title><model><itext>{_texts()}</itext>"
    '<instance><data id="short" version="1"><may/><counted/><about><met/><acts/><nights/><since/><story/></about><bye/>'
    "<orx:meta><orx:instanceID/></orx:meta></data></instance>"
    '<bind nodeset="/data/may" type="string" required="true()"/>'
    "<bind nodeset=\"/data/counted\" type=\"string\" relevant=\"/data/may = 'yes'\"/>"
    "<bind nodeset=\"/data/about\" relevant=\"/data/may = 'yes'\"/>"
    '<bind nodeset="/data/about/nights" type="int" constraint=". &lt; 100" jr:constraintMsg="jr:itext(\'late\')"/>'
    '<bind nodeset="/data/about/since" type="date"/><bind nodeset="/data/about/story" type="string"/>'
    '<bind nodeset="/data/bye" type="string" readonly="true()" relevant="/data/may = \'yes\'"/>'
    '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head><h:body>'
    + _asks("select1", "may", _items("a", ANSWERS)) + _asks("select1", "counted", _items("a", ANSWERS))
    + '<group ref="/data/about"><label ref="jr:itext(\'about\')"/>'
    + _asks("select1", "about/met", _items("m", MET)) + _asks("select", "about/acts",
        "<item><label>Una cosa</label><value>VIO</value></item><item><label>Otra cosa</label><value>EXT</value></item>"
        + _items("a", LEFT[2:]))
    + _asks("input", "about/nights") + _asks("input", "about/since")
    + '<input ref="/data/about/story" appearance="multiline"><label ref="jr:itext(\'story\')"/></input></group>'
    + _asks("input", "bye") + "</h:body></h:html>"
).encode()  # fmt: skip


def on_web(
    field: Field, xform: bytes = SHORT, *, key: str = "short", mapping: Any = None, kind: str = "self",
    on_page: bool = True, is_strict: bool = True, **more: Any,
) -> Deployment:  # fmt: skip
    """A form of the study that can be answered on a page too."""
    leda = field.person("leda")
    library = more.pop("library", "")
    instrument = instruments.make_instrument(key=key, kind=kind, by=leda, library=library)
    brought = instruments.Brought(b"sheet", "corto.xlsx", xform)
    rules = SHORT_MAPPING if mapping is None and key == "short" else mapping or {}
    version = instruments.write_version(instrument, brought, by=leda, mapping=rules, needs=(), **more)
    if is_strict:
        instruments.sign(version, by=field.people["iris"], was_paid=True, on=TODAY)
    else:  # it asks what this house never would, so nobody signs it
        digest = signed_digest(version)
        SignOff.objects.create(
            version=version, by=field.people["iris"], role="reviewer", on=TODAY, digest=digest, was_paid=True
        )
        Version.objects.filter(pk=version.pk).update(state="signed")
    version.refresh_from_db()
    return studies.send_out(version, study=field.study, by=leda, on_web=on_page, now=NOW)


def answers_of(field: Field, deployment: Deployment) -> list[Submission]:
    """What lies sealed of a form, opened with the key of who leads the study."""
    open_one = opener_of(field.person("leda"), field.study.ring)
    rows = Row.objects.filter(deployment=deployment).order_by("pk")
    return [read_submission(named_answer(open_one(each.version, each.box))[1]) for each in rows]


def said_in(form: Submission) -> dict[str, str]:
    """The answers of a form that say something, by the last step of their path."""
    return {each.path.rpartition("/")[2]: each.value for each in form.answers if each.value}


@dataclass
class Button:
    """One that can be pressed."""

    name: str
    value: str
    to: str
    words: str = ""


@dataclass
class Form:
    """The first form of a page: what it would send, and what can be pressed."""

    action: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)  # by the name of rings and boxes: their values
    buttons: list[Button] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form, self.inside, self.done = Form(), False, False
        self.area: str | None = None
        self.menu = ""
        self.button: Button | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.done:
            self.form.action, self.inside = said["action"], True
        elif self.inside:
            self.control(tag, said)

    def control(self, tag: str, said: dict[str, str]) -> None:
        name, value = said.get("name", ""), said.get("value", "")
        if tag == "input" and name and "disabled" not in said:
            kind = said.get("type", "text")
            if kind in ("radio", "checkbox"):
                self.form.offered.setdefault(name, []).append(value)
                if "checked" in said:
                    self.form.fields.setdefault(name, []).append(value)
            elif kind != "file":
                self.form.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.form.fields[name] = [""]
        elif tag == "select":
            self.menu = name
            self.form.fields[name] = [""]
        elif tag == "option" and self.menu:
            self.form.offered.setdefault(self.menu, []).append(value)
            if "selected" in said:
                self.form.fields[self.menu] = [value]
        elif tag == "button":
            self.button = Button(name, value, said.get("formaction", ""))
            self.form.buttons.append(self.button)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            self.inside, self.done = False, True
        if tag == "textarea":
            self.area = None
        if tag == "select":
            self.menu = ""
        if tag == "button":
            self.button = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.form.fields[self.area][0] += data.removeprefix("\n") if not self.form.fields[self.area][0] else data
        if self.button is not None:
            self.button.words += data


def form_on(page: str, place: str = "<main") -> Form:
    """The form of the main part of a page."""
    reader = _Reader()
    reader.feed(page[page.index(place) :])
    return reader.form


class Filler:
    """She, with a browser that runs no script."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.answer = client, client.get(address)

    @property
    def text(self) -> str:
        return str(self.answer.text)

    @property
    def form(self) -> Form:
        return form_on(self.text)

    def presses(self, does: str, *, file: Any = None, **said: Any) -> "Filler":
        """Press a button by what it does, with these answers by the last step of their name."""
        form = self.form
        fields = {name: list(values) for name, values in form.fields.items()}
        for step, value in said.items():
            (name,) = {each for each in (*fields, *form.offered) if each.endswith(f"/{step}")}
            fields[name] = [value] if isinstance(value, str) else list(value)
        (button,) = [each for each in form.buttons if each.value == does] or [None]
        assert button is not None, f"no button does {does!r}: {[each.value for each in form.buttons]}"
        more = {button.name: [button.value]} | ({"voice": file} if file else {})
        return self.sends(button.to or form.action, fields | more)

    def sends(self, address: str, fields: dict[str, Any]) -> "Filler":
        """A request as it is."""
        self.sent = (address, fields)
        self.answer = self.client.post(address, fields)
        return self

    def sends_words(self, words: str) -> "Filler":
        """Her eight words, on the page that asks for them."""
        form = self.form
        return self.sends(form.action, form.fields | {"p": [words]})

    def again(self) -> "Filler":
        """Back and Reload: the last request once more."""
        return self.sends(*self.sent)


def begun(deployment: Deployment, client: Client | None = None, prefix: str = "") -> Filler:
    """She opens the first page, twenty seconds before she goes on."""
    return Filler(client or Client(), f"{prefix}/{PAPER}/{deployment.reference}")
