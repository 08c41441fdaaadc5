"""The database counts the yeses as well: whoever writes into it with another program releases nothing alone.

That two accounts are not of one hand it cannot see; that is asked by the rules of the door.
"""

from typing import Any

from django.db import migrations

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
# Whoever leaves the house takes everything away, and the last line of the trail says so before.
LEAVES = "COALESCE((SELECT a.verb FROM audit_act a ORDER BY a.number DESC LIMIT 1), '') = 'house.left'"
RULES = {
    ("request", "INSERT", "begins", "a request begins as a draft"): "NEW.state <> 'draft'",
    ("request", "UPDATE", "is_said", "two people besides the author say yes to what is released, two read its words"):
        f"NEW.state = 'released' AND NOT (OLD.state = 'ready' AND {SAME} AND {CHECKS} >= NEW.checkers"
        f" AND {READS} >= 2 AND {PAID})",
    ("request", "UPDATE", "stays", "what was released stays as it was"): "OLD.state = 'released'",
    ("request", "DELETE", "goes", "what was released stays as it was"): f"OLD.state = 'released' AND NOT {LEAVES}",
    ("say", "UPDATE", "stays", "a yes is never changed"): "1 = 1",
}


def lay(apps: Any, schema_editor: Any) -> None:
    for (table, event, name, why), never in RULES.items():
        rule, on = f"release_{table}_{event.lower()}_{name}", f"release_{table}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {rule} BEFORE {event} ON {on} WHEN {never} BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
        else:
            row = "OLD" if event == "DELETE" else "NEW"
            schema_editor.execute(
                f"CREATE FUNCTION {rule}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {never} THEN "
                f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {rule} BEFORE {event} ON {on} FOR EACH ROW EXECUTE FUNCTION {rule}()"
            )


def lift(apps: Any, schema_editor: Any) -> None:
    for table, event, name, _why in RULES:
        rule = f"release_{table}_{event.lower()}_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {rule}")
        else:
            schema_editor.execute(f"DROP FUNCTION {rule}() CASCADE")


class Migration(migrations.Migration):

    dependencies = [("release", "0001_first")]
    operations = [migrations.RunPython(lay, lift)]
