"""Results are kept once, read by analysts alone, and a byte that was changed is seen."""

from types import SimpleNamespace
from typing import Any

import pytest

from amparo.commons.audit.models import Act
from amparo.commons.policy.policies import Hidden
from amparo.information.risk_profiles import queries
from amparo.information.risk_profiles.actions import Differs, keep_result
from amparo.information.risk_profiles.models import Result

pytestmark = pytest.mark.django_db(databases=["default", "evidence"])
RECIPE = {"rows": "a" * 64, "seed": 7}


def test_the_same_recipe_is_one_result_and_another_answer_is_a_fault() -> None:
    one = keep_result("profile", "s1", recipe=RECIPE, body={"value": 1 / 3}, by="a1")
    again = keep_result("profile", "s1", recipe=dict(reversed(RECIPE.items())), body={"value": 1 / 3}, by="a2")
    assert again.pk == one.pk
    assert one.body == '{"value":0.333333333}'
    with pytest.raises(Differs):
        keep_result("profile", "s1", recipe=RECIPE, body={"value": 0.4}, by="a1")
    assert queries.of_recipe("profile", RECIPE) == one.reference
    assert queries.of_recipe("profile", RECIPE | {"seed": 8}) == ""
    assert Act.objects.using("evidence").filter(verb="result.kept").count() == 2


def with_role(role: str) -> Any:
    return SimpleNamespace(is_authenticated=True, has_role=lambda *roles: role in roles)


def test_only_analysts_read(cast: Any) -> None:
    row = keep_result("profile", "s1", recipe=RECIPE, body={"value": 0.5}, by="a1")
    colleagues = [person for name, person in cast.everyone().items() if name != "diana"]
    for person in [*colleagues, with_role("output_checker"), with_role("analyst")]:
        if person.is_authenticated and person.has_role("analyst"):
            assert queries.get_result(person, row.reference, kind="profile").body == {"value": 0.5}
            assert [each.reference for each in queries.results(person, "profile")] == [row.reference]
        else:
            assert queries.results(person, "profile") == []
            with pytest.raises(Hidden):
                queries.get_result(person, row.reference, kind="profile")
    with pytest.raises(Hidden):
        queries.get_result(with_role("analyst"), row.reference, kind="pressure")


def test_a_byte_that_was_changed_in_the_database_is_seen() -> None:
    row = keep_result("profile", "s1", recipe=RECIPE, body={"value": 0.5}, by="a1")
    Result.objects.filter(pk=row.pk).update(body='{"value":0.6}')
    with pytest.raises(queries.Broken):
        queries.get_result(with_role("analyst"), row.reference, kind="profile")
