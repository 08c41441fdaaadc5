"""Making a form of a sheet with pyxform, step by step. Only the child loads this, and works behind its walls.

``pyxform.xls2xform.convert`` would do the same, and lay the form into a file on its way.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from xml.etree import ElementTree

from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.utils import external_choices_to_csv, has_external_choices
from pyxform.validators.pyxform.iana_subtags.validation import get_languages_with_bad_tags
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData, csv_to_dict, md_to_dict, xls_to_dict, xlsx_to_dict

from amparo.formats.xlsform.before import OURS, put_before
from amparo.formats.xlsform.faults import BadSheet, Fault
from amparo.formats.xlsform.kinds import look_inside
from amparo.formats.xlsform.messages import error_of, note_of, placed
from amparo.formats.xlsform.packing import packed

NOT_THEIRS = ("submission_url", "public_key")
"""Settings of a sheet that would send answers elsewhere, or lock them under a key of which the house knows nothing."""

_READERS = {".xlsx": xlsx_to_dict, ".xls": xls_to_dict, ".csv": csv_to_dict, ".md": md_to_dict}
_TEXTS = (".csv", ".md")
_SHEETS = {field.name for field in fields(DefinitionData)}
_LANGUAGE = re.compile(r'<translation [^>]*\blang="([^"]*)"')
_WARM = "type,name,label::a (es),label::b (zza)\ntext,a,a,a\nnote,b,${a} b,b\n"
_CODINGS = (  # of a .csv, of the letters in an .xls, of the names in a zip
    "ascii", "latin_1", "utf_8_sig", "utf_16_le", "utf_16_be", "mac_roman", "cp437", "cp850", "cp852", "cp858", "cp860",
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257",
)  # fmt: skip


def warm_up() -> None:
    """Have all in memory that is read from the disk only when it is needed: behind the walls there is no disk."""
    for name in _CODINGS:
        codecs.lookup(name)
    sheet = packed({"survey": csv.reader(io.StringIO(_WARM))})
    made(sheet, {"kind": ".xlsx", "form_id": "a", "version": "1", "before": [], "plain": "es"})


def made(data: bytes, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The form, what is strange about it, and its languages; or ``BadSheet``."""
    look_inside(data, wanted["kind"])
    if wanted["kind"] in _TEXTS:
        data = data.decode("utf-8-sig").encode()  # some programs put a mark before the first letter
    said: list[str] = []
    survey: list[dict[str, Any]] = []
    try:
        read = _READERS[wanted["kind"]](io.BytesIO(data))
        survey = [dict(row) for row in read.get("survey") or ()]
        book = DefinitionData(**{name: rows for name, rows in read.items() if name in _SHEETS})
        form = workbook_to_json(book, warnings=said)
        dropped = _taken_over(form, wanted)
        itemsets = external_choices_to_csv(book) if has_external_choices(form) else ""
        text = '<?xml version="1.0" encoding="UTF-8"?>' + create_survey_element_from_dict(form).xml().toxml()
    except PyXFormError as error:
        fault = placed(error_of(str(error)), survey)
        raise BadSheet(fault.code, fault.facts) from None
    languages = _languages(text)
    return {
        "xform": text,
        "itemsets": itemsets or "",
        "languages": languages,
        "notes": [[each.code, dict(each.facts)] for each in (*dropped, *_notes(said, languages))],
    }


def _taken_over(form: dict[str, Any], wanted: Mapping[str, Any]) -> list[Fault]:
    """Give the form its id, its version and the pages before it; take out what is not for a sheet to say."""
    meta = [each for each in form["children"] if each["name"] == "meta"]
    if len(form["children"]) == len(meta):
        raise BadSheet("no_questions")
    ids = [each for group in meta for each in group["children"] if each["name"] == "instanceID"]
    if [each["bind"].get("jr:preload") for each in ids] != ["uid"]:
        raise BadSheet("no_instance_id")
    for each in form["children"]:
        if str(each["name"]).startswith(OURS):
            raise BadSheet("name_reserved", {"name": str(each["name"])})
    dropped = [Fault("setting_dropped", {"name": name}) for name in NOT_THEIRS if form.pop(name, None)]
    if form.get("title") == form["id_string"]:  # it had none of its own
        form["title"] = wanted["form_id"]
    form |= {"id_string": wanted["form_id"], "sms_keyword": wanted["form_id"], "version": wanted["version"]}
    put_before(form, wanted["before"], plain=wanted["plain"])
    return dropped


def _languages(text: str) -> list[str]:
    """The languages as the form names them. What no reader of XML could read is no form."""
    try:
        ElementTree.fromstring(text)
    except ElementTree.ParseError:
        raise BadSheet("bad_character") from None
    found = [name.replace("&quot;", '"').replace("&lt;", "<").replace("&amp;", "&") for name in _LANGUAGE.findall(text)]
    return list(dict.fromkeys(found))


def _notes(said: Iterable[str], languages: list[str]) -> list[Fault]:
    """What pyxform found strange; what is missing in which language comes in lines of one message."""
    notes = [note_of(line) for text in said for line in (text.split("\n") if text[:10] == "Language '" else [text])]
    bad = get_languages_with_bad_tags(languages)
    return [*notes, Fault("language_without_code", {"value": ", ".join(bad)})] if bad else notes
