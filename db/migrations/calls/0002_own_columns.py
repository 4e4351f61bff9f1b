"""business-api makes calls and rings, and may not fill in what signalling and the transcriber own.

Column grants cannot say so: the ORM names every column in an INSERT.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_foreign_call_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.start_time IS NOT NULL OR NEW.end_time IS NOT NULL
       OR NEW.text_url IS NOT NULL OR NEW.video_url IS NOT NULL THEN
        RAISE EXCEPTION 'a new call has no start_time, end_time, text_url or video_url'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER calls_own_columns BEFORE INSERT ON calls
    FOR EACH ROW WHEN (current_user = 'lodbic_api') EXECUTE FUNCTION refuse_foreign_call_columns();

CREATE FUNCTION refuse_foreign_ring_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'ringing' OR NEW.version <> 0 OR NEW.reason <> '' THEN
        RAISE EXCEPTION 'a new ring is ringing, at version 0, for no reason'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER call_rings_own_columns BEFORE INSERT ON call_rings
    FOR EACH ROW WHEN (current_user = 'lodbic_api') EXECUTE FUNCTION refuse_foreign_ring_columns();
"""
UNDO = """
DROP TRIGGER calls_own_columns ON calls;
DROP FUNCTION refuse_foreign_call_columns();
DROP TRIGGER call_rings_own_columns ON call_rings;
DROP FUNCTION refuse_foreign_ring_columns();
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
