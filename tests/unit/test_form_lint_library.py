"""The library of the house passes its own look: each instrument as a phone gets it, with its mapping."""

from __future__ import annotations

from functools import cache

import pytest

from amparo.formats.answers import names_no_help
from amparo.formats.form_lint import is_sensitive, lint, minutes
from amparo.formats.instruments import instrument, names
from amparo.formats.instruments.mapping import mapping_of
from amparo.formats.openrosa.forms import Form, read_form
from amparo.formats.xlsform import standards, workbook
from amparo.formats.xlsform.making import made

EVERY = [
    *((name, ()) for name in names() if name not in ("risks", "pressures")),
    *(("risks", (zone, "trans")) for zone in ("border", "urban", "rural")),
    *(("pressures", (arm,)) for arm in ("arm_a", "arm_b")),
]


def kind_of(name: str) -> str:
    return "round" if name.startswith("round") else "interview"


def xform_of(name: str, modules: tuple[str, ...], *, kind: str) -> bytes:
    """As a phone gets it. It is made here and not in a child: only its content is looked at."""
    before = [standards().as_data()] if kind == "interview" else []
    wanted = {"kind": ".xlsx", "form_id": name, "version": "1", "before": before, "plain": "es"}
    return str(made(workbook(instrument(name), modules=modules), wanted)["xform"]).encode()


@cache
def form_of(name: str, modules: tuple[str, ...]) -> Form:
    return read_form(xform_of(name, modules, kind=kind_of(name)))


@pytest.mark.parametrize(("name", "modules"), EVERY, ids=str)
def test_nothing_is_found_in_an_instrument_of_the_library(name: str, modules: tuple[str, ...]) -> None:
    form = form_of(name, modules)
    found = lint(form, kind=kind_of(name), mapping=mapping_of(instrument(name), form))
    assert [(each.rule, each.path, dict(each.facts)) for each in found] == []


def test_what_is_sensitive_is_called_so() -> None:
    found = {
        name: {path.rpartition("/")[2] for path in is_sensitive(form_of(name, modules))}
        for name, modules in EVERY
        if not instrument(name).is_sensitive
    }
    assert {name: paths for name, paths in found.items() if paths} == {}
    assert all(is_sensitive(form_of(name, modules)) for name, modules in EVERY if instrument(name).is_sensitive)


@pytest.mark.parametrize(("name", "modules"), [each for each in EVERY if kind_of(each[0]) != "round"], ids=str)
def test_what_asks_of_harm_names_help_for_that(name: str, modules: tuple[str, ...]) -> None:
    assert not names_no_help(form_of(name, modules), instrument(name).needs)
    assert names_no_help(form_of(name, modules), ()) == instrument(name).is_sensitive


@pytest.mark.parametrize(("name", "modules"), EVERY, ids=str)
def test_it_takes_about_as_long_as_is_said(name: str, modules: tuple[str, ...]) -> None:
    for language in ("es", "pt", "en"):
        assert minutes(form_of(name, modules), language) <= instrument(name).minutes * 2 + 1


def test_the_same_instrument_with_one_question_more_is_found() -> None:
    """The look is not blind to these forms: what is planted in one of them is found there."""
    form = xform_of("strengths", (), kind="interview")
    planted = form.replace("¿Qué te cuida hoy?".encode(), "¿Tienes papeles? ¿Qué te cuida hoy?".encode())
    assert planted != form
    assert {each.rule for each in lint(read_form(planted), kind="interview")} == {"migration"}
    bare = read_form(xform_of("strengths", (), kind="self"))
    assert {each.rule for each in lint(bare, kind="interview")} == {"standards"}
    assert lint(bare, kind="self") == ()
