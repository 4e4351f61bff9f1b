"""What stops a start."""


class RunError(Exception):
    """Lodbic cannot start or go on; the message is one sentence that tells a person what to do."""
