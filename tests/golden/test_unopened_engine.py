"""The engine of ODK judges which forms no phone opens: what is refused it does not open either."""

from tests.engine_client import Job, fill, needs_engine
from tests.unopened import NO_CIRCLES, UNOPENED, asking_with

pytestmark = needs_engine
# The engine works out no further than to the table that is not there; Collect knows no such function either.
GOES_NO_FURTHER = {"pulldata('a', 'b', 'c', 'd') + nowhere()"}


def test_the_engine_opens_none_of_what_is_refused_and_all_that_only_looks_like_a_circle() -> None:
    forms = [
        asking_with(expression, rule)
        for expression in UNOPENED.keys() - GOES_NO_FURTHER
        for rule in ("calculate", "constraint")
    ]
    told = fill(*(Job(form=each) for each in (*forms, *NO_CIRCLES.values())), zone="UTC")
    assert [bool(each.error) for each in told[: len(forms)]] == [True] * len(forms)
    assert [each.error for each in told[len(forms) :]] == [""] * len(NO_CIRCLES)
