"""The pages about pressures: for analysts alone, in words, with nothing reckoned and nobody's answer on them."""

import csv
import io
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.commons.jobs.models import Job
from amparo.evidence.queries import build_of
from amparo.formats.pressures import pressures
from amparo.information.exposure.jobs import reckoning
from amparo.information.exposure.jobs.figures import METHOD
from amparo.information.risk_profiles.actions import keep_result
from tests.cast import browser_of, make_beside
from tests.pressed import brought, made

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]  # it lays samples of hundreds
NO_ERROR = {"code": "too_uncertain", "text": "The standard error is %(se)s, above %(most)s: not to be published as a"
            " share.", "values": {"se": "0.150", "most": "0.1"}}  # fmt: skip


def a_figure(state: str, by: str = "all", code: str = "", **more: Any) -> dict[str, Any]:
    said = {"value": 0.344, "low": 0.251, "high": 0.437, "se": 0.047} if state == "said" else {}
    why = [NO_ERROR] if state == "weak" else []
    return {"by": by, "code": code, "state": state, "why": why, "remarks": [], "n": [100, 149], **said, **more}


def a_result(source: str = "s1", **more: Any) -> Any:
    """What is kept of a study: one figure that can be told, one below nothing, and the rest of few."""
    told = {
        "tasks": [a_figure("said", sizes=[{"population": 4e3, "state": "said", "value": 0.3, "low": 0.2, "high": 0.4}]),
                  a_figure("said", "gender_group", "women"), a_figure("weak", "quarter", "2026-Q4")],
        "fee": [a_figure("weak", raw=-0.08, checks={"floor": 0.05, "ceiling": 0.04, "halves": 0.4, "design": 0.01})],
    }  # fmt: skip
    items = [
        {"code": each.code, "part": each.part, "way": each.way, "other_words": None,
         "figures": told.get(each.code, [a_figure("few", n=[0, 9])])}
        for each in pressures().items
    ]  # fmt: skip
    body = {
        "source": source, "n": [300, 349], "is_chain": True, "sizes": [], "replicates": 40, "items": items,
        "remarks": [NO_ERROR | {"code": "one_tree"}], "zone": ["border"], "territory": ["EC-C"], "periods": ["2026-Q4"],
    }  # fmt: skip
    return keep_result("pressure", source, recipe={"of": source, "method": METHOD}, body=body | more, by="a1")


def at(name: str, *args: str) -> str:
    with translation.override("es"):
        return reverse(name, args=args)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.text[-800:]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


PAGES = (
    ("pressures", ()), ("pressures_compare", ()), ("pressures_study", ("s1",)), ("pressures_figure", ("s1", "tasks")),
    ("pressures_table", ("s1",)),
)  # fmt: skip


def test_only_analysts_find_any_of_it(cast: Any) -> None:
    brought(made("s1", n=60))
    a_result()
    people = {**cast.everyone(), **make_beside(cast)}
    for name, person in people.items():
        for page, args in PAGES:
            answer = browser_of(person).get(at(page, *args))
            wanted = {200} if name == "diana" else {302} if name == "stranger" else {403, 404}
            assert answer.status_code in wanted, (name, page, answer.status_code)
        asked = browser_of(person).post(at("pressures_study", "s1"), {})
        assert (Job.objects.count() == 1) == (name == "diana"), name
        assert asked.status_code in ({302} if name in ("diana", "stranger") else {403, 404})
        Job.objects.all().delete()


def test_a_study_is_told_in_words_with_its_warnings_first(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reckoning, "reckoned", lambda *_a, **_k: pytest.fail("a page reckons"))
    brought(made("s1", n=60))
    a_result()
    browser = browser_of(cast.diana)
    listed, told = text(browser.get(at("pressures"))), browser.get(at("pressures_study", "s1"))
    assert "De 16 cifras se puede decir 1." in listed
    page = text(told)
    assert page.index("Léelo con cuidado") < page.index("Amenazas") < page.index("Efectos") < page.index("Capacidades")
    assert "de dos a tres veces" in page, "no range of sizes was given"
    assert "34 entre 25 y 44" in page
    assert "no se dice: El margen es muy ancho" in page
    assert len(told.content) < 60_000
    assert f'href="{at("release_plans")}"' in told.text
    one = text(browser.get(at("pressures_figure", "s1", "tasks")))
    assert "De cada 100, a unas 34 las obligaron a llevar o guardar algo, en tres meses. Está entre 25 y 44." in one
    assert "4.000" in one
    fee = text(browser.get(at("pressures_figure", "s1", "fee")))
    assert "Esto no se puede decir" in fee
    assert "Salió −8 de 100" in fee
    assert "0.150" in fee, "the whole reason stands there"
    assert "Parece que sí." in fee
    assert browser.get(at("pressures_figure", "s1", "nothing")).status_code == 404
    assert browser.get(at("pressures_study", "s9")).status_code == 404


def test_no_page_shows_an_answer_a_number_of_a_row_or_the_number_of_a_figure_that_is_weak(cast: Any) -> None:
    study = brought(made("s1", n=60))
    a_result()
    words = {"cw_tasks", "list_count", "n3", "m1", *(each.mark for each in study.rows[:5])}
    for page, args in PAGES:
        answer = browser_of(cast.diana).get(at(page, *args)).text
        assert not [word for word in words if re.search(rf"\b{word}\b", answer)], page
    rows = list(csv.DictReader(io.StringIO(browser_of(cast.diana).get(at("pressures_table", "s1")).text)))
    assert {each["state"]: each["value"] for each in rows} == {"said": "0.34", "weak": "", "few": ""}
    assert {each["people"] for each in rows} == {"100–149", "0–9"}


def test_a_range_is_three_numbers_in_order_or_none(cast: Any) -> None:
    brought(made("s1", n=60))
    browser, page = browser_of(cast.diana), at("pressures_study", "s1")
    for sent in ({"low": "100"}, {"low": "300", "middle": "200", "high": "400"}):
        assert "Escribe los tres" in text(browser.post(page, sent))
    assert Job.objects.count() == 0
    assert browser.post(page, {"low": "100", "middle": "200", "high": "400"}).status_code == 302
    assert Job.objects.get().arguments == {"source": "s1", "sizes": [100, 200, 400], "build": build_of("s1")}
    assert "turno" in text(browser.get(page)), "the job waits, and says so"


def test_what_differs_is_told_with_its_chance_or_not_at_all(cast: Any) -> None:
    names = {"zone": ["border"], "territory": ["EC-C"], "periods": [], "n": [300, 349], "is_chain": True}
    pair = {"item": "tasks", "first": "s1", "second": "s2"}
    body = {
        "studies": {"s1": names, "s2": names | {"zone": ["rural"]}},
        "pairs": [
            pair | {"state": "said", "shares": [0.25, 0.4], "value": -0.15, "low": -0.25, "high": -0.05, "p": 0.003,
                    "held": 0.02},
            pair | {"item": "watched", "state": "said", "shares": [0.3, 0.28], "value": 0.02, "low": -0.1, "high": 0.1,
                    "p": 0.7, "held": 1.0},
            pair | {"item": "fee", "state": "weak"},
        ],
    }  # fmt: skip
    keep_result("pressure_compared", "pressures", recipe={"of": 1, "method": METHOD}, body=body, by="a1")
    browser = browser_of(cast.diana)
    page, first = text(browser.get(at("pressures_compare"))), text(browser.get(at("pressures")))
    assert "25 40 entre −25 y −5 La suerte sola casi nunca muestra tanto." in page
    assert "30 28 entre −10 y 10 Puede muy bien ser suerte." in page
    assert "es muy débil: Pagaron cupo o vacuna." in page
    assert "Obligadas a llevar o guardar algo : Frontera" in first
    assert "Alguien las vigila : " not in first, "what may be luck is no news"


def test_figures_of_rows_that_were_brought_anew_since_say_so(cast: Any) -> None:
    study = brought(made("s1", n=60))
    kept, browser = a_result(), browser_of(cast.diana)
    browser.post(at("pressures_study", "s1"), {"low": ""})
    Job.objects.update(state="done", result=kept.reference)
    since = "Se trajeron respuestas después."
    assert since not in text(browser.get(at("pressures_study", "s1")))
    brought(study)
    assert since in text(browser.get(at("pressures_study", "s1")))
    assert since in text(browser.get(at("pressures")))


def test_figures_of_an_older_method_say_so_and_can_be_made_again(cast: Any) -> None:
    """Nobody is surprised by other figures after an update: the old ones stand, and one press asks for new ones."""
    brought(made("s1", n=120))
    kept = a_result(sizes=[3000, 5000, 9000])
    diana = browser_of(cast.diana)
    assert "método anterior" not in text(diana.get(at("pressures_study", "s1")))
    type(kept).objects.update(recipe='{"method":1,"of":"s1"}')
    assert "método anterior" in text(diana.get(at("pressures")))
    page = diana.get(at("pressures_study", "s1")).text
    form = page[page.index("método anterior") : page.index("</form>", page.index("método anterior"))]
    values = dict(re.findall(r'name="(low|middle|high)" value="(\d+)"', form))
    diana.post(at("pressures_study", "s1"), values)
    assert Job.objects.get().arguments["sizes"] == [3000, 5000, 9000]
