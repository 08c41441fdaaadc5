"""The moment of the last change is set by commons.clock and no longer by Django. No table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_what_is_missing")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("service", "changed_at", models.DateTimeField(editable=False)),
            ]
        )
    ]
