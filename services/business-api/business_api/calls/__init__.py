"""Calls, rings, tickets, consents, chat."""
