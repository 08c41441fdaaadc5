"""What waits to be made of profiles is made, as the executor of the house makes it, and no other work of the town.

Run by itself over the folder of the town (``python -m tests.browser.profile_work``). It tells how much was done.
"""


def work() -> int:
    """Every profile that waits."""
    import django

    django.setup()
    from amparo.commons.jobs.jobs import run_one
    from amparo.config.long_work import handlers

    mine = {kind: handler for kind, handler in handlers().items() if kind.startswith("profile")}
    done = 0
    while run_one(mine) is not None:
        done += 1
    return done


if __name__ == "__main__":
    print(work())
