"""A study in the made-up town, with forms that are answered on pages; and somebody who answers one, in words.

Run as a program it lays them: ``python -m tests.browser.paper_house`` in the environment of the house.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from amparo.commons import clock
from amparo.config.paths import WORDS
from tests.browser.house import ROOT, House, clean_environment
from tests.browser.person import KeyboardPerson

PAPER, SHEETS = f"/{WORDS['paper']}", f"/{WORDS['desk']}/hojas"
BACK = f"{PAPER}/{WORDS['back']}"
PEOPLE = {"guialila": ("study_lead",), "leeirma": ("reviewer",), "rondaperla": ("peer", "interviewer")}


@dataclass(frozen=True)
class Asked:
    """What was laid: the references of the forms, by name, and of their study."""

    study: str
    forms: dict[str, str]
    people: dict[str, str]  # passphrases

    def at_the_desk(self, name: str) -> str:
        """Where a form is filled in at the desk."""
        return f"/{WORDS['desk']}/estudios/{self.study}/hoja/{self.forms[name]}"


def laid_in(house: House) -> Asked:
    """Lay them in a house that stands."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.browser.paper_house"], env=clean_environment(house.database.parent), cwd=ROOT,
        check=True, stdout=subprocess.PIPE, text=True, timeout=120,
    ).stdout  # fmt: skip
    return Asked(**json.loads(told.splitlines()[-1]))


def lay(names: Sequence[str] = ("round", "round_short", "ties")) -> dict[str, Any]:
    """Who leads, who signed and was paid, a peer with a phone, and the forms: a short one, and these of the library."""

    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team
    from amparo.fieldwork.actions import phones, studies
    from amparo.fieldwork.models import Study
    from amparo.formats.instruments import instrument
    from amparo.formats.xlsform import convert, workbook
    from amparo.sealing.keys import fingerprint
    from amparo.vault.actions import readers as keys
    from amparo.vault.models import Reader
    from tests.cast import PASSPHRASE
    from tests.field import Field, plan
    from tests.letters import own_key, with_open_key
    from tests.peers import reviews_for_peers
    from tests.web_form import SHORT, on_web

    today = clock.today()
    team, people = Team.objects.order_by("pk").first(), {}
    for name, roles in PEOPLE.items():
        people[name] = accounts.open_account(
            sign_in_name=name, name_used=f"{name.title()} (ejemplo)", password=PASSPHRASE, by=accounts.SETUP
        )
        for role in roles:
            if role == "reviewer":
                reviews_for_peers(people[name])
            else:
                accounts.give_role(people[name], team=team, role=role, by=accounts.SETUP)
    own_key(people["guialila"])
    row = Reader.objects.get(user=people["guialila"])
    keys.confirm_reader(row, by=accounts.SETUP, seen=fingerprint(row.recipient), on=today)
    lila = with_open_key(people["guialila"])
    study: Study = studies.plan_study(by=lila, **plan(starts_on=today, ends_on=None, design="convenience"))
    asked: Any = Field(None, {"leda": people["guialila"], "iris": people["leeirma"]}, None, study, None, None, "")  # type: ignore[arg-type]
    forms = {"short": on_web(asked, SHORT).reference}
    for name in names:
        found = instrument(name)
        xform = convert(workbook(found, modules=()), f"{name}.xlsx", form_id=f"{name}_here", version="1").xform
        made = on_web(
            asked, xform, key=f"{name}_here", kind="self" if name == "ties" else "round", library=name,
            is_sensitive=found.is_sensitive, on_page=name == "ties",
        )  # fmt: skip
        forms[name] = made.reference
    studies.begin_study(study, by=lila, on=today)
    phones.give_phone(study, person=people["rondaperla"], label="Uno", by=lila, on=today)
    return {"study": study.reference, "forms": forms, "people": dict.fromkeys(PEOPLE, PASSPHRASE)}


class Answering:
    """She answers a form, with a thumb."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house

    def opens(self, asked: Asked, name: str = "short", prefix: str = "") -> None:
        self.page.goto(f"{self.house.address}{prefix}{PAPER}/{asked.forms[name]}")

    def presses(self, does: str) -> None:
        """A button by what it does."""
        with self.page.expect_navigation():
            self.page.locator(f"main button[name=do][value='{does}']").first.click()

    def chooses(self, *words: str) -> None:
        """Rings and boxes by their words."""
        for each in words:
            self.page.locator("main label", has_text=each).first.click()

    def writes(self, question: str, text: str) -> None:
        """A line or a sheet by the words of its question."""
        self.page.get_by_label(question).fill(text)

    def comes_back(self, words: str) -> None:
        """With her eight words."""
        self.page.goto(self.house.address + BACK)
        self.page.fill("#p", words)
        with self.page.expect_navigation():
            self.page.locator("main form button").click()

    def comes_in(self, asked: Asked, name: str) -> None:
        """Through the entrance."""
        self.page.goto(self.house.path("sign_in"))
        self.page.fill("input[name=sign_in_name]", name)
        self.page.fill("input[name=password]", asked.people[name])
        with self.page.expect_navigation():
            self.page.locator("main button").click()

    def reads(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()


class KeyboardAnswering(Answering):
    """She has no mouse: Tab, Enter and Space."""

    def goes_to(self, selector: str) -> None:
        """Tab until the focus is there; it is seen at every stop."""
        KeyboardPerson(self.page, self.house).goes_to(self.page.locator(selector).first)

    def presses(self, does: str) -> None:
        self.goes_to(f"main button[name=do][value='{does}']")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def chooses(self, *words: str) -> None:
        for each in words:
            box = self.page.locator("main label", has_text=each).locator("input").first
            KeyboardPerson(self.page, self.house).goes_to(box)
            self.page.keyboard.press("Space")

    def writes(self, question: str, text: str) -> None:
        KeyboardPerson(self.page, self.house).goes_to(self.page.get_by_label(question))
        self.page.keyboard.type(text)


if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
    django.setup()
    print(json.dumps(lay()))
