"""Gives the calls made before there were negotiations theirs."""

from django.db import migrations

FILL = """
CREATE TEMP TABLE filled ON COMMIT DROP AS
SELECT c.call_id, c.advert_id, c.name, s.seller_id, CASE WHEN s.seller_id = a.user_id THEN b.user_id ELSE a.user_id END
    AS buyer_id
FROM calls c
JOIN call_sides a ON a.call_id = c.call_id AND a.side = 'caller'
JOIN call_sides b ON b.call_id = c.call_id AND b.side = 'callee'
LEFT JOIN adverts v ON v.advert_id = c.advert_id
CROSS JOIN LATERAL (SELECT CASE WHEN v.seller_id = a.user_id THEN a.user_id ELSE b.user_id END AS seller_id) s;

INSERT INTO negotiations (advert_id, seller_id, buyer_id, name)
SELECT DISTINCT ON (advert_id, seller_id, buyer_id) advert_id, seller_id, buyer_id, name FROM filled
ORDER BY advert_id, seller_id, buyer_id, call_id
ON CONFLICT DO NOTHING;

UPDATE calls SET negotiation_id = n.negotiation_id FROM filled f JOIN negotiations n
    ON n.advert_id IS NOT DISTINCT FROM f.advert_id AND n.seller_id = f.seller_id AND n.buyer_id = f.buyer_id
WHERE calls.call_id = f.call_id;
"""


class Migration(migrations.Migration):
    dependencies = [("deals", "0001_initial"), ("calls", "0003_call_negotiation")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
