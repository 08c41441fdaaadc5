"""Where somebody reads a hundred thousand cases, those of a time are found without looking through all of them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("vault", "0006_rows_of_the_first_codebook")]
    operations = [
        migrations.RemoveIndex(model_name="wrap", name="what_a_reader_opens"),
        migrations.AddIndex(
            model_name="wrap",
            index=models.Index(fields=["reader", "case_key", "until"], name="what_a_reader_opens"),
        ),
        migrations.AddIndex(
            model_name="wrap",
            index=models.Index(condition=Q(until__isnull=False), fields=["reader"], name="read_for_a_time"),
        ),
    ]
