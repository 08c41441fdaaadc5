"""The sentences for what is wrong with a file: for each code of ``formats.hsds.problems``, and those of the house."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amparo.commons.directory.queries.report import Line
from amparo.commons.policy.policies import Sentence

SENTENCES: dict[str, Sentence] = {
    # the file
    "empty_file": _("The file is empty."),
    "wrong_encoding": _("The file is written in %(encoding)s. Save it as UTF-8 and try again."),
    "not_json": _("This is not JSON from here on: %(detail)s"),
    "table_not_json": _(
        "This is a table (CSV), not JSON. A table is read with a mapping that says which column is what: "
        "./amparo import_services FILE --mapping MAPPING.toml. docs/how-to/import-services.md shows how to write one. "
        "The tables of an HSDS datapackage are brought in together, as a folder or a zip."
    ),
    "not_csv": _("This is not a table from here on: %(detail)s"),
    "not_zip": _("This zip file cannot be opened. Pack it again."),
    "not_a_number": _("“%(value)s” is not a number that can be read."),
    "truncated": _("The file ends in the middle. Fetch it again, whole."),
    "too_deep": _("Lists stand inside lists more than %(limit)s times. This is not a list of services."),
    "too_large": _(
        "Something here is too large: more than %(limit)s. "
        "A list of another kind is read with a mapping: ./amparo import_services FILE --mapping MAPPING.toml."
    ),
    "too_many_problems": _(
        "More than %(limit)s records cannot be used. The file is of another kind, or needs a mapping."
    ),
    "missing_file": _("The folder or zip has no %(file)s."),
    # a record
    "not_hsds": _("This is no service, organisation or place of HSDS. It says: %(found)s"),
    "missing_field": _("It does not say “%(field)s”, and without it there is no record."),
    "wrong_type": _("“%(field)s” is of another kind. It has to be: %(expected)s"),
    "unknown_code": _("“%(field)s” says “%(value)s”. It can be: %(allowed)s."),
    "no_such_date": _("“%(value)s” is not a day of the calendar."),
    "not_iso_date": _("“%(value)s” cannot be read as a day. Write year, month, day: 2026-11-24."),
    "no_such_time": _("“%(value)s” is not an hour of the day. Write it like 08:30."),
    "swapped_coordinates": _(
        "The two numbers of the point are swapped: %(latitude)s, %(longitude)s. "
        "Perhaps it is %(suggested_latitude)s, %(suggested_longitude)s."
    ),
    "duplicate_id": _("Record %(first_record)s has the same identifier: %(id)s"),
    "cyclic": _("These depend on each other in a circle: %(ids)s"),
    # a field: the record stays
    "html_in_name": _("“%(field)s” had marks of a web page in it. It was kept as “%(kept)s”."),
    "control_characters": _("“%(field)s” had signs in it that nobody can see. They were taken out."),
    "not_a_link": _("“%(field)s” is no address of the web. It was left out."),
    "missing_id": _("A part without an identifier got one: %(given)s"),
    "missing_part": _("A part of %(part)s without “%(field)s” was left out."),
    "impossible_coordinates": _("There is no such point on Earth: %(latitude)s, %(longitude)s. It was left out."),
    "unreadable_rule": _("“%(field)s” says “%(value)s”, which is no rule for hours. It was kept as it is."),
    "unknown_term": _("The list %(taxonomy)s of this house does not know “%(value)s”."),
    "orphan_row": _("A row of %(table)s belongs to nothing in the package: %(id)s"),
    # a mapping
    "not_toml": _("The mapping cannot be read: %(detail)s"),
    "empty_mapping": _("The mapping names no field."),
    "unknown_mapping_key": _("The mapping says “%(key)s”. It can be: %(allowed)s."),
    "mapping_needs": _("The mapping has to say “%(field)s”."),
    "no_rows": _("The file has no rows where the mapping looks for them: “%(path)s”."),
    "unmapped_value": _("“%(field)s” says “%(value)s”, and the mapping does not know it."),
    # the house
    "no_organisation": _("It does not say who runs it."),
    "kept": _("Kept as it is: changed here since."),
    "kept_hidden": _("Changed here since and kept as it is, but the file hides it: it is hidden here too."),
    "kept_closed": _(
        "Changed here since and kept as it is, but the file says that it is closed: it is closed here too."
    ),
    "kept_open": _("Kept as it is, although the file says that it is closed. Call there."),
    "kept_organisation": _("Who runs it was kept as it is: changed here since."),
    "other_door": _("This house knows another place at that door, and not everybody may know of it. It was left out."),
    "exact_spot": _("%(sentence)s"),
    "tier_above": _("%(sentence)s"),
    "opens_to_more": _("%(sentence)s"),
    "stands_with": _("%(sentence)s"),
}


def sentence(line: Line) -> str:
    """The sentence of a line in the language of whoever reads."""
    words = {name: spoken(value) for name, value in line.params.items()}
    return str(SENTENCES[line.code]) % words


def spoken(value: object) -> object:
    """Lists as people write them."""
    return ", ".join(map(str, value)) if isinstance(value, tuple | list | frozenset | set) else value


def said(line: Line) -> str:
    """The line with its place."""
    if not line.place:
        return sentence(line)
    return gettext("%(place)s: %(sentence)s") % {"place": line.place, "sentence": sentence(line)}


def reason(code: str) -> str:
    """A few words for a code in a tally: the code itself, as words."""
    return code.replace("_", " ")
