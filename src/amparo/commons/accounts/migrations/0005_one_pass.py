from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import amparo.commons.accounts.hashers
import amparo.commons.policy.models


def each_its_own(apps: Any, schema_editor: Any) -> None:
    """A column that is added gets one value for all rows; these two must differ from account to account."""
    for user in apps.get_model('accounts', 'User').objects.using(schema_editor.connection.alias).all():
        user.other_check = amparo.commons.accounts.hashers.random_check()
        user.session_stamp = amparo.commons.policy.models.random_reference()
        user.save(update_fields=['other_check', 'session_stamp'])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_hands_as_they_were'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='other_check',
            field=models.CharField(default=amparo.commons.accounts.hashers.random_check, max_length=44),
        ),
        migrations.AddField(
            model_name='user',
            name='session_stamp',
            field=models.CharField(default=amparo.commons.policy.models.random_reference, max_length=16),
        ),
        migrations.CreateModel(
            name='SecondStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=5)),
                ('box', models.BinaryField()),
                ('last', models.BigIntegerField(default=0)),
                ('misses', models.PositiveSmallIntegerField(default=0)),
                ('is_ready', models.BooleanField(default=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='second_steps', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'is_ready'), name='one_second_step_of_a_kind')],
            },
        ),
        migrations.RunPython(each_its_own, migrations.RunPython.noop),
    ]
