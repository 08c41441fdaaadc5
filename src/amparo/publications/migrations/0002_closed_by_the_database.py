"""What a CHECK cannot say, because it looks at other rows: triggers, in the words of either database.

An edition comes after the last one and holds its digest; a figure goes into an edition that is open; a closed edition
is never changed but to be taken down; nothing is taken away but with the whole house. A row that would take the place of another (INSERT OR
REPLACE, which asks no rule about deletion on SQLite) is refused as well.
"""

from django.db import migrations

from amparo.commons.policy.models import LEAVES, triggers

KEPT = (
    "id", "reference", "number", "plan", "name", "codebook", "kind", "audience", "recipient", "agreement", "period",
    "ledger", "shown", "previous", "released_on",
)  # fmt: skip
SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT)
CLOSING = "OLD.digest = '' AND NEW.digest <> '' AND NOT OLD.is_down AND NOT NEW.is_down"
TAKING_DOWN = "OLD.digest <> '' AND NEW.digest = OLD.digest AND NOT OLD.is_down AND NEW.is_down"
FIRST = "0" * 64
FOLLOWS = f"""NEW.digest = '' AND NOT NEW.is_down
  AND NEW.number = COALESCE((SELECT MAX(e.number) FROM publications_edition e), 0) + 1
  AND NEW.previous = COALESCE(
    (SELECT e.digest FROM publications_edition e ORDER BY e.number DESC LIMIT 1), '{FIRST}')
  AND NOT EXISTS (SELECT 1 FROM publications_edition e
    WHERE e.id = NEW.id OR e.reference = NEW.reference OR e.name = NEW.name)"""
OPEN = """EXISTS (SELECT 1 FROM publications_edition e WHERE e.id = NEW.edition_id AND e.digest = '')
  AND NOT EXISTS (SELECT 1 FROM publications_figure f WHERE f.id = NEW.id OR f.reference = NEW.reference
    OR f.edition_id = NEW.edition_id AND f.place = NEW.place)"""
NEVER = {
    ("edition", "INSERT", "follows", "an edition follows the last one, and comes open"): f"NOT ({FOLLOWS})",
    ("edition", "UPDATE", "stays", "what was released is never changed, it is only taken down"):
        f"NOT ({SAME} AND ({CLOSING} OR {TAKING_DOWN}))",
    ("edition", "DELETE", "stays", "what was released is never taken away"): f"NOT {LEAVES}",
    ("figure", "INSERT", "open", "a figure goes into an open edition"): f"NOT ({OPEN})",
    ("figure", "UPDATE", "stays", "a figure is never changed"): "1 = 1",
    ("figure", "DELETE", "gone", "a figure is never taken away"): f"NOT {LEAVES}",
}
RULES = triggers("publications", NEVER)


class Migration(migrations.Migration):

    dependencies = [("publications", "0001_first")]
    operations = [RULES]
