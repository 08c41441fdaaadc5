"""Laid into the made-up town while it stands: who leads a study, who asks, and a study that is in the field.

Run by itself (``python -m tests.browser.coupon_lay``) over the folder of the town. It tells the passphrases.
"""

import json
import os
import secrets
from datetime import timedelta
from typing import Any

from amparo.commons import clock

ASKED = [{"ask": "¿Tienes 18 años o más?", "wanted": "yes"}, {"ask": "¿Ya contestaste antes?", "wanted": "no"}]


def lay() -> dict[str, Any]:
    """Everything; the passphrases by the names with which they come in, and the study."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
    django.setup()
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team
    from amparo.fieldwork.actions import studies
    from amparo.vault.actions import readers as keys
    from amparo.vault.models import Reader
    from tests.browser.study_lay import confirm_key

    told: dict[str, str] = {}
    people: dict[str, Any] = {}
    for name, role in (("celia", "study_lead"), ("yoli", "interviewer")):
        told[name] = "-".join(secrets.token_hex(3) for _ in range(3))
        people[name] = person = accounts.open_account(
            sign_in_name=name, name_used=name.title(), password=told[name], by=accounts.SETUP
        )
        accounts.give_role(person, team=Team.objects.order_by("pk")[0], role=role, by=accounts.SETUP)
        type(person).objects.filter(pk=person.pk).update(must_choose=False)
    confirm_key(people["celia"], told["celia"], keys, Reader)
    today = clock.today()
    study = studies.plan_study(
        by=people["celia"], name="Estudio de mentira, ejemplo", aim="Nada.", design="rds", place="EC-G", zone="urban",
        starts_on=today, ends_on=today + timedelta(days=90), coupons_each=3, weeks_valid=4, thanks_own=5,
        thanks_each=2, currency="USD", plan={"eligible": ASKED}, is_example=True,
    )  # fmt: skip
    type(study).objects.filter(pk=study.pk).update(state="running")
    return {"passphrases": told, "study": study.reference}


if __name__ == "__main__":
    print(json.dumps(lay()))
