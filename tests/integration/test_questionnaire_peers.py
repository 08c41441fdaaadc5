"""Who stands by what is asked: a reviewer of an organisation led by peers, for whom a second person vouches."""

from typing import Any

import pytest

from amparo.commons.accounts import actions as accounts
from amparo.commons.accounts.models import Membership
from amparo.commons.directory.models import Organisation
from amparo.commons.policy.policies import Denied
from amparo.fieldwork.actions import instruments as actions
from amparo.fieldwork.models import SignOff, Version
from amparo.fieldwork.queries.instruments import signed_digest
from tests.cast import browser_of
from tests.questionnaires import TODAY, at, people, stands, text_of, version

__all__ = ["people", "stands", "version"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["", "civil_society", "state"])
def test_only_who_is_of_an_organisation_led_by_peers_signs_and_others_may_send_it_back(
    people: dict[str, Any], version: Version, kind: str
) -> None:
    """The role alone is none: whoever coordinates can give it to anybody."""
    team = people["iris"].memberships.get().team
    led = Organisation.objects.create(name="Otra, de ejemplo", operator=kind) if kind else None
    accounts.place_team(team, organisation=led, by=accounts.SETUP)
    iris = browser_of(people["iris"])
    assert "Tu equipo no es de una organización de compañeras" in text_of(
        iris.get(at("questionnaire_reading", version.reference))
    )
    typed = {"was_paid": "on", "seen": signed_digest(version)}
    assert iris.post(at("questionnaire_sign", version.reference), typed).status_code == 200
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    assert not SignOff.objects.exists()
    assert iris.post(at("questionnaire_back", version.reference), {"back": "Eso no."}).status_code == 302


def test_nobody_signs_through_a_role_for_which_no_second_person_vouches(
    people: dict[str, Any], version: Version
) -> None:
    Membership.objects.filter(user=people["iris"]).update(vouched_by="")
    with pytest.raises(Denied):
        actions.sign(version, by=people["iris"], was_paid=True, on=TODAY)
    accounts.vouch(people["iris"], team=people["iris"].memberships.get().team, role="reviewer", by=accounts.SETUP)
    assert actions.sign(version, by=people["iris"], was_paid=True, on=TODAY).role == "reviewer"
