"""The 54 product rules and how each is kept: by a test, by what people do, or by a line that is still to be built.

The rules stand in ``content/safety_rules.toml``, the answers in ``docs/safety-rules.toml``; ``docs/safety-rules.md``
is made from both.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from amparo.config import brief

ROOT = brief.ROOT
RULES = Path(__file__).resolve().parents[1] / "content" / "safety_rules.toml"
ANSWERS = ROOT / "docs" / "safety-rules.toml"
LINES = tuple(line.code for line in brief.LINES)


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule with its answer. Several may hold: a test for what is here, a line for the rest."""

    code: str
    area: str
    rule: str
    test: tuple[str, ...] = ()  # tests/…::test_…
    process: tuple[str, ...] = ()  # a page of docs
    later: tuple[str, ...] = ()  # lines of the brief
    note: str = ""


def read() -> list[Kept]:
    """Every rule, in order, with what is answered to it."""
    rules = tomllib.loads(RULES.read_text(encoding="utf-8"))["rules"]
    answers = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    return [
        Kept(
            rule["code"], rule["area"], rule["rule"],
            test=as_tuple(answers.get(rule["code"], {}).get("test", ())),
            process=as_tuple(answers.get(rule["code"], {}).get("process", ())),
            later=as_tuple(answers.get(rule["code"], {}).get("later", ())),
            note=answers.get(rule["code"], {}).get("note", ""),
        )
        for rule in rules
    ]  # fmt: skip


def as_tuple(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """One answer may be written without brackets."""
    return (value,) if isinstance(value, str) else tuple(value)


def faults(rules: list[Kept], root: Path = ROOT) -> list[str]:
    """What is not answered, and answers that lead nowhere."""
    found = []
    for kept in rules:
        if not (kept.test or kept.process or kept.later):
            found.append(f"{kept.code} has no answer")
        found += [f"{kept.code}: there is no test {node}" for node in kept.test if not brief.has_test(node, root)]
        for page in kept.process:
            if not page.startswith("docs/") or not (root / page.partition("#")[0]).is_file():
                found.append(f"{kept.code}: there is no page {page}")
        found += [f"{kept.code}: the brief has no line {line}" for line in kept.later if line not in LINES]
        if (kept.process or (kept.test and kept.later)) and not kept.note:
            found.append(f"{kept.code}: say in a note what is kept by whom, and what is still missing")
    return found


def page() -> str:
    """``docs/safety-rules.md``."""
    rules = read()
    by_test = sum(1 for kept in rules if kept.test and not kept.later)
    partly = sum(1 for kept in rules if kept.test and kept.later)
    by_people = sum(1 for kept in rules if kept.process and not kept.test)
    later = sum(1 for kept in rules if kept.later and not kept.test and not kept.process)
    lines = [
        "# The rules that must never break", "",
        "Made by `./amparo show_rules` from `src/amparo/content/safety_rules.toml` and `docs/safety-rules.toml`.",
        "Do not write here.", "",
        f"Of {len(rules)} rules, {by_test} are kept by tests, {partly} are kept by tests as far as the house is built,",
        f"{by_people} by what people do, and {later} wait for a line of the brief that is not built yet: what would",
        "break them is not there either.", "",
    ]  # fmt: skip
    area = ""
    for kept in rules:
        if kept.area != area:
            area = kept.area
            lines += [f"## {area}", "", "| | rule | kept by |", "| --- | --- | --- |"]
        lines.append(f"| {kept.code} | {kept.rule} | {answer(kept)} |")
        if kept is rules[-1] or rules[rules.index(kept) + 1].area != area:
            lines.append("")
    return "\n".join(lines)


def answer(kept: Kept) -> str:
    """The cell that says how."""
    parts = [f"`{node}`" for node in kept.test]
    parts += [f"people: [{page.removeprefix('docs/')}]({page.removeprefix('docs/')})" for page in kept.process]
    if kept.later:
        parts.append("with " + ", ".join(kept.later))
    return " · ".join(parts) + (f". {kept.note}" if kept.note else "")
