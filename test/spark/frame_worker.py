"""A PySpark program that evaluates what it is given, for test_connect.py: on standard input, a Python expression a line; on standard
output, for each a line of JSON: what the data frame holds, what it prints, or how it failed, and what parts of the protocol that took. Its argument
is the remote to use, or `local` for a Spark of its own, or `connect` for one behind Spark Connect."""

import atexit
import contextlib
import datetime  # noqa: F401  for the expressions
import decimal  # noqa: F401
import io
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

from protocol_use import ProtocolUse


def session_of(remote, use):
    if remote not in ("local", "connect"):
        from pyspark.sql.connect.client import DefaultChannelBuilder
        from pyspark.sql.connect.session import SparkSession

        os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"  # as builder.remote() has it
        channel = DefaultChannelBuilder(remote)
        channel.add_interceptor(use)
        return SparkSession.builder.channelBuilder(channel).getOrCreate()
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    jars = pathlib.Path(os.environ["DOVETAIL_DEPS"], "spark").glob("*.jar")
    settings = {"spark.jars": ",".join(map(str, jars)), "spark.sql.ansi.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false",
                "spark.sql.shuffle.partitions": "1", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
                "spark.python.daemon.module": "warm_daemon", "spark.sql.warehouse.dir": scratch_folder()}
    os.environ["PYTHONPATH"] = os.pathsep.join([os.path.dirname(os.path.abspath(__file__)), *filter(None, [os.environ.get("PYTHONPATH")])])
    if remote == "connect":
        return behind_spark_connect(settings)
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


# Tables without a place of their own; by default they would be left in the working folder.
def scratch_folder():
    folder = tempfile.mkdtemp(prefix="spark-warehouse-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def behind_spark_connect(settings):
    """A Spark whose door has a free port."""
    from pyspark.sql import SparkSession as OfTheServer
    from pyspark.sql.connect.session import SparkSession

    # Nothing is compiled for a handful of rows: that would take most of the time.
    quick = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.connect.grpc.binding.port": "0"}
    SparkSession._start_connect_server("local[1]", settings | quick)
    service = getattr(OfTheServer._instantiatedSession._jvm, "org.apache.spark.sql.connect.service.SparkConnectService$")
    port = getattr(service, "MODULE$").localPort()
    os.environ["SPARK_CONNECT_MODE_ENABLED"] = "1"  # as builder.remote() has it
    return SparkSession.builder.remote(f"sc://localhost:{port}").getOrCreate()


# What follows the SQLSTATE is Spark's plan, and where in the program it was made.
def failure(error):
    message = re.split(r"(?<=SQLSTATE: \w{5})|\n?JVM stacktrace", str(error))[0].strip()
    return {"error": type(error).__name__, "condition": error.getCondition(), "state": error.getSqlState(),
            "parameters": error.getMessageParameters(), "message": message}


def answer(expression, names):
    from pyspark.errors import PySparkException

    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = eval(expression, names)
            if hasattr(value, "collect"):
                value = {"schema": value.schema.simpleString(), "rows": [repr(row) for row in value.collect()]}
    except PySparkException as error:
        return failure(error)
    except Exception as error:  # of Python's own: of values, say, that it has not
        return {"error": type(error).__name__, "condition": None, "state": None, "message": str(error)}
    return {"value": value if isinstance(value, dict) else repr(value), "printed": printed.getvalue()}


class PandasOnSpark:
    """pyspark.pandas, which takes seconds to import, once it is asked for."""

    def __getattr__(self, name):
        from pyspark import pandas

        return getattr(pandas, name)


def main():
    out, sys.stdout = sys.stdout, sys.stderr
    use = ProtocolUse()
    spark = session_of(sys.argv[1], use)
    from pyspark import StorageLevel
    from pyspark.sql import Observation, Row, functions, types, window

    import pandas
    import pyarrow.compute
    from pyspark import cloudpickle

    import plan_functions
    import udf_functions

    cloudpickle.register_pickle_by_value(udf_functions)  # those who run them have no such module
    names = vars(udf_functions) | vars(plan_functions) | {"pandas": pandas, "ps": PandasOnSpark(), "pyarrow": pyarrow, "spark": spark, "F": functions, "T": types, "W": window.Window, "Row": Row, "Observation": Observation, "StorageLevel": StorageLevel, "datetime": datetime, "decimal": decimal}
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line.strip(), names) | {"used": use.take()}), file=out, flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
