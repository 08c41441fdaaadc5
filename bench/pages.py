"""How many pages a second the house serves on this computer: the first page and the results.

./amparo bench pages [--services 100000] [--seconds 8]     a big house, services spread over the region
./amparo bench pages --demo                                the house of ./amparo demo

Starts the house on a free loopback port, asks with wrk where it is installed (else with a few threads of its
own, which measures the asker too), and stops by itself. What was promised of two cores stands beside what wrk found,
and the run fails where it is not kept.
"""

import argparse
import http.client
import io
import re
import shutil
import subprocess
import tempfile
import threading
import time

from _house import fill, finish_run, free_port, report, serve, start

HOME_PER_S, RESULTS_PER_S, SMALL_PER_S = 1_500, 300, 450  # promised
POST = """wrk.method = "POST"
wrk.body = "{body}"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Accept-Encoding"] = "gzip"
"""
GET = 'wrk.headers["Accept-Encoding"] = "gzip"\n'
BIG = "b=health_now&l=3688689&x=papers"  # Bogotá
DEMO = "b=health_now&l=3650472&x=papers"  # Tulcán, the real town beside the made-up one


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--services", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--demo", action="store_true")
    words = parser.parse_args()
    start("demo" if words.demo else f"search-{words.services}", demo=words.demo)
    body, services = (DEMO, lay_out_demo()) if words.demo else (BIG, fill(words.services))
    port = free_port()
    server = serve(port)
    try:
        wait_for(port, body)
        results = SMALL_PER_S if words.demo else RESULTS_PER_S
        for task, path, sent, least in (("home", "/", "", HOME_PER_S), ("results", "/lugares", body, results)):
            rate, p99 = ask(port, path, sent, words.seconds)
            budgets = {"requests_per_s": least} if p99 is not None else None
            report(f"pages {task}", budgets=budgets, services=services, seconds=words.seconds, requests_per_s=rate,
                   p99_ms=p99)  # fmt: skip
    finally:
        server.terminate()
        server.wait(10)
    finish_run()


def lay_out_demo() -> int:
    """The made-up town; how many services it has."""
    from django.core.management import call_command

    from amparo.commons.directory.models import Service

    call_command("demo_town", stdout=io.StringIO())
    return Service.objects.count()


def wait_for(port: int, body: str) -> None:
    """Until both workers have answered a few times."""
    for _ in range(100):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            for _ in range(8):
                connection.request("POST", "/lugares", body, {"Content-Type": "application/x-www-form-urlencoded"})
                connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The house did not open.")


def ask(port: int, path: str, body: str, seconds: int) -> tuple[float, float | None]:
    """Requests a second and the 99th percentile in milliseconds."""
    if shutil.which("wrk"):
        return with_wrk(port, path, body, seconds)
    return with_threads(port, path, body, seconds), None


def with_wrk(port: int, path: str, body: str, seconds: int) -> tuple[float, float | None]:
    """Ask with wrk: one thread, sixteen connections."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(POST.format(body=body) if body else GET)
        script.flush()
        out = subprocess.run(
            ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-s", script.name, f"http://127.0.0.1:{port}{path}"],
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds + 30,
        ).stdout
    if "Non-2xx" in out:
        raise SystemExit(out)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    return (
        float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]),
        round(float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 1),
    )


def with_threads(port: int, path: str, body: str, seconds: int) -> float:
    """Ask with four threads of this process."""
    until, counts = time.monotonic() + seconds, [0] * 4

    def one(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Accept-Encoding": "gzip", "Content-Type": "application/x-www-form-urlencoded"}
        while time.monotonic() < until:
            connection.request("POST" if body else "GET", path, body or None, headers)
            connection.getresponse().read()
            counts[place] += 1

    threads = [threading.Thread(target=one, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(counts) / seconds, 1)


main()
