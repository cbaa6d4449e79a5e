import pytest

from programs import Program


@pytest.fixture(scope="session")
def ours(server):
    program = Program(server)
    yield program
    program.end()


@pytest.fixture(scope="session")
def theirs():
    program = Program("local")
    yield program
    program.end()
