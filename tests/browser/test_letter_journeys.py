"""A letter from the first page to its end in the real house: with a script, without, and from one into the other."""

import io
import itertools
import re
import subprocess
import sys
import wave

import pytest
from PIL import Image

from amparo.config import bundle
from tests.browser import house as houses
from tests.browser.letter.brought import CANARY, photo_with_a_place, voice_with_a_remark
from tests.browser.letter_house import Colleague, KeyboardWriter, Writer, copied, counted, telling
from tests.script import NOT_HERE

pytestmark = pytest.mark.browser
NAMES = {True: "script", False: "no script"}
BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
FOUR = pytest.mark.parametrize(
    ("first", "then"),
    list(itertools.product([True, False], repeat=2)),
    ids=[f"{NAMES[a]}, then {NAMES[b]}" for a, b in itertools.product([True, False], repeat=2)],
)
ANSWER = "Te creemos.\nVuelve el jueves: <b>hay una cama</b> 🌙"


@pytest.fixture(autouse=True)
def the_script():
    """Without Node there is no script, and half of this cannot be tried."""
    if not bundle.is_built():
        pytest.skip(NOT_HERE)


@pytest.fixture
def writer(opened, house):
    """Somebody with a phone; at the end it holds nothing, and its history only words of daily life."""
    made = []

    def with_a_phone(*, script=True, at=house, keyboard=False, **more):
        kind = KeyboardWriter if keyboard else Writer
        made.append(kind(opened(script=script, at=at, **more).new_page(), at, script=script))
        return made[-1]

    yield with_a_phone
    for person in made:
        assert telling(person.page, person.house) == []


@pytest.fixture
def at_her_desk(opened, house, keys):
    """``at_her_desk("rosa")``: who reads, come in through the entrance."""

    def come_in(name):
        page = opened(staff=True, wide=1280, storage_state=keys(name)).new_page()
        return Colleague(page, house)

    return come_in


@FOUR
def test_one_sentence(writer, at_her_desk, first, then):
    rosa = at_her_desk("rosa")
    before = rosa.threads()
    words = writer(script=first).she_writes_one_sentence("me siguen desde ayer")
    (thread,) = rosa.threads() - before
    assert "me siguen desde ayer" in rosa.opens(thread)
    rosa.answers(thread, ANSWER)
    back = writer(script=then)
    assert back.she_comes_back(words) == ANSWER
    back.she_takes_everything_back()
    assert thread not in rosa.threads()


@FOUR
def test_a_whole_letter(writer, at_her_desk, first, then):
    """Photo, answer, her page, a voice, other words, the end. A second browser reads and answers in between."""
    rosa = at_her_desk("rosa")
    before = rosa.threads()
    phone = writer(script=first)
    phone.she_begins_a_letter()
    phone.she_adds("photo", "IMG_20261124_2214.jpg", "image/jpeg", photo_with_a_place(size=(800, 400)))
    words = phone.she_sends("Ñandú: me piden plata")
    (thread,) = rosa.threads() - before
    assert "Ñandú: me piden plata" in rosa.opens(thread)
    (photo,) = rosa.files()
    assert CANARY.encode() not in photo
    with Image.open(io.BytesIO(photo)) as picture:
        assert picture.size == (400, 800)  # turned as it was held
        assert not picture.getexif()
    rosa.answers(thread, ANSWER)

    back = writer(script=then)
    assert back.she_comes_back(words) == ANSWER
    back.she_adds("voice", "PTT-20261124.wav", "audio/wav", voice_with_a_remark())
    back.she_replies("con mi voz")
    assert "con mi voz" in rosa.opens(thread)
    spoken = rosa.files()[-1]
    assert CANARY.encode() not in spoken
    assert len(spoken) > 1_000
    assert back.she_reads_what_was_said()[0] == "Ñandú: me piden plata"

    back.she_comes_back(words)
    fresh = back.she_changes_her_words()
    assert fresh != words
    phone.these_words_open_nothing(words)
    assert phone.she_comes_back(fresh) == ANSWER
    phone.she_takes_everything_back()
    for person in (phone, back):
        person.these_words_open_nothing(fresh)
    assert thread not in rosa.threads()


def test_the_control_finds_what_is_planted_in_a_photo():
    """The photo that she sends holds what must not arrive, and so does the recording."""
    assert CANARY.encode() in photo_with_a_place(size=(800, 400))
    assert CANARY.encode() in voice_with_a_remark()
    with wave.open(io.BytesIO(voice_with_a_remark())) as sound:
        assert sound.getnframes() > 44_100


def test_the_control_finds_her_words_in_an_address(writer, house, opened):
    """An address with a question, and one that tells, are seen in a history; the plain ones of the house are not."""
    person = Writer(opened().new_page(), house)
    person.lands_on("back")
    assert telling(person.page, house) == []
    person.lands_on("back", more="?p=luna")
    assert telling(person.page, house) == [house.path("back") + "?p=luna"]


@pytest.fixture(scope="module")
def tidied_house(house, neutral, tmp_path_factory):
    """A house beside the first one, with the same people, which may be tidied."""
    with (
        copied(house, tmp_path_factory.mktemp("tidied")) as folder,
        houses.standing(folder, house.told, neutral) as one,
    ):
        yield one


def tidied(house, days):
    """The nightly command, so many days later."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.letter_tidied", str(days)], cwd=houses.ROOT, check=True, timeout=120,
        env=houses.clean_environment(house.database.parent), capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout


def test_on_its_day_a_letter_goes(writer, tidied_house):
    """Nights before its day leave it; on its day both kinds of letters go, and their words open nothing."""
    people = {script: writer(script=script, at=tidied_house) for script in (True, False)}
    words = {}
    for script, person in people.items():
        person.she_begins_a_letter()
        words[script] = person.she_sends("hasta su día")
    assert "Mensajes, borrados: " in tidied(tidied_house, 30)
    for script, person in people.items():
        assert person.she_comes_back(words[script]) == ""
    tidied(tidied_house, 400)
    left = counted(tidied_house)
    assert left["reporting_thread"] == left["threads of cases"], "what leads to a case stays as long as the case"
    for script, person in people.items():
        person.these_words_open_nothing(words[not script])


@BOTH
def test_her_page_says_what_the_sheet_said_and_by_when(writer, script):
    """Who reads, line for line as before she sent; the day; and that her photo is there, though it is not shown."""
    person = writer(script=script)
    person.she_begins_a_letter()
    before = person.page.locator("main details ul li").all_text_contents()
    person.she_adds("photo", "a.jpg", "image/jpeg", photo_with_a_place(size=(800, 400)))
    words = person.she_sends("con una foto")
    if not script:
        assert person.she_comes_back(words) == ""
    else:
        promised = re.search(r"a más tardar el (\S+) (\d+ de \S+?)\.", person.page.inner_text("main"))
        assert person.she_comes_back(words) == ""
        day = person.page.inner_text("[data-part=no-answer-by]")
        assert promised[1] in day
        assert promised[2] in day
    reads = person.page.locator("dl.facts dd li").all_text_contents()
    assert len(reads) >= 3
    assert [" ".join(each.split()) for each in reads] == [" ".join(each.split()) for each in before]
    person.she_reads_what_was_said()
    assert "Con 1 archivo. Los archivos no se muestran aquí." in person.page.inner_text(".timeline")


@BOTH
def test_who_only_wants_to_be_heard_leaves_a_count(writer, house, script):
    before = counted(house)
    person = writer(script=script)
    person.she_begins_a_letter()
    person.she_only_wants_to_be_heard("solo quería decirlo: CANARIO-OIDO")
    after = counted(house)
    assert after.pop("tally heard") == before.pop("tally heard", 0) + 1
    assert after == before
    assert "CANARIO-OIDO" not in person.page.content()
    for path in house.database.parent.glob("*.sqlite3*"):
        assert b"CANARIO-OIDO" not in path.read_bytes()


@BOTH
def test_a_complaint_about_the_house_reaches_olga_alone(writer, at_her_desk, script):
    desks = {name: at_her_desk(name) for name in ("olga", "rosa", "clara", "nora")}
    before = {name: desk.threads() for name, desk in desks.items()}
    person = writer(script=script)
    person.she_begins_a_letter(about="house")
    person.she_sends("alguien de ustedes me pidió fotos")
    new = {name: desk.threads() - before[name] for name, desk in desks.items()}
    (thread,) = new.pop("olga")
    assert set().union(*new.values()) == set()
    assert "alguien de ustedes me pidió fotos" in desks["olga"].opens(thread)


@BOTH
def test_nora_does_not_see_a_letter_that_names_the_police(writer, at_her_desk, script):
    desks = {name: at_her_desk(name) for name in ("nora", "rosa", "clara")}
    person = writer(script=script)
    all_before = desks["nora"].threads()
    person.she_writes_one_sentence("de otra cosa")
    before = {name: desk.threads() for name, desk in desks.items()}
    assert len(before["nora"] - all_before) == 1  # what does not name them, she reads
    person.she_begins_a_letter(of="POL")
    person.she_sends("es un policía")
    new = {name: desk.threads() - before[name] for name, desk in desks.items()}
    assert new["nora"] == set()
    assert len(new["rosa"]) == 1
    assert new["rosa"] == new["clara"]
    desks["nora"].page.context.watch.expected |= {"404"}
    answer = desks["nora"].page.goto(desks["nora"].house.address + new["rosa"].pop())
    assert answer.status == 404


@BOTH
def test_a_letter_and_the_way_back_with_the_keyboard_only(writer, script):
    person = writer(script=script, keyboard=True, wide=1280)
    person.she_opens_home()
    person.taps(".doors a[href$='/carta']")
    person.is_at("letter")
    person.taps("form[action$='/hoja'] p > button")
    person.is_at("letter_write")
    person.the_script_is_there()
    person.types("#text", "sin ratón")
    person.taps("#carta p > button")
    words = person.her_words()
    person.lands_on("back")
    person.the_script_is_there()
    person.types("#p", words)
    person.taps("form:has(#p) p > button")
    person.page.wait_for_selector("#p", state="detached")
    person.types("#text", "y algo más")
    person.taps("form:has(#text) p > button:not(.quiet)")
    person.her_reply_is_there()
    said = person.she_reads_what_was_said()
    assert said[:2] == ["sin ratón", "y algo más"]
