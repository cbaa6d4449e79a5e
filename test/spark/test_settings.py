"""The settings of a Spark session: what is obeyed gives what Spark gives, what has no effect is given back, what would change results and is not
there is refused by its name; and what the server says of itself. What is asked stands in setting_frames.py."""

import contextlib
import subprocess

import pytest
from pyspark.errors import PySparkException
from pyspark.sql.connect.session import SparkSession

from localserver import BUILD, LocalServer
from programs import spark_url, without_order, without_words
from setting_frames import CHANGED, READ, REFUSED, WRONG


@contextlib.contextmanager
def session(server, builder=SparkSession.builder):
    spark = builder.remote(spark_url(server)).create()
    yield spark
    spark.stop()


@pytest.mark.parametrize("expression", READ)
def test_what_nobody_has_set_reads_as_sparks_default(ours, theirs, expression):
    assert ours.answer(expression) == theirs.answer(expression)


def test_what_is_set_has_the_effect_that_it_has_in_spark(ours, theirs):
    different = []
    for expression in CHANGED:
        mine, spark = (without_words(without_order(program.answer(expression), expression)) for program in (ours, theirs))
        if mine != spark:
            different.append((expression, mine, spark))
    assert not different


@pytest.mark.parametrize("expression", WRONG)
def test_what_spark_does_not_take_fails_as_there(ours, theirs, expression):
    spark = theirs.answer(expression)
    assert "error" in spark
    assert ours.answer(expression) == spark


@pytest.mark.parametrize("key", REFUSED)
def test_what_changes_results_and_is_not_there_is_refused_by_name(ours, key):
    answer = ours.answer(f"spark.conf.set('{key}', '{REFUSED[key]}')")
    assert answer["condition"] == "INVALID_CONF_VALUE.REQUIREMENT"
    assert answer["state"] == "22022"
    assert f'"{key}"' in answer["message"] and "supported yet" in answer["message"]


def test_what_is_set_is_all_that_is_told(server):
    with session(server) as spark:
        spark.conf.set("spark.sql.shuffle.partitions", "3")
        told = spark.conf.getAll
        assert told["spark.sql.shuffle.partitions"] == "3"
        assert "spark.sql.adaptive.enabled" not in told
        assert {row.key for row in spark.sql("set").collect()} == set(told)


def test_an_application_has_the_name_that_its_builder_gave_it(server):
    with session(server) as spark:
        assert spark.conf.get("spark.app.name") == "Dovetail"
        assert spark.conf.get("spark.app.id").startswith("local-")
        assert spark.conf.get("spark.master").startswith("local[")
    with session(server, SparkSession.Builder().appName("nightly load")) as spark:
        assert spark.conf.get("spark.app.name") == "nightly load"


def test_many_rows_are_written_as_several_files(server, bucket, s3):
    with session(server) as spark:
        spark.conf.set("spark.sql.files.maxRecordsPerFile", "10")
        spark.range(25).coalesce(1).write.csv(f"s3://{bucket}/in-parts")
        assert spark.read.schema("id long").csv(f"s3://{bucket}/in-parts").count() == 25
    parts = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix="in-parts/part-")["Contents"]]
    assert len(parts) == 3


def test_an_option_that_is_not_supported_is_told_in_sparks_class(server, bucket, s3):
    s3.put_object(Bucket=bucket, Key="odd/a.csv", Body=b"a\n1\n")
    with session(server) as spark, pytest.raises(PySparkException, match="CSV separator") as raised:
        spark.read.option("sep", '"').csv(f"s3://{bucket}/odd").collect()
    assert raised.value.getCondition() == "UNSUPPORTED_FEATURE"
    assert raised.value.getSqlState() == "0A000"


def test_a_file_that_cannot_be_read_is_told_in_sparks_class(server, bucket, s3):
    s3.put_object(Bucket=bucket, Key="bad/a.parquet", Body=b"this is no parquet at all")
    with session(server) as spark, pytest.raises(PySparkException) as raised:
        spark.read.parquet(f"s3://{bucket}/bad").collect()
    assert raised.value.getCondition() == "FAILED_READ_FILE.NO_HINT"
    assert raised.value.getSqlState() == "KD001"
    assert raised.value.getMessageParameters()["path"] == f"s3://{bucket}/bad/a.parquet"


# Of the server.
def test_without_a_warehouse_a_table_without_a_place_is_told_what_to_do(server):
    with session(server) as spark:
        assert spark.conf.get("spark.sql.warehouse.dir", "none") == "none"
        with pytest.raises(PySparkException, match="dovetail serve --warehouse"):
            spark.range(3).write.saveAsTable("nowhere_to_go")


def test_a_warehouse_is_where_tables_without_a_place_are():
    with LocalServer("--warehouse", "s3://lake/warehouse") as server:
        server.client("s3").create_bucket(Bucket="lake")
        builder = SparkSession.Builder().config("spark.sql.warehouse.dir", "s3://other")
        with pytest.warns(UserWarning, match="CANNOT_MODIFY_STATIC_CONFIG"), session(server, builder) as spark:
            assert spark.conf.get("spark.sql.warehouse.dir") == "s3://lake/warehouse"
            spark.range(3).write.saveAsTable("numbers")
            spark.sql("create database sales")
            spark.range(4).write.saveAsTable("sales.orders")
            assert spark.table("numbers").count() == 3 and spark.table("sales.orders").count() == 4
        glue = server.client("glue")
        places = [glue.get_table(DatabaseName=database, Name=table)["Table"]["StorageDescriptor"]["Location"] for database, table in (("default", "numbers"), ("sales", "orders"))]
        assert places == ["s3://lake/warehouse/numbers/", "s3://lake/warehouse/sales.db/orders/"]
        assert glue.get_database(Name="sales")["Database"]["LocationUri"] == "s3://lake/warehouse/sales.db"


def test_the_version_of_spark_is_the_servers():
    with LocalServer("--spark-version", "3.5.6") as server, session(server) as spark:
        assert spark.version == "3.5.6"
        assert spark.sql("select version()").collect()[0][0].startswith("3.5.6 ")


@pytest.mark.parametrize("option, value", [("--spark-version", "3.4.1"), ("--spark-version", "latest"), ("--warehouse", "/tmp/warehouse")])
def test_what_is_no_version_or_no_folder_of_a_bucket_is_refused_at_the_start(option, value):
    refused = subprocess.run([BUILD / "bin/dovetail", "serve", option, value], capture_output=True, text=True, timeout=20)
    assert refused.returncode == 2
    assert value in refused.stderr
