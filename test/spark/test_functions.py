"""The engine's functions and casts give what Spark gives: the same expressions over the same rows, type and text compared.

Spark is a real one (PyPI's pyspark), with ansi=false and in UTC. What is compared stands in cases.py."""

import os
import pathlib
import re
import struct
import subprocess

import pytest

from cases import GROUPS
from expressions import cast, csv_of, projection
from known_differences import rows_that_differ

BUILD = pathlib.Path(os.environ.get("DOVETAIL_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build/release"))
FIELD = re.compile(r'(?:"((?:[^"]|"")*)")?([,\n])')


class Evaluator:
    """The engine, in a process that answers one relation after the other (src/engine/testing/evaluate.cc)."""

    def __init__(self):
        self.process = subprocess.Popen([BUILD / "test/engine_evaluate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def answer(self, group, expression):
        names = [chr(ord("a") + i) for i in range(len(group.types))]
        relation = projection(names, group.types, [expression, cast(expression, "string")])
        for text in (csv_of(group.rows), relation):
            self.process.stdin.write(struct.pack("=I", len(text)) + text)
        self.process.stdin.flush()
        size, = struct.unpack("=I", self.process.stdout.read(4))
        head, _, rest = self.process.stdout.read(size).decode().partition("\n")
        if head == "error":
            return rest, []
        fields = FIELD.findall(rest)
        matches = [match.group(1) for match in FIELD.finditer(rest)]
        assert len(fields) == 2 * len(group.rows), rest
        return head.split("\t")[1], [text and text.replace('""', '"') for text in matches[1::2]]


class Spark:
    """One session for all; a group's expressions are answered by one query."""

    def __init__(self):
        from pyspark.sql import SparkSession

        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        # Nothing is compiled for a handful of rows, by Spark or by Java: that would take most of the time.
        settings = {"spark.sql.ansi.enabled": "false", "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false",
                    "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
                    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1", "spark.ui.showConsoleProgress": "false"}
        builder = SparkSession.builder.master("local[1]")
        for name, value in settings.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")
        self.answers = {}

    def answer(self, group, expression):
        if group.name not in self.answers:
            self.answers[group.name] = self.ask(group)
        return self.answers[group.name][expression.sql]

    def ask(self, group):
        names = [chr(ord("a") + i) for i in range(len(group.types))]
        texts = self.session.createDataFrame(group.rows, ", ".join(f"{name} string" for name in names)).coalesce(1)
        typed = texts.selectExpr(*[f"cast({name} as {to}) as {name}" for name, to in zip(names, group.types)])
        asked = list(dict.fromkeys(expression.sql for expression in group.expressions))
        types = [field.dataType.simpleString() for field in typed.selectExpr(*asked).schema]
        rows = typed.selectExpr(*[f"cast({sql} as string)" for sql in asked]).collect()
        return {sql: (types[i], [row[i] for row in rows]) for i, sql in enumerate(asked)}


@pytest.fixture(scope="session")
def engine():
    evaluator = Evaluator()
    yield evaluator
    evaluator.process.stdin.close()
    assert evaluator.process.wait(30) == 0


@pytest.fixture(scope="session")
def spark():
    judge = Spark()
    yield judge
    judge.session.stop()


CASES = [pytest.param(group, expression, id=f"{group.name}: {expression.sql}") for group in GROUPS for expression in group.expressions]


@pytest.mark.parametrize("group, expression", CASES)
def test_what_comes_out_is_what_spark_gives(spark, engine, group, expression):
    wanted_type, wanted = spark.answer(group, expression)
    given_type, given = engine.answer(group, expression)
    assert given_type == wanted_type
    wrong = {row: (mine, theirs) for row, mine, theirs in zip(group.rows, given, wanted) if mine != theirs}
    known = rows_that_differ(group.name, expression.sql)
    unexpected = {row: values for row, values in wrong.items() if row not in known}
    assert not unexpected, "\n".join(f"{row}: {mine!r}, Spark {theirs!r}" for row, (mine, theirs) in unexpected.items())
    assert known <= wrong.keys(), f"no longer different: {known - wrong.keys()}"
