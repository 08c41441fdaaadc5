"""What she sends lies nowhere in clear: strings that stand nowhere else are looked for in everything a house leaves.

A real server in a folder of its own takes a sentence, a letter with a photo and a voice note, a reply, her words, an
answer, right and wrong passphrases. Then every file is read: databases, logs of databases, sessions, the temporary
folder, what the server said. Each store first shows that a planted string would be found there.
"""

import os
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import programs
from tests.canaries import forms_of, hidden_in, in_files
from tests.left_behind import CANARIES, PHONE, SECRET, Standing, a_standing_house
from tests.lines import until_read
from tests.over_the_wire import Wire, field, multipart, words_on
from tests.own_house import ON_POSTGRES
from tests.unit.media_made import exif_with, note, picture, saved


@pytest.fixture
def standing(tmp_path: Path) -> Iterator[Standing]:
    """A house with readers, and a real server in front."""
    with a_standing_house(tmp_path) as standing:
        yield standing


def her_day(standing: Standing) -> dict[str, str]:
    """Everything that she and the team do in a day; what she holds at the end."""
    she = Wire(standing.address)
    ticket = field(she.get("/"), "t")
    first = eight(she.post("/frase", {"sentence": f"{CANARIES['Frase']} llama al {PHONE}", "t": ticket}))
    sheet = she.post("/hoja", {})
    sent = {"text": CANARIES["Carta"], "wish": "answer", "e": field(sheet, "e"), "t": field(sheet, "t")}
    arrived = she.post("/buzon", sent, her_files())
    words = eight(arrived)
    hers = she.post("/respuesta", {"p": words, "t": field(she.get("/volver"), "t")})
    she.post("/contesto", {"p": words, "text": CANARIES["Respuesta"], "t": field(hers, "t")})
    she.post("/respuesta", {"p": f"{CANARIES['Palabras']} uno dos tres", "t": field(she.get("/volver"), "t")})
    staff_day(standing)
    return {"first": first, "words": words, "arrived": arrived}


def eight(page: str) -> str:
    """Her words on a page, as she types them."""
    words = words_on(page)
    assert len(words) == 8, page[:2000]
    return " ".join(words)


def her_files() -> dict[str, tuple[str, str, bytes]]:
    """A photo and a voice note that say where they were made, under names that say something."""
    photo = saved(picture((800, 600)), "JPEG", exif=exif_with(CANARIES["Foto"]), comment=CANARIES["Etiqueta"].encode())
    assert hidden_in(photo, [CANARIES["Foto"], CANARIES["Etiqueta"]]) == {CANARIES["Foto"], CANARIES["Etiqueta"]}
    voice = note("ogg", "libopus", tags=CANARIES["Voz"])
    assert hidden_in(voice, [CANARIES["Voz"]])
    return {
        "photo": (f"{CANARIES['Archivo']}.jpg", "image/jpeg", photo),
        "voice": (f"{CANARIES['Archivo']}.ogg", "audio/ogg", voice),
    }


def staff_day(standing: Standing) -> None:
    """A right passphrase and a wrong one; a colleague reads everything and answers."""
    from tests.cast import PASSPHRASE

    for name, passphrase in (
        ("canaria", CANARIES["ClaveMala"]), ("canaria", CANARIES["Clave"]), ("ana", PASSPHRASE),
    ):  # fmt: skip
        worker = Wire(standing.address)
        form = worker.get("/entrar")
        sent = {"sign_in_name": name, "password": passphrase, "csrfmiddlewaretoken": field(form, "csrfmiddlewaretoken")}
        step = worker.post("/entrar", sent)
    token = field(step, "csrfmiddlewaretoken")
    worker.post("/entrar", {"number": standing.number, "csrfmiddlewaretoken": token})
    listed = worker.get("/mesa/cartas")
    threads = sorted(set(re.findall(r"/mesa/cartas/([0-9a-f]{16})", listed)))
    assert len(threads) == 2, listed[:3000]
    for thread in threads:
        page = worker.get(f"/mesa/cartas/{thread}")
        assert hidden_in(page.encode(), [CANARIES["Frase"], CANARIES["Carta"]])
        answer = {
            "text": CANARIES["Contesto"], "role": "reader", "seen": field(page, "seen"),
            "csrfmiddlewaretoken": field(page, "csrfmiddlewaretoken"),
        }  # fmt: skip
        worker.post(f"/mesa/cartas/{thread}/respuesta", answer)


def plant(canary: str) -> None:
    """Put a string where it must never be: a table, a session, a log of the database, a temporary file, the log."""
    import sys
    import tempfile

    from django.contrib.sessions.backends.db import SessionStore

    from amparo.commons.directory.models import Organisation

    Organisation.objects.create(name=canary, operator="unknown")
    session = SessionStore()
    session["what"] = canary
    session.save()
    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(canary.encode())
    print(canary, file=sys.stderr)


def test_a_string_is_found_in_whatever_form_it_lies() -> None:
    import base64
    import gzip
    import zlib

    canary = "CanarioDePrueba"
    for data in (
        canary.encode(), canary.encode("utf-16-le"), b"xx" + base64.b64encode(b"a" + canary.encode() + b"b"),
        base64.b64encode(b"ab" + canary.encode() + b"cd"), canary.encode().hex().encode(),
        b"something before" + zlib.compress(b"a lot of text " * 50 + canary.encode()),
        b"head" + gzip.compress(canary.encode() * 3), canary.upper().encode(),
    ):  # fmt: skip
        assert hidden_in(data, [canary, "OtroCanario"]) == {canary}, data[:40]
    assert hidden_in(os.urandom(100_000), [canary]) == set()
    assert all(len(each) >= 6 for each in forms_of(canary))


def test_what_she_sends_lies_nowhere_in_clear(standing: Standing) -> None:
    planted = "PlantadoEnTodosLados9"
    run = standing.house.start(plant, planted)
    _out, complaint = run.communicate(timeout=120)
    standing.said.write_bytes(standing.said.read_bytes() + complaint.encode())
    standing.canaries.append(planted)
    seen = standing.found()
    databases = {"care.sqlite3", "care.sqlite3-wal"} & set(seen) or {place for place in seen if "organisation" in place}
    assert databases, seen
    assert {"a session", "what the server said"} <= set(seen), seen
    assert any(standing.temporary.joinpath(place).is_file() for place in seen), seen
    standing.canaries.remove(planted)

    held = her_day(standing)
    assert held["words"] != held["first"]
    assert standing.found() == {}
    receipts = [held["words"], held["first"]]
    standing.canaries += [*receipts, *(each.replace(" ", "") for each in receipts)]
    assert standing.found() == {}


@pytest.mark.skipif(ON_POSTGRES, reason="what PostgreSQL writes is not a file of the house")
def test_a_server_that_is_killed_in_the_middle_leaves_nothing(standing: Standing) -> None:
    sheet = Wire(standing.address).post("/hoja", {})
    fields = {"text": CANARIES["Carta"], "wish": "answer", "e": field(sheet, "e"), "t": field(sheet, "t")}
    files = her_files()
    body = multipart("b" * 32, fields, {"photo": (*files["photo"][:2], files["photo"][2] + os.urandom(3_000_000))})
    assert CANARIES["Archivo"].encode() in body[:2_000_000]
    host, port = standing.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        head = f"POST /buzon HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: {len(body)}\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary={'b' * 32}\r\n\r\n".encode())
        line.sendall(body[:2_000_000])
        until_read(int(port))
        standing.kill()
    assert standing.found() == {}
    assert standing.house.run(how_many_threads) == 0


def how_many_threads() -> int:
    from amparo.access.reporting.models import Thread

    return Thread.objects.count()


@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL has programs of its own for backups")
def test_a_backup_and_what_is_restored_from_it_hold_nothing_in_clear(standing: Standing, tmp_path: Path) -> None:
    her_day(standing)
    standing.kill()
    (standing.house.data / "house.env").write_text(
        f"AMPARO_PROFILE=red\nAMPARO_SECRET_KEY={SECRET}\n", encoding="utf-8"
    )
    copy, other = tmp_path / "copy", tmp_path / "other"
    other.mkdir()
    shutil.copy(standing.house.data / "house.env", other)
    amparo(standing, standing.house.data, "backup", str(copy))
    amparo(standing, other, "restore", str(copy))
    assert (copy / "care.sqlite3").is_file()
    assert (other / "care.sqlite3").is_file()
    assert in_files(copy, standing.canaries) == {}
    assert in_files(other, standing.canaries) == {}


def amparo(standing: Standing, data: Path, *words: str) -> None:
    """A command of the terminal, on a house in this folder."""
    run = programs.run(["-m", "amparo", *words], env=standing.house.environment | {"AMPARO_DATA": str(data)})
    assert run.returncode == 0, run.stderr + run.stdout
