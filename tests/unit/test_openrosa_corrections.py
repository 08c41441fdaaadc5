"""One answer put right: that answer and the numbers change, and not a byte beside them."""

import pytest

from amparo.formats.openrosa.corrections import corrected
from amparo.formats.openrosa.submissions import BadSubmission, read_submission

NEW = "uuid:22222222-2222-4222-8222-222222222222"
FORM = (
    "<?xml version='1.0' ?><data id=\"t\" version=\"1\" xmlns:orx=\"http://openrosa.org/xforms\"><!-- < -->"
    "<age>veinte</age><g x='a>b' ><b/></g><c >uno<!-- dos --></c><c/>"
    "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
)  # fmt: skip


@pytest.mark.parametrize(
    ("which", "value", "old", "new"),
    [
        (0, "20", "<age>veinte</age>", "<age>20</age>"),
        (0, "", "<age>veinte</age>", "<age></age>"),
        (1, "VIO EXT", "<b/>", "<b>VIO EXT</b>"),
        (2, "a<b & c", "<c >uno<!-- dos --></c>", "<c >a&lt;b &amp; c</c>"),
        (3, "tres", "<c/>", "<c>tres</c>"),
        (3, "<3 & 4", "<c/>", "<c>&lt;3 &amp; 4</c>"),
    ],
)
def test_that_answer_changes_and_the_form_says_what_it_corrects(which: int, value: str, old: str, new: str) -> None:
    made = corrected(FORM.encode(), which=which, value=value, number=NEW)
    numbers = ("<orx:instanceID>uuid:1<", f"<orx:deprecatedID>uuid:1</orx:deprecatedID><orx:instanceID>{NEW}<")
    assert made.decode() == FORM.replace(old, new).replace(*numbers)
    read = read_submission(made)
    assert (read.instance_id, read.deprecated_id) == (NEW, "uuid:1")
    assert read.answers[which].value == value


def test_a_number_with_signs_of_a_tag_stays_what_it_was() -> None:
    made = corrected(FORM.replace("uuid:1", "a&amp;b&lt;c").encode(), which=0, value="20", number="d&e<f")
    read = read_submission(made)
    assert (read.instance_id, read.deprecated_id) == ("d&e<f", "a&b<c")


def test_a_correction_is_corrected_too() -> None:
    first = corrected(FORM.encode(), which=0, value="20", number=NEW)
    second = read_submission(corrected(first, which=0, value="21", number="uuid:3"))
    assert (second.instance_id, second.deprecated_id, second.answers[0].value) == ("uuid:3", NEW, "21")


def test_what_is_not_there_is_not_corrected() -> None:
    with pytest.raises(IndexError):
        corrected(FORM.encode(), which=6, value="", number=NEW)
    with pytest.raises(BadSubmission):
        corrected(b"<data/>", which=0, value="", number=NEW)
