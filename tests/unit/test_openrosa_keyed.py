"""The key of a form: ours and no other, wherever an author wrote one; nothing else of the form changes."""

import pytest

from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.forms import read_form
from amparo.formats.openrosa.keyed import with_key, without_address
from tests.unit.form_made import GOOD, LANGUAGES, xform

KEY, OTHER = "A" * 200, "B" * 200
PLAIN = xform(*GOOD, title="Cuaderno", id="cuaderno", languages=LANGUAGES)
WAYS = (
    f'<submission base64RsaPublicKey="{OTHER}"/>',
    f'<submission base64RsaPublicKey="{OTHER}" />',
    f'<submission action="https://elsewhere.example/x" method="post" base64RsaPublicKey="{OTHER}"></submission>',
    "<submission action='https://elsewhere.example/>'/>",
    f'<submission action="a"/><submission base64RsaPublicKey="{OTHER}">\n </submission>',
)


@pytest.mark.parametrize("written", WAYS)
@pytest.mark.parametrize("before", ["<model>", "</instance>", "</itext>"])
def test_what_an_author_wrote_goes_and_nothing_else(written: str, before: str) -> None:
    """Also where the element is empty and the next one follows at once."""
    theirs = PLAIN.replace(before, before + written, 1)
    assert without_address(theirs.encode()).decode() == PLAIN
    made = with_key(theirs.encode(), KEY).decode()
    assert OTHER not in made
    assert made.replace(f'<submission base64RsaPublicKey="{KEY}"/>', "") == PLAIN
    assert read_form(made.encode()).public_key == KEY
    assert with_key(made.encode(), KEY).decode() == made, "once more it is the same"


def test_a_form_that_says_nothing_of_it_is_the_same_bytes() -> None:
    assert without_address(PLAIN.encode()) == PLAIN.encode()


def test_what_is_no_form_or_no_key_is_refused() -> None:
    with pytest.raises(BadForm):
        without_address(b"<a/>")
    for key in ("", "short", 'A"' * 60, "<" * 200):
        with pytest.raises(ValueError, match="no key"):
            with_key(PLAIN.encode(), key)
