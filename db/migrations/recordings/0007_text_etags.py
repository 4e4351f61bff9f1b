"""What the text's objects were when they were written: others in their place are handed to nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0006_readings")]

    operations = [
        migrations.AddField(
            model_name="callrecord", name="text_etags", field=models.JSONField(db_default={}, default=dict)
        )
    ]
