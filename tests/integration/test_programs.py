"""A forked program (``tests/programs.py``) is a started one: what it says, writes and sees, and how it ends."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests import moment, programs
from tests.browser.house import clean_environment
from tests.own_house import ON_POSTGRES
from tests.terminal import amparo

pytestmark = pytest.mark.skipif(not programs.CAN_FORK, reason="programs are not forked on this computer")
BOTH = {"forked": False, "started": True}


# What commands of the house say and write.


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """A guide made by either, in folders whose names are equally long, and what making it said."""
    if ON_POSTGRES:
        pytest.skip("it makes houses of files, on whatever engine the tests run")
    made = {}
    for name, started in BOTH.items():
        data = tmp_path_factory.mktemp("houses") / "guide"
        run = amparo(data, "init", answers="1\nec\nCuaderno\nAna\nana.p\n", started=started)
        assert run.code == 0, run.err
        made[name] = data, run.out
    return made


def lying(data: Path) -> list[tuple[str, str]]:
    """Every file and folder of a house, and for whom it is."""
    return sorted((path.relative_to(data).as_posix(), oct(path.stat().st_mode)) for path in [data, *data.rglob("*")])


def schema(data: Path) -> list[Any]:
    with closing(sqlite3.connect(data / "care.sqlite3")) as database:
        return database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def same_for_all(said: str, data: Path) -> str:
    """Without the passphrase, the names that chance gives, and the name of the folder."""
    return re.sub(r"(?<=Passphrase:)[^\n]*|[0-9a-f]{16}", "", said.replace(str(data), "HOUSE"))


def test_a_house_is_made_alike(houses: dict[str, tuple[Path, str]]) -> None:
    (one, said), (other, also_said) = houses["forked"], houses["started"]
    assert same_for_all(said, one) == same_for_all(also_said, other)
    assert lying(one) == lying(other)
    assert schema(one) == schema(other)
    assert len(schema(one)) > 20


@pytest.mark.parametrize(
    ("words", "answers", "environment"),
    [
        (["tidy"], "", {}),
        (["tidy", "--soon"], "", {"LC_ALL": "es_EC.UTF-8"}),
        (["trail"], "", {}),
        (["backup", "/proc/x"], "", {"LC_ALL": "C"}),
        (["account", "nobody"], "una frase\nuna frase\n", {}),
        (["changepassword", "x"], "", {"LANG": "pt_BR.UTF-8", "LC_ALL": ""}),
        (["help"], "", {}),
        (["help", "restore"], "", {"LC_ALL": "pt_BR.UTF-8"}),
        (["dpia", "--language", "es"], "", {}),
        (["tidy"], "", {"AMPARO_LANGUAGE": "pt", "AMPARO_PATHS": "help=ayuda2"}),  # read while importing
        (["tidy"], "", {"AMPARO_LANGUAGE": "fr"}),
        (["tidy"], "", {"AMPARO_NO_SUCH": "x"}),
        (["tidy"], "", {"PYTHONWARNINGS": "ignore", "PYTHONHASHSEED": "1"}),
        (["doctor"], "", {}),
        (["migrate", "--plan"], "", {}),
    ],
)
def test_a_command_says_and_leaves_the_same(
    words: list[str], answers: str, environment: dict[str, str], houses: dict[str, tuple[Path, str]]
) -> None:
    found = []
    for name, started in BOTH.items():
        data = houses[name][0]
        run = amparo(data, *words, answers=answers, started=started, **environment)
        found.append((run.code, same_for_all(run.out, data), same_for_all(run.err, data), lying(data)))
    assert found[0] == found[1]
    assert found[0][1] + found[0][2]


# What a program sees of itself.

LOOK = """
import json, locale, os, resource, signal, sys, tempfile, time, warnings, logging
from pathlib import Path
standard = [[each.name, each.encoding, each.errors, each.line_buffering, each.write_through, each.isatty(),
             type(each.buffer).__name__] for each in (sys.stdin, sys.stdout, sys.stderr)]
signals = {str(each): str(signal.getsignal(each)).split(" at ")[0] for each in sorted(signal.valid_signals())}
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
before = {"argv": sys.argv, "orig": sys.orig_argv, "path": sys.path, "name": __name__, "file": "__file__" in globals(),
    "flags": str(sys.flags), "env": dict(os.environ), "cwd": os.getcwd(), "umask": status["Umask"],
    "masks": [status[each] for each in ("SigBlk", "SigIgn", "SigCgt", "Threads")], "standard": standard,
    "signals": signals, "files": sorted(os.listdir("/proc/self/fd"))[:3], "count": len(os.listdir("/proc/self/fd")),
    "group": os.getpgrp(), "session": os.getsid(0), "nice": os.nice(0), "temporary": tempfile.gettempdir(),
    "zone": time.tzname, "limits": [resource.getrlimit(each) for each in range(16)], "fs": sys.getfilesystemencoding(),
    "open": open("/proc/self/status").encoding.lower(), "typed": sys.stdin.read(), "log": len(logging.root.handlers),
    "level": logging.root.level, "warnings": len(warnings.filters), "modules": "tests.moment" in sys.modules}
from amparo.config.prepare import django_setup
django_setup()
from django.conf import settings
from django.db import connections
from django.utils import timezone
from amparo.commons import clock
after = {"databases": [str(each.settings_dict["NAME"]) for each in connections.all()], "key": settings.SECRET_KEY,
    "folders": [str(settings.STATIC_ROOT), settings.SHRED_LEDGER], "zone": [time.tzname, str(clock.here())],
    "apps": len(settings.INSTALLED_APPS), "now": clock.now().isoformat(), "handlers": str(logging.root.handlers)[:30],
    "levels": [logging.root.level, logging.getLogger("django").level], "day": str(clock.today())}
print(json.dumps([before, after]))
"""
OWN = {"modules"}  # of the clock of the tests: it is there from the beginning, and otherwise from its first use


def looked(started: bool, folder: Path, limit: int = 0, **environment: str) -> tuple[dict[str, Any], dict[str, Any]]:
    env = clean_environment(folder) | {"AMPARO_PROFILE": "red", **environment}
    how: dict[str, Any] = {"cwd": folder, "umask": 0o27, "file_limit": limit, "input": "typed\n"}
    run = programs.run(["-c", LOOK, "one", "zwölf"], env=env, started=started, **how)
    assert run.returncode == 0, run.stderr
    before, after = json.loads(run.stdout)
    before["env"].pop("PWD", "")  # ``sh`` writes it, which sets the limit of a started program
    return {name: each for name, each in before.items() if name not in OWN}, after


@pytest.mark.parametrize("more", [
    {}, {"AMPARO_SECRET_KEY": "k" * 50, "AMPARO_TIME_ZONE": "Asia/Tokyo", "TMPDIR": "/var/tmp", "TZ": "Asia/Tokyo"},
    {"LC_ALL": "C.UTF-8", "AMPARO_SHRED_LEDGER": "/else/where", "AMPARO_COUNTRY": "CO"},
])  # fmt: skip
def test_a_program_sees_the_same_of_itself(more: dict[str, str], tmp_path: Path) -> None:
    with moment.at(datetime(2031, 5, 6, 7, tzinfo=UTC)):
        one, other = (looked(started, tmp_path, limit=1 << 20, **more) for started in BOTH.values())
    times = [datetime.fromisoformat(each[1].pop("now")) for each in (one, other)]
    assert all(time.year == 2031 for time in times)
    assert one == other
    assert one[0]["cwd"] == str(tmp_path)
    assert one[0]["umask"].strip() == "0027"
    assert one[0]["typed"] == "typed\n"
    assert str(tmp_path) in one[1]["databases"][0]


def test_a_forked_program_has_its_modules_and_one_that_would_read_others_starts_anew() -> None:
    asks = "import os, sys; print(os.getppid(), 'django.db.models' in sys.modules)"
    found = {}
    for name, started, more in (
        ("forked", False, {}),
        ("started", True, {}),
        ("other settings", False, {"AMPARO_LANGUAGE": "pt"}),
        ("other Python", False, {"PYTHONHASHSEED": "1"}),
    ):
        env = clean_environment(Path("none")) | more
        parent, has_modules = programs.run(["-c", asks], env=env, started=started).stdout.split()
        found[name] = has_modules
        assert (int(parent) == os.getpid()) is started
        assert started or "tests.program_server" in Path(f"/proc/{parent}/cmdline").read_text(encoding="utf-8")
    assert found == {"forked": "True", "started": "False", "other settings": "False", "other Python": "False"}


# How it ends, and what may be done to it.

ENDS = {
    "well": "print('done')",
    "with a figure": "raise SystemExit(7)",
    "with a sentence": "raise SystemExit('no')",
    "with an error": "def far():\n    raise KeyError('lost')\nfar()",
    "killed": "import os; os.kill(os.getpid(), 9)",
    "aborted": "import os, resource; resource.setrlimit(4, (0, 0)); os.abort()",
    "by a pipe": "import os, signal; signal.signal(signal.SIGPIPE, signal.SIG_DFL); os.kill(os.getpid(), 13)",
    "interrupted": "import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(1)",
    "at once": "import os; print('lost'); os._exit(3)",
    "at exit": "import atexit; atexit.register(print, 'bye')",
    "as another": "import os, sys; os.execv(sys.executable, [sys.executable, '-c', 'print(5)'])",
}


@pytest.mark.parametrize("how", ENDS)
def test_a_program_ends_the_same(how: str) -> None:
    env = clean_environment(Path("none"))
    one, other = (programs.run(["-c", ENDS[how]], env=env, started=started) for started in BOTH.values())
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


@pytest.mark.parametrize("heard", [signal.default_int_handler, signal.SIG_IGN], ids=["heard", "not heard"])
def test_ctrl_c_is_heard_by_a_program_where_its_caller_hears_it(heard: Any) -> None:
    """What a shell starts in the background hears none of it, nor what that starts."""
    before = signal.signal(signal.SIGINT, heard)
    try:
        env = clean_environment(Path("none"))
        ended = {
            programs.run(["-c", ENDS["interrupted"]], env=env, started=started).returncode for started in BOTH.values()
        }
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended == {0 if heard is signal.SIG_IGN else -signal.SIGINT}


@pytest.mark.parametrize("started", BOTH.values(), ids=BOTH)
def test_a_running_program_is_asked_stopped_and_gone(started: bool) -> None:
    code = "import sys\nprint('here', flush=True)\nfor line in sys.stdin:\n    print(line.upper(), end='', flush=True)"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with programs.start(["-c", code], env=clean_environment(Path("none")), started=started, **pipes) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == "here\n"
        assert program.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(timeout=0.05)
        program.stdin.write("each\n")
        program.stdin.flush()
        assert program.stdout.readline() == "EACH\n"
        program.terminate()
        assert program.wait(timeout=30) == -signal.SIGTERM
        assert program.poll() == -signal.SIGTERM
        program.kill()  # of one that is gone: nothing
    assert is_gone(program.pid)


def is_gone(pid: int) -> bool:
    """Within ten seconds there is no such process, and no dead one that nobody let go."""
    for _ in range(1_000):
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False


def test_what_reads_other_settings_than_foreseen_says_so(tmp_path: Path) -> None:
    sets = "import os; os.environ['AMPARO_LANGUAGE'] = 'pt'"
    code = f"{sets}\nfrom amparo.config.prepare import django_setup\ndjango_setup()"
    run = programs.run(["-c", code], env=clean_environment(tmp_path))
    assert run.returncode == 70
    assert "['LANGUAGE_CODE']. Give started=True" in run.stderr
    foreseen = {"AMPARO_LANGUAGE": "pt"}
    assert programs.run(["-c", code], env=clean_environment(tmp_path), foreseen=foreseen).returncode == 0


CALLER = """
import os, time
from tests import programs
code = "import os, time; print(os.getppid(), flush=True); time.sleep(1)"
program = programs.start(["-c", code], env=os.environ)
time.sleep(60)
"""


def test_the_server_ends_when_its_caller_is_killed(tmp_path: Path) -> None:
    env = clean_environment(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", CALLER], env=env, cwd=programs.ROOT, stdout=subprocess.PIPE, text=True
    ) as caller:
        assert caller.stdout is not None
        server = int(caller.stdout.readline())
        assert not is_gone_now(server)
        caller.kill()
    assert is_gone(server)


def is_gone_now(pid: int) -> bool:
    """Is there no such process?"""
    return not Path(f"/proc/{pid}").exists()
