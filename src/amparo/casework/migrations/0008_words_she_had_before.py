from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0007_what_she_says_last"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="her_ring_before",
            field=models.CharField(blank=True, db_index=True, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="her_takes",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
