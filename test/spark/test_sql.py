"""Queries of Spark's dialect give what Spark gives: the same text over the same views, names, types and rows compared.

Spark is a real one (PyPI's pyspark), with ansi=false and in UTC; ours are planned by the front-end and run by the engine in one process
(spark_query.cc), as a SparkSQL node does. What is asked stands in queries.py."""

import datetime
import io
import math
import os
import pathlib
import struct
import subprocess
from decimal import Decimal

import pyarrow.parquet
import pytest

import known_differences
import query_forms
from queries import ERRORS, LATER, QUERIES
from random_queries import shrunk
from sql_generator import Generator
from sql_tables import TABLES
from test_functions import BUILD, Spark


class Refused(Exception):
    pass


def parquet_of(table):
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def plain(value):
    """A value as both sides have it: maps as sorted pairs, structs as tuples, NaN equal to itself."""
    if isinstance(value, dict):
        return tuple(plain(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None).isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else 0.0 if value == 0 else value
    return value


def typed(value, kind):
    """A value of a column, by its type: what is a map is told from a struct."""
    if value is None:
        return None
    if pyarrow.types.is_map(kind):
        return sorted(([typed(key, kind.key_type), typed(item, kind.item_type)] for key, item in value), key=repr)
    if pyarrow.types.is_list(kind):
        return [typed(item, kind.value_type) for item in value]
    if pyarrow.types.is_struct(kind):
        return tuple(typed(value[field.name], field.type) for field in kind)
    return plain(value)


def spark_value(value, kind):
    from pyspark.sql.types import ArrayType, MapType, StructType

    if value is None:
        return None
    if isinstance(kind, MapType):
        return sorted(([spark_value(key, kind.keyType), spark_value(item, kind.valueType)] for key, item in value.items()), key=repr)
    if isinstance(kind, ArrayType):
        return [spark_value(item, kind.elementType) for item in value]
    if isinstance(kind, StructType):
        return tuple(spark_value(item, field.dataType) for item, field in zip(value, kind))
    return plain(value)


def hive_type(kind):
    """Of a view's column, as the server knows it."""
    if pyarrow.types.is_struct(kind):
        return f"struct<{','.join(f'{field.name}:{hive_type(field.type)}' for field in kind)}>"
    if pyarrow.types.is_map(kind):
        return f"map<{hive_type(kind.key_type)},{hive_type(kind.item_type)}>"
    if pyarrow.types.is_list(kind):
        return f"array<{hive_type(kind.value_type)}>"
    if pyarrow.types.is_timestamp(kind):
        return "timestamp"
    names = {"int8": "tinyint", "int32": "int", "int64": "bigint", "bool": "boolean", "date32[day]": "date", "decimal128(10, 2)": "decimal(10,2)"}
    return names.get(str(kind), str(kind))


class Ours:
    def __init__(self):
        self.process = subprocess.Popen([BUILD / "test/spark_query"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(struct.pack("=I", len(TABLES)))
        for name, table in TABLES.items():
            columns = "\t".join(f"{field.name} {hive_type(field.type)}" for field in table.schema)
            for text in (name.encode(), columns.encode(), parquet_of(table)):
                self.send(text)

    def send(self, text):
        self.process.stdin.write(struct.pack("=I", len(text)) + text)

    def answer(self, query):
        self.send(query.encode())
        self.process.stdin.flush()
        size, = struct.unpack("=I", self.process.stdout.read(4))
        head, _, rest = self.process.stdout.read(size).partition(b"\n")
        if head == b"error":
            raise Refused(rest.decode())
        names, types, rows = rest.split(b"\n", 2)
        columns = list(zip(names.decode().split("\x1f"), types.decode().split("\x1f")))
        if not rows:
            return columns, []
        table = pyarrow.parquet.read_table(io.BytesIO(rows))
        lists = [[typed(value, field.type) for value in table.column(i).to_pylist()] for i, field in enumerate(table.schema)]
        return columns, [tuple(row) for row in zip(*lists)]


class Theirs:
    def __init__(self, folder):
        self.session = Spark().session
        for name, table in TABLES.items():
            path = pathlib.Path(folder) / f"{name}.parquet"
            path.write_bytes(parquet_of(table))
            self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def answer(self, query):
        from pyspark.errors import PySparkException

        try:
            frame = self.session.sql(query)
            rows = frame.collect()
        except PySparkException as error:
            raise Refused(str(error)) from None
        columns = [(field.name, field.dataType.simpleString()) for field in frame.schema]
        return columns, [tuple(spark_value(value, field.dataType) for value, field in zip(row, frame.schema)) for row in rows]


@pytest.fixture(scope="module")
def ours():
    engine = Ours()
    yield engine
    engine.process.stdin.close()
    assert engine.process.wait(30) == 0


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    judge = Theirs(tmp_path_factory.mktemp("views"))
    yield judge
    judge.session.stop()


def compared(answer, query):
    """Rows in the order of the query's own ORDER BY, else in any."""
    columns, rows = answer
    return columns, rows if " order by " in query.lower().rsplit(")", 1)[-1] else sorted(rows, key=repr)


@pytest.mark.parametrize("query", QUERIES + query_forms.QUERIES + known_differences.QUERIES)
def test_a_query_gives_what_spark_gives(ours, theirs, query):
    known_differences.check(query, compared(ours.answer(query), query), compared(theirs.answer(query), query))


# What has no arguments here is refused for that, or by name; no function of Spark's is unknown. `range` is one of FROM.
def test_every_function_of_sparks_is_had_or_refused_by_name(ours, theirs):
    names = [name for (name,) in theirs.answer("show system functions")[1] if name.isidentifier() and name != "range"]
    assert len(names) > 500
    unknown = []
    for name in names:
        try:
            ours.answer(f"select {name}()")
        except Refused as refused:
            unknown += [name] if "UNRESOLVED_ROUTINE" in str(refused) else []
    assert not unknown


def outcome(engine, query):
    try:
        return compared(engine.answer(str(query)), str(query))
    except Refused as refused:
        return str(refused)


@pytest.mark.parametrize("seed", range(int(os.environ.get("DOVETAIL_QUERY_SEEDS", "200"))))
def test_a_query_made_at_random_gives_what_spark_gives(ours, theirs, seed):
    def differs(query):
        return outcome(ours, query) != outcome(theirs, query)

    query = Generator(seed).query()
    if differs(query):
        least = shrunk(query, differs)
        assert outcome(ours, least) == outcome(theirs, least), str(least)


@pytest.mark.parametrize("query", LATER)
def test_what_we_do_not_do_yet_is_refused_by_name(ours, theirs, query):
    theirs.answer(query)
    with pytest.raises(Refused) as refused:
        ours.answer(query)
    assert LATER[query] in str(refused.value)


@pytest.mark.parametrize("query", ERRORS)
def test_an_error_has_sparks_class_and_place(ours, theirs, query):
    with pytest.raises(Refused) as refused:
        theirs.answer(query)
    with pytest.raises(Refused) as also:
        ours.answer(query)
    mine, place = head_of(str(also.value))
    wanted, at = head_of(str(refused.value))
    assert mine == wanted
    assert not at or at == "1 pos 0" or place == at  # some of Spark's have none, or that of the whole query


def head_of(message):
    """[CLASS] and, where the message has one, the place."""
    text = message.strip()
    place = text.rpartition("line ")[2].split(";")[0].split(")")[0].split("\n")[0] if "line " in text else ""
    line, _, column = place.partition(", position ")  # of a ParseException, which counts from 1
    return text[:text.index("]") + 1], f"{line} pos {int(column) - 1}" if column else place
