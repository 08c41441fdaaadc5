"""Somebody who leads a study, at the desk, in words; and the phone of whoever asks, as far as it asks the house."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from amparo.config.paths import WORDS
from amparo.formats.openrosa.settings_code import read_settings
from tests.browser.case_house import Companion
from tests.browser.house import ROOT, House, clean_environment
from tests.qr_reading import squares_of, text_of

FORM = "Prueba inventada"
STUDIES = f"/{WORDS['desk']}/estudios"
PROTOCOL = {
    "agreed": "Con la organización de ejemplo.", "benefit": "A quienes contestan.", "danger": "Se para y se llama.",
    "help": "La casa de ejemplo contesta de noche.", "told": "En marzo, en la casa.",
}  # fmt: skip


def lay_a_study(house: House) -> None:
    """Put those who ask into the made-up town, once; they come in by their passphrases from then on."""
    if "leda" in house.passphrases:
        return
    data = Path(house.ledger).parent
    run = subprocess.run(
        [sys.executable, "-m", "tests.browser.study_lay"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env=clean_environment(data) | {"DJANGO_SETTINGS_MODULE": "amparo.config.settings", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    house.passphrases.update(json.loads(run.stdout.splitlines()[-1]))


class Leader(Companion):
    """She who leads it."""

    study = ""

    def plans(self, name: str, unit: str, *, design: str = "rds") -> None:
        self.page.goto(f"{self.house.address}{STUDIES}/nuevo?d=EC")
        self.fills(name=name, aim="Saber qué falta.", starts_on="2026-12-01", ends_on="2027-03-01")
        self.page.check(f"main [name=design][value={design}]")
        self.page.check("main [name=zone][value=urban]")
        self.page.locator("main [name=place]").select_option(unit)
        self.presses("main form[method=post] button")
        self.study = self.page.url.removeprefix(self.house.address)

    def opens(self, part: str = "") -> str:
        self.page.goto(self.house.address + self.study + part)
        return self.reads()

    def asks_the_planner(self, **thought: str) -> str:
        self.opens("/cuantas")
        self.fills(**thought)
        self.presses("button[value=look]")
        return self.reads()

    def decides(self, **decided: str) -> None:
        self.fills(**decided)
        self.presses("button[value=keep]")

    def writes_the_protocol(self, question: str) -> None:
        self.opens("/acuerdo")
        self.fills(**PROTOCOL, **{"who-0-ask": question, "paid-0-role": "interviewer", "paid-0-many": "2",
                                  "paid-0-amount": "40"})  # fmt: skip
        self.presses("main form button:not(.quiet)")

    def sends_out(self) -> str:
        self.opens("/preguntas")
        self.presses(f"main article:has-text('{FORM}') button:has-text('Preguntarlo')")
        return self.reads()

    def chooses(self, table: str) -> None:
        """A file of her computer, for the only place on the page that takes one."""
        self.page.set_input_files(
            "main [type=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": table.encode()}
        )

    def gives_a_phone_to(self, name: str, label: str) -> None:
        self.opens("/telefonos")
        person = self.page.locator("main [name=person] option", has_text=name).first.get_attribute("value")
        self.fills(person=str(person), label=label)
        self.presses("aside form button")


class Phone:
    """A phone that was held before the page: what the square told it, and whether the house still answers it."""

    def __init__(self, page: Any) -> None:
        svg = page.locator("svg.square").evaluate("it => it.outerHTML")
        self.server = str(read_settings(text_of(squares_of(svg)))["general"]["server_url"])

    def sends(self, xml: bytes) -> int:
        """A filled form, as phones send it."""
        head = b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n'
        body = head + b"Content-Type: text/xml\r\n\r\n" + xml + b"\r\n--b--\r\n"
        return self.asks("/submission", body)[0]

    def asks(self, where: str = "/formList", body: bytes | None = None) -> tuple[int, bytes]:
        request = urllib.request.Request(f"{self.server}{where}", data=body, headers={"X-OpenRosa-Version": "1.0"})
        if body is not None:
            request.add_header("Content-Type", "multipart/form-data; boundary=b")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, b""
