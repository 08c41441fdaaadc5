"""The machine of ``test_case_machine``, gone step by step: after her no a case does not become theirs."""

import pytest

from tests.properties.test_case_machine import AWAY, OPEN, PERMITTED, ACase

pytestmark = pytest.mark.django_db(databases=["default"])


@pytest.mark.parametrize("no", ["at the desk", "on her page", "by time"])
def test_by_hand_after_her_no_it_does_not_become_theirs(no: str) -> None:
    """Sent while she allowed it; then no more; then they say that it arrived. With a new yes it is theirs after all."""
    made = ACase()
    made.it_is_opened()
    made.she_says(by="ana", what="them", answer="yes")
    made.it_is_sent(by="ana")
    if no == "at the desk":
        made.she_says(by="ana", what="them", answer="no")
    elif no == "on her page":
        made.she_takes_it_back()
    else:
        made.nights_pass(days=PERMITTED)
    made.they_say_that_it_arrived(by="ana")
    made.it_stands_where_it_should()
    assert (made.state, made.on_its_way) == (OPEN, True)
    made.she_says(by="ana", what="them", answer="yes")
    made.they_say_that_it_arrived(by="ana")
    assert made.state == AWAY
    made.teardown()
