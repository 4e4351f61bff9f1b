"""The version of a user that closes the account begins and ends at one moment, by one clock."""

from django.db import migrations

_FUNCTION = """
CREATE OR REPLACE FUNCTION keep_user_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF NEW.user_id <> OLD.user_id THEN
        RAISE EXCEPTION 'users.user_id never changes';
    END IF;
    NEW.effective_from := clock_timestamp();
    {closing}
    INSERT INTO users_history (user_id, login, email, image_url, effective_from, effective_to)
    VALUES (OLD.user_id, OLD.login, OLD.email, OLD.image_url, OLD.effective_from, NEW.effective_from);
    RETURN NEW;
END $$;
"""
# The service's clock may be behind the database's: the end would come before the beginning.
CLOSING = """IF NEW.effective_to IS NOT NULL AND OLD.effective_to IS NULL THEN
        NEW.effective_to := NEW.effective_from;
    END IF;"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_letters")]
    operations = [migrations.RunSQL(_FUNCTION.format(closing=CLOSING), _FUNCTION.format(closing=""))]
