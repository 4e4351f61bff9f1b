"""What segments are found by besides their words, known words, corrections, facts."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models.expressions import RawSQL

import business_api.core.fields

# lodbic_sound: vowels that are confused when unstressed, voiced and voiceless consonants, and double letters fall
# together, so that «сакольники» sounds like «сокольники». lodbic_searched: nothing before the segment was read, for each
# change of an indexed row is paid twice.
FUNCTIONS = """
CREATE FUNCTION lodbic_sound(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    translate(lower(word), 'ёоэяыеюбвгджзщцьъй-', 'иаииииупфктшсшс'), '(.)\\1+', '\\1', 'g');

CREATE FUNCTION lodbic_searched(said text, corrected text, terms text[], people uuid[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN people <> '{}'
    THEN to_tsvector('lodbic'::regconfig, said || ' ' || corrected) || array_to_tsvector(terms) END;
"""
UNDO = "DROP FUNCTION lodbic_searched(text, text, text[], uuid[]); DROP FUNCTION lodbic_sound(text);"


def _key(to: str, **options: object) -> models.Field:  # type: ignore[type-arg]  # as Django writes migrations
    return models.ForeignKey(on_delete=options.pop("on_delete", django.db.models.deletion.PROTECT), to=to, **options)  # type: ignore[misc, arg-type]  # passed on


def _id() -> models.Field:  # type: ignore[type-arg]  # as Django writes migrations
    return models.UUIDField(
        db_default=business_api.core.fields.UUIDv7(), editable=False, primary_key=True, serialize=False
    )


NOW = django.db.models.functions.datetime.Now


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_names_like"),
        ("calls", "0002_own_columns"),
        ("recordings", "0004_read_jobs"),
        ("transcripts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, UNDO),
        migrations.RemoveIndex(model_name="segment", name="segments_search"),
        migrations.RemoveField(model_name="segment", name="search"),
        migrations.AddField(
            model_name="segment", name="corrected", field=models.TextField(db_default="", default="")
        ),
        migrations.AddField(
            model_name="segment",
            name="people",
            field=django.contrib.postgres.fields.ArrayField(
                models.UUIDField(), db_default=RawSQL("'{}'::uuid[]", ()), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="terms",
            field=django.contrib.postgres.fields.ArrayField(
                models.TextField(), db_default=RawSQL("'{}'::text[]", ()), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=RawSQL("lodbic_searched(text, corrected, terms, people)", ()),
                output_field=django.contrib.postgres.search.SearchVectorField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="segment",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["people", "search"], name="segments_search"
            ),
        ),
        migrations.CreateModel(
            name="KnownWord",
            fields=[
                ("lexeme", models.TextField(primary_key=True, serialize=False)),
                (
                    "sound",
                    models.GeneratedField(
                        db_persist=True, expression=RawSQL("lodbic_sound(lexeme)", ()), output_field=models.TextField()
                    ),
                ),
            ],
            options={
                "db_table": "known_words",
                "indexes": [
                    models.Index(fields=["sound"], name="known_words_sound"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("lexeme", name="gin_trgm_ops"), name="known_words_like"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("correction_id", _id()),
                ("start_ms", models.IntegerField()),
                ("end_ms", models.IntegerField()),
                ("original", models.TextField()),
                ("text", models.TextField()),
                ("created_at", models.DateTimeField(db_default=NOW())),
                ("call", _key("calls.call", related_name="corrections")),
                ("track", _key("recordings.track", related_name="+")),
                ("user", _key("accounts.user", related_name="+")),
            ],
            options={
                "db_table": "corrections",
                "indexes": [models.Index(fields=["call", "correction_id"], name="corrections_call")],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("fact_id", _id()),
                ("kind", models.TextField()),
                ("role", models.TextField()),
                ("value", models.TextField()),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.TextField()),
                ("text", models.TextField()),
                ("segment_id", models.BigIntegerField()),
                ("start_ms", models.IntegerField()),
                ("end_ms", models.IntegerField()),
                ("spoken_at", models.DateTimeField()),
                ("confidence", models.FloatField()),
                ("call", _key("calls.call", related_name="facts", on_delete=django.db.models.deletion.CASCADE)),
                ("user", _key("accounts.user", related_name="+")),
            ],
            options={
                "db_table": "facts",
                "indexes": [models.Index(fields=["call", "start_ms"], name="facts_call")],
            },
        ),
    ]
