"""The child: what it may not do, how it is ended, what the parent believes of it. Each is tried with a planted one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from amparo.formats.media import KINDS, LARGEST, MOST_FILES, Cleaned, NotTaken, _believed, clean, running
from amparo.formats.media.limits import AT_ONCE, MEMORY
from amparo.formats.media.running import PLACES, _read_answer, ask_child, run
from tests.unit.media_made import CANARY, note, picture, saved

SOURCES = Path(__file__).resolve().parents[2] / "src"
WALLED = "from amparo.formats.media.walls import confine, limit\nimport os, sys, socket, resource\n"


def planted(program: str, *, seconds: float = 10, data: bytes = b"", most: int = 100_000) -> str:
    """What a child with this program answers, started as the real one is."""
    start = f"import sys; sys.path.append({str(SOURCES)!r})\n{program}"
    return run([sys.executable, "-I", "-B", "-c", start], (data,), seconds=seconds, most=most).decode()


def refusal(program: str, **more: object) -> str:
    with pytest.raises(NotTaken) as refused:
        planted(program, **more)  # type: ignore[arg-type]
    return refused.value.kind


def is_running(number: int) -> bool:
    """Whether a process lives (a zombie does not)."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def tries(*acts: str, before: str = "", limited: bool = True) -> list[str]:
    """What comes of each act in a child, by the name of the error or ``done``; with its walls, or without."""
    walls = "limit(10)\nconfine()\n" if limited else ""
    program = WALLED + before + "\n" + walls
    for act in acts:
        program += f"try:\n    {act}\n    os.write(1, b'done ')\nexcept BaseException as e:\n"
        program += "    os.write(1, type(e).__name__.encode() + b' ')\n"
    return planted(program).split()


def test_what_a_child_complains_of_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    """A traceback may hold what was sent, and whatever a child says there would stand in the log of the server."""
    complains = f"sys.stderr.write({CANARY!r}); sys.stderr.flush(); print('ok', end='')"
    assert planted(complains) == "ok"
    assert CANARY not in "".join(capfd.readouterr())
    subprocess.run([sys.executable, "-c", f"import sys; {complains}"], check=True)
    assert CANARY in capfd.readouterr().err  # the control: a child that inherits it is heard


def test_a_child_that_does_not_end_is_ended_with_all_it_started() -> None:
    began = time.monotonic()
    with pytest.raises(NotTaken) as refused:
        planted("import time; time.sleep(60)", seconds=0.5)
    assert refused.value.kind == "took_too_long"
    assert time.monotonic() - began < 5
    with tempfile.NamedTemporaryFile("r") as told:
        program = (
            "import subprocess, sys, time\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            f"open({told.name!r}, 'w').write(str(child.pid))\ntime.sleep(60)"
        )
        assert refusal(program, seconds=4) == "took_too_long"
        number = int(told.read())
    until = time.monotonic() + 3
    while is_running(number) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(number)


def test_the_real_child_is_ended_by_the_clock_and_gives_its_place_back() -> None:
    data = saved(picture((3_000, 2_000)), "PNG")
    for _ in range(AT_ONCE + 1):
        with pytest.raises(NotTaken) as refused:
            clean(data, wanted="photo", seconds=0.01)
        assert refused.value.kind == "took_too_long"
    assert clean(data, wanted="photo").extension == "jpg"


def test_a_child_that_computes_for_ever_is_ended_by_its_own_limit() -> None:
    began = time.monotonic()
    assert refusal(WALLED + "limit(1)\nconfine()\nwhile True: pass", seconds=30) == "took_too_long"
    assert time.monotonic() - began < 20


def test_memory_is_bounded() -> None:
    assert tries(f"bytearray({MEMORY})", "bytearray(100_000_000)") == ["MemoryError", "done"]
    assert tries(f"bytearray({MEMORY})", limited=False) == ["done"]


def test_a_child_that_talks_too_much_is_not_listened_to() -> None:
    assert refusal("import os\nwhile True: os.write(1, bytes(65536))", most=1_000_000) == "broken"
    assert planted("import os; os.write(1, b'a' * 100_000)") == "a" * 100_000


def test_a_child_that_does_not_listen_does_not_hold_the_parent() -> None:
    assert planted("import os; os.close(0); os.write(1, b'enough')", data=bytes(5_000_000)) == "enough"
    assert refusal("import time; time.sleep(60)", data=bytes(5_000_000), seconds=0.5) == "took_too_long"


def test_a_child_that_cannot_begin_is_said_to_be_unavailable() -> None:
    assert refusal("import a_library_that_is_not_here") == "unavailable"
    with pytest.raises(NotTaken) as refused:
        run(["/nowhere/python"], (), seconds=1, most=10)
    assert refused.value.kind == "unavailable"
    with pytest.raises(NotTaken) as refused:
        ask_child(("photo", "jpeg", "plain", "too", "many"), b"", b"", seconds=5, patience=1)
    assert refused.value.kind == "unavailable"


def test_a_child_without_its_libraries_says_so() -> None:
    program = (
        "sys.modules['PIL'] = sys.modules['av'] = None\n"
        "from amparo.formats.media.child import main\nmain(['5', {!r}, 'x', 'plain'])"
    )
    for task in ("photo", "voice"):
        assert planted(program.format(task)) == "no unavailable\n"


def test_nothing_of_the_parent_goes_with_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_SECRET_KEY", CANARY)
    monkeypatch.setenv("PYTHONPATH", "/tmp/not-here")
    seen = planted("import os, sys; print(dict(os.environ), os.getcwd(), sys.path, os.listdir('/proc/self/fd'))")
    assert CANARY not in seen
    assert "not-here" not in seen
    assert "AMPARO" not in seen
    assert seen.startswith(("{}", "{'LC_CTYPE': 'C.UTF-8'}"))
    assert "} / [" in seen
    assert seen.rstrip().endswith("['0', '1', '2', '3']")  # 3 is the look itself
    assert planted("import os; print(os.getpgid(0) == os.getpid())") == "True\n"


ACTS = {
    "a file to read": "open('/etc/hostname')",
    "a file to write": "open('/tmp/amparo-planted', 'w').write('x')",
    "a socket": "socket.socket(socket.AF_INET)",
    "a socket of this computer": "socket.socket(socket.AF_UNIX)",
    "a pipe": "os.pipe()",
    "a process": "os.fork() or os._exit(0)",
    "more descriptors again": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "more memory again": f"resource.setrlimit(resource.RLIMIT_AS, ({2 * MEMORY}, {2 * MEMORY}))",
}


@pytest.mark.parametrize("name", ACTS)
def test_behind_its_walls_the_child_reaches_nothing(name: str) -> None:
    assert tries(ACTS[name]) in (["OSError"], ["BlockingIOError"], ["ValueError"], ["PermissionError"])
    Path("/tmp/amparo-planted").unlink(missing_ok=True)


def test_without_its_walls_it_would() -> None:
    acts = [act for name, act in ACTS.items() if "again" not in name and "write" not in name and "process" not in name]
    assert tries(*acts, limited=False) == ["done"] * len(acts)


def standing() -> list[str]:
    """The walls that this kernel gives."""
    return planted(WALLED + "limit(10)\nos.write(1, ','.join(confine()).encode())").split(",")


def test_the_walls_that_need_nothing_of_the_kernel_always_stand() -> None:
    assert {"no process", "no descriptor", "no new privileges", "no dump"} <= set(standing())


def test_a_path_is_not_touched_where_the_kernel_can_forbid_it() -> None:
    if "no paths" not in standing():
        pytest.skip("this kernel has no Landlock: the child is held by its limits alone")
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        kept = Path(place, "kept")
        kept.touch()
        acts = (f"os.unlink({str(kept)!r})", f"os.mkdir({place + '/new'!r})", "os.execv('/bin/true', ['true'])")
        assert tries(*acts) == ["PermissionError"] * 3
        assert kept.exists()
        nobody = "from amparo.formats.media.walls import _become_nobody as nobody\nnobody()"
        assert tries(*acts[:2], before=nobody, limited=False) == ["done", "done"]  # it was the wall, not the owner


def test_no_other_process_is_reached_where_the_kernel_can_forbid_it() -> None:
    """The parent holds what other women wrote: a child that was taken over must not stop it or look into it."""
    if "no signals" not in standing():
        pytest.skip("this kernel is older than 6.12: a signal to a process of the same user is not forbidden")
    beside = (
        "from amparo.formats.media.walls import _become_nobody as nobody\nimport time\nnobody()\n"
        "other = os.fork()\nif not other:\n    os.close(1)\n    time.sleep(3)\n    os._exit(0)\n"
    )
    assert tries("os.kill(other, 0)", before=beside) == ["PermissionError"]
    assert tries("os.kill(other, 0)", before=beside, limited=False) == ["done"]


def test_cleaning_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)

    def listing() -> set[str]:
        places = (tmp_path, SOURCES / "amparo" / "formats" / "media", Path("/"))
        return {str(path) for place in places for path in place.iterdir()}

    before = listing()
    clean(saved(picture(), "JPEG"), wanted="photo")
    clean(note("ogg", "libopus"), wanted="voice", disguise=True)
    assert listing() == before
    written = tmp_path / "written"
    act = f"os.write(os.open({str(written)!r}, os.O_CREAT | os.O_WRONLY), b'x')"
    assert tries(act, before="limit(10)", limited=False) == ["OSError"]  # even a file that could be opened stays empty
    assert written.stat().st_size == 0
    assert tries(act, limited=False) == ["done"]
    assert written.stat().st_size == 1


def modules_of(program: str) -> set[str]:
    """The outer names of what is loaded after a program, in a Python of its own."""
    look = f"import sys; sys.path.append({str(SOURCES)!r})\n{program}\nprint(*{{m.split('.')[0] for m in sys.modules}})"
    told = subprocess.run([sys.executable, "-I", "-c", look], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_each_side_loads_only_what_it_needs() -> None:
    heavy = {"PIL", "av", "django", "numpy"}
    assert modules_of("import PIL.Image, av, django") & heavy == {"PIL", "av", "django"}
    assert modules_of("import amparo.formats.media") & heavy == set()
    assert modules_of("import amparo.formats.media.child") & heavy == set()
    assert modules_of("import amparo.formats.media.photo") & heavy == {"PIL"}
    assert modules_of("import amparo.formats.media.voice") & heavy == {"av"}


class Asked:
    """A semaphore that remembers how long it was waited for."""

    def __init__(self, own: threading.BoundedSemaphore) -> None:
        self.acquire_own, self.release = own.acquire, own.release
        self.waits: list[float] = []

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        if timeout is not None:
            self.waits.append(timeout)
        return self.acquire_own(blocking, timeout)


def test_only_so_many_at_once_and_then_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(picture(), "JPEG")
    for _ in range(AT_ONCE):
        assert PLACES.acquire(timeout=1)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(running, "PLACES", asked := Asked(PLACES))
            with pytest.raises(NotTaken) as refused:
                clean(data, wanted="photo", patience=0.2)
        assert refused.value.kind == "busy"
        assert asked.waits == [0.2]
        threading.Timer(0.3, PLACES.release).start()
        assert clean(data, wanted="photo", patience=5).extension == "jpg"
        assert PLACES.acquire(timeout=1)
    finally:
        for _ in range(AT_ONCE):
            PLACES.release()


def test_what_a_broken_child_says_is_not_believed() -> None:
    assert _read_answer(bytearray(b"jpg 3\nabc")) == ("jpg", b"abc")
    for answer in (
        b"",
        b"jpg",
        b"jpg 3\nab",
        b"jpg 3\nabcd",
        b"jpg -3\nabc",
        b"jpg 3 3\nabc",
        b"\xff\xfe\n",
        b"a" * 99,
    ):
        with pytest.raises(NotTaken, match="broken"):
            _read_answer(bytearray(answer))
    with pytest.raises(NotTaken, match="too_long"):
        _read_answer(bytearray(b"no too_long\n"))
    with pytest.raises(NotTaken, match="broken"):
        _read_answer(bytearray(b"no such_word\n"))
    for made, body, task in (("html", b"<p>", "photo"), ("jpg", b"<p>", "photo"), ("mp3", b"\xff\xf3", "photo")):
        with pytest.raises(NotTaken, match="broken"):
            _believed(made, body, task, note="")
    assert _believed("mp3", b"\xff\xf3", "voice", note="") == Cleaned(b"\xff\xf3", "audio/mpeg", "mp3", "")


def test_the_words_of_refusal_are_these_and_no_others() -> None:
    assert len(set(KINDS)) == 10
    with pytest.raises(ValueError, match="no such reason"):
        NotTaken("whatever")
    assert (LARGEST, MOST_FILES) == (10_000_000, 3)
