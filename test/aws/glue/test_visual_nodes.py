"""Visual nodes: what S3CsvSource, ApplyMapping, DropDuplicates and S3GlueParquetTarget do to rows, files and the Data Catalog."""

import datetime
import decimal

import pytest


def mapping(*columns, inputs=("source",)):
    return {"ApplyMapping": {"Name": "Typed", "Inputs": list(inputs), "Mapping": [
        {"FromPath": [source], "FromType": "string", "ToKey": to, "ToType": kind} for source, to, kind in columns]}}


def distinct(*columns):
    return {"DropDuplicates": {"Name": "Distinct", "Inputs": ["source"]} | ({"Columns": [[column] for column in columns]} if columns else {})}


@pytest.fixture
def database(glue, name):
    glue.create_database(DatabaseInput={"Name": name})
    return name


def policy(database, behavior="UPDATE_IN_DATABASE"):
    return {"EnableUpdateCatalog": True, "UpdateBehavior": behavior, "Database": database, "Table": "Orders"}


def run_with(job, *lines, target_of=None, **nodes):
    nodes = {name: node for name, node in nodes.items() if name != "target"} | {"target": nodes.get("target") or job.target(Inputs=[target_of or "source"])}
    job.create({"source": job.source()} | nodes)
    job.land("1.csv", *lines)
    job.succeed()
    return job.rows()


def test_a_mapping_casts_as_spark_does_and_gives_null_for_what_is_none(job):
    node = mapping(("a", "i", "int"), ("b", "l", "long"), ("c", "d", "double"), ("d", "m", "decimal(6,2)"), ("e", "day", "date"), ("f", "ok", "boolean"))
    rows = run_with(job, "a,b,c,d,e,f", "1,2,3.5,4.255,2024-01-31,true", "x,x,x,x,x,x", " 7 ,3.9,1e3,-1,2024-1-5,no", typed=node, target_of="typed")
    assert rows == [
        {"i": 1, "l": 2, "d": 3.5, "m": decimal.Decimal("4.26"), "day": datetime.date(2024, 1, 31), "ok": True},
        {"i": None, "l": None, "d": None, "m": None, "day": None, "ok": None},
        {"i": 7, "l": 3, "d": 1000.0, "m": decimal.Decimal("-1.00"), "day": datetime.date(2024, 1, 5), "ok": False}]


def test_a_mapping_renames_drops_and_reorders(job):
    assert run_with(job, "a,b,c", "1,2,3", typed=mapping(("c", "third", "string"), ("a", "first", "string")), target_of="typed") == [{"third": "3", "first": "1"}]


def test_duplicates_of_whole_rows(job):
    rows = run_with(job, "a,b", "1,x", "1,x", "1,y", distinct=distinct(), target_of="distinct")
    assert sorted(rows, key=str) == [{"a": "1", "b": "x"}, {"a": "1", "b": "y"}]


def test_duplicates_by_key(job):
    rows = run_with(job, "a,b", "1,x", "1,y", "2,z", distinct=distinct("a"), target_of="distinct")
    assert sorted(row["a"] for row in rows) == ["1", "2"]


def test_two_targets_of_one_node(job):
    rows = run_with(job, "a,b", "1,x", "1,y", distinct=distinct("a"), target=job.target(Inputs=["distinct"]),
                    other=job.target(Name="Other", Inputs=["distinct"], Path=f"s3://{job.bucket}/other/"))
    assert rows == job.rows("other/") and len(rows) == 1


def test_files_with_other_columns_make_one_frame_of_all(job):
    job.create()
    job.land("1.csv", "a,b", "1,2")
    job.land("2.csv", "b,c", "3,4")
    job.succeed()
    assert sorted(job.rows(), key=str) == [{"a": "1", "b": "2", "c": None}, {"a": None, "b": "3", "c": "4"}]


def test_a_source_without_header_names_its_columns(job):
    job.create({"source": job.source(WithHeader=False, Separator="pipe"), "target": job.target()})
    job.land("1.csv", "1|x")
    job.succeed()
    assert job.rows() == [{"col0": "1", "col1": "x"}]


def test_partitions_are_folders_and_their_columns_leave_the_files(job):
    rows = run_with(job, "a,b", "1,x", "2,", target=job.target(PartitionKeys=[["b"]]))
    assert sorted(row["a"] for row in rows) == ["1", "2"] and all(set(row) == {"a"} for row in rows)
    assert sorted(key.split("/")[1] for key in job.keys()) == ["b=__HIVE_DEFAULT_PARTITION__", "b=x"]


@pytest.mark.parametrize("compression", ["snappy", "gzip", "uncompressed"])
def test_compressions(job, compression):
    assert run_with(job, "a", "1", target=job.target(Compression=compression)) == [{"a": "1"}]


def test_a_catalog_update_makes_the_table_and_its_partitions(job, glue, database):
    run_with(job, "Id,b", "1,x", "2,y", typed=mapping(("Id", "Id", "int"), ("b", "b", "string")),
             target=job.target(Inputs=["typed"], PartitionKeys=[["b"]], SchemaChangePolicy=policy(database)))
    table = glue.get_table(DatabaseName=database, Name="orders")["Table"]
    storage = table["StorageDescriptor"]
    assert (table["TableType"], table["Parameters"]["classification"]) == ("EXTERNAL_TABLE", "parquet")
    assert storage["Columns"] == [{"Name": "id", "Type": "int"}] and table["PartitionKeys"] == [{"Name": "b", "Type": "string"}]
    assert storage["Location"] == f"s3://{job.bucket}/curated/"
    assert storage["SerdeInfo"]["SerializationLibrary"] == "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    partitions = glue.get_partitions(DatabaseName=database, TableName="orders")["Partitions"]
    assert [(one["Values"], one["StorageDescriptor"]["Location"]) for one in partitions] == [
        (["x"], f"s3://{job.bucket}/curated/b=x/"), (["y"], f"s3://{job.bucket}/curated/b=y/")]


@pytest.mark.parametrize("behavior, columns", [("UPDATE_IN_DATABASE", ["a", "b"]), ("LOG", ["a"])])
def test_a_new_column_comes_into_the_table_unless_the_policy_is_log(job, glue, database, behavior, columns):
    run_with(job, "a", "1", target=job.target(SchemaChangePolicy=policy(database, behavior)))
    job.land("2.csv", "a,b", "1,2")
    job.succeed()
    table = glue.get_table(DatabaseName=database, Name="orders")["Table"]
    assert [column["Name"] for column in table["StorageDescriptor"]["Columns"]] == columns


def test_a_table_with_other_partition_keys_fails_the_run(job, glue, database):
    run_with(job, "a,b", "1,x", target=job.target(SchemaChangePolicy=policy(database)))
    glue.update_job(JobName=job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": {
        "source": job.source(), "target": job.target(PartitionKeys=[["b"]], SchemaChangePolicy=policy(database))}})
    run = job.run()
    assert run["JobRunState"] == "FAILED" and "Curated" in run["ErrorMessage"] and "partitioned by" in run["ErrorMessage"]


def test_a_table_of_another_format_fails_the_run_before_anything_is_read(job, glue, database):
    glue.create_table(DatabaseName=database, TableInput={"Name": "orders", "StorageDescriptor": {
        "Columns": [{"Name": "a", "Type": "string"}], "Location": f"s3://{job.bucket}/curated/",
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.OpenCSVSerde"}}})
    job.create({"source": job.source(), "target": job.target(SchemaChangePolicy=policy(database))})
    job.land("1.csv", "a,b", '1,"never closed')
    run = job.run()
    assert run["JobRunState"] == "FAILED" and "Curated" in run["ErrorMessage"]
    assert "its SerDe is org.apache.hadoop.hive.serde2.OpenCSVSerde, and the target writes Parquet" in run["ErrorMessage"]
    assert job.keys() == []


def test_hidden_folders_are_not_read(job):
    job.create()
    job.land("1.csv", "a", "1")
    job.land("_temporary/0/2.csv", "a", "2")
    job.land("deep/.staging/3.csv", "a", "3")
    job.succeed()
    assert job.rows() == [{"a": "1"}]


def test_a_missing_database_fails_the_run_before_anything_is_read(job):
    job.create({"source": job.source(), "target": job.target(SchemaChangePolicy=policy("no-such-database"))})
    job.land("1.csv", "a", "1")
    run = job.run()
    assert run["JobRunState"] == "FAILED" and "Database no-such-database not found." in run["ErrorMessage"]


@pytest.mark.parametrize("path", ["landing/*.csv", "landing/part-?", "landing/{a,b}/"])
def test_a_path_with_wildcards_is_not_taken_for_a_key_that_nothing_has(job, path):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match="wildcards of .* are not supported yet"):
        job.create({"source": job.source(Paths=[f"s3://{job.bucket}/{path}"]), "target": job.target()})
