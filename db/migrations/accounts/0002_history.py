"""The trigger that keeps `users_history`: the superseded version goes there, the row becomes the version in force."""

from django.db import migrations

# SECURITY DEFINER: no service may write users_history, only this function, as its owner.
KEEP = """
CREATE FUNCTION keep_user_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NEW.user_id <> OLD.user_id THEN
        RAISE EXCEPTION 'users.user_id never changes';
    END IF;
    NEW.effective_from := clock_timestamp();
    INSERT INTO users_history (user_id, login, email, image_url, effective_from, effective_to)
    VALUES (OLD.user_id, OLD.login, OLD.email, OLD.image_url, OLD.effective_from, NEW.effective_from);
    RETURN NEW;
END $$;
CREATE TRIGGER users_keep_version BEFORE UPDATE ON users
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_user_version();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(KEEP, "DROP TRIGGER users_keep_version ON users; DROP FUNCTION keep_user_version()"),
    ]
