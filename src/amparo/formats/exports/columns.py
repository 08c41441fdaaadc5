"""Which question a column answers, and which columns are left behind.

Each program writes a place in its own way: ``about-age`` (Central), ``about/age`` (Kobo), ``age`` alone, and
``visit[2]/place`` where something is told again in the same table. A question of the form comes first, whatever it is
called: ``status`` may be one. What no question asks for is a note of some program; most of those say who asked, with
which phone, when to the second, or where. They are known by name and left behind, and so is what nobody knows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from amparo.formats.exports.faults import BadExport, shown
from amparo.formats.exports.limits import COLUMNS
from amparo.formats.exports.records import Column, Index
from amparo.formats.openrosa.forms import Form, Question

ANSWER, DAY, NUMBER, GIVEN, LINK, OWN = "answer", "day", "number", "given", "link", "own"
TAKEN = frozenset({ANSWER, DAY, NUMBER, GIVEN})
KEPT = frozenset({*TAKEN, LINK, OWN})
REASON, ROW = "amparo_why", "amparo_row"  # what this house writes beside rows that it gives back
NUMBERS = ("key", "__id", "meta/rootuuid", "meta/instanceid", "instanceid", "_uuid", "_id")  # the first one counts
_POSITION = re.compile(r"\[(\d{1,4})\]")
_PLACE = re.compile(r"^(.*?)(?:^|[/:-])_([^/]+)_(latitude|longitude|altitude|precision)$")
_PARTS = {"latitude": "0", "longitude": "1", "altitude": "2", "accuracy": "3", "precision": "3"}
_METADATA = {
    "phone": "deviceid phonenumber simserial subscriberid imei username email submitterid submittername _submitted_by "
    "submitted_by __system/deviceid __system/submitterid __system/submittername device_id caller collector ip "
    "ip_address _ip enumerator_device",
    "time": "submissiondate _submission_time submission_time __system/submissiondate __system/updatedat start end "
    "starttime endtime _duration duration _date_modified isodatetimewhensubmitted",
    "place": "_geolocation geolocation _gps start-geopoint start_geopoint _location",
    "server": "_status status _tags _notes _validation_status _bamboo_dataset_id _xform_id _xform_id_string "
    "formhub/uuid __version__ _version_ formversion reviewstate edits attachmentspresent attachmentsexpected "
    "meta/instancename instancename meta/deprecatedid deprecatedid _supplementaldetails _total_media _media_count "
    "_media_all_received _review_status _review_comment _edited _last_edited meta/audit background-audio "
    "background_audio meta/entity "
    "__system/attachmentspresent __system/attachmentsexpected __system/status __system/reviewstate __system/edits "
    "__system __system/formversion __system/deletedat @odata.context isvalidated _validation_status/uid "
    "_validation_status/timestamp _validation_status/by_whom _validation_status/label _validation_status/color",
    "address": "_attachments",
    LINK: "parent_key _index _parent_index _parent_table_name _submission__id _submission__uuid "
    "_submission__submission_time _submission__validation_status _submission__notes _submission__status "
    "_submission__submitted_by _submission___version__ _submission__tags __submissions-id",
    OWN: f"{REASON} {ROW}",
}  # fmt: skip
KNOWN = {name: use for use, names in _METADATA.items() for name in names.split()}


@dataclass(slots=True)
class Columns:
    """The columns of one export, each resolved once."""

    form: Form
    found: dict[tuple[str, str], Column] = field(default_factory=dict)
    questions: dict[str, Question] = field(init=False)
    repeats: frozenset[str] = field(init=False)
    groups: frozenset[str] = field(init=False)
    files: frozenset[str] = field(init=False)  # questions answered with a photo, a recording or another file
    _alias: dict[str, list[dict[str, str]]] = field(init=False)  # by where one stands: what is written, and its path

    def __post_init__(self) -> None:
        self.questions = {each.path: each for each in self.form.questions}
        self.repeats = frozenset(self.form.repeats)
        self.groups = frozenset(each.path for each in self.form.groups)
        self.files = frozenset(path for path, each in self.questions.items() if each.type == "binary")
        self._alias = {}

    def of(self, name: str, *, at: str = "", table: str = "") -> Column:
        """What becomes of a column. ``at``: the group or repeat in whose table or object it stands, else the form."""
        key = (at or self.root, name)
        column = self.found.get(key)
        if column is None:
            if len(self.found) >= COLUMNS:
                raise BadExport("too_many_columns", most=str(COLUMNS))
            column = self.found[key] = replace(self._resolved(name, at or self.root), table=table)
        return column

    @property
    def root(self) -> str:
        """The path of the form itself."""
        return f"/{self.form.root}"

    def _resolved(self, name: str, at: str) -> Column:
        written = name.strip().lstrip("\ufeff")
        index = tuple(int(each) for each in _POSITION.findall(written))
        bare = _POSITION.sub("", written)
        return (
            self._answer(name, bare, at, index)
            or self._choice(name, bare, at, index)
            or self._part_of_place(name, bare, at, index)
            or self._of_a_program(name, bare, at)
        )

    def _answer(self, name: str, bare: str, at: str, index: Index) -> Column | None:
        path = self.path_of(bare, at)
        if not path:
            return None
        question, shown_name = self.questions[path], shown(name)
        use = use_of(question)
        if use in KEPT and len(index) != self._above(path) - self._above(at, itself=True):
            return Column(shown_name, "position", path)
        rank = str(NUMBERS.index("meta/instanceid")) if use == NUMBER else ""
        return Column(shown_name, use, path, choice=rank, index=index)

    def _choice(self, name: str, bare: str, at: str, index: Index) -> Column | None:
        """``acts/VIO``: one choice of many."""
        head, _slash, choice = bare.rpartition("/")
        path = self.path_of(head, at) if head else ""
        question = self.questions.get(path)
        if question is None or question.type != "select_multiple":
            return None
        offered = {each.name for each in question.choices}
        if offered and choice not in offered:
            return Column(shown(name), "not_offered", path)
        if len(index) != self._above(path) - self._above(at, itself=True):
            return Column(shown(name), "position", path)
        return Column(shown(name), ANSWER, path, choice=choice, index=index)

    def _part_of_place(self, name: str, bare: str, at: str, index: Index) -> Column | None:
        """``where-Latitude`` (Central) and ``_where_latitude`` (Kobo)."""
        head, _dash, part = bare.rpartition("-")
        kobo = _PLACE.match(bare)
        if kobo:
            head, part = (f"{kobo[1]}/{kobo[2]}" if kobo[1] else kobo[2]), kobo[3]
        path = self.path_of(head, at) if head and part.lower() in _PARTS else ""
        question = self.questions.get(path)
        if question is None or question.type != "geopoint":
            return None
        use = use_of(question) if len(index) == self._above(path) - self._above(at, itself=True) else "position"
        return Column(shown(name), use, path, choice=_PARTS[part.lower()], index=index)

    def _of_a_program(self, name: str, bare: str, at: str) -> Column:
        low = bare.lower().replace(":", "/")
        low = f"meta/{low[5:]}" if low.startswith("meta-") else low
        low = low.removeprefix(f"{self.form.root.lower()}/")
        if low in NUMBERS:
            return Column(shown(name), GIVEN if low == "_id" else NUMBER, choice=str(NUMBERS.index(low)))
        for ending in ("_url", "-url"):
            held = self.path_of(bare[: -len(ending)], at) if low.endswith(ending) else ""
            if held and self.questions[held].type == "binary":
                return Column(shown(name), "address")
        first = low.partition("/")[0]
        return Column(shown(name), KNOWN.get(low) or KNOWN.get(first) or "unknown")

    def path_of(self, name: str, at: str) -> str:
        """The path of a question as a file writes it, or an empty text; two that are written alike are none."""
        for base in (at, self.root):
            if base not in self._alias:
                self._alias[base] = list(self._aliases(base))
            for known, written in zip(self._alias[base], (name, name, name.lower(), name.lower()), strict=True):
                if written in known:
                    return known[written]
        return ""

    def _aliases(self, base: str) -> Iterator[dict[str, str]]:
        """What leads to a question: its whole place before its name alone, and as it is written before any letters."""
        paths = [path for path in self.questions if path.startswith(f"{base}/")]
        for as_written in (str, str.lower):
            yield _led({path: {as_written(each) for each in _written(path, base)} for path in paths})
            yield _led({path: {as_written(path.rpartition("/")[2])} for path in paths})

    def _above(self, path: str, *, itself: bool = False) -> int:
        """How many repeats stand above a place."""
        inside = f"{path}/" if itself else path
        return sum(inside.startswith(f"{each}/") for each in self.repeats)

    def repeat_above(self, path: str) -> str:
        """The innermost repeat above a place, or the root of the form."""
        return max((each for each in self.repeats if path.startswith(f"{each}/")), key=len, default=self.root)

    def missing(self) -> tuple[Question, ...]:
        """The questions that somebody is asked and that no column answers."""
        told = {each.path for each in self.found.values() if each.use in KEPT}
        return tuple(
            each for each in self.form.questions if each.control and each.type != "note" and each.path not in told
        )

    def names_words(self) -> bool:
        """Are the headings the words of the questions, and not their names?"""
        words = {text.strip() for each in self.form.questions for text in each.labels.values() if text.strip()}
        told = [each for each in self.found.values() if each.use in {ANSWER, DAY}]
        spoken = [name for (_at, name), each in self.found.items() if each.use == "unknown" and _steps(name) & words]
        return len(spoken) > len(told)


def _steps(name: str) -> set[str]:
    """A heading, and its ends: Kobo writes the words of groups before it, and those of a choice behind it."""
    return {each.strip() for each in (name, name.rpartition("/")[0], name.rpartition("/")[2])}


def _led(written: Mapping[str, set[str]]) -> dict[str, str]:
    """To which path each spelling leads; one that leads to two leads nowhere."""
    found: dict[str, set[str]] = {}
    for path, spellings in written.items():
        for each in spellings:
            found.setdefault(each, set()).add(path)
    return {each: next(iter(paths)) for each, paths in found.items() if len(paths) == 1}


def _written(path: str, base: str) -> Iterator[str]:
    """The ways in which a place is written, seen from ``base``."""
    steps = path[len(base) + 1 :].split("/")
    yield from (sign.join(steps) for sign in "/-:.")
    yield path
    yield path[1:]


def use_of(question: Question) -> str:
    """What becomes of the answers to a question: what nobody was asked, and a phone wrote down, mostly stays behind."""
    if question.control:
        return "nothing" if question.type == "note" else ANSWER
    if question.type == "calculate":
        return ANSWER
    about, _slash, _what = question.preload.partition("/")
    if about == "timestamp":
        return DAY
    if about == "date":
        return ANSWER
    if about == "uid" or question.path.rpartition("/")[2] == "instanceID":
        return NUMBER
    if about == "property":
        return "phone"
    return "place" if question.type.startswith("geo") else "server"
