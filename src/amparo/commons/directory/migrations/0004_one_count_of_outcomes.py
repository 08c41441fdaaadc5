from typing import Any

from django.db import migrations, models

# What each refusal is counted as, as content/codes/refusal.toml said it on the day of this change.
COUNTED_AS = {
    "refused_papers": "CON",
    "refused_complaint": "CON",
    "refused_money": "REF",
    "no_stock": "INA",
    "mistreated": "MAL",
    "late": "TAR",
    "closed": "INA",
    "other": "REF",
}


def say_how_each_ended(apps: Any, schema_editor: Any) -> None:
    """What was counted stays, and says how it ended."""
    tallies = apps.get_model("directory", "OutcomeTally").objects.using(schema_editor.connection.alias)
    for refusal, outcome in COUNTED_AS.items():
        tallies.filter(refusal=refusal).update(outcome=outcome)


def keep_what_was_tapped(apps: Any, schema_editor: Any) -> None:
    """Back to a table of refusals: it has no place for what the desk and her page say."""
    apps.get_model("directory", "OutcomeTally").objects.using(schema_editor.connection.alias).filter(followed=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_housed_with_and_arrival"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="refusaltally", name="one_tally_a_month"),
        migrations.RenameModel(old_name="RefusalTally", new_name="OutcomeTally"),
        migrations.RenameField(model_name="outcometally", old_name="code", new_name="refusal"),
        migrations.AlterField(
            model_name="outcometally",
            name="refusal",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name="outcometally",
            name="service",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE, related_name="outcomes", to="directory.service"
            ),
        ),
        migrations.AddField(
            model_name="outcometally",
            name="outcome",
            field=models.CharField(default="REF", max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outcometally",
            name="followed",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(say_how_each_ended, keep_what_was_tapped),
        migrations.AddConstraint(
            model_name="outcometally",
            constraint=models.UniqueConstraint(
                fields=("service", "outcome", "refusal", "followed", "month"), name="one_count_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcometally",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", ""), _negated=True), name="a_count_says_how_it_ended"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcometally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("followed", False),
                    models.Q(("count_of_day", 0), ("day__isnull", True)),
                    _connector="OR",
                ),
                name="what_is_followed_has_no_day",
            ),
        ),
    ]
