"""``./amparo check``: is the house still the house? One line for each check, the fast ones first."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
type Check = Callable[[bool], list[str]]


def main(words: list[str]) -> int:
    """Run every check, or the one named by ``--only``; 1 where something does not hold."""
    checks: dict[str, Check] = {
        "style": style,
        "format": format_of_code,
        "words": words_complete,
        "walls": walls,
        "pages": pages,
        "django": what_django_finds,
        "migrations": migrations,
        "types": types,
    }
    chosen = words[words.index("--only") + 1 : words.index("--only") + 2] if "--only" in words else list(checks)
    if not chosen or chosen[0] not in checks:
        print(f"Which one? {', '.join(checks)}", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    failed = []
    with tempfile.TemporaryDirectory(prefix="amparo-check-") as folder, ThreadPoolExecutor(1) as beside:
        a_house_of_its_own(Path(folder))
        # Mypy is a program of its own and the slowest: it runs beside the others.
        begun = {name: beside.submit(found, checks[name], words) for name in chosen if checks[name] is types}
        for name in chosen:
            faults, seconds = begun[name].result() if name in begun else found(checks[name], words)
            for fault in faults:
                print(f"  {fault}")
            print(f"{name:<11}{'FAILED' if faults else 'ok':<7}{seconds:5.1f} s", flush=True)
            failed += [name] if faults else []
    if failed:
        print(f"Not the house yet: {', '.join(failed)}.")
    return 1 if failed else 0


def found(check: Check, words: list[str]) -> tuple[list[str], float]:
    """What a check finds, and how many seconds it took."""
    start = time.perf_counter()
    try:
        faults = check("--verbose" in words)
    except Exception as error:  # a check that cannot be made has not held, and the others still can
        faults = [f"{type(error).__name__}: {error}"]
    return faults, time.perf_counter() - start


def a_house_of_its_own(folder: Path) -> None:
    """The checks use two empty databases in a folder of their own, whatever the environment says of a house."""
    for name in [name for name in os.environ if name.startswith("AMPARO_")]:
        del os.environ[name]
    own = {"AMPARO_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    os.environ |= own | {"AMPARO_PROFILE": "red", "AMPARO_CHILD_CARE": "yes"}  # the largest: every room is looked at


def tool(*command: str, most: int = 40) -> list[str]:
    """Run a tool of this Python; what it says, where it is not content."""
    run = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return []
    lines = (run.stdout + run.stderr).strip().splitlines()
    return [*lines[-most:], *([f"(and {len(lines) - most} lines before)"] if len(lines) > most else [])] or [
        f"{command[0]} ended with {run.returncode}"
    ]


def style(verbose: bool) -> list[str]:
    """Ruff: faults of style, and names that walk through a wall."""
    return tool("ruff", "check", "-q", "--output-format", "concise", ".")


def format_of_code(verbose: bool) -> list[str]:
    """Ruff: the code is formatted as it formats."""
    said = tool("ruff", "format", "--check", "--output-format", "concise", ".", most=2000)
    return [line for line in said if "reformat" in line][-20:] or said[-20:]


def words_complete(verbose: bool) -> list[str]:
    """Every message of the house has words in es and pt."""
    from amparo.config.words import missing

    start_django()
    return missing()


def walls(verbose: bool) -> list[str]:
    """Imports go only where data may go."""
    from amparo.config.walls import main as check_walls

    return check_walls(verbose=verbose)


def pages(verbose: bool) -> list[str]:
    """The generated pages of ``docs`` say what the code says."""
    from amparo.config.pages import stale

    start_django()
    return [f"docs/{name} is not up to date. Run ./amparo show_pages." for name in stale()]


def what_django_finds(verbose: bool) -> list[str]:
    """What Django says of models, addresses and settings. It is of the code, so no command of a house asks for it."""
    from django.core.checks import run_checks

    start_django()
    return [str(fault) for fault in run_checks(databases=["default", "evidence"])]


def migrations(verbose: bool) -> list[str]:
    """Both databases can be built, from what all migrations make, and no table was changed without one."""
    from django.core.management import CommandError, call_command

    from amparo.config import schema

    start_django()
    if schema.body_of() is None:
        return [f"{schema.FILE.relative_to(ROOT)} is of other migrations. Run ./amparo show_schema."]
    try:
        for database in ("default", "evidence"):
            call_command("migrate", database=database, verbosity=0, interactive=False)
        call_command("makemigrations", "--check", "--dry-run", verbosity=int(verbose))
    except SystemExit:
        return ["A table was changed without a migration. Run ./amparo makemigrations, and give it a name."]
    except CommandError as error:
        return [str(error)]
    return []


def types(verbose: bool) -> list[str]:
    """Mypy, strict everywhere."""
    return tool("mypy", "--no-error-summary", "src/amparo")


def start_django() -> None:
    """Start Django once, on the empty house."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
