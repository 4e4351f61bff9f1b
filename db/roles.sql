-- What each service may do. Applied by `manage.py apply_roles`, as the owner, after every migration; safe to run again.
-- db/README.md tells the same as a table: table -> writer -> readers. INSERT is by whole table, UPDATE by column.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM lodbic_api, lodbic_signalling, lodbic_transcriber;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM lodbic_api, lodbic_signalling, lodbic_transcriber;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lodbic_api, lodbic_signalling, lodbic_transcriber;

-- business-api ---------------------------------------------------------------------------------------------------
GRANT SELECT ON ALL TABLES IN SCHEMA public TO lodbic_api;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lodbic_api;
REVOKE ALL ON used_tickets FROM lodbic_api;

GRANT INSERT ON users, passwords, profiles, letters, mail_tokens, sessions TO lodbic_api;
GRANT UPDATE (login, email, image_url, effective_from, effective_to) ON users TO lodbic_api;
GRANT UPDATE (effective_to) ON passwords TO lodbic_api;
GRANT UPDATE (name, about, city, language, time_zone, role, status, email_confirmed_at) ON profiles TO lodbic_api;
GRANT UPDATE (used_at) ON mail_tokens TO lodbic_api;
GRANT UPDATE, DELETE ON sessions TO lodbic_api;
GRANT UPDATE (due_at, tries) ON letters TO lodbic_api;
GRANT DELETE ON letters, mail_tokens TO lodbic_api;

GRANT INSERT ON adverts, advert_pictures TO lodbic_api;
GRANT UPDATE (title, description, category, price_minor, currency, city, address, state, updated_at) ON adverts TO lodbic_api;
GRANT UPDATE (position) ON advert_pictures TO lodbic_api;
GRANT DELETE ON advert_pictures TO lodbic_api;

GRANT INSERT ON calls, call_sides, call_rings, consents, messages TO lodbic_api;
GRANT UPDATE (withdrawn_at) ON consents TO lodbic_api;

GRANT INSERT ON call_records, tracks, slices, jobs TO lodbic_api;
GRANT UPDATE (state, revision, slices_covered, changed_at) ON call_records TO lodbic_api;
GRANT UPDATE (state, slice_count, last_sign_at, finished_at) ON tracks TO lodbic_api;
GRANT UPDATE (stored_at, late) ON slices TO lodbic_api;
GRANT DELETE ON track_readings, track_windows TO lodbic_api;
GRANT UPDATE (state, queued_at, code, read) ON jobs TO lodbic_api;

GRANT UPDATE (people, terms, corrected) ON segments TO lodbic_api;
GRANT INSERT ON known_words, corrections, facts TO lodbic_api;
GRANT DELETE ON facts TO lodbic_api;

GRANT INSERT ON negotiations, negotiation_marks, deal_cards, deal_confirmations, negotiation_notes, calendar_feeds
    TO lodbic_api;
GRANT UPDATE (outcome, version, agreed_version, sequence, item, price_minor, currency, place, meet_at, time_zone,
    changed_at) ON negotiations TO lodbic_api;
GRANT UPDATE (next_step) ON negotiation_notes TO lodbic_api;
GRANT UPDATE (number) ON calendar_feeds TO lodbic_api;

GRANT INSERT ON blocks, call_blocks, complaints TO lodbic_api;
GRANT DELETE ON blocks, call_blocks TO lodbic_api;

-- signalling -----------------------------------------------------------------------------------------------------
GRANT SELECT ON calls, call_participants, call_sides, call_rings, presences, used_tickets TO lodbic_signalling;
GRANT SELECT (digest, user_id, expire_date) ON sessions TO lodbic_signalling;
GRANT INSERT ON call_participants TO lodbic_signalling;
GRANT UPDATE (end_time) ON call_participants TO lodbic_signalling;
GRANT UPDATE (start_time, end_time) ON calls TO lodbic_signalling;
GRANT UPDATE (open) ON call_sides TO lodbic_signalling;
GRANT UPDATE (state, reason, version, changed_at) ON call_rings TO lodbic_signalling;
GRANT INSERT, UPDATE, DELETE ON presences TO lodbic_signalling;
GRANT INSERT, DELETE ON used_tickets TO lodbic_signalling;

-- transcriber ----------------------------------------------------------------------------------------------------
GRANT SELECT ON calls, call_sides, call_participants, call_records, tracks, slices, jobs, segments TO lodbic_transcriber;
GRANT SELECT (user_id, language, time_zone) ON profiles TO lodbic_transcriber;
GRANT SELECT (advert_id, title, description, city, address) ON adverts TO lodbic_transcriber;
GRANT UPDATE (text_url, video_url) ON calls TO lodbic_transcriber;
GRANT UPDATE (sound_url, text_etags) ON call_records TO lodbic_transcriber;
GRANT UPDATE (state, fence, lease_until, attempts, progress, code, started_at, finished_at) ON jobs TO lodbic_transcriber;
GRANT INSERT, DELETE ON segments TO lodbic_transcriber;
GRANT SELECT, INSERT, UPDATE, DELETE ON track_readings, track_windows TO lodbic_transcriber;
GRANT SELECT (call_id, user_id, purpose, withdrawn_at) ON consents TO lodbic_transcriber;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO lodbic_transcriber;
