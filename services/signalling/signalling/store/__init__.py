"""All of signalling's SQL. Every change is conditional: who comes second changes nothing.

A module for each thing that is stored; `database` is the only importer of psycopg. db/roles.sql grants what it does.
"""
