"""The walls between the rooms, as imports: which folder may know which.

The contracts stand in ``pyproject.toml``. Some name folders of lines that are not built yet; import-linter refuses
what it cannot find, so this module leaves those out and says which with ``--verbose``. A contract comes alive by
itself on the day its folder appears. One rule that import-linter cannot say stands here: a table is touched only
by its own app.
"""

import io
import json
import tempfile
import tomllib
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2]
PROJECT = SOURCE.parent / "pyproject.toml"
SAME_APP = "10b. A table is touched by its own app only"
PRIMITIVE = "amparo.commons.policy.models"  # no table: the id and the reference that every table starts from
LISTS = ("source_modules", "forbidden_modules", "protected_modules", "allowed_importers", "containers", "ancestors")
HEART = ("source_modules", "forbidden_modules", "protected_modules", "ancestors")  # a contract without one says nothing


def main(*, verbose: bool = False) -> list[str]:
    """Check every wall; a sentence for each that is broken."""
    options = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    awake = []
    for contract in options.pop("contracts"):
        left, sleeping = fit(contract)
        if verbose and sleeping:
            state = "is not awake yet" if left is None else "does not see yet"
            print(f"{contract['name']} {state}: {', '.join(sleeping)}")
        if left is not None:
            awake.append(left)
    faults = [] if kept(options, awake, verbose=verbose) else ["a contract above is broken"]
    return faults + strangers_at_tables()


def exists(name: str) -> bool:
    """Is there such a module? A name of another root, or with a star, is import-linter's own business."""
    if not name.startswith("amparo.") or "*" in name:
        return True
    path = SOURCE.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def fit(contract: dict[str, Any]) -> tuple[dict[str, Any] | None, list[str]]:
    """The contract for the folders that exist (None where nothing of it is left), and the names left out."""
    left, sleeping = dict(contract), []
    for key in LISTS:
        names = contract.get(key, [])
        sleeping += [name for name in names if not exists(name)]
        if names:
            left[key] = [name for name in names if exists(name)]
    if "layers" in contract:
        left["layers"] = []
        for layer in contract["layers"]:
            rooms = [room.strip() for room in layer.split("|")]
            here = [room for room in rooms if room.startswith("(") or exists(f"amparo.{room}")]
            sleeping += [f"amparo.{room}" for room in rooms if room not in here]
            if here:
                left["layers"].append(" | ".join(here))
    empty = any(key in contract and not left[key] for key in HEART)
    return None if empty else left, sleeping


def kept(options: dict[str, Any], contracts: list[dict[str, Any]], *, verbose: bool) -> bool:
    """Run import-linter on these contracts; what it finds is printed where one is broken."""
    from importlinter.application.output import console
    from importlinter.application.use_cases import lint_imports
    from importlinter.configuration import configure

    lines = ["[tool.importlinter]", *written(options)]
    for contract in contracts:
        lines += ["[[tool.importlinter.contracts]]", *written(contract)]
    configure()
    console.width = 160  # a contract is named in one line
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "walls.toml")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with console.capture() as found, redirect_stdout(io.StringIO()):
            all_kept = lint_imports(config_filename=str(path), cache_dir=None, no_logo=True)
    if verbose or not all_kept:
        print(found.get().strip())
    return all_kept


def written(table: dict[str, Any]) -> list[str]:
    """A flat table as TOML: its strings, lists and booleans are written as in JSON."""
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()]


def strangers_at_tables() -> list[str]:
    """Whoever imports the models of another app."""
    import grimp

    graph = grimp.build_graph("amparo", exclude_type_checking_imports=True, cache_dir=None)
    faults = []
    for module in sorted(graph.modules):
        app, models, _page = module.partition(".models")
        if not models or app + models == PRIMITIVE or module not in {app + models, f"{app}.models{_page}"}:
            continue
        for importer in sorted(graph.find_modules_that_directly_import(module)):
            if not importer.startswith(f"{app}."):
                faults.append(f"{SAME_APP}: {importer} imports {module}. Ask {app}.queries or {app}.actions instead.")
    return faults
