"""Who was brought by whom in a sample. As before, what a CHECK cannot say is said by a trigger."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

WHY = "both ends of a link are whole rows of one build"
NEVER = """NOT EXISTS (
  SELECT 1 FROM evidence_observation a CROSS JOIN evidence_observation b
  WHERE a.id = NEW.recruit_id AND b.id = NEW.recruiter_id AND +a.batch_id = b.batch_id
  AND a.whole_id IS NULL AND b.whole_id IS NULL)"""
RULES = {("INSERT", "fits", WHY): NEVER, ("UPDATE", "stays", "what was brought is never changed"): "1 = 1"}


def lay(apps: Any, schema_editor: Any) -> None:
    for (event, name, why), never in RULES.items():
        rule = f"evidence_recruitment_{event.lower()}_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {rule} BEFORE {event} ON evidence_recruitment WHEN {never} "
                f"BEGIN SELECT RAISE(FAIL, '{why}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {rule}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {never} THEN "
                f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {rule} BEFORE {event} ON evidence_recruitment FOR EACH ROW EXECUTE FUNCTION {rule}()"
            )


def lift(apps: Any, schema_editor: Any) -> None:
    for event, name, _why in RULES:
        rule = f"evidence_recruitment_{event.lower()}_{name}"
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {rule}")
        else:
            schema_editor.execute(f"DROP FUNCTION {rule}() CASCADE")


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_closed_by_the_database'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recruitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recruit', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, related_name='brought_by', to='evidence.observation')),
                ('recruiter', models.ForeignKey(on_delete=django.db.models.deletion.DB_CASCADE, related_name='brought', to='evidence.observation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('recruit', models.F('recruiter')), _negated=True), name='nobody_recruits_herself')],
            },
        ),
        migrations.RunPython(lay, lift),
    ]
