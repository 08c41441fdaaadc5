"""What the docstring of a method leaves unsaid: what it takes, answers and refuses, and after whom it reckons."""

import ast
import inspect
import re
import sys
import textwrap
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import amparo.methods as index

CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(index.__file__).parent.rglob("*.py"))
ELSEWHERE = r"(?:[Ss]ee|as for|as in) ((?:``[\w.]+``(?: and |, )?)+)"
SHAPE = r"\(\w[^()]*,[^()]*\)|in the order of"


def sections(thing: Any) -> dict[str, str]:
    """The sections of a docstring by their names; under no name what stands before the first."""
    parts = re.split(r"^(\w+)\n-{3,}\n", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    return {"": parts[0].strip(), **dict(zip(parts[1::2], parts[2::2], strict=True))}


def told_by(name: str, thing: Any) -> str:
    """The docstrings of all that a reader of this one finds under a name: in its module, its part, the library."""
    own, part = thing.__module__, thing.__module__.rpartition(".")[0]
    homes = [f"{home}.{name}".rpartition(".") for home in (own, part, index.__name__)]
    found = [getattr(sys.modules.get(home), last, None) for home, _, last in homes]
    found += [sys.modules.get(f"{home}.{last}") for home, _, last in homes]
    return "\n".join(inspect.getdoc(each) or "" for each in found if isinstance(each, FunctionType | ModuleType | type))


def elsewhere(text: str, thing: Any) -> list[str]:
    """What stands in the places to which a text points."""
    names = [name for row in re.findall(ELSEWHERE, " ".join(text.split())) for name in re.findall(r"``(.+?)``", row)]
    return [told_by(name, thing) for name in names]


def untold(thing: Any, text: str) -> list[str]:
    """Parameters without an entry, and those that are said to be explained elsewhere and are not."""
    entries = [" ".join(entry.split()).partition(" : ") for entry in re.split(r"\n(?=\S)", text.strip())]
    said = {name: entry for names, _, entry in entries for name in names.split(", ")}
    faults = [f"does not say what {each} is" for each in inspect.signature(thing).parameters if each not in said]
    for name, entry in said.items():
        there = elsewhere(entry, thing)
        if there and not any(re.search(rf"\b{name}\b", each) for each in there):
            faults.append(f"says of {name} to look where it is not")
    return faults


def refuses(thing: Any) -> bool:
    """Does this function, or one that it names and so on, say no? Methods of what it is given are not followed."""
    waiting, seen = [thing], set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, FunctionType) or one in seen or not one.__module__.startswith(("amparo.", "tests.")):
            continue
        seen.add(one)
        around = one.__globals__
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(one)))):
            if isinstance(node, ast.Raise) and node.exc and re.match(r"Refused|ValueError", ast.unparse(node.exc)):
                return True
            if isinstance(node, ast.Name):
                waiting.append(around.get(node.id))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                home = around.get(node.value.id)
                waiting += [getattr(home, node.attr, None)] if isinstance(home, ModuleType) else []
    return False


def unfounded(thing: Any, text: str) -> list[str]:
    """Papers that are named and stand in full neither here, nor in the module, nor where the text points."""
    there = elsewhere(text, thing)
    known = "\n".join([inspect.getdoc(sys.modules[thing.__module__]) or "", *there])
    lost = [year for year in re.findall(r"\((\d{4})\)(?!\. [A-Z])", text) if f"({year})" not in known]
    if not re.search(r"\(\d{4}\)", text) and not any("References\n---" in each for each in there):
        lost = ["none"]
    return [f"has references that lead nowhere: {', '.join(lost)}"] if lost else []


def unsaid(thing: Any) -> list[str]:
    """Everything that is missing in the docstring of a function."""
    told = sections(thing)
    faults = [] if re.match(r".{20,}[.?]( .*)?$", told[""], re.MULTILINE) else ["has no summary"]
    faults += untold(thing, told.get("Parameters", ""))
    answer = inspect.signature(thing).return_annotation
    if "Returns" not in told and not (isinstance(answer, type) and answer.__module__.startswith(index.__name__)):
        faults.append("does not say what it answers")
    if ("Raises" in told) != refuses(thing):
        faults.append("says that it refuses, and does not" if "Raises" in told else "does not say that it refuses")
    for each in re.findall(r"``(\w+)``", told.get("Raises", "")):
        if f'"{each}"' not in CODE and not told_by(each, thing) and each not in inspect.signature(thing).parameters:
            faults.append(f"refuses by a code that is not there: {each}")
    return faults + unfounded(thing, told.get("References", ""))


def unshaped(thing: type) -> list[str]:
    """A result without a sentence, and its arrays of which nobody says the shape."""
    said, rows = inspect.getdoc(thing) or "", textwrap.dedent(inspect.getsource(thing)).splitlines()
    faults = [] if len(said) > 25 else ["has no summary"]
    for node in ast.parse("\n".join(rows)).body[0].body:
        if isinstance(node, ast.AnnAssign) and re.search("Floats|Integers|ndarray|NDArray", ast.unparse(node)):
            above = [row for row in rows[node.lineno - 2 : node.lineno - 1] if row.strip().startswith("#")]
            comment = " ".join(row.partition("#")[2] for row in above + rows[node.lineno - 1 : node.end_lineno])
            if not re.search(SHAPE, comment + said):
                faults.append(f"does not say the shape of {ast.unparse(node.target)}")
    return faults
