"""What docs/spark.md promises, told in features/*.feature and run with PySpark's own client."""

import contextlib
import io

import pyathena
import pytest
from pyspark.sql.connect import functions
from pyspark.sql.connect.session import SparkSession
from pytest_bdd import given, parsers, scenarios, then, when

from programs import spark_url

scenarios("features")


@pytest.fixture
def sessions(monkeypatch):
    """Of one scenario, by the name of their user."""
    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")  # as a program of Spark Connect's has it: types told as texts are read by the server
    made = {}
    yield made
    for spark in made.values():
        spark.stop()


@pytest.fixture
def places(server):
    """What stands for {bucket} and the like in the text of a scenario."""
    return {"data": server.data}


@pytest.fixture
def outcome():
    """Of the last program: what it printed, or how it failed."""
    return {}


def filled(text, places):
    for place, value in places.items():
        text = text.replace("{" + place + "}", str(value))
    return text


@given(parsers.parse("a session of {user}'s"))
def _(sessions, server, user):
    sessions[user] = SparkSession.builder.remote(spark_url(server)).create()


@given("a bucket")
def _(bucket, places):
    places["bucket"] = bucket


@given("a database")
def _(glue, name, places):
    places["database"] = name.replace("-", "_")
    glue.create_database(DatabaseInput={"Name": places["database"]})


@when(parsers.parse("{user} runs"))
def _(user, sessions, places, outcome, docstring):
    printed = io.StringIO()
    outcome.clear()
    try:
        with contextlib.redirect_stdout(printed):
            exec(filled(docstring, places), {"spark": sessions[user], "F": functions})
    except Exception as error:
        outcome["error"] = f"{error}"
    outcome["printed"] = printed.getvalue()


@then("it prints")
def _(outcome, docstring):
    assert outcome.get("error") is None
    assert outcome["printed"].strip() == docstring.strip()


@then(parsers.parse("it fails with {words}"))
def _(outcome, words):
    assert words in outcome.get("error", "it did not fail")


def files_in(s3, bucket, folder):
    found = s3.list_objects_v2(Bucket=bucket, Prefix=folder).get("Contents", [])
    return [each["Key"] for each in found if each["Key"].rsplit("/", 1)[1].startswith("part-")]


@then(parsers.re(r"the bucket holds (?P<count>\d+) files? in (?P<folder>\S+)"))
def _(s3, bucket, count, folder):
    assert len(files_in(s3, bucket, folder)) == int(count)


@then(parsers.re(r"the bucket holds files in (?P<folders>.*)"))
def _(s3, bucket, folders):
    for folder in folders.split(", "):
        assert files_in(s3, bucket, folder)


@then(parsers.re(r"Athena answers (?P<query>.*) with (?P<value>\d+)"))
def _(server, bucket, places, query, value):
    connection = pyathena.connect(s3_staging_dir=f"s3://{bucket}/results/", region_name="us-east-1", poll_interval=0.02,
                                  endpoint_url=server.endpoint, aws_access_key_id="test", aws_secret_access_key="test")
    assert connection.cursor().execute(filled(query, places)).fetchall() == [(int(value),)]
