"""Functions that the expressions of udf_frames.py name; they are pickled whole (frame_worker.py)."""

import concurrent.futures
import datetime
import decimal
import math

from pyspark.sql import Row
from pyspark.sql import functions as F

# One of each kind that Python has, for results that are to be of a type.
VALUES = [None, True, 0, 7, 300, 70000, 3_000_000_000, -(1 << 63), 1 << 70, 0.0, 1.5, -2.75, 1e20, math.nan, math.inf, "", "text", "7", "日本", b"bytes", bytearray(b"\xff"), decimal.Decimal("1.25"),
          decimal.Decimal("123456.789"),
          datetime.date(2024, 2, 29),
          datetime.datetime(2024, 2, 29, 1, 2, 3, 4),
          [1, 2],
          [None],
          ["a"],
          (1, "x"),
          {"a": 1},
          {1: "a"},
          Row(a=1, b="x"),
          {"a": 1, "b": "y"}]

TYPES = ["boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "string", "binary", "decimal(10,2)", "date", "timestamp", "timestamp_ntz", "array<int>", "array<string>", "map<string,int>",
         "map<int,string>", "struct<a:int,b:string>", "array<struct<a:int,b:string>>"]

# What Java makes of objects that it reads from a pickle, where nobody can want it: the text of a Java object with its address, numbers for bytes, keys of 0.
DIFFERENT = {"string": {"(1, 'x')", "datetime.date(2024, 2, 29)", "datetime.datetime(2024, 2, 29, 1, 2, 3, 4)", "b'bytes'", "bytearray(b'\\xff')"}, "array<int>": {"b'bytes'", "bytearray(b'\\xff')"}, "array<string>": {"b'bytes'", "bytearray(b'\\xff')"},
             "map<int,string>": {"{'a': 1}", "{'a': 1, 'b': 'y'}"}}

# One of each type that SQL has, for arguments.
ARGUMENTS = ["true", "1Y", "2S", "3", "4L", "cast(1.5 as float)", "2.5D", "cast(1.25 as decimal(10,2))", "'text'", "'日本'", "X'FF00'", "date'2024-02-29'", "timestamp'2024-02-29 01:02:03.000004'",
             "timestamp_ntz'2024-02-29 01:02:03'",
             "array(1, null, 3)",
             "array(array('a'), null)",
             "map('k', 1)",
             "map('k', cast(null as int))",
             "struct(1 as a, 'x' as b)",
             "array(struct(date'2024-01-01' as d, timestamp'2024-01-01 00:00:00' as t))",
             "map('k', struct(X'01' as b))",
             "cast(null as int)",
             "cast(null as array<int>)",
             "cast('NaN' as double)",
             "9223372036854775807L",
             "cast(12345678901234567890.123456789 as decimal(38,18))"]


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


def answers(ask, things, failing=()):
    """What `ask` answers of some things, by the texts of the things: of all that are not thought to fail at once, for queries take their time; if that
    fails, of few at once, and of those that fail together one by one."""
    fine = [thing for thing in things if repr(thing) not in failing]
    alone = [[thing] for thing in things if repr(thing) in failing]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda some: answers_of(ask, some, (4, 1)), [fine, *alone])
        return {text: answer for part in found for text, answer in part.items()}


def answers_of(ask, things, sizes):
    try:
        return {repr(thing): repr(Row(v=value)) for thing, value in zip(things, ask(things))} if things else {}
    except Exception:
        if len(things) == 1:
            return {repr(things[0]): "fails"}
    size, *smaller = sizes
    parts = (things[i:i + size] for i in range(0, len(things), size))
    return {text: answer for part in parts for text, answer in answers_of(ask, part, smaller).items()}


def results(spark, data_type, failing=(), **options):
    """What becomes of each of VALUES as the result of a function."""
    def giving(value):
        return F.udf(lambda _: value, data_type, **options)

    return answers(lambda values: spark.range(1).select(*[giving(value)("id").alias(f"v{i}") for i, value in enumerate(values)]).first(), VALUES, failing)


def arguments(spark, **options):
    return seen_by(spark, F.udf(lambda value: f"{type(value).__name__} {value!r}", "string", **options))


def column_types(spark):
    """What a pandas function sees of each type."""
    return seen_by(spark, F.pandas_udf(lambda column: column.map(lambda value: f"{type(value).__name__} {value!r}") if not hasattr(column, "columns") else column.iloc[:, 0].map(str), "string"))


def seen_by(spark, function):
    def ask(texts):
        typed = spark.sql(f"select {', '.join(f'{text} as v{i}' for i, text in enumerate(texts))}")
        return typed.select(*[function(f"v{i}").alias(f"s{i}") for i in range(len(texts))]).first()

    return answers(ask, ARGUMENTS)


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


def pairs_of(left, right):
    """What a function of two groups gives: how many rows each has, and of which key."""
    import pandas

    rows = left if len(left) else right
    return pandas.DataFrame({"k": [rows.k.iloc[0]], "l": [len(left)], "r": [len(right)]})


def with_both(key, left, right):
    import pandas

    return pandas.DataFrame({"k": [key[0]], "s": [float(left.a.sum() * 100 + right.b.sum())]})


def arrow_pairs(left, right):
    import pyarrow

    return pyarrow.table({"l": [left.num_rows], "r": [right.num_rows]})


def arrow_pairs_of_key(key, left, right):
    import pyarrow

    return pyarrow.table({"k": pyarrow.array([key[0].as_py()], pyarrow.int64()), "n": [left.num_rows * 10 + right.num_rows]})


class Squares:
    def eval(self, start, end):
        for number in range(start, end + 1):
            yield number, number * number


class Words:
    def eval(self, text, separator=" "):
        for word in (text or "").split(separator):
            yield word, len(word)


class Total:
    """Gives nothing but in the end."""

    def __init__(self):
        self.count, self.sum = 0, 0

    def eval(self, number):
        self.count += 1
        self.sum += number

    def terminate(self):
        yield self.count, self.sum


class TotalOfTable:
    def __init__(self):
        self.rows, self.sum = [], 0

    def eval(self, row):
        self.rows.append(list(row.asDict()))
        self.sum += row["id"]

    def terminate(self):
        yield len(self.rows), self.sum, str(self.rows[-1:])


class Each:
    def eval(self, row, more=0):
        yield row["id"] + more, str(row)


class FirstOfEach:
    def eval(self, row):
        from pyspark.sql.functions import SkipRestOfInputTableException

        yield (row["id"],)
        raise SkipRestOfInputTableException("enough")


class Nothing:
    def eval(self, *_):
        pass


class Raises:
    def eval(self, number):
        raise ValueError("no number")


class RaisesInTheEnd:
    def eval(self, number):
        yield (number,)

    def terminate(self):
        raise ValueError("too late")


class RaisesAtFirst:
    def __init__(self):
        raise ValueError("too early")

    def eval(self, number):
        yield (number,)


class TooWide:
    def eval(self, number):
        yield number, number


class NoIterable:
    def eval(self, number):
        return 7


class Types:
    def eval(self, *values):
        for value in values:
            yield type(value).__name__, repr(value)


class AsIs:
    def eval(self, value):
        yield value,


class ArrowTwice:
    def eval(self, numbers):
        import pyarrow

        yield pyarrow.table({"n": pyarrow.compute.multiply(numbers, 2)})


class ArrowOfTable:
    def eval(self, batch):
        import pyarrow

        yield pyarrow.table({"rows": pyarrow.array([batch.num_rows], pyarrow.int64()), "names": pyarrow.array([",".join(batch.schema.names)])})


class Columns:
    """As many columns as it is told."""

    @staticmethod
    def analyze(count):
        from pyspark.sql.types import IntegerType, StructType
        from pyspark.sql.udtf import AnalyzeResult

        schema = StructType()
        for i in range(count.value):
            schema = schema.add(f"c{i}", IntegerType())
        return AnalyzeResult(schema=schema)

    def eval(self, count):
        yield tuple(range(count))


class TypesOfArguments:
    @staticmethod
    def analyze(*arguments, **named):
        from pyspark.sql.types import StringType, StructType
        from pyspark.sql.udtf import AnalyzeResult

        told = [f"{a.dataType.simpleString()} {a.value!r} {a.isTable} {a.isConstantExpression}" for a in [*arguments, *named.values()]]
        return AnalyzeResult(schema=StructType().add("told", StringType()).add("of " + " ".join(["places", *named]), StringType(), True) if told else StructType().add("nothing", StringType()))

    def eval(self, *arguments, **named):
        yield str(arguments), str(named)


class Partitioned:
    """Asks for its partitions itself, and hands on what it was told."""

    def __init__(self, analysis):
        self.analysis, self.ids = analysis, []

    @staticmethod
    def analyze(table):
        from pyspark.sql.functions import OrderingColumn, PartitioningColumn
        from pyspark.sql.types import StringType, StructType
        from pyspark.sql.udtf import AnalyzeResult

        assert table.isTable
        return AnalyzeResult(schema=StructType().add("ids", StringType()), partitionBy=[PartitioningColumn("k")], orderBy=[OrderingColumn("id", ascending=False)])

    def eval(self, row):
        self.ids.append(row["id"])

    def terminate(self):
        yield f"{self.ids} {len(self.analysis.schema)}",


class InOnePartition:
    def __init__(self):
        self.ids = []

    @staticmethod
    def analyze(table, *more):
        from pyspark.sql.functions import OrderingColumn
        from pyspark.sql.types import StringType, StructType
        from pyspark.sql.udtf import AnalyzeResult

        return AnalyzeResult(schema=StructType().add("ids", StringType()), withSinglePartition=True, orderBy=[OrderingColumn("id", ascending=False)])

    def eval(self, row):
        self.ids.append(row["id"])

    def terminate(self):
        yield str(self.ids),


class NeverAnalyzed:
    @staticmethod
    def analyze(number):
        raise ValueError("not today")

    def eval(self, number):
        yield (number,)


class NoAnalysis:
    @staticmethod
    def analyze(number):
        return 7

    def eval(self, number):
        yield (number,)
