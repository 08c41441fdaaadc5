"""The house over which the table of addresses is asked: each role once, one case that is opened to some of them.

Rita's case is opened to one person of each role that accompanies. Lena began it and stepped back; Zoe read it too and
her account is closed since; Tere reads letters and cases of her own and was never let in. Beside it stands a case of
Tere's, of whose parts nothing may be reached under the address of Rita's. Two notes are for their writers alone.
Lucía has two legal matters, which nobody else reads.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.conf import settings
from django.test import Client

from amparo.access.health.actions.agreements import sign_agreement
from amparo.access.health.actions.channels import Hours
from amparo.access.health.actions.slots import take_slot
from amparo.access.health.queries.channels import day_there
from amparo.casework.actions import cases
from amparo.casework.actions.calling_back import note_given_out
from amparo.casework.actions.incidents import add_incident
from amparo.casework.actions.legal_names import write_legal_name
from amparo.casework.actions.notices import ask_to_tell
from amparo.casework.actions.parts import add_part
from amparo.casework.actions.permissions import Said, write_permission, write_summary
from amparo.casework.actions.tasks import add_task
from amparo.casework.models import Case
from amparo.casework.queries.permissions import permission_for, recipient_named
from amparo.commons import clock
from amparo.commons.accounts import actions as accounts
from amparo.commons.audit.actions import opaque
from amparo.commons.directory.models import Feedback
from amparo.commons.nightly import actions as nightly
from amparo.commons.places.models import Admin1, Country, Place
from amparo.formats.case_questions import Answer
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import readers as keys
from amparo.vault.models import Reader
from tests.cases import a_door
from tests.cast import PASSPHRASE, Cast, browser_of, copy_of, make_beside, without_a_role
from tests.desk import days_ago, service
from tests.focal import accredited, invited, with_key
from tests.health import door, window_of
from tests.letters import OPENED_ON, Letters, a_house_for_letters, opened_client, own_key, with_open_key
from tests.matter_house import MATTER_WORDS, a_matter_of
from tests.notices import notice_of
from tests.peers import reviews_for_peers
from tests.questionnaires import make_version, make_writers
from tests.threads import written

# What each area holds in Rita's case: words that stand nowhere else, so that a page on which one stands was let in.
WORDS = {
    "called": "Yumara Palabra-de-nombre",
    "identity": "detras del molino palabra-de-contacto",
    "need": "un cuarto palabra-de-necesidad",
    "narrative": "el casero palabra-de-relato",
    "note": "hoy lloro palabra-de-nota",
    "summary": "pide techo palabra-de-resumen",
    "agreed": "solo los martes palabra-de-permiso",
    "incident": "en el puente palabra-de-hecho",
    "screen": "le mintieron palabra-de-charla",
    "legal": "Nombre Palabra-de-papeles",
    "own_of_gema": "creo que palabra-de-psicologa",
    "own_of_rita": "temo que palabra-de-rita",
}
WITH_KEYS = ("rita", "tere", "lena", "zoe", "paz", "gema", "lucia", "sara")
LET_IN = ("lena", "zoe", "paz", "gema", "lucia", "sara", "olga")
# Who asks, in the order of the table: see tests/access_table.txt.
PEOPLE = (
    "stranger", "expired", "closed", "nobody",
    "nadia", "eva", "flor", "iris", "mona",
    "tere", "lena", "shut",
    "rita", "lucia", "paz", "gema", "sara", "olga",
)  # fmt: skip


@dataclass
class House:
    """Everything that the table is asked over."""

    letters: Letters
    people: dict[str, Any]
    case: Case
    others_case: Case
    parts: dict[str, Any]  # of Rita's case, by kind
    others_parts: dict[str, Any]
    letter: Any
    service: Any
    waiting: Reader  # a key that nobody confirmed yet
    focal: Any  # a focal point of another body, accredited, with a key that counts
    invited: Any  # one who was invited and waits
    door: Any  # what was agreed with the place
    agreement: Any
    code: Any
    questionnaire: Any  # a version that nobody signed yet, by somebody who leads studies
    matter: Any  # Lucía's legal matter
    matter_over: Any  # one of hers that is closed
    matter_parts: dict[str, Any]  # of the first, by kind
    browsers: dict[str, Client] = field(default_factory=dict)
    worked_out: dict[tuple[Any, str, str], Any] = field(default_factory=dict)  # paths and bodies (``access_asking``)

    def browser(self, name: str) -> Client:
        """A fresh browser with what hers holds."""
        return copy_of(self.browsers[name], raise_request_exception=False)


def make_house(cast: Cast) -> House:
    """Lay all of it out."""
    letters, people = a_house_for_letters(cast), make_beside(cast)
    people |= {"olga": letters.outside, "nobody": without_a_role(cast.diana)}
    readers = {name: confirmed(people[name]) for name in WITH_KEYS} | {"olga": letters.readers["olga"]}
    waiting = Reader.objects.get(recipient=_key_of(new_peer(cast)))
    letter = written("No quiero dar mi nombre, palabra-de-carta.")
    case, parts = a_case_of(people["lena"], WORDS)
    lena = with_open_key(people["lena"])
    cases.share(case, reader=readers["rita"], by=lena)
    for name in LET_IN:
        if name != "lena":
            cases.share(case, reader=readers[name], by=lena)
    cases.assign(case, to=people["rita"], by=lena)
    cases.leave(case, by=lena)
    parts["own_of_rita"] = own_note(case, people["rita"], WORDS["own_of_rita"])
    parts["own_of_gema"] = own_note(case, people["gema"], WORDS["own_of_gema"])
    others_case, others_parts = a_case_of(people["tere"], {name: f"ajena {text}" for name, text in WORDS.items()})
    accounts.close_account(people["zoe"], by=accounts.SETUP)
    place = service()
    Feedback.objects.create(service=place, code="closed", on=days_ago(1))
    focal, invited = focal_points()
    agreed = a_door_of(place)
    reviews_for_peers(people["iris"])  # and somebody vouches for her: else she signs nothing
    nightly.ask(days_ago(0), last=days_ago(9), why=["days"], going={"letters": (3, 9)})
    asked = make_version(make_writers(cast, "leda")["leda"])
    house = House(
        letters, people, case, others_case, parts, others_parts, letter, place, waiting, focal, invited, *agreed, asked,
        *a_matter_of(people["lucia"], MATTER_WORDS),
    )  # fmt: skip
    house.browsers = {name: browser_for(house, name) for name in PEOPLE}
    return house


def focal_points() -> tuple[Any, Any]:
    """Somebody of another body who answers for it, and somebody who was invited, in a town of their own."""
    country, _ = Country.objects.get_or_create(code="EC", defaults={"timezone": "America/Guayaquil"})
    unit, _ = Admin1.objects.get_or_create(
        code="EC-C", defaults={"country": country, "name": "Carchi", "timezone": "America/Guayaquil"}
    )
    town = Place.objects.create(code="own-matrix", name="Villa", folded="villa", admin1=unit, lat=0.8, lon=-77.7)
    focal = accredited(town, on=days_ago(2))
    with_key(focal)
    return focal, invited(town, on=days_ago(1))


def a_door_of(place: Any) -> tuple[Any, Any, Any]:
    """A door that was agreed with it, one thing that it promised, and a code for today."""
    now = clock.now()
    made = door(place, Hours("slots", 127, time(0), time(0), 3), checked_on=clock.day(now), since=clock.day(now))
    facts = {"what": "no_papers", "office": "La oficina de ejemplo", "since": clock.day(now)}
    agreement = sign_agreement(place, facts=facts, by=accounts.SETUP)
    code = take_slot(made, window_of(made), day_there(made, now), by=accounts.SETUP, now=now)
    return made, agreement, code


def confirmed(person: Any) -> Reader:
    """Her key, made by her first sign-in and confirmed by a second person."""
    own_key(person)
    reader = Reader.objects.get(user=person)
    keys.confirm_reader(reader, by=accounts.SETUP, seen=fingerprint(reader.recipient), on=OPENED_ON)
    reader.refresh_from_db()
    return reader


def new_peer(cast: Cast) -> Any:
    """Somebody who came today."""
    person = accounts.open_account(sign_in_name="nueva", name_used="Nueva", password=PASSPHRASE, by=accounts.SETUP)
    accounts.give_role(person, team=cast.border, role="peer", by=accounts.SETUP)
    return person


def _key_of(person: Any) -> str:
    own_key(person)
    return str(Reader.objects.get(user=person).recipient)


def a_case_of(person: Any, words: dict[str, str]) -> tuple[Case, dict[str, Any]]:
    """A case with something in each area, and a part of each kind that has questions of its own."""
    answers = {
        "name_used": Answer(words["called"]), "contact_where": Answer(words["identity"]),
        "need_words": Answer(words["need"]), "safety_fear": Answer(words["narrative"]),
    }  # fmt: skip
    by = with_open_key(person)
    case = cases.begin_case(answers=answers, agreed="written", by=by)
    add_part(case, kind="note", answers={"note_text": Answer(words["note"])}, by=by)
    plan = {"task_kind": Answer("paper_work"), "task_what": Answer("copiar un papel")}
    add_task(case, answers=plan, by=by, who=opaque(by), due_on=days_ago(0))
    add_part(case, kind="referral", answers={}, more=a_door(), by=by, due_on=days_ago(0))
    add_incident(case, answers={"account": Answer(words["incident"])}, by=by)
    add_part(case, kind="screen", answers={"account": Answer(words["screen"])}, by=by)
    write_legal_name(case, answers={"legal_name": Answer(words["legal"])}, written=0, by=by)
    write_summary(case, text=Answer(words["summary"]), was={}, by=by)
    limits = Said(
        "share_nonidentifiable_stats", "yes_with_limits", content=frozenset({"coded_only"}), method="written",
        answers={"limits": Answer(words["agreed"])},
    )  # fmt: skip
    write_permission(case, said=limits, by=by)
    got_a_list(case, by)
    ask_to_tell(case, answers=notice_of(days_ago(0)), by=by)
    opened = cases.open_case(case, by=by).parts
    others = ("share_nonidentifiable_stats", "share_for_referral")
    by_kind = {each.kind: each for each in opened if each.more.get("kind") not in others}
    assert set(by_kind) >= {"note", "summary", "permission", "incident", "screen", "legal_name"}
    return case, by_kind


def got_a_list(case: Case, by: Any) -> None:
    """A list with her in it went to an organisation, and she took it back since."""
    name, kind = "Casa Ejemplo", "share_for_referral"
    to, content = recipient_named(name, is_state=False), frozenset({"coded_only"})
    write_permission(case, said=Said(kind, "yes", to, name, content, "written"), by=by)
    found: Any = permission_for(cases.opened(by, case).parts, kind, to)
    note_given_out(case, {"to": name, "permission": found.part.reference}, by=by, now=clock.now())
    write_permission(case, said=Said(kind, "no", to, name, seen=found.part.number), by=by)


def own_note(case: Case, person: Any, text: str) -> Any:
    """A note that is only for who wrote it."""
    return add_part(
        case, kind="note", answers={"note_text": Answer(text)}, more={"only": True}, by=with_open_key(person)
    )


def browser_for(house: House, name: str) -> Client:
    """Her browser, as she left it."""
    special: dict[str, Callable[[], Client]] = {
        "stranger": Client,
        "expired": lambda: _expired(house),
        "closed": lambda: _of_closed(house),
        "shut": lambda: browser_of(house.people["rita"]),
    }
    if name in special:
        return special[name]()
    return opened_client(house.people[name]) if name in (*WITH_KEYS, "olga") else browser_of(house.people[name])


def _expired(house: House) -> Client:
    """Rita's browser after her session ended on the server."""
    client = opened_client(house.people["rita"])
    client.session.flush()
    client.cookies[settings.SESSION_COOKIE_NAME] = "0" * 32
    return client


def _of_closed(house: House) -> Client:
    """What Zoe's browser still holds."""
    client = Client()
    client.force_login(house.people["zoe"])
    return client
