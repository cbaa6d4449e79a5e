"""Not only the newest PySpark works: of each series that users have, the last client is asked the same here as the newest at a real Spark
(client_statements.py)."""

import os
import pathlib

import pytest

from client_statements import STATEMENTS
from programs import Program, spark_url, without_order, without_words

CLIENTS = pathlib.Path(os.environ["DOVETAIL_DEPS"]) / "clients"
PROGRAM = pathlib.Path(__file__).with_name("client_program.py")


def client_of(version, server):
    return Program(spark_url(server), PROGRAM, {"PYTHONPATH": str(CLIENTS / version), "PYTHONWARNINGS": "ignore"})


@pytest.fixture(params=("3.5", "4.0"))
def client(request, server):
    program = client_of(request.param, server)
    assert program.answer("pyspark.__version__")["value"].strip("'").startswith(request.param)
    yield program
    program.end()


def test_an_older_client_gets_what_the_newest_gets_of_spark(client, theirs, bucket, tmp_path):
    different = []
    for statement in STATEMENTS:
        mine, spark = (without_words(without_order(program.answer(statement.replace("OUT", out)), statement)) for program, out in ((client, f"s3://{bucket}"), (theirs, str(tmp_path))))
        if mine != spark:
            different.append((statement, mine, spark))
    assert not different


def test_an_older_client_interrupts_its_queries(client):
    assert client.answer("interrupted(spark)")["value"] == "([True], 3)"
