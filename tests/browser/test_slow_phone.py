"""A cheap phone on 2G: what a first visit weighs on the wire, headers and all. Seconds are not asserted, bytes are."""

import gzip

import pytest

from tests.browser.pages import FOOD, HERE
from tests.browser.person import SUBMIT, pairs_of

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_REQUESTS = 14_000, 3
TWO_G = {"offline": False, "latency": 500, "downloadThroughput": 50_000 / 8, "uploadThroughput": 20_000 / 8}
FIRST_VISITS = {
    "home": ("home", None),
    "help": ("help", None),
    "route": ("route", {"n": "sexual_violence", "w": "last_night", "q": "POL", **HERE}),
    "search": ("search", None),
    "results": ("results", FOOD),
    "place": ("service", FOOD),
}


class Wire:
    """What one visit brings over the wire, as the network layer counts it: each address once, as with a cache."""

    def __init__(self, page):
        self.forget()
        self.channel = page.context.new_cdp_session(page)
        self.channel.on("Network.requestWillBeSent", self.asked)
        self.channel.on("Network.loadingFinished", self.finished)
        self.channel.send("Network.enable")
        self.channel.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def asked(self, event):
        """Note an address. A new page begins a new count: the icon of the page before may be asked for late."""
        if event["type"] == "Document" and "redirectResponse" not in event:
            self.forget()
        self.asked_for[event["requestId"]] = event["request"]["url"]

    def finished(self, event):
        if address := self.asked_for.get(event["requestId"]):
            self.bytes[address] = event["encodedDataLength"]

    def forget(self):
        self.bytes, self.asked_for = {}, {}

    def slow(self):
        self.channel.send("Network.emulateNetworkConditions", TWO_G)
        self.channel.send("Emulation.setCPUThrottlingRate", {"rate": 6})


def first_visit(person, name):
    """The page with an empty cache, slowly; gives bytes and addresses, the icon counted though nobody shows it here."""
    wire, page = Wire(person.page), person.page
    word, fields = FIRST_VISITS[name]
    if name == "place":
        person.lands_on("results", FOOD)
        fields = FOOD | {"s": person.places()[0]}
    elif fields:
        person.lands_on("kept")
    wire.slow()
    page.set_default_timeout(30_000)
    if fields is None:
        page.goto(person.path(word))
    else:
        with page.expect_navigation():
            page.evaluate(SUBMIT, [person.path(word), pairs_of(fields)])
    page.wait_for_load_state("networkidle")
    icon = page.locator("link[rel=icon]").evaluate("it => it.href")
    if icon not in wire.bytes:
        answer = page.request.get(icon, headers={"accept-encoding": "gzip"})
        headers = sum(len(each["name"]) + len(each["value"]) + 4 for each in answer.headers_array)
        wire.bytes[icon] = len(gzip.compress(answer.body())) + headers
    return list(wire.bytes.values()), sorted({*wire.asked_for.values(), icon})


@pytest.mark.parametrize("name", list(FIRST_VISITS))
def test_a_first_visit_fits_in_one_flight(she, name):
    person = she(script=False)
    sizes, addresses = first_visit(person, name)
    size = sum(sizes)
    print(f"wire: {name} {size:.0f} bytes, {len(addresses)} requests, {sizes}")
    assert len(addresses) <= MOST_REQUESTS, addresses
    assert 3_000 < size <= MOST_BYTES
    assert person.page.locator("h1").is_visible()


def test_the_weight_counts_what_is_sent(she, house):
    """The count is not less than the compressed page: read again, with a plain client."""
    person = she(script=False)
    size = sum(first_visit(person, "home")[0])
    page = person.page.request.get(person.path("home"), headers={"accept-encoding": "gzip"})
    sheet = person.page.locator("link[rel=stylesheet]").evaluate("it => it.href")
    style = person.page.request.get(sheet, headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == style.headers["content-encoding"] == "gzip"
    assert int(page.headers["content-length"]) < size
    assert style.headers["cache-control"].startswith("max-age=31536000")
