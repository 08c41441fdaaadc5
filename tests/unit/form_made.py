"""Forms for the tests of the safety lint, made as a phone gets them: XForms, read by the reader of the house.

`GOOD` is a form in which nothing is found; a test changes one thing of it. All of it is made up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from amparo.formats.codes import codes
from amparo.formats.openrosa.forms import Form, read_form

LANGUAGES = ("es", "pt", "en")
NAMES = {"es": "Español (es)", "pt": "Português (pt)", "en": "English (en)"}
Texts = str | dict[str, str]
YES_NO = {"yes": {"es": "Sí", "pt": "Sim", "en": "Yes"}, "no": {"es": "No", "pt": "Não", "en": "No"}}
NOT_SAID = {
    "does_not_know": {"es": "No sé", "pt": "Não sei", "en": "I do not know"},
    "prefers_not": {"es": "Prefiero no decir", "pt": "Prefiro não dizer", "en": "I prefer not to say"},
}
CONSENT = {
    "es": "Queremos saber qué te cuida aquí. Puedes parar cuando quieras. ¿Quieres responder?",
    "pt": "Queremos saber o que cuida de você aqui. Você pode parar quando quiser. Quer responder?",
    "en": "We want to know what protects you here. You can stop when you like. Do you want to answer?",
}
AGREED = "/data/consent = 'yes'"
CONTROLS = {
    "one": ("select1", "string"), "many": ("select", "string"), "number": ("input", "int"), "text": ("input", "string"),
    "date": ("input", "date"), "note": ("input", "string"), "geopoint": ("input", "geopoint"),
    "upload": ("upload", "binary"), "trigger": ("trigger", "string"), "decimal": ("input", "decimal"),
    "hidden": ("", "string"), "unasked": ("", ""),
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One question of a made form. ``bind`` holds what its bind says besides."""

    name: str
    kind: str = "one"
    label: Texts = ""
    hint: Texts = ""
    choices: dict[str, Texts] = field(default_factory=dict)
    relevant: str = AGREED
    bind: dict[str, str] = field(default_factory=dict)
    control: dict[str, str] = field(default_factory=dict)
    group: str = ""
    default: str = ""
    itemset: str = ""


def said(text: Texts) -> dict[str, str]:
    """A text in each language."""
    return text if isinstance(text, dict) else dict.fromkeys(LANGUAGES, text)


def answers(*labels: str) -> dict[str, Texts]:
    """Choices of these words, each under a code that says nothing."""
    return {f"c{number}": label for number, label in enumerate(labels, 1)}


BEFORE = Item(
    "ticked",
    "many",
    {"es": "Marca lo que ya es así", "pt": "Marque o que já é assim", "en": "Tick what is so already"},
    choices={each.code: dict(each.texts) for each in codes("before_asking")},
    relevant="",
    bind={"required": "true()", "constraint": "count-selected(.) = 10"},
    group="before_asking",
)
ASKED = Item("consent", "one", CONSENT, choices=dict(YES_NO), relevant="", bind={"required": "true()"})
WELL = Item(
    "well",
    label={"es": "¿Te atendieron bien?", "pt": "Atenderam você bem?", "en": "Did they treat you well?"},
    choices=YES_NO | NOT_SAID,
)
GOOD = (BEFORE, ASKED, WELL)


def form(
    *items: Item,
    title: str = "Cuaderno",
    id: str = "cuaderno",
    languages: tuple[str, ...] = LANGUAGES,
    head: str = "",
    **more: str,
) -> Form:
    """The form of these questions, as it is read."""
    return read_form(xform(*items, title=title, id=id, languages=languages, head=head, **more).encode())


def xform(*items: Item, title: str, id: str, languages: tuple[str, ...], head: str = "", key: str = "") -> str:
    """The form of these questions as a phone gets it."""
    words: dict[str, dict[str, str]] = {}
    body, binds = [], []
    for item in items:
        path = f"/data/{item.group}/{item.name}" if item.group else f"/data/{item.name}"
        control, kind = CONTROLS[item.kind]
        bind = {
            "nodeset": path,
            **({"type": kind} if kind else {}),
            **({"relevant": item.relevant} if item.relevant else {}),
        } | item.bind
        bind |= {"readonly": "true()"} if item.kind == "note" else {}
        binds.append(f"<bind {' '.join(f'{key}={quoteattr(value)}' for key, value in bind.items())}/>")
        if control:
            body.append(_control(item, path, control, words))
    instance = "".join(f"<{item.group}>{_leaf(item)}</{item.group}>" if item.group else _leaf(item) for item in items)
    itext = "".join(
        f"<translation lang={quoteattr(NAMES.get(one, one))}>"
        + "".join(
            f"<text id={quoteattr(at)}><value>{escape(texts.get(one, ''))}</value></text>"
            for at, texts in words.items()
        )
        + "</translation>"
        for one in languages
    )
    sealed = f'<submission base64RsaPublicKey="{key}"/>' if key else ""
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms"><h:head>'
        f"<h:title>{escape(title)}</h:title><model>{sealed}<itext>{itext}</itext><instance>"
        f'<data id={quoteattr(id)} version="1">'
        f"{instance}<meta><instanceID/></meta></data></instance>{head}{''.join(binds)}</model></h:head><h:body>{''.join(body)}</h:body></h:html>"
    )


def _leaf(item: Item) -> str:
    return f"<{item.name}>{escape(item.default)}</{item.name}>"


def _control(item: Item, path: str, control: str, words: dict[str, dict[str, str]]) -> str:
    def text(part: str, of: Texts, element: str) -> str:
        words[f"{path}:{part}"] = said(of)
        return f"<{element} ref=\"jr:itext('{path}:{part}')\"/>" if of else ""

    extra = "".join(f" {key}={quoteattr(value)}" for key, value in item.control.items())
    choices = "".join(
        f"<item>{text(f'choice:{name}', label, 'label')}<value>{escape(name)}</value></item>"
        for name, label in item.choices.items()
    )
    words_of = text("label", item.label, "label") + text("hint", item.hint, "hint")
    return f'<{control} ref="{path}"{extra}>{words_of}{item.itemset}{choices}</{control}>'


def changed(item: Item, **what: object) -> Item:
    """The same question with something else in it."""
    return replace(item, **what)  # type: ignore[arg-type]
