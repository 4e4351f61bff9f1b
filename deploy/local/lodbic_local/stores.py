"""What keeps data: PostgreSQL, Valkey and object storage, together and in one folder."""

import sys
from pathlib import Path

from lodbic_local.ports import Ports
from lodbic_local.postgres import OWNER, Postgres
from lodbic_local.processes import Command
from lodbic_local.secret_files import SecretFiles
from lodbic_local.storage import Storage
from lodbic_local.valkey import Valkey

API, SIGNALLING, TRANSCRIBER = "lodbic_api", "lodbic_signalling", "lodbic_transcriber"
ROLES = (OWNER, API, SIGNALLING, TRANSCRIBER)
# Which variable gives `manage.py apply_roles` the password of which role.
ROLE_PASSWORDS = {
    "API_DB_PASSWORD": API,
    "SIGNALLING_DB_PASSWORD": SIGNALLING,
    "TRANSCRIBER_DB_PASSWORD": TRANSCRIBER,
}


class Stores:
    """The three stores of one installation with its secrets and ports; `in_use` when another process runs them."""

    def __init__(self, folder: Path, fast: bool = False, in_use: bool = False) -> None:
        # Others may pass through, as the database's own user must; every folder with something in it is closed.
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        self.secrets = SecretFiles(folder / "secrets")
        self.ports = Ports(folder / "ports.json", in_use)
        secret, port = self.secrets.get, self.ports.get
        self.postgres = Postgres(folder / "postgres", port("postgres"), secret("postgres"), fast)
        self.valkey = Valkey(folder / "valkey", port("valkey"), secret("valkey"))
        weed = Path(sys.executable).parent / "weed"
        keys = (secret("storage-admin"), secret("storage-services"))
        self.storage = Storage(folder / "storage", self.ports, *keys, program=weed)

    def prepare(self) -> list[Command]:
        """Make the data folders ready; returns what to run."""
        self.postgres.prepare()
        return [self.postgres.command(), self.valkey.command(), self.storage.command()]

    def role_password(self, role: str) -> str:
        """The password of one of ROLES."""
        return self.secrets.get(f"database-{role}")

    def database_url(self, role: str, database: str = "lodbic") -> str:
        """The address of a database for one of ROLES."""
        return self.postgres.url(role, self.role_password(role), database)
