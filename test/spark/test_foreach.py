"""df.foreach and df.foreachPartition: a function is called for what it does. On the wire they are functions that give rows without columns."""

import pytest
from pyspark.errors.exceptions.connect import PythonException
from pyspark.sql.connect import functions as F
from pyspark.sql.connect.session import SparkSession
from pyspark.sql.types import StructField, StructType

from programs import spark_url


@pytest.fixture(scope="module")
def spark(server):
    session = SparkSession.builder.remote(spark_url(server)).create()
    yield session
    session.stop()


# Functions of this module's own would be pickled by its name, which the server does not know.
def refusing_three():
    def refuse(row):
        if row.id == 3:
            raise ValueError(f"three is refused: {row}")

    return refuse


def refusing_three_of_many():
    def refuse(rows):
        for row in rows:
            if row.id == 3:
                raise ValueError(f"three is refused: {row}")

    return refuse


# What it does to its own process is all that a function can do here, and its failure all that is seen of that.
def refusing_all(wanted):
    def refuse(rows):
        raise ValueError(f"rows: {sorted(row.id for row in rows) == list(range(wanted))}")

    return refuse


@pytest.mark.parametrize("rows", [0, 5, 10_000])
def test_a_function_is_called_with_each_row(spark, rows):
    assert spark.range(rows).foreach(lambda row: None) is None
    assert spark.range(rows).foreachPartition(lambda rows: None) is None


def test_a_partition_has_every_row_once(spark):
    with pytest.raises(PythonException, match="ValueError: rows: True"):
        spark.range(1000).coalesce(1).foreachPartition(refusing_all(1000))


def test_an_error_of_a_row_is_the_users(spark):
    spark.range(3).foreach(refusing_three())
    with pytest.raises(PythonException, match=r"ValueError: three is refused: Row\(id=3\)"):
        spark.range(5).foreach(refusing_three())


def test_an_error_of_a_partition_is_the_users(spark):
    spark.range(3).foreachPartition(refusing_three_of_many())
    with pytest.raises(PythonException, match=r"ValueError: three is refused: Row\(id=3\)"):
        spark.range(5).foreachPartition(refusing_three_of_many())


@pytest.mark.parametrize("rows", [5, 10_000])
@pytest.mark.parametrize("call, of_none", [
    ("mapInPandas", lambda frames: (frame[[]] for frame in frames)),
    ("mapInArrow", lambda batches: (batch.select([]) for batch in batches)),
])
def test_rows_without_columns_are_counted(spark, call, of_none, rows):
    made = getattr(spark.range(rows), call)(of_none, StructType())
    assert made.schema == StructType()
    assert made.count() == rows
    assert [tuple(row) for row in made.limit(5).collect()] == [()] * 5


def test_a_column_may_have_no_fields(spark):
    nothing = F.udf(lambda number: () if number % 2 else None, StructType())
    frame = spark.range(4).select("id", nothing("id").alias("nothing"))
    assert frame.schema["nothing"] == StructField("nothing", StructType(), True)
    assert [row.nothing if row.nothing is None else tuple(row.nothing) for row in frame.orderBy("id").collect()] == [None, (), None, ()]
    assert frame.where("nothing is null").count() == 2
    assert spark.range(10_000).select(nothing("id").alias("nothing")).where("nothing is not null").count() == 5_000
