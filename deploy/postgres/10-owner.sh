#!/bin/bash
# On the first start of an empty database server: the role that owns the schema, and its database.
# The services' own roles are made by `migrate`.
set -euo pipefail
password=$(cat /run/secrets/owner-database-password)
psql -v ON_ERROR_STOP=1 -v password="$password" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE lodbic_owner LOGIN CREATEROLE PASSWORD :'password';
-- Letters of every script fold alike on every machine, whatever locales it has.
CREATE DATABASE lodbic OWNER lodbic_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE 'C.UTF-8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8';
SQL
