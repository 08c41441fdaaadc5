"""Who writes to the house and who reads there, in words: with the script of the page or without, it is the same person.

Each act ends where she would see that it is done. What the two ways show differently stands here and nowhere else.
"""

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Locator, Page

from amparo.config.paths import WORDS
from amparo.formats.neutral import telling_words
from tests.browser.house import House
from tests.browser.person import KeyboardPerson, Person

DESK = f"/{WORDS['desk']}/cartas"
REPLY = "form:has(textarea#text)"
SLOW = 30_000  # milliseconds: keys, a photo and a voice on a computer that others use too


class Writer(Person):
    """Somebody who writes, with a phone that lets scripts run or one that does not."""

    def __init__(self, page: Page, house: House, language: str = "es", *, script: bool = True) -> None:
        super().__init__(page, house, language)
        self.script = script
        page.set_default_timeout(SLOW)

    def she_writes_one_sentence(self, text: str) -> str:
        """On the first page, with one button; her eight words."""
        self.she_opens_home()
        self.page.fill("#sentence", text)
        self.taps("form:has(#sentence) button")
        return self.her_words()

    def she_begins_a_letter(self, *, about: str = "", of: str = "") -> None:
        """Through the door of the first page; ``about`` whom it is, ``of`` which body somebody is."""
        self.she_opens_home()
        self.taps(f".doors a[href$='/{WORDS['letter']}']")
        self.is_at("letter")
        if about:
            self.page.check(f"input[name=hum][value={about}]")
        if of:
            self.taps("details:has(input[name=o]) > summary")
            self.page.check(f"input[name=o][value={of}]")
        self.taps(f"form[action$='/{WORDS['letter_write']}'] p > button")
        self.is_at("letter_write")
        self.the_script_is_there()

    def the_script_is_there(self) -> None:
        """It says who closes the letter: her phone, once the script holds the form; without it, the house."""
        if self.script:
            self.page.wait_for_selector("[data-seals=phone]:visible")
        else:
            assert self.page.locator("[data-seals=house]").is_visible()
            assert not self.page.locator("[data-seals=phone]").is_visible()

    def she_adds(self, name: str, file: str, kind: str, content: bytes) -> None:
        """A photo or her voice, into whichever form is open."""
        fold = self.page.locator(f"details:has(input[name={name}])")
        if not fold.evaluate("it => it.open"):
            fold.locator("summary").click()
        self.page.set_input_files(f"input[name={name}]", {"name": file, "mimeType": kind, "buffer": content})

    def she_sends(self, text: str = "") -> str:
        """Her eight words, once it arrived."""
        if text:
            self.page.fill("#text", text)
        self.taps("#carta p > button")
        return self.her_words()

    def she_only_wants_to_be_heard(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.check("input[name=wish][value=listen]")
        self.taps("#carta p > button")
        self.page.wait_for_selector("#carta", state="detached")
        assert self.page.locator("ol.words").count() == 0

    def her_words(self) -> str:
        """The eight on the screen, as one line."""
        self.page.wait_for_selector("ol.words li:nth-child(8)")
        words = self.page.locator("ol.words li").all_inner_texts()
        assert len(words) == 8
        return " ".join(words)

    def she_gives(self, words: str) -> None:
        """The page to come back to, and her words in it."""
        self.lands_on("back")
        self.the_script_is_there()
        self.page.fill("#p", words)
        self.taps("form:has(#p) button")

    def she_comes_back(self, words: str) -> str:
        """Her page; the answer on it, or nothing where none waits."""
        self.she_gives(words)
        self.page.wait_for_selector(REPLY)
        self.page.wait_for_selector("#p", state="detached")
        answer = self.page.locator("main > section blockquote.said, [data-part=answer]:not([hidden]) blockquote")
        return answer.inner_text() if answer.count() else ""

    def these_words_open_nothing(self, words: str) -> None:
        """A sentence says so, and nothing else is shown."""
        self.she_gives(words)
        told = self.page.locator("#volver > [role=status]:not(:empty), .field.wrong .error")
        settled = re.compile(r"nada|nothing")
        told.filter(has_text=settled).first.wait_for()
        assert self.page.locator("#p").count() == 1
        assert self.page.locator("blockquote").count() == 0

    def she_replies(self, text: str) -> None:
        form = self.page.locator(REPLY)
        form.locator("textarea").fill(text)
        form.locator("p > button").last.click()
        self.her_reply_is_there()

    def her_reply_is_there(self) -> None:
        """The field is empty again, and the page says that it arrived."""
        if self.script:
            self.page.wait_for_function("() => !document.querySelector('form[data-do=reply] textarea').value")
        else:
            self.page.wait_for_selector(".notice.calm[role=status]")

    def she_reads_what_was_said(self) -> list[str]:
        """Everything, hers too, because she asks."""
        self.does("older", "back_older")
        self.page.wait_for_selector(".timeline blockquote")
        return self.page.locator(".timeline blockquote").all_inner_texts()

    def she_changes_her_words(self) -> str:
        self.does("change", "back_change")
        words = self.her_words()
        if self.script:
            self.taps("[data-do=change-sure]")
            self.page.wait_for_selector("[data-part=changed]:visible")
        else:
            self.taps("main form button")
            self.page.wait_for_selector("main form", state="detached")
        assert self.her_words() == words
        return words

    def she_takes_everything_back(self) -> None:
        self.does("end", "back_end")
        self.taps("[data-do=end-sure]:visible" if self.script else "button[name=sure]")
        self.page.wait_for_selector(f"{REPLY}, form:has(input[name=p])", state="detached")

    def does(self, by_script: str, by_form: str) -> None:
        """One of the doors of her page."""
        chosen = f"[data-do={by_script}]" if self.script else f".doors button[formaction$='/{WORDS[by_form]}']"
        other = f".doors:has(button[formaction]) button:not([formaction]), {chosen}"
        self.taps(other if by_form == "back_older" and not self.script else chosen)


class KeyboardWriter(Writer, KeyboardPerson):
    """The same with the keyboard only."""

    def chooses(self, selector: str) -> None:
        self.goes_to(self.page.locator(selector))
        self.page.keyboard.press("Space")

    def types(self, selector: str, text: str) -> None:
        self.goes_to(self.page.locator(selector))
        self.page.keyboard.type(text)


class Colleague:
    """Somebody who reads at her desk, in a browser of her own."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house

    def threads(self) -> set[str]:
        """The addresses of all threads that the worker sees, those in folds and on further pages too."""
        threads: set[str] = set()
        pages, seen = [DESK], set[str]()
        while pages:
            here = pages.pop()
            if here in seen:
                continue
            seen.add(here)
            self.page.goto(self.house.address + here)
            links = {str(each.get_attribute("href")) for each in self.page.locator("main a[href]").all()}
            threads |= {each for each in links if each.startswith(f"{DESK}/")}
            pages += [each for each in links if each.startswith(f"{DESK}?lista=")]
        return threads

    def opens(self, thread: str) -> str:
        """What stands on the page of a thread."""
        self.page.goto(self.house.address + thread)
        return self.page.locator("main").inner_text()

    def answers(self, thread: str, text: str) -> None:
        self.opens(thread)
        form = self.page.locator("form[action$='/respuesta']")
        form.locator("textarea").fill(text)
        form.locator("button").click()
        self.page.wait_for_selector("main > [role=status]")

    def files(self) -> list[bytes]:
        """Those of the thread that is open, as she would keep them."""
        links: list[Locator] = self.page.locator("main a[download]").all()
        return [self.page.request.get(self.house.address + str(each.get_attribute("href"))).body() for each in links]


def addresses_kept(page: Page) -> list[str]:
    """What the history of this tab holds, without the house before it."""
    told = page.context.new_cdp_session(page).send("Page.getNavigationHistory")
    return [str(entry["url"]) for entry in told["entries"]]


def telling(page: Page, house: House) -> list[str]:
    """Addresses of the history that are no plain word of daily life: with a question, a mark, or a telling word."""
    plain = {house.path(name) for name in ("home", *WORDS)} | {"about:blank", house.neutral}
    kept = addresses_kept(page)
    return [each for each in kept if each not in plain or telling_words(each.removeprefix(house.address))]


def counted(house: House) -> dict[str, int]:
    """How many rows the house keeps of everything that a letter leaves, read beside it."""
    tables = ("reporting_thread", "reporting_message", "vault_wrap", "vault_sealedfile", "vault_reader")
    with contextlib.closing(sqlite3.connect(f"file:{house.database}?mode=ro", uri=True)) as database:
        found = {name: int(database.execute(f"select count(*) from {name}").fetchone()[0]) for name in tables}
        tallied = database.execute("select what, sum(count) from reporting_tally group by what")
        with_case = "select count(*) from reporting_thread where ring in (select her_ring from casework_case)"
        found["threads of cases"] = int(database.execute(with_case).fetchone()[0])
        return found | {f"tally {what}": int(count) for what, count in tallied}


@contextlib.contextmanager
def copied(house: House, folder: Path) -> Iterator[Path]:
    """The folder of the house as it is now, for one that may be tidied."""
    made = folder / "copy"
    shutil.copytree(house.database.parent, made, ignore=shutil.ignore_patterns("*.sqlite3*", "asked-*"))
    for path in house.database.parent.glob("*.sqlite3"):
        with (
            contextlib.closing(sqlite3.connect(path)) as old,
            contextlib.closing(sqlite3.connect(made / path.name)) as new,
        ):
            old.backup(new)
    yield made
