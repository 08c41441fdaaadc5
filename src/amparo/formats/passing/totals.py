"""The word of another house: what a house without checkers would publish of its own, and the yes or no that comes back.

The file that goes is sealed to the key of an agreement. In it lie, beside what would be published, two tokens: one of
the yes and one of the no. The house that made it keeps the digest of each and neither token, so whoever answers with
one of them opened the file with that key, and said that and nothing else. The answer holds the digest of what was
looked at as well: it is no yes to anything else.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from amparo.formats.fold import fold
from amparo.formats.passing.agreements import is_line
from amparo.formats.passing.documents import BadFile, read, written

YES, NO = "yes", "no"
LEAST = 10  # persons of a figure
MOST = 10**9
TEAM = 64  # digests in a file, or twice as many
MOST_DAYS = 60  # a word that is not given by then is asked for anew
TOKEN, HEX64 = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
CODE, WORD = re.compile(r"[0-9a-f]{16}"), re.compile(r"[a-z][a-z0-9_]{1,23}")
NAME = re.compile(r"[a-z][a-z0-9_]{1,23}/20\d\d(-Q[1-4]|-\d\d)?(/\d{1,3})?", re.ASCII)
TEXTS = ("cells", "words", "report")


@dataclass(frozen=True, slots=True)
class Totals:
    """What would be published, whole, and by what its word is known."""

    code: str  # of the agreement
    sender: str
    plan: str
    plan_digest: str
    period: str
    name: str  # of the edition
    cells: str = field(repr=False)
    words: str = field(repr=False)
    report: str = field(repr=False)
    digest: str  # over all that is kept of the figures there
    until: date
    yes: str = field(repr=False)
    no: str = field(repr=False)
    team: tuple[str, ...] = field(repr=False)  # who signs in there, each as a digest with the token of the yes

    def as_file(self) -> bytes:
        """As it goes, before it is sealed."""
        said: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return written("totals", said | {"until": self.until.isoformat(), "team": sorted(self.team)})

    @property
    def looked_at(self) -> str:
        """The digest of everything that is looked at: with it the answer is of this and of nothing else."""
        parts = (self.code, self.plan, self.plan_digest, self.period, self.name, self.cells, self.words, self.report,
                 self.digest, self.until.isoformat())  # fmt: skip
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def fresh_token() -> str:
    """A token of one word: 128 bits."""
    return secrets.token_hex(16)


def digest_of_token(token: str) -> str:
    """What the house that asked keeps of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, digest: str) -> bool:
    """Is it the token of this digest?"""
    return hmac.compare_digest(digest_of_token(token), digest)


def signs_in(name: str, token: str) -> str:
    """Somebody's name at the door of her house, so that two houses can tell that it is the same and nothing else."""
    return hmac.digest(token.encode(), fold(name).encode(), "sha256").hex()[:16]


def filled_up(team: Collection[str]) -> tuple[str, ...]:
    """The digests of a team, and as many of nobody that how many work there is told in steps of ``TEAM`` only."""
    nobody = (secrets.token_hex(8) for _ in range(-len(team) % TEAM if team else TEAM))
    return tuple(sorted((*team, *nobody)))


def read_totals(data: bytes, code: str, sender: str) -> Totals:
    """What another house would publish, or :class:`BadFile`."""
    said = read("totals", data, set(Totals.__slots__))
    if said["code"] != code or said["sender"] != sender:
        raise BadFile("other_agreement")
    shapes = {
        "code": CODE,
        "plan": WORD,
        "plan_digest": HEX64,
        "name": NAME,
        "digest": HEX64,
        "yes": TOKEN,
        "no": TOKEN,
    }
    if (
        not all(isinstance(said[name], str) and shape.fullmatch(said[name]) for name, shape in shapes.items())
        or not is_line(said["period"], 10)
        or not all(isinstance(said[name], str) for name in TEXTS)
        or said["yes"] == said["no"]
        or not isinstance(said["team"], list)
        or not all(isinstance(each, str) and CODE.fullmatch(each) for each in said["team"])
    ):
        raise BadFile("not_a_file")
    _parsed(said["report"])
    _refuse_small(said["cells"])
    return Totals(**said | {"until": _day(said["until"]), "team": tuple(said["team"])})


def _refuse_small(cells: str) -> None:
    """Each cell is a label, a figure of ten persons or more, or none; what stands of an earlier edition the same."""
    told = _parsed(cells)
    if not isinstance(told, list) or not all(
        isinstance(each, list) and len(each) == 4 and each[2] == [] for each in told
    ):
        raise BadFile("not_a_file")
    labels = [each[0] for each in told]
    if not all(isinstance(one, list) and one and all(isinstance(code, str) for code in one) for one in labels):
        raise BadFile("not_a_file")
    if len({tuple(each) for each in labels}) != len(labels) or not _all_whole(told):
        raise BadFile("not_a_file")
    if any(figure is not None and figure < LEAST for each in told for figure in (each[1], each[3])):
        raise BadFile("small_figure")


def _all_whole(told: Iterable[list[Any]]) -> bool:
    figures = [figure for each in told for figure in (each[1], each[3]) if figure is not None]
    return all(type(each) is int and each < MOST for each in figures)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFile("not_a_file") from error


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadFile("not_a_file") from error


# --- the answer ---


@dataclass(frozen=True, slots=True)
class Answer:
    """The yes or no of one person of the other house."""

    code: str
    name: str
    looked_at: str
    said: str
    why: str  # a code of the list ``release_refusal`` beside a no
    token: str = field(repr=False)

    def as_file(self) -> bytes:
        """As it is handed back."""
        return written("word", {name: getattr(self, name) for name in self.__slots__})


def read_answer(data: bytes) -> Answer:
    """An answer out of its file, or :class:`BadFile`."""
    said = read("word", data, set(Answer.__slots__))
    shapes = {"code": CODE, "name": NAME, "looked_at": HEX64, "token": TOKEN}
    if (
        not all(isinstance(said[name], str) and shape.fullmatch(said[name]) for name, shape in shapes.items())
        or said["said"] not in (YES, NO)
        or not isinstance(said["why"], str)
        or (said["said"] == NO) != bool(WORD.fullmatch(said["why"]))
    ):
        raise BadFile("not_a_file")
    return Answer(**said)
