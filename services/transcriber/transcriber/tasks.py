"""The tasks: what the broker brings. Each takes an id, claims its work in the database and may run twice."""

from celery import shared_task

from lodbic_contracts.tasks import FINISH_TRANSCRIPT, MAKE_LONG_VIDEO, MAKE_SOUND, MAKE_VIDEO, READ_ALONG
from transcriber import jobs


@shared_task(name=READ_ALONG.name)
def read_along(track_id: str) -> None:
    """Read what has come of a track whose call goes on."""
    from transcriber.live import read_along as read  # noqa: PLC0415  # only these workers load the recogniser

    read(track_id)


@shared_task(name=FINISH_TRANSCRIPT.name)
def finish_transcript(job_id: str) -> None:
    """Make the text of a call that is over."""
    from transcriber.pipeline import make_transcript  # noqa: PLC0415  # only these workers load the recogniser

    if jobs.run(job_id, "transcript", make_transcript):
        finish_transcript.apply_async((job_id,), queue=FINISH_TRANSCRIPT.queue)


@shared_task(name=MAKE_SOUND.name)
def make_sound(job_id: str) -> None:
    """Make the stereo sound of a call that is over."""
    from transcriber.sound import make_sound as make  # noqa: PLC0415

    jobs.run(job_id, "sound", make)


@shared_task(name=MAKE_VIDEO.name)
def make_video(job_id: str) -> None:
    """Make the side-by-side video of a call that is over."""
    from transcriber.film import make_film  # noqa: PLC0415

    jobs.run(job_id, "video", make_film)


@shared_task(name=MAKE_LONG_VIDEO.name)
def make_long_video(job_id: str) -> None:
    """The same, in a queue of its own."""
    make_video(job_id)
