"""The ways by which something of a case reaches a lawyer of the house; see ``tests/flows.py``."""

from django.contrib.auth import get_user_model

from amparo.casework.models import Case
from amparo.legal.representation.models import Matter
from amparo.vault.models import Reader
from tests.flows import GOES, NO, Day
from tests.lawyers import make_lawyers


def a_lawyer(day: Day, case: Case) -> None:
    """Lucía, who reads no case."""
    if not get_user_model().objects.filter(sign_in_name="lucia").exists():
        make_lawyers(day.house.cast, day.house)


def asks_lawyer(day: Day, case: Case) -> str:
    """Ana asks her out of the case: it reached her where there is a matter that she can open."""
    lucia = Reader.objects.get(user__sign_in_name="lucia")
    before = Matter.objects.count()
    day.press("case_lawyer", [case.reference], {"reader": lucia.reference, "kind": "eviction", "country": "EC"})
    return GOES if Matter.objects.count() > before else NO
