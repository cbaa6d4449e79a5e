"""Functions in Python on Dovetail's Spark Connect door: they get and give what they do on Spark (udf_frames.py says what is asked), and what
goes wrong in them ends the query, never the session."""

import concurrent.futures
import json
import os
import subprocess
import sys
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


RESULTS = [(data_type, arrow) for data_type in TYPES for arrow in (False, True)]


@pytest.fixture(scope="module")
def our_results(ours):
    """What becomes of results here; it goes ahead while Spark is asked."""
    with concurrent.futures.ThreadPoolExecutor(1) as ahead:
        yield {asked: ahead.submit(ours.answer, "results(spark, {!r}, useArrow={})".format(*asked)) for asked in RESULTS}
        ahead.shutdown(cancel_futures=True)


@pytest.mark.parametrize("data_type, arrow", RESULTS)
def test_a_result_of_another_type_becomes_what_it_becomes_on_spark(our_results, theirs, data_type, arrow):
    mine = our_results[data_type, arrow].result()["value"]
    failing = [value for value, made in mine.items() if made == "fails"]  # as they should: so that they are asked alone
    spark = theirs.answer(f"results(spark, {data_type!r}, {failing!r}, useArrow={arrow})")["value"]
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
    """Those of user Python below the server: the hosts and their children, by pid."""
    parents, commands = {}, {}
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read()
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if b"dovetail_worker" in command:
            parents[int(name)], commands[int(name)] = parent, command
    # In namespaces of its own, a host is below what has made them.
    makers = {pid for pid, parent in parents.items() if parent == server.process.pid and b"dovetail-sandbox" in commands[pid]}
    hosts = {pid for pid, parent in parents.items() if b"dovetail-sandbox" not in commands[pid] and parent in makers | {server.process.pid}}
    return hosts, {pid for pid, parent in parents.items() if parent in hosts}


def within(seconds, condition):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_interrupt_ends_the_process_of_a_function_that_never_returns(server, spark):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    def forever(value):
        while True:
            pass

    with concurrent.futures.ThreadPoolExecutor() as pool:
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
        files = [f"/proc/{process}/fd/{number}" for number in range(64)]
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

    def host_of(session):
        before = python_processes(server)[0]
        answer = session.range(1).select(F.udf(lambda x: x + 1, "long")("id")).first()[0]
        assert answer == 1
        return python_processes(server)[0] - before

    (mine,) = host_of(spark)
    assert host_of(spark) == set(), "kept warm"
    other = SparkSession.builder.remote(spark_url(server)).create()
    (theirs_,) = host_of(other)
    other.stop()
    within(30, lambda: theirs_ not in python_processes(server)[0])
    assert mine in python_processes(server)[0]


def test_a_home_and_folders_for_everybody_are_of_one_session(server, spark):
    import site
    import tempfile

    from pyspark.sql import functions as F
    from pyspark.sql.connect.session import SparkSession

    home, modules = os.path.expanduser("~"), site.getusersitepackages()
    assert os.listdir(home)

    def leaves(_):
        found = [name for name in (f"{tempfile.gettempdir()}/dovetail-left", f"{home}/dovetail-left", f"{modules}/usercustomize.py") if os.path.exists(name)]
        for name in (f"{tempfile.gettempdir()}/dovetail-left", f"{home}/dovetail-left", f"{modules}/usercustomize.py"):
            os.makedirs(os.path.dirname(name), exist_ok=True)
            with open(name, "w") as file:
                file.write("raise SystemExit('never run')")
        return f"{found} {os.getuid() == 0} {os.path.exists(home + '/.bashrc') or os.path.exists(home + '/.aws')}"

    for session in (spark, SparkSession.builder.remote(spark_url(server)).create()):
        assert session.range(1).select(F.udf(leaves, "string")("id")).first()[0] == "[] False False"
    assert not os.path.exists(f"{home}/dovetail-left") and not os.path.exists(f"{modules}/usercustomize.py") and not os.path.exists("/tmp/dovetail-left")


def test_a_function_that_leaves_its_stream_to_another_process_is_seen_to_die(spark):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    def leaves(value):
        if os.fork() == 0:
            time.sleep(600)
        os._exit(5)

    began = time.monotonic()
    with pytest.raises(PySparkException, match="PYTHON_WORKER_EXITED.*exit code 5"):
        spark.range(3).select(F.udf(leaves, "int")("id")).collect()
    assert time.monotonic() - began < 60
    assert spark.range(3).select(F.udf(lambda x: x, "long")("id")).count() == 3


def test_a_host_that_is_stopped_holds_nobody_up(server, spark):
    import signal

    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    plus_one = spark.range(3).select(F.udf(lambda x: x + 1, "long")("id").alias("n"))
    before = python_processes(server)[0]
    assert plus_one.count() == 3 and plus_one.agg(F.sum("n")).first()[0] == 6
    (host,) = python_processes(server)[0] - before
    os.kill(host, signal.SIGSTOP)
    with pytest.raises(PySparkException, match="does not answer"):
        plus_one.collect()
    within(30, lambda: host not in python_processes(server)[0])
    assert len(plus_one.collect()) == 3


@pytest.mark.parametrize("said", (b"A\xff\xff\xff\xff", b"?\x00\x00\x00\x00", b"A\x04\x00\x00\x00\xff\xff\xff\xff", b"E\x01\x00\x00\x00\xff"))
def test_what_no_worker_says_fails_the_query_and_not_the_session(spark, said):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    def says(value):
        import socket
        import stat

        for descriptor in range(3, 64):
            try:
                if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                    socket.socket(fileno=descriptor).sendall(said)
            except OSError:
                pass
        os._exit(0)

    with pytest.raises(PySparkException, match="PYTHON_WORKER_EXITED"):
        spark.range(1).select(F.udf(says, "string")("id")).collect()
    assert spark.range(3).count() == 3


def test_a_text_that_is_not_utf_8_is_refused(spark):
    from pyspark.errors import PySparkException

    def damaged(batches):
        import pyarrow

        for batch in batches:
            texts = pyarrow.StringArray.from_buffers(1, pyarrow.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pyarrow.py_buffer(b"\xff\xfe"))
            yield pyarrow.record_batch([texts], ["s"])

    with pytest.raises(PySparkException, match="PYTHON_WORKER_EXITED.*not UTF-8"):
        spark.range(1).mapInArrow(damaged, "s string").collect()


def test_a_machine_without_another_process_fails_the_query_and_not_the_host(server, spark):
    import resource

    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F

    plus_one = spark.range(3).select(F.udf(lambda x: x + 1, "long")("id").alias("n"))
    before = python_processes(server)[0]
    assert plus_one.count() == 3 and plus_one.agg(F.sum("n")).first()[0] == 6
    (host,) = python_processes(server)[0] - before
    most, hard = resource.prlimit(host, resource.RLIMIT_NPROC)
    resource.prlimit(host, resource.RLIMIT_NPROC, (0, hard))
    with pytest.raises(PySparkException, match="starting a Python process: .*unavailable"):
        plus_one.collect()
    resource.prlimit(host, resource.RLIMIT_NPROC, (most, hard))
    assert len(plus_one.collect()) == 3
    assert host in python_processes(server)[0]


def test_an_interrupt_ends_the_wait_for_an_interpreter(fresh_server, tmp_path, monkeypatch):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F
    from pyspark.sql.connect.session import SparkSession

    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")
    for name, script in (("never", "exec sleep 6003"), ("later", f'[ "$2" = -c ] && echo \'["{tmp_path}/never"]\' || exec sleep 6003')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
        server = fresh_server("--python", str(tmp_path / name))
        session = SparkSession.builder.remote(spark_url(server)).create()
        with concurrent.futures.ThreadPoolExecutor() as pool:
            query = pool.submit(session.range(3).select(F.udf(lambda x: x, "long")("id")).collect)
            within(60, lambda: subprocess.run(["pgrep", "-f", "^sleep 6003$"], capture_output=True).stdout)
            began = time.monotonic()
            session.interruptAll()
            with pytest.raises(PySparkException, match="OPERATION_CANCELED"):
                query.result(60)
            assert time.monotonic() - began < 30
        session.stop()


def test_many_streams_of_one_run_end_together(server, spark):
    from pyspark.sql import functions as F

    calls = [F.udf(lambda x, add=add: x + add, "long")("id").alias(f"n{add}") for add in range(12)]
    assert spark.range(2).select(*calls).collect()[1].n11 == 12
    within(30, lambda: not python_processes(server)[1])


def test_an_interpreter_without_the_modules_is_refused_by_name(fresh_server, tmp_path, monkeypatch):
    from pyspark.errors import PySparkException
    from pyspark.sql import functions as F
    from pyspark.sql.connect.session import SparkSession

    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")
    bare = tmp_path / "environment/bin/python3"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "environment"], check=True)
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexit 4\n")
    silent.chmod(0o755)
    for program, told in ((bare, "pyspark is missing"), (silent, "exit code 4"), ("/no/such/python", "/no/such/python")):
        session = SparkSession.builder.remote(spark_url(fresh_server("--python", str(program)))).create()
        with pytest.raises(PySparkException, match=f"(?s)PYTHON_WORKER_UNAVAILABLE.*{told}"):
            session.range(1).select(F.udf(lambda x: x, "long")("id")).collect()
        assert session.range(3).count() == 3
        session.stop()
