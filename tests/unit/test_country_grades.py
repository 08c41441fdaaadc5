"""No step, no rule and no line of a local pack is surer than the sources it names."""

import re

from tests.unit.country_grades import GRADES
from tests.unit.test_country_content import LINES, PACKS, STEPS

OFFICIAL = re.compile(r"^https?://(?:[\w.-]+\.)?(?:gov|gob|jus|leg)\.\w\w(?:/|$)|corteconstitucional\.gov|\.iom\.int/")


def grade_supported(sources: list[str]) -> str:
    """The highest grade that some sources can hold: by how many they are and whether one is official."""
    with_address = [source for source in sources if source.startswith("http")]
    if len(with_address) > 1 or any(OFFICIAL.search(source) for source in with_address):
        return "high"
    return "medium" if with_address else "low"


def test_no_grade_is_higher_than_its_sources_hold() -> None:
    assert grade_supported(["https://edicionmedica.ec/opinion/one"]) == "medium"
    assert grade_supported(["https://chileatiende.gob.cl/fichas/66714"]) == "high"
    assert grade_supported(["a page without an address"]) == "low"
    rules = [pack["reporting"][who] for pack in PACKS.values() for who in ("adult", "minor")]
    graded = [part for part in (*STEPS, *rules) if part["confidence"] != "unverified"]
    assert len(graded) > 35
    graded += LINES
    too_sure = [
        part.get("id", part.get("sources"))
        for part in graded
        if GRADES.index(part["confidence"]) > GRADES.index(grade_supported(part.get("sources") or [part["source"]]))
    ]
    assert too_sure == []
