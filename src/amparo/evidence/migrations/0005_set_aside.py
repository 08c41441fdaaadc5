"""Sources whose rows count in nothing for now."""

import amparo.commons.policy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0004_many_at_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=24, unique=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=amparo.commons.policy.models.Shaped('source', 'word'), name='set_aside_source_is_word')],
            },
        ),
    ]
