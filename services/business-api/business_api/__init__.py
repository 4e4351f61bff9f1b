"""Lodbic's business back end: accounts, adverts, calls, records; every REST resource; the database's schema."""
