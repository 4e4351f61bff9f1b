"""Extensions, and the text search configuration `lodbic`: Russian and English word forms, ё as е."""

from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION lodbic (COPY = pg_catalog.russian);
ALTER TEXT SEARCH CONFIGURATION lodbic
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, russian_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION lodbic"),
    ]
