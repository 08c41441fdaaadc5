"""Lists and answers of a server are read as ODK Collect reads them, and what it would drop is not written."""

from dataclasses import replace

import pytest

from amparo.formats.openrosa.lists import ListedFile, ListedForm, form_list, hash_of, manifest, response
from tests.collect_reading import ReadFile, ReadForm, read_form_list, read_manifest, read_message

HASH = "md5:" + "0f" * 16
FORM = ListedForm(
    "street", 'Calle & "noche" <1>', "3", HASH, "https://h.example/f/1.xml?a=1&b=2", "https://h.example/m"
)
FILE = ListedFile("precios de aquí.csv", HASH, "https://h.example/m/1")


def test_the_rules_of_the_app_find_planted_faults() -> None:
    whole = form_list([FORM, FORM]).decode()
    assert len(read_form_list(whole.encode()) or []) == 2
    for planted in ("<formID>street</formID>", "<name>Calle &amp; &quot;noche&quot; &lt;1&gt;</name>"):
        assert planted in whole
        assert read_form_list(whole.replace(planted, "", 1).encode()) is None
    assert read_form_list(whole.replace("xformsList", "xformsLists").encode()) is None
    files = manifest([FILE]).decode()
    assert read_manifest(files.replace(f"<hash>{HASH}</hash>", "").encode()) is None
    with pytest.raises(ValueError, match="empty hash"):
        read_form_list(whole.replace(HASH, "").encode())


def test_a_list_is_read_as_it_was_meant() -> None:
    bare = replace(FORM, version="", manifest_url="")
    assert read_form_list(form_list([FORM, bare])) == [
        ReadForm(
            "street", 'Calle & "noche" <1>', "3", "0f" * 16, "https://h.example/f/1.xml?a=1&b=2", "https://h.example/m"
        ),
        ReadForm("street", 'Calle & "noche" <1>', None, "0f" * 16, "https://h.example/f/1.xml?a=1&b=2", None),
    ]
    assert read_form_list(form_list([])) == []
    assert read_manifest(manifest([FILE])) == [ReadFile("precios de aquí.csv", "0f" * 16, "https://h.example/m/1")]
    assert read_manifest(manifest([])) == []


def test_a_message_is_shown_as_it_was_written() -> None:
    assert read_message(response("Llegó. <Gracias> & adiós")) == ("submit_success", "Llegó. <Gracias> & adiós")
    assert read_message(response('x" y="', nature='a" b="')) == ('a" b="', 'x" y="')
    assert read_message(response("a\x00b\x0b\ufffe")) == ("submit_success", "a\ufffdb\ufffd\ufffd")


@pytest.mark.parametrize(
    "broken",
    [
        {"form_id": ""},
        {"name": " "},
        {"hash": ""},
        {"hash": "md5:" + "0F" * 16},
        {"hash": "0f" * 16},
        {"download_url": "/f/1.xml"},
        {"download_url": ""},
        {"manifest_url": "m"},
    ],
)
def test_a_list_that_the_app_would_drop_is_not_written(broken: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        form_list([FORM, replace(FORM, **broken)])


@pytest.mark.parametrize(
    "broken", [{"name": ""}, {"name": "a/b"}, {"name": "a\\b"}, {"hash": "x"}, {"download_url": "x"}]
)
def test_a_manifest_that_the_app_would_drop_is_not_written(broken: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\."):
        manifest([replace(FILE, **broken)])


def test_a_hash_is_that_of_the_bytes() -> None:
    assert hash_of(b"") == "md5:d41d8cd98f00b204e9800998ecf8427e"
    assert hash_of(b"abc") == "md5:900150983cd24fb0d6963f7d28e17f72"
