"""What the page of a way to help says of its own lines: what nobody checked, what is an example, what was translated.

A mark that is missing makes a promise of a rumour. Expected sentences are written by hand, in English.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.test import Client
from django.utils import translation

from amparo.access.pathways.models import LineCheck, SignOff
from amparo.access.pathways.queries import audio
from amparo.access.pathways.queries.route import build, talk_lines
from amparo.commons import clock
from amparo.formats.country_packs import countries, country_pack
from amparo.formats.pathways import situations, steps

pytestmark = pytest.mark.django_db
WORDS = house.PATHS
EXAMPLE = '<small class="eg">example, not verified</small>'
TOLD = re.compile(r'<p class="told">(We were told [^<]*?) <small>(.*?)</small></p>')
MUST_TELL = "They may have to tell that institution. Go with someone."
SEVENTY_TWO, FIVE_DAYS = "they often ask for 72 hours", "they often ask for 5 days. Ask anyway"
UNKNOWN_LAW = "We do not know what the law asks here of those who help."


def page(prefix="/en", **said):
    """The page of a way to help, as it is read."""
    answer = Client().post(f"{prefix}/{WORDS['route']}", {"n": "sexual_violence", **said})
    assert answer.status_code == 200
    return re.sub(r"<!--.*?-->", "", answer.text, flags=re.DOTALL)


def steps_of(text):
    """The list of steps alone."""
    return text[text.index('class="steps"') : text.rindex("</ol>")]


def local(text):
    """What a list of steps tells of this country: its sheets and its warnings."""
    return " ".join(re.findall(r'<section class="sheet">.*?</section>|<p class="told">.*?</p>', text, re.DOTALL))


@pytest.mark.parametrize(
    ("country", "situation", "marks"),
    [
        ("PE", "sexual_violence", ["Not checked. We do not know how old this is. Translation not reviewed.",
         "Not checked. The source is from March 2024. Translation not reviewed."]),
        ("CO", "official", ["Not checked. We do not know how old this is. Translation not reviewed."]),
        ("DO", "controlled", ["Not checked. The source is from Feb. 8, 2026. Translation not reviewed."]),
        ("PE", "controlled", ["Not checked. The source is from 2022-2023. Translation not reviewed."]),
    ],
)  # fmt: skip
def test_a_warning_that_nobody_checked_says_so_and_how_old_it_is(country, situation, marks):
    assert sorted(mark for _text, mark in TOLD.findall(page(d=country, n=situation))) == sorted(marks)


def test_no_warning_of_any_country_stands_without_its_mark():
    found = 0
    for country in countries():
        for situation in situations():
            text = steps_of(page(d=country, n=situation))
            marked = TOLD.findall(text)
            assert len(marked) == text.count("We were told"), (country, situation)
            assert all(mark.startswith("Not checked.") for _text, mark in marked)
            found += len(marked)
    assert found >= 8


@pytest.mark.parametrize(
    ("prefix", "warned", "example"),
    [
        ("", "Sin comprobar. No sabemos de cuándo es.</small>", "ejemplo, no verificado"),
        ("/pt", "Sem verificação. Não sabemos de quando é.", "exemplo, não verificado"),
    ],
)
def test_the_marks_are_plain_words_in_her_language(prefix, warned, example, settings):
    assert warned in page(prefix, d="PE")
    settings.DEMO = True
    assert f'<small class="eg">{example}</small>' in page(prefix, d="PE")


def check(line, *, days=3, holds=True):
    """Somebody rang, so many days ago."""
    pack = country_pack(line[:2])
    step = next(each for each in pack.steps if each.id == line)
    on = clock.today() - timedelta(days=days)
    LineCheck.objects.create(
        line=line, digest=step.digest, checked_on=on, checked_by_role="checker", how="phone", holds=holds
    )
    return pack, step, on


@pytest.mark.parametrize(("days", "is_fresh"), [(90, True), (91, False)])
def test_a_warning_that_was_checked_says_when_for_ninety_days(days, is_fresh):
    *_, on = check("PE-1", days=days)
    marks = [mark for text, mark in TOLD.findall(page(d="PE")) if "complaint before care" in text]
    with translation.override("en"):
        from amparo.commons.ui.templatetags.ui import day_text

        said = f"Checked on {day_text(on)}. Translation not reviewed."
    unsaid = "Not checked. We do not know how old this is. Translation not reviewed."
    assert marks == [said if is_fresh else unsaid]


@pytest.mark.parametrize(
    ("country", "prefix", "mark"),
    [
        ("EC", "/en", "Translation not reviewed."), ("EC", "/pt", "Tradução"), ("EC", "", ""),
        ("BR", "/en", "Translation not reviewed."), ("BR", "", "Traducción sin revisar."), ("BR", "/pt", ""),
        ("AR", "/en", ""),
    ],
)  # fmt: skip
def test_only_what_is_not_in_the_language_of_the_country_is_marked_as_a_translation(country, prefix, mark, settings):
    settings.DEMO = True
    text = page(prefix, d=country)
    marks = ("Translation not reviewed.", "Traducción sin revisar.", "Tradução não revisada.", "Tradução")
    assert (mark in text) if mark else not any(each in text for each in marks)


def test_what_the_demo_shows_before_it_may_is_called_an_example_and_a_house_shows_none_of_it(settings):
    shown = 0
    for country in countries():
        settings.DEMO = False
        assert '<section class="sheet">' not in page(d=country), country
        settings.DEMO = True
        sheets = page(d=country).split('<section class="sheet">')[1:]
        shown += len(sheets)
        for sheet in sheets:
            before = sheet[: sheet.index("</section>")]
            assert EXAMPLE in before, country
            assert '<p class="fresh">Not checked.' in before, country
    assert shown > 20


def test_a_promise_that_has_everything_is_no_example_and_says_when_it_was_checked():
    pack, step, _on = check("EC-2")
    adult, day = pack.reporting["adult"], clock.today()
    SignOff.objects.create(
        line=step.id, digest=step.digest, role="reviewer", organisation_kind="peer_led", signed_on=day
    )
    assert '<section class="sheet">' not in page(d="EC")
    SignOff.objects.create(line=adult.id, digest=adult.digest, role="counsel", signed_on=day)
    text = page(d="EC")
    [sheet] = text.split('<section class="sheet">')[1:]
    assert "eg" not in re.findall(r'class="([^"]*)"', sheet[: sheet.index("</section>")])
    assert '<p class="fresh">Checked on ' in sheet
    assert "Signed by a lawyer." in text
    assert "It waits for the signature of a local lawyer." not in text


def test_who_must_tell_waits_for_its_lawyer_or_is_not_known():
    assert "It waits for the signature of a local lawyer." in page(d="EC")
    for country in ("AR", ""):
        assert UNKNOWN_LAW in page(d=country)
    assert UNKNOWN_LAW not in page(d="EC")


@pytest.mark.parametrize(("who", "is_said"), [("POL", True), ("JUS", True), ("", False), ("PAR", False)])
def test_urgent_health_that_must_tell_that_body_says_so(who, is_said, settings):
    settings.DEMO = True
    first = steps_of(page(d="EC", q=who)).split("</h3>")[1]
    assert (MUST_TELL in first) is is_said


def test_no_step_names_a_consulate_until_she_asks(settings):
    settings.DEMO = True
    asked = 0
    for country in countries():
        for situation in situations():
            assert "onsul" not in local(page("", d=country, n=situation)), (country, situation)
            asked += "onsul" in local(page("", d=country, n=situation, c="1"))
    assert asked >= 1


def test_where_no_line_is_known_to_talk_with_the_page_says_so():
    with translation.override("en"):
        honest = steps()["talk"].texts["not_known"]["en"]
    for situation in situations():
        assert honest in page(d="AR", n=situation), situation


@pytest.mark.parametrize("who", ["", "POL"])
def test_no_line_to_talk_with_is_the_police(who):
    for country in countries():
        text = page(d=country, n="feel_very_bad", q=who)
        talk = text[text.index('class="steps"') :].split("<li>")
        for step in talk:
            for line in country_pack(country).lines:
                if {"police", "interior", "military", "migration", "prosecution"} & line.bodies:
                    assert f"<strong>{line.name}: {line.number}</strong>" not in step


@pytest.mark.parametrize(
    ("when", "says", "not_so"),
    [
        ("last_night", ["about 40 hours", "about 88 hours"], [SEVENTY_TWO, FIVE_DAYS]),
        ("more_than_week", [SEVENTY_TWO, FIVE_DAYS, "about 5 months"], ["about 40 hours", "about 88 hours"]),
        ("2026-03", [SEVENTY_TWO, FIVE_DAYS], ["about 40 hours"]),
        ("", [], ["about 40 hours", SEVENTY_TWO, FIVE_DAYS]),
    ],
)  # fmt: skip
def test_the_clocks_of_a_page(when, says, not_so):
    text = page(d="EC", w=when)
    assert [each for each in says if each not in text] == []
    assert [each for each in not_so if each in text] == []


@pytest.fixture
def recordings(tmp_path, settings):
    """A house with two recordings, and files beside them that are none."""
    settings.MEDIA_ROOT = str(tmp_path)
    for name in ("health_today.en.ogg", "talk.es.mp3", "secret.txt", "health_today.fr.ogg"):
        (tmp_path / name).write_bytes(b"OggS" + name.encode())
    audio._known.cache_clear()
    yield tmp_path
    audio._known.cache_clear()


def test_a_recorded_step_can_be_heard_in_its_language_and_no_other_file_is_handed_out(recordings):
    assert '<audio controls preload="none" src="/en/voz/health_today.en.ogg"></audio>' in page(d="EC")
    assert "<audio" not in page("/pt", d="EC")
    assert page("", d="EC").count("<audio") == 1
    heard = Client().get(f"/{WORDS['audio']}/health_today.en.ogg")
    assert (heard.status_code, heard["Content-Type"]) == (200, "audio/ogg")
    assert b"".join(heard) == b"OggShealth_today.en.ogg"
    told = Client().get(f"/{WORDS['audio']}/talk.es.mp3")
    assert told["Content-Type"] == "audio/mpeg"
    told.close()
    for name in ("secret.txt", "health_today.fr.ogg", "../secret.txt", "nothing.en.ogg", "..%2Fsecret.txt"):
        assert Client().get(f"/{WORDS['audio']}/{name}").status_code == 404


@pytest.mark.parametrize("body", ["police", "interior", "military", "migration", "prosecution", "unknown"])
@pytest.mark.parametrize("part", ["operator", "shares_with"])
def test_a_line_to_talk_with_that_a_force_answers_or_hears_is_not_offered(body, part):
    route = build("feel_very_bad", country="PE", today=clock.today())
    mine = next(each for each in route.lines if "talk" in each.line.topics)
    others = [replace(each, line=replace(each.line, topics=())) for each in route.lines]
    theirs = replace(mine.line, operator="civil_society", shares_with=(), topics=("talk",))
    free = replace(mine, line=theirs)
    heard = replace(mine, line=replace(theirs, **{part: body if part == "operator" else (body,)}))
    assert [each.line for each in talk_lines(replace(route, lines=[*others, free, heard]))] == [theirs]
