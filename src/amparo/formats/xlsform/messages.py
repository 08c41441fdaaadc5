"""Understanding what pyxform says of a sheet: its English sentences as codes of ours, with what they name as facts.

The patterns are written after the sentences of pyxform 4.5. A sentence that none of them knows is quoted as it is, with
the sheet and the row that it names; so a newer pyxform makes a page less friendly and never wrong.
"""

import re
from collections.abc import Iterable, Mapping

from amparo.formats.xlsform.faults import Fault, shown

_LONGEST = 4_000  # letters of a message that are looked at
_ROW = re.compile(r"\[row : (?P<row>\d{1,7})\]")
_SHEET = re.compile(r"(?:On the|for sheet:) '(?P<sheet>survey|choices|settings|entities|external_choices|osm)'")
_COLUMN = re.compile(r"On the '[a-z_]+' sheet, the '(?P<column>[^']{0,80})' value is")
_PARAMETER = "bad_parameter"

_ERRORS = (
    (r"Missing calculation\.", "no_calculation"),
    (r"Duplicate column header: (?P<column>.*)", "column_twice"),
    (r"different names for the same column were found: '(?P<other>.*?)', '(?P<column>.*?)'\.", "same_column"),
    (r"may be due a missing header row", "no_header"),
    (r"required column headers were not found: (?P<column>.*?)\. Learn", "no_column"),
    (r"column\(s\) are not supported by this version of pyxform: (?P<column>.*?)\. Please", "unknown_column"),
    (r"Question or group with no name", "no_name"),
    (r"Question with no type", "no_type"),
    (r"The survey element named '(?P<name>.*?)' has no label or hint", "no_label"),
    (r"This section has not been included", "includes"),
    (r"Unknown question type '(?P<value>.*?)'\.", "unknown_type"),
    (r"'name' value '(?P<name>.*?)' is invalid\. (?:Questions|Repeat names must unique)", "name_twice"),
    (r"'name' value '(?P<name>.*?)' is invalid\. Repeat names must not be the same", "name_reserved"),
    (r"the 'name' value '(?P<name>meta)' is invalid", "name_reserved"),
    (r"Audits must always be named", "audit_name"),
    (r"Choices must have a name", "choice_without_name"),
    (r"Choice names must be unique", "choice_twice"),
    (r"Choice names with spaces .*? See \[(?P<value>.*?)\] in \[(?P<name>.*?)\]", "choice_with_space"),
    (r"Names (?:must begin|used here must not)", "bad_name"),
    (r"Unmatched 'begin_(?P<value>\w+)'\. .*? for the name '(?P<name>.*?)'\.", "not_ended"),
    (r"Unmatched 'end_(?P<value>\w+)'", "not_begun"),
    (r"must start with '\$\{'|must have a comma between each variable", "bad_reference"),
    (r"Could not find the name '(?P<value>.*?)'\.", "unknown_reference"),
    (r"There is no survey element named '(?P<value>.*?)'\.", "unknown_reference"),
    (r"The name '(?P<value>.*?)' appears more than once", "reference_to_two"),
    (r"There are multiple survey elements named '(?P<value>.*?)'\.", "reference_to_two"),
    (r"The question \$\{(?P<name>.*?)\} is not user-visible", "hidden_trigger"),
    (r"List name not in (?:columns|choices|external choices) sheet: (?P<value>.*)", "unknown_list"),
    (r"There should be an? (?P<name>choices|external_choices) sheet", "no_choices_sheet"),
    (r"Repeat loop without list name", "no_list"),
    (r"Choice filter not supported", "filter_not_here"),
    (r"Please specify choices for this 'or other'|There should be choices for this question", "no_list"),
    (r"list names don't match: (?P<value>.*?) vs\. (?P<other>.*)", "table_of_two_lists"),
    (r"File name for '(?P<value>.*?)' should end with", "file_ending"),
    (r"Question '(?P<name>.*?)'.*?'search\(\)'", "search"),
    (r"The same instance id will be generated.*?Instance name: '(?P<value>.*?)'", "two_files"),
    (r"To use big-image.*? survey element named (?P<name>.*)\.", "no_small_picture"),
    (r"accepted parameter keys for this question type are '(?P<known>.*?)'\..*?key\(s\): '(?P<value>.*?)'",
     "unknown_parameter"),
    (r"Parameters must be in the form of", "parameters_not_read"),
    (r"'parameters' value is invalid|'incremental' parameter", _PARAMETER),
    (r"(?:must|may either) be (?:set to )?'?(?:true|no-power|on-form-edit)|must have an integer value", _PARAMETER),
    (r"must be greater\s+than or equal to|are required parameters", _PARAMETER),
    (r"Invalid value for (?:quality|rows)|value must be a number or a reference|Parameters must include", _PARAMETER),
    (r"invalid Android package name", _PARAMETER),
    (r"For 'background-geopoint' questions", "background_place"),
    (r"invalid date on the (?P<sheet>.*?) sheet, under the (?P<column>.*?) column on row number (?P<row>\d{1,7})",
     "bad_date"),
    (r"On the 'entities' sheet|'save_to' value is invalid", "entities"),
    (r"You must have a sheet named 'survey'", "no_survey"),
    (r"Media type: (?P<value>.*?) not supported", "unknown_media"),
    (r"Error reading \.|not recognized as a supported type|does not appear to be a valid XLSForm", "broken"),
)  # fmt: skip

_NOTES = (
    (r"The form_id and id_string column headers", "two_ids"),
    (r"When looking for a sheet named '(?P<name>.*?)'.*?were found: (?P<value>.*?)\.", "sheet_misspelt"),
    (r"'disabled' column header", "disabled_column"),
    (r"Row without name, text, or label is being skipped", "row_skipped"),
    (r"(?P<value>\S+) is no longer supported on most devices", "old_phones_only"),
    (r"(?:Repeat|Group|Loop) has no label: \{'name': '(?P<name>.*?)'", "group_without_label"),
    (r"select one external is only meant for filtered", "unfiltered"),
    (r"Choices should have a label", "choice_without_label"),
    (r"Column headers must not be empty and must not contain spaces", "choice_column"),
    (r"'name' value '(?P<name>.*?)' is problematic", "almost_same_name"),
    (r"Use the max-pixels parameter", "large_pictures"),
    (r"do not contain valid machine-readable codes: (?P<value>.*?)\. Learn", "language_without_code"),
    (r"This form uses or_other and translations", "other_untranslated"),
    (r"Language '(?P<value>.*?)' is missing the (?P<sheet>survey|choices) (?:columns )?(?P<column>.*?)(?: column)?\.$",
     "untranslated"),
)  # fmt: skip


def error_of(text: str) -> Fault:
    """What is wrong, after what was said of it."""
    return _read(text, _ERRORS, "other")


def note_of(text: str) -> Fault:
    """What is strange, after what was said of it."""
    return _read(text, _NOTES, "other_note")


def _read(text: str, patterns: Iterable[tuple[str, str]], otherwise: str) -> Fault:
    text = " ".join(text[:_LONGEST].split())
    facts: dict[str, str] = {}
    for pattern in (_ROW, _SHEET, _COLUMN):
        if found := pattern.search(text):
            facts |= found.groupdict()
    if "row" in facts and "sheet" not in facts:
        facts["sheet"] = "survey"  # only of that sheet are rows told without its name
    for known, code in patterns:
        if found := re.search(known, text):
            facts |= {key: value for key, value in found.groupdict().items() if value is not None}
            return Fault(code, {key: shown(value.replace("', '", ", ").strip("'")) for key, value in facts.items()})
    return Fault(otherwise, {**facts, "original": shown(text)})


def placed(fault: Fault, survey: Iterable[Mapping[str, object]]) -> Fault:
    """The same with its row, where what is said names a question or a type and leaves the row to be looked for."""
    if fault.facts.get("row"):
        return fault
    wanted = fault.facts.get("value" if fault.code == "unknown_type" else "name", "")
    if fault.code == "includes":
        wanted = "include"
    if fault.code not in ("includes", "unknown_type", "no_label", "no_small_picture", "hidden_trigger") or not wanted:
        return fault
    for number, row in enumerate(survey, start=2):
        if any(str(value).strip() == wanted for value in row.values()):
            return Fault(fault.code, {**fault.facts, "sheet": "survey", "row": str(number)})
    return fault
