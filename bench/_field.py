"""A house that asks in the field, for benchmarks: who leads, a form of thirty questions, a study, and filled forms."""

import random
import secrets
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

ACTS = ("VIO", "AGS", "AGF", "PSI", "EXT", "DEP", "DOC", "DES")
CHOICES = 20  # questions with one answer, each counted


def leader() -> Any:
    """Somebody who leads studies, with her key open."""
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts import backends
    from amparo.vault.actions import readers
    from amparo.vault.queries.readers import reader_of

    phrase = secrets.token_urlsafe(16)
    team = accounts.make_team(name=f"Campo {secrets.token_hex(3)}", by=accounts.SETUP)
    name = f"leda{secrets.token_hex(3)}"
    person = accounts.open_account(sign_in_name=name, name_used="Leda", password=phrase, by=accounts.SETUP)
    accounts.give_role(person, team=team, role="study_lead", by=accounts.SETUP)
    request = SimpleNamespace(new_unlock="")
    backends.keeper.came_half(request, person, person.try_passphrase(phrase).kek)
    reader = reader_of(person)
    readers.confirm_reader(reader, by=accounts.SETUP, seen=reader.fingerprint)
    person.opened = backends.keeper.opened(person, request.new_unlock)
    return person


def xform(key: str) -> bytes:
    """A form of thirty questions, as a sheet gives it."""
    names = [f"q{number}" for number in range(CHOICES)]
    items = "".join(f"<item><label>{each}</label><value>{each}</value></item>" for each in ("yes", "no", "some"))
    acts = "".join(f"<item><label>{each}</label><value>{each}</value></item>" for each in ACTS)
    body = "".join(f'<select1 ref="/data/{each}"><label>{each}</label>{items}</select1>' for each in names)
    leaves = "".join(f"<{each}/>" for each in (*names, "acts", "age", *(f"t{n}" for n in range(8))))
    texts = "".join(f'<input ref="/data/t{n}"><label>t{n}</label></input>' for n in range(8))
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head>'
        f'<h:title>{key}</h:title><model><instance><data id="{key}" version="1">{leaves}'
        "<orx:meta><orx:instanceID/></orx:meta></data></instance>"
        '<bind nodeset="/data/age" type="int"/></model></h:head><h:body>'
        f'{body}<select ref="/data/acts"><label>acts</label>{acts}</select>'
        f'<input ref="/data/age"><label>age</label></input>{texts}</h:body></h:html>'
    ).encode()


def mapping() -> dict[str, Any]:
    """Twenty-two of the thirty are counted; what is written in words stays sealed."""
    one = {"do": "coded", "kind": "one"}
    said = {f"/data/q{number}": {**one, "variable": f"q{number}x"} for number in range(CHOICES)}
    said["/data/acts"] = {"do": "coded", "variable": "acts", "kind": "many", "list": "incident_type"}
    said["/data/age"] = {"do": "coded", "variable": "age", "kind": "age_band", "list": "age_band"}
    return said


def study_of(person: Any, *, forms: int = 1) -> tuple[Any, list[Any], str]:
    """A study in the field with so many forms, and the token of a phone of it."""
    from datetime import UTC, date, datetime

    from amparo.fieldwork.actions import instruments, phones, studies
    from amparo.fieldwork.models import Version

    protocol = dict.fromkeys(("agreed", "benefit", "danger", "help", "told"), "De ejemplo.")
    study = studies.plan_study(
        by=person, name="Medida, inventada", aim="Medir.", design="convenience", place="EC-G", zone="urban",
        plan={"protocol": protocol},
    )  # fmt: skip
    made = []
    for number in range(forms):
        key = f"bench{number}_{secrets.token_hex(3)}"
        instrument = instruments.make_instrument(key=key, kind="self", by=person)
        brought = instruments.Brought(b"x", "x.xlsx", xform(key))
        version = instruments.write_version(instrument, brought, by=person, mapping=mapping(), needs=())
        Version.objects.filter(pk=version.pk).update(state="signed", is_sensitive=False)
        signed(version, person)
        version.refresh_from_db()
        made.append(studies.send_out(version, study=study, by=person, now=datetime(2026, 11, 27, tzinfo=UTC)))
    studies.begin_study(study, by=person, on=date(2026, 11, 27))
    study.refresh_from_db()
    _device, token = phones.give_phone(study, person=person, label="1", by=person, on=date(2026, 11, 27))
    return study, made, token


def signed(version: Any, person: Any) -> None:
    """A signature, as a reviewer would give it."""
    from datetime import date

    from amparo.fieldwork.models import SignOff
    from amparo.fieldwork.queries.instruments import signed_digest

    SignOff.objects.create(
        version=version, by=person, role="reviewer", on=date(2026, 11, 27), digest=signed_digest(version), was_paid=True
    )


def filled(deployment: Any, rng: random.Random) -> bytes:
    """A filled form; each has a number of its own."""
    said = "".join(f"<q{number}>{rng.choice(('yes', 'no', 'some'))}</q{number}>" for number in range(CHOICES))
    texts = "".join(f"<t{n}>palabras inventadas para medir</t{n}>" for n in range(8))
    return (
        f'<data id="{deployment.version.instrument.key}" version="1" xmlns:orx="http://openrosa.org/xforms">{said}'
        f"<acts>{' '.join(rng.sample(ACTS, 3))}</acts><age>{rng.randrange(18, 60)}</age>{texts}"
        f"<orx:meta><orx:instanceID>uuid:{uuid4()}</orx:instanceID></orx:meta></data>"
    ).encode()


def request_body(xml: bytes, boundary: str) -> bytes:
    """As a phone posts it."""
    head = 'Content-Disposition: form-data; name="xml_submission_file"; filename="form.xml"\r\nContent-Type: text/xml'
    return f"--{boundary}\r\n{head}\r\n\r\n".encode() + xml + f"\r\n--{boundary}--\r\n".encode()


def lay(study: Any, deployment: Any, many: int) -> None:
    """So many filled forms, sealed as they would come, without the line between."""
    import hashlib

    from amparo.fieldwork.models import Submission
    from amparo.vault.actions.answers import seal_answer

    rng = random.Random(7)
    rows: list[Any] = []
    for number in range(many):
        version, box = seal_answer(study.ring, "xml", filled(deployment, rng))
        mark = hashlib.sha256(f"{study.pk}:{number}".encode()).hexdigest()
        rows.append(
            Submission(deployment=deployment, check_of=mark, same=mark, version=version, box=box, month="2026-11")
        )
        if len(rows) == 1_000 or number == many - 1:
            Submission.objects.bulk_create(rows, batch_size=500)
            rows = []
