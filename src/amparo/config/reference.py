"""The reference pages: every address, every setting, every code list. Made from the code, so they are never old."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1]
MADE = "Made by `./amparo show_pages`. Do not write here."


def named_patterns(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address of the resolver with a name: the name, the path as it is written, its view."""
    from django.urls import URLPattern, get_resolver

    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name or "", path, pattern.callback
        else:
            yield from named_patterns(pattern.url_patterns, path)


def addresses() -> str:
    """``docs/reference/addresses.md``."""
    from amparo.commons.directory.urls import api_patterns
    from amparo.config.urls import PUBLIC

    rows = [(name, path, (view.__doc__ or "").strip().split("\n")[0]) for name, path, view in named_patterns()]
    exchange = [row for row in named_patterns(api_patterns) if row[0] not in {name for name, _path, _what in rows}]
    rows += [(name, path, (view.__doc__ or "").strip().split("\n")[0]) for name, path, view in exchange]
    lines = [
        "# Addresses", "", MADE, "",
        "A name that is not public asks for a sign-in. The words of the paths are the house's own (`AMPARO_PATHS`).",
        "Each stands also under `/pt/` and `/en/`.", "",
        "| name | path | who | what |", "| --- | --- | --- | --- |",
    ]  # fmt: skip
    for name, path, what in sorted(rows, key=lambda row: (row[0] not in PUBLIC, row[0], row[1])):
        lines.append(f"| {name} | `/{path}` | {'everyone' if name in PUBLIC else 'team'} | {what} |")
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """``docs/reference/settings.md``: read from the lines of ``settings.py``, each with what it is when nobody says."""
    source = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    lines = [
        "# Settings", "", MADE, "",
        "In the environment, in a file named by `NAME_FILE`, or in the house file. Any other name refuses to start.",
        "",
        "| name | kind | when nobody says |", "| --- | --- | --- |", "| `AMPARO_DATA` | folder | `var/house` |",
    ]  # fmt: skip
    for kind, name, default in re.findall(r'env\.(text|flag|number|secret)\("(AMPARO_\w+)"(?:, ([^\n]*))?\)', source):
        said = re.split(r", one_of|, check|\)\.|\)\)", default)[0].rstrip(")")
        lines.append(f"| `{name}` | {kind} | `{said or 'nothing'}` |")
    return "\n".join(lines) + "\n"


def code_lists() -> str:
    """``docs/reference/codes.md``."""
    import tomllib

    lines = ["# Code lists", "", MADE, "", "| list | codes | why |", "| --- | --- | --- |"]
    for path in sorted((PACKAGE / "content" / "codes").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        note = " ".join(str(table.get("note", "")).split()).replace("|", "\\|")
        lines.append(f"| `{path.stem}` | {len(table.get('codes', []))} | {note} |")
    return "\n".join(lines) + "\n"


def access_page() -> str:
    """``docs/reference/access.md``: who reads and writes what, out of ``content/access.toml``."""
    from amparo.formats.access import areas, cell, roles, table
    from amparo.formats.codes import label

    told, names = table(), {each.code: each.label("en") for each in areas()}
    lines = [
        "# Who reads and writes what", "", MADE, "",
        "R reads, W writes. A star: only where her key opens that case or letter, because somebody let her in. Her",
        "key opens the whole of a case; which part of it reaches her page, her form and her export is decided by this",
        "list. Whoever has two roles has what each of them gives. Whoever runs the server has no row here: she has no",
        "key, and a role that reads more counts only after a second person has confirmed the key.", "",
        "| role | " + " | ".join(f"`{code}`" for code in names) + " |", "| --- |" + " --- |" * len(names),
    ]  # fmt: skip
    for role in roles():
        cells = " | ".join(cell(role, code) or "–" for code in names)
        lines.append(f"| {label('house_role', role, 'en')} (`{role}`) | {cells} |")
    lines += ["", "## Areas", "", "| area | what |", "| --- | --- |"]
    lines += [f"| `{code}` | {text} |" for code, text in names.items()]
    lines += ["", "## To which area something belongs", "", "| what | area |", "| --- | --- |"]
    kinds = (("section", "sections"), ("question", "questions"), ("part of a case", "parts"))
    lines += [f"| {what} `{code}` | `{area}` |" for what, name in kinds for code, area in told[name].items()]
    lines += ["| a part that is only for who wrote it | `own_notes` |", "", "## Roles that wait for their room", ""]
    lines += [f"* `{role}`: {why}." for role, why in told["waiting"].items()]
    return "\n".join(lines) + "\n"


def release_states() -> str:
    """``docs/reference/release-states.md``: the way of a request through the release door."""
    from amparo.doors.release.policies.states import drawn

    return f"# The way of a request to release\n\n{MADE}\n\n{drawn()}"


def one_room() -> str:
    """``docs/reference/one-room.md``: when a session over a home may be held in one room."""
    from amparo.formats.mediation import drawn

    return f"# Sitting in one room with whoever lets her home\n\n{MADE}\n\n{drawn()}"


def matter_states() -> str:
    """``docs/reference/matter-states.md``: the way of a legal matter, out of the list that the acts ask."""
    from amparo.formats.codes import codes

    rows = codes("matter_state")
    arrows = [f"    {each.code} --> {other}" for each in rows for other in each.more["next"]]
    told = [f"| `{each.code}` | {each.label('es')} | {each.label('en')} |" for each in rows]
    said = "Past `conflict_check` only where no conflict stands in the way; to `closed` from anywhere, with an outcome."
    drawing = ["```mermaid", "stateDiagram-v2", "    [*] --> inquiry", *arrows, "```"]
    table = ["| state | es | en |", "|---|---|---|", *told]
    return "\n".join(["# The way of a legal matter", "", MADE, "", said, "", *drawing, "", *table, ""])


OF_RULES = f"""# Rules of the law

{MADE}

What pages say, a file a country in `src/amparo/content/legal/rules/`. No lawyer has verified any of it: that is done in
each house, at its desk, and binds to the text. Where no page states a number, none stands here. Every date is counted
twice: the first is the earliest that any reading gives, the second is the rule as it is usually read.

To correct a rule, change its file. `count` is a number, a unit (`hours`, `days`, `months`), for days a `day_type`
(`calendar`, `working`, `unknown`), and `from` (`same_day`, `day_after`, `next_working_day`, `unknown`). A number has a
source. When a law changes, the old rule gets `valid_to`, and a new one of the same `family` gets `valid_from`.
"""


def legal_rules() -> str:
    """``docs/reference/legal-rules.md``: every deadline of the law that is shipped, with the page that states it."""
    from amparo.formats.codes import label
    from amparo.formats.deadlines.rules import countries, rules_of

    lines = [OF_RULES.rstrip("\n")]
    for country in countries():
        lines += ["", f"## {label('country', country, 'en')}", ""]
        lines += [
            "| rule | what for | how long | from | who | law | page |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += [f"| {' | '.join(_cells_of(each))} |" for each in rules_of(country)]
    return "\n".join(lines) + "\n"


def _cells_of(rule: Any) -> list[str]:
    """A rule as a row."""
    from amparo.formats.codes import label
    from amparo.formats.deadlines.words import length_words

    length = length_words(rule.count, "en") if rule.count else "any time" if rule.any_time else "not known"
    more = ["at least"] if rule.limit == "least" else []
    more += [f"from {rule.valid_from}"] if rule.valid_from else []
    more += [f"until {rule.valid_to}"] if rule.valid_to else []
    more += ["a bill"] if rule.state == "bill" else []
    more += [f"changed {each.on} by {each.instrument}" for each in rule.changes]
    pages = [
        f"{each.page}: {length_words(each.count, 'en')}" if each.count not in (None, rule.count) else each.page
        for each in rule.sources
    ]
    since, who = label("deadline_trigger", rule.trigger, "en"), label("deadline_bound", rule.bound, "en")
    said = "; ".join(dict.fromkeys(pages)) or "none seen"
    return [f"`{rule.code}`", rule.what["en"], "; ".join([length, *more]), since, who, rule.instrument, said]
