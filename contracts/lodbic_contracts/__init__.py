"""What two or more Lodbic services must agree on: names and shapes, never behaviour. No I/O in here."""
