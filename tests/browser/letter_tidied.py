"""``tidy`` as if it were so many days later, in a program of its own: the house has no command that moves its days."""

import os
import sys
from datetime import timedelta

from amparo.commons import clock


def main(days: str) -> None:
    """What the nightly command does, at another moment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "amparo.config.settings"
    import django

    django.setup()

    from amparo.config import nights
    from amparo.config.management.commands.tidy import tidy

    nights.doubt_of = lambda *_asked: None  # as if each night between had gone by
    tidy(clock.now() + timedelta(days=int(days)), print)


if __name__ == "__main__":
    main(*sys.argv[1:])
