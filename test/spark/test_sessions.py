"""What a session of Spark Connect is told while it waits, and what becomes of the work of a client that went away."""

import gc
import json
import time
import urllib.request
import uuid

import grpc
import pytest
from pyspark.sql.connect import proto
from pyspark.sql.connect.proto.base_pb2_grpc import SparkConnectServiceStub
from pyspark.sql.connect.session import SparkSession

from programs import spark_url

ENDLESS = "select sum(a.id * b.id) from range(10000000) a, range(10000000) b"


def runs_under_way(server):
    with urllib.request.urlopen(server.endpoint + "/_dovetail/status") as response:
        return json.load(response)["working"]


def waits_until(condition):
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_long_query_moves_the_clients_progress_bar(server):
    spark, seen = SparkSession.builder.remote(spark_url(server)).create(), []

    def look(stages, inflight_tasks, operation_id, done):
        seen.extend((stage.num_completed_tasks, stage.num_tasks, inflight_tasks) for stage in stages)
        if stages:
            spark.interruptOperation(operation_id)  # it has been seen

    spark.registerProgressHandler(look)
    with pytest.raises(Exception, match="OPERATION_CANCELED"):
        spark.sql(ENDLESS).collect()
    done, tasks, running = seen[0]
    assert 0 <= done < tasks and running >= 1
    spark.stop()


def test_what_a_builder_cannot_set_is_a_warning(server):
    builder = SparkSession.builder.remote(spark_url(server)).config("spark.executor.memory", "2g").config("spark.sql.shuffle.partitions", "3")
    with pytest.warns(UserWarning, match="Failed to set spark.executor.memory to 2g due to .*CANNOT_MODIFY_CONFIG"):
        spark = builder.create()
    assert spark.conf.get("spark.sql.shuffle.partitions") == "3"
    with pytest.raises(Exception, match="CANNOT_MODIFY_CONFIG"):
        spark.conf.set("spark.executor.memory", "2g")
    spark.stop()


# Nobody would ever take the rows: the work ends with the call, though it has written nothing that could fail.
def test_a_query_ends_with_the_client_that_cannot_come_back(server):
    waits_until(lambda: runs_under_way(server) == 0)
    with grpc.insecure_channel(spark_url(server).removeprefix("sc://")) as channel:
        request = proto.ExecutePlanRequest(session_id=str(uuid.uuid4()), user_context=proto.UserContext(user_id="maria"),
                                           plan=proto.Plan(root=proto.Relation(sql=proto.SQL(query=ENDLESS))))
        call = SparkConnectServiceStub(channel).ExecutePlan(request)
        waits_until(lambda: runs_under_way(server) == 1)
        call.cancel()
        waits_until(lambda: runs_under_way(server) == 0)


def new_session(server):
    spark = SparkSession.builder.remote(spark_url(server)).create()
    SparkSession._active_session.session = spark  # the client gives checkpoints to the session that is active, which another test may have left
    return spark


# The first action keeps what is there by then; plans of the same relation read it until it is given up.
def test_what_is_cached_is_read_until_it_is_given_up(server, tmp_path):
    spark = new_session(server)
    (tmp_path / "a.csv").write_text("1\n")
    frame = spark.read.csv(str(tmp_path)).cache()
    (tmp_path / "b.csv").write_text("2\n")
    assert frame.is_cached
    assert frame.count() == 2
    (tmp_path / "a.csv").unlink()
    (tmp_path / "c.csv").write_text("3\n4\n")
    assert sorted(row[0] for row in frame.collect()) == ["1", "2"]
    assert frame.filter("_c0 > 1").count() == 1
    assert spark.read.csv(str(tmp_path)).count() == 2  # the same, made anew
    assert spark.read.text(str(tmp_path)).count() == 3  # another
    assert new_session(server).read.csv(str(tmp_path)).count() == 3
    frame.unpersist()
    assert not frame.is_cached
    assert frame.count() == 3
    spark.stop()


def test_what_is_cached_is_read_by_views_and_tables(server, tmp_path):
    spark = new_session(server)
    (tmp_path / "a.csv").write_text("1\n")
    spark.read.csv(str(tmp_path)).createOrReplaceTempView("kept")
    spark.catalog.cacheTable("kept")
    assert spark.catalog.isCached("kept")
    assert spark.sql("select count(*) from kept").first()[0] == 1
    (tmp_path / "b.csv").write_text("2\n")
    assert spark.sql("select count(*) from kept k where k._c0 > 0").first()[0] == 1
    assert spark.table("kept").count() == 1
    spark.catalog.refreshTable("kept")
    assert spark.table("kept").count() == 2
    (tmp_path / "c.csv").write_text("3\n")
    spark.catalog.clearCache()
    assert not spark.catalog.isCached("kept")
    assert spark.table("kept").count() == 3
    spark.stop()


def test_a_write_below_it_ends_what_is_cached(server, tmp_path):
    spark = new_session(server)
    folder, other = str(tmp_path / "rows"), str(tmp_path / "other")
    spark.range(2).write.parquet(folder)
    frame = spark.read.parquet(folder).cache()
    assert frame.count() == 2
    frame.write.parquet(other)
    spark.range(3).write.mode("append").parquet(folder)
    assert frame.count() == 5
    assert frame.is_cached
    spark.stop()


# The frames that it was made of still name its columns, and so do aliases and what it has left out.
def test_names_from_below_what_is_cached_are_found(server, tmp_path):
    spark = new_session(server)
    below = spark.createDataFrame([(1, "a"), (2, "b")], "id int, name string")
    frame = below.alias("t").filter("id > 1").cache()
    assert frame.count() == 1
    assert frame.select(below["name"]).first()[0] == "b"
    assert frame.select("t.name").first()[0] == "b"
    assert frame.select(frame["id"]).first()[0] == 2
    chosen = below.select("id").cache()
    assert chosen.count() == 2
    assert [row[0] for row in chosen.orderBy(below["name"].desc()).collect()] == [2, 1]
    spark.stop()


VALUES = """select cast(1 as tinyint) as `a b`, 2.50 as d, date'2024-01-05' as day, timestamp'2024-01-05 01:02:03.000004' as t, timestamp_ntz'2024-01-05 01:02:03' as n,
  x'00ff' as bytes, array(1, null) as l, map('k', named_struct('x', 1, 'y', null)) as m, interval '1 02' day to hour as i, double('nan') as f, null as nothing"""


@pytest.mark.parametrize("kept", ["cache", "localCheckpoint", "checkpoint"])
def test_rows_that_are_kept_are_what_they_were(server, kept):
    spark = new_session(server)
    frame = spark.sql(VALUES)
    schema, shown = frame.schema, repr(frame.collect())
    again = getattr(frame, kept)()
    for _ in range(2):
        assert repr(again.collect()) == shown
        assert again.schema.simpleString() == schema.simpleString()
    assert getattr(frame.limit(0), kept)().collect() == []
    spark.stop()


def test_a_checkpoint_does_not_look_at_its_sources_again(server, tmp_path):
    spark = new_session(server)
    (tmp_path / "a.csv").write_text("1\n2\n")
    frame = spark.read.csv(str(tmp_path)).localCheckpoint()
    (tmp_path / "a.csv").unlink()
    assert frame.filter("_c0 > 1").join(frame.withColumnRenamed("_c0", "other")).count() == 2
    plan = frame._plan.to_proto(spark.client)
    del frame  # whose end frees the rows
    gc.collect()  # frames of this client hold themselves
    waits_until(lambda: not is_known(spark, plan))
    spark.stop()


def is_known(spark, plan):
    try:
        spark.client._analyze(method="schema", plan=plan)
    except Exception as error:
        assert "No DataFrame with id" in str(error)
        return False
    return True
