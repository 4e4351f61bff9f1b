"""People: accounts, passwords, sessions, profiles, mail confirmations."""
