"""Object storage by SeaweedFS's S3: the stand-in for MinIO, reached by nothing but plain S3."""

import json
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import S3Error

from lodbic_local.ports import Ports
from lodbic_local.processes import Command

BUCKET = "media"
REGION = "us-east-1"


class Storage:
    """One S3 server with one private bucket."""

    def __init__(self, folder: Path, ports: Ports, admin_secret: str, service_secret: str, program: Path) -> None:
        self._folder = folder
        self._program = program
        self._admin = ("lodbic-runner", admin_secret)
        self._service = ("lodbic-services", service_secret)
        names = ("master", "volume", "filer", "s3")
        self._ports = {f"{name}{end}": ports.get(f"storage-{name}{end}") for name in names for end in ("", ".grpc")}

    @property
    def address(self) -> str:
        """Host and port of the S3 endpoint."""
        return f"127.0.0.1:{self._ports['s3']}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which a service reaches the bucket."""
        return {
            "STORAGE_ENDPOINT": self.address,
            "STORAGE_SECURE": "0",
            "STORAGE_REGION": REGION,
            "STORAGE_BUCKET": BUCKET,
            "STORAGE_ACCESS_KEY": self._service[0],
            "STORAGE_SECRET_KEY": self._service[1],
        }

    def client(self) -> Minio:
        """Storage as the services reach it."""
        key, secret = self._service
        return Minio(self.address, access_key=key, secret_key=secret, secure=False, region=REGION)

    def prepare(self) -> None:
        """Write the identities: the services may read, write and list the one bucket, and nothing else."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / "data").mkdir(exist_ok=True)
        rights = [f"{verb}:{BUCKET}" for verb in ("Read", "Write", "List")]
        identities = [_identity(*self._admin, ["Admin"]), _identity(*self._service, rights)]
        file = self._folder / "s3.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps({"identities": identities}))

    def command(self) -> Command:
        """How to run it: no fixed ports, a quick election, no telemetry, and an end that does not dawdle."""
        port = self._ports
        argv = [
            str(self._program),
            "-logtostderr=true",
            "server",
            f"-dir={self._folder / 'data'}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-master.port={port['master']}",
            f"-master.port.grpc={port['master.grpc']}",
            "-master.electionTimeout=1s",
            "-master.volumeSizeLimitMB=1024",
            "-master.telemetry=false",
            f"-volume.port={port['volume']}",
            f"-volume.port.grpc={port['volume.grpc']}",
            "-volume.preStopSeconds=0",
            "-volume.max=0",
            f"-filer.port={port['filer']}",
            f"-filer.port.grpc={port['filer.grpc']}",
            "-filer.exposeDirectoryData=false",
            "-s3",
            f"-s3.port={port['s3']}",
            f"-s3.port.grpc={port['s3.grpc']}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.iam=false",
            f"-s3.config={self._folder / 's3.json'}",
        ]
        return Command("storage", argv, self._is_ready, folder=self._folder, before=self.prepare, stop_seconds=2)

    def make_bucket(self) -> None:
        """Make the bucket unless it is there; only signed requests ever reach it."""
        client = self._client(patient=True)
        if not client.bucket_exists(bucket_name=BUCKET):
            client.make_bucket(bucket_name=BUCKET)

    def _is_ready(self) -> bool:
        try:
            self._client(patient=False).list_buckets()
        except (S3Error, urllib3.exceptions.HTTPError):  # the gateway answers before its filer does
            return False
        return True

    def _client(self, patient: bool) -> Minio:
        pool = urllib3.PoolManager(
            timeout=30 if patient else 2, retries=urllib3.Retry(10 if patient else 0, backoff_factor=0.2)
        )
        key, secret = self._admin
        return Minio(self.address, access_key=key, secret_key=secret, secure=False, region=REGION, http_client=pool)


def _identity(key: str, secret: str, actions: list[str]) -> dict[str, object]:
    return {"name": key, "credentials": [{"accessKey": key, "secretKey": secret}], "actions": actions}
