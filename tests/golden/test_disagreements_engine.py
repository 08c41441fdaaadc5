"""The engine of ODK fills in each of the forms in which our page once did otherwise: each value is the same."""

from datetime import UTC, datetime

from amparo.formats.openrosa.filling import Filling, blank_form, written
from amparo.formats.openrosa.submissions import read_submission
from tests.disagreements import BLANKS, CORRECTED, COUNTED, COUNTED_FROM_ITSELF, WRITTEN
from tests.engine_client import Job, fill, needs_engine

pytestmark = needs_engine
NOW = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
PLACES = {f"/data/visit[{each}]/place": "Luz" for each in range(1, 13)}
CASES = {
    "a count": (COUNTED, {"/data/n": "12"}, PLACES),
    "a count from itself": (COUNTED_FROM_ITSELF, {"/data/n": "12"}, PLACES),
    "a blank": (BLANKS, {"/data/where": "a house"}, {}),
    "a correction": (CORRECTED, {"/data/hours": "8", "/data/week": "40"}, {}),
    "none": (CORRECTED, {"/data/hours": "8", "/data/week": "48"}, {}),
}


def values(xml: bytes, form: bytes) -> dict[tuple[str, tuple[int, ...]], str]:
    """Every value of what was sent, but the number."""
    sent = read_submission(xml, repeats=blank_form(form).form.repeats)
    return {(each.path, each.index): each.value for each in sent.answers if not each.path.endswith("instanceID")}


def test_each_value_is_what_the_engine_sends() -> None:
    told = fill(*(Job(form=form, answers=said) for form, said, _more in CASES.values()), zone="UTC")
    for (name, (form, said, more)), each in zip(CASES.items(), told, strict=True):
        assert each.error == "", name
        ours = written(Filling(blank_form(form), said | more, "uuid:1", NOW, NOW))
        assert values(ours, form) == values(each.xml, form), name


def test_what_is_written_into_new_ones_is_what_the_engine_writes() -> None:
    told = fill(*(Job(form=form, answers={"/data/n": "3"}) for form, _expected in WRITTEN.values()), zone="UTC")
    for (name, (form, expected)), each in zip(WRITTEN.items(), told, strict=True):
        assert each.error == "", name
        theirs = values(each.xml, form)
        parts = ("how", "both", "one")
        found = [
            tuple(theirs[f"/data/visit/{part}", (time,)] for part in parts) for time in range(1, len(expected) + 1)
        ]
        assert found == expected, name
