"""How many statements a page asks, where two pages are compared."""

from django.test.utils import CaptureQueriesContext

IS_SEEN = 'UPDATE "vault_unlock" SET "seen_at"'


def count(asked: CaptureQueriesContext) -> int:
    """Their number without that of an open key: once a minute, the request that comes then writes that it was seen."""
    return sum(not each["sql"].startswith(IS_SEEN) for each in asked.captured_queries)
