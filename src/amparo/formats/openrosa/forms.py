"""Reading a form: what pyxform makes of a sheet, or an XForm that somebody brings.

A form has a *primary instance*, the empty document that a phone fills in; *binds*, which say of each place in it what
kind of answer it takes and when; and a *body*, which asks. The instance gives the order and the places. What nobody
asks for is read too, because a phone may write there by itself: a calculation, the number of the device, where it is.
Actions are not followed. https://getodk.github.io/xforms-spec/ says all of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.formats.openrosa.documents import JAVAROSA, META, Element, Limits, read_xml
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.form_acts import acts_in
from amparo.formats.openrosa.form_choices import Lists
from amparo.formats.openrosa.form_controls import CONTROLS, Body
from amparo.formats.openrosa.form_parts import Act, Choice, Form, Group, Question
from amparo.formats.openrosa.form_paths import resolved
from amparo.formats.openrosa.form_template import template_of
from amparo.formats.openrosa.form_texts import Texts, plain_name

__all__ = ["Act", "BadForm", "Choice", "Form", "Group", "Question", "read_form"]

LIMITS = Limits(most_bytes=5_000_000, most_elements=200_000)
LONGEST_ID = 249  # characters, as phones and other servers allow
MOST_PLACES = 20_000
CHOOSING = {"select1": "select_one", "select": "select_multiple", "rank": "rank"}
KINDS = {
    "int": "int", "integer": "int", "long": "int", "decimal": "decimal", "double": "decimal", "float": "decimal",
    "date": "date", "time": "time", "dateTime": "dateTime", "boolean": "boolean", "geopoint": "geopoint",
    "geotrace": "geotrace", "geoshape": "geoshape", "binary": "binary", "barcode": "barcode",
}  # fmt: skip
BY_ITSELF = {"binary", "geopoint", "geotrace", "geoshape"}  # what a phone may take down unasked, told by its own name
_TABLE = re.compile(r"(?:pulldata|search)\(\s*(?:'([^']+)'|\"([^\"]+)\")")


def read_form(xml: bytes) -> Form:
    """A form, or :class:`BadForm` with a code that says why it cannot be used."""
    html = read_xml(xml, limits=LIMITS, fault=BadForm)
    head, body = html.first("head"), html.first("body")
    model = head.first("model") if head else None
    if html.name != "html" or head is None or model is None or body is None:
        raise BadForm("not_a_form")
    instance = model.first("instance")
    root = next(iter(instance.children), None) if instance else None
    if instance is None or root is None:
        raise BadForm("no_instance")
    form_id = root.get("id") or root.get("id", space=META) or root.space
    if not form_id or len(form_id) > LONGEST_ID:
        raise BadForm("bad_id", most=str(LONGEST_ID))
    reading = _Reading(model, body, root)
    questions = tuple(reading.questions())
    if not any(each.control for each in questions):
        raise BadForm("no_questions")
    title, submission = head.first("title"), model.first("submission")
    return Form(
        id=form_id,
        version=root.get("version") or root.get("version", space=META),
        title=title.text.strip() if title else "",
        languages=reading.texts.languages,
        default_language=reading.texts.default_language,
        root=root.name,
        namespace=root.space,
        questions=questions,
        groups=tuple(reading.groups()),
        public_key="".join((submission.get("base64RsaPublicKey") if submission else "").split()),
        template=template_of(xml, root, above=(html, head, model, instance)),
        media=tuple(reading.media()),
        acts=tuple(acts_in(model, body, instance, f"/{root.name}")),
    )


@dataclass(slots=True)
class _Place:
    """An element of the primary instance: a leaf takes an answer, another one is a group."""

    path: str
    name: str
    above: tuple[str, ...]  # the paths of the groups it stands in
    default: str = ""
    is_group: bool = False


@dataclass(slots=True)
class _Reading:
    """A form, taken apart."""

    model: Element
    body_element: Element
    root: Element
    texts: Texts = field(init=False)
    lists: Lists = field(init=False)
    body: Body = field(init=False)
    places: dict[str, _Place] = field(init=False)
    binds: dict[str, Element] = field(init=False)
    outside: list[str] = field(init=False)  # the addresses of lists that stand beside the form

    def __post_init__(self) -> None:
        secondary = list(self.model.named("instance"))[1:]
        self.texts = Texts(self.model)
        self.outside = [each.get("src") for each in secondary if each.get("src")]
        self.lists = Lists({each.get("id"): each for each in secondary if not each.get("src")}, self.texts)
        self.places = {}
        self._walk(self.root, f"/{self.root.name}", ())
        self.binds, by_id = {}, {}
        for bind in self.model.named("bind"):
            path = resolved(bind.get("nodeset"), at=f"/{self.root.name}")
            self.binds.setdefault(path, bind)
            by_id[bind.get("id")] = path
        self.body = Body({*self.places, f"/{self.root.name}"}, by_id)
        self.body.read(self.body_element, at=f"/{self.root.name}")

    def _walk(self, element: Element, path: str, above: tuple[str, ...]) -> None:
        """Take down every place below this element; what stands there twice, as repeats do, is one place."""
        for each in element.children:
            place = self.places.setdefault(f"{path}/{each.name}", _Place(f"{path}/{each.name}", each.name, above))
            place.is_group = place.is_group or bool(each.children)
            place.default = place.default or each.text.strip()
            self._walk(each, place.path, (*above, place.path))
        if len(self.places) > MOST_PLACES:
            raise BadForm("too_many")

    def questions(self) -> Iterator[Question]:
        """Every place for an answer, in the order of the instance."""
        for place in self.places.values():
            if not place.is_group and place.path not in self.body.groups:
                yield self._question(place, self.body.controls.get(place.path), self._bind(place.path))

    def _bind(self, path: str) -> Element:
        return self.binds.get(path) or Element("bind", "", {}, {}, 0)

    def _question(self, place: _Place, control: Element | None, bind: Element) -> Question:
        choices, choice_filter = self.lists.of(control) if control else ((), "")
        asks = CONTROLS[control.name] if control else ""
        if control and asks == "input" and control.get("query"):
            asks = "select1"  # a list so long that it stands beside the form
        preload, wanted = bind.get("preload", space=JAVAROSA), bind.get("preloadParams", space=JAVAROSA)
        repeats = [path for path in place.above if self._is_repeat(path)]
        return Question(
            path=place.path,
            name=place.name,
            type=self._type(place, asks, bind),
            control=asks,
            labels=self.texts.of(control.first("label") if control else None),
            hints=self.texts.of(control.first("hint") if control else None),
            choices=choices,
            choice_filter=choice_filter,
            required=bind.get("required"),
            relevant=bind.get("relevant"),
            constraint=bind.get("constraint"),
            calculate=bind.get("calculate"),
            readonly=bind.get("readonly"),
            default=place.default,
            constraint_messages=self.texts.message(bind.get("constraintMsg", space=JAVAROSA)),
            required_messages=self.texts.message(bind.get("requiredMsg", space=JAVAROSA)),
            groups=place.above,
            repeat=repeats[-1] if repeats else "",
            appearance=control.get("appearance") if control else "",
            media=control.get("mediatype") if control else "",
            preload=f"{preload}/{wanted}" if preload else "",
        )

    def _type(self, place: _Place, asks: str, bind: Element) -> str:
        """What kind of answer a place takes. What nobody asks for is a calculation, or tells of the filling in."""
        kind = KINDS.get(bind.get("type").rpartition(":")[2], "string")
        if asks == "input":
            return "note" if bind.get("readonly").replace(" ", "") == "true()" else kind
        if asks:
            return CHOOSING.get(asks) or {"upload": "binary"}.get(asks, asks)
        is_about = place.path.startswith(f"/{self.root.name}/meta/") or bind.get("preload", space=JAVAROSA)
        if kind in BY_ITSELF and not bind.get("calculate"):
            return kind
        return "metadata" if is_about else "calculate"

    def _is_repeat(self, path: str) -> bool:
        return path in self.body.groups and self.body.groups[path].is_repeat

    def groups(self) -> Iterator[Group]:
        """Everything that holds questions, also what the body does not show: a condition may hang on it."""
        for place in self.places.values():
            held = self.body.groups.get(place.path)
            if place.is_group or held:
                yield Group(
                    path=place.path,
                    labels=self.texts.of(held.label) if held else {},
                    relevant=self._bind(place.path).get("relevant"),
                    appearance=held.appearance if held else "",
                    is_repeat=self._is_repeat(place.path),
                )

    def media(self) -> Iterator[str]:
        """The files that the form names, each once: pictures and sounds of its words, lists and tables beside it."""
        for source in (*self.outside, *(place.default for place in self.places.values())):
            self.texts.names_file(source)
        for control in self.body.controls.values():
            if control.get("query"):
                self.texts.name_file("itemsets.csv")
        for element in (*self.binds.values(), *self.body.controls.values()):
            for table in (found for text in element.attributes.values() for found in _TABLE.finditer(text)):
                self.texts.name_file(plain_name(table[1] or table[2]).removesuffix(".csv") + ".csv")
        return iter(self.texts.media)
