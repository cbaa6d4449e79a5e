"""S3DirectTarget: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format.html"""

import bz2
import gzip
import io
import json
import time

import pyarrow
import pyarrow.orc
import pytest
from test_visual_s3_parquet_source import put, source


def target(job, kind, **changes):
    return {"S3DirectTarget": {"Name": "Out", "Inputs": ["source"], "Path": f"s3://{job.bucket}/out/", "Format": kind} | changes}


def run(job, table, kind, **changes):
    put(job, "1.parquet", table)
    job.create({"source": source(job), "target": target(job, kind, **changes)})
    job.succeed()
    return texts(job)


def texts(job):
    return [job.s3.get_object(Bucket=job.bucket, Key=key)["Body"].read() for key in job.keys("out/")]


TABLE = {"a": ["x", 'a "quoted", value', " blanks ", "", None], "n": [1, 2, 3, 4, None]}


def test_csv_has_a_header_and_quotes_what_must_be(job):
    assert run(job, TABLE, "csv") == [b'a,n\nx,1\n"a \\"quoted\\", value",2\nblanks,3\n"",4\n,\n']


def test_json_leaves_nulls_out(job):
    text, = run(job, TABLE, "json")
    assert [json.loads(line) for line in text.splitlines()] == [
        {"a": "x", "n": 1}, {"a": 'a "quoted", value', "n": 2}, {"a": " blanks ", "n": 3}, {"a": "", "n": 4}, {}]


def test_json_of_nested_values(job):
    rows = [{"s": {"x": 1, "y": ["a", None]}, "l": [{"z": 1.5}]}, {"s": None, "l": []}]
    text, = run(job, {"s": pyarrow.array([row["s"] for row in rows]), "l": pyarrow.array([row["l"] for row in rows])}, "json")
    assert text == b'{"s":{"x":1,"y":["a",null]},"l":[{"z":1.5}]}\n{"l":[]}\n'


def test_parquet(job):
    put(job, "1.parquet", {"a": [1]})
    job.create({"source": source(job), "target": target(job, "parquet", Compression="zstd")})
    job.succeed()
    assert job.rows("out/") == [{"a": 1}] and job.keys("out/")[0].endswith("-zstd.parquet")


def test_orc(job):
    body, = run(job, TABLE, "orc", Compression="zlib")
    assert pyarrow.orc.read_table(io.BytesIO(body)).to_pydict() == TABLE and job.keys("out/")[0].endswith("-zlib.orc")


@pytest.mark.parametrize("kind", ["orc", "avro"])
def test_what_is_written_is_a_table_that_athena_reads(job, glue, athena, name, kind):
    glue.create_database(DatabaseInput={"Name": name})
    policy = {"EnableUpdateCatalog": True, "Database": name, "Table": "made"}
    run(job, {"k": ["x", "y"], "v": [1, None]}, kind, PartitionKeys=[["k"]], SchemaChangePolicy=policy)
    assert glue.get_table(DatabaseName=name, Name="made")["Table"]["Parameters"]["classification"] == kind
    asked = athena.start_query_execution(QueryString="select k, v from made order by k", QueryExecutionContext={"Database": name},
                                         ResultConfiguration={"OutputLocation": f"s3://{job.bucket}/results/"})["QueryExecutionId"]
    while (status := athena.get_query_execution(QueryExecutionId=asked)["QueryExecution"]["Status"])["State"] in ("QUEUED", "RUNNING"):
        time.sleep(0.01)
    assert status["State"] == "SUCCEEDED", status
    rows = athena.get_query_results(QueryExecutionId=asked)["ResultSet"]["Rows"][1:]
    assert [[cell.get("VarCharValue") for cell in row["Data"]] for row in rows] == [["x", "1"], ["y", None]]


@pytest.mark.parametrize("compression, ending, decompress", [("gzip", ".gz", gzip.decompress), ("bzip2", ".bz2", bz2.decompress), ("none", "", bytes)])
@pytest.mark.parametrize("kind, text", [("csv", b"a\n1\n"), ("json", b'{"a":1}\n')])
def test_compressions(job, kind, text, compression, ending, decompress):
    body, = run(job, {"a": [1]}, kind, Compression=compression)
    assert decompress(body) == text and job.keys("out/")[0].endswith(ending)


def test_partitions_are_folders(job):
    assert run(job, {"k": ["x", "y", None], "v": [1, 2, 3]}, "json", PartitionKeys=[["k"]]) == [b'{"v":3}\n', b'{"v":1}\n', b'{"v":2}\n']
    assert [key.split("/")[1] for key in job.keys("out/")] == ["k=__HIVE_DEFAULT_PARTITION__", "k=x", "k=y"]


@pytest.mark.parametrize("kind, changes, message", [
    ("delta", {}, "Format delta is not supported yet"), ("csv", {"Compression": "snappy"}, "Compression snappy is not supported for files of text"),
    ("parquet", {"Compression": "lzo"}, "Compression lzo is not supported"), ("csv", {"AutoDataQuality": {"IsEnabled": True}}, "AutoDataQuality"),
    ("csv", {"NumberTargetPartitions": "3"}, "NumberTargetPartitions")])
def test_what_is_not_supported_is_refused_by_name(job, kind, changes, message):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=message):
        job.create({"source": source(job), "target": target(job, kind, **changes)})


def test_nested_columns_are_no_csv(job):
    put(job, "1.parquet", {"a": [[1]]})
    job.create({"source": source(job), "target": target(job, "csv")})
    failed = job.run()
    assert failed["JobRunState"] == "FAILED" and "The CSV datasource doesn't support the column `a`" in failed["ErrorMessage"]
    assert job.keys("out/") == []


@pytest.mark.parametrize("kind, serde", [("csv", "org.apache.hadoop.hive.serde2.OpenCSVSerde"), ("json", "org.openx.data.jsonserde.JsonSerDe")])
def test_a_catalog_update_describes_the_files(job, glue, name, kind, serde):
    glue.create_database(DatabaseInput={"Name": name})
    policy = {"EnableUpdateCatalog": True, "Database": name, "Table": "made"}
    run(job, {"k": ["x"], "v": [1]}, kind, PartitionKeys=[["k"]], Compression="gzip", SchemaChangePolicy=policy)
    table = glue.get_table(DatabaseName=name, Name="made")["Table"]
    storage = table["StorageDescriptor"]
    assert (storage["SerdeInfo"]["SerializationLibrary"], storage["Compressed"], table["Parameters"]["classification"]) == (serde, True, kind)
    assert storage["Columns"] == [{"Name": "v", "Type": "bigint"}] and table["PartitionKeys"] == [{"Name": "k", "Type": "string"}]
    partition, = glue.get_partitions(DatabaseName=name, TableName="made")["Partitions"]
    assert partition["StorageDescriptor"]["Location"] == f"s3://{job.bucket}/out/k=x/" and partition["Parameters"]["classification"] == kind


# The table that the first run made reads CSV by the columns' places.
def test_a_second_run_whose_columns_stand_otherwise_swaps_no_values(job, glue, name):
    glue.create_database(DatabaseInput={"Name": name})
    policy = {"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE", "Database": name, "Table": "t"}
    run(job, {"a": ["a1"], "b": ["b1"]}, "csv", SchemaChangePolicy=policy)
    job.s3.delete_object(Bucket=job.bucket, Key=job.keys("landing/")[0])
    put(job, "2.parquet", {"b": ["b2"], "c": ["c2"], "a": ["a2"]})
    job.succeed()
    assert sorted(texts(job)) == [b'"a","b"\n"a1","b1"\n', b'"a","b","c"\n"a2","b2","c2"\n']
