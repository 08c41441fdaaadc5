"""A house in which every instrument of the library is asked, in each form that can be made of it, and forms of others.

Each form is a questionnaire of its own, so that one study can ask all of them. Whoever is asked came with a coupon.
"""

import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.phones_house import KNOWN

FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "conditions": ("conditions", ()),
    "passing": ("passing", ()),
    "pressures_a": ("pressures", ("arm_a",)),
    "pressures_b": ("pressures", ("arm_b",)),
    "risks_border": ("risks", ("border", "trans")),
    "risks_rural": ("risks", ("rural",)),
    "risks_urban": ("risks", ("urban", "trans")),
    "round": ("round", ()),
    "round_short": ("round_short", ()),
    "strengths": ("strengths", ()),
    "ties": ("ties", ()),
    "treatment": ("treatment", ()),
}
_INSTANCE = re.compile(r"<instance\b[^>]*>\s*(?:<!--.*?-->\s*)*<([\w:.-]+)([^>]*?)(/?)>", re.DOTALL)
TICKED = "amparo_before_ticked"  # what whoever asks ticks off, in front of an interview
_KEY = re.compile(r"<submission\b[^>]*/>")


def lay_library(collect: list[str]) -> dict[str, Any]:
    """A study of the whole library, and one of these files where there are any; their phones, keys and coupons."""
    from amparo.fieldwork.actions import phones, studies
    from amparo.fieldwork.actions.coupons import redeem
    from tests.cast import make_cast
    from tests.field import TODAY, a_coupon, make_field, plan

    field = KNOWN["field"] = make_field(make_cast())
    leda = field.person("leda")
    told: dict[str, Any] = {"coupons": {}, "tokens": {}, "paths": {}, "ticked": {}}
    for name, keys in (("library", list(FORMS)), ("collect", collect)):
        study = studies.plan_study(by=leda, **plan(name=name))
        for number, key in enumerate(keys):
            if name == "library":
                told["paths"][key], told["ticked"][key] = of_the_library(field, study, key)
            else:
                of_others(study, Path(key).read_bytes(), f"collect_{number}")
        if keys:
            studies.begin_study(study, by=leda, on=TODAY)
            study.refresh_from_db()
        _device, told["tokens"][name] = phones.give_phone(
            study, person=field.people["ines"], label=name, by=leda, on=TODAY
        )
        KNOWN[name] = study
    there = replace(field, study=KNOWN["library"])
    for key in FORMS:
        seed = a_coupon(there)
        redeem(there.study, code=seed, by=field.people["ines"], on=TODAY)
        told["coupons"][key] = [seed, a_coupon(there, giver=seed)]
    return told


def of_the_library(field: Any, study: Any, key: str) -> tuple[dict[str, str], str]:
    """One form of the library, made as a house makes it, signed and asked: where each question of it stands, and all
    that is ticked before it."""
    from amparo.fieldwork.actions import instruments, studies
    from amparo.fieldwork.forms.made import INTERVIEW, kinds_of
    from amparo.formats.instruments import instrument
    from amparo.formats.instruments.mapping import mapping_of
    from amparo.formats.openrosa.forms import read_form
    from amparo.formats.xlsform import making, standards, workbook
    from amparo.formats.xlsform.kinds import kind_of
    from tests.field import NOW, TODAY, as_if_help_were_near

    library, modules = FORMS[key]
    found, leda = instrument(library), field.person("leda")
    sheet = workbook(found, modules=modules)
    kind = kinds_of(found)[0]
    before = [standards().as_data()] if kind == INTERVIEW else []  # the ten things to look at before
    wanted = {"kind": kind_of(sheet, "x.xlsx"), "form_id": key, "version": "1", "before": before, "plain": "es"}
    xform = making.made(sheet, wanted)["xform"].encode()
    form = read_form(xform)
    made = instruments.make_instrument(key=key, kind=kind, library=library, by=leda)
    version = instruments.write_version(
        made, instruments.Brought(sheet, f"{key}.xlsx", xform), by=leda, mapping=mapping_of(found, form),
        needs=found.needs, is_sensitive=found.is_sensitive,
    )  # fmt: skip
    instruments.sign(version, by=field.people["iris"], was_paid=True, on=TODAY)
    as_if_help_were_near(version)
    studies.send_out(version, study=study, by=leda, now=NOW)
    ticked = [choice.name for each in form.questions if each.name == TICKED for choice in each.choices]
    return {each.name: each.path for each in form.questions}, " ".join(ticked)


def of_others(study: Any, xml: bytes, key: str) -> None:
    """A form that others wrote, as it is but for its id and version, and without a key. Nobody here would sign it."""
    from amparo.commons.codebooks.actions import keep_book
    from amparo.fieldwork.models import Deployment, Instrument, Media, Version
    from amparo.formats.coding import table_of
    from amparo.formats.openrosa.forms import read_form
    from tests.golden.test_odk_engine import MEDIA

    xform = _KEY.sub("", named(xml.decode("utf-8-sig"), key)).encode()
    form = read_form(xform)
    assert (form.id, form.version) == (key, "1")
    instrument = Instrument.objects.create(key=key)
    version = Version.objects.create(
        instrument=instrument, number=1, title=form.title or key, sheet=b"", sheet_name="", xform=xform, state="signed"
    )
    for name in form.media:
        if name in MEDIA:
            content = MEDIA[name].encode()
            Media.objects.create(version=version, name=name, content=content, digest=hashlib.md5(content).hexdigest())
    book = keep_book(table_of(form, {}, name=f"f_{key}", version=1, constants=("zone", "territory")))
    Deployment.objects.create(
        study=study, version=version, xform=xform, digest=hashlib.md5(xform).hexdigest(), codebook=book.reference
    )


def named(xml: str, key: str) -> str:
    """The same form under another id and version."""

    def renamed(found: "re.Match[str]") -> str:
        kept = re.sub(r"""\s(?:[\w-]+:)?(?:id|version)=("[^"]*"|'[^']*')""", "", found[2])
        before = found[0][: found.start(1) - found.start() - 1]
        return f'{before}<{found[1]}{kept} id="{key}" version="1"{found[3]}>'

    return _INSTANCE.sub(renamed, xml, count=1)


def what_came(which: str) -> dict[str, Any]:
    """Every form of a study, opened with the key of whoever leads: by its number on the phone."""
    from amparo.fieldwork.queries.answers import Opening

    found = {}
    for each in Opening(KNOWN["field"].person("leda"), KNOWN[which]).each():
        assert each.form is not None, each.reason
        found[each.form.instance_id] = {
            "xml": each.xml.decode(), "state": each.row.state, "files": each.row.attachments.count(),
        }  # fmt: skip
    return found


def coded(which: str) -> dict[str, Any]:
    """What the door reads of a study before it builds: how many fit, why others do not, each row by its form's name.

    Nothing is brought: one form of each questionnaire is here, and the door lets through ten together and no fewer.
    """
    from amparo.doors.intake.actions.door import read_forms
    from amparo.fieldwork.actions.coupons_met import meet_coupons

    study = KNOWN[which]
    read = read_forms(study, by=KNOWN["field"].person("leda"))
    met = meet_coupons(study, read.coupons)
    fit = [key for key in read.rows if key not in met.refused]
    rows = {read.books[key].removeprefix("f_"): json.loads(read.rows[key]) for key in fit}
    return {"fit": len(fit), "reasons": dict(Counter([*read.stays.values(), *met.refused.values()])), "rows": rows}
