"""A PySpark program that evaluates what it is given, for test_connect.py: on standard input, a Python expression a line; on standard
output, for each a line of JSON: what the data frame holds, what it prints, or how it failed. Its argument is the remote to use, or local."""

import contextlib
import datetime  # noqa: F401  for the expressions
import decimal  # noqa: F401
import io
import json
import os
import re
import sys


def session_of(remote):
    from pyspark.sql import SparkSession

    if remote != "local":
        return SparkSession.builder.remote(remote).getOrCreate()
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings = {"spark.sql.ansi.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false",
                "spark.sql.shuffle.partitions": "1", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1"}
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


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
    return {"value": value if isinstance(value, dict) else repr(value), "printed": printed.getvalue()}


def main():
    out, sys.stdout = sys.stdout, sys.stderr
    spark = session_of(sys.argv[1])
    from pyspark import StorageLevel
    from pyspark.sql import Observation, Row, functions, types, window

    import pandas
    import pyarrow.compute
    from pyspark import cloudpickle

    import udf_functions

    cloudpickle.register_pickle_by_value(udf_functions)  # those who run them have no such module
    names = vars(udf_functions) | {"pandas": pandas, "pyarrow": pyarrow, "spark": spark, "F": functions, "T": types, "W": window.Window, "Row": Row, "Observation": Observation, "StorageLevel": StorageLevel, "datetime": datetime, "decimal": decimal}
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line.strip(), names)), file=out, flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
