import amparo.commons.policy.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0008_words_she_had_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referred',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=amparo.commons.policy.models.random_reference, max_length=16, unique=True)),
                ('ring', models.CharField(max_length=16, unique=True)),
                ('until', models.DateField()),
                ('key_version', models.PositiveIntegerField()),
                ('box', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Slice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(default=amparo.commons.policy.models.random_reference, max_length=16, unique=True)),
                ('ring', models.CharField(max_length=16, unique=True)),
                ('until', models.DateTimeField()),
                ('key_version', models.PositiveIntegerField()),
                ('box', models.BinaryField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(models.F('due_on'), models.F('id'), condition=models.Q(('due_on__isnull', False), ('ended_on', None)), name='what_waits'),
        ),
    ]
