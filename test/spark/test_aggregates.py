"""The aggregate functions of Glue's Aggregate node give what Spark gives: the same rows, types and values compared."""

import math
import re
import struct

import pytest

from expressions import Relation, call, cast, column, csv_of, projection
from test_functions import Evaluator, Spark

DISTINCT = {"countDistinct": "count", "sumDistinct": "sum"}
NUMERIC = ["avg", "sum", "sumDistinct", "skewness", "kurtosis", "stddev_samp", "stddev_pop", "var_samp", "var_pop"]
ANY = ["count", "countDistinct", "first", "last", "min", "max"]

ROWS = {
    "none": [],
    "nothing but NULL": [None, None],
    "one": ["7"],
    "equal ones": ["3", "3", "3"],
    "two": ["1", "4"],
    "some": ["1", "2", "2", None, "9", "-4"],
    "not a number": ["1", "NaN", "2"],
    "large and near": ["1000000001", "1000000002", "1000000004"],
}
TYPES = ["int", "bigint", "double", "float", "decimal(12,2)", "string"]
CASES = [(function, kind, rows) for kind in TYPES for function in NUMERIC + ANY for rows in ROWS]
CASES += [(function, "date", rows) for function in ANY for rows in ("none", "nothing but NULL")]


@pytest.fixture(scope="module")
def engine():
    evaluator = Evaluator()
    yield evaluator
    evaluator.process.stdin.close()
    assert evaluator.process.wait(30) == 0


class Judge(Spark):
    """Answers all functions over the same rows by one query."""

    def answer_of(self, function, kind, rows):
        if (kind, rows) not in self.answers:
            texts = self.session.createDataFrame([(row,) for row in ROWS[rows]], "a string").coalesce(1)
            functions = ANY if kind == "date" else NUMERIC + ANY
            values = texts.selectExpr(f"cast(a as {kind}) as a").selectExpr(*[f"{sql_of(one)} as {one}" for one in functions])
            row = values.selectExpr(*[f"cast({one} as string) as {one}" for one in functions]).collect()[0]
            self.answers[kind, rows] = {one: (values.schema[one].dataType.simpleString(), row[one]) for one in functions}
        return self.answers[kind, rows][function]


@pytest.fixture(scope="module")
def spark():
    judge = Judge()
    yield judge
    judge.session.stop()


def sql_of(function):
    return f"{DISTINCT[function]}(distinct a)" if function in DISTINCT else f"{function}(a)"


def answer_of(engine, function, kind, rows):
    """The type and the text of the engine's answer."""
    typed = Relation.FromString(projection(["a"], [kind], [])).project.input
    relation = Relation()
    relation.aggregate.group_type = 1
    relation.aggregate.input.CopyFrom(typed)
    for text in (False, True):
        value = call(DISTINCT.get(function, function), column("a"))
        alias = relation.aggregate.aggregate_expressions.add().alias
        alias.name.append("text" if text else "value")
        (cast(value, "string") if text else value).fill(alias.expr)
        if function in DISTINCT:
            (alias.expr.cast.expr if text else alias.expr).unresolved_function.is_distinct = True
    for part in (csv_of([(row,) for row in rows]), relation.SerializeToString()):
        engine.process.stdin.write(struct.pack("=I", len(part)) + part)
    engine.process.stdin.flush()
    size, = struct.unpack("=I", engine.process.stdout.read(4))
    head, _, line = engine.process.stdout.read(size).decode().partition("\n")
    assert head.startswith("ok"), line
    (match,) = re.finditer(r'(?:"((?:[^"]|"")*)")?\n', line.partition(",")[2])
    return head.split("\t")[1], match.group(1)


def as_number(text):
    return None if text is None else float(text)


@pytest.mark.parametrize("function, kind, rows", CASES, ids=lambda value: str(value))
def test_an_aggregate_gives_what_spark_gives(spark, engine, function, kind, rows):
    wanted_type, wanted = spark.answer_of(function, kind, rows)
    given_type, given = answer_of(engine, function, kind, ROWS[rows])
    assert given_type == wanted_type
    if given == wanted:
        return
    assert kind != "string" or function in NUMERIC
    assert given is not None and wanted is not None and math.isclose(as_number(given), as_number(wanted), rel_tol=1e-12), (given, wanted)
