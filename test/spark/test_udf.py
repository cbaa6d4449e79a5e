"""Functions in Python on Dovetail's Spark Connect door: they get and give what they do on Spark (udf_frames.py says what is asked), and what
goes wrong in them ends the query, never the session."""

import json
import os
import time
import urllib.request

import pytest

from programs import spark_url, without_order
from udf_frames import FAILURES, REGISTERED, ROWS, SCALARS
from udf_functions import DIFFERENT, TYPES


@pytest.mark.parametrize("expression", SCALARS + REGISTERED + ROWS)
def test_a_function_gives_what_it_gives_on_spark(ours, theirs, expression):
    mine, spark = (without_order(program.answer(expression), expression) for program in (ours, theirs))
    assert "value" in spark, spark
    assert mine == spark


@pytest.mark.parametrize("arrow", (False, True))
@pytest.mark.parametrize("data_type", TYPES)
def test_a_result_of_another_type_becomes_what_it_becomes_on_spark(ours, theirs, data_type, arrow):
    expression = f"results(spark, {data_type!r}, useArrow={arrow})"
    mine, spark = (program.answer(expression)["value"] for program in (ours, theirs))
    if not arrow and data_type in DIFFERENT:
        mine, spark = ({value: made for value, made in answer.items() if value not in DIFFERENT[data_type]} for answer in (mine, spark))
    assert mine == spark


@pytest.mark.parametrize("expression", ("arguments(spark, useArrow=False)", "arguments(spark, useArrow=True)", "column_types(spark)"))
def test_arguments_are_what_they_are_on_spark(ours, theirs, expression):
    mine, spark = (program.answer(expression)["value"] for program in (ours, theirs))
    assert mine == spark


@pytest.mark.parametrize("expression", FAILURES)
def test_what_a_function_raises_is_told_as_on_spark(ours, theirs, expression):
    mine, spark = (program.answer(expression) for program in (ours, theirs))
    assert mine == spark


@pytest.fixture
def spark(server, monkeypatch):
    from pyspark.sql.connect.session import SparkSession

    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")  # so that functions are of this session, no JVM's
    session = SparkSession.builder.remote(spark_url(server)).create()
    yield session
    session.stop()


def dies(how):
    def function(value):
        import ctypes
        import signal

        if how == "exit":
            os._exit(3)
        if how == "segfault":
            ctypes.string_at(0)
        os.kill(os.getpid(), getattr(signal, how))

    return function


def test_functions_of_java_are_refused_by_name(spark):
    from pyspark.errors import PySparkException

    with pytest.raises(PySparkException, match="java_udf is not supported"):
        spark.udf.registerJavaFunction("f", "org.example.F", "int")


@pytest.mark.parametrize("how, told", (("exit", "exit code 3"), ("segfault", "signal 11"), ("SIGKILL", "signal 9")))
def test_a_process_that_dies_fails_the_query_and_not_the_session(spark, how, told):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    with pytest.raises(PySparkException, match=rf"PYTHON_WORKER_EXITED.*crashed.*{told}"):
        spark.range(3).select(F.udf(dies(how), "int")("id")).collect()
    assert spark.range(3).select(F.udf(lambda x: x + 1, "long")("id").alias("n")).agg(F.sum("n")).first()[0] == 6


def python_processes(server):
    """Those of user Python below the server."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read()
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if b"dovetail_worker" in command:
            found.append((int(name), parent))
    hosts = {pid for pid, parent in found if parent == server.process.pid}
    return hosts, {pid for pid, parent in found if parent in hosts}


def within(seconds, condition):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_interrupt_ends_the_process_of_a_function_that_never_returns(server, spark):
    from concurrent.futures import ThreadPoolExecutor

    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    def forever(value):
        while True:
            pass

    with ThreadPoolExecutor() as pool:
        query = pool.submit(spark.range(3).select(F.udf(forever, "int")("id")).collect)
        within(60, lambda: python_processes(server)[1])
        spark.interruptAll()
        with pytest.raises(PySparkException, match="OPERATION_CANCELED"):
            query.result(30)
    within(30, lambda: not python_processes(server)[1])
    assert spark.range(3).select(F.udf(lambda x: x, "long")("id")).count() == 3


def test_a_function_reads_nothing_of_the_data_folder(server, spark):
    from pyspark.sql import functions as F

    data, process = str(server.data), server.process.pid

    def peeks(_):
        found = []
        files = [f"/proc/{process}/fd/{number}" for number in os.listdir(f"/proc/{process}/fd")]
        for path in (data, f"{data}/journal.sqlite", f"/proc/{process}/root{data}", f"/proc/{process}/mem", *files):
            try:
                found.append(os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(1))
            except OSError:
                pass
        return repr([thing for thing in found if thing])

    assert os.path.exists(f"{data}/journal.sqlite")
    assert spark.range(1).select(F.udf(peeks, "string")("id")).first()[0] == "[]"
    with urllib.request.urlopen(server.endpoint + "/_dovetail/status") as response:
        assert json.load(response)["python_isolation"] in ("mount namespace", "another uid")


def test_what_a_function_prints_harms_nothing(spark):
    from pyspark.sql import functions as F

    def talks(value):
        import sys

        print("to the output", value, flush=True)
        print("to the errors", value, file=sys.stderr, flush=True)
        os.write(1, b"\x00\xff raw \n")
        return value

    rows = spark.range(3).select(F.udf(talks, "long")("id").alias("n")).collect()
    assert sorted(row.n for row in rows) == [0, 1, 2]


def test_a_session_has_processes_of_its_own_and_they_end_with_it(server, spark):
    from pyspark.sql import functions as F
    from pyspark.sql.connect.session import SparkSession

    host = F.udf(lambda _: os.getppid(), "long")
    mine = [spark.range(1).select(host("id")).first()[0] for _ in range(2)]
    assert mine[0] == mine[1], "kept warm"
    other = SparkSession.builder.remote(spark_url(server)).create()
    theirs_ = other.range(1).select(host("id")).first()[0]
    assert theirs_ != mine[0]
    other.stop()
    within(30, lambda: theirs_ not in python_processes(server)[0])
    assert mine[0] in python_processes(server)[0]


def test_an_interpreter_without_the_modules_is_refused_by_name(fresh_server, tmp_path, monkeypatch):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F
    from pyspark.sql.connect.session import SparkSession

    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")
    bare = tmp_path / "python"
    bare.write_text('#!/bin/sh\nexec /usr/bin/python3 -I -S -c "import sys; sys.path.insert(0, \'$PYTHONPATH\'.split(\':\')[0]); import runpy; runpy.run_module(\'dovetail_worker\')"\n')
    bare.chmod(0o755)
    for program, told in ((bare, "pyspark is missing"), ("/no/such/python", "/no/such/python")):
        session = SparkSession.builder.remote(spark_url(fresh_server("--python", str(program)))).create()
        with pytest.raises(PySparkException, match=f"(?s)PYTHON_WORKER_UNAVAILABLE.*{told}"):
            session.range(1).select(F.udf(lambda x: x, "long")("id")).collect()
        assert session.range(3).count() == 3
        session.stop()
