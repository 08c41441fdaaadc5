"""Own totals of one house have a ledger, too. SQLite lays a table anew for it, so its rules are laid again."""

from importlib import import_module

from django.db import migrations, models

from amparo.commons.policy.models import lifted

RULES = import_module("amparo.publications.migrations.0002_closed_by_the_database").RULES


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0002_closed_by_the_database'),
    ]

    operations = [
        lifted(RULES),
        migrations.RemoveConstraint(
            model_name='edition',
            name='what_counts_is_on_the_ledger',
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'sample'), ('ledger', '')), models.Q(models.Q(('kind', 'sample'), _negated=True), models.Q(('ledger', ''), _negated=True)), _connector='OR'), name='what_counts_is_on_the_ledger'),
        ),
        RULES,
    ]
