"""What the pages of the statistics show: commands with what they print, and lines of Python with what they give.

Where a method changed what it answers: LC_ALL=en COLUMNS=80 PYTHONPATH=src .venv/bin/python -m tests.methods.pages
prints the outputs of all pages anew. The sentences around them are for a person to read again.
"""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from amparo.config import methods

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = "…"  # alone on a line: lines of the output that the page leaves out
BLOCK = re.compile(r"^```(console|sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`(\./amparo methods(?: [^`]*)?)`")
VALUE = re.compile(r"^(?P<what>\S.*?)  # (?P<value>-?[\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """A command on a page: its words, the lines that stand below it, and the exit code that the page says."""

    words: tuple[str, ...]
    lines: tuple[str, ...] | None  # None where the page shows none
    code: int = 0


def commands(text: str) -> Iterator[Shown]:
    """Every ``./amparo methods`` line of a page, in blocks of a terminal and in the middle of sentences."""
    for kind, block in BLOCK.findall(text):
        if kind == "python":
            continue
        said = re.split(r"^\$ ", "\n" + block, flags=re.MULTILINE)[1:] if kind == "console" else block.splitlines()
        whole = [each.replace("\\\n", " ") for each in said]
        for at, each in enumerate(whole):
            command, _, output = each.partition("\n")
            if not command.startswith("./amparo methods"):
                continue
            asked = whole[at + 1].split("\n") if at + 1 < len(whole) else [""]
            code = int(asked[1]) if asked[0] == "echo $?" else 0
            lines = tuple(output.rstrip("\n").split("\n")) if kind == "console" else None
            yield Shown(tuple(shlex.split(command.partition(" #")[0])[2:]), lines, code)
    for command in QUOTED.findall(re.sub(BLOCK, "", text)):
        yield Shown(tuple(shlex.split(command)[2:]), None)


@cache
def printed(words: tuple[str, ...]) -> tuple[int, list[str]]:
    """The exit code of a command, and what it prints, as a reader sees both streams."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            code = methods.main(list(words))
        except SystemExit as stopped:
            code = int(stopped.code or 0)
    return code, out.getvalue().rstrip("\n").split("\n")


def differs(shown: Shown) -> str:
    """How a page differs from what is printed; empty where it does not."""
    code, lines = printed(shown.words)
    if code != shown.code:
        return f"exit code {code}, not {shown.code}: {lines}"
    if shown.lines is None:
        return ""
    rest = list(lines)
    for at, part in enumerate(parts := list(_parts(shown.lines))):
        if at == len(parts) - 1 and part:  # the last part stands at the end
            place = len(rest) - len(part)
        elif at == 0:
            place = 0
        else:
            place = next((each for each in range(len(rest)) if rest[each : each + len(part)] == part), -1)
        if place < 0 or rest[place : place + len(part)] != part or (len(parts) == 1 and len(part) != len(rest)):
            return "\n".join(["the page shows", *part, "what is printed is", *lines])
        rest = rest[place + len(part) :]
    return ""


def _parts(lines: tuple[str, ...]) -> Iterator[list[str]]:
    """What stands between the lines that are left out."""
    part: list[str] = []
    for line in lines:
        if line == LEFT_OUT:
            yield part
            part = []
        else:
            part.append(line)
    yield part


def wrong_values(text: str) -> list[str]:
    """Lines of Python on a page that do not give what stands behind them."""
    found = []
    for kind, block in BLOCK.findall(text):
        if kind != "python":
            continue
        names: dict[str, object] = {}
        exec(block, names)
        for line in VALUE.finditer(block):
            given = eval(line["what"], names)
            if f"{given:.{len(line['value'].partition('.')[2])}f}" != line["value"]:
                found.append(f"{line[0]}: {given}")
    return found


def mended(text: str) -> str:
    """A page with what is printed today; a part begins at its first line, and is as long as it was."""
    for shown in commands(text):
        if shown.lines and differs(shown):
            _, lines = printed(shown.words)
            anew: list[str] = []
            for place, part in enumerate(_parts(shown.lines)):
                anew += [LEFT_OUT] if place else []
                if LEFT_OUT not in shown.lines:
                    anew += lines
                elif part and part[0] in lines:
                    at = lines.index(part[0])
                    anew += lines[at : at + len(part)]
                else:  # where it begins is gone: a person looks
                    anew += part
            text = text.replace("\n".join(shown.lines), "\n".join(anew))
    for wrong in wrong_values(text):
        line, _, given = wrong.rpartition(": ")
        digits = len(line.rpartition("# ")[2].partition(".")[2])
        text = text.replace(line, f"{line.rpartition('# ')[0]}# {float(given):.{digits}f}")
    return text


if __name__ == "__main__":
    for page in (ROOT / "docs" / "methods").rglob("*.md"):
        said = page.read_text(encoding="utf-8")
        if (anew := mended(said)) != said:
            page.write_text(anew, encoding="utf-8")
            print(page.relative_to(ROOT))
