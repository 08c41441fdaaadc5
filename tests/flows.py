"""Every way by which something of a case flows, gone by the entry through which people come.

A way is pressed as somebody at the desk presses it, page after page, or as the night goes it. What it gives back is
what a stranger to the code would see: who holds a wrap, what is in the file that left, what was written down.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

import pyrage
from django.test import Client
from django.urls import reverse

from amparo.casework.actions.requests import keep_request
from amparo.casework.models import Case, Part, Request
from amparo.casework.queries.cases import opened
from amparo.casework.queries.permissions import permissions_in
from amparo.casework.queries.transfer import FLOWS
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.actions import opaque
from amparo.commons.audit.models import Act
from amparo.doors.deidentify.actions import run
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import rings
from amparo.vault.actions.coded import drop_row, token_of
from amparo.vault.actions.fields import write_fields
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.parts import BODY, body_of
from tests.cases import NAME, person
from tests.coded import built, keep_many
from tests.incidents import an_incident
from tests.letters import Letters, a_house_for_letters, opened_client, who_reads
from tests.notices import form_of, notice_of
from tests.transfers import IDENTITY, KEY
from tests.transfers import THEIRS as WHO

HEAD = 8  # lines of an export above its rows
NO, GOES, LESS = "nothing", "it flows", "less flows"


@dataclass(slots=True)
class Day:
    """A house at work, the browsers in it, and what somebody adds to every form that she sends."""

    house: Letters
    place: Any  # where the doors are
    browsers: dict[str, Client] = field(default_factory=dict)
    forged: dict[str, str] = field(default_factory=dict)
    as_json: bool = False
    waiting: str = ""  # what lies in a queue
    sent: dict[str, Any] = field(default_factory=dict)  # a page that was left open
    last: Any = None  # the last answer

    def browser(self, who: str) -> Client:
        """Hers, in which she has come in."""
        if who not in self.browsers:
            self.browsers[who] = opened_client(getattr(self.house.cast, who))
        return self.browsers[who]

    def press(self, name: str, arguments: list[str], sent: dict[str, Any], who: str = "ana") -> Any:
        """Send a form of the desk, with whatever somebody forges into it: in the form, in the address, as JSON."""
        address, data = reverse(name, args=arguments), {**sent, **self.forged}
        if self.forged:
            address = f"{address}?{urlencode(self.forged)}"
        if self.as_json:
            self.last = self.browser(who).post(address, json.dumps(data), content_type="application/json")
        else:
            self.last = self.browser(who).post(address, data)
        return self.last

    def plainly(self, act: Callable[[], Any]) -> None:
        """Without anything forged."""
        before, self.forged, self.as_json = (self.forged, self.as_json), {}, False
        act()
        self.forged, self.as_json = before

    def asked(self, act: Callable[[], Any]) -> str:
        """The request that an act makes."""
        before = set(Request.objects.values_list("pk", flat=True))
        self.plainly(act)
        return str(Request.objects.exclude(pk__in=before).get().reference)

    def is_let_in(self, case: Case, who: str) -> str:
        """Does she hold a wrap?"""
        return GOES if who in who_reads(case) else NO  # type: ignore[arg-type]


def a_day(cast: Any, places: dict[str, Any]) -> Day:
    """A house in which Berta supervises as well, and enough others are counted."""
    accounts.give_role(cast.berta, team=cast.border, role="supervisor", by=accounts.SETUP)
    house = a_house_for_letters(cast)
    now = clock.now()
    keep_many(6, ends=now + timedelta(days=120), now=now)
    return Day(house, places["tulcan"])


# --- the ways ---


def letting_in(day: Day, case: Case) -> str:
    sent = {"reader": day.house.readers["berta"].reference, "why": "covers", "sure": "1"}
    day.press("case_share", [case.reference], sent)
    return day.is_let_in(case, "berta")


def asks_to_read(day: Day, case: Case) -> None:
    """Carla asked; as her page writes it, which takes a few in an hour and no more."""
    carla, now = person(day.house, "carla"), clock.now()
    note = {"which": case.reference, "why": "covers", "words": "", "case": "", "until": ""}
    readers = [day.house.readers[name] for name in ("ana", "carla")]
    made = keep_request("read", note, readers=readers, by=carla, until=now + timedelta(hours=3), now=now)
    day.waiting = made.reference


def lets_in_who_asked(day: Day, case: Case) -> str:
    day.press("case_let_in", [day.waiting], {"case": case.reference, "sure": "1"})
    return day.is_let_in(case, "carla")


def handing_all(day: Day, case: Case) -> str:
    day.press("cases_hand", [], {"reader": day.house.readers["berta"].reference, "sure": "1"})
    return day.is_let_in(case, "berta")


def supervising(day: Day, case: Case) -> str:
    day.press("case_supervise", [case.reference], {"reader": day.house.readers["berta"].reference, "sure": "1"})
    return day.is_let_in(case, "berta")


def asks_for_list(day: Day, case: Case, kind: str = "handover") -> None:
    """A list of this one person for an organisation, which Berta lets go."""
    _asks(day, case, kind, {"organisation": WHO, "recipient": KEY})


def asks_for_colleague(day: Day, case: Case) -> None:
    """For a colleague who read the case before: only of such a one a list is made for her."""
    rings.share_ring(case.ring, day.house.readers["carla"], by=person(day.house, "ana"))
    _asks(day, case, "handover", {"reader": day.house.readers["carla"].reference})


def _asks(day: Day, case: Case, kind: str, to: dict[str, str]) -> None:
    second = day.house.readers["berta"].reference
    sent = {"kind": kind, "cases": [case.reference], "reason": "network", "words": "de ejemplo", "second": second, **to}
    day.waiting = day.asked(lambda: day.press("export_ask", [], sent))
    day.plainly(lambda: day.press("export_agree", [day.waiting], {}, "berta"))


def takes_list(day: Day, case: Case) -> str:
    """The trail says of which person something left; it says so exactly where a file came."""
    answer = day.press("export_write", [day.waiting], {})
    left = Act.objects.filter(verb="case.exported", target=f"case:{case.reference}").exists()
    assert left == bool(answer.get("Content-Disposition"))
    return GOES if left else NO


def asks_for_table(day: Day, case: Case) -> None:
    an_incident(day.house, case)
    asks_for_list(day, case, "gbvims")


def takes_table(day: Day, case: Case) -> str:
    """What the organisation finds in it: one row for the one incident."""
    if takes_list(day, case) == NO:
        return NO
    return GOES if len(pyrage.decrypt(day.last.content, [IDENTITY]).splitlines()) == HEAD + 1 else NO


def sends(day: Day, case: Case) -> str:
    """The form of a transfer, with the permission for them that stands on its page."""
    page = day.browser("ana").get(reverse("case_transfer", args=[case.reference])).text
    offered = re.findall(rf'name="permission" value="([0-9a-f]{{16}})"[^>]*> <span>{WHO}', page)
    day.sent = {
        "permission": offered[0] if offered else "0" * 16, "recipient": KEY, "aloud": fingerprint(KEY), "accepts": "on",
        "is_safe": "on", "sure": "1",
    }  # fmt: skip
    return sends_again(day, case)


def sends_again(day: Day, case: Case) -> str:
    """A page of before, sent as it stood."""
    answer = day.press("case_transfer", [case.reference], day.sent)
    if not answer.get("Content-Disposition"):
        return NO
    return GOES if NAME.encode() in pyrage.decrypt(answer.content, [IDENTITY]) else LESS


def was_sent(day: Day, case: Case) -> None:
    """A file that left while she allowed it, under whatever she says of them today."""
    ana, more = person(day.house, "ana"), {"to": WHO, "recipient": KEY, "mark": fingerprint(KEY), "digest": "0" * 64}
    named = [each for each in permissions_in(opened(ana, case).parts) if each.kind in FLOWS and each.name == WHO]
    more |= {"permission": named[0].part.reference if named else "0" * 16, "content": ["coded_only", "identity"]}
    part = Part.objects.create(case=case)
    body = body_of("transfer", clock.now(), opaque(day.house.cast.ana), {}, more)
    write_fields(ana, case.ring, part.reference, {BODY: body}, {})


def arrives(day: Day, case: Case) -> str:
    """They say that it arrived. The case is theirs, or it is not."""
    day.press("case_arrived", [case.reference], {"how": "Lo dijo Marta de ejemplo"})
    return GOES if Case.objects.get(pk=case.pk).state == "transferred" else NO


def plans(day: Day, case: Case) -> str:
    sent = {"task_kind": "call", "task_what": "Preguntar", "who": opaque(day.house.cast.ana), "due": str(clock.today())}
    before = Part.objects.filter(case=case).count()
    day.press("case_task_add", [case.reference], {**sent, "every": "0"})
    return GOES if Part.objects.filter(case=case).count() > before else NO


def was_planned(day: Day, case: Case) -> None:
    """A call that lies in the queue, as one that was planned while she allowed it."""
    part, who = Part.objects.create(case=case, due_on=clock.today()), opaque(day.house.cast.ana)
    said = {"task_kind": Answer("call"), "task_what": Answer("Preguntar")}
    body = body_of("task", clock.now(), who, said, {"who": who, "every": 0})
    write_fields(person(day.house, "ana"), case.ring, part.reference, {BODY: body}, {})
    day.waiting = part.reference


def calls(day: Day, case: Case) -> str:
    """She was reached, says whoever marks the call as done."""
    day.press("case_task_done", [case.reference, day.waiting], {"outcome": "reached", "told": "", "next_on": ""})
    return GOES if Part.objects.get(reference=day.waiting).ended_on else NO


def asks_to_tell(day: Day, case: Case) -> None:
    """Ana asks; Berta reads the case, as a colleague who was let in before."""
    rings.share_ring(case.ring, day.house.readers["berta"], by=person(day.house, "ana"))
    before = set(Part.objects.values_list("pk", flat=True))
    day.plainly(
        lambda: day.press("case_notice_new", [case.reference], form_of(notice_of(clock.today(), told_body=WHO)))
    )
    day.waiting = Part.objects.exclude(pk__in=before).get().reference


def _tells(day: Day, case: Case) -> str:
    """Ana writes that it was told; it is so where it stands on the page of the case with its day."""
    arguments = [case.reference, day.waiting]
    day.press("case_notice", arguments, {"told_on": str(clock.today())})
    page = day.browser("berta").get(reverse("case", args=[case.reference])).text
    assert WHO in page
    return GOES if re.search(r"Told on (?!.*not written)", page) else NO


def one_tells(day: Day, case: Case) -> str:
    """Whoever asked says yes to herself."""
    asks_to_tell(day, case)
    day.press("case_notice", [case.reference, day.waiting], {"say": "yes"})
    return _tells(day, case)


def two_tell(day: Day, case: Case) -> str:
    asks_to_tell(day, case)
    day.press("case_notice", [case.reference, day.waiting], {"say": "yes"}, "berta")
    return _tells(day, case)


def tells_after_no(day: Day, case: Case) -> str:
    asks_to_tell(day, case)
    day.press("case_notice", [case.reference, day.waiting], {"say": "no"}, "berta")
    return _tells(day, case)


def counted(day: Day, case: Case) -> str:
    """Somebody opens the case, and the night passes; with and without the row of this one, if there is any."""
    day.browser("ana").get(reverse("case", args=[case.reference]))
    there = a_night()
    drop_row(token_of(case_seeds(person(day.house, "ana"), case.ring)) or "")
    return GOES if there == a_night() + 1 else NO


def a_night() -> int:
    """How many are counted after it."""
    run(now=clock.now(), rng=Random(1))
    return len(built())


def opened_by_them(file: bytes) -> str:
    """What the organisation reads with its key."""
    return pyrage.decrypt(file, [IDENTITY]).decode()
