"""The statistics of ``amparo.methods``: each task in a process of its own, one thread, cold and warm, and its memory.

./amparo bench methods [--only PREFIX]

``cold_s`` is the first call with everything that is loaded and compiled for it; ``first_s`` the same after the machine
code was kept on the disk; ``warm_s`` the median of the calls after it; ``peak_mb`` the most memory the process held.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "MKL_NUM_THREADS"), "1")
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from _tasks import Task  # noqa: E402


def every() -> dict[str, Task]:
    """The tasks of all parts by name."""
    parts = [__import__(path.stem) for path in sorted(HERE.glob("_methods_*.py"))]
    return {task.name: task for part in parts for task in part.TASKS}


def one(name: str) -> None:
    """Measure one task here, and print its figures."""
    began = time.perf_counter()
    task = every()[name]
    call = task.prepare()
    ready = time.perf_counter()
    call()
    first, warm = time.perf_counter() - ready, []
    for _ in range(task.times):
        start = time.perf_counter()
        call()
        warm.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"prepare_s": ready - began, "first_s": first, "warm_s": statistics.median(warm), "peak_mb": peak}
    print(json.dumps({key: round(value, 4) for key, value in figures.items()}))


def apart(name: str, **more: str) -> dict[str, float]:
    """Measure one task in a process of its own."""
    command = [sys.executable, __file__, "--here", name]
    run = subprocess.run(command, env=os.environ | ONE_THREAD | more, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"{name}: {run.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--here")
    parser.add_argument("--cold", action="store_true", help="also measure the first call before anything was compiled")
    words = parser.parse_args()
    if words.here:
        one(words.here)
        return
    from _house import finish_run, report

    for name, task in every().items():
        if not name.startswith(words.only):
            continue
        figures = {}
        if words.cold:
            figures["cold_s"] = apart(name, AMPARO_COMPILE_ANEW="yes")["first_s"]
        figures |= apart(name)
        report(name, **task.sizes, **figures, budgets={"warm_s": task.most_s} if task.most_s else None)
    finish_run()


if __name__ == "__main__":
    main()
