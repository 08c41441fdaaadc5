"""Through whose hands each came in on the day of her yes. SQLite lays a table anew for it, so the rules are laid again."""

from importlib import import_module

from django.db import migrations, models

from amparo.commons.policy.models import lifted

RULES = import_module("amparo.doors.release.migrations.0002_no_way_past_two").RULES


class Migration(migrations.Migration):

    dependencies = [("release", "0002_no_way_past_two")]
    operations = [
        lifted(RULES),
        migrations.AddField("request", "author_hands", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("say", "hands", models.TextField(blank=True, default=""), preserve_default=False),
        RULES,
    ]
