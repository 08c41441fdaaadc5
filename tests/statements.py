"""How many statements a page asks, where two pages are compared."""

from django.test.utils import CaptureQueriesContext

KEY_USED = 'UPDATE "vault_unlock" SET "seen_at"'


def count(asked: CaptureQueriesContext) -> int:
    """The number of statements, but for the one that notes the minute in which an open key was last used.

    The first request of each minute makes it, whatever is asked: it would be told apart from the second by it.
    """
    return sum(not each["sql"].startswith(KEY_USED) for each in asked.captured_queries)
