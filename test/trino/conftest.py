"""Both engines with the same tables: `trino`, the judge, and `ours`, an Athena that boto3 asks. Each answers ask(sql)."""

import pytest
from athena import Athena
from judge import Judge
from tables import TABLES, statement_of


@pytest.fixture(scope="session")
def trino():
    judge = Judge()
    for table in TABLES:
        judge.ask(statement_of(table))
    yield judge
    judge.close()


@pytest.fixture(scope="session")
def ours(server):
    athena = Athena(server)
    for table in TABLES:
        athena.add(table)
    return athena
