import pytest

from programs import Program, spark_url


@pytest.fixture(scope="session")
def ours(server):
    program = Program(spark_url(server), server=server)
    yield program
    program.end()


@pytest.fixture(scope="session")
def theirs():
    program = Program("local")
    yield program
    program.end()
