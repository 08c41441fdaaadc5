"""Laid into the made-up town before it opens: an analyst, and two studies of pressures with what was reckoned of them.

Run by itself (``python -m tests.browser.pressed_lay``) over the folder of the town. It tells the passphrase.
"""

import json
import secrets

FEW = 40  # replicates: what is looked at here is pages, and no interval


def lay() -> dict[str, str]:
    """Everything; the passphrase of the analyst by the name with which she comes in."""
    import django

    django.setup()
    from django.db import transaction

    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team
    from amparo.information.exposure.jobs import reckoning
    from tests.pressed import brought, made, quiet

    told = {"amelia": "-".join(secrets.token_hex(3) for _ in range(3))}
    person = accounts.open_account(
        sign_in_name="amelia", name_used="Amelia", password=told["amelia"], by=accounts.SETUP
    )  # fmt: skip
    accounts.give_role(person, team=Team.objects.order_by("pk")[0], role="analyst", by=accounts.SETUP)
    reckoning.REPLICATES = FEW
    for source, zone, turned in (("s1", "border", False), ("s2", "urban", True)):
        with transaction.atomic(using="evidence"):
            brought(made(source, zone=zone, n=400, seed=len(source + zone), turned=turned))
        reckoning.reckon_study({"source": source, "sizes": [4000, 5000, 6000]}, by=person.reference, tell=quiet)
    return told


if __name__ == "__main__":
    print(json.dumps(lay()))
