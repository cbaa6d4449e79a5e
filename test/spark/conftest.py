import pytest

from programs import asked, spark_url


@pytest.fixture(scope="session")
def ours(server):
    with asked(spark_url(server), server=server) as program:
        yield program


@pytest.fixture(scope="session")
def theirs():
    with asked("local") as program:
        yield program
