"""In, by the hand of who leads a study: answers that a house gathered elsewhere, out of a file that was saved.

First somebody only looks: what was understood, what stays behind, what is wrong in which row. Nothing is kept by that.
Then each good row is written as a phone would have sent it and sealed to the study, where it waits for the door like
every other one. Nothing goes on to what is counted by this way. The file itself lies on no disk: it is in memory while
it is read. The same file once more goes on where the last time ended, and doubles nothing.
"""

import base64
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import batched, islice
from typing import Any
from uuid import UUID

from amparo.commons.audit.actions import audited, unaudited
from amparo.commons.policy.policies import Actor, check
from amparo.doors.intake.policies import may_bring_in
from amparo.fieldwork.actions.submissions import Sent, marks_of, receive
from amparo.fieldwork.policies import Conflict
from amparo.fieldwork.queries.answers import marks_here
from amparo.fieldwork.queries.forms import form_of
from amparo.formats.exports.faults import BadForm, RowFault
from amparo.formats.exports.giving_back import given_back
from amparo.formats.exports.numbers import numbered
from amparo.formats.exports.reading import Export, read_export
from amparo.formats.exports.records import Row
from amparo.formats.openrosa.submissions import BadSubmission, read_submission
from amparo.formats.openrosa.submissions import Submission as Form
from amparo.formats.openrosa.writing import Writing
from amparo.vault.actions.answers import Unopenable, named_answer, opener_of, seal_answer

CARE = "default"
AT_ONCE = 200  # rows in one transaction
MOST = 5_000  # new rows in one press: whoever has more presses again
LARGEST = 10_000_000  # bytes of a file on the page
MOST_CARRIED = 200_000  # letters of a file that travels inside the page
SHOWN = 100  # faults on a page; the others stand in the table that goes back
NEW, HERE, OTHER = "new", "here", "other"  # what a row is to the house


@dataclass(frozen=True, slots=True)
class Ready:
    """A row as it would be received, or with what is wrong with it."""

    row: Row
    xml: bytes = field(default=b"", repr=False)
    form: Form | None = field(default=None, repr=False)
    lost: int = 0  # files that it names and that did not come along


@dataclass(slots=True)
class Looked:
    """What was understood of a file."""

    export: Export = field(repr=False)
    rows: int = 0
    standing: Counter[str] = field(default_factory=Counter)  # of the good ones: new, here, or other
    wrong: int = 0
    faults: list[RowFault] = field(default_factory=list)
    more_faults: int = 0
    files: int = 0
    lost: int = 0
    others: list[int] = field(default_factory=list)  # rows whose number is here and says something else


@dataclass(slots=True)
class Done:
    """What a press came to."""

    became: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    is_unfinished: bool = False

    @property
    def new(self) -> int:
        """So many came in now."""
        return self.became[NEW]

    @property
    def here(self) -> int:
        """So many were here before."""
        return self.became[HERE]

    @property
    def other(self) -> int:
        """Of so many the number is here and says something else."""
        return self.became[OTHER]


class _Rows:
    """The rows of one file, as this questionnaire takes them."""

    def __init__(self, deployment: Any, data: bytes, secret: UUID | None) -> None:
        self.deployment, self.secret = deployment, secret
        self.form = form_of(deployment)
        self.export = read_export(data, self.form)
        self.writing = Writing(self.form)

    def __iter__(self) -> Iterator[Ready]:
        return map(self._ready, numbered(self.export.rows(), self.secret))

    def _ready(self, row: Row) -> Ready:
        if row.faults:
            return Ready(row)
        names = {name for name in row.media if not self.export.has_file(row.folder, name)}
        files = self.export.columns.files
        answers = [each for each in row.answers if each.path not in files or each.value not in names]
        xml = row.sealed or self.writing.instance(answers, row.instance_id)
        try:
            return Ready(row, xml, read_submission(xml), 0 if row.sealed else len(names))
        except BadSubmission as error:
            why = RowFault(row.number, BadForm(error.code, **error.facts))
            return Ready(replace(row, faults=(why,)))

    def files_of(self, row: Row) -> dict[str, bytes]:
        """The files of a row that came along."""
        found = {name: self.export.file(row.folder, name) for name in row.media}
        return {name: data for name, data in found.items() if data is not None}

    def standing(self, some: Sequence[Ready]) -> list[tuple[Ready, str]]:
        """What each of these is to the house: new, here, or here under its number and saying something else."""
        marks = [marks_of(each.row.instance_id, each.xml) for each in some]
        known = marks_here(self.deployment.study, [number for number, _same in marks])
        told = zip(some, marks, strict=True)
        return [
            (each, NEW if number not in known else HERE if known[number] == same else OTHER)
            for each, (number, same) in told
        ]


@unaudited("it changes nothing")
def look(deployment: Any, data: bytes, *, secret: UUID | None, by: Actor) -> Looked:
    """What is in a file; nothing of it is kept. :class:`BadExport` where nothing can be brought in."""
    check(may_bring_in, by)
    rows = _Rows(deployment, data, secret)
    found = Looked(rows.export)
    for some in batched(rows, AT_ONCE):
        for each in some:
            found.rows += not each.row.is_astray
            found.wrong += bool(each.row.faults) and not each.row.is_astray
            room = SHOWN - len(found.faults)
            found.faults += each.row.faults[:room]
            found.more_faults += len(each.row.faults[room:])
            found.files += len(each.row.media) if each.xml else 0
            found.lost += each.lost
        for each, standing in rows.standing([each for each in some if each.xml]):
            found.standing[standing] += 1
            if standing == OTHER and len(found.others) < SHOWN:
                found.others.append(each.row.number)
    return found


@unaudited("each part of it that brings anything is in the trail")
def bring_in(deployment: Any, data: bytes, *, secret: UUID | None, by: Actor, now: datetime, most: int = MOST) -> Done:
    """Seal and keep each good row that is not here yet, ``most`` of them; what is here stays as it is."""
    check(may_bring_in, by)
    rows, done = _Rows(deployment, data, secret), Done()
    for some in batched(rows, AT_ONCE):
        done.wrong += sum(bool(each.row.faults) and not each.row.is_astray for each in some)
        told = rows.standing([each for each in some if each.xml])
        new = [each for each, standing in told if standing == NEW]
        if done.became[NEW] + len(new) > most:
            done.is_unfinished = True
            new = list(islice(new, most - done.became[NEW]))
        done.became.update(standing for _each, standing in told if standing != NEW)
        if new:
            sent = ((each, Sent(each.xml, rows.files_of(each.row))) for each in new)
            done.became.update(bring_some(deployment, sent, by=by, now=now))
        if done.is_unfinished:
            break
    return done


@audited("answers.imported", target="deployment", using=CARE, hourly=True)
def bring_some(deployment: Any, sent: Iterable[tuple[Ready, Sent]], *, by: Actor, now: datetime) -> Counter[str]:
    """Some rows, all of them or none: what each became."""
    became: Counter[str] = Counter()
    for each, one in sent:
        try:
            taken = receive(deployment, one, now=now, form=each.form, at_the_desk=not each.row.sealed)
            became[NEW if taken.is_new else HERE] += 1
        except Conflict:
            became[OTHER] += 1
    return became


@unaudited("it writes nothing")
def carry(study: Any, data: bytes) -> str:
    """The file as it travels inside a page between looking and bringing in: sealed to the study, so that it lies in
    clear neither here nor in her browser. Empty where it is too large for a page; then she chooses it again.
    """
    version, box = seal_answer(study.ring, "", zlib.compress(data))
    text = f"{version}.{base64.b64encode(box).decode()}"
    return text if len(text) <= MOST_CARRIED else ""


@unaudited("it changes nothing")
def carried(study: Any, text: str, *, by: Actor) -> bytes:
    """What travelled inside the page, opened with her key; nothing where it is not what was sealed for it."""
    version, _dot, box = text.partition(".")
    try:
        packed = named_answer(opener_of(by, study.ring)(int(version), base64.b64decode(box, validate=True)))[1]
        return zlib.decompressobj().decompress(packed, LARGEST)
    except (Unopenable, ValueError, zlib.error):
        return b""


@unaudited("it changes nothing")
def give_back(deployment: Any, data: bytes, *, secret: UUID | None, by: Actor, language: str) -> bytes:
    """The rows that cannot be brought in, as a table with the reason before each."""
    check(may_bring_in, by)
    rows = _Rows(deployment, data, secret)
    return given_back(rows.export.columns, (each.row for each in rows), language)
