"""Who was brought by whom in a sample. As before, what a CHECK cannot say is said by a trigger."""

import django.db.models.deletion
from django.db import migrations, models

from amparo.commons.policy.models import triggers

APART = """NOT EXISTS (
  SELECT 1 FROM evidence_observation a CROSS JOIN evidence_observation b
  WHERE a.id = NEW.recruit_id AND b.id = NEW.recruiter_id AND +a.batch_id = b.batch_id
  AND a.whole_id IS NULL AND b.whole_id IS NULL)"""
NEVER = {
    ("recruitment", "INSERT", "fits", "both ends of a link are whole rows of one build"): APART,
    ("recruitment", "UPDATE", "stays", "what was brought is never changed"): "1 = 1",
}


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
        triggers("evidence", NEVER, ends="FAIL"),
    ]
