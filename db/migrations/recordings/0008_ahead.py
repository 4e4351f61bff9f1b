"""What was read of a window that is not whole yet, in case the call ends before it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recordings", "0007_text_etags")]

    operations = [migrations.AddField(model_name="trackreading", name="ahead", field=models.JSONField(null=True))]
