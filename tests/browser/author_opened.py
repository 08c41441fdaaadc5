"""An account for somebody who leads studies, in a house that stands: the made-up town has none."""

import os

NAME, PASSPHRASE = "carmela", "mango-lluvia-puerta-sal-11"


def main() -> None:
    """Once: a second time it is there already."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
    import django

    django.setup()
    from amparo.commons.accounts import actions as accounts
    from amparo.commons.accounts.models import Team, User

    if not User.objects.filter(sign_in_name=NAME).exists():
        person = accounts.open_account(
            sign_in_name=NAME, name_used="Carmela, ejemplo", password=PASSPHRASE, by=accounts.SETUP
        )
        accounts.give_role(person, team=Team.objects.earliest("pk"), role="study_lead", by=accounts.SETUP)


if __name__ == "__main__":
    main()
