"""The engine of ODK fills forms in, and forms and submissions are read here as it knows and wrote them.

The engine is the oracle: it is the real client without a telephone. Where ODK Collect, which is another program, does
otherwise, the tables below say so.
"""

import threading
from collections.abc import Iterator
from email import message_from_bytes
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from random import Random
from typing import Any

import pytest

from amparo.formats.openrosa.forms import BadForm, Form, Question, read_form
from amparo.formats.openrosa.lists import response
from amparo.formats.openrosa.submissions import media_named, read_submission
from amparo.sealing.odk import make_keys, open_submission
from tests.engine_client import Filled, Job, fill, needs_engine
from tests.odk_phone import sealed_submission
from tests.xforms import EVERY_KIND, STREET

pytestmark = needs_engine
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "openrosa"
COLLECT = sorted((DATA / "collect").glob("*.xml"))
PYXFORM = sorted((DATA / "pyxform" / "expected").glob("*.xml"))
SHARED = {path.name: path for path in (*COLLECT, *PYXFORM)}
NO_FORMS = {"Repeat.xml", "external_data.xml", "external_data_10.xml"}  # an empty file, and lists of answers
# Binds that say where they belong from the root: Collect follows them, the engine takes each for a text.
BOUND_FROM_THE_ROOT = {
    "basic.xml", "one-question-relevance.xml", "one-question-translation.xml", "one-question.xml",
    "two-question-audit.xml",
}  # fmt: skip
# An answer without which these forms end at once.
ANSWERS = {
    name: {f"/{name.removesuffix('.xml')}/skip_to_end": "no"}
    for name in ("xlsform_spec_test.xml", "attribute_columns_test.xml", "flat_xlsform_test.xml")
}
# The engine knows no control that names its bind, none with a position in its path, and really shuffles.
KNOWN_STREET = (
    STREET.replace(b'bind="cityBind"', b'ref="/data/about/city"')
    .replace(b"/data/visit[position() = 1]/", b"/data/visit/")
    .replace(b"randomize(instance('band')/root/item, 3)", b"instance('band')/root/item")
)
# What nobody could answer: a list that this form leaves without a single choice.
UNSET = {"or_other.xml": {"/or_other/fav_pastel": "no choices"}}
ASKS_NOTHING_OPEN = {"pull_data.xml"}  # its one note and its calculation
OWN = {"every kind": EVERY_KIND, "street": KNOWN_STREET}
MEDIA = {
    "streets.csv": "name,label\nfirst,First street\nsecond,Second street\n",
    "external_data.xml": "<root><item><name>a</name><label>A</label></item></root>",
    "towns.csv": "name,label\na,A\n",
}
AS_READ = {"select1": "select_one", "select": "select_multiple", "upload": "binary"}


@cache
def filled() -> dict[str, Filled]:
    """Every form filled in once, all in one Node."""
    forms = OWN | {name: path.read_bytes() for name, path in SHARED.items()}
    jobs = [Job(form=xml, media=MEDIA, answers=ANSWERS.get(name, {})) for name, xml in forms.items()]
    return dict(zip(forms, fill(*jobs), strict=True))


def xml_of(name: str) -> bytes:
    return OWN[name] if name in OWN else SHARED[name].read_bytes()


EACH = [
    *OWN,
    *(pytest.param(name, marks=pytest.mark.shared) for name in SHARED if name not in NO_FORMS),
]


def faults_of(name: str, form: Form, told: Filled) -> list[str]:
    """Where what is read here and what the engine knows part."""
    known = {question.path: question for question in form.questions}
    faults = [f"{path}: not read" for path in told.seen if path not in known and not path.endswith("/meta/instanceID")]
    for path, seen in told.seen.items():
        if path in known:
            faults += [f"{path}: {fault}" for fault in faults_of_a_place(name, form, known[path], seen)]
    return faults


def faults_of_a_place(name: str, form: Form, question: Question, seen: dict[str, Any]) -> Iterator[str]:
    if seen["node"] == "model-value":
        if question.control:
            yield f"asked as {question.control}"
        return
    kind = seen["value"] if seen["node"] == "input" else AS_READ.get(seen["node"], seen["node"])
    is_list_outside = question.control == "select1" and seen["node"] == "input"  # the engine has no query
    is_from_the_root = name in BOUND_FROM_THE_ROOT and kind == "string"
    if kind != question.type and not is_list_outside and not is_from_the_root:
        yield f"{question.type}, not {kind}"
    for words, said in ((question.labels, seen["label"]), (question.hints, seen["hint"])):
        here = words.get(form.default_language, "")
        is_guidance = not here and said.isdigit()  # only for whoever asks: not among the words here
        if here != said and "${" not in here and not is_guidance:
            yield f"{here!r}, not {said!r}"
    here_choices = [[choice.name, choice.labels.get(form.default_language, "")] for choice in question.choices]
    if question.choice_filter:
        missing = [choice for choice in seen["choices"] if choice not in here_choices]
        yield from (f"no choice {choice}" for choice in missing)
    elif here_choices and here_choices != seen["choices"]:
        yield f"{here_choices}, not {seen['choices']}"


@pytest.mark.parametrize("name", EACH)
def test_a_form_is_read_as_the_engine_knows_it(name: str) -> None:
    told, form = filled()[name], read_form(xml_of(name))
    assert told.error == ""
    assert faults_of(name, form, told) == []
    assert len(told.languages) == len(form.languages)


@pytest.mark.parametrize("name", EACH)
def test_what_the_engine_wrote_is_read_with_each_value_it_set(name: str) -> None:
    told, form = filled()[name], read_form(xml_of(name))
    read = read_submission(told.xml, repeats=form.repeats)
    assert (read.form_id, read.version, read.instance_id) == (form.id, form.version, told.instance_id)
    assert (told.ready, told.unset) == ("ready", UNSET.get(name, {}))
    assert bool(told.set) != (name in ASKS_NOTHING_OPEN)
    said = {path: [answer.value for answer in read.answers if answer.path == path] for path in told.set}
    assert {path: [value for value in values if value] for path, values in said.items()} == told.set
    known = {question.path for question in form.questions} | {group.path for group in form.groups}
    assert {answer.path for answer in read.answers} - known <= {f"/{form.root}/meta/instanceID"}
    assert sorted(media_named(form, read)) == sorted(told.files)
    depth = {question.path: sum(path in form.repeats for path in question.groups) for question in form.questions}
    assert all(len(answer.index) == depth.get(answer.path, 0) for answer in read.answers if answer.value)


def test_the_comparison_finds_planted_faults() -> None:
    told, form = filled()["every kind"], read_form(EVERY_KIND)
    for planted in (
        EVERY_KIND.replace(b'nodeset="/data/q_int" type="int"', b'nodeset="/data/q_int" type="decimal"'),
        EVERY_KIND.replace(b"<label>The int</label>", b"<label>Other</label>"),
        EVERY_KIND.replace(b"<value>two</value>", b"<value>deux</value>"),
        EVERY_KIND.replace(b"<select1 ref=", b"<select ref=").replace(b"</select1>", b"</select>"),
        EVERY_KIND.replace(b"q_int", b"r_int"),
        EVERY_KIND.replace(b"<name>cuc</name>", b"<name>cux</name>"),
    ):
        assert planted != EVERY_KIND
        assert faults_of("every kind", read_form(planted), told) != []
    assert faults_of("every kind", form, told) == []


def test_every_kind_of_question_is_answered() -> None:
    told = filled()["every kind"]
    assert told.unset == {}
    values = {path.removeprefix("/data/"): each for path, each in told.set.items()}
    files = {name: values.pop(name) for name in ("photo", "voice", "paper")}
    assert values == {
        "q_string": ["Luz"], "q_int": ["3"], "q_decimal": ["3.5"], "q_date": ["2024-05-17"],
        "q_time": ["10:30:00.000-05:00"], "q_dateTime": ["2024-05-17T10:30:00.000-05:00"],
        "q_geopoint": ["7.9 -72.5 300.0 5.0"], "q_geotrace": ["7.9 -72.5 300.0 5.0;7.91 -72.51 300.0 5.0"],
        "q_geoshape": ["7.9 -72.5 300.0 5.0;7.91 -72.51 300.0 5.0;7.92 -72.5 300.0 5.0;7.9 -72.5 300.0 5.0"],
        "q_barcode": ["0123456789"], "choose": ["one"], "some": ["one two"], "order": ["one two three"],
        "how_much": ["2"], "agree": ["OK"], "near": ["yes"], "town": ["cuc"], "street": ["first"],
        "visit/place": ["Luz"], "visit/cost": ["7101.0"],
    }  # fmt: skip
    assert files == {"photo": ["data-photo.png"], "voice": ["data-voice.m4a"], "paper": ["data-paper.txt"]}
    assert {answer.path: answer.value for answer in read_submission(told.xml).answers}["/data/sum"] == "3-one"


def test_an_answer_that_is_given_comes_before_a_guess() -> None:
    (told,) = fill(Job(form=EVERY_KIND, answers={"/data/near": "no", "/data/some": "three", "/data/q_string": "Ñandú"}))
    assert (told.set["/data/near"], told.set["/data/some"], told.set["/data/q_string"]) == (
        ["no"],
        ["three"],
        ["Ñandú"],
    )
    assert "/data/left" in told.set
    assert "/data/town" not in told.set
    assert told.unset == {"/data/street": "no choices"}  # its list did not come


def test_what_is_no_form_is_an_error_of_both() -> None:
    (told,) = fill(Job(form=b"<root><item/></root>"))
    assert told.error
    with pytest.raises(BadForm):
        read_form(b"<root><item/></root>")


def test_what_was_filled_in_is_sealed_by_a_phone_and_opened_here() -> None:
    told, (private, public) = filled()["every kind"], make_keys()
    media = {name: f"the bytes of {name}".encode() for name in told.files}
    sent = sealed_submission(
        told.xml, form_id="f", version="1", instance_id=told.instance_id, public_key=public, media=media, rng=Random(1)
    )
    read = read_submission(sent.slip)
    assert read.encrypted is not None
    assert media_named(read_form(EVERY_KIND), read) == tuple(sent.files)
    opened = open_submission(
        private, key=read.encrypted.key, instance_id=read.instance_id, xml_file=read.encrypted.xml_file,
        media=read.encrypted.media, files=sent.files,
    )  # fmt: skip
    assert opened == (told.xml, media)


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that takes what comes and keeps it."""
    came: list[dict[str, Any]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append({"headers": self.headers, "body": body})
            answer = response("Llegó")
            self.send_response(201)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_told: object) -> None:
            pass

    taking = HTTPServer(("127.0.0.1", 0), Taking)
    thread = threading.Thread(target=taking.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{taking.server_address[1]}/submission", came
    taking.shutdown()
    thread.join()
    taking.server_close()


def test_it_is_sent_as_a_phone_sends_it(server: tuple[str, list[dict[str, Any]]]) -> None:
    url, came = server
    (told,) = fill(Job(form=EVERY_KIND, media=MEDIA, url=url, headers={"X-Test": "yes"}))
    assert (told.status, told.body) == (201, response("Llegó").decode())
    (request,) = came
    assert (request["headers"]["X-OpenRosa-Version"], request["headers"]["X-Test"]) == ("1.0", "yes")
    whole = message_from_bytes(
        b"Content-Type: " + request["headers"]["Content-Type"].encode() + b"\n\n" + request["body"]
    )
    parts = {
        part.get_param("name", header="content-disposition"): part for part in whole.walk() if not part.is_multipart()
    }
    assert set(parts) == {"xml_submission_file", *told.files}
    assert parts["xml_submission_file"].get_content_type() == "text/xml"
    assert parts["xml_submission_file"].get_payload(decode=True) == told.xml
    assert parts["data-photo.png"].get_payload(decode=True) == b"a small file for /data/photo"
