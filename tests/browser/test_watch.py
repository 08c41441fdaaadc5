"""The watch itself: it sees each fault that is planted, so that its silence elsewhere means something."""

import pytest

from tests.browser.waiting import until

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'self'"
PLANTED = {
    "foreign request": ("<img src='http://foreign.example/x.png'>", "img-src *"),
    "policy": ("<p style='color: red'>x</p>", POLICY),
    "console error": ("<script>console.error('broken')</script>", POLICY),
    "script: ": ("<script>nowhere.to.be.found()</script>", POLICY),
    "kept in local": ("<script>localStorage.setItem('a', 'b')</script>", POLICY),
    "kept in session": ("<script>sessionStorage.setItem('a', 'b')</script>", POLICY),
    "kept in databases": ("<script>indexedDB.open('a')</script>", POLICY),
    "kept in caches": ("<script>caches.open('a')</script>", POLICY),
    "cookie kept": ("<script>document.cookie = 'a=b'</script>", POLICY),
}


@pytest.mark.parametrize("fault", list(PLANTED))
def test_a_planted_fault_is_seen(opened, house, fault):
    body, policy = PLANTED[fault]
    context = opened(watched=False)
    page = context.new_page()
    page.route("http://foreign.example/**", lambda route: route.abort())
    page.route(
        f"{house.address}/planted",
        lambda route: route.fulfill(
            body=f"<!doctype html><title>x</title>{body}",
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        ),
    )
    page.goto(f"{house.address}/planted")
    assert until(page, lambda: any(each.startswith(fault) for each in context.watch.look())), context.watch.look()


def test_a_refusal_of_the_policy_is_seen_without_script(opened, house):
    context = opened(watched=False, script=False)
    page = context.new_page()
    page.route(
        f"{house.address}/planted",
        lambda route: route.fulfill(
            body="<!doctype html><title>x</title><p style='color: red'>x</p>",
            content_type="text/html",
            headers={"Content-Security-Policy": POLICY},
        ),
    )
    page.goto(f"{house.address}/planted")
    assert until(page, lambda: any("policy" in each for each in context.watch.look())), context.watch.look()


def test_nothing_is_found_where_nothing_is_wrong(opened, house):
    context = opened()
    context.new_page().goto(house.path("home"))
    assert context.watch.look() == []
