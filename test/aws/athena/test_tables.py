"""What a query reads: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html"""

import time

import pytest

from athena_help import OPEN_CSV, storage


def test_every_file_below_the_location_is_read_but_hidden_ones(query, s3, bucket, csv_table):
    csv_table("t", {"id": "int"}, "1\n")
    for key in ("t/more.csv", "t/deep/er/file", "t/_SUCCESS", "t/.part", "t/_temporary/x.csv", "t2/other.csv"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"10\n")
    assert query("select count(*), sum(id) from t").rows == [["3", "21"]]


def test_a_location_without_files_is_an_empty_table(query, csv_table):
    csv_table("empty", {"id": "int"})
    assert query("select id from empty").rows == []
    assert query("select count(*) from empty").rows == [["0"]]


def test_a_header_line_is_skipped_when_the_table_says_so(query, csv_table):
    csv_table("t", {"id": "int", "name": "string"}, "id,name\n1,x\n", parameters={"skip.header.line.count": "1"})
    assert query("select * from t").rows == [["1", "x"]]


def test_missing_columns_are_null_and_texts_that_are_no_number_too(query, csv_table):
    csv_table("t", {"id": "int", "name": "string"}, "1\nx,b\n3,c,more\n")
    assert query("select * from t").rows == [["1", None], [None, "b"], ["3", "c"]]


def test_the_open_csv_serde_knows_quotes(query, csv_table):
    csv_table("t", {"id": "string", "name": "string"}, '"1","a,b"\n"2","say ""hi"""\n', serde=OPEN_CSV)
    assert query("select * from t order by id").rows == [["1", "a,b"], ["2", 'say "hi"']]


def test_the_open_csv_serde_knows_times_as_numbers(query, csv_table):
    columns = {"id": "int", "day": "date", "at": "timestamp", "note": "string"}
    rows = '"1","18262","1579059880000","a"\n"2","-1","0","b"\n"3","","",""\n"4","2024-02-29","2024-02-29 10:00:00","c"\n"5","x","y","d"\n'
    csv_table("t", columns, rows, serde=OPEN_CSV)
    assert query("select * from t order by id").rows == [
        ["1", "2020-01-01", "2020-01-15 03:44:40.000", "a"], ["2", "1969-12-31", "1970-01-01 00:00:00.000", "b"], ["3", None, None, ""],
        ["4", "2024-02-29", "2024-02-29 10:00:00.000", "c"], ["5", None, None, "d"]]
    assert query("select x.id from t x join t y on x.day = y.day where x.day = date '2020-01-01'").rows == [["1"]]
    assert query("select count(*) from t where id in (select id from t where at > timestamp '2020-01-01 00:00:00')").rows == [["2"]]


def test_the_open_csv_serde_knows_times_under_any_name(query, csv_table):
    csv_table("t", {"id": "string", "d": "date"}, '"a","18262"\n', serde=OPEN_CSV)
    assert query("select * from t").rows == [["a", "2020-01-01"]]


@pytest.fixture
def by_year(glue, s3, bucket, database, csv_table):
    """A table of three partitions, of which 2024 holds the largest file."""
    csv_table("sales", {"id": "int"}, partition_keys={"year": "int", "land": "string"})
    for year, land, rows in ((2022, "de", 1), (2023, "de", 10), (2024, "at", 100)):
        key = f"sales/year={year}/land={land}/data.csv"
        s3.put_object(Bucket=bucket, Key=key, Body="".join(f"{n}\n" for n in range(rows)).encode())
        location = f"s3://{bucket}/sales/year={year}/land={land}/"
        glue.create_partition(DatabaseName=database, TableName="sales",
                              PartitionInput={"Values": [str(year), land], "StorageDescriptor": storage(location, {"id": "int"})})
    return "sales"


def test_partition_keys_are_columns(query, by_year):
    assert query("select year, land, count(*) from sales group by 1, 2 order by 1").rows == [
        ["2022", "de", "1"], ["2023", "de", "10"], ["2024", "at", "100"]]


@pytest.mark.parametrize("condition, count, scanned", [
    ("year = 2022", "1", 2), ("year < 2024", "11", 22), ("land = 'de' and year in (2023, 2024)", "10", 20),
    ("year between 2024 and 2030", "100", 290), ("year = 1999", "0", 0),
])
def test_only_the_partitions_that_are_asked_for_are_scanned(query, by_year, condition, count, scanned):
    counted = query(f"select count(id) from sales where {condition}")
    assert counted.rows == [[count]]
    assert counted.scanned == scanned


@pytest.mark.parametrize("type", ["tinyint", "smallint", "int", "bigint"])
def test_integer_keys_of_every_width_are_pruned(query, glue, s3, bucket, database, csv_table, type):
    csv_table("t", {"id": "int"}, partition_keys={"month": type})
    for month in (5, 6):
        s3.put_object(Bucket=bucket, Key=f"t/month={month}/data.csv", Body=b"1\n" * month)
        glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
            "Values": [str(month)], "StorageDescriptor": storage(f"s3://{bucket}/t/month={month}/", {"id": "int"})})
    for condition in ("month = 5", "month < 6", "month in (5, 7)", "5 = month"):
        counted = query(f"select count(id) from t where {condition}")
        assert (counted.rows, counted.scanned) == ([["5"]], 10)
    assert query("select count(*) from t where month = 300000").rows == [["0"]]


@pytest.mark.parametrize("type, value", [("int", "x"), ("int", "1.0"), ("tinyint", "300"), ("date", "2024-1-2"), ("boolean", "yes"), ("double", "one")])
def test_a_partition_whose_value_is_none_of_its_keys_type_is_not_read_as_something_else(query, glue, s3, bucket, database, csv_table, type, value):
    csv_table("t", {"id": "int"}, partition_keys={"k": type})
    s3.put_object(Bucket=bucket, Key="elsewhere/data.csv", Body=b"1\n")
    glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
        "Values": [value], "StorageDescriptor": storage(f"s3://{bucket}/elsewhere/", {"id": "int"})})
    assert query("select * from t").reason == f"HIVE_INVALID_PARTITION_VALUE: Invalid partition value '{value}' for {type} partition key: k={value}"
    assert query("select count(*) from t where k is null").rows == [["0"]]


def test_partitions_with_odd_values_are_found_and_shown_as_they_are(query, glue, s3, bucket, database, name):
    """From a job's target through the catalog to a query."""
    odd = ["a/b:c d", "ä 雪", "x=y%20", "it's", '"quoted"', "plain"]
    lines = ["id,v", *(f'{n},"{value.replace(chr(34), chr(34) * 2)}"' for n, value in enumerate(odd)), "6,"]
    s3.put_object(Bucket=bucket, Key="landing/a.csv", Body="\n".join(lines).encode())
    glue.create_job(Name=name, Role="glue", Command={"Name": "glueetl"}, GlueVersion="4.0", WorkerType="G.1X", NumberOfWorkers=2,
                    CodeGenConfigurationNodes={
                        "source": {"S3CsvSource": {"Name": "Landing", "Paths": [f"s3://{bucket}/landing/"], "Separator": "comma",
                                                   "QuoteChar": "quote", "WithHeader": True}},
                        "target": {"S3GlueParquetTarget": {
                            "Name": "Curated", "Inputs": ["source"], "Path": f"s3://{bucket}/curated/", "PartitionKeys": [["v"]],
                            "SchemaChangePolicy": {"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE",
                                                   "Database": database, "Table": "odd"}}}})
    run_id = glue.start_job_run(JobName=name)["JobRunId"]
    while (run := glue.get_job_run(JobName=name, RunId=run_id)["JobRun"])["JobRunState"] in ("STARTING", "RUNNING"):
        time.sleep(0.01)
    assert run["JobRunState"] == "SUCCEEDED", run.get("ErrorMessage")

    assert sorted(query("select id, v from odd").rows) == [[str(n), value] for n, value in enumerate(odd)] + [["6", None]]
    for n, value in enumerate(odd):
        text = value.replace("'", "''")
        assert query(f"select id from odd where v = '{text}'").rows == [[str(n)]]
    assert query("select id from odd where v is null").rows == [["6"]]
    assert query("select count(*) from odd where v <> 'plain'").rows == [["5"]]


def test_what_the_catalog_says_of_how_to_read_is_done_or_refused(query, glue, database, bucket):
    links = "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat"
    glue.create_table(DatabaseName=database, TableInput={
        "Name": "links", "StorageDescriptor": storage(f"s3://{bucket}/t/", {"id": "int"}) | {"InputFormat": links}})
    assert query("select * from links").reason == f"HIVE_UNSUPPORTED_FORMAT: InputFormat {links} cannot be read yet."
    glue.create_table(DatabaseName=database, TableInput={"Name": "places", "StorageDescriptor": {
        "Location": f"s3://{bucket}/t/", "Columns": [{"Name": "id", "Type": "int"}],
        "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                      "Parameters": {"parquet.column.index.access": "true"}}}})
    assert query("select * from places").reason == (
        "HIVE_UNSUPPORTED_FORMAT: The SerDe parameter parquet.column.index.access is not supported yet.")


def test_the_real_orders_add_up(query, csv_table, orders_csv):
    columns = {"order_id": "int", "order_date": "string", "customer_id": "int", "order_status": "string"}
    csv_table("orders", columns, orders_csv.read_text())
    rows = query("select order_status, count(*) from orders group by order_status order by 2 desc").rows
    assert len(rows) == 9
    assert sum(int(count) for _, count in rows) == 68883
    assert rows[0] == ["COMPLETE", "22899"]


def test_a_column_that_texts_cannot_hold_yet_disturbs_only_who_asks_for_it(query, csv_table):
    csv_table("t", {"id": "int", "tags": "array<string>"}, "1,a\x02b\n")
    assert query("select id from t").rows == [["1"]]
    assert query("select tags from t").reason == "SYNTAX_ERROR: line 1:8: column 'tags' of type array<string> is not supported yet"
