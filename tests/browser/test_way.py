"""From the first page to a door that opens, and to the next one: with and without script, in three languages."""

import pytest

from tests.browser.person import KeyboardPerson

pytestmark = pytest.mark.browser
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def the_whole_way(person):
    """Home, need, route, nearest, place, refused, next; then the card, from the steps again."""
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_says_she_needs("noche")
    person.she_looks_for_the_nearest()
    refusing = person.she_opens_the_first_place()
    person.she_was_turned_away()
    assert refusing not in person.places()
    following = person.she_opens_the_first_place()
    assert following != refusing
    person.she_was_turned_away()
    assert not {refusing, following} & set(person.places())  # neither is offered again
    person.she_opens_home()
    person.she_asks_for_help_now()
    person.she_says_she_needs("noche")
    person.she_takes_the_card()


@SCRIPT
@pytest.mark.parametrize("wide", [320, 768, 1280])
@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_from_a_need_to_a_door_and_to_the_next_one(she, script, wide, language):
    phone = {"has_touch": True, "is_mobile": True} if wide == 320 else {}
    the_whole_way(she(script=script, wide=wide, language=language, **phone))


@SCRIPT
def test_the_same_with_the_keyboard_only(opened, house, script):
    the_whole_way(KeyboardPerson(opened(script=script, wide=1280).new_page(), house))


@SCRIPT
def test_a_search_with_the_keyboard_only(opened, house, script):
    person = KeyboardPerson(opened(script=script, wide=320).new_page(), house)
    page = person.page
    person.lands_on("search")
    person.goes_to(page.locator("input[name=b]").first)
    page.keyboard.press("Space")
    assert page.locator("input[name=b]").first.is_checked()
    person.goes_to(page.locator("#t"))
    page.keyboard.type("Puerto Claro")
    person.taps("main form p button:not(.link)")
    person.is_at("results")
    assert person.places()


def top_of(person, what):
    """How far below the top of what is seen a thing stands, in pixels."""
    return abs(person.page.locator(what).evaluate("each => each.getBoundingClientRect().top"))


@SCRIPT
def test_she_says_when_and_who_it_was_and_keeps_it_to_the_page(she, script):
    person = she(script=script)
    person.lands_on("happened")
    person.taps("button[name=n][value=sexual_violence]")
    person.is_at("route")
    person.page.locator("select[name=w]").select_option("last_night")
    person.taps("p:has(select[name=w]) button[form=e]")
    person.is_at("route")
    assert person.page.locator("select[name=w]").input_value() == "last_night"
    assert person.page.locator(".clock > div").count() > 3
    assert top_of(person, "#tiempo") < 100, "what she asked for is what she sees, and not the top of the page"
    person.taps("#who > summary")
    person.page.locator("select[name=q]").select_option("POL")
    person.taps("#who button[form=e]")
    person.is_at("route")
    assert person.page.locator("#out").count() == 1
    assert top_of(person, "#pasos") < 100
    assert person.page.locator("select[name=w]").input_value() == "last_night"
    assert "POL" not in person.page.url
    person.she_takes_an_ordinary_list()


@SCRIPT
def test_she_does_not_know_where_she_is(she, script):
    person = she(script=script)
    person.lands_on("search")
    person.page.locator("input[name=b]").first.check()
    person.taps("#donde button.link")
    person.is_at("where")
    person.taps("button[name=l]")
    person.page.wait_for_url("**/otra")
    assert person.page.locator("input[name=b]:checked").count() == 1
    person.taps("main form p button:not(.link)")
    person.is_at("results")
    assert person.places()


@SCRIPT
def test_what_she_tells_of_a_place_is_one_tap(she, script):
    person = she(script=script)
    person.lands_on("help")
    person.she_says_she_needs("salud")
    person.she_looks_for_the_nearest()
    person.she_opens_the_first_place()
    person.taps("details:has(button[name=a]) > summary")
    person.taps("button[name=a][value=helped]")
    person.is_at("feedback")
