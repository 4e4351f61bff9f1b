"""What a person may choose for a run on one machine, read from the environment here and nowhere else."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lodbic_local.errors import RunError

REPOSITORY = Path(__file__).resolve().parents[3]
WEIGHTS = REPOSITORY / ".cache" / "whisper-base"
FRONT_END = REPOSITORY / "frontend" / "build"
# What a person may set for the services themselves, handed on untouched.
HANDED_ON = ("SMTP_", "MAIL_", "WHISPER_", "CAPTION_", "PLACES_")


@dataclass(frozen=True)
class Options:
    """One run: where it listens and where it keeps everything."""

    data: Path
    bind: str = "127.0.0.1"
    port: int = 8080
    # For tests: databases do not wait for the disk, and entry limits fit a test's pace.
    fast: bool = False
    handed_on: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the address."""
        return ipaddress.ip_address(self.bind).is_loopback


def read_options(environment: Mapping[str, str] | None = None) -> Options:
    """Read PORT, BIND and DATA; raises RunError that names a bad one."""
    values = os.environ if environment is None else environment
    port = values.get("PORT") or "8080"
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise RunError(f"PORT is «{port}»; give a number from 1 to 65535, for example: make run PORT=8090")
    bind = values.get("BIND") or "127.0.0.1"
    try:
        address = ipaddress.ip_address("127.0.0.1" if bind == "localhost" else bind)
    except ValueError as problem:
        raise RunError(f"BIND is «{bind}»; give an IP address, for example: make run BIND=0.0.0.0") from problem
    if address.version != 4:
        raise RunError(f"BIND is «{bind}»; give an IPv4 address, for example: make run BIND=0.0.0.0")
    data = Path(values.get("DATA") or REPOSITORY / ".lodbic" / "data")
    handed_on = {name: value for name, value in values.items() if name.startswith(HANDED_ON)}
    return Options(data=data.absolute(), bind=str(address), port=int(port), handed_on=handed_on)


def inherited_environment() -> dict[str, str]:
    """What every child process gets from the runner's own environment: nothing that could hold a secret."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "TZ") if name in os.environ}
    return kept | {"LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
