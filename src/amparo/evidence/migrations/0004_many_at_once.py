"""On PostgreSQL the rules for what comes in by the thousand are asked once for all rows of a statement.

Row by row the database planned how to look when the tables were empty, and kept that plan: every new value was looked
for among all of them, and eight thousand rows took more than half a minute. What is refused is the same.
"""

from importlib import import_module

from django.db import migrations

from amparo.commons.policy.models import lifted, triggers

VALUES = import_module("amparo.evidence.migrations.0002_closed_by_the_database").NEVER
LINKS = import_module("amparo.evidence.migrations.0003_who_brought_whom").NEVER
MANY = {
    ("value", "fits"): """
  SELECT 1 FROM come n LEFT JOIN evidence_code c ON c.id = n.code_id LEFT JOIN evidence_variable v ON v.id = c.variable_id
  LEFT JOIN evidence_observation o ON o.id = n.observation_id
  WHERE v.id IS NULL OR o.id IS NULL OR v.codebook_id <> o.codebook_id OR v.part <> o.part""",
    ("value", "once"): """
  SELECT 1 FROM (SELECT DISTINCT observation_id FROM come) n JOIN evidence_value w USING (observation_id)
  JOIN evidence_code x ON x.id = w.code_id WHERE x.kind <> 'many' GROUP BY observation_id, x.variable_id HAVING COUNT(*) > 1""",
    ("observation", "fits"): """
  SELECT 1 FROM come n LEFT JOIN evidence_codebook b ON b.id = n.codebook_id
  LEFT JOIN evidence_observation o ON o.id = n.whole_id
  WHERE b.digest = '' OR n.whole_id IS NOT NULL AND (o.id IS NULL OR o.whole_id IS NOT NULL OR o.batch_id <> n.batch_id
  OR o.codebook_id <> n.codebook_id)""",
    ("recruitment", "fits"): """
  SELECT 1 FROM come n LEFT JOIN evidence_observation a ON a.id = n.recruit_id
  LEFT JOIN evidence_observation b ON b.id = n.recruiter_id
  WHERE a.id IS NULL OR b.id IS NULL OR a.batch_id <> b.batch_id OR a.whole_id IS NOT NULL OR b.whole_id IS NOT NULL""",
}
AT_ONCE = {rule: MANY[rule[0], rule[2]] for rule in (*VALUES, *LINKS) if rule[1] == "INSERT" and (rule[0], rule[2]) in MANY}
NEVER = {rule: never for rule, never in (VALUES | LINKS).items() if rule in AT_ONCE}


class Migration(migrations.Migration):

    dependencies = [("evidence", "0003_who_brought_whom")]
    operations = [
        lifted(triggers("evidence", NEVER, ends="FAIL")),
        triggers("evidence", NEVER, at_once=AT_ONCE, ends="FAIL"),
    ]
