"""A Dovetail server of this checkout on a free loopback port, for the examples, the tests and the benchmarks.

    with LocalServer() as server:
        server.client("s3").list_buckets()
        server.aws("s3", "ls")

Nothing of the user's is read: the environment for AWS's clients holds dummy credentials and an empty configuration.
"""

from __future__ import annotations

import functools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("DOVETAIL_BUILD", ROOT / "build/release")).resolve()  # another build folder, on demand
REGION = "us-east-1"


_session_lock = threading.Lock()


@functools.cache
def _session():
    """One session for all clients: reading the services' models takes longer than most tests. Clients, once made, may be used by any
    thread; sessions may not."""
    import boto3

    return boto3.session.Session()


class ServerDied(Exception):
    """The server ended before it was ready; the text is what it printed."""


def aws_environment(home: pathlib.Path) -> dict[str, str]:
    """The environment for the aws cli: dummy credentials, no configuration, no metadata service."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TERM", "DOVETAIL_DEPS") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_PAGER": "",
    }


class LocalServer:
    """One server process and the clients that talk to it. Its data folder is removed at the end unless it was given."""

    observers: list[Callable[[str, str], None]] = []  # each is told service and operation of every call that succeeded

    def __init__(self, *arguments: str, data: pathlib.Path | None = None, environment: dict[str, str] | None = None,
                 program: pathlib.Path | None = None):
        self.arguments = arguments
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-"))
        self.data = data or self.scratch / "data"
        self.environment = environment or {}
        self.program = program or BUILD / "bin/dovetail"
        self.process: subprocess.Popen | None = None
        self.endpoint = ""

    def __enter__(self) -> LocalServer:
        self.start()
        return self

    def __exit__(self, *exception) -> None:
        self.stop()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def start(self, timeout_s: float = 20) -> None:
        """Starts the process and returns once it answers (its ready file names the port)."""
        ready, log = self.scratch / "ready", self.scratch / "log"
        ready.unlink(missing_ok=True)
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [self.program, "serve", "--listen", "127.0.0.1:0", "--spark-listen", "127.0.0.1:0", "--data", self.data, "--ready-file", ready,
                 *self.arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=os.environ | self.environment)
        deadline = time.monotonic() + timeout_s
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise ServerDied(self.log())
            time.sleep(0.002)
        self.endpoint = ready.read_text().strip()

    @property
    def spark_url(self) -> str:
        """Where PySpark connects to: sc://127.0.0.1:PORT."""
        with urllib.request.urlopen(self.endpoint + "/_dovetail/status") as response:
            return json.load(response)["spark"]

    def stop(self, timeout_s: float = 20) -> int:
        """Asks the process to end, as a user's Ctrl-C does; returns its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """kill -9: what a crash looks like."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def log(self) -> str:
        return (self.scratch / "log").read_text(errors="replace")

    def client(self, service: str, region: str = REGION, access_key: str = "test", **options):
        """A boto3 client of this server; nothing is retried, so that tests see each answer."""
        from botocore.config import Config

        config = Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}).merge(options.pop("config", Config()))
        with _session_lock:
            client = _session().client(
                service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=access_key,
                aws_secret_access_key=options.pop("secret", "test"), config=config, **options)
        if self.observers:
            client.meta.events.register("after-call", self._tell)
        return client

    def _tell(self, http_response, model, **_) -> None:
        if http_response.status_code < 300:
            self.tell(model.service_model.service_name, [model.name])

    def tell(self, service: str, used: list[str]) -> None:
        """That a client has used these parts of a service with success."""
        for observer in self.observers:
            for part in used:
                observer(service, part)

    def aws(self, *arguments: str, check: bool = True, input: bytes | None = None,
            environment: dict[str, str] | None = None) -> subprocess.CompletedProcess:
        """Runs the real aws cli against this server; text output, kept apart by stream."""
        return subprocess.run(
            ["aws", "--endpoint-url", self.endpoint, *map(str, arguments)],
            env=aws_environment(self.scratch) | (environment or {}),
            input=input, stdin=subprocess.DEVNULL if input is None else None, capture_output=True, text=input is None,
            check=check)

    def aws_json(self, *arguments: str) -> dict:
        """What the aws cli prints, read as JSON."""
        return json.loads(self.aws(*arguments, "--output", "json").stdout or "{}")
