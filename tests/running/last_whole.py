"""When everything ran last: ``tests/last_whole.txt``, written by ``.ci/run --all`` alone."""

from pathlib import Path

from tests import moment
from tests.running import commits, costs

FILE = costs.TESTS / "last_whole.txt"
MOST_COMMITS = 40
RULE = "tests/running/last_whole.py"
AS = "{commit} {tree} {count} {day}"


def line(file: Path = FILE) -> str:
    """For the eye: which commit, how many test functions, which day."""
    if not (words := _words(file)):
        return "Everything never ran yet (.ci/run --all)."
    commit, _tree, count, day = words
    return f"Everything ran last on {day}, at {commit[:10]}: {count} test functions."


def faults(file: Path = FILE) -> list[str]:
    """That it is too long ago, in words. Where it never ran, the commits count since there is this rule."""
    words = _words(file)
    commit = words[0] if words else commits.git("log", "--diff-filter=A", "--format=%H", "-1", "--", RULE)
    since = commits.git("rev-list", "--count", f"{commit}..HEAD") if commit else ""
    if not since:  # it was made on a branch that landed as other commits
        written = commits.git("log", "--format=%H", "-1", "--", "tests/last_whole.txt")
        since = commits.git("rev-list", "--count", f"{written}..HEAD") if written else ""
    if commits.git("rev-parse", "--is-shallow-repository") == "true":
        return []  # the history is not here: the line says the day
    if not since:
        return [f"tests/last_whole.txt names {commit[:10] or 'nothing'}, which is no commit here"]
    if int(since) > MOST_COMMITS:
        return [f"everything ran last {since} commits ago, at most {MOST_COMMITS} are allowed: .ci/run --all"]
    return []


def changed(file: Path = FILE) -> list[str] | None:
    """The files that changed since everything ran last; None where it never did, or that commit is not here."""
    words = _words(file)
    if not words or not commits.git("rev-parse", "--verify", "--quiet", f"{words[0]}^{{commit}}"):
        return None
    return commits.changed(words[0])


def _words(file: Path) -> list[str]:
    words = file.read_text(encoding="utf-8").split()
    return words if len(words) == 4 else []


def write(count: int, file: Path = FILE) -> None:
    """Of the commit that is checked out; nothing where the work tree differs from it."""
    if commits.git(
        "status", "--porcelain", "--untracked-files=no", "--", "src", "browser", "requirements", "tests/*.py"
    ):
        print("tests/last_whole.txt stays as it is: the work tree has changes.")
        return
    commit, tree = commits.git("rev-parse", "HEAD"), commits.git("rev-parse", "HEAD^{tree}")
    day = moment.of_the_computer().date()
    file.write_text(AS.format(commit=commit, tree=tree, count=count, day=day) + "\n", encoding="utf-8")
