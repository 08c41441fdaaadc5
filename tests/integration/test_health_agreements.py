"""What a place promised, held against what is counted of it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import translation

from amparo.access.health.actions.agreements import end_agreement, sign_agreement
from amparo.access.health.models import Agreement
from amparo.access.health.queries.agreements import agreements_with, held_against
from amparo.commons.policy.policies import Denied
from amparo.formats.codes import by_code
from tests.cast import make_beside
from tests.health import TODAY, clinic

pytestmark = pytest.mark.usefixtures("english")
NOBODY: dict[str, int] = {}


@pytest.mark.parametrize(("what", "counts", "state", "broken", "known"), [
    ("no_papers", NOBODY, "unknown", 0, 0),
    ("no_papers", {"REC": 4}, "unknown", 0, 4),
    ("no_papers", {"REC": 5}, "kept", 0, 5),
    ("no_papers", {"REC": 3, "TAR": 1, "PAR": 1}, "kept", 0, 5),
    ("no_papers", {"REC": 9, "CON": 1, "refused_papers": 1}, "unknown", 1, 10),
    ("no_papers", {"REC": 8, "CON": 2, "refused_papers": 2}, "broken", 2, 10),
    ("no_papers", {"CON": 2, "refused_papers": 2}, "broken", 2, 2),
    ("no_papers", {"refused_papers": 2}, "broken", 2, 2),
    ("no_papers", {"CON": 4, "refused_complaint": 4}, "unknown", 0, 4),
    ("no_papers", {"CON": 5, "refused_complaint": 5}, "kept", 0, 5),
    ("no_complaint", {"CON": 5, "refused_complaint": 5}, "broken", 5, 5),
    ("stock_kept", {"INA": 2, "no_stock": 2, "REC": 1}, "broken", 2, 3),
    ("stock_kept", {"INA": 5, "closed": 5}, "kept", 0, 5),
    ("name_used", {"MAL": 2, "mistreated": 2}, "broken", 2, 2),
    ("name_used", {"MAL": 1, "mistreated": 1, "REC": 20}, "unknown", 1, 21),
    ("name_used", {"MAL": 3}, "broken", 3, 3),
    ("priority", {"TAR": 2, "late": 2, "REC": 5}, "broken", 2, 7),
    ("free", {"REF": 2, "refused_money": 2}, "broken", 2, 2),
    ("free", {"REF": 5, "other": 5}, "kept", 0, 5),
    ("no_papers", {"NOB": 50, "NOI": 50}, "unknown", 0, 0),
    ("no_papers", {"made_up": 50}, "unknown", 0, 0),
])  # fmt: skip
def test_kept_broken_or_not_enough_known(
    what: str, counts: dict[str, int], state: str, broken: int, known: int
) -> None:
    """By hand: two times that it was not so break it; none in five keep it; a visit is never counted twice."""
    held = held_against(what, counts)
    assert (held.state, held.broken, held.known, held.is_counted) == (state, broken, known, True)


def test_what_no_count_can_tell_is_said_to_be_so() -> None:
    held = held_against("privacy", {"REC": 90, "MAL": 9, "mistreated": 9})
    assert (held.state, held.is_counted) == ("unknown", False)


def test_every_promise_is_broken_by_codes_that_are_there() -> None:
    known = set(by_code("refusal")) | set(by_code("service_outcome"))
    for code in by_code("agreed").values():
        assert set(code.more["broken_by"]) <= known, code.code
    assert not {"planted"} <= known


@pytest.mark.django_db
def test_who_writes_it(cast: Any, tulcan: Any) -> None:
    service = clinic(tulcan)
    people = {**cast.everyone(), **make_beside(cast)}
    for name, person in people.items():
        facts = {"what": "free", "office": "Dirección", "since": TODAY}
        if name in {"ana", "carla", "nadia", "eva"}:
            end_agreement(sign_agreement(service, facts=facts, by=person), on=TODAY, by=person)
        else:
            with pytest.raises(Denied):
                sign_agreement(service, facts=facts, by=person)
            with pytest.raises(Denied):
                end_agreement(Agreement(service=service), on=TODAY, by=person)
    assert Agreement.objects.count() == 4
    assert all(each.until == TODAY for each in Agreement.objects.all())


@pytest.mark.django_db
def test_what_holds_stands_before_what_ended(cast: Any, tulcan: Any) -> None:
    service = clinic(tulcan)
    for what in ("free", "no_papers", "stock_kept"):
        sign_agreement(service, facts={"what": what, "office": "Dirección", "since": date(2026, 1, 1)}, by=cast.ana)
    end_agreement(Agreement.objects.get(what="no_papers"), on=date(2025, 1, 1), by=cast.ana)
    found = agreements_with([service])
    assert [each.what for each in found] == ["stock_kept", "free", "no_papers"]
    assert found[-1].until == date(2026, 1, 1), "it does not end before it began"
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(service=service, what="free", office="Otra", since=TODAY)


@pytest.mark.django_db
def test_the_counts_come_from_outside(cast: Any, tulcan: Any) -> None:
    """``outcomes`` of the page: a function of a place and a day. Its answers are read and kept nowhere."""
    held = sign_agreement(clinic(tulcan), facts={"what": "free", "office": "D", "since": TODAY}, by=cast.ana)
    template = Template("{% load health %}{% kept agreement as held %}{{ held|kept_said }}")
    asked: list[Any] = []

    def outcomes(service: int, since: date) -> dict[str, int]:
        asked.append((service, since))
        return {"REF": 3, "refused_money": 3, "REC": 4}

    with translation.override("en"):
        said = template.render(Context({"agreement": held, "outcomes": outcomes}))
        nothing = template.render(Context({"agreement": held}))
    assert said == "Not kept: 3 of 7 who went tell otherwise. Speak with that office."
    assert nothing == "Not enough is known: 0 who went told how it was."
    assert asked == [(held.service_id, TODAY)]
