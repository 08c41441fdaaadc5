"""The pages of profiles: for analysts alone, light, in words, and with nothing that may not be shown."""

import csv
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from amparo.commons.audit.models import Act
from amparo.commons.codebooks.models import Book
from amparo.commons.jobs import actions as asking
from amparo.commons.jobs import jobs
from amparo.commons.jobs.models import Job
from amparo.config.long_work import handlers
from amparo.evidence.actions import bring
from amparo.information.risk_profiles.actions import keep_result, write_note
from amparo.information.risk_profiles.jobs.making import Made, made_of
from amparo.information.risk_profiles.models import Note, Result
from amparo.information.risk_profiles.queries.mapped import maps_of
from tests.cast import Cast, browser_of, make_cast
from tests.once import laid_once
from tests.profiled import arguments, lay, sample, table_of

pytestmark = [pytest.mark.walk, pytest.mark.django_db(databases=["default", "evidence"])]  # it lays samples of hundreds
MOST = 60_000


def lay_both() -> tuple[Cast, Made]:
    """The people, and a profile of two samples that were brought in; it is not kept yet."""
    cast = make_cast()
    lay("s2", sample("risks", "border", 240, 1), "risks", token="b")
    town = sample("risks", "urban", 200, 2)
    for place, each in enumerate(town):  # most in the city have a phone, a lawyer, a roof: it stands
        each.row["codes"]["helps_now"] = ["ABO", "TEL", "VIV"] if place % 8 else ["PAR"]
    lay("s3", town, "risks", token="c")
    return cast, made_of(arguments("s2", "s3", populations={"s2": [500, 900, 4000]},
                                   size_sources={"s2": "Conteo entre pares, 2026"}, replicates=1000))  # fmt: skip


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Cast, Made]]:
    with laid_once(django_db_blocker, lay_both) as both:
        yield both


@pytest.fixture
def cast(laid: tuple[Cast, Made], db: None) -> Cast:
    return deepcopy(laid[0])


@pytest.fixture
def made(laid: tuple[Cast, Made], db: None) -> Result:
    return keep_result("profile", "s", recipe=laid[1].recipe, body=laid[1].body, by="a1")


@pytest.fixture
def diana(cast: Any) -> Client:
    return browser_of(cast.diana)


def addresses(made: Result) -> dict[str, tuple[Any, ...]]:
    one = made.reference
    return {
        "profiles": (), "profile_ask": (), "profile": (one,), "profile_part": (one, "capacity"),
        "profile_table": (one,), "profile_changes": (one,), "profile_note": (one, "hurt", "border"),
        "profile_indicator": (one, "hurt"),
    }  # fmt: skip


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_an_analyst_reads_every_page_and_each_is_light(diana: Client, made: Result, language: str) -> None:
    with translation.override(language):
        for name, words in addresses(made).items():
            answer = diana.get(reverse(name, args=words))
            assert answer.status_code == 200, name
            assert len(answer.content) <= MOST, (name, len(answer.content))
            assert "no-store" in answer["Cache-Control"], name


def test_for_everybody_else_there_is_nothing(cast: Any, made: Result) -> None:
    for name, person in cast.everyone().items():
        if name == "diana":
            continue
        for page, words in addresses(made).items():
            answer = browser_of(person).get(reverse(page, args=words))
            assert answer.status_code in {302, 403, 404}, (name, page)
            assert b"EC-C" not in answer.content
        assert browser_of(person).post(reverse("profile_again", args=[made.reference])).status_code in {302, 403, 404}
    assert not Job.objects.exists()


def test_from_the_form_to_the_profile_with_its_progress(diana: Client) -> None:
    page = diana.get(reverse("profile_ask")).content.decode()
    seed = re.search(r'name="seed" value="(\d+)"', page)
    assert seed is not None
    asked = {"sources": ["s2", "s3"], "seed": seed[1], "low_s2": "400", "middle_s2": "900", "high_s2": "3000",
             "from_s2": "Conteo entre pares, 2026"}  # fmt: skip
    first, again = (diana.post(reverse("profile_ask"), asked) for _ in range(2))
    assert first["Location"] == again["Location"]  # the same is under way once
    waits = diana.get(first["Location"])
    assert waits["Refresh"] == "5"
    assert "Espera su turno" in waits.content.decode()
    jobs.run_one(handlers())
    done = diana.get(first["Location"])
    assert "Refresh" not in done
    result = Result.objects.get()
    assert reverse("profile", args=[result.reference]) in done.content.decode()
    again = diana.post(reverse("profile_again", args=[result.reference]))
    jobs.run_one(handlers())
    assert "byte a byte" in diana.get(again["Location"]).content.decode()
    verbs = Act.objects.using("evidence").values_list("verb", flat=True)
    assert {"profile.asked", "job.asked", "result.kept"} <= set(verbs)


@pytest.mark.parametrize("wrong", [
    {"low_s2": "400"}, {"low_s2": "400", "middle_s2": "900", "high_s2": "3000"},
    {"low_s2": "900", "middle_s2": "400", "high_s2": "3000"}, {"sources": []}, {"sources": ["s9"]},
    {"seed": "x"}, {"period": "2019-Q1"},
])  # fmt: skip
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_begun(diana: Client, wrong: dict[str, Any]) -> None:
    answer = diana.post(reverse("profile_ask"), {"sources": ["s2"], "seed": "3"} | wrong)
    assert answer.status_code == 200
    assert not Job.objects.exists()


def test_a_page_shows_what_is_kept_and_nothing_that_is_hidden(diana: Client, made: Result) -> None:
    body = json.loads(made.body)
    rows = list(csv.DictReader(StringIO(diana.get(reverse("profile_table", args=[made.reference])).content.decode())))
    assert len(rows) == sum(len(each["shares"]) for each in body["samples"])
    kept = {(one["zone"], each["indicator"], each["group"]): each for one in body["samples"] for each in one["shares"]}
    for each in rows:
        share = kept[each["zone"], each["indicator"], each["group"]]
        assert each["value"] == ("" if share["value"] is None else f"{share['value']:.4f}")
        assert bool(each["value"]) == bool(each["low"])
    page = diana.get(reverse("profile_indicator", args=[made.reference, "hurt"])).content.decode()
    assert f"{round(100 * kept['border', 'hurt', 'all']['value'])} %" in page
    assert "muy pocas" in page.lower() or "unas pocas" in page.lower()
    assert reverse("release_plans") in diana.get(reverse("profile", args=[made.reference])).content.decode()
    at = kept["border", "hurt", "all"]
    assert f"Si hay 4 000 personas: {round(100 * at['at_sizes'][2])} %, entre" in page.replace("\xa0", " ")


def test_it_says_by_which_draws_each_territory_was_reckoned_and_why(diana: Client, made: Result) -> None:
    """Of one the size is known, and from where; of the other nobody said it: the page says so of each, and by name."""
    page = diana.get(reverse("profile", args=[made.reference])).content.decode().replace("\xa0", " ")
    said = re.findall(r"<li><strong>(\w+):</strong> ([^<]*intervalos[^<]*)</li>", page)
    assert [name for name, _words in said] == ["Frontera", "Ciudad"]
    assert "Conteo entre pares, 2026" in said[0][1]
    assert "500 a 4 000" in said[0][1]
    assert "árboles enteros" not in said[0][1]
    assert "árboles enteros" in said[1][1]


def test_a_choice_says_what_was_asked_and_a_study_is_called_by_its_title(diana: Client) -> None:
    done = made_of(arguments("s2", "s3"))
    result = keep_result("profile", "s", recipe=done.recipe, body=done.body, by="a1")
    page = diana.get(reverse("profile_part", args=[result.reference, "capacity"])).content.decode()
    assert page.count('scope="rowgroup">¿Qué te cuida hoy? Marca lo que tienes.</th>') == 1
    assert "Se preguntó: «¿Qué te cuida hoy?" in diana.get(
        reverse("profile_indicator", args=[result.reference, "helps_par"])).content.decode()  # fmt: skip
    form = diana.get(reverse("profile_ask")).content.decode()
    assert "Riesgos y lo que te cuida" not in form  # this codebook is called otherwise, by who wrote it
    assert "Frontera · EC-C · x" in form
    Book.objects.update(table=table_of("risks") | dict.fromkeys(("es", "pt", "en"), "Riesgos y lo que te cuida"))
    for language, title in (("es", "Riesgos y lo que te cuida"), ("pt", "Riscos e o que cuida de você")):
        with translation.override(language):
            assert f"EC-C · {title}" in diana.get(reverse("profile_ask")).content.decode()


def test_a_map_hatches_what_is_too_weak_and_draws_no_place_below_a_unit(diana: Client, made: Result) -> None:
    body = json.loads(made.body)
    shown = {(each["indicator"], one["zone"]): each["value"] for one in body["samples"] for each in one["shares"]
             if each["group"] == "all"}  # fmt: skip
    weak = next(code for code, zone in shown if zone == "border" and shown[code, "border"] is None
                and shown[code, "urban"] is not None)  # fmt: skip
    page = diana.get(reverse("profile_indicator", args=[made.reference, weak])).content.decode()
    units = {name: fill for fill, name in re.findall(r'<g fill="([^"]+)"[^>]*><title>(EC-C|EC-P), ', page)}
    assert units == {"EC-C": "url(#mEC-h)", "EC-P": "url(#mEC-0)"}
    assert "EC-C, Frontera: muy pocas, o no se dice" in page
    assert f"EC-P, Ciudad: {round(100 * shown[weak, 'urban'])} %" in page
    assert "data-figure" not in page  # it was never released


def test_two_kinds_of_territory_in_one_unit_have_a_map_each(made: Result) -> None:
    body = json.loads(made.body)
    asked = next(each for each in body["indicators"] if each["code"] == "hurt")
    body["samples"][1]["place"] = "EC-C"
    values = [next(share["value"] for share in one["shares"] if (share["indicator"], share["group"]) ==
                   ("hurt", "all")) for one in body["samples"]]  # fmt: skip
    with translation.override("es"):
        shades = [re.findall(r'<g fill="url\(#mEC\w+-(\d)\)', each.picture) for each in maps_of(body, asked)]
        assert shades == ([["0"], ["3"]] if values[0] < values[1] else [["3"], ["0"]]), "one scale on both maps"
        assert [each.name for each in maps_of(body, asked)] == ["Ecuador · Frontera", "Ecuador · Ciudad"]
        body["samples"][1]["zone"] = "border"
        (one,) = maps_of(body, asked)
    assert "EC-C: dos estudios: mira la tabla" in one.picture


def test_who_came_stands_apart_in_bands_and_fewer_than_ten_are_never_told(diana: Client) -> None:
    """Thirty-two cases: twelve trans women of whom one was threatened with deportation twice, and twenty women."""

    def case(group: str, *acts: str) -> tuple[str, Any]:
        parts = [["incident", {"acts": sorted(acts)}]] if acts else []
        return "cases/2", {"codes": {"gender_group": [group]}, "parts": parts}

    bring("e" * 32, "cases", [case("trans_feminine", "DEP"), *(case("trans_feminine", "PSI") for _ in range(11)),
                              *(case("women", "PSI", "ROB") for _ in range(20))])  # fmt: skip
    asking.enqueue("profile", arguments("s2"), by="a1")
    jobs.run_one(handlers())
    profile, came = (Result.objects.get(kind=kind) for kind in ("profile", "came"))
    said = {code: dict(bands) for _part, code, bands in json.loads(came.body)["said"]}
    assert said["gender_group"]["women"] == [20, 49]
    assert said["gender_group"]["trans_feminine"] == [10, 19]
    assert said["acts"]["PSI"] == [20, 49]
    assert said["acts"]["DEP"] == said["acts"]["COB"] == [0, 9]  # one, and nobody: the same
    assert "cases" not in profile.body
    page = diana.get(reverse("profile", args=[profile.reference])).content.decode()
    apart = page[page.index('id="came"') :]
    assert "que se las cuente: de 20 a 49 personas" in apart
    assert "no quién hay" in apart
    assert "20 a 49 personas" in diana.get(reverse("profile_indicator", args=[profile.reference, "acts_psi"])).text
    deported = diana.get(reverse("profile_indicator", args=[profile.reference, "acts_dep"])).text
    assert "menos de 10 personas" in deported
    asking.enqueue("profile", arguments("s2", seed=9), by="a1")
    jobs.run_one(handlers())
    assert Result.objects.filter(kind="came").count() == 1  # the same bands are one result


def test_a_profile_of_an_older_method_says_so(diana: Client, made: Result) -> None:
    recipe = json.loads(made.recipe)
    assert "método anterior" not in diana.get(reverse("profile", args=[made.reference])).content.decode()
    Result.objects.update(recipe=json.dumps(recipe | {"method": "risk_profiles 1"}))
    page = diana.get(reverse("profile", args=[made.reference])).content.decode()
    assert "método anterior" in page
    assert reverse("profile_again", args=[made.reference]) not in page


def test_kinds_are_never_put_into_one_list(diana: Client, made: Result) -> None:
    kinds = {}
    for kind in ("threat", "vulnerability", "capacity"):
        page = diana.get(reverse("profile_part", args=[made.reference, kind])).content.decode()
        kinds[kind] = set(re.findall(r"/indicador/(\w+)", page))
    assert "hurt" in kinds["threat"]
    assert "helps_par" in kinds["capacity"]
    assert not kinds["threat"] & kinds["capacity"]
    assert not kinds["threat"] & kinds["vulnerability"]
    assert diana.get(reverse("profile_part", args=[made.reference, "need"])).status_code == 404  # none was asked


def test_a_kind_of_zone_of_which_nobody_is_there_is_named(diana: Client, made: Result) -> None:
    page = diana.get(reverse("profile", args=[made.reference])).content.decode()
    assert "<strong>Campo:</strong>" in page
    assert page.index("Léelo con cuidado") < page.index("<figure")


def test_a_difference_asks_for_a_note_and_every_note_stays(diana: Client, made: Result, cast: Any) -> None:
    stands = [each for each in json.loads(made.body)["comparisons"]["territories"] if each["stands"]]
    assert stands
    page = diana.get(reverse("profile_changes", args=[made.reference])).content.decode()
    asked_for = 2 * len({each["indicator"] for each in stands})  # two kinds of territory, each difference between both
    assert page.count("Nadie escribió qué se hace allí") == asked_for
    where = reverse("profile_note", args=[made.reference, stands[0]["indicator"], "border"])
    wanted = {"done": "Ronda los martes", "change": "También los viernes", "owner": cast.ana.reference,
              "until": "2027-02-01"}  # fmt: skip
    assert diana.post(where, wanted | {"owner": "nadie"}).status_code == 200
    assert diana.post(where, wanted | {"until": ""}).status_code == 200
    assert not Note.objects.exists()
    diana.post(where, wanted)
    diana.post(where, wanted | {"done": "Ronda diaria"})
    page = diana.get(reverse("profile_changes", args=[made.reference])).content.decode()
    assert page.count("Nadie escribió qué se hace allí") == asked_for - 1
    assert "Ronda diaria" in page
    assert "Ronda los martes" not in page
    history = diana.get(where).content.decode()
    assert history.index("Ronda diaria") < history.index("Ronda los martes")
    assert sorted(Note.objects.values_list("number", "done")) == [(1, "Ronda los martes"), (2, "Ronda diaria")]
    assert Act.objects.using("evidence").filter(verb="adaptation.noted").count() == 2


def test_nobody_else_writes_a_note(cast: Any, made: Result) -> None:
    from amparo.commons.policy.policies import Denied

    said = {"done": "x", "change": "x", "owner": cast.ana.reference, "until": date(2027, 1, 1), "result": "r",
            "on": date(2026, 12, 1)}  # fmt: skip
    for name, person in cast.everyone().items():
        if name != "diana" and person.is_authenticated:
            with pytest.raises(Denied):
                write_note("hurt", "border", by=person, **said)
    assert not Note.objects.exists()
