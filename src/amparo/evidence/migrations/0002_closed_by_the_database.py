"""What a CHECK cannot say, because it looks at other rows: triggers, in the words of either database.

On SQLite they end with FAIL and not with ABORT, and the door writes with INSERT OR FAIL: for a statement that may be
undone alone SQLite keeps a copy of every page that a row touches, and ten thousand rows took a minute. What was refused
is refused in both ways; the transaction undoes the rest.
"""

from django.db import migrations

from amparo.commons.policy.models import triggers

# Table, when, and what must not be. NEW and OLD are the row. CROSS JOIN, because SQLite then takes the tables in the
# order in which they stand here, each by its key; left to choose, it once looked at them all for every value.
FITS = """NOT EXISTS (
  SELECT 1 FROM evidence_code c CROSS JOIN evidence_variable v CROSS JOIN evidence_observation o
  WHERE c.id = NEW.code_id AND v.id = c.variable_id AND o.id = NEW.observation_id
  AND +v.codebook_id = o.codebook_id AND v.part = o.part)"""
TWICE = """EXISTS (
  SELECT 1 FROM evidence_value w CROSS JOIN evidence_code x CROSS JOIN evidence_code c
  WHERE w.observation_id = NEW.observation_id AND x.id = w.code_id AND c.id = NEW.code_id
  AND x.variable_id = c.variable_id AND c.kind <> 'many')"""
OPEN_BOOK = "EXISTS (SELECT 1 FROM evidence_codebook b WHERE b.id = NEW.codebook_id AND b.digest = '')"
NEVER = {
    ("value", "INSERT", "fits", "a value is of the codebook and part of its observation"): FITS,
    ("value", "INSERT", "once", "a variable of one value has one"): TWICE,
    ("observation", "INSERT", "fits", "a row is of a closed codebook, a part of the batch and codebook of its whole"): f"""
  {OPEN_BOOK} OR NEW.whole_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM evidence_observation o WHERE o.id = NEW.whole_id AND +o.whole_id IS NULL
  AND +o.batch_id = NEW.batch_id AND +o.codebook_id = NEW.codebook_id)""",
    ("variable", "INSERT", "closed", "a codebook that was brought is closed"): f"NOT {OPEN_BOOK}",
    ("code", "INSERT", "closed", "a code is of the kind of its variable, and a closed codebook gets none for its lists"): """
  NOT EXISTS (SELECT 1 FROM evidence_variable v JOIN evidence_codebook b ON b.id = v.codebook_id
  WHERE v.id = NEW.variable_id AND v.kind = NEW.kind AND (b.digest = '' OR v.kind NOT IN ('one', 'many')))""",
    ("codebook", "INSERT", "open", "a codebook is brought open, and closed by its digest"): "NEW.digest <> ''",
    ("codebook", "UPDATE", "closed", "a codebook that was brought is closed"):
        "OLD.digest <> '' OR NEW.name <> OLD.name OR NEW.id <> OLD.id",
    **{
        (table, "UPDATE", "stays", "what was brought is never changed"): "1 = 1"
        for table in ("variable", "code", "batch", "observation", "value")
    },
}


class Migration(migrations.Migration):

    dependencies = [("evidence", "0001_first")]
    operations = [triggers("evidence", NEVER, ends="FAIL")]
