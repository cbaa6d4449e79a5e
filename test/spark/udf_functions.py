"""Functions that the expressions of udf_frames.py name; they are pickled whole (frame_worker.py)."""

import datetime
import decimal
import math

from pyspark.sql import Row
from pyspark.sql import functions as F

# One of each kind that Python has, for results that are to be of a type.
VALUES = [None, True, 0, 7, 300, 70000, 3_000_000_000, -(1 << 63), 1 << 70, 0.0, 1.5, -2.75, 1e20, math.nan, math.inf, "", "text", "7", "日本", b"bytes", bytearray(b"\xff"), decimal.Decimal("1.25"),
          decimal.Decimal("123456.789"), datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 1, 2, 3, 4), [1, 2], [None], ["a"], (1, "x"), {"a": 1}, {1: "a"}, Row(a=1, b="x"), {"a": 1, "b": "y"}]

TYPES = ["boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "string", "binary", "decimal(10,2)", "date", "timestamp", "timestamp_ntz", "array<int>", "array<string>", "map<string,int>",
         "map<int,string>", "struct<a:int,b:string>", "array<struct<a:int,b:string>>"]

# What Java makes of objects that it reads from a pickle, where nobody can want it: the text of a Java object with its address, numbers for bytes, keys of 0.
DIFFERENT = {"string": {"(1, 'x')", "datetime.date(2024, 2, 29)", "datetime.datetime(2024, 2, 29, 1, 2, 3, 4)", "b'bytes'", "bytearray(b'\\xff')"}, "array<int>": {"b'bytes'", "bytearray(b'\\xff')"}, "array<string>": {"b'bytes'", "bytearray(b'\\xff')"},
             "map<int,string>": {"{'a': 1}", "{'a': 1, 'b': 'y'}"}}

# One of each type that SQL has, for arguments.
ARGUMENTS = ["true", "1Y", "2S", "3", "4L", "cast(1.5 as float)", "2.5D", "cast(1.25 as decimal(10,2))", "'text'", "'日本'", "X'FF00'", "date'2024-02-29'", "timestamp'2024-02-29 01:02:03.000004'",
             "timestamp_ntz'2024-02-29 01:02:03'", "array(1, null, 3)", "array(array('a'), null)", "map('k', 1)", "map('k', cast(null as int))", "struct(1 as a, 'x' as b)", "array(struct(date'2024-01-01' as d, timestamp'2024-01-01 00:00:00' as t))",
             "map('k', struct(X'01' as b))", "cast(null as int)", "cast(null as array<int>)", "cast('NaN' as double)", "9223372036854775807L", "cast(12345678901234567890.123456789 as decimal(38,18))"]


def outcome(action):
    """What an action gives, or that it fails: a JVM's own failures have other classes than those of Connect."""
    try:
        return repr(action())
    except Exception:
        return "fails"


def told(action):
    """The exception of an action, with what is told of its origin: without the lines of source, which are not where a home or /tmp is another."""
    try:
        return repr(action())
    except Exception as error:
        text = str(error)
        lines = text[text.find("Traceback"):].strip().splitlines()
        return type(error).__name__, [line for line in lines if not line.startswith("    ")]


def results(spark, data_type, **options):
    return {repr(value): outcome(lambda: spark.range(1).select(F.udf(lambda _: value, data_type, **options)("id").alias("v")).first()) for value in VALUES}


def arguments(spark, **options):
    seen = F.udf(lambda value: f"{type(value).__name__} {value!r}", "string", **options)
    return {text: outcome(lambda: spark.sql(f"select {text} as v").select(seen("v").alias("s")).first()) for text in ARGUMENTS}


def column_types(spark):
    """What a pandas function sees of each type."""
    seen = F.pandas_udf(lambda column: column.map(lambda value: f"{type(value).__name__} {value!r}") if not hasattr(column, "columns") else column.iloc[:, 0].map(str), "string")
    return {text: outcome(lambda: spark.sql(f"select {text} as v").select(seen("v").alias("s")).first()) for text in ARGUMENTS}


def raises(value):
    raise ValueError(f"no {value}")


def raises_deeper(value):
    def inner():
        return {}[value]

    return inner()


def ratio(a, b=2):
    return a / b


def added(frames):
    for column in frames:
        yield column + 1


def added_pairs(frames):
    for a, b in frames:
        yield a + b


def looking_ahead(frames):
    columns = list(frames)
    yield from columns


def swallowing(frames):
    for _ in frames:
        pass
    return
    yield


def doubling(frames):
    for column in frames:
        yield column
        yield column


def first_of(frames):
    """Wants no more than one of them."""
    yield next(frames)


def with_key(key, frame):
    import pandas

    return pandas.DataFrame({"k": [key[0]], "n": [len(frame)]})


def random_map(_):
    """Its values are its keys."""
    import random

    return {key: key for key in (random.random() for _ in range(3))}


def random_list(_):
    """Of another length at each call; each item is its place."""
    import random

    return list(range(random.randrange(3, 9)))


def random_pairs(_):
    """Of two equal numbers each."""
    return list(random_map(_).items())
