"""Lines that ask are marked when a text is read: what was read before is read again."""

from django.db import migrations

AGAIN = "UPDATE jobs SET read = false WHERE kind = 'transcript' AND state = 'done' AND read"


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0002_search_facts"), ("recordings", "0006_readings")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]
