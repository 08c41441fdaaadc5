"""The planner on its page: numbers that were worked out by hand, and a house without statistics that says so."""

import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from amparo.fieldwork.actions import studies
from amparo.fieldwork.models import Study
from amparo.fieldwork.queries import sizes
from amparo.fieldwork.queries.sizes import Thought, Waves, advice
from tests.cast import make_cast
from tests.conftest import HAS_NUMPY
from tests.field import make_people, plan
from tests.letters import opened_client, with_open_key
from tests.once import laid_once

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
with_numpy = pytest.mark.skipif(not HAS_NUMPY, reason="numpy is not there: this house counts nothing")
SEEDS = {"seeds": "6", "chosen": "De tres barrios.", "coupons_each": "3", "returned": "50", "weeks_valid": "4",
         "stops_days_before": "14", "thanks_each": "2"}  # fmt: skip
DECIDED = {"thanks_own": "5", "currency": "usd", "size": "300"}
GUESS = {"share": "30", "margin": "6", "effect": "2"}


@pytest.fixture(scope="module")
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with laid_once(django_db_blocker, lambda: make_people(make_cast())[1]["leda"]) as made:
        yield made


@pytest.fixture
def leda(laid: Any) -> Any:
    return deepcopy(laid)


def a_study(leda: Any, **more: Any) -> Study:
    return studies.plan_study(by=with_open_key(leda), **plan(design="rds", **more))


def page(leda: Any, study: Study, **sent: str) -> str:
    """The page of the size in English, as it answers."""
    with translation.override("en"):
        where = reverse("study_size", args=[study.reference])
    client = opened_client(leda)
    answer = client.post(where, sent) if sent else client.get(where)
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@with_numpy
def test_the_numbers_by_hand(english: None) -> None:
    """1.96² · 0.3 · 0.7 / 0.06² = 224.09; twice that 449; with 1,000 people 449 / (1 + 448 / 1,000) = 310."""
    found = advice(Thought(share=30, margin=6))
    assert found is not None
    assert (found.n, found.n_if) == (449, ((3, 673), (4, 897)))
    many = advice(Thought(share=30, margin=6, people=1000))
    assert many is not None
    assert many.n == 310
    # 1.96 · √(2 · 0.21 / 100) = 0.127 and, with an effect of four, √2 times as much: 0.180.
    assert next((each.n, each.margin, each.doubtful) for each in found.reaches) == (100, 12.7, 18.0)
    assert [each.n for each in found.reaches] == [100, 200, 300]
    # 2 · (1.95996 + 0.84162)² · (0.3 · 0.7 + 0.2 · 0.8) / 0.1² = 580.8
    rounds = advice(Thought(share=30, margin=6, before=30, after=20))
    assert rounds is not None
    assert rounds.each_round == 581


@with_numpy
def test_the_waves_by_hand(english: None) -> None:
    """Three coupons of which half come back: 6, 9, 13.5 … in the eighth wave 6 · 1.5⁸ = 153.8; together 449.3."""
    found = advice(Thought(share=30, margin=6, seeds=6, coupons=3, returned=50))
    assert found is not None
    assert found.waves == Waves(8, 1.5, 0, (6, 9, 14, 20, 30, 46, 68, 103, 154))
    ends = advice(Thought(share=30, margin=6, seeds=6, coupons=3, returned=30))
    assert ends is not None
    assert ends.waves is not None
    assert (ends.waves.waves, ends.waves.growth, ends.waves.ends_early) == (None, 0.9, 100)
    assert any("the chains end before" in each for each in ends.remarks)


@with_numpy
def test_what_cannot_be_is_refused_in_words_of_the_page() -> None:
    with translation.override("es"):
        found = advice(Thought(share=30, margin=6, before=20, after=20))
    assert found is not None
    assert found.n is None
    assert found.refused == ("Las dos proporciones son iguales: ningún tamaño muestra un cambio que no existe.",)


@with_numpy
def test_the_page_shows_the_number_what_doubts_it_and_what_a_smaller_one_says(leda: Any) -> None:
    study = a_study(leda)
    text = page(leda, study, do="look", **GUESS, **SEEDS, **DECIDED)
    for said in ("Ask 449 people", "design effect 3: 673", "design effect 4: 897", "300 ± 7.3 ± 10.4", "after 8 waves",
                 "Three, four and more are found"):  # fmt: skip
        assert said in text, said
    study.refresh_from_db()
    assert study.size == 40, "looking changes nothing"


def test_what_is_decided_is_kept_and_the_money_is_told(leda: Any) -> None:
    """300 · 5 for coming, (300 − 6) · 2 for who was brought, and nobody was paid yet: 2,088."""
    study = a_study(leda)
    with translation.override("en"):
        where = reverse("study_size", args=[study.reference])
    answer = opened_client(leda).post(where, {"do": "keep", **GUESS, **SEEDS, **DECIDED})
    assert answer.status_code == 302
    study.refresh_from_db()
    assert (study.size, study.seeds, study.coupons_each, study.currency) == (300, 6, 3, "USD")
    assert study.plan["size"] == {"share": 30, "margin": 6, "effect": 2, "returned": 50}
    assert study.plan["chosen"] == "De tres barrios."
    assert study.plan["protocol"]["told"], "what was written before stays"
    text = page(leda, study)
    assert "2088.00 USD" in text
    assert "14 days before, no coupon is given any more" in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"margin": ""}, "The two belong together"), ({"size": "muchas"}, "Write a number, with figures alone."),
        ({"currency": ""}, "Say in which money."), ({"coupons_each": "4"}, "Write 3 or less."),
        ({"before": "30"}, "The two belong together"), ({"thanks_own": "1.234"}, "with figures alone: 5 or 2.50."),
    ],
)  # fmt: skip
def test_what_is_missing_stands_beside_the_question(leda: Any, wrong: dict[str, str], said: str) -> None:
    assert said in page(leda, a_study(leda), **{"do": "keep", **GUESS, **SEEDS, **DECIDED, **wrong})


def test_where_nobody_can_count_the_page_says_what_is_missing_and_takes_a_typed_number(
    leda: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sizes, "sources", [lambda _thought: None])
    study = a_study(leda)
    text = page(leda, study, do="look", **GUESS, **SEEDS, **DECIDED)
    assert "This house cannot work it out: what the statistics need is not installed" in text
    assert "Ask " not in text.partition("What the planner says")[2].partition("What you decide")[0]
    with translation.override("en"):
        where = reverse("study_size", args=[study.reference])
    opened_client(leda).post(where, {"do": "keep", **GUESS, **SEEDS, **DECIDED})
    study.refresh_from_db()
    assert study.size == 300


WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"numpy", "scipy", "numba"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
import django
django.setup()
from amparo.fieldwork.queries.sizes import Thought, advice
assert advice(Thought(share=30, margin=6)) is None
assert "numpy" not in sys.modules
print("stands")
"""


def test_the_house_stands_without_numpy(tmp_path: Path) -> None:
    own = {"AMPARO_PROFILE": "red", "AMPARO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "amparo.config.settings"}
    run = subprocess.run([sys.executable, "-c", WITHOUT], env=own | {"PYTHONPATH": str(ROOT / "src")}, cwd=ROOT,
                         capture_output=True, text=True, check=False)  # fmt: skip
    assert (run.stdout.strip(), run.stderr) == ("stands", "")


@pytest.mark.parametrize("design", ["convenience", "rounds"])
def test_a_design_that_stands_for_nobody_is_not_worked_out_and_each_page_says_so(leda: Any, design: str) -> None:
    study = a_study(leda)
    Study.objects.filter(pk=study.pk).update(design=design)
    text = page(leda, study, do="look", **GUESS, **DECIDED)
    assert "Nothing is worked out for this design" in text
    assert "449" not in text
    client = opened_client(leda)
    with translation.override("en"):
        names = ("study", "study_size", "study_protocol", "study_change", "study_begin", "study_sheet", "study_send",
                 "study_leads", "study_phones", "study_waiting", "study_door")  # fmt: skip
        for name in names:
            answer = client.get(reverse(name, args=[study.reference]))
            assert "says nothing of those who were not asked" in answer.text, name
    Study.objects.filter(pk=study.pk).update(design="time_place")
    assert "says nothing of those who were not asked" not in page(leda, study)
