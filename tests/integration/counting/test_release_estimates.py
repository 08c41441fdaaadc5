"""What a study found on its way to readers: from a kept profile through the door, and why it stays."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from amparo.commons.policy.policies import Denied
from amparo.doors.release import actions
from amparo.doors.release.actions import asking
from amparo.doors.release.models import Request
from amparo.doors.release.queries import estimates, pages
from amparo.evidence.actions import Linked
from amparo.formats.plans import plan
from amparo.information.risk_profiles.actions import keep_result
from amparo.information.risk_profiles.jobs.leaving import Rests
from amparo.information.risk_profiles.jobs.making import made_of
from amparo.information.risk_profiles.queries import kept, subject_of
from amparo.methods.disclosure import Shown
from amparo.publications import queries as published
from tests.cast import Cast, browser_of, make_beside
from tests.data_surfaces import PREFIXES, faults, surfaces
from tests.hxl_reading import read
from tests.profiled import arguments, lay, sample
from tests.release_house import ready

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
TODAY = date(2026, 11, 10)  # what was asked in the third quarter may leave from the thirtieth of October on
RISKS = plan("risks")


@pytest.fixture
def iris(cast: Cast) -> Any:
    """Paid, and of a peer organisation."""
    return make_beside(cast)["iris"]


def border(many: int = 200, **more: Any) -> list[Linked]:
    return sample("risks", "border", many, 1, **more)


def profile(cast: Cast, *sources: str, replicates: int = 1000, **more: Any) -> str:
    """A profile of these studies, made as the executor makes one."""
    asked = arguments(*sources, replicates=replicates, **more)
    made = made_of(asked)
    return keep_result("profile", subject_of(sources), recipe=made.recipe, body=made.body, by=cast.diana).reference


def asked(cast: Cast, result: str, *, today: date = TODAY) -> Request:
    """A request of Diana's, read out of the profile and looked at."""
    request = actions.ask(actions.Asked(RISKS, result=result), by=cast.diana, today=today)
    return actions.protect(request, by=cast.diana, today=today)


def released(cast: Cast, iris: Any, result: str, *, today: date = TODAY) -> Request:
    return actions.let_out(ready(cast, asked(cast, result, today=today), iris, today=today), by=cast.fabia, today=today)


def shares(request: Request) -> dict[tuple[str, str, str], tuple[str | None, list[str]]]:
    """What is shown of each share, or why not: by indicator, group and territory."""
    return {
        (label[0], label[1], label[3]): (value, why)
        for label, value, why, _stands in json.loads(request.cells) if label[2] == "percent"
    }  # fmt: skip


def test_from_a_kept_profile_to_the_reader(cast: Cast, iris: Any) -> None:
    lay("s1", border(), "risks", token="a")
    lay("s2", sample("risks", "urban", 160, 2), "risks", token="b")
    result = profile(cast, "s1", "s2")
    page = browser_of(cast.diana).get(f"/mesa/perfiles/{result}").content.decode()
    assert f"/mesa/publicar/planes/risks?profile={result}" in page
    form = browser_of(cast.diana).get(f"/mesa/publicar/planes/risks?profile={result}").content.decode()
    assert f'<option value="{result}" selected>' in form
    answer = browser_of(cast.diana).post("/mesa/publicar/planes/risks", {"result": result}, follow=True)
    assert "Quien empezó un árbol" in answer.content.decode()
    (request,) = Request.objects.all()
    assert (request.state, request.name, request.period) == ("first", "risks/2026-Q3", "2026-Q3")
    before = pages.words(RISKS, request)
    request = actions.let_out(ready(cast, request, iris), by=cast.fabia, today=TODAY)
    assert (request.state, request.why) == ("released", "")
    (edition,) = published.editions()
    assert (edition.kind, edition.codebook, edition.ledger) == ("sample", "f_risks/1", "")
    figures = published.figures(edition)
    assert {each.kind for each in figures.values()} == {"percent", "low", "high", "band", "hidden"}
    assert all(re.fullmatch(r"\d+-\d+", each.said) for each in figures.values() if each.kind == "band")
    assert all(re.fullmatch(r"[<>]?\d{1,2}", each.said) for each in figures.values() if each.kind in {"percent", "low"})
    for language, prefix in PREFIXES.items():
        labels = {table.texts[language] for table in RISKS.tables}  # one has its months in its name
        for address in (one for every in surfaces(edition.reference, prefix, maps="9-EC").values() for one in every):
            assert faults(Client().get(address), [edition], language, labels) == [], address
        found = read(Client().get(f"{prefix}/datos/{edition.reference}/hxl.csv").text)
        assert [each for each in found.found if each[0] != "info"] == []
        assert len(found.rows) == len(figures)
        told = re.sub(r"<[^>]+>", "", Client().get(f"{prefix}/datos/{edition.reference}").text)
        assert all(each[language] in told for each in before), "who reads the words reads what will be read"
    assert re.search(r"En la frontera, entre (más de |menos de )?\d+.% y (más de )?\d+.%", before[1]["es"])
    told = Client().get(f"/datos/{edition.reference}").text
    assert re.search(r"En la frontera, entre <span[^>]*>\d+.%</span> y", told)
    assert told.count("<svg") > 8
    assert "Carchi: " in told, "a map, with the name of a unit and its figure"
    assert re.search(r"<svg[^>]*>.*Pichincha: \d+", Client().get(f"/datos/{edition.reference}/9-EC.svg").text, re.S)
    assert "Es una estimación, no una cuenta" in told
    assert "Se preguntó en: frontera, Carchi, Ecuador; ciudad, Pichincha, Ecuador." in told
    assert not re.search(r">EC-C|\bs1\b", told), "no code of a place, no name of a study"


def test_only_what_may_be_said_of_people_leaves(cast: Cast) -> None:
    """One study is too small; in the other one group came by one first person alone, and one is too few."""
    lay("s1", sample("risks", "urban", 104, 2), "risks", token="b")
    rows = border()
    first = {each.mark: each.mark for each in rows if not each.recruiter}
    for each in rows:
        first[each.mark] = first[each.recruiter or each.mark]
    trees = sorted(set(first.values()), key=list(first.values()).count)
    for place, each in enumerate(rows):
        group = "others" if place % 40 == 1 else "trans_feminine" if place % 4 else "women"
        each.row["codes"]["gender_group"] = [group]
        if group == "trans_feminine" and first[each.mark] != trees[-1]:
            each.row["codes"]["barriers"] = ["ALO"]  # so all of that group who name papers came by one tree
    lay("s2", rows, "risks", token="a")
    told = shares(asked(cast, profile(cast, "s1", "s2")))
    assert {why for key, (_value, (*why,)) in told.items() if key[2] == "urban" for why in why} <= {"small_study"}
    border_said = {key[1]: said for key, said in told.items() if key[0] == "barriers_pap" and key[2] == "border"}
    assert border_said["everybody"][0]
    assert border_said["trans_feminine"] == (None, ["one_tree"])
    assert border_said["others"][0] is None
    assert border_said["women"] == (None, ["besides"]), "what they leave of everybody would tell the group of one tree"


def test_where_a_group_came_by_trees_of_its_own_nothing_leaves(cast: Cast) -> None:
    """Half of the trees are of one group, and nobody brought anybody of the other: two samples, taken for one."""
    rows = border()
    first = {each.mark: each.mark for each in rows if not each.recruiter}
    for each in rows:
        first[each.mark] = first[each.recruiter or each.mark]
    trees = sorted(set(first.values()), key=list(first.values()).count)
    for each in rows:
        each.row["codes"]["gender_group"] = ["trans_feminine" if first[each.mark] in trees[::2] else "women"]
    lay("s1", rows, "risks", token="a")
    result = profile(cast, "s1")
    (told,) = kept(result, "profile").body["samples"]
    assert (told["is_apart"], told["bootstrap"]) == (True, "tree")
    assert [each["code"] for each in told["remarks"]].count("bottleneck") == 1
    request = asked(cast, result)
    assert (request.state, request.cells, "nothing_shown" in request.why) == ("failed", "", True)


@pytest.mark.parametrize(("rows", "more", "sentence"), [
    (border, {"replicates": 999}, "menos de mil sorteos"),
    (lambda: [Linked(each.codebook, each.row) for each in border()], {}, "No hay aquí ninguna estimación"),
    (lambda: border(quarter="2027-Q1"), {}, "un reloj estaba mal"),
    (lambda: sample("strengths", "border", 200, 1), {}, "Ningún plan de publicación"),
])  # fmt: skip
def test_what_no_plan_publishes_is_said_on_the_button(cast: Cast, rows: Any, more: Any, sentence: str) -> None:
    found = rows()
    lay("s1", found, found[0].codebook.partition("/")[0].removeprefix("f_"), token="a")
    result = profile(cast, "s1", **more)
    page = browser_of(cast.diana).get(f"/mesa/perfiles/{result}").content.decode()
    assert re.search(rf'disabled title="[^"]*{sentence}', page)
    with pytest.raises(Denied, match=sentence):
        actions.ask(actions.Asked(RISKS, result=result), by=cast.diana, today=TODAY)
    listed = browser_of(cast.diana).get("/mesa/publicar/planes/risks").content.decode()
    assert result not in listed


def test_nobody_answered_what_the_plan_asks(cast: Cast) -> None:
    rows = border()
    for each in rows:
        for code in ("hurt", "who", "way_hurt", "reported", "barriers", "helps_now"):
            each.row["codes"].pop(code, None)
    lay("s1", rows, "risks", token="a")
    with pytest.raises(Denied, match="No hay aquí ninguna estimación"):
        asked(cast, profile(cast, "s1"))


def test_a_profile_of_other_rows_than_todays_makes_nothing_and_lets_nothing_out(cast: Cast, iris: Any) -> None:
    lay("s1", border(), "risks", token="a")
    result = profile(cast, "s1")
    request = ready(cast, asked(cast, result), iris)
    lay("s1", border()[:-1], "risks", token="b")  # she took her permission back
    done = actions.let_out(request, by=cast.fabia, today=TODAY)
    assert (done.state, done.why, done.counts) == ("failed", "old_profile", "")
    again = asked(cast, result)
    assert (again.state, again.why) == ("failed", "old_profile")
    assert "Haz un perfil nuevo" in browser_of(cast.diana).get(f"/mesa/publicar/{again.reference}").content.decode()
    assert published.every_edition() == []


def test_a_figure_that_somebody_put_in_does_not_leave(cast: Cast, iris: Any) -> None:
    lay("s1", border(), "risks", token="a")
    request = asked(cast, profile(cast, "s1"))
    cells = json.loads(request.cells)
    gap = next(each for each in cells if each[1] is None)
    gap[1] = "12"
    request.cells = json.dumps(cells)
    request.digest = estimates.Protected(request.counts, "", request.cells, request.report).digest
    request.save()
    done = actions.let_out(ready(cast, request, iris), by=cast.fabia, today=TODAY)
    assert (done.state, done.why) == ("failed", "figures_differ")


def test_an_edition_before_is_taken_away_from_this_one(cast: Cast, iris: Any) -> None:
    """The same answers are not published twice; of five more nothing is told, of sixty more everything."""
    rows = border(300)
    lay("s1", rows[:200], "risks", token="a")
    result = profile(cast, "s1")
    first = shares(released(cast, iris, result))
    with pytest.raises(Denied, match="Estas respuestas se publicaron"):
        asked(cast, result)
    lay("s1", rows[:205], "risks", token="b")
    request = asked(cast, profile(cast, "s1"))
    second = shares(request)
    assert all(second[key] == (None, ["few_since"]) for key, (value, _why) in first.items() if value)
    actions.withdraw(request, by=cast.diana)
    lay("s1", rows[:262], "risks", token="c")
    request = asked(cast, profile(cast, "s1"))
    key = ("barriers_pap", "everybody", "border")
    assert first[key][0]
    assert shares(request)[key][0]
    assert json.loads(request.report)["compared"] == sum(value is not None for value, _why in first.values())
    assert json.loads(request.report)["editions"] == ["risks/2026-Q3"]
    page = browser_of(cast.elena).get(f"/mesa/publicar/{request.reference}").content.decode()
    assert "diez más o diez menos" in page


def test_a_questionnaire_that_changed_between_editions(cast: Cast, iris: Any) -> None:
    rows = border(260)
    lay("s1", rows[:200], "risks", token="a")
    released(cast, iris, profile(cast, "s1"))
    lay("s1", [replace(each, codebook="f_risks/2") for each in rows], "risks", token="b", version=2)
    result = profile(cast, "s1")
    with pytest.raises(Denied, match="de f_risks/1 a f_risks/2"):
        asked(cast, result)
    same = replace(RISKS, same_as=(1,))
    assert actions.ask(actions.Asked(same, result=result), by=cast.diana, today=TODAY).state == "draft"


def test_where_a_table_counts_the_same_people_no_estimate_leaves(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lay("s1", border(), "risks", token="a")
    monkeypatch.setattr(estimates, "every_reading", lambda: {"harm/2026-07": '{"cells":[["s1","rape",12]]}'})
    request = asked(cast, profile(cast, "s1"))
    assert (request.state, request.why) == ("failed", "counted_too")
    assert asking.plan("risks").checkers == 2


def test_width_left_is_the_one_worked_out_by_hand() -> None:
    """A tenth hidden beside nine: (1 + 0.9) / 0.1. Half: (2 + 1) / 1. A tenth did not say: (1 + 0.5 + 10) / 0.4."""
    assert estimates.width_left(1.0, 0.9, 0.1) == pytest.approx(19)
    assert estimates.width_left(2.0, 1.0, 1.0) == pytest.approx(3)
    assert estimates.width_left(1.0, 0.5, 0.4) == pytest.approx(28.75)


@pytest.mark.parametrize(("weight", "why"), [(5.0, ["", "", ""]), (30.0, ["", "", "besides"])])
def test_a_hidden_group_that_could_be_taken_from_everybody_takes_another_along(weight: float, why: list[str]) -> None:
    """Of 90 a group of 5: (90 + 85) / 5 = 35 points. Of 115 one of 30: (115 + 85) / 30 = 7, so another goes along."""
    told, groups = Shown("x", "21", "12", "31", "50-99"), {"all": 85 + weight, "trans_feminine": 60, "women": 25}
    lines = [estimates.Line("border", Rests("hurt", group, int(many), 5, 3, 3, many, 20), shown=told)
             for group, many in groups.items()]  # fmt: skip
    few = estimates.Line("border", Rests("hurt", "others", 5, 2, 1, 1, weight, 3), why="few_recruits")
    estimates.hide_besides([*lines, few])
    assert [line.why for line in lines] == why
