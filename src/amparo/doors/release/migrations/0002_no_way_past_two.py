"""The database counts the yeses as well: whoever writes into it with another program releases nothing alone.

That two accounts are not of one hand it cannot see; that is asked by the rules of the door.
"""

from django.db import migrations

from amparo.commons.policy.models import LEAVES, triggers

CHECKS = """(SELECT COUNT(DISTINCT s.who) FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'check'
  AND s.digest = NEW.digest AND s.who <> NEW.author)"""
READS = """(SELECT COUNT(DISTINCT s.who) FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'read'
  AND s.digest = NEW.words_digest AND s.who <> NEW.author)"""
PAID = """EXISTS (SELECT 1 FROM release_say s WHERE s.request_id = NEW.id AND s.kind = 'read'
  AND s.digest = NEW.words_digest AND s.paid)"""
SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in ("counts", "edition", "cells", "digest", "words", "words_digest", "author", "checkers", "name")
)
NEVER = {
    ("request", "INSERT", "begins", "a request begins as a draft"): "NEW.state <> 'draft'",
    ("request", "UPDATE", "is_said", "two people besides the author say yes to what is released, two read its words"):
        f"NEW.state = 'released' AND NOT (OLD.state = 'ready' AND {SAME} AND {CHECKS} >= NEW.checkers"
        f" AND {READS} >= 2 AND {PAID})",
    ("request", "UPDATE", "stays", "what was released stays as it was"): "OLD.state = 'released'",
    ("request", "DELETE", "goes", "what was released stays as it was"): f"OLD.state = 'released' AND NOT {LEAVES}",
    ("say", "UPDATE", "stays", "a yes is never changed"): "1 = 1",
}


RULES = triggers("release", NEVER)


class Migration(migrations.Migration):

    dependencies = [("release", "0001_first")]
    operations = [RULES]
