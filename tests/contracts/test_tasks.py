"""The queues' settings, of every Celery application there is: found by what goes wrong without them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from celery import Celery

ROOT = Path(__file__).parents[2]
HOMES = {"business_api/worker.py", "business_api/core/jobs.py", "transcriber/app.py"}


@pytest.fixture
def applications(
    business_api_here: None, service_environment: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Celery]:
    """{where it is made: the application}."""
    for name, value in service_environment("transcriber").items():
        monkeypatch.setenv(name, value)
    from business_api.core.jobs import _sender
    from business_api.worker import app as business
    from transcriber.app import app as transcriber

    return dict(zip(sorted(HOMES), (_sender(), business, transcriber), strict=True))


def test_these_are_all_applications() -> None:
    made = {
        str(Path(*file.relative_to(ROOT / "services").parts[1:]))
        for file in (ROOT / "services").rglob("*.py")
        if re.search(r"(?<![\w.])Celery\(", file.read_text(encoding="utf-8"))
    }
    assert made == HOMES


@pytest.mark.parametrize("home", sorted(HOMES))
def test_a_task_is_brought_once_while_it_runs_and_soon_again_when_its_worker_died(
    applications: dict[str, Celery], home: str
) -> None:
    conf: Any = applications[home].conf
    options = conf.broker_transport_options
    assert (options["visibility_timeout"], conf.visibility_timeout) == (900, 900)
    assert (options["unacked_restore_interval"], options["unacked_restore_throttle"]) == (5, 1)
    assert (conf.worker_disable_prefetch, conf.worker_prefetch_multiplier) == (True, 0)
    assert conf.worker_soft_shutdown_timeout == 20
    with applications[home].connection_for_write() as connection:
        channel: Any = connection.default_channel
        assert (channel.visibility_timeout, channel.unacked_restore_interval) == (900, 5), (
            "as the broker's client has it"
        )


@pytest.mark.parametrize("home", sorted(HOMES))
def test_json_alone_is_sent_and_read_and_no_result_is_kept(applications: dict[str, Celery], home: str) -> None:
    conf: Any = applications[home].conf
    assert (conf.task_serializer, conf.accept_content) == ("json", ["json"])
    assert (conf.result_backend, conf.task_ignore_result) == (None, True)
