"""What a session of Spark Connect is told while it waits, and what becomes of the work of a client that went away."""

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
