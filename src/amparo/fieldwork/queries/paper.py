"""Forms that are filled in on a page of the house: which there are, for whom, and what our page cannot ask of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from amparo.commons import clock
from amparo.commons.policy.policies import Actor, Hidden
from amparo.fieldwork.models import Deployment, Device, Study
from amparo.fieldwork.models.studies import RUNNING
from amparo.fieldwork.policies import may_carry, may_fill
from amparo.fieldwork.queries.checks import lacking_in
from amparo.fieldwork.queries.leading import is_hers
from amparo.fieldwork.queries.looked import minutes_of
from amparo.formats.instruments import BadInstrument, instrument
from amparo.formats.openrosa.faults import BadForm
from amparo.formats.openrosa.filling import Blank, blank_form, sentence, troubles
from amparo.vault.queries.readers import readers_of_ring

KEPT = 16  # forms in the memory of a process
ROUND = "round"  # the kind of a questionnaire that is about a round and about nobody
type Rows = Iterator[tuple[Study, list[Deployment]]]


def on_web(reference: str) -> Deployment | None:
    """A form that anybody may answer on a page now; None where there is none, or not now: nobody sits with her, so
    least of all where nobody near is confirmed for what it asks."""
    found = begun_on_web(reference)
    return found if found and found.on_web and _is_asked(found, clock.today()) else None


def _is_asked(deployment: Deployment, on: date) -> bool:
    """Is it in the field today, with help near for what it asks?"""
    study = deployment.study
    in_the_field = deployment.is_open and study.state == RUNNING
    return in_the_field and not lacking_in(study, deployment.version.needs, on=on)


def begun_on_web(reference: str) -> Deployment | None:
    """A form that somebody began on a page, also where it is asked no more: what she filled in is still taken."""
    found = _with_all(reference)
    return found if found and not found.public_key else None


def _with_all(reference: str) -> Deployment | None:
    rows = Deployment.objects.select_related("study", "version__instrument").defer("version__sheet", "version__xform")
    return rows.filter(reference=reference).first()


def blank_of(deployment: Deployment) -> Blank:
    """Its form, ready to be filled in. A signed version never changes, so it is read once."""
    return _blank(bytes(deployment.xform))


@lru_cache(maxsize=KEPT)
def _blank(xform: bytes) -> Blank:
    return blank_form(xform)


def carries(actor: Actor, study: Study, on: date) -> bool:
    """Does she ask in this study: does she lead it, or carry a phone of it?"""
    if is_hers(actor, study):
        return True
    return Device.objects.filter(study=study, user_id=actor.pk, is_lost=False, until__gte=on).exists()


def sheets_for(actor: Actor, on: date) -> Rows:
    """The forms that somebody can fill in at the desk, by study."""
    may_carry.check(actor)
    for study in Study.objects.filter(state=RUNNING).order_by("name", "pk"):
        if carries(actor, study, on):
            rows = study.deployments.filter(is_open=True).select_related("version__instrument")
            open_now = [each for each in rows.order_by("version__title", "pk") if may_be_asked_here(each)]
            found = [each for each in open_now if _is_asked(each, on)]
            if found:
                yield study, found


def sheet_for(actor: Actor, reference: str, part: str, on: date, *, is_begun: bool = False) -> Deployment:
    """One of them. What somebody began while it was asked is still taken."""
    may_carry.check(actor)
    found = _with_all(part)
    if found is None or found.study.reference != reference:
        raise Hidden
    is_asked = is_begun or _is_asked(found, on)
    may_fill.check(actor, carries(actor, found.study, on), is_asked, may_be_asked_here(found))
    return found


def may_be_asked_here(deployment: Deployment) -> bool:
    """Can our page ask all of it, at the desk? A voice note it takes there, in a round, and sealed as it comes."""
    codes = {each.code for each in troubles(blank_of(deployment))}
    if is_round(deployment):
        return codes <= {"file"} and set(left_out(blank_of(deployment))) == set(voices(blank_of(deployment)))
    return not codes and not deployment.public_key


def is_round(deployment: Deployment) -> bool:
    """Is it about a round, with nobody in it?"""
    return deployment.version.instrument.kind == ROUND


def voices(blank: Blank) -> tuple[str, ...]:
    """The questions that a voice note answers."""
    return tuple(each.path for each in blank.form.questions if each.type == "binary" and "audio" in each.media)


def left_out(blank: Blank) -> tuple[str, ...]:
    """The questions whose answer is a file."""
    return tuple(each.path for each in blank.form.questions if each.type == "binary" and each.control)


def not_on_web(xform: bytes, language: str) -> list[str]:
    """Why our page cannot ask a form, a sentence for each question or place."""
    try:
        blank = _blank(xform)
    except BadForm as error:
        return [error.sentence(language)]
    found = []
    for each in troubles(blank):
        question = blank.questions.get(each.path)
        words = label_of(blank, each.path, language) if question else ""
        found.append(f"{words or each.path.rpartition('/')[2]}: {sentence(each, language)}")
    return list(dict.fromkeys(found))


def label_of(blank: Blank, path: str, language: str) -> str:
    """The words of a question in a language, in one line; the last line is the question itself."""
    labels = blank.questions[path].labels
    text = labels.get(language) or labels.get(blank.form.default_language) or next(iter(labels.values()), "")
    return text.strip().rpartition("\n")[2]


def zone_of(study: Study) -> clock.Zone:
    """The zone in which somebody there says a day and an hour."""
    return clock.zone_of(study.place)


def who_opens(study: Study) -> int:
    """How many people of the house open what is answered in a study."""
    return sum(each.user_id is not None for each in readers_of_ring(study.ring))


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a form before anybody fills it in."""

    title: str
    minutes: int
    languages: tuple[str, ...]


def told_of(deployment: Deployment, language: str) -> Told:
    """Its title in a language, how long it takes, and the languages that it has."""
    minutes = _known(deployment.version.instrument.library)[1] or max(1, minutes_of(deployment.version, language))
    return Told(title_in(deployment, language), minutes, blank_of(deployment).form.languages)


def title_in(deployment: Deployment, language: str) -> str:
    """Its title: in this language where the library knows it, else as the form says it."""
    titles = _known(deployment.version.instrument.library)[0]
    return titles.get(language) or blank_of(deployment).form.title


@lru_cache(maxsize=KEPT)
def _known(library: str) -> tuple[Mapping[str, str], int]:
    """What the library says of an instrument: its titles, and how long it takes."""
    try:
        known = instrument(library)
    except BadInstrument:
        return {}, 0
    return known.texts, known.minutes
