"""Queries that wait for a slot, and the end of those that run: https://docs.aws.amazon.com/athena/latest/APIReference/API_StopQueryExecution.html"""

import pathlib
import time

import pytest

from athena_help import storage, wait_for

HEAVY = "select count(*) from n a, n b, n c, n d where a.i + b.i + c.i + d.i > 0 and a.i * b.i <> c.i * d.i"


@pytest.fixture
def small(fresh_server):
    """A server that runs one query at a time, with a table over which a query never ends."""
    server = fresh_server("--slots", "1")
    s3, glue = server.client("s3"), server.client("glue")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="n/data.csv", Body="".join(f"{i}\n" for i in range(3000)).encode())
    glue.create_database(DatabaseInput={"Name": "db"})
    glue.create_table(DatabaseName="db", TableInput={"Name": "n", "StorageDescriptor": storage("s3://lake/n/", {"i": "int"})})
    return server


@pytest.fixture
def begin(small):
    athena = small.client("athena")

    def start(text):
        return athena.start_query_execution(QueryString=text, QueryExecutionContext={"Database": "db"},
                                            ResultConfiguration={"OutputLocation": "s3://lake/results/"})["QueryExecutionId"]

    return athena, start


def state(athena, id):
    return athena.get_query_execution(QueryExecutionId=id)["QueryExecution"]["Status"]["State"]


def workers(server):
    """The processes below the server and the processor time that each has used, in ticks."""
    used = {}
    for entry in pathlib.Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else None
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields and int(fields[1]) == server.process.pid:
            used[int(entry.name)] = int(fields[11]) + int(fields[12])
    return used


def test_queries_wait_for_a_slot_and_run_in_their_order(begin):
    athena, start = begin
    heavy = start(HEAVY)
    wait_for(athena, heavy, states=("RUNNING",))
    waiting = [start(f"select {n}") for n in range(12)]
    assert {state(athena, id) for id in waiting} == {"QUEUED"}
    athena.stop_query_execution(QueryExecutionId=waiting[3])  # in the queue already
    assert state(athena, waiting[3]) == "CANCELLED"
    time.sleep(0.2)
    assert state(athena, waiting[0]) == "QUEUED"
    athena.stop_query_execution(QueryExecutionId=heavy)
    ended = [wait_for(athena, id) for id in waiting if id != waiting[3]]
    assert {execution["Status"]["State"] for execution in ended} == {"SUCCEEDED"}
    times = [execution["Status"]["CompletionDateTime"] for execution in ended]
    assert times == sorted(times)
    assert ended[0]["Statistics"]["QueryQueueTimeInMillis"] >= 200


def test_stopping_a_query_ends_the_work_of_its_process(small, begin):
    athena, start = begin
    heavy = start(HEAVY)
    wait_for(athena, heavy, states=("RUNNING",))
    deadline = time.monotonic() + 30
    while not (busy := {pid for pid, ticks in workers(small).items() if ticks > 20}):
        assert time.monotonic() < deadline, "nothing works for the query"
        time.sleep(0.05)
    athena.stop_query_execution(QueryExecutionId=heavy)
    assert state(athena, heavy) == "CANCELLED"
    while busy & set(workers(small)):
        assert time.monotonic() < deadline, "the process of the stopped query works on"
        time.sleep(0.05)
    assert wait_for(athena, start("select 1"))["Status"]["State"] == "SUCCEEDED"
