"""What is found in a questionnaire. Looking through a form takes half a second, so it is done once in each process."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from amparo.fieldwork.models import Version
from amparo.fieldwork.queries.forms import form_in
from amparo.formats import form_lint
from amparo.formats.answers import Fault, Level, faults, levels, names_no_help, proposed
from amparo.formats.form_lint import Finding, mapped, opening
from amparo.formats.openrosa.forms import Form

KEPT = 64  # forms in the memory of a process

type Found = Finding | Fault


@lru_cache(maxsize=KEPT)
def _of_form(xform: bytes, kind: str) -> tuple[Finding, ...]:
    """What is found in the form itself, whatever becomes of its answers."""
    return form_lint.lint(form_in(xform), kind=kind, xform=xform)


@lru_cache(maxsize=KEPT)
def _proposed(xform: bytes, kind: str) -> Mapping[str, Any]:
    return proposed(form_in(xform), _of_form(xform, kind))


@lru_cache(maxsize=KEPT)
def _minutes(xform: bytes, language: str) -> int:
    return form_lint.minutes(form_in(xform), language)


@lru_cache(maxsize=KEPT)
def _levels(xform: bytes) -> tuple[Level, ...]:
    return levels(form_in(xform))


@lru_cache(maxsize=KEPT)
def _sensitive(xform: bytes) -> tuple[str, ...]:
    return form_lint.is_sensitive(form_in(xform))


@lru_cache(maxsize=KEPT)
def _is_helpless(xform: bytes, kind: str, needs: tuple[str, ...]) -> bool:
    """A round asks nobody about herself, so nobody needs help for being asked."""
    return kind != "round" and names_no_help(form_in(xform), needs)


def findings_of(version: Version) -> list[Found]:
    """All that is found in a version, in the order of its questions; what is wrong with the whole comes first."""
    xform = bytes(version.xform)
    form, found = form_in(xform), list[Found](_of_form(xform, version.instrument.kind))
    if any(each.rule == "too_large" for each in found):
        return found
    found += [*mapped.look(form, version.mapping), *faults(form, version.mapping)]
    found += [Fault("file_missing", f"/{form.root}", {"file": name}) for name in missing_files(version)]
    if _is_helpless(xform, version.instrument.kind, tuple(version.needs)):
        found.append(Fault("no_help", f"/{form.root}"))
    place = {question.path: number for number, question in enumerate(form.questions)}
    once: dict[tuple[str, str, str], Found] = {}
    for each in found:
        once.setdefault((each.rule, each.path, each.facts.get("file", "")), each)
    return sorted(once.values(), key=lambda each: place.get(each.path, -1))


def unopened(version: Version, language: str) -> list[str]:
    """Why no phone can open its form, a sentence for each question; nothing where one can."""
    found = _of_form(bytes(version.xform), version.instrument.kind)
    return [each.sentence(language) for each in found if each.rule in opening.RULES]


def missing_files(version: Version) -> list[str]:
    """The files that its form names and nobody brought yet."""
    here = set(version.media.values_list("name", flat=True))
    return [name for name in form_in(bytes(version.xform)).media if name not in here]


def proposal_for(version: Version) -> Mapping[str, Any]:
    """What is proposed for each question, before anybody said anything."""
    return _proposed(bytes(version.xform), version.instrument.kind)


def minutes_of(version: Version, language: str) -> int:
    """How long it takes to ask all of it."""
    return _minutes(bytes(version.xform), language)


def levels_of(version: Version) -> tuple[Level, ...]:
    """How easy it is to read, language by language."""
    return _levels(bytes(version.xform))


def sensitive_paths(version: Version) -> tuple[str, ...]:
    """The questions for which it has to be locked."""
    return _sensitive(bytes(version.xform))


def counts_a_venue(version: Version, form: Form) -> bool:
    """Does a row of it say a kind of venue?"""
    return mapped.counts_a_venue(form, version.mapping)


def sensitive_in(form: Form) -> bool:
    """Has this form to be locked, by what it asks?"""
    return bool(form_lint.is_sensitive(form))
