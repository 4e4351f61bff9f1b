"""What can stop a job, and what happens next."""


class TranscriberError(Exception):
    """The base of this service's errors. `code` is stable and ends up in the job's row."""

    code = "internal_error"


class LeaseLostError(TranscriberError):
    """Another worker claimed the job, or it was superseded: stop, and write nothing."""

    code = "lease_lost"


class GaveWayError(TranscriberError):
    """A long job lets the others that wait have their turn; what it has read is kept."""

    code = "gave_way"


class StorageUnavailableError(TranscriberError):
    """Object storage does not answer or refuses us: not the job's fault, so the attempt does not count."""

    code = "storage_unavailable"


class DatabaseUnavailableError(TranscriberError):
    """The database does not answer."""

    code = "database_unavailable"


class SoundFailedError(TranscriberError):
    """No sound could be made although there were tracks; tried again while attempts are left."""

    code = "sound_failed"


class VideoFailedError(TranscriberError):
    """No video could be made although there were tracks; tried again while attempts are left."""

    code = "video_failed"
