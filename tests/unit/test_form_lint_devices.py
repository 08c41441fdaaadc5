"""What a phone would tell by itself, bring from elsewhere or show to others; lists that ask; words that hurt."""

from __future__ import annotations

import pytest

from amparo.formats.form_lint import lint
from tests.unit.form_made import ASKED, GOOD, NOT_SAID, WELL, YES_NO, Item, answers, changed, form

JR = "jr:preload"
TEXT = Item("told", "text", {"es": "¿Qué te cuida?", "pt": "O que cuida de você?", "en": "What protects you?"})


def found(*items: Item, kind: str = "interview", **more: str) -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in lint(form(*items, **more), kind=kind)]  # type: ignore[arg-type]


def beside(item: Item, **more: str) -> list[tuple[str, str]]:
    return found(*GOOD, item, **more)


# --- what the phone writes, and what it brings ---


@pytest.mark.parametrize(
    "wanted", ["deviceid", "phonenumber", "username", "email", "simserial", "subscriberid", "uri:deviceid"]
)
def test_whose_phone_it_is_is_not_kept(wanted: str) -> None:
    quiet = Item("quiet", "hidden", relevant="", bind={JR: "property", "jr:preloadParams": wanted})
    assert beside(quiet) == [("phone_told", "/data/quiet")]
    assert beside(Item("deviceid", "hidden", relevant="")) == [("phone_told", "/data/deviceid")]


def test_an_hour_is_advice_and_an_id_of_the_form_is_nothing() -> None:
    start = Item("start", "hidden", relevant="", bind={JR: "timestamp", "jr:preloadParams": "start"})
    (one,) = lint(form(*GOOD, start), kind="interview")
    assert (one.rule, one.is_refusal) == ("moment", False)
    assert beside(Item("key", "hidden", relevant="", bind={JR: "uid"})) == []


def test_steps_and_sounds_are_not_taken_down_unasked() -> None:
    assert found(*GOOD, Item("audit", "unasked", relevant="", group="meta", bind={"type": "binary"})) == [
        ("audit", "/data/meta/audit")
    ]
    assert beside(Item("around", "unasked", relevant="", bind={"type": "binary"})) == [("background", "/data/around")]


def test_the_list_of_a_phone_shows_no_answer() -> None:
    shown = Item("instanceName", "hidden", relevant="", group="meta", bind={"calculate": "concat('x ', /data/well)"})
    assert found(*GOOD, shown) == [("shown_name", "/data/meta/instanceName")]
    assert found(*GOOD, changed(shown, bind={"calculate": "((("})) == [("shown_name", "/data/meta/instanceName")]
    assert found(*GOOD, changed(shown, bind={"calculate": "'Cuaderno'"})) == []


@pytest.mark.parametrize("kind", ["geopoint", "geotrace", "geoshape"])
def test_no_point_is_asked_for_or_taken(kind: str) -> None:
    assert beside(changed(TEXT, bind={"type": kind})) == [("exact_place", "/data/told")]
    assert beside(Item("start_point", "unasked", relevant="", bind={"type": kind})) == [
        ("exact_place", "/data/start_point")
    ]


@pytest.mark.parametrize("media", ["image/*", "video/*", "application/pdf", "", "*/*", "text/csv"])
def test_nothing_but_a_voice_is_sent(media: str) -> None:
    asked = changed(TEXT, kind="upload", control={"mediatype": media} if media else {})
    assert beside(asked) == [("upload", "/data/told")]
    assert beside(changed(TEXT, kind="upload", control={"mediatype": "audio/*"})) == []


@pytest.mark.parametrize(
    "text",
    ["Mira https://ayuda.example/x", "Mira www.ayuda.example", "Lee [esto](http://a.example)",
     "Escribe a mailto:a@b.example", "bit.ly/abc",
     '<a href="https://a.example">aquí</a>', "Llama <a href='tel:+5939'>aquí</a>", "Mira ayuda.org.",
     "HTTPS://AYUDA.EXAMPLE"],
)  # fmt: skip
def test_no_address_on_the_web_stands_in_it(text: str) -> None:
    assert ("link", "/data/told") in beside(changed(TEXT, hint=text))
    assert ("link", "/data/told") in beside(changed(TEXT, kind="one", choices=answers(text, "Nada") | NOT_SAID))


@pytest.mark.parametrize(
    "text", ["Marca una.Gracias", "Llama al 123", "De 8 a 10 a.m.", "Tel. 123", "Escribe así: sí o no"]
)
def test_a_full_stop_is_no_address(text: str) -> None:
    assert beside(changed(TEXT, hint=text)) == []


@pytest.mark.parametrize(
    "appearance",
    ["ex:org.other.app(a=1)", "printer:org.zebra", "map", "search('rows')", "w1 intent:x", "placement-map"],
)
def test_no_other_program_is_opened(appearance: str) -> None:
    rules = {rule for rule, _path in beside(changed(WELL, name="q2", control={"appearance": appearance}))}
    assert rules & {"outside", "unseen"}
    for quiet in ("minimal", "field-list", "likert", "w2 columns", "mapped"):
        assert beside(changed(WELL, name="q2", control={"appearance": quiet})) == []


def test_nothing_comes_from_a_file_that_is_not_read_here() -> None:
    asked = changed(
        WELL,
        name="q2",
        choices={},
        itemset='<itemset nodeset="instance(\'rows\')/root/item"><value ref="name"/><label ref="label"/></itemset>',
    )
    rules = found(*GOOD, asked, head='<instance id="rows" src="jr://file-csv/rows.csv"/>')
    assert rules == [("unseen", "/data"), ("unseen", "/data/q2")]
    pulled = Item("pulled", "hidden", relevant="", bind={"calculate": "pulldata('rows', 'a', 'b', /data/well)"})
    assert ("unseen", "/data/pulled") in beside(pulled)
    before = changed(TEXT, bind={"calculate": "instance('__last-saved')/data/told"})
    assert ("unseen", "/data/told") in beside(before)


def test_a_picture_or_a_sound_is_looked_at_by_somebody() -> None:
    (one,) = lint(form(*GOOD, changed(TEXT, default="jr://images/house.png")), kind="interview")
    assert (one.rule, one.is_refusal, one.facts["found"]) == ("media", False, "house.png")


# --- answers that ask by themselves ---


def test_man_or_woman_is_no_gender() -> None:
    who = changed(WELL, label="¿Quién eres?")
    for pair in (
        ("Hombre", "Mujer"),
        ("Masculino", "Femenino"),
        ("M", "F"),
        ("Male", "Female", "Other"),
        ("Homem", "Mulher", "Outro"),
    ):
        assert found(*GOOD[:2], changed(who, choices=answers(*pair) | NOT_SAID)) == [("sex_on_papers", "/data/well")]
    for open_list in (
        ("Mujer trans", "Travesti", "Mujer", "Hombre"),
        ("Hombre", "Mujer", "No binaria"),
        ("Mujer", "Mujer trans"),
        ("M", "L"),
    ):
        assert found(*GOOD[:2], changed(who, choices=answers(*open_list) | NOT_SAID)) == []
    other = changed(
        WELL, label="¿Quién te atendió?", choices=answers("Un hombre", "Una mujer", "Hombre", "Mujer") | NOT_SAID
    )
    assert found(*GOOD[:2], other) == []


def test_single_years_are_an_age_and_bands_are_none() -> None:
    how_old = changed(WELL, label="¿Qué edad tienes?")
    assert found(*GOOD[:2], changed(how_old, choices=answers("18", "19", "20") | NOT_SAID)) == [("birth", "/data/well")]
    assert found(*GOOD[:2], changed(how_old, choices=answers("18 a 24", "25 a 34", "35 o más") | NOT_SAID)) == []
    many = changed(WELL, label="¿Cuántas veces fuiste?", choices=answers("1", "2", "3", "4") | NOT_SAID)
    assert found(*GOOD[:2], many) == []


def test_countries_as_answers_are_an_origin_unless_they_are_places() -> None:
    lands = answers("Venezuela", "Colombia", "Haití", "Otro") | NOT_SAID
    assert found(*GOOD[:2], changed(WELL, label="¿Cuál es el tuyo?", choices=lands)) == [("origin", "/data/well")]
    assert found(*GOOD[:2], changed(WELL, label="¿En qué país estás hoy?", choices=lands)) == []
    assert (
        found(
            *GOOD[:2], changed(WELL, label="¿Cuál es el tuyo?", choices=answers("Caribe", "Países andinos") | NOT_SAID)
        )
        == []
    )
    tongues = answers("Español", "Francés", "Criollo haitiano") | NOT_SAID
    assert found(*GOOD[:2], changed(WELL, label="¿En qué idioma hablamos?", choices=tongues)) == []


TOWN = Item(
    "town",
    "one",
    {"es": "¿En qué municipio estás?", "pt": "Em que município está?", "en": "Which municipality are you in?"},
    choices=answers("Uno", "Otro") | NOT_SAID,
)
KINDS = Item(
    "kinds",
    "one",
    {
        "es": "¿En qué tipo de lugar trabajas?",
        "pt": "Em que tipo de local trabalha?",
        "en": "What kind of place do you work in?",
    },
    choices=answers("Calle", "Bar", "Internet") | NOT_SAID,
)


@pytest.mark.parametrize(
    ("label", "choices"),
    [("¿En qué tipo de lugar trabajas?", ("Calle", "Otro")),
     ("¿Dónde fue?", ("Hotel o motel", "Bar o discoteca", "Otro")), ("¿Trabajas en la calle?", ()),
     ("Onde você encontra clientes?", ("Rua", "Boate")), ("Where do you work?", ("Street", "Hotel", "Online")),
     ("¿Dónde atiendes a tus clientes?", ())],
)  # fmt: skip
def test_a_place_and_a_kind_of_venue_do_not_stand_together(label: str, choices: tuple[str, ...]) -> None:
    asked = changed(KINDS, label=label, choices=(answers(*choices) if choices else YES_NO) | NOT_SAID)
    assert found(*GOOD, TOWN, asked) == [("venue_beside_place", "/data/kinds")]
    assert found(*GOOD, asked) == []
    assert found(*GOOD, TOWN) == []


def test_a_kind_of_zone_or_a_service_beside_a_place_may_stand() -> None:
    zone = changed(KINDS, label="¿Qué zona es?", choices=answers("Frontera", "Ciudad", "Campo") | NOT_SAID)
    where = changed(
        KINDS,
        name="where",
        label="¿Dónde te trataron peor?",
        choices=answers("En la calle", "En salud", "En el transporte") | NOT_SAID,
    )
    assert found(*GOOD, TOWN, zone, where) == []


# --- words ---


@pytest.mark.parametrize(
    "text",
    [
        "¿Eres víctima?",
        "¿Quién es tu agresor?",
        "La beneficiaria",
        "¿Eres prostituta?",
        "Você é vítima?",
        "Are you a victim?",
        "¿Te dicen puta?",
    ],
)
def test_no_word_shames_her(text: str) -> None:
    assert ("hard_words", "/data/told") in beside(changed(TEXT, label=text))


@pytest.mark.parametrize(
    "text",
    [
        "¿Te gritaron «puta»?",
        '¿Te dijeron "veneca"?',
        "¿Fuiste a la Unidad para las Víctimas?",
        "En situación de prostitución",
        "¿Quién te hizo daño?",
        "¿Disputas con vecinas?",
    ],
)
def test_what_others_shouted_and_names_of_offices_may_be_said(text: str) -> None:
    assert beside(changed(TEXT, label=text)) == []


@pytest.mark.parametrize(
    "title", ["Violencia sexual", "Encuesta VIH", "Migrantes", "Trabajo sexual", "Vítimas", "Trans women survey"]
)
def test_the_list_on_a_phone_says_nothing(title: str) -> None:
    assert found(*GOOD, title=title) == [("title", "/data")]
    assert found(*GOOD, id=title.lower().replace(" ", "_")) == [("title", "/data")]
    assert found(*GOOD, title="Cuaderno 3", id="cuaderno_3") == []


def test_a_promise_before_a_yes_is_advice() -> None:
    label = {each: f"{text} Es anónimo." if each == "es" else text for each, text in ASKED.label.items()}  # type: ignore[union-attr]
    (one,) = lint(form(*GOOD[:1], changed(ASKED, label=label), WELL), kind="interview")
    assert (one.rule, one.is_refusal, one.facts["found"]) == ("promise", False, "anonimo")
    assert beside(changed(WELL, name="q2", label="¿Te sientes segura?")) == []
