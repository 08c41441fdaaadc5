"""One walk over every address of the team: what each person gets, what that changed, which sealed words it bears.

The table of addresses (``test_access_matrix.py``) and the look for words (``test_access_crawl.py``) judge the same
answers. A line is asked once in a run: the house is made alike for both, and whatever was done is undone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.urls import reverse

from tests.access_asking import asked
from tests.matrix_house import PEOPLE, WORDS, House
from tests.matter_house import MATTER_WORDS
from tests.once import same_ledger

ALL_WORDS = WORDS | MATTER_WORDS
SIGN_IN, PAGE, GOES_ON, REFUSED, SHUT, NOTHING = "s", "o", "m", "x", "k", "n"
# What a refusal may write: that her session was seen; that she opened what is hers, and what is counted of that.
SEEN = ("django_session", "vault_unlock", "audit_act", "audit_head", "vault_codedrow")


@dataclass(frozen=True, slots=True)
class Walked:
    """What a line of the table gave each of them."""

    letters: dict[str, str]
    written: dict[str, list[str]]
    words: dict[str, frozenset[str]]


WALKED: dict[tuple[str, str], Walked] = {}


def walked(house: House, row: str, verb: str) -> Walked:
    """What everybody gets there; asked once in a run."""
    if (row, verb) not in WALKED:
        WALKED[row, verb] = walk(house, row, verb)
    return WALKED[row, verb]


def walk(house: House, row: str, verb: str) -> Walked:
    """Ask it for everybody."""
    letters, changed, words = {}, {}, {}
    for name in PEOPLE:
        with undone() as written:
            answer = asked(house, name, verb, row)
            letters[name], words[name] = letter_of(answer), words_in(answer)
        changed[name] = written
    return Walked(letters, changed, words)


def words_in(answer: Any) -> frozenset[str]:
    """Which words that are sealed in a case or a matter stand in an answer, by what they are."""
    page = b"" if answer.streaming else answer.content
    return frozenset(what for what, word in ALL_WORDS.items() if word.split()[-1].encode() in page)


def letter_of(answer: Any) -> str:
    """What an answer is, in a letter."""
    status = answer.status_code
    if status == 302:
        return SIGN_IN if answer["Location"].startswith(reverse("sign_in")) else GOES_ON
    if status == 403:
        used = {each.name for each in answer.templates}
        return SHUT if used & {"accounts/locked.html", "ui/kept_words.html"} else REFUSED
    return {200: PAGE, 404: NOTHING, 405: "w", 409: "c"}.get(status, f"({status})")


def is_writing(sql: str) -> bool:
    """Does this statement change a row that a refusal must leave alone?"""
    changes = sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
    return changes and not any(table in sql for table in SEEN)


@contextmanager
def undone() -> Iterator[list[str]]:
    """What is done inside is undone, in the ledger too; the list has what changed something and was not taken back."""
    written: list[str] = []
    marks: dict[str, int] = {}

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            marks[sql.split()[-1]] = len(written)
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            del written[marks.get(sql.split()[-1], 0) :]
        elif is_writing(sql):
            written.append(sql)
        return execute(sql, *rest)

    with same_ledger(), transaction.atomic(using="default"):
        with connections["default"].execute_wrapper(note):
            yield written
        transaction.set_rollback(True, using="default")
