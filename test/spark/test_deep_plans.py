"""Plans as deep as programs make them that change a data frame in a loop, up to the depth that Spark lets in: 1024 messages in each other, two for
each relation."""

import time

import pytest
from pyspark.errors.exceptions.connect import SparkConnectGrpcException
from pyspark.sql.connect import functions as F
from pyspark.sql.connect.session import SparkSession

from programs import spark_url


@pytest.fixture(scope="module")
def spark(server):
    session = SparkSession.builder.remote(spark_url(server)).create()
    yield session
    session.stop()


def changed(frame, times, change):
    for number in range(times):
        frame = change(frame, number)
    return frame


CHANGES = {
    "withColumn": (lambda frame, n: frame.withColumn(f"c{n}", F.col("id") + n), lambda frame: sum(frame.orderBy("id").collect()[1]), sum(range(300)) + 301),
    "the same column": (lambda frame, n: frame.withColumn("a", F.col("id" if n == 0 else "a") + 1), lambda frame: frame.agg(F.max("a")).first()[0], 302),
    "a column used twice": (lambda frame, n: frame.withColumn("a", F.col("id") if n == 0 else F.col("a") + F.col("a") % 3), lambda frame: frame.count(), 3),
    "filter": (lambda frame, n: frame.filter(F.col("id") != n + 1), lambda frame: [row.id for row in frame.collect()], [0]),
    "withColumnRenamed": (lambda frame, n: frame.withColumnRenamed(f"c{n - 1}" if n else "id", f"c{n}"), lambda frame: frame.columns, ["c299"]),
    "union": (lambda frame, n: frame.union(frame.sparkSession.range(1)), lambda frame: frame.count(), 303),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_frame_may_be_changed_three_hundred_times(spark, name):
    change, ask, wanted = CHANGES[name]
    assert ask(changed(spark.range(3), 300, change)) == wanted


# Quadratic in the columns that pass through, which is what was asked for; no more than that.
def test_twice_as_many_changes_take_no_more_than_several_times_as_long(spark):
    def seconds(times):
        frame = changed(spark.range(3), times, lambda frame, n: frame.withColumn("a", F.col("id") + n))
        start = time.monotonic()
        assert frame.count() == 3
        return time.monotonic() - start

    seconds(250)  # what is made once
    assert seconds(500) < 10 * max(seconds(250), 0.05)


def test_the_deepest_frame_that_spark_takes_is_taken(spark):
    deepest = changed(spark.range(3), 505, lambda frame, n: frame.withColumn("a", F.col("id") + n))
    assert deepest.schema.names == ["id", "a"]
    assert deepest.first().a == 504


@pytest.mark.parametrize("ask", [lambda frame: frame.collect(), lambda frame: frame.schema])
def test_a_deeper_one_is_refused_and_the_session_goes_on(spark, ask):
    deeper = changed(spark.range(3), 600, lambda frame, n: frame.withColumn("a", F.col("id") + n))
    with pytest.raises(SparkConnectGrpcException, match="too many levels of nesting") as refused:
        ask(deeper)
    assert refused.value.getCondition() == "INVALID_PLAN_INPUT"
    assert spark.range(3).count() == 3


# Each view is one more level, however little a client says at a time.
def test_views_of_views_end_with_an_error_and_not_with_the_server(spark):
    spark.range(3).createOrReplaceTempView("deep")
    with pytest.raises(SparkConnectGrpcException, match="nests more than"):
        for number in range(6):
            frame = changed(spark.table("deep"), 300, lambda frame, n: frame.withColumn("a", F.col("id") + n))
            frame.createOrReplaceTempView("deep")
    assert spark.table("deep").count() == 3


def test_a_chain_of_a_thousand_whens(spark):
    chain = F.when(F.col("id") == -1, -1)
    for number in range(1000):
        chain = chain.when(F.col("id") == number, number * 2)
    assert [row.w for row in spark.range(3).select(chain.alias("w")).collect()] == [0, 2, 4]


def test_a_sum_of_three_hundred_terms(spark):
    assert spark.range(1, 2).selectExpr("+".join(["id"] * 300)).first()[0] == 300


def test_one_of_ten_thousand_values(spark):
    assert spark.range(5, 20_000).where(F.col("id").isin(list(range(10_000)))).count() == 9_995
