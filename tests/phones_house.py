"""A house in the field with granian in front, for tests with real clients.

In a study are a form that goes in clear and one that goes locked; in another study is the first one again. A program
waits in the house and tells what came (``house.inside.ask``), with the key of whoever leads.
"""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as of
from pathlib import Path
from typing import Any

from amparo.config.prepare import server_command
from tests.browser.house import free_port, wait_for
from tests.own_house import ROOT, own_house
from tests.phone_client import Phone
from tests.two_houses import MORE, Waiting, waiting


@dataclass
class PhonesHouse:
    """The house, the server in front of it, what that said, and where it may have left something."""

    inside: Waiting
    world: dict[str, Any]
    said: Path
    temporary: Path
    port: int = 0
    server: "subprocess.Popen[bytes] | None" = None
    phones: dict[str, Phone] = of(default_factory=dict)

    def phone(self, name: str = "token") -> Phone:
        """A phone with the token of this name."""
        return Phone(self.port, self.world[name])

    def open(self) -> None:
        """Start the server, as a house does."""
        self.port = free_port()
        environment = self.inside.house.environment | {"AMPARO_SERVING": "yes", "TMPDIR": str(self.temporary)}
        with self.said.open("ab") as ear:
            self.server = subprocess.Popen(
                server_command(self.port, application="tests.served_phones:application"), env=environment, cwd=ROOT,
                stdout=ear, stderr=ear, start_new_session=True,
            )  # fmt: skip
        wait_for(self.port, self.server)

    def kill(self) -> None:
        """As a power cut does."""
        assert self.server is not None
        if self.server.poll() is None:
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(10)


@contextmanager
def phones_house(folder: Path, lay: Any = None, *arguments: Any) -> Iterator[PhonesHouse]:
    """Make one, open it, and take it away again."""
    data, temporary = folder / "house", folder / "temporary"
    for each in (data, data / "static", temporary):
        each.mkdir()
    with own_house(data, **MORE) as house, waiting(house) as inside:
        made = PhonesHouse(inside, inside.ask(lay or lay_field, *arguments), folder / "said.txt", temporary)
        made.open()
        try:
            yield made
        finally:
            made.kill()


# --- what happens inside --------------------------------------------------------------------------------------------

KNOWN: dict[str, Any] = {}  # of the program that waits


def lay_field() -> dict[str, Any]:
    """Two studies, and their phones."""
    from tests.cast import make_cast
    from tests.field import make_field

    field = KNOWN["field"] = make_field(make_cast(), with_voice=True)
    locked = another(field, field.study, key="locked", is_sensitive=True)
    other = elsewhere(field)
    return {
        "token": field.token, "device": field.device.reference, "other": other, "public_key": locked.public_key,
        "form": field.deployment.reference, "study": field.study.reference,
        "spare": [a_phone() for _ in range(8)],
    }  # fmt: skip


def another(field: Any, study: Any, *, key: str, is_sensitive: bool = False) -> Any:
    """One more questionnaire in a study, like the first."""
    from amparo.fieldwork.actions import instruments, studies
    from amparo.fieldwork.models import Version
    from tests.field import MAPPING, NOW, TODAY, WITH_VOICE

    leda = field.person("leda")
    made = instruments.make_instrument(key=key, kind="interview", by=leda)
    brought = instruments.Brought(b"sheet", "otra.xlsx", WITH_VOICE.replace('id="trial"', f'id="{key}"').encode())
    version = instruments.write_version(made, brought, by=leda, mapping=MAPPING, needs=())
    Version.objects.filter(pk=version.pk).update(is_sensitive=is_sensitive)
    instruments.sign(version, by=field.people["iris"], was_paid=True, on=TODAY)
    version.refresh_from_db()
    return studies.send_out(version, study=study, by=leda, now=NOW)


def elsewhere(field: Any) -> str:
    """Another study, in Portuguese, with a form of its own; the token of its phone."""
    from amparo.fieldwork.actions import phones, studies
    from tests.field import TODAY, plan

    leda = field.person("leda")
    study = studies.plan_study(by=leda, **plan(name="Outro", language="pt"))
    another(field, study, key="outro")
    studies.begin_study(study, by=leda, on=TODAY)
    return phones.give_phone(study, person=field.people["ines"], label="Dois", by=leda, on=TODAY)[1]


def a_phone() -> str:
    """One more phone of the first study: its token."""
    from amparo.commons import clock
    from amparo.fieldwork.actions import phones

    field = KNOWN["field"]
    told = {"person": field.people["ines"], "label": "Más", "by": field.person("leda")}
    return phones.give_phone(field.study, on=clock.today(), **told)[1]


def lose(token: str) -> None:
    """A phone is gone."""
    from amparo.commons import clock
    from amparo.fieldwork.actions import phones
    from amparo.fieldwork.queries.studies import device_with

    phones.lose_phone(device_with(token, clock.today()), by=KNOWN["field"].person("leda"))


def rows_of(instance_id: str) -> list[dict[str, Any]]:
    """What is kept under this number: its state, what is missing, how many files."""
    import hashlib

    from amparo.fieldwork.models import Submission

    check = hashlib.sha256(instance_id.encode()).hexdigest()
    return [
        {"state": each.state, "missing": each.missing, "files": each.attachments.count()}
        for each in Submission.objects.filter(check_of=check)
    ]


def opened(instance_id: str) -> dict[str, Any]:
    """The form under this number and its files, opened with the key of whoever leads: as hexadecimal figures."""
    import hashlib

    from amparo.fieldwork.models import Submission
    from amparo.fieldwork.queries.answers import Opening
    from amparo.vault.actions.answers import named_answer

    field = KNOWN["field"]
    row = Submission.objects.get(check_of=hashlib.sha256(instance_id.encode()).hexdigest())
    opening = Opening(field.person("leda"), row.deployment.study)
    (told,) = opening.each([row.pk])
    files = [named_answer(opening.open_one(each.version, each.box)) for each in row.attachments.all()]
    return {"xml": told.xml.hex(), "reason": told.reason, "files": {name: data.hex() for name, data in files}}


def how_many() -> int:
    """How many forms are kept at all."""
    from amparo.fieldwork.models import Submission

    return Submission.objects.count()
