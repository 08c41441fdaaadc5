"""One module reads the time and names time zones: ``amparo.commons.clock``. The scan first finds planted faults."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "amparo"
CLOCK = "commons/clock.py"
# Stop-watches: they measure how long something took, or how long to wait, and say nothing of when.
STOP_WATCHES = {
    "commons/jobs/jobs.py", "config/check.py", "config/fair_sqlite3/turns.py", "formats/media/running.py",
    "methods/disclosure/solver.py", "vault/actions/burning.py", "vault/actions/rings.py",
}  # fmt: skip
WATCH = {"time.monotonic", "time.perf_counter", "time.process_time", "time.sleep", "time.monotonic_ns"}
READS = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today",
    "time.time", "time.time_ns", "time.clock_gettime", "time.localtime", "time.gmtime", "time.ctime", "time.strftime",
    "time.asctime", "uuid.uuid1", "uuid.uuid6", "uuid.uuid7", "django.db.models.functions.Now",
}  # fmt: skip
ZONES = {"zoneinfo.ZoneInfo", "datetime.timezone", "dateutil.tz.gettz", "amparo.commons.clock.Zone"}
OF_THE_COMPUTER = {"datetime.datetime.fromtimestamp", "datetime.date.fromtimestamp", "email.utils.formatdate"}
# Django and the standard library read the clock for these, to the second and never as a day.
MAY = {
    "config/login.py": "how many seconds a browser keeps the mark that somebody of the team came in",
    "doors/intake/views/phones.py": "the Date of an answer, which OpenRosa asks for, and how old a nonce is",
    "access/reporting/queries/decision.py": "how old a page is that comes back",
}
# A day as a moment of UTC, or a moment as a day of UTC, mixes two notions of day. Where that is meant, it says why.
UTC_DAYS = {
    "commons/directory/queries/api.py": "a day as HSDS writes a moment",
    "vault/queries/parts.py": "a day that another house wrote, of which nobody knows the hour",
    "config/demo": "an hour of daylight in the made-up town",
}
PURE = ("formats/", "methods/", "sealing/")  # they are given a zone by its name, and the time as an argument
SQL = re.compile(
    r"(?<![.\w])(?:now\(\)|current_(?:timestamp|date|time)\b|localtimestamp\b|(?:datetime|julianday|strftime)\([^)]*'now')",
    re.IGNORECASE,
)
TEMPLATE = re.compile(r"\{% *now\b|\|time(?:since|until)\b")


def names_of(tree: ast.Module) -> dict[str, str]:
    """What each imported name is, in full."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {each.asname: each.name for each in node.names if each.asname}
            known |= {
                each.name.partition(".")[0]: each.name.partition(".")[0] for each in node.names if not each.asname
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return known


def full(node: ast.expr, known: dict[str, str]) -> str:
    """A dotted name with its import put in: ``datetime.now`` is ``datetime.datetime.now``."""
    if isinstance(node, ast.Attribute):
        return f"{full(node.value, known)}.{node.attr}"
    return known.get(node.id, node.id) if isinstance(node, ast.Name) else "?"


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text that is no docstring."""
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node


def _is_aged(call: ast.Call) -> bool:
    return any(each.arg == "max_age" for each in call.keywords)


def _is_day_of_utc(call: ast.Call, known: dict[str, str]) -> bool:
    """Is it ``datetime.combine(day, …, UTC)``, or ``moment.astimezone(UTC).date()``?"""
    names = [full(each, known) for each in [*call.args, *(word.value for word in call.keywords)]]
    if full(call.func, known) == "datetime.datetime.combine":
        return "datetime.UTC" in names
    inner = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "date" else None
    return isinstance(inner, ast.Call) and [full(each, known) for each in inner.args] == ["datetime.UTC"]


def faults(name: str, text: str) -> list[str]:
    """Where this file of ``src/amparo`` reads the time, or names a zone, by itself."""
    if name.endswith((".html", ".txt", ".xml")):
        return [f"{name}: {found[0]}" for found in TEMPLATE.finditer(text)]
    if name == CLOCK:
        return []
    tree, found = ast.parse(text), []
    known = names_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and not isinstance(getattr(node, "ctx", None), ast.Store):
            what = full(node, known)
            if what in READS or what.startswith("django.utils.timezone"):
                found.append(f"{name}:{node.lineno}: {what}")
            if what in WATCH and name not in STOP_WATCHES:
                found.append(f"{name}:{node.lineno}: {what}, and it is no stop-watch of the list")
        if isinstance(node, ast.Call) and full(node.func, known) in ZONES and not name.startswith(PURE):
            found.append(f"{name}:{node.lineno}: {full(node.func, known)}")
        if isinstance(node, ast.Call) and name not in MAY and not name.startswith(PURE):
            what = full(node.func, known)
            if what in OF_THE_COMPUTER or what.endswith(".TimestampSigner") or _is_aged(node):
                found.append(f"{name}:{node.lineno}: {what}, and it is not among those that may")
            if what.endswith(".astimezone") and not node.args:
                found.append(f"{name}:{node.lineno}: the zone of the computer")
            if _is_day_of_utc(node, known) and not name.startswith(tuple(UTC_DAYS)):
                found.append(f"{name}:{node.lineno}: a day of UTC")
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"} and "/migrations/" not in name:
            found.append(f"{name}:{node.lineno}: {node.arg}")
    if not name.startswith(PURE):
        found += [f"{name}:{each.lineno}: SQL" for each in texts(tree) if SQL.search(each.value)]
    return found


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import UTC, datetime\nat = datetime.now(UTC)\n",
        "import datetime\nat = datetime.datetime.utcnow()\n",
        "from datetime import date\non = date.today()\n",
        "from datetime import date as day\non = day.today()\n",
        "from datetime import datetime\nread = datetime.now\n",
        "import time\nat = time.time()\n",
        "from time import time as seconds\nat = seconds()\n",
        "from django.utils import timezone\nat = timezone.now()\n",
        "from django.utils.timezone import localdate\non = localdate()\n",
        "from django.db.models.functions import Now\nat = Now()\n",
        "from zoneinfo import ZoneInfo\nhere = ZoneInfo('America/Lima')\n",
        "from django.db import models\nat = models.DateTimeField(auto_now=True)\n",
        "LOOK = 'DELETE FROM vault_unlock WHERE seen < now()'\n",
        "LOOK = \"SELECT strftime('%s', 'now')\"\n",
        "import time\nbegan = time.monotonic()\n",
        "from datetime import datetime as dt\nat = dt.now()\n",
        "import datetime as d\non = d.date.today()\n",
        "from email.utils import formatdate\nat = formatdate()\n",
        "from datetime import datetime\nat = datetime.fromtimestamp(0)\n",
        "from django.core.signing import TimestampSigner\nsigner = TimestampSigner()\n",
        "from django.core import signing\nsaid = signing.loads(text, max_age=9)\n",
        "local = moment.astimezone()\n",
        "from amparo.commons import clock\nhere = clock.Zone('America/Lima')\n",
        "from datetime import UTC, datetime, time\nat = datetime.combine(on, time(), UTC)\n",
        "from datetime import UTC, datetime, time\nat = datetime.combine(on, time(12), tzinfo=UTC)\n",
        "from datetime import UTC\non = moment.astimezone(UTC).date()\n",
    ],
)
def test_a_planted_clock_is_found(planted: str) -> None:
    assert faults("casework/actions/planted.py", planted)


@pytest.mark.parametrize("planted", ['{% now "F Y" %}', "{{ row.until|timeuntil }}", "{{ at|timesince }}"])
def test_a_planted_clock_of_a_template_is_found(planted: str) -> None:
    assert faults("casework/templates/casework/planted.html", planted)


def test_the_clock_itself_and_a_time_that_is_given_are_no_faults() -> None:
    plain = (
        "from datetime import date\nfrom amparo.commons import clock\nat = clock.now()\nlast = date(2026, 1, 1).year\n"
    )
    assert faults("casework/actions/plain.py", plain) == []


def test_nothing_else_reads_the_time() -> None:
    every = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt"), *PACKAGE.rglob("*.xml")]
    named = {path.relative_to(PACKAGE).as_posix(): path for path in every}
    assert [each for name, path in sorted(named.items()) for each in faults(name, path.read_text("utf-8"))] == []
    assert len(named) > 1_000
    assert set(named) >= STOP_WATCHES | set(MAY), "a file of the lists is gone"
    used = {name for name in STOP_WATCHES if "import time" in named[name].read_text("utf-8")}
    assert used == STOP_WATCHES, "a file of the list measures nothing any more"
