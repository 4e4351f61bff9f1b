"""Facts tell whether their line was written over. What was read before is read again, for days and prices by value too."""

from django.db import migrations, models

AGAIN = "UPDATE jobs SET read = false WHERE kind = 'transcript' AND state = 'done' AND read"


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0003_questions"), ("recordings", "0006_readings")]

    operations = [
        migrations.AddField("fact", "corrected", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
