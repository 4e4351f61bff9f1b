"""The containers' way to run, as written: no secret by default, no door too many, every service watched."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from lodbic_contracts.tasks import TRANSCRIBER_TASKS
from lodbic_local.coturn import SPECIAL_NETWORKS, Coturn
from lodbic_local.nginx import LIMITS
from lodbic_local.services import TRANSCRIBER_QUEUES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
ONCE = {"migrate", "bucket"}
STORES = {"postgres", "valkey", "storage"}
SECRET_NAME = re.compile(r"SECRET|PASSWORD|PRIVATE_KEY|DATABASE_URL|VALKEY_URL|SMTP_URL")
# What stands for a setting that a service has to have and never uses.
UNUSED = {"unused", "postgresql://unused@unused/unused"}


@cache
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8")))


def services() -> dict[str, dict[str, Any]]:
    return dict(compose()["services"])


def own() -> dict[str, dict[str, Any]]:
    return {name: service for name, service in services().items() if "build" in service}


def dockerfiles() -> list[Path]:
    found = sorted((DEPLOY / "images").glob("*.Dockerfile"))
    assert found
    return found


@pytest.mark.parametrize("name", services())
def test_no_setting_has_a_secret_in_it(name: str) -> None:
    for setting, value in services()[name].get("environment", {}).items():
        if SECRET_NAME.search(setting):
            file = str(value).removeprefix("/run/secrets/")
            assert value in UNUSED or (setting.endswith("_FILE") and file in services()[name]["secrets"]), setting


def test_every_secret_comes_from_the_folder_that_has_to_be_named() -> None:
    for name, secret in compose()["secrets"].items():
        assert re.fullmatch(r"\$\{SECRETS:\?[^}]+\}/" + re.escape(name), secret["file"])


def test_a_service_reads_only_the_secrets_that_it_was_given_and_is_given_none_that_nobody_reads() -> None:
    for name, service in services().items():
        given = set(service.get("secrets", []))
        words = str({key: value for key, value in service.items() if key != "secrets"})
        scripts = "".join(file.read_text(encoding="utf-8") for file in (DEPLOY / "postgres").iterdir())
        text = words + (scripts if name == "postgres" else "")
        assert set(re.findall(r"/run/secrets/([\w.-]+)", text)) == given, name


def test_keys_that_make_tickets_and_own_the_schema_are_in_one_place_each() -> None:
    holders = {
        secret: {name for name, service in services().items() if secret in service.get("secrets", [])}
        for secret in ("ticket-private-key", "secret-key", "owner-database-url", "postgres-password")
    }
    assert holders == {
        "ticket-private-key": {"business-api"},
        "secret-key": {"business-api"},
        "owner-database-url": {"migrate"},
        "postgres-password": {"postgres"},
    }


def test_only_the_two_doors_are_open() -> None:
    assert {name for name, service in services().items() if service.get("ports")} == {"nginx", "coturn"}
    assert services()["nginx"]["ports"] == ["${BIND:-127.0.0.1}:${PORT:-8080}:8080"]
    assert not any(service.get("network_mode") or service.get("privileged") for service in services().values())


def test_what_keeps_data_has_no_way_out_and_the_relay_no_way_in() -> None:
    assert compose()["networks"]["data"] == {"internal": True}
    networks = {name: set(service["networks"]) for name, service in services().items()}
    assert networks["coturn"] == {"relay"}
    assert networks["nginx"] == {"edge"}
    assert networks["postgres"] == networks["valkey"] == networks["transcriber-final"] == {"data"}


@pytest.mark.parametrize("name", services())
def test_a_service_is_watched_bounded_and_comes_back(name: str) -> None:
    service = services()[name]
    assert service["healthcheck"] == {"disable": True} if name in ONCE else service["healthcheck"]["test"]
    assert service["restart"] == ("on-failure" if name in ONCE else "unless-stopped")
    assert service["mem_limit"]
    assert service["pids_limit"]
    assert service["logging"]["options"]["max-size"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", own())
def test_our_own_services_have_no_right_to_anything(name: str) -> None:
    service = own()[name]
    assert "cap_add" not in service
    assert service["read_only"] or name.startswith("transcriber")
    assert "user" not in service


@pytest.mark.parametrize("file", dockerfiles(), ids=lambda file: file.stem)
def test_our_own_images_run_as_a_user_of_their_own(file: Path) -> None:
    users = re.findall(r"^USER (\w+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert users
    assert users[-1] in {"lodbic", "nginx"}


def test_every_image_is_pinned() -> None:
    named = [service["image"] for service in services().values() if "build" not in service]
    for file in dockerfiles():
        named += re.findall(r"^ARG \w+_IMAGE=(\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        origins = re.findall(r"^FROM (\S+)", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert all(re.fullmatch(r"\$\{\w+_IMAGE\}", origin) for origin in origins)
    for service in own().values():
        named += service["build"]["args"].values()
    for image in named:
        tag = re.sub(r"^\$\{\w+:-(.+)\}$", r"\1", image).rpartition(":")[2]
        assert re.search(r"\d", tag), image
    assert len(named) > 10


def test_packages_are_installed_by_their_hashes_alone() -> None:
    for file in dockerfiles():
        text = file.read_text(encoding="utf-8")
        for line in re.findall(r"pip install.*", text):
            assert "--require-hashes" in line
        assert not re.search(r"npm (install|i)\b", text)


def test_nginx_is_told_every_name_in_its_template() -> None:
    template = (DEPLOY / "nginx" / "templates" / "default.conf.template").read_text(encoding="utf-8")
    told = services()["nginx"]["environment"]
    assert set(re.findall(r"\$\{([A-Z_]+)\}", template)) <= set(told)
    for name, value in LIMITS.items():
        assert told[name] == f"${{{name}:-{value}}}"


def test_the_relay_refuses_every_special_network() -> None:
    command = services()["coturn"]["command"]
    denied = [flag.partition("=")[2] for flag in command if flag.startswith("--denied-peer-ip=")]
    assert sorted(denied) == sorted(SPECIAL_NETWORKS)
    allowed = {flag.partition("=")[2] for flag in command if flag.startswith("--allowed-peer-ip=")}
    assert allowed == {services()["coturn"]["networks"]["relay"]["ipv4_address"]}
    assert {"--use-auth-secret", "--no-cli", "--no-multicast-peers", "--no-tcp-relay"} <= set(command)


def make_secrets(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    script = folder / "make-secrets"
    if not script.exists():
        script.write_bytes((DEPLOY / "make-secrets").read_bytes())
    return subprocess.run(["sh", str(script), *arguments], capture_output=True, text=True, check=False)


def test_one_command_makes_every_secret_once_and_shows_none(tmp_path: Path) -> None:
    first = make_secrets(tmp_path, "--origin", "https://lodbic.example", "--turn", "203.0.113.7")
    assert first.returncode == 0, first.stderr
    made = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(compose()["secrets"])
    assert made.pop("smtp-url") == ""
    passwords = [value for name, value in made.items() if name.endswith(("password", "-secret"))]
    assert len(set(passwords)) == len(passwords)
    assert all(len(value) == 48 for value in passwords)
    assert not any(value.strip() in first.stdout + first.stderr for value in made.values())
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    settings = (tmp_path / ".env").read_text()
    assert "PUBLIC_ORIGINS=https://lodbic.example\nPUBLIC_SCHEME=https\n" in settings

    assert make_secrets(tmp_path, "--origin", "https://other.example").returncode == 0
    assert made == {name: (tmp_path / "secrets" / name).read_text() for name in made}
    assert (tmp_path / ".env").read_text() == settings


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--origin", "http://lodbic.example"], "--origin must be https://"),
        (["--origin", "https://lodbic.example/path"], "--origin must have no path"),
        (["--turn", "relay.example"], "--turn must be an IPv4 address"),
        (["--smtp", "mail.example"], "--smtp must begin with"),
        (["--origin"], "--origin needs a value"),
        (["--password", "x"], "--password is not known"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_setting_is_refused_before_anything_is_made(tmp_path: Path, arguments: list[str], says: str) -> None:
    done = make_secrets(tmp_path, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(says)
    assert not (tmp_path / "secrets").exists()


def test_the_relay_shares_itself_out_alike_in_both_ways_to_run(tmp_path: Path) -> None:
    Coturn(tmp_path, "127.0.0.1", 3478, "secret")._prepare()
    alone = (tmp_path / "turnserver.conf").read_text().splitlines()
    composed = [word.removeprefix("--") for word in services()["coturn"]["command"]]
    # One person's connections, everybody's, and how long a nonce is good for: nobody takes the whole relay.
    shares = ["user-quota=12", "total-quota=1200", "stale-nonce=600"]
    flags = ["use-auth-secret", "no-cli", "no-tls", "no-dtls", "no-multicast-peers", "no-tcp-relay"]
    for option in shares + flags:
        assert option in alone, option
        assert option in composed, option


def test_what_is_waited_for_is_what_the_code_says_in_both_ways_to_run() -> None:
    waits = {"SEAT_SECONDS", "JOIN_SECONDS", "ALONE_SECONDS"}
    local = (ROOT / "deploy" / "local" / "lodbic_local" / "services.py").read_text(encoding="utf-8")
    assert not [name for name in waits if name in local]
    assert not waits & set(services()["signalling"]["environment"])


def test_scripts_can_be_run() -> None:
    for script in (
        DEPLOY / "make-secrets",
        DEPLOY / "postgres" / "10-owner.sh",
        DEPLOY / "images" / "transcribe",
        DEPLOY / "images" / "when-migrated",
    ):
        assert os.access(script, os.X_OK), script


def test_each_queue_has_a_worker_of_its_own_in_both_ways_to_run() -> None:
    """No live call waits behind a long finished one, nor any text behind a video."""
    queues = {task.queue for task in TRANSCRIBER_TASKS}
    assert len(queues) == len(TRANSCRIBER_TASKS)
    assert TRANSCRIBER_QUEUES.keys() == queues
    assert TRANSCRIBER_QUEUES["live"] == TRANSCRIBER_QUEUES["final"] < TRANSCRIBER_QUEUES["media"], "text comes first"
    commands = [service["command"] for name, service in services().items() if name.startswith("transcriber-")]
    assert {queue: int(niceness[0]) if niceness else 0 for _, queue, *niceness in commands} == TRANSCRIBER_QUEUES
    assert len(commands) == len(queues)
