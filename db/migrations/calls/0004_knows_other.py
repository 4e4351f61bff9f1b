"""Whether a person of a call knows whose account the other's is. Until now: whoever called."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0003_call_negotiation")]
    operations = [
        migrations.AddField("callside", "knows_other", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL("UPDATE call_sides SET knows_other = side = 'caller'", migrations.RunSQL.noop),
    ]
