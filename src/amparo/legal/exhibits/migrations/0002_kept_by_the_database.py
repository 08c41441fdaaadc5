"""A link comes after the last one and holds its digest; it is never changed, and goes only when its ring has no key.

A row that would take the place of another (INSERT OR REPLACE, which asks no rule about deletion on SQLite) is refused
as well. The end of a chain moves by one link, to the one that is there.
"""

from django.db import migrations

from amparo.commons.policy.models import LEAVES, triggers

FOLLOWS = """EXISTS (SELECT 1 FROM exhibits_chain c WHERE c.id = NEW.chain_id
    AND NEW.seq = c.count + 1 AND NEW.previous = c.head)
  AND NOT EXISTS (SELECT 1 FROM exhibits_custodyevent e WHERE e.id = NEW.id
    OR e.chain_id = NEW.chain_id AND e.seq = NEW.seq)"""
MOVES = """NEW.id = OLD.id AND NEW.matter = OLD.matter AND NEW.ring = OLD.ring AND NEW.count = OLD.count + 1
  AND EXISTS (SELECT 1 FROM exhibits_custodyevent e WHERE e.chain_id = OLD.id
    AND e.seq = NEW.count AND e.digest = NEW.head AND e.previous = OLD.head)"""
FIRST = "0" * 64
BEGINS = f"""NEW.count = 0 AND NEW.head = '{FIRST}'
  AND NOT EXISTS (SELECT 1 FROM exhibits_chain c WHERE c.id = NEW.id OR c.matter = NEW.matter OR c.ring = NEW.ring)"""
HAS_KEY = "EXISTS (SELECT 1 FROM vault_casekey k WHERE k.ring = OLD.ring)"
CHAIN_HAS_KEY = """EXISTS (SELECT 1 FROM exhibits_chain c, vault_casekey k
    WHERE c.id = OLD.chain_id AND k.ring = c.ring)"""
NEVER = {
    ("custodyevent", "INSERT", "follows", "a link follows the last one"): f"NOT ({FOLLOWS})",
    ("custodyevent", "UPDATE", "stays", "a link is never changed"): "1 = 1",
    ("custodyevent", "DELETE", "stays", "a link goes when its matter is gone"): f"{CHAIN_HAS_KEY} AND NOT {LEAVES}",
    ("chain", "INSERT", "begins", "a chain begins empty"): f"NOT ({BEGINS})",
    ("chain", "UPDATE", "moves", "a chain goes on by one link"): f"NOT ({MOVES})",
    ("chain", "DELETE", "stays", "a chain goes when its matter is gone"): f"{HAS_KEY} AND NOT {LEAVES}",
}
RULES = triggers("exhibits", NEVER)


class Migration(migrations.Migration):

    dependencies = [("exhibits", "0001_first"), ("vault", "0001_first"), ("audit", "0001_first")]
    operations = [RULES]
