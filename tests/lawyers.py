"""What the tests of legal matters share: two lawyers, a caseworker, and a matter about an officer's threat."""

from dataclasses import dataclass
from typing import Any

from amparo.commons.accounts import actions as accounts
from amparo.formats.case_questions import Answer
from amparo.legal.representation.actions import conflicts, matters, parts
from amparo.legal.representation.models import Matter
from amparo.legal.representation.queries.conflicts import last_look
from amparo.legal.representation.queries.matters import OpenMatter, opened
from tests.cast import PASSPHRASE, Cast
from tests.letters import Letters, a_house_for_letters, opened_client, with_open_key
from tests.minding import confirmed

HER, HER_NUMBER = "Yuli Quispe Ficticia", "0990 000 111"
OFFICER, OFFICER_NUMBER = "Ramiro Tapia Inventado", "0990 000 333"
FACTS = "dijo que la iba a sacar del pais en ejemplo"
CLIENT = {"party_role": Answer("client"), "party_name": Answer(HER), "party_phone": Answer(HER_NUMBER)}
OTHER = {"party_role": Answer("agent"), "party_name": Answer(OFFICER), "party_phone": Answer(OFFICER_NUMBER)}
ABOUT = {"matter_kind": Answer("state_agent"), "matter_country": Answer("CO"), "matter_called": Answer(HER)}


@dataclass
class Lawyers:
    """A house with lawyers: Lucía and Nora work on legal matters only; Carla reads letters too."""

    letters: Letters
    people: dict[str, Any]

    def person(self, name: str) -> Any:
        """One of them, with her key open."""
        return with_open_key(self.people[name])

    def client(self, name: str) -> Any:
        """Her browser."""
        return opened_client(self.people[name], raise_request_exception=False)

    def opened(self, matter: Matter, name: str = "lucia") -> OpenMatter:
        """A matter as she reads it now."""
        return opened(self.person(name), Matter.objects.get(pk=matter.pk))


def make_lawyers(cast: Cast, letters: Letters | None = None) -> Lawyers:
    """Lay it out."""
    letters = letters or a_house_for_letters(cast)
    people: dict[str, Any] = {"ana": cast.ana, "berta": cast.berta, "carla": cast.carla, "diana": cast.diana}
    people |= {"elena": cast.elena, "olga": letters.outside}
    for name, role, team in (("lucia", "counsel", cast.coast), ("nora", "counsel", cast.border),
                             ("sara", "supervisor", cast.border), ("paz", "peer", cast.border)):  # fmt: skip
        person = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=PASSPHRASE, by=accounts.SETUP
        )
        accounts.give_role(person, team=team, role=role, by=accounts.SETUP)
        people[name] = person
        confirmed(person)
    return Lawyers(letters, people)


def a_matter(house: Lawyers, by: str = "lucia", sides: Any = (CLIENT, OTHER), **about: Answer) -> Matter:
    """A matter as it begins: nothing was looked yet."""
    return matters.begin_matter(answers={**ABOUT, **about}, sides=sides, by=house.person(by))


def a_clear_matter(house: Lawyers, by: str = "lucia", sides: Any = (CLIENT, OTHER), **about: Answer) -> Matter:
    """A matter in whose way no conflict stands, with what happened."""
    made = a_matter(house, by, sides, **about)
    assert conflicts.look(made, by=house.person(by)) == []
    matters.move(made, to="merits", by=house.person(by))
    write(house, made, by, matter_facts=Answer(FACTS))
    return made


def write(house: Lawyers, matter: Matter, by: str = "lucia", **answers: Answer) -> None:
    """She writes over what stands there."""
    seen = house.opened(matter, by).numbers
    matters.write_answers(matter, answers=answers, seen=seen, by=house.person(by))


def settle(house: Lawyers, matter: Matter, verdict: str, words: str, by: str = "lucia") -> None:
    """She decides about what the last look found, as it stands on her page."""
    read = last_look(house.opened(matter, by).parts)
    assert read is not None
    conflicts.settle(matter, look=read.reference, verdict=verdict, words=words, by=house.person(by))


def add(house: Lawyers, matter: Matter, kind: str, by: str = "lucia", **answers: Any) -> Any:
    """Something more that belongs to it."""
    said = {code: Answer(value) for code, value in answers.items()}
    return parts.add_part(matter, kind=kind, answers=said, by=house.person(by))


def with_mandate(house: Lawyers, **about: Answer) -> Matter:
    """A matter in which she asked us to act for her."""
    made = a_clear_matter(house, **about)
    add(house, made, "mandate", mandate_method="verbal_witnessed", mandate_for="Pedir protección")
    return made
