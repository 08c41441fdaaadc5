"""Estimates are asked for from a kept profile. SQLite lays a table anew for it, so the rules are laid again."""

from importlib import import_module

from django.db import migrations, models

from amparo.commons.policy.models import lifted

RULES = import_module("amparo.doors.release.migrations.0002_no_way_past_two").RULES


class Migration(migrations.Migration):

    dependencies = [("release", "0003_hands_as_they_were")]
    operations = [
        lifted(RULES),
        migrations.AddField(
            "request", "result", models.CharField(blank=True, max_length=16, default=""), preserve_default=False
        ),
        RULES,
    ]
