"""Two rows of a sealed column of what lawyers keep: of two matters, each with a piece of proof and its chain."""

from datetime import timedelta
from typing import Any

from amparo.legal.exhibits.actions import days, folders
from amparo.legal.exhibits.models import CustodyEvent, Leaf
from amparo.legal.representation.models import Matter
from amparo.vault.actions.exclusion import UNREAD, facts_of
from amparo.vault.actions.sending import open_note, read_note
from amparo.vault.queries.opened import case_seeds
from amparo.vault.queries.readers import reader_of
from tests.exhibits import NOW, she_says, taken
from tests.lawyers import Lawyers, a_clear_matter, make_lawyers
from tests.letters import Letters
from tests.two_rows import Two


def _two(letters: Letters) -> tuple[Lawyers, Matter, Matter]:
    house = make_lawyers(letters.cast, letters)
    return house, a_clear_matter(house), a_clear_matter(house)


def matters(letters: Letters) -> Two:
    house, one, two = _two(letters)

    def read(row: Matter) -> Any:
        said = facts_of(row, case_seeds(house.person("lucia"), row.ring))
        return None if said.get(UNREAD) else said

    return Two((Matter.objects.get(pk=one.pk), Matter.objects.get(pk=two.pk)), read)


def folders_asked(letters: Letters) -> Two:
    """What somebody asks a second person to look at."""
    house, *both = _two(letters)
    for matter in both:
        item = taken(house, matter).reference
        she_says(house, matter, item, now=NOW)
        folders.ask_for_folder(
            matter, folders.Wanted([item], "Juzgado de ejemplo", "judiciary", "Audiencia"),
            second=reader_of(house.people["ana"]), by=house.person("lucia"), now=NOW + timedelta(minutes=5),
        )  # fmt: skip
    one, two = folders.Folder.objects.all()
    return Two((one, two), lambda row: open_note(house.person("ana"), row.ring, row.key_version, row.box))


def leaves(letters: Letters) -> Two:
    """What stands for each of two chains in the list of one day."""
    house, *both = _two(letters)
    for matter in both:
        taken(house, matter)
    days.ask_about_day("2026-11-28", by=house.people["lucia"])
    one, two = Leaf.objects.all()

    def read(row: Leaf) -> Any:
        return read_note(case_seeds(house.person("lucia"), row.ring)[row.key_version], row.box)

    return Two((one, two), read)


def links(letters: Letters) -> Two:
    """The first link of each of two chains."""
    house, *both = _two(letters)
    for matter in both:
        taken(house, matter)
    one, two = CustodyEvent.objects.filter(seq=1)

    def read(row: CustodyEvent) -> Any:
        return read_note(case_seeds(house.person("lucia"), row.chain.ring)[row.key_version], row.box)

    return Two((one, two), read)
