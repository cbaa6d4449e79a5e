"""Fixtures that every black-box test uses. A test talks to a real server through the clients that users have."""

import itertools
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from localserver import LocalServer  # noqa: E402

pytest_plugins = ["recorded_calls"]

_names = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """One server for the whole session: tests keep apart by using names of their own (`bucket`, `name`)."""
    with LocalServer() as running:
        yield running


@pytest.fixture
def fresh_server(tmp_path):
    """A factory of servers of one's own: fresh_server("--strict", data=path). All are killed at the end."""
    started = []

    def start(*arguments, **options):
        server = LocalServer(*arguments, **options)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.kill()
        server.__exit__()


@pytest.fixture(scope="session")
def s3(server):
    return server.client("s3")


@pytest.fixture(scope="session")
def glue(server):
    return server.client("glue")


@pytest.fixture(scope="session")
def athena(server):
    return server.client("athena")


@pytest.fixture
def aws(server):
    """The real aws cli: aws("s3", "ls").stdout"""
    return server.aws


@pytest.fixture
def name():
    """A name that no other test has: for databases, tables, jobs."""
    return f"thing-{next(_names)}"


@pytest.fixture
def bucket(s3, name):
    """The name of a fresh, empty bucket."""
    s3.create_bucket(Bucket=f"bucket-{name}")
    return f"bucket-{name}"


@pytest.fixture(scope="session")
def orders_csv():
    """68,883 real orders, no header: order_id, order_last_updated, customer_id, order_status."""
    path = ROOT.parent / "shared/data/orders.csv"
    assert path.exists(), f"{path} is missing: the shared data folder stands beside the repository"
    return path
