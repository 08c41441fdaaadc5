"""What the tests of fieldwork share: who leads a study, who asks and who signs, a small form, and a study in Guayas.

Leda leads, Ines asks, Iris reviews and is paid. The form asks six things; all of it is made up.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.test import Client

from amparo.commons.accounts import actions as accounts
from amparo.fieldwork.actions import coupons, instruments, phones, studies
from amparo.fieldwork.models import Deployment, Device, SignOff, Study, Version
from amparo.fieldwork.queries.instruments import signed_digest
from amparo.formats.codes import codes
from amparo.sealing.keys import fingerprint
from amparo.vault.actions import readers as keys
from amparo.vault.models import Reader
from tests import moment
from tests.cast import PASSPHRASE, Cast
from tests.collect_reading import read_form_list
from tests.laid_once import laid_once
from tests.letters import OPENED_ON, Letters, a_house_for_letters, opened_client, own_key, with_open_key
from tests.odk_phone import Sent, sealed_submission
from tests.peers import reviews_for_peers

TODAY = moment.TODAY
NOW = moment.NOW
ENDS = TODAY + timedelta(days=94)
WHO = {"leda": ("study_lead",), "otra": ("study_lead",), "ines": ("interviewer",), "iris": ("reviewer",)}
SAID = "una frase que nadie debe leer"
MAPPING = {
    "/data/age": {"do": "coded", "variable": "age", "kind": "age_band", "list": "age_band"},
    "/data/acts": {"do": "coded", "variable": "acts", "kind": "many", "list": "incident_type"},
    "/data/met": {"do": "coded", "variable": "met", "kind": "one"},
    "/data/today": {"do": "coded", "variable": "week", "kind": "week"},
    "/data/story": {"do": "sealed"},
    "/data/may": {"do": "consent", "yes": ["yes"]},
    "/data/coupon": {"do": "link", "as": "own"},
    "/data/given": {"do": "link", "as": "given"},
}
BEFORE = "".join(
    f"<item><label>{each.texts['es']}</label><value>{each.code}</value></item>" for each in codes("before_asking")
)
ALLOWED = "relevant=\"/data/may = 'yes'\""
NOT_SAID = "<item><label>Prefiero no decir</label><value>prefers_not</value></item>"
# Nothing in it breaks a rule of the house, whoever answers it, and it asks for nothing that has to be locked. ``age``
# is for how many years she has been here: nobody is asked how old she is in years.
XFORM = f"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Prueba inventada</h:title><model>
<instance><data id="trial" version="1"><before_asking><ticked/></before_asking><today/><may/><coupon/><age/><acts/>
<met/><story/><given/><orx:meta><orx:instanceID/></orx:meta></data></instance>
<bind nodeset="/data/before_asking/ticked" required="true()" constraint="count-selected(.) = 10"/>
<bind nodeset="/data/today" type="date" jr:preload="date" jr:preloadParams="today"/>
<bind nodeset="/data/coupon" {ALLOWED}/><bind nodeset="/data/age" type="int" {ALLOWED}/>
<bind nodeset="/data/acts" {ALLOWED}/><bind nodeset="/data/met" {ALLOWED}/><bind nodeset="/data/story" {ALLOWED}/>
<bind nodeset="/data/given" {ALLOWED}/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
<group ref="/data/before_asking"><select ref="/data/before_asking/ticked"><label>Marca lo que ya es así</label>{BEFORE}
</select></group>
<select1 ref="/data/may"><label>Queremos saber qué hace falta aquí. ¿Quieres responder, y se puede contar?</label>
<item><label>Sí</label><value>yes</value></item><item><label>No</label><value>no</value></item></select1>
<input ref="/data/coupon"><label>Cupón</label></input>
<input ref="/data/age"><label>¿Cuántos años llevas aquí?</label></input>
<select ref="/data/acts"><label>Qué pasó</label><item><label>Una cosa</label><value>VIO</value></item>
<item><label>Otra cosa</label><value>EXT</value></item>
<item><label>No sé</label><value>does_not_know</value></item></select>
<select1 ref="/data/met"><label>Dónde nos conocimos</label><item><label>Aquí</label><value>here</value></item>
<item><label>Allá</label><value>there</value></item>{NOT_SAID}</select1>
<input ref="/data/story"><label>En tus palabras</label></input>
<input ref="/data/given"><label>Cupones que le diste</label></input>
</h:body></h:html>"""
# The same with a voice, for which the house locks it. What is taken in clear is tried with it all the same.
GIVEN_BIND, GIVEN_ASKED = f'<bind nodeset="/data/given" {ALLOWED}/>', '<input ref="/data/given">'
VOICE_BIND = f'<bind nodeset="/data/voice" type="binary" {ALLOWED}/>'
VOICE_ASKED = '<upload ref="/data/voice" mediatype="audio/*"><label>Voz</label></upload>'
WITH_VOICE = (
    XFORM.replace("<given/>", "<voice/><given/>")
    .replace(GIVEN_BIND, VOICE_BIND + GIVEN_BIND)
    .replace(GIVEN_ASKED, VOICE_ASKED + GIVEN_ASKED)
)


@dataclass
class Field:
    """A house that asks in the field."""

    letters: Letters
    people: dict[str, Any]
    version: Version
    study: Study
    deployment: Deployment
    device: Device
    token: str

    def person(self, name: str) -> Any:
        """One of them, with her key open."""
        return with_open_key(self.people[name])

    def client(self, name: str) -> Any:
        """Her browser."""
        return opened_client(self.people[name], raise_request_exception=False)

    def again(self, **facts: Any) -> None:
        """Other facts of the study, as it stands from now on."""
        Study.objects.filter(pk=self.study.pk).update(**facts)
        self.study.refresh_from_db()


@laid_once
def make_people(cast: Cast, letters: Letters | None = None) -> tuple[Letters, dict[str, Any]]:
    """Those who ask, each with a key that counts."""
    letters = letters or a_house_for_letters(cast)
    people = {"ana": cast.ana}
    for name, roles in WHO.items():
        people[name] = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=PASSPHRASE, by=accounts.SETUP
        )
        for role in roles:
            if role == "reviewer":
                reviews_for_peers(people[name])
            else:
                accounts.give_role(people[name], team=cast.border, role=role, by=accounts.SETUP)
        if "study_lead" in roles:
            own_key(people[name])
            row = Reader.objects.get(user=people[name])
            keys.confirm_reader(row, by=accounts.SETUP, seen=fingerprint(row.recipient), on=OPENED_ON)
    return letters, people


PROTOCOL = {
    "agreed": "Con la organización de ejemplo.", "benefit": "A quienes contestan.", "danger": "Se para y se llama.",
    "help": "La casa de ejemplo, de noche también.", "told": "En marzo, en la casa.",
}  # fmt: skip


def plan(**more: Any) -> dict[str, Any]:
    """A plan that is none of a test's concern; its protocol is written, because without one nothing goes out."""
    more["plan"] = {"protocol": PROTOCOL, **more.get("plan", {})}
    return {
        "name": "Prueba de Guayas, inventada", "aim": "Saber si esto anda.", "design": "convenience", "place": "EC-G",
        "zone": "urban", "size": 40, "coupons_each": 3, "weeks_valid": 4, "thanks_own": 5, "thanks_each": 2,
        "currency": "USD", "ends_on": ENDS, "starts_on": TODAY, **more,
    }  # fmt: skip


def make_field(
    cast: Cast, *, is_sensitive: bool = False, with_voice: bool = False, letters: Letters | None = None, **more: Any
) -> Field:
    """A signed form in a study that is in the field, and a phone that Ines carries."""
    letters, people = make_people(cast, letters)
    leda = with_open_key(people["leda"])
    instrument = instruments.make_instrument(key="trial", kind="interview", by=leda)
    brought = instruments.Brought(b"sheet", "prueba.xlsx", (WITH_VOICE if with_voice else XFORM).encode())
    version = instruments.write_version(instrument, brought, by=leda, mapping=MAPPING, is_sensitive=is_sensitive)
    Version.objects.filter(pk=version.pk).update(is_sensitive=is_sensitive)
    instruments.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    version.refresh_from_db()
    study = studies.plan_study(by=leda, **plan(**more))
    deployment = studies.send_out(version, study=study, by=leda, now=NOW)
    studies.begin_study(study, by=leda, on=TODAY)
    study.refresh_from_db()
    deployment.study = study
    device, token = phones.give_phone(study, person=people["ines"], label="Uno", by=leda, on=TODAY, with_password=True)
    return Field(letters, people, version, study, deployment, device, token)


def locked_on_phones(field: Field) -> None:
    """The same form in another study, where phones lock what they send: from now on it is about that one."""
    Version.objects.filter(pk=field.version.pk).update(is_sensitive=True)
    field.version.refresh_from_db()
    field.version.sign_offs.update(digest=signed_digest(field.version))
    again_from_the_start(field)


def again_from_the_start(field: Field) -> None:
    """Another study of the same house with the same form, in the field; from now on it is about that one."""
    leda = field.person("leda")
    field.study = studies.plan_study(by=leda, **plan(name="Otra, inventada"))
    field.deployment = studies.send_out(field.version, study=field.study, by=leda, now=NOW)
    studies.begin_study(field.study, by=leda, on=TODAY)
    field.study.refresh_from_db()
    field.deployment.study = field.study


def filled(number: int, **said: str) -> bytes:
    """A filled form, as a phone writes it. ``number`` makes its instance id."""
    told = {"today": "2026-11-25", "may": "yes", "age": "27", "acts": "VIO", "met": "here", "story": SAID, **said}
    order = ("today", "may", "coupon", "age", "acts", "met", "story", "voice", "given")
    inside = "".join(f"<{each}>{told[each]}</{each}>" if told.get(each) else f"<{each}/>" for each in order)
    return (
        f'<?xml version=\'1.0\' ?><data id="trial" version="1" xmlns:orx="http://openrosa.org/xforms">{inside}'
        f"<orx:meta><orx:instanceID>{instance(number)}</orx:instanceID></orx:meta></data>"
    ).encode()


def instance(number: int) -> str:
    """An instance id."""
    return f"uuid:{UUID(int=number)}"


def sealed_on_phone(field: Field, number: int, media: dict[str, bytes] | None = None, **said: str) -> Sent:
    """The same, sealed on the phone."""
    return sealed_submission(
        filled(number, **said), form_id="trial", version="1", instance_id=instance(number),
        public_key=field.deployment.public_key, media=media, rng=Random(number),
    )  # fmt: skip


def offered(token: str) -> list[str]:
    """The ids of the forms that the phone with this token is offered."""
    listed = read_form_list(Client().get(f"/hojas/{token}/formList?deviceID=x").content)
    assert listed is not None
    return [each.form_id for each in listed]


def a_coupon(field: Field, *, giver: str = "", by: str = "ines") -> str:
    """A coupon that was given: by whoever came with ``giver``, or as a seed. Its code."""
    leda = field.person("leda")
    ((_coupon, code),) = coupons.print_coupons(field.study, many=1, by=leda, is_seed=not giver)
    coupons.give(field.study, code=code, giver=giver, by=leda if not giver else field.people[by], on=TODAY)
    return code


def signed_as_it_is(version: Version, by: Any, *, is_sensitive: bool = False) -> None:
    """A signature under a form whose words are none of a test's concern: nobody looked whether it breaks a rule."""
    Version.objects.filter(pk=version.pk).update(is_sensitive=is_sensitive)
    version.refresh_from_db()
    SignOff.objects.create(
        version=version, by=by, role="reviewer", on=TODAY, digest=signed_digest(version), was_paid=True
    )
    Version.objects.filter(pk=version.pk).update(state="signed")


def as_if_help_were_near(version: Version) -> None:
    """No list of places is laid in this house, so what is signed here wants none of them."""
    version.refresh_from_db()
    Version.objects.filter(pk=version.pk).update(needs=[])
    version.refresh_from_db()
    version.sign_offs.update(digest=signed_digest(version))
