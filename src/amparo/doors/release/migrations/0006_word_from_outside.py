"""The word of another house, asked for and given. The database asks for it before own totals are released.

SQLite lays a table anew for its columns, so the rules of before are taken off before and laid after it,
with what is new in them.
"""

from importlib import import_module

import amparo.commons.policy.models
import django.db.models.deletion
from django.db import migrations, models

from amparo.commons.policy.models import LEAVES, lifted, triggers

FIRST = import_module("amparo.doors.release.migrations.0002_no_way_past_two")
OLD = import_module("amparo.doors.release.migrations.0005_whose_yes_counts")
CHECKS = FIRST.CHECKS.replace("s.who <> NEW.author", "s.who <> NEW.author AND NOT s.outside")
READS = FIRST.READS.replace("s.who <> NEW.author", "s.who <> NEW.author AND NOT s.outside")
# One of another house said yes to what is released, by an answer that came to what was asked of it.
WORD = """EXISTS (SELECT 1 FROM release_say s JOIN release_askedoutside w ON w.request_id = s.request_id
  WHERE s.request_id = NEW.id AND s.kind = 'check' AND s.outside AND s.digest = NEW.digest AND s.who <> NEW.author
  AND w.partner = s.who AND w.said = 'yes' AND w.digest = NEW.digest AND w.words_digest = NEW.words_digest)"""
ANSWERED = """EXISTS (SELECT 1 FROM release_askedoutside w WHERE w.request_id = NEW.request_id AND w.said = 'yes'
  AND w.partner = NEW.who AND w.digest = NEW.digest) AND NEW.kind = 'check'"""
KEPT = ("request_id", "partner", "digest", "words_digest", "looked_at", "yes", "no", "until")
CAME = ("reference", "partner", "house", "plan", "codebook", "period", "name", "cells", "words", "report", "looked_at",
        "seen", "until")


def same(*names: str) -> str:
    return " AND ".join(f"NEW.{name} = OLD.{name}" for name in names)


NEVER = OLD.NEVER | {
    ("request", "UPDATE", "is_said", "two people besides the author say yes to what is released, two read its words"):
        f"NEW.state = 'released' AND NOT (OLD.state = 'ready' AND {FIRST.SAME} AND NEW.kind = OLD.kind"
        f" AND ((NEW.kind <> 'totals' AND {CHECKS} >= NEW.checkers AND {READS} >= 2 AND {OLD.PAID})"
        f" OR (NEW.kind = 'totals' AND {WORD})))",
    ("request", "UPDATE", "kind", "whose word it needs is never changed"): "NEW.kind <> OLD.kind",
    ("say", "INSERT", "answered", "a word from outside has its answer"): f"NEW.outside AND NOT ({ANSWERED})",
    ("askedoutside", "INSERT", "open", "what is asked is not answered yet"): "NEW.said <> ''",
    ("askedoutside", "UPDATE", "once", "an answer is given once, to what was asked"):
        f"OLD.said <> '' OR NOT ({same(*KEPT)})",
    ("theirs", "UPDATE", "once", "a word is given once, to what came"): f"OLD.said <> '' OR NOT ({same(*CAME)})",
    ("theirs", "DELETE", "stays", "what one said yes to stays known"): f"OLD.said = 'yes' AND NOT {LEAVES}",
}


class Migration(migrations.Migration):

    dependencies = [
        ('release', '0005_whose_yes_counts'),
    ]

    operations = [
        lifted(triggers("release", OLD.NEVER)),
        migrations.CreateModel(
            name='AskedOutside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.CharField(max_length=16)),
                ('house', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64)),
                ('words_digest', models.CharField(max_length=64)),
                ('looked_at', models.CharField(max_length=64)),
                ('yes', models.CharField(max_length=64, unique=True)),
                ('no', models.CharField(max_length=64, unique=True)),
                ('mark', models.CharField(max_length=19)),
                ('asked_on', models.DateField()),
                ('until', models.DateField()),
                ('said', models.CharField(blank=True, default='', max_length=3)),
                ('said_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-asked_on',),
            },
        ),
        migrations.CreateModel(
            name='Theirs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=amparo.commons.policy.models.random_reference, max_length=16, unique=True)),
                ('partner', models.CharField(max_length=16)),
                ('house', models.CharField(max_length=80)),
                ('plan', models.CharField(max_length=24)),
                ('codebook', models.CharField(max_length=24)),
                ('period', models.CharField(max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('cells', models.TextField()),
                ('words', models.TextField()),
                ('report', models.TextField()),
                ('looked_at', models.CharField(max_length=64)),
                ('yes', models.CharField(blank=True, max_length=32)),
                ('no', models.CharField(blank=True, max_length=32)),
                ('team', models.TextField(blank=True)),
                ('seen', models.CharField(max_length=64, unique=True)),
                ('mark', models.CharField(max_length=19)),
                ('came_on', models.DateField()),
                ('brought_by', models.CharField(max_length=16)),
                ('until', models.DateField()),
                ('said', models.CharField(blank=True, default='', max_length=3)),
                ('why', models.CharField(blank=True, max_length=24)),
                ('said_by', models.CharField(blank=True, max_length=16)),
                ('said_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-came_on', 'name'),
            },
        ),
        migrations.RemoveConstraint(
            model_name='request',
            name='request_state_is_known',
        ),
        migrations.AddField(
            model_name='request',
            name='kind',
            field=models.CharField(default='counts', max_length=8),
        ),
        migrations.AddField(
            model_name='say',
            name='outside',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='request',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'first', 'outside', 'second', 'words', 'ready', 'released', 'refused', 'withdrawn', 'failed'])), name='request_state_is_known'),
        ),
        migrations.AddField(
            model_name='askedoutside',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_outside', to='release.request'),
        ),
        migrations.AddConstraint(
            model_name='theirs',
            constraint=models.CheckConstraint(condition=amparo.commons.policy.models.Shaped('plan', 'word'), name='theirs_plan_is_word'),
        ),
        migrations.AddConstraint(
            model_name='theirs',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', ''), ('said_by', ''), ('said_on', None), models.Q(('yes', ''), _negated=True), models.Q(('no', ''), _negated=True)), models.Q(('no', ''), ('said', 'yes'), ('said_on__isnull', False), ('team', ''), ('why', ''), models.Q(('yes', ''), _negated=True), models.Q(('said_by', ''), _negated=True)), models.Q(('said', 'no'), ('said_on__isnull', False), ('team', ''), ('yes', ''), models.Q(('no', ''), _negated=True), models.Q(('why', ''), _negated=True), models.Q(('said_by', ''), _negated=True)), _connector='OR'), name='one_word_is_left'),
        ),
        migrations.AddConstraint(
            model_name='askedoutside',
            constraint=models.CheckConstraint(condition=amparo.commons.policy.models.Shaped('yes', 'hex64'), name='asked_yes_is_hex'),
        ),
        migrations.AddConstraint(
            model_name='askedoutside',
            constraint=models.CheckConstraint(condition=amparo.commons.policy.models.Shaped('no', 'hex64'), name='asked_no_is_hex'),
        ),
        migrations.AddConstraint(
            model_name='askedoutside',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('said', ''), ('said_on', None)), models.Q(('said__in', ['yes', 'no']), ('said_on__isnull', False)), _connector='OR'), name='an_answer_has_its_day'),
        ),
        triggers("release", NEVER),
    ]
