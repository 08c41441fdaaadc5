"""Who reads the words of what is for others than the public; and three ways past the rules of the database are shut.

The paid reader of the words is not the author either. Who asked, for whom, and how many have to say yes does not change
on the way. And by whose yes something left stays known: none is added or taken away afterwards.
"""

from importlib import import_module

from django.db import migrations, models

from amparo.commons.policy.models import LEAVES, lifted, triggers

BEFORE = import_module("amparo.doors.release.migrations.0002_no_way_past_two")
PAID = BEFORE.PAID.replace("s.paid", "s.paid AND s.who <> NEW.author")
FIXED = (
    "reference", "plan", "plan_digest", "period", "name", "revises", "audience", "recipient", "agreement", "readers", "result",
    "checkers", "author", "asked_on",
)  # fmt: skip
GONE = "EXISTS (SELECT 1 FROM release_request r WHERE r.id = {}.request_id AND r.state = 'released')"
NEVER = {rule: never.replace(BEFORE.PAID, PAID) for rule, never in BEFORE.NEVER.items()} | {
    ("request", "UPDATE", "fixed", "who asked, for whom and how many say yes does not change on the way"):
        f"NOT ({' AND '.join(f'NEW.{name} = OLD.{name}' for name in FIXED)})",
    ("say", "INSERT", "late", "what was released has its yeses"): GONE.format("NEW"),
    ("say", "DELETE", "goes", "by whose yes something left stays known"): f"{GONE.format('OLD')} AND NOT {LEAVES}",
}


class Migration(migrations.Migration):

    dependencies = [("release", "0004_of_a_profile")]
    operations = [
        lifted(BEFORE.RULES),
        migrations.AddField("request", "readers", models.TextField(blank=True, default=""), preserve_default=False),
        triggers("release", NEVER),
    ]
