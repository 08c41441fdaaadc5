"""What a letter costs, how many a second two cores take, and whether a flood keeps somebody from her answer.

./amparo bench channel [--seconds 10]           letters closed on phones, letters without script, coming back
./amparo bench channel --abuse [--seconds 30]   the same door while somebody tries a thousand wrong words a minute

Starts the house on a free loopback port with ``synchronous=FULL``, asks with wrk, and stops by itself. Beside the
figures stands how many times a second this disk makes sure of a write: that is the bound of everything below, and
nobody promised it. What was promised of the rest stands beside it, and the run fails where it is not kept. How many
come back a second was never promised: theirs is a bound against growing slower, half of what was measured.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import struct
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

from _house import finish_run, free_port, percentile, report, serve, start
from _letters import house_for_letters, letter_body, some_words, wrong_words

CPU_S, PHONES_PER_S, HERE_PER_S, TIMES = 0.05, 200, 40, 2  # promised; as often as that may wait who has words
BACK_PER_S = 30  # promised by nobody: half of what was measured, so that it is seen when this grows much slower

LUA = """
local bodies, place = {}, 0
local file = io.open("%(file)s", "rb")
while true do
  local head = file:read(4)
  if not head then break end
  local a, b, c, d = head:byte(1, 4)
  bodies[#bodies + 1] = file:read(((a * 256 + b) * 256 + c) * 256 + d)
end
file:close()
taken, refused = 0, 0
local threads = {}
function setup(thread) table.insert(threads, thread) end
function request()
  place = place + 1
  if place > #bodies then place = #bodies end
  return wrk.format("POST", "%(path)s", {["Content-Type"] = "%(kind)s"}, bodies[place])
end
function response(status, headers, body)
  local good = status >= 200 and status < 300 and body:find('%(good)s', 1, true)
  if good then taken = taken + 1 else refused = refused + 1 end
end
function done(summary, latency)
  local all, no = 0, 0
  for _, thread in ipairs(threads) do all = all + thread:get("taken"); no = no + thread:get("refused") end
  io.write(string.format("TAKEN %%d REFUSED %%d SECONDS %%f P95 %%f\\n", all, no, summary.duration / 1e6,
    latency:percentile(95) / 1000))
end
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--abuse", action="store_true")
    words = parser.parse_args()
    if not shutil.which("wrk") and not words.abuse:
        raise SystemExit("This benchmark asks with wrk. On Debian: apt install wrk")
    os.environ["AMPARO_PROFILE"] = "acompanamiento"
    folder = start(f"channel-{uuid.uuid4().hex[:8]}")
    try:
        house_for_letters()
        report("channel disk", fsync_per_s=fsyncs(folder))
        abuse(words.seconds) if words.abuse else letters(words.seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    finish_run()


def letters(seconds: int) -> None:
    """How many of each kind a second, what one costs the processor, and whether all that were taken are there."""
    boundary = uuid.uuid4().hex
    kinds = [
        ("sealed on the phone", "/sobre", f"multipart/form-data; boundary={boundary}", '"ok": true',
         lambda: letter_body(boundary), 500 * seconds, PHONES_PER_S),
        ("one sentence, sealed here", "/frase", "application/x-www-form-urlencoded", '<ol class="words',
         sentence_body, 120 * seconds, HERE_PER_S),
        ("coming back", "/respuesta", "application/x-www-form-urlencoded", 'name="text"',
         back_body(), 120 * seconds, BACK_PER_S),
    ]  # fmt: skip
    for name, path, kind, good, make, count, least in kinds:
        bodies = [make() for _ in range(count)]
        port = free_port()
        server = serve(port)
        try:
            wait_for(port)
            before = cpu_of(server.pid)
            taken, refused, lasted, p95 = with_wrk(port, path, kind, good, bodies, seconds)
            cpu = cpu_of(server.pid) - before
        finally:
            server.terminate()
            server.wait(10)
        rate, each = round(taken / lasted, 1), round(cpu / max(1, taken), 4)
        budgets = {"each_cpu_s": CPU_S, "requests_per_s": least}
        report(f"channel {name}", budgets=budgets, seconds=round(lasted, 1), taken=taken, refused=refused,
               requests_per_s=rate, p95_ms=round(p95, 1), each_cpu_s=each)  # fmt: skip


def sentence_body() -> bytes:
    """One sentence, with a ticket that has waited."""
    from amparo.access.reporting.queries.tickets import new_ticket
    from amparo.commons import clock

    return urlencode(
        {"sentence": "una frase de prueba, no es de nadie", "t": new_ticket(clock.seconds() - 60)}
    ).encode()


def back_body() -> object:
    """A function that makes a request with words that open a thread."""
    from amparo.access.reporting.queries.tickets import new_ticket

    typed = " ".join(some_words())
    return lambda: urlencode({"p": typed, "t": new_ticket()}).encode()


def abuse(seconds: int) -> None:
    """Somebody tries a thousand wrong words a minute: how long does she wait, with and without?"""
    make = back_body()
    port = free_port()
    server = serve(port)
    try:
        wait_for(port)
        quiet = ask_slowly(port, make, seconds)
        stop = threading.Event()
        tried: list[int] = [0]
        flood = threading.Thread(target=wrong, args=(port, stop, tried), daemon=True)
        flood.start()
        begun = time.monotonic()
        busy = ask_slowly(port, make, seconds)
        lasted = time.monotonic() - begun
        stop.set()
        flood.join(10)
    finally:
        server.terminate()
        server.wait(10)
    a, b = percentile(quiet, 0.95), percentile(busy, 0.95)
    report("channel abuse", budgets={"times_quiet": TIMES}, seconds=seconds,
           wrong_per_minute=round(tried[0] * 60 / lasted), good=len(busy), quiet_p95_ms=a, p95_ms=b,
           times_quiet=round(b / a, 2))  # fmt: skip


def wrong(port: int, stop: threading.Event, tried: list[int]) -> None:
    """A thousand wrong words a minute."""
    from amparo.access.reporting.queries.tickets import new_ticket

    rng = random.Random(7)
    pause, due = 60 / 1000, time.monotonic()
    while not stop.is_set():
        post(port, "/respuesta", urlencode({"p": " ".join(wrong_words(rng)), "t": new_ticket()}).encode())
        tried[0] += 1
        due += pause
        time.sleep(max(0.0, due - time.monotonic()))


def ask_slowly(port: int, make: object, seconds: int) -> list[float]:
    """How long each of her visits took, in milliseconds, three a second; sorted."""
    times = []
    for _ in range(3 * seconds):
        body, begun = make(), time.perf_counter()  # type: ignore[operator]
        status = post(port, "/respuesta", body)
        times.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"She was answered {status}.")
        time.sleep(max(0.0, 1 / 3 - times[-1] / 1000))
    return sorted(times)


def post(port: int, path: str, body: bytes) -> int:
    """One request of a form; its status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def with_wrk(
    port: int, path: str, kind: str, good: str, bodies: list[bytes], seconds: int
) -> tuple[int, int, float, float]:
    """Each body once: taken, refused, seconds, and the 95th percentile in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        file, script = Path(folder, "bodies"), Path(folder, "ask.lua")
        file.write_bytes(b"".join(struct.pack(">I", len(body)) + body for body in bodies))
        script.write_text(LUA % {"file": file, "path": path, "kind": kind, "good": good})
        limits = ["-t1", "-c16", f"-d{seconds}s", "--timeout", "20s"]
        command = ["wrk", *limits, "-s", str(script), f"http://127.0.0.1:{port}"]
        out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    found = re.search(r"TAKEN (\d+) REFUSED (\d+) SECONDS ([\d.]+) P95 ([\d.]+)", out)
    if found is None:
        raise SystemExit(out)
    return int(found[1]), int(found[2]), float(found[3]), float(found[4])


def wait_for(port: int) -> None:
    """Until both workers have answered a few times."""
    for _ in range(100):
        try:
            for _ in range(8):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", "/")
                connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The house did not open.")


def cpu_of(pid: int) -> float:
    """Seconds of processor that a program and its children have used."""
    total, ticks = 0, os.sysconf("SC_CLK_TCK")
    for each in [pid, *children(pid)]:
        parts = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(parts[11]) + int(parts[12])
    return total / ticks


def children(pid: int) -> list[int]:
    """Its children, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for each in (task / "children").read_text().split():
            found += [int(each), *children(int(each))]
    return found


def fsyncs(folder: Path) -> int:
    """How many times a second this disk makes sure of a small write."""
    path, count, until = folder / "fsync", 0, time.monotonic() + 1
    with path.open("wb") as file:
        while time.monotonic() < until:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            count += 1
    path.unlink()
    return count


if __name__ == "__main__":
    main()
