"""A phone for tests: the engine of ODK Web Forms in Node, which fills a form in and sends it as a person would.

It is written by others and shares nothing with what reads forms here, so it judges that. Its packages lie under
``tests/engine``, apart from those of the house, and nothing fetches them by itself:
``npm ci --ignore-scripts --prefix tests/engine``. Where Node or they are missing, its tests are left out by name.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import moment

ENGINE = Path(__file__).resolve().parent / "engine"
OLDEST_NODE, MOST_SECONDS = 20, 120
NOT_HERE = "Node 20 is not here, or the engine of ODK is not (npm ci --ignore-scripts --prefix tests/engine)"


@dataclass(frozen=True, kw_only=True)
class Job:
    """A form to fill in. ``answers`` by path come before what is guessed; ``url`` is where to send."""

    form: bytes
    media: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filled:
    """What became of it: values by path, what could not be set and why, and what the engine knows of each place."""

    set: dict[str, list[str]]
    unset: dict[str, str]
    seen: dict[str, dict[str, Any]]
    xml: bytes
    files: list[str]
    instance_id: str
    languages: list[str]
    ready: str
    status: int
    body: str
    error: str


def is_here() -> bool:
    """Is there a Node that is new enough, and the engine in the version that is pinned? Nothing is fetched."""
    if not shutil.which("node"):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    if not version.startswith("v") or int(version[1:].partition(".")[0]) < OLDEST_NODE:
        return False
    wanted = json.loads((ENGINE / "package.json").read_text("utf-8"))["devDependencies"]
    installed = {name: ENGINE / "node_modules" / name / "package.json" for name in wanted}
    return all(
        path.is_file() and json.loads(path.read_text("utf-8"))["version"] == wanted[name]
        for name, path in installed.items()
    )


needs_engine = pytest.mark.skipif(not is_here(), reason=NOT_HERE)


def fill(*jobs: Job, zone: str = moment.ZONE.key) -> list[Filled]:
    """Fill in each form and send those that say where to; all in one Node, because starting it takes a second.

    The phone goes by the clock of the tests, in a time zone of its own.
    """
    asked = [
        {
            "form": job.form.decode("utf-8"), "media": dict(job.media), "answers": dict(job.answers), "url": job.url,
            "headers": dict(job.headers),
        }
        for job in jobs
    ]  # fmt: skip
    done = subprocess.run(
        ["node", str(ENGINE / "fill.mjs")], input=json.dumps(asked), capture_output=True, text=True, check=False,
        timeout=MOST_SECONDS, env=os.environ | {"TZ": zone},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [_filled(each) for each in json.loads(done.stdout)]


def _filled(told: dict[str, Any]) -> Filled:
    return Filled(
        set=told.get("set", {}),
        unset=told.get("unset", {}),
        seen=told.get("seen", {}),
        xml=told.get("xml", "").encode(),
        files=told.get("files", []),
        instance_id=told.get("instanceID", ""),
        languages=told.get("languages", []),
        ready=told.get("ready", ""),
        status=told.get("status", 0),
        body=told.get("body", ""),
        error=told.get("error", ""),
    )
