"""A program of whatever PySpark there is, for test_clients.py: as frame_worker.py it evaluates the expressions that it is given, a line each,
and tells in a line of JSON what the frame holds, what it prints, or how it failed. Its argument is the remote."""

import contextlib
import datetime
import decimal
import io
import json
import re
import sys
import threading


# Clients before 4.0 have both in the message alone.
def failure(error):
    condition, state = re.match(r"\[([A-Z0-9_.]+)\]", str(error)), re.search(r"SQLSTATE: (\w{5})", str(error))
    return {"error": type(error).__name__, "condition": error.getErrorClass() or (condition and condition[1]),
            "state": error.getSqlState() or (state and state[1]), "message": str(error)}


def answer(expression, names):
    from pyspark.errors import PySparkException

    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = eval(expression, names)
            if hasattr(value, "collect"):
                value = {"schema": value.schema.simpleString(), "rows": [repr(row) for row in value.collect()]}
            elif type(value).__module__ == "numpy":  # of a count, say, before 4.0
                value = value.item()
    except PySparkException as error:
        return failure(error)
    except Exception as error:  # a client's own
        return {"error": type(error).__name__, "condition": None, "state": None, "message": str(error)}
    return {"value": value if isinstance(value, dict) else repr(value), "printed": printed.getvalue()}


def interrupted(spark):
    """How a query ends that is interrupted, and whether the session goes on."""
    ends = []

    def ask():
        try:
            spark.sql("select sum(a.id * b.id) from range(10000000) a, range(10000000) b").collect()
        except Exception as error:
            ends.append("OPERATION_CANCELED" in str(error))

    query = threading.Thread(target=ask)
    query.start()
    while query.is_alive() and not spark.interruptAll():
        query.join(0.05)
    query.join(60)
    return ends, int(spark.range(3).count())


def main():
    out, sys.stdout = sys.stdout, sys.stderr
    import pandas
    import pyspark
    from pyspark.sql import Row, SparkSession, functions, types, window

    spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
    names = {"spark": spark, "F": functions, "T": types, "W": window.Window, "Row": Row, "pandas": pandas, "datetime": datetime, "decimal": decimal, "pyspark": pyspark, "interrupted": interrupted}
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line.strip(), names)), file=out, flush=True)
    spark.stop()


if __name__ == "__main__":
    main()
