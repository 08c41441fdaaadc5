"""Each picture of the statistics is what its script draws, can be read on a small phone, and says itself in words."""

import re
import runpy
import xml.etree.ElementTree as ET

import pytest

from tests.methods.pages import ROOT

FOLDER = ROOT / "docs" / "pictures"
PICTURES = sorted(path.stem for path in FOLDER.glob("methods-*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 10  # pixels of a letter on a phone of 320, of which a page takes 16
PHONE = 304
GOOD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" viewBox="0 0 400 100" role="img" aria-labelledby="t d" '
    'font-size="14"><title id="t">A table</title><desc id="d">Two cells are hidden, so that nobody is told.</desc>'
    '<text x="10" y="20">few</text></svg>'
)


def faults(svg: str) -> list[str]:
    """Why a picture cannot be read, or heard."""
    drawn = ET.fromstring(svg)
    wide = float((drawn.get("viewBox") or "0 0 0 0").split()[2])
    found = [] if drawn.get("width") else ["it has no width of its own"]
    letters = [float(each.get("font-size") or drawn.get("font-size") or 0) for each in drawn.iter(f"{SVG}text")]
    if not letters or min(letters) * min(1, PHONE / wide) < SMALLEST:
        found.append("letters are too small on a phone")
    title, said = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    words = "" if title is None or said is None else f"{title.text or ''} {said.text or ''}"
    if len(words) < 40 or drawn.get("role") != "img" or drawn.get("aria-labelledby") != "t d":
        found.append("nothing is said to who does not see it")
    for each in drawn.iter(f"{SVG}text"):
        x, long = float(each.get("x", 0)), 0.55 * float(each.get("font-size") or 14) * len(each.text or "")
        left = x - {"end": 1, "middle": 0.5}.get(each.get("anchor") or each.get("text-anchor") or "", 0) * long
        if left < -1 or left + long > wide + 1:
            found.append(f"words leave the picture: {each.text}")
    return found


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ((' width="400"', ""), "it has no width of its own"),
        (("0 0 400 100", "0 0 640 100"), "letters are too small on a phone"),
        (('font-size="14"', 'font-size="11"'), "letters are too small on a phone"),
        (('<desc id="d">Two cells are hidden, so that nobody is told.</desc>', ""), "nothing is said to who"),
        ((' role="img"', ""), "nothing is said to who"),
        (('x="10"', 'x="390"'), "words leave the picture: few"),
    ],
)
def test_a_planted_fault_is_found(planted, said):
    assert faults(GOOD) == []
    assert said in faults(GOOD.replace(*planted))[0]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_script_draws(name, monkeypatch):
    monkeypatch.syspath_prepend(FOLDER)
    drawn = runpy.run_path(str(FOLDER / f"{name.replace('-', '_')}.py"))["drawn"]()
    assert drawn == (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert faults(drawn) == []


def test_every_picture_has_a_script_and_a_page():
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "methods").glob("*.md"))
    assert {path.stem.replace("_", "-") for path in FOLDER.glob("methods*.py")} == set(PICTURES)
    assert {path.name for path in FOLDER.glob("*.py")} - {"drawing.py"} == {
        f"{name.replace('-', '_')}.py" for name in PICTURES
    }
    assert sorted(re.findall(r"\(\.\./pictures/(methods-[a-z-]+)\.svg\)", pages)) == PICTURES
