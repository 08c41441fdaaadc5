"""Who signs for peers: a reviewer whose team belongs to an organisation that is led by them. All of it is made up."""

from typing import Any

PEERS = "Pares de ejemplo"


def reviews_for_peers(person: Any) -> None:
    """Her role, in a team of such an organisation; a process of the server gives it, so it is vouched for."""
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team
    from amparo.commons.directory.models import Organisation

    team = Team.objects.filter(name=PEERS).first()
    if team is None:
        led = Organisation.objects.create(name=PEERS, operator="peer_led")
        team = accounts.make_team(name=PEERS, organisation=led, by=accounts.SETUP)
    accounts.give_role(person, team=team, role="reviewer", by=accounts.SETUP)
