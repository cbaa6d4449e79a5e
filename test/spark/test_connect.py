"""PySpark's data frames on Dovetail's Spark Connect door give what they give on Spark: the same Python expression in two PySpark programs
(frame_worker.py), one with a local Spark, one with the door; schemas, rows, what is printed, and how what is wrong fails. What is asked stands
in frames.py."""

import pytest

import interval_frames
import pandas_frames
import query_forms
from analyses import ANALYSES, EXPLAINED
from failures import FAILURES
from frames import FAILURES as FUNCTION_FAILURES
from frames import FRAMES, LATER
from known_differences import check
from programs import spark_url, without_order, without_words
from relations import RELATIONS
from statements import REFUSED, STATEMENTS
from text_frames import MALFORMED


@pytest.mark.parametrize("expression", FRAMES + RELATIONS + ANALYSES + STATEMENTS + interval_frames.FRAMES + pandas_frames.PANDAS + query_forms.FRAMES)
def test_a_frame_gives_what_spark_gives(ours, theirs, expression):
    mine, spark = (without_order(program.answer(expression), expression) for program in (ours, theirs))
    check(expression, mine, spark)


@pytest.mark.parametrize("expression", FAILURES + REFUSED)
def test_what_is_wrong_fails_as_in_spark(ours, theirs, expression):
    spark = theirs.answer(expression)
    assert "error" in spark
    assert ours.answer(expression) == spark


@pytest.mark.parametrize("expression", FUNCTION_FAILURES + interval_frames.FAILURES + query_forms.FAILURES)
def test_what_a_function_refuses_fails_in_sparks_class(ours, theirs, expression):
    spark = without_words(theirs.answer(expression))
    assert "error" in spark
    assert without_words(ours.answer(expression)) == spark


@pytest.mark.parametrize("expression", MALFORMED)
def test_a_malformed_record_ends_a_query_in_sparks_words(ours, theirs, expression):
    mine = ours.answer(expression)
    assert mine["condition"] == "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION"
    assert mine["message"] in theirs.answer(expression)["message"]


@pytest.mark.parametrize("expression", EXPLAINED)
def test_a_plan_is_explained_under_sparks_headings(ours, theirs, expression):
    mine, spark = (program.answer(expression)["printed"] for program in (ours, theirs))
    for heading in EXPLAINED[expression]:
        assert heading in spark.splitlines()
    assert [line for line in mine.splitlines() if line.startswith("== ")] == (EXPLAINED[expression] or ["== Physical Plan =="])
    assert "RANGE" in mine, "the engine's own plan"


@pytest.mark.parametrize("expression, condition", (LATER | interval_frames.LATER | pandas_frames.LATER).items())
def test_what_is_not_there_yet_is_refused_by_name(ours, expression, condition):
    assert ours.answer(expression).get("condition") == condition


def test_an_interrupted_query_stops(server):
    from concurrent.futures import ThreadPoolExecutor

    from pyspark.errors import PySparkException

    from pyspark.sql.connect.session import SparkSession

    spark = SparkSession.builder.remote(spark_url(server)).create()
    with ThreadPoolExecutor() as pool:
        query = pool.submit(spark.sql("select sum(a.id * b.id) from range(10000000) a, range(10000000) b").collect)
        while not spark.interruptAll():
            assert not query.done()
        with pytest.raises(PySparkException, match="OPERATION_CANCELED"):
            query.result(30)
    assert spark.range(3).count() == 3, "the session goes on"
    spark.stop()


def test_sessions_know_nothing_of_each_other(server):
    from pyspark.errors import AnalysisException

    from pyspark.sql.connect.session import SparkSession

    one, other = (SparkSession.builder.remote(spark_url(server)).create() for _ in range(2))
    one.range(3).createOrReplaceTempView("mine")
    one.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    assert one.table("mine").count() == 3
    assert other.conf.get("spark.sql.session.timeZone") == "UTC"
    with pytest.raises(AnalysisException, match="TABLE_OR_VIEW_NOT_FOUND"):
        other.table("mine").collect()
    one.stop()
    other.stop()


def test_a_clone_begins_as_its_session_and_goes_its_own_way(server):
    from pyspark.sql.connect.session import SparkSession

    first = SparkSession.builder.remote(spark_url(server)).create()
    first.range(3).createOrReplaceTempView("mine")
    first.conf.set("spark.sql.shuffle.partitions", "7")
    second = first.cloneSession()
    assert second.table("mine").count() == 3
    assert second.conf.get("spark.sql.shuffle.partitions") == "7"
    second.catalog.dropTempView("mine")
    assert first.table("mine").count() == 3
    first.stop()
    assert second.range(2).count() == 2
    second.stop()


# Far more than the server keeps at once: the query waits for its reader.
def test_many_rows_come_whole_and_in_order(server):
    from pyspark.sql.connect.session import SparkSession

    spark = SparkSession.builder.remote(spark_url(server)).create()
    table = spark.range(3_000_000).selectExpr("id", "repeat('x', 50) as text").toArrow()
    assert table.num_rows == 3_000_000
    assert table.column("id").to_numpy().tolist() == list(range(3_000_000))
    spark.stop()


# Of a client that is newer than the server, say.
def test_a_call_of_the_catalog_that_the_server_does_not_know_is_refused(server):
    from pyspark.sql.connect.proto.catalog_pb2 import Catalog

    from spark_compatibility import Asker

    asker = Asker(spark_url(server))
    assert "spark.catalog's call nothing is not supported" in asker.told("Catalog", Catalog())
    newer = Catalog()
    newer.MergeFromString(b"\xa2\x38\x00")  # field 900, a message
    assert "spark.catalog's call field 900 is not supported" in asker.told("Catalog", newer)
