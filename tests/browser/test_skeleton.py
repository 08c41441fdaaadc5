"""What was read once is not read again. What differs in anything that a rule reads is, and the fault in it is found."""

import pytest

from tests.browser.skeleton import AXE_SCRIPT, OF_INK, OF_PLACE, READ, Met, skeleton_of, what_is_new_and_wrong
from tests.browser.test_axe import MET, what_axe_finds
from tests.browser.test_width import too_wide

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="es"><title>Libreta</title><header><nav aria-label="Uno"><a href="/a">Ir</a></nav>
<nav aria-label="Dos"><a href="/b">Ver</a></nav></header><main id="m"><h1>Hoy</h1><p class="lead">Dos casas abren.</p>
<form action="/x"><label for="id_7">Nombre</label><input id="id_7" name="n" value="Ana" aria-describedby="help"><p
id="help">Como quieras.</p><button>Enviar</button></form><p>Lee <a href="/c/3">la hoja 3</a> antes.</p></main>"""
# The same page to every rule about structure: other words, numbers and addresses.
ALIKE = (
    ('lang="es"', 'lang="pt"'), ("Dos casas abren.", "Three houses open tomorrow, and one of them stays open."),
    ("id_7", "id_8"), ("/c/3", "/c/4"), ("Ana", "Bea"), ("hoja 3", "sheet 4"), ("Uno", "One"),
)  # fmt: skip
# Not the same.
UNLIKE = (
    ('<main id="m">', '<main id="m" role="presentation">'), ('class="lead"', 'class="soft"'),
    ('<a href="/a">Ir</a>', '<a href="/a"></a>'), ("<h1>Hoy</h1>", "<h2>Hoy</h2>"), ("<h1>Hoy</h1>", "<h1> </h1>"),
    ('for="id_7"', 'for="id_8"'), ('id="help"', 'id="id_7"'), ('<p class="lead">', '<p class="lead" hidden>'),
    ("<title>Libreta</title>", "<title></title>"), (' lang="es"', ""), ('"Dos"', '"Uno"'), ('"Dos"', '""'),
    ("aria-describedby", "aria-labelledby"), ('<label for="id_7">Nombre</label>', ""),
    ("<button>", "<button disabled>"), ("<p>Lee", '<p lang="xx">Lee'), ("<h1>", "<br><h1>"),
    ("<button>Enviar</button>", '<b tabindex="2">Enviar</b>'), ('"/c/3"', '"#nowhere"'), ("Dos casas abren.", "×"),
    ('<p class="lead">', '<p class="lead" style="visibility: hidden">'), (' name="n"', ' name="n" aria-invalid="true"'),
    (' lang="es"', ' lang="es" dir="rtl"'),
)  # fmt: skip


@pytest.fixture
def bare(chromium):
    """A page of nothing, to lay others in."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def of(page, text):
    page.set_content(text)
    return skeleton_of(page)


def test_what_differs_in_words_numbers_and_addresses_has_one_skeleton(bare):
    skeleton = of(bare, PAGE)
    for old, new in ALIKE:
        assert old in PAGE
        assert of(bare, PAGE.replace(old, new)) == skeleton, (old, new)


def test_what_differs_in_anything_a_rule_reads_has_another(bare):
    skeletons = [of(bare, PAGE), *(of(bare, PAGE.replace(old, new, 1)) for old, new in UNLIKE)]
    assert all(old in PAGE for old, _new in UNLIKE)
    assert len(set(skeletons)) == len(UNLIKE) + 1, [
        UNLIKE[n - 1] for n, it in enumerate(skeletons) if it in skeletons[:n]
    ]


# What is planted in the middle of a page that was found sound just before, and the rule that has to find it.
PLANTED = {
    "<input>": "label",
    "<input id=a><label for=b>Nombre</label>": "label",
    "<select><option>Uno</select>": "select-name",
    "<button></button>": "button-name",
    "<p>Antes <a href=/x></a> de salir</p>": "link-name",
    "<h5>Más hondo</h5>": "heading-order",
    "<h2></h2>": "empty-heading",
    "<img src=data:,>": "image-alt",
    "<ul><div>Uno</div></ul>": "list",
    "<li>Uno</li>": "listitem",
    "<p role=checkbox tabindex=0>Uno</p>": "aria-required-attr",
    "<p aria-labelledby=nowhere>Uno</p><p role=wrong>Dos</p>": "aria-roles",
    "<p lang=zz>Uno</p>": "valid-lang",
    "<nav aria-label=Uno><a href=/a>A</a></nav><nav aria-label=uno><a href=/b>B</a></nav>": "landmark-unique",
    "<table><caption>Uno</caption><tr><th>A<td>B</table><main><p>Dos</p></main>": "landmark-no-duplicate-main",
    "<p><font color=#bbbbbb>a pale sentence</font></p>": "color-contrast",
    "<p style='background: #777'>the ink of every page on another ground</p>": "color-contrast",
    "<p style='opacity: .4'>the ink of every page, thin</p>": "color-contrast",
    "<div style='inline-size: 60px'><p style='margin-inline-start: 80px'>beside its box</p></div><div"
    " style='background: #333; block-size: 300px; margin-block-start: -300px; inline-size: 320px'></div>":
    "",  # axe says that it cannot know
    "<p style='color: #767676'>grey, read by day</p>": "",
    "<p>Lee <a href=/x style='text-decoration: none; color: #444'>esta hoja</a> antes de salir a la calle.</p>":
    "link-in-text-block",
    "<p style='line-height: 1'><button style='all: unset; font-size: 9px'>A</button><button"
    " style='all: unset; font-size: 9px'>B</button></p>": "target-size",
}  # fmt: skip
STYLED = """<meta name=color-scheme content="light dark"><style>a { color: light-dark(#036, #9cf) }
body { color: light-dark(#111, #eee); background: light-dark(#fff, #111) }
nav a, button, input { display: inline-block; min-block-size: 2rem; min-inline-size: 2rem }</style>"""
PLANT = """text => document.querySelector('main').insertAdjacentHTML('beforeend',
    '<div id=planted>' + text + '</div>')"""
READ_BY_NIGHT = {*OF_INK, OF_PLACE}
WHOLE = """async () => (await axe.run(document, {rules: {'target-size': {enabled: true}},
    resultTypes: ['violations']})).violations.map(it => it.id).sort()"""


def at_each_look(page, find):
    """What is found by day and by night, each with its look."""
    found = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found |= {(scheme, rule) for rule in find(scheme)}
    return found


def test_what_is_planted_in_a_page_that_was_found_sound_is_found_as_if_all_were_read(bare):
    met = Met()
    bare.set_content(PAGE.replace("<title>", STYLED + "<title>"))
    bare.evaluate(AXE_SCRIPT)

    def new(scheme):
        return [rule for _grave, rule, _where in what_is_new_and_wrong(bare, met, scheme)]

    def whole(scheme):
        return [rule for rule in bare.evaluate(WHOLE) if scheme == "light" or rule in READ_BY_NIGHT]

    assert at_each_look(bare, new) == at_each_look(bare, whole) == set()
    for text, rule in PLANTED.items():
        bare.evaluate(PLANT, text)
        wrong = at_each_look(bare, whole)
        assert rule in {each for _scheme, each in wrong} or not rule, (text, wrong)
        assert at_each_look(bare, new) == wrong, text
        if rule in {"label", "color-contrast", "target-size"}:
            assert at_each_look(bare, new) == wrong, "what was found wrong is found again"
        bare.evaluate("() => document.getElementById('planted').remove()")
    assert at_each_look(bare, new) == set()


def test_what_was_found_sound_is_read_once(she):
    person, met = she(), Met()
    person.lands_on("help")
    assert what_axe_finds(person.page, met) == []
    read = met.looks
    assert read >= 3, "the skeleton, and the inks of the day and of the night"
    assert what_axe_finds(person.page, met) == []
    assert met.looks == read
    in_english = she(language="en")
    in_english.lands_on("help")
    assert what_axe_finds(in_english.page, met) == []
    assert met.looks <= read + 3, "the other language, and where its words make the targets lie"


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_a_fault_of_one_language_is_found_there(she, language):
    """A link that has no words in Portuguese, and an English line that is too long for a phone."""
    person = she(language=language)
    person.lands_on("help")
    words = {"es": "Salir", "pt": "", "en": "Leave this place and take everything with you"}[language]
    person.page.evaluate(PLANT, f"<p><nobr><a href=/x>{words}</a></nobr></p>")
    assert [each[3] for each in what_axe_finds(person.page)][:1] == (["link-name"] if language == "pt" else [])
    assert bool(too_wide(person.page, [320])) == (language == "en")
    assert not too_wide(person.page, [1280])


def test_the_inks_of_a_page_are_known_but_where_one_thing_lies_on_another(she):
    person = she(bypass_csp=True)
    person.lands_on("help")
    inks = [ink for ink, _is_link in person.page.evaluate(READ, "light")["inks"]]
    assert len(inks) > 10
    assert None not in inks
    person.page.evaluate(PLANT, "<p id=on>Uno</p><p style='background: #fff; margin-block-start: -1.5rem'>Dos</p>")
    assert [ink for ink, _is_link in person.page.evaluate(READ, "light")["inks"]].count(None) == 1
    assert what_is_new_and_wrong(person.page, MET) == []
