"""Visual nodes give the rows that Spark gives for what Glue Studio makes of them: the same files through both.

The rows go through a whole server, by boto3; Spark is a real one (PyPI's pyspark), with ansi=false and in UTC."""

import pathlib
import sys

import pytest

from test_functions import Spark

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "aws/glue"))

from visual_job import VisualJob  # noqa: E402

LEFT = [("1", "a", "1.5"), ("2", "b", "-2"), ("2", "c", ""), ("x", "d", "4"), ("", "e", "5"), ("7", "f", "x"), ("2", "b", "-2")]
RIGHT = [("2", "p", "1"), ("2", "q", "2"), ("x", "r", "3"), ("9", "s", "4"), ("1", "t", "x")]
# Numbers that are none become NULL, in both.
TYPES = {"left": [("id", "int"), ("name", "string"), ("price", "double")], "right": [("key", "int"), ("label", "string"), ("amount", "int")]}
ROWS = {"left": LEFT, "right": RIGHT}


@pytest.fixture(scope="module")
def spark():
    judge = Spark()
    yield judge.session
    judge.session.stop()


@pytest.fixture
def job(s3, glue, bucket, name):
    made = VisualJob(s3, glue, bucket, name)
    for side, rows in ROWS.items():
        made.land(f"{side}/1.csv", ",".join(column for column, _ in TYPES[side]), *(",".join(row) for row in rows))
    return made


def rows_of(job, node, **before):
    """What comes of the node over both inputs, as texts."""
    nodes = {}
    for side, columns in TYPES.items():
        nodes[f"{side}-file"] = job.source(Name=side, Paths=[f"s3://{job.bucket}/landing/{side}/"])
        nodes[side] = {"ApplyMapping": {"Name": f"{side} typed", "Inputs": [f"{side}-file"], "Mapping": [
            {"FromPath": [column], "FromType": "string", "ToKey": column, "ToType": kind} for column, kind in columns]}}
    job.create(nodes | before | {"node": node, "target": job.target(Inputs=["node"])})
    job.succeed()
    return sorted((tuple(row.values()) for row in job.rows()), key=repr)


def frames(spark):
    for side, columns in TYPES.items():
        texts = spark.createDataFrame(ROWS[side], [column for column, _ in columns])
        yield texts.selectExpr(*[f"cast({column} as {kind}) as {column}" for column, kind in columns])


def collected(frame):
    return sorted((tuple(row) for row in frame.collect()), key=repr)


HOW = {"equijoin": "inner", "left": "left", "right": "right", "outer": "outer", "leftsemi": "leftsemi", "leftanti": "leftanti"}


@pytest.mark.parametrize("kind", HOW)
def test_joins(job, spark, kind):
    left, right = frames(spark)
    node = {"Join": {"Name": "Join", "Inputs": ["left", "right"], "JoinType": kind, "Columns": [{"From": "left", "Keys": [["id"]]}, {"From": "right", "Keys": [["key"]]}]}}
    assert rows_of(job, node) == collected(left.join(right, left["id"] == right["key"], HOW[kind]))


def test_a_join_by_keys_of_two_types(job, spark):
    left, right = frames(spark)
    node = {"Join": {"Name": "Join", "Inputs": ["left", "right"], "JoinType": "equijoin", "Columns": [{"From": "left", "Keys": [["price"]]}, {"From": "right", "Keys": [["amount"]]}]}}
    assert rows_of(job, node) == collected(left.join(right, left["price"] == right["amount"], "inner"))


@pytest.mark.parametrize("kind, distinct", [("ALL", False), ("DISTINCT", True)])
def test_unions(job, spark, kind, distinct):
    left, right = frames(spark)
    union = left.union(right)
    assert rows_of(job, {"Union": {"Name": "Union", "Inputs": ["left", "right"], "UnionType": kind}}) == collected(union.distinct() if distinct else union)


def test_a_merge_is_what_the_stage_does_not_have_and_the_stage(job, spark):
    left, right = frames(spark)
    renamed = right.withColumnRenamed("key", "id")
    node = {"RenameField": {"Name": "Renamed", "Inputs": ["right"], "SourcePath": ["key"], "TargetPath": ["id"]}}
    merge = {"Merge": {"Name": "Merge", "Inputs": ["left", "renamed"], "Source": "left", "PrimaryKeys": [["id"]]}}
    expected = left.join(renamed, "id", "leftanti").unionByName(renamed, allowMissingColumns=True)
    assert rows_of(job, merge, renamed=node) == collected(expected)


def test_groups(job, spark):
    left, _ = frames(spark)
    node = {"Aggregate": {"Name": "Sums", "Inputs": ["left"], "Groups": [["id"]], "Aggs": [
        {"Column": ["price"], "AggFunc": function} for function in ("sum", "avg", "count", "countDistinct", "min", "max")]}}
    from pyspark.sql import functions as F

    expected = left.groupBy("id").agg(F.sum("price"), F.avg("price"), F.count("price"), F.countDistinct("price"), F.min("price"), F.max("price"))
    assert rows_of(job, node) == collected(expected)


@pytest.mark.parametrize("query", [
    "select id, upper(name) as name, price * 2 as twice from l where price > 0",
    "select l.name, r.label, r.amount from l join r on l.id = r.key",
    "select id, count(*), sum(price), max(name) from l group by id having count(*) > 0 order by id",
    "select * from l left anti join r on l.id = r.key",
    "with best as (select key, max(amount) as amount from r group by key) select l.id, b.amount from l left join best b on l.id = b.key",
    "select name from l where id in (select key from r) and exists (select 1 from r where r.key = l.id)",
    "select x.id, y.name from l x join l y on x.id = y.id where x.name < y.name",
    "select id, row_number() over (partition by id order by name) as place from l",
    "select key, piece from r lateral view explode(array(label, 'z')) e as piece",
    "select id from l union select key from r",
])
def test_queries(job, spark, query):
    left, right = frames(spark)
    left.createOrReplaceTempView("l")
    right.createOrReplaceTempView("r")
    node = {"SparkSQL": {"Name": "Query", "Inputs": ["left", "right"], "SqlQuery": query, "SqlAliases": [{"From": "left", "Alias": "l"}, {"From": "right", "Alias": "r"}]}}
    assert rows_of(job, node) == collected(spark.sql(query))
