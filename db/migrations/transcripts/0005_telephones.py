"""Telephones are found by more of their ends: what was read before is read again."""

from django.db import migrations

AGAIN = "UPDATE jobs SET read = false WHERE kind = 'transcript' AND state = 'done' AND read"


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0004_corrected_facts"), ("recordings", "0006_readings")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
