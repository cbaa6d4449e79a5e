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


# https://trino.io/docs/435/language/types.html#timestamp-p: Athena's have milliseconds, and are rounded to them when they are read.
def test_times_are_read_in_milliseconds(query, csv_table):
    csv_table("t", {"at": "timestamp", "l": "array<timestamp>"}, "\n".join([
        "2024-01-01 10:00:00.1235,2024-01-01 23:59:59.9999\x021969-12-31 23:59:59.9994", "2024-01-01 10:00:00.124,", "2024-01-01 10:00:00.1244999,"]))
    assert query("select at, count(*) from t group by at").rows == [["2024-01-01 10:00:00.124", "3"]]
    assert query("select count(*) from t where at = timestamp '2024-01-01 10:00:00.124'").rows == [["3"]]
    assert query("select count(distinct at) from t").rows == [["1"]]
    assert query("select l from t where cardinality(l) > 0").rows == [["[2024-01-02 00:00:00.000, 1969-12-31 23:59:59.999]"]]


def test_texts_are_cut_to_their_columns_length(query, csv_table):
    csv_table("t", {"v": "varchar(3)", "l": "array<varchar(2)>"}, "äbcd,abc\x02d\n")
    assert query("select v, length(v), l, v = 'äbc' from t").rows == [["äbc", "3", "[ab, d]", "true"]]


# LazySimpleSerDe: https://docs.aws.amazon.com/athena/latest/ug/lazy-simple-serde.html; what texts say is what Trino's reader takes them for.
@pytest.mark.parametrize("type, texts, values", [
    ("boolean", ["true", "FALSE", "True", "t", "1", "yes", " true", ""], ["true", "false", "true"] + [None] * 5),
    ("int", ["7", "+7", "-7", "007", "1.9", "-1.9", "1.", " 7", "7 ", "1e2", "x", "", "2147483647", "2147483648"],
     ["7", "7", "-7", "7", "1", "-1", "1"] + [None] * 5 + ["2147483647", None]),
    ("tinyint", ["127", "128", "-128", "-129"], ["127", None, "-128", None]),
    ("bigint", ["9223372036854775807", "9223372036854775808", "-9223372036854775808"], ["9223372036854775807", None, "-9223372036854775808"]),
    ("double", ["1.5", " 1.5 ", "1e2", "NaN", "nan", "Infinity", "-Infinity", "inf", "x", ""],
     ["1.5", "1.5", "100.0", "NaN", None, "Infinity", "-Infinity", None, None, None]),
    ("decimal(4,1)", ["1.25", "-1.25", "999.95", " 1", "x"], ["1.3", "-1.3", None, None, None]),
    ("date", ["2024-01-31", "2024-1-2", "2024-02-30", "2024-01-31 10:00:00", "2024-01", "x"],
     ["2024-01-31", "2024-01-02", "2024-03-01", "2024-01-31", None, None]),
    ("timestamp", ["2024-01-31 10:11:12.5", "2024-01-31T10:11", "2024-01-31", "2024-1-2 3:4:5", "2024-01-31 10:11", "1700000000000", "x"],
     ["2024-01-31 10:11:12.500", "2024-01-31 10:11:00.000", None, "2024-01-02 03:04:05.000", None, None, None]),
    ("binary", ["YWI=", "YWI", "YWJj", "", "a-b_", "Y WI=", "a%b"], ["61 62", "61 62", "61 62 63", "", "6b e6 ff", "61 62", "61 25 62"]),
])
def test_texts_become_values_as_hive_has_it(query, csv_table, type, texts, values):
    csv_table("t", {"id": "int", "v": type}, "".join(f"{n},{text}\n" for n, text in enumerate(texts)))
    assert query("select v from t order by id").rows == [[value] for value in values]


def test_bytes_that_are_no_utf8_are_shown_as_such(query, csv_table, s3, bucket):
    csv_table("t", {"id": "int", "v": "string"})
    s3.put_object(Bucket=bucket, Key="t/a.csv", Body=b"1,caf\xe9\n2,caf\xc3\xa9\n")
    assert query("select v from t order by id").rows == [["caf\ufffd"], ["caf\u00e9"]]


def test_texts_hold_arrays_maps_and_structs(query, csv_table, glue, database):
    columns = {"id": "int", "l": "array<int>", "m": "map<string,int>", "r": "struct<a:int,b:string>", "deep": "array<map<string,array<int>>>"}
    csv_table("t", columns, "1,7\x02x\x02,a\x031\x02b\x03\\N\x02c\x02a\x039,5\x02s\x02more,k\x041\n2,\\N,,,\n")
    assert query("select l, m, r, deep from t order by id").rows == [
        ["[7, null, null]", "{a=1, b=null, c=null}", "{a=5, b=s}", "[{k=[1]}]"], [None, "{}", "{a=null, b=null}", "[]"]]
    assert query("select m['a'], r.b, l[1] from t where id = 1").rows == [["1", "s", "7"]]


def test_the_serde_says_what_tells_the_parts_of_a_text_apart(query, csv_table, glue, database):
    csv_table("t", {"id": "int", "l": "array<string>", "m": "map<string,string>"}, "1,a\\|b|c,k:v|l:w\n")
    table = glue.get_table(DatabaseName=database, Name="t")["Table"]
    descriptor = table["StorageDescriptor"]
    descriptor["SerdeInfo"]["Parameters"] |= {"collection.delim": "|", "mapkey.delim": ":", "escape.delim": "\\"}
    glue.update_table(DatabaseName=database, TableInput={"Name": "t", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": descriptor})
    assert query("select l, m from t").rows == [["[a|b, c]", "{k=v, l=w}"]]


def test_the_open_csv_serde_knows_quotes(query, csv_table):
    csv_table("t", {"id": "string", "name": "string"}, '"1","a,b"\n"2","say ""hi"""\n', serde=OPEN_CSV)
    assert query("select * from t order by id").rows == [["1", "a,b"], ["2", 'say "hi"']]


def test_quotes_are_taken_as_opencsv_takes_them(query, csv_table):
    lines = ['1, "Smith, John", x', '3,x"y"z,p"q,r"', '"x" ,y, "z"', '1,"abc', "", '"4","say ""hi""",x\\"y']
    csv_table("t", {"a": "string", "b": "string", "c": "string"}, "\n".join(lines) + "\n", serde=OPEN_CSV)
    assert query("select * from t").rows == [
        ["1", "Smith, John", " x"], ["3", 'x"y"z', 'p"q,r'], ["x ", "y", "z"], ["1", None, None], [None] * 3, ["4", 'say "hi"', 'x"y']]


@pytest.mark.parametrize("type, text, why", [
    ("int", "", 'For input string: ""'), ("int", "1.5", 'For input string: "1.5"'), ("bigint", " 7", 'For input string: " 7"'),
    ("double", "", "empty String"), ("double", "x", 'For input string: "x"'), ("date", "x", 'For input string: "x"'),
    ("timestamp", "", 'For input string: ""'),
])
def test_a_text_that_is_no_value_of_its_column_fails_the_query_of_an_open_csv_table(query, csv_table, type, text, why):
    csv_table("t", {"id": "string", "v": type}, f'"1","{text}"\n"2"\n', serde=OPEN_CSV)
    assert query("select v from t").reason == f"HIVE_BAD_DATA: Error parsing field value '{text}' for field 1: {why}"
    assert query("select v from t where id = '2'").rows == [[None]]
    assert query("select count(*), max(id) from t").rows == [["2", "2"]]


def test_the_open_csv_serde_knows_times_as_numbers(query, csv_table):
    columns = {"id": "int", "day": "date", "at": "timestamp", "note": "string"}
    rows = '"1","18262","1579059880000","a"\n"2","-1","0","b"\n"3","","",""\n"4","2024-02-29","2024-02-29 10:00:00","c"\n"5","x","y","d"\n'
    csv_table("t", columns, rows, serde=OPEN_CSV, parameters={"use.null.for.invalid.data": "true"})
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


def test_each_partition_is_read_as_its_own_serde_says(query, glue, s3, bucket, database, by_year):
    """A table whose separator was changed: partitions that were there before keep theirs."""
    for year, line, parameters in ((2025, b"1000|x\n", {"field.delim": "|"}), (2026, b"2000;y\n", {"field.delim": ";"})):
        location = f"s3://{bucket}/sales/year={year}/land=fr/"
        s3.put_object(Bucket=bucket, Key=f"sales/year={year}/land=fr/data.csv", Body=line)
        descriptor = storage(location, {"id": "int"})
        descriptor["SerdeInfo"]["Parameters"] = parameters
        glue.create_partition(DatabaseName=database, TableName="sales", PartitionInput={"Values": [str(year), "fr"], "StorageDescriptor": descriptor})
    assert query("select sum(id), count(*) from sales").rows == [[str(45 + 4950 + 1000 + 2000), "113"]]
    assert query("select id, year from sales where land = 'fr' order by 1").rows == [["1000", "2025"], ["2000", "2026"]]
    assert query("select id from sales where year = 2026").rows == [["2000"]]
    assert query("select count(*) from sales a join sales b on a.id = b.id where a.year >= 2025").rows == [["2"]]


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


def test_a_column_that_texts_cannot_hold_disturbs_only_who_asks_for_it(query, csv_table):
    csv_table("t", {"id": "int", "tags": "array<string>"}, "1,a\n", serde=OPEN_CSV)
    assert query("select id from t").rows == [["1"]]
    assert query("select tags from t").reason == "NOT_SUPPORTED: line 1:8: column 'tags' of type array<string> is not supported yet"


# https://trino.io/docs/435/connector/hive.html#metadata-columns
def test_a_row_tells_the_object_that_it_was_read_from(query, csv_table, s3, bucket):
    csv_table("t", {"id": "int"}, "1\n")
    s3.put_object(Bucket=bucket, Key="t/more/b.csv", Body=b"2\n3\n")
    a, b = f"s3://{bucket}/t/data.csv", f"s3://{bucket}/t/more/b.csv"
    assert query('select "$path", count(*) from t group by 1 order by 1').rows == [[a, "1"], [b, "2"]]
    assert query('select id, x."$Path" from t x order by id').rows == [["1", a], ["2", b], ["3", b]]
    assert query('select count(*) from t join t u on t."$path" = u."$path"').rows == [["5"]]
    assert query('select "$file_size", sum(id) from t group by "$file_size" order by 1').rows == [["2", "1"], ["4", "5"]]
    modified = f"{s3.head_object(Bucket=bucket, Key='t/data.csv')['LastModified']:%Y-%m-%d %H:%M:%S}.000 UTC"
    assert query('select "$file_modified_time" from t where id = 1').rows == [[modified]]
    assert query("select * from t where '$path' <> '' and id = 1").rows == [["1"]]
    assert query('select "$partition" from t').reason.startswith("COLUMN_NOT_FOUND")


def test_a_condition_on_the_path_saves_reading_the_other_objects(query, csv_table, s3, bucket):
    csv_table("t", {"id": "int"}, "1\n")
    s3.put_object(Bucket=bucket, Key="t/more/b.csv", Body=b"2\n3\n")
    asked = query(f"select x.* from t x where \"$path\" = 's3://{bucket}/t/data.csv'")
    assert (asked.rows, asked.scanned) == ([["1"]], 2)
    asked = query("select sum(id) from t where \"$path\" like '%b.csv'")
    assert (asked.rows, asked.scanned) == ([["5"]], 6)


def test_an_open_csv_table_tells_its_objects_too(query, csv_table, bucket):
    csv_table("t", {"id": "int", "at": "date"}, '"1","19000"\n', OPEN_CSV, partition_keys={})
    assert query('select *, "$path", "$file_size" from t').rows == [["1", "2022-01-08", f"s3://{bucket}/t/data.csv", "12"]]
