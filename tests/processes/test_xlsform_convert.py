"""A spreadsheet of a stranger becomes a form, under our name, in a child that can do nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from amparo.formats.media.running import run
from amparo.formats.xlsform import LARGEST, BadSheet, convert, standards
from amparo.formats.xlsform.convert import AT_ONCE, PLACES, _read_answer
from amparo.formats.xlsform.limits import MEMORY
from tests.unit.sheets_made import SOURCES, good

XF, H, JR = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}", "{http://openrosa.org/javarosa}"
THREE = """| survey |
| | type | name | label::Español (es) | label::Português (pt) | label::English |
| | text | q1 | ¿Qué quieres? | O que você quer? | What do you want? |
| settings |
| | form_id | version | form_title | default_language | submission_url |
| | theirs | 99 | Ficticio | Español (es) | https://elsewhere.example/take |
"""


def model_of(xform: bytes) -> ElementTree.Element:
    model = ElementTree.fromstring(xform).find(f"{H}head/{XF}model")
    assert model is not None
    return model


def instance_of(xform: bytes) -> ElementTree.Element:
    instance = model_of(xform).find(f"{XF}instance")
    assert instance is not None
    return instance[0]


def texts_of(xform: bytes) -> dict[str, dict[str, str]]:
    """What is said under which id, by language."""
    return {
        translation.attrib["lang"]: {
            text.attrib["id"]: "".join(text.find(f"{XF}value").itertext())  # type: ignore[union-attr]
            for text in translation
        }
        for translation in model_of(xform).iter(f"{XF}translation")
    }


def refusal(data: bytes, name: str, **more: float) -> str:
    with pytest.raises(BadSheet) as bad:
        convert(data, name, form_id="ours", version="3", **more)  # type: ignore[arg-type]
    return bad.value.code


def test_a_workbook_becomes_a_form_with_every_letter() -> None:
    made = convert(good(), "Formulario Ñ.XLSX", form_id="ours", version="2026.1")
    root = instance_of(made.xform)
    assert (root.tag, root.attrib["id"], root.attrib["version"]) == (f"{XF}data", "ours", "2026.1")
    assert [each.tag.partition("}")[2] for each in root] == ["q1", "n", "meta"]
    assert "<label>¿Cómo estás, Ñandú? «así» – €</label>" in made.xform.decode()
    assert (made.languages, made.warnings, made.itemsets) == ((), (), b"")


def test_the_sheet_does_not_say_which_form_it_is_nor_where_answers_go() -> None:
    made = convert(THREE.encode(), "a.md", form_id="ours", version="3")
    root = instance_of(made.xform)
    assert (root.attrib["id"], root.attrib["version"]) == ("ours", "3")
    assert made.languages == ("Español (es)", "Português (pt)", "English")
    assert [(note.code, note.facts) for note in made.warnings] == [
        ("setting_dropped", {"name": "submission_url"}),
        ("language_without_code", {"value": "English"}),
    ]
    assert b"elsewhere" not in made.xform
    assert b"theirs" not in made.xform
    assert b"<h:title>Ficticio</h:title>" in made.xform
    hidden = b"| survey |\n| | type | name | label |\n| | form_id | evil | |\n| | note | n | Hola |\n"
    assert instance_of(convert(hidden, "a.md", form_id="ours", version="3").xform).attrib["id"] == "ours"


def test_ten_things_are_ticked_before_the_first_question_in_every_language() -> None:
    made = convert(THREE.encode(), "a.md", form_id="ours", version="3", before=(standards(),))
    assert [each.tag.partition("}")[2] for each in instance_of(made.xform)] == ["amparo_before", "q1", "meta"]
    body = ElementTree.fromstring(made.xform).find(f"{H}body")
    assert body is not None
    assert [(each.tag.partition("}")[2], each.attrib.get("ref")) for each in body] == [
        ("group", "/data/amparo_before"),
        ("input", "/data/q1"),
    ]
    binds = {each.attrib["nodeset"]: each.attrib for each in model_of(made.xform).iter(f"{XF}bind")}
    ticked = binds["/data/amparo_before/amparo_before_ticked"]
    assert (ticked["required"], ticked["constraint"]) == ("true()", "count-selected(.) = 10")
    texts = texts_of(made.xform)
    for language, first, last, heading, missing in (
        ("Español (es)", "Preguntar no la pone en más peligro", "Lo que cuente servirá para ella", "Antes de preguntar",
         "Falta marcar algo. Si todavía no es así, no empieces."),
        ("Português (pt)", "Perguntar não coloca ela em mais perigo", "O que contar vai servir para ela",
         "Antes de perguntar", "Falta marcar algo. Se ainda não é assim, não comece."),
        ("English", "To ask puts her in no more danger", "What she tells will serve her", "Before you ask",
         "Something is not ticked. If it is not so yet, do not begin."),
    ):  # fmt: skip
        assert (texts[language]["amparo_before-0"], texts[language]["amparo_before-9"]) == (first, last)
        assert "amparo_before-10" not in texts[language]
        assert texts[language]["/data/amparo_before:label"] == heading
        assert texts[language]["/data/amparo_before/amparo_before_ticked:jr:constraintMsg"] == missing
        assert texts[language]["/data/amparo_before/amparo_before_ticked:jr:requiredMsg"] == missing


def test_a_form_of_one_language_gets_the_words_of_that_language() -> None:
    sheet = b"| survey |\n| | type | name | label |\n| | text | q1 | Oi |\n"
    plain = {
        language: convert(sheet, "a.md", form_id="o", version="1", before=(standards(),), plain=language).xform.decode()
        for language in ("es", "pt")
    }
    assert "<label>Preguntar no la pone en más peligro</label>" in plain["es"]
    assert "<label>Perguntar não coloca ela em mais perigo</label>" in plain["pt"]
    assert "itext" not in plain["pt"]


def test_a_form_that_is_too_large_is_not_even_given_to_a_child() -> None:
    assert refusal(bytes(LARGEST + 1), "a.xlsx") == "too_large"
    assert refusal(good(), "a.xlsm") == "macros"
    assert refusal(b"", "a.md") == "empty"


def test_what_makes_a_reader_spin_is_ended_by_the_clock() -> None:
    spins = b"| survey |\n| | type | name |\na" + b"#" * 400_000 + b"|"
    began = time.monotonic()
    assert refusal(spins, "a.md", seconds=1) == "took_too_long"
    assert time.monotonic() - began < 4
    assert PLACES.acquire(timeout=1)  # its place is free again
    PLACES.release()


def planted(work: str, *, before: str = "", data: bytes = b"{}\n") -> str:
    """What the real child answers when this is all that it has to do."""
    program = (
        f"import sys, types; sys.path.append({str(SOURCES)!r})\n{before}\n"
        "import os, socket, json\nfrom amparo.formats.xlsform import child\n"
        f"def made(data, wanted):\n    {work}\n    return dict(fault='done', facts=dict())\n"
        "import amparo.formats.xlsform as package\n"
        "package.making = sys.modules['amparo.formats.xlsform.making'] = types.SimpleNamespace("
        "warm_up=lambda: None, made=made)\nchild.main(['5'])"
    )
    answer = run([sys.executable, "-I", "-B", "-c", program], (data,), seconds=20, most=100_000)
    return str(json.loads(bytes(answer))["fault"])


ACTS = {
    "open('/etc/hostname')": "broken",
    "open('/tmp/amparo-planted-form', 'w')": "broken",
    "socket.socket()": "broken",
    "os.fork()": "broken",
    "os.pipe()": "broken",
    f"bytearray({MEMORY})": "too_much_memory",
    "raise SystemExit(0)": "broken",
    "bytearray(50_000_000)": "done",
}


@pytest.mark.parametrize("act", ACTS)
def test_whatever_takes_the_child_over_reaches_nothing(act: str) -> None:
    assert planted(act) == ACTS[act]
    assert not Path("/tmp/amparo-planted-form").exists()


def test_too_many_questions_for_the_memory_are_refused_in_a_word() -> None:
    sheet = "\n".join(("survey,,", ",type,name,label", *(f",text,q{n},l" for n in range(30_000)))).encode()
    program = (
        f"import sys; sys.path.append({str(SOURCES)!r})\nfrom amparo.formats.xlsform import child\n"
        "child.MEMORY = 190_000_000\nchild.main(['20'])"
    )
    head = json.dumps({"kind": ".csv", "form_id": "a", "version": "1", "before": [], "plain": "es"}).encode() + b"\n"
    answer = run([sys.executable, "-I", "-B", "-c", program], (head, sheet), seconds=30, most=100_000)
    assert json.loads(bytes(answer)) == {"fault": "too_much_memory", "facts": {}}


def test_a_house_without_pyxform_says_so() -> None:
    program = (
        f"import sys; sys.path.append({str(SOURCES)!r})\nsys.modules['pyxform'] = None\n"
        "from amparo.formats.xlsform.child import main\nmain(['5'])"
    )
    answer = run([sys.executable, "-I", "-B", "-c", program], (b"{}\n",), seconds=10, most=1_000)
    assert json.loads(bytes(answer))["fault"] == "unavailable"


def test_this_side_loads_no_reader_of_workbooks() -> None:
    look = (
        f"import sys; sys.path.append({str(SOURCES)!r})\nimport amparo.formats.xlsform\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    told = subprocess.run([sys.executable, "-I", "-c", look], capture_output=True, text=True, check=True).stdout.split()
    assert "amparo" in told
    assert not {"pyxform", "openpyxl", "xlrd", "lark", "defusedxml", "django"} & set(told)


def test_while_one_is_made_another_waits_and_then_it_is_busy() -> None:
    for _ in range(AT_ONCE):
        assert PLACES.acquire(timeout=1)
    try:
        assert refusal(good(), "a.xlsx", patience=0.1) == "busy"
    finally:
        for _ in range(AT_ONCE):
            PLACES.release()


def test_what_a_broken_child_says_is_not_believed() -> None:
    form = '<?xml version="1.0" encoding="UTF-8"?><h:html xmlns:h="h"/>'
    said = {"xform": form, "itemsets": "", "languages": ["es"], "notes": [["no_name", {}], "x", ["evil", {}]]}
    made = _read_answer(json.dumps(said).encode())
    assert (made.xform, made.languages) == (form.encode(), ("es",))
    assert [note.code for note in made.warnings] == ["no_name", "broken"]
    for answer in (
        b"", b"x", b"[]", b"3", b"[" * 100_000, b"{}",
        json.dumps(said | {"xform": "<script/>"}).encode(), json.dumps(said | {"xform": None}).encode(),
        json.dumps(said | {"languages": "es"}).encode(), json.dumps(said | {"itemsets": 3}).encode(),
        json.dumps({"fault": "no_such", "facts": {}}).encode(),
    ):  # fmt: skip
        with pytest.raises(BadSheet, match="broken"):
            _read_answer(answer)
