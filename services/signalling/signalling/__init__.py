"""Signalling: who is here, who rings whom, who is in which call, and the relay of offers, answers and candidates."""
