"""Rows of the first codebook go, as after a restore: they said when something happened, and each had a month of its own.

Whoever held both databases laid these beside the days of the cases. Opening a case makes its row anew, in the codebook
of today, where she still allows it; the build in evidence is replaced in the next night.
"""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("vault", "CodedRow").objects.filter(codebook="cases/1").delete()


class Migration(migrations.Migration):

    dependencies = [("vault", "0005_wraps_for_a_time")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
