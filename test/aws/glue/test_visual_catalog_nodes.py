"""CatalogSource, S3CatalogSource, CatalogTarget and S3CatalogTarget: tables of the Data Catalog as sources and targets.

https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-partitions.html
https://docs.aws.amazon.com/glue/latest/dg/update-from-job.html"""

import base64
import io
import json

import pyarrow
import pyarrow.parquet
import pytest

PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"
JSON = "org.openx.data.jsonserde.JsonSerDe"


@pytest.fixture
def database(glue, name):
    glue.create_database(DatabaseInput={"Name": name})
    return name


class Table:
    """A table over a folder of the job's bucket, with partitions where it has keys."""

    def __init__(self, job, database, name, columns, keys=(), serde=PARQUET, serde_parameters=None, parameters=None):
        self.job, self.database, self.name = job, database, name
        self.storage = {"Columns": [{"Name": column, "Type": kind} for column, kind in columns], "Location": f"s3://{job.bucket}/{name}/",
                        "SerdeInfo": {"SerializationLibrary": serde, "Parameters": serde_parameters or {}}}
        job.glue.create_table(DatabaseName=database, TableInput={
            "Name": name, "StorageDescriptor": self.storage, "PartitionKeys": [{"Name": key, "Type": kind} for key, kind in keys], "Parameters": parameters or {}})

    def put(self, key, body):
        self.job.s3.put_object(Bucket=self.job.bucket, Key=f"{self.name}/{key}", Body=body)

    def put_parquet(self, key, columns):
        body = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table(columns), body)
        self.put(key, body.getvalue())

    def add_partition(self, folder, *values):
        self.job.glue.create_partition(DatabaseName=self.database, TableName=self.name, PartitionInput={
            "Values": list(values), "StorageDescriptor": self.storage | {"Location": f"s3://{self.job.bucket}/{self.name}/{folder}/"}})

    def describe(self):
        return self.job.glue.get_table(DatabaseName=self.database, Name=self.name)["Table"]

    def partitions(self):
        return [one["Values"] for one in self.job.glue.get_partitions(DatabaseName=self.database, TableName=self.name)["Partitions"]]


@pytest.fixture
def sales(job, database):
    table = Table(job, database, "sales", [("id", "bigint"), ("item", "string")], [("year", "int"), ("city", "string")])
    for number, (year, city) in enumerate([("2023", "Ulm"), ("2024", "Ulm"), ("2024", "Bonn")]):
        table.put_parquet(f"{year}/{city}/1.parquet", {"id": [number], "item": [f"item {number}"]})
        table.add_partition(f"{year}/{city}", year, city)
    return table


def source(table, kind="S3CatalogSource", **changes):
    return {kind: {"Name": "Table", "Database": table.database, "Table": table.name} | changes}


def target(table, kind="S3CatalogTarget", **changes):
    return {kind: {"Name": "Table", "Inputs": ["source"], "Database": table.database, "Table": table.name} | changes}


def rows(job, node):
    job.create({"source": node, "target": job.target()})
    job.succeed()
    return sorted(job.rows(), key=str)


def failure(job, node, to=None):
    job.create({"source": node, "target": to or job.target()})
    run = job.run()
    assert run["JobRunState"] == "FAILED"
    return run["ErrorMessage"]


@pytest.mark.parametrize("kind", ["CatalogSource", "S3CatalogSource"])
def test_a_table_is_read_with_its_partition_keys_in_their_types(job, sales, kind):
    assert rows(job, source(sales, kind)) == [
        {"id": 0, "item": "item 0", "year": 2023, "city": "Ulm"}, {"id": 1, "item": "item 1", "year": 2024, "city": "Ulm"},
        {"id": 2, "item": "item 2", "year": 2024, "city": "Bonn"}]


@pytest.mark.parametrize("predicate, ids", [
    ("year == 2024 and city = 'Bonn'", [2]), ("(year=='2024' and city==\"Ulm\")", [1]), ("year < 2024 or city in ('Bonn')", [0, 2]), ("", [0, 1, 2]), ("year > 3000", []),
    ("true", [0, 1, 2]), ("1 = 0", []), ("year <> 2023 and upper(city) like 'B%'", [2]), ("concat(city, '-', year) in ('Ulm-2023', 'Bonn-2024')", [0, 2]),
    ("year = '2024' and not city <=> 'Bonn'", [1]), ("cast(year as string) > 2023", [1, 2]), ("case when city = 'Ulm' then year = 2023 else true end", [0, 2]),
    ("city > 5", []), ("null", [])])
@pytest.mark.parametrize("kind", ["CatalogSource", "S3CatalogSource"])
def test_a_predicate_picks_partitions(job, sales, kind, predicate, ids):
    assert [row["id"] for row in rows(job, source(sales, kind, PartitionPredicate=predicate))] == ids


def test_days_are_picked_by_their_weekday_as_the_guide_to_pushdown_predicates_shows(job, database):
    table = Table(job, database, "days", [("id", "bigint")], [("year", "string"), ("month", "string"), ("day", "string")])
    for day in range(1, 9):  # the first of November 2024 was a Friday
        table.put_parquet(f"{day}/1.parquet", {"id": [day]})
        table.add_partition(str(day), "2024", "11", f"{day:02}")
    weekend = "date_format(to_date(concat(year, '-', month, '-', day)), 'E') in ('Sat', 'Sun')"
    assert [row["id"] for row in rows(job, source(table, PartitionPredicate=weekend))] == [2, 3]


def test_files_of_partitions_that_are_not_picked_do_not_count_for_a_bound(job, sales):
    bonn = source(sales, PartitionPredicate="upper(city) = 'BONN'", AdditionalOptions={"BoundedFiles": 1})
    assert [row["id"] for row in rows(job, bonn)] == [2]


@pytest.mark.parametrize("predicate", ["year=2024", "sqrt(year) > 44.985"])
def test_only_the_files_of_the_partitions_that_are_picked_are_opened(job, sales, predicate):
    sales.put("2023/Ulm/2.parquet", b"this is no Parquet")
    assert [row["id"] for row in rows(job, source(sales, PartitionPredicate=predicate))] == [1, 2]


@pytest.mark.parametrize("predicate, message", [("country = 'x'", "Unknown partition key 'country'"), ("id = 1", "Unknown partition key 'id'"), ("upper(nowhere.city) = 'X'", "Unknown partition key 'nowhere.city'"),
    ("year = ", "PartitionPredicate: ParseException: [PARSE_SYNTAX_ERROR]"), ("frobnicate(year)", "[UNRESOLVED_ROUTINE]"), ("city", "[DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN]")])
def test_a_predicate_that_is_not_understood_fails_the_run(job, sales, predicate, message):
    assert message in failure(job, source(sales, PartitionPredicate=predicate))


def test_partitions_of_one_location_have_each_its_rows(job, database):
    table = Table(job, database, "twice", [("id", "bigint")], [("k", "string")])
    table.put_parquet("same/1.parquet", {"id": [1]})
    for value in "ab":
        table.add_partition("same", value)
    assert rows(job, source(table)) == [{"id": 1, "k": "a"}, {"id": 1, "k": "b"}]


def test_a_bound_takes_the_oldest_files(job, sales):
    assert [row["id"] for row in rows(job, source(sales, AdditionalOptions={"BoundedFiles": 2}))] == [0, 1]


def test_a_bookmark_reads_each_file_once(job, sales):
    job.create({"source": source(sales), "target": job.target()}, DefaultArguments={"--job-bookmark-option": "job-bookmark-enable"})
    job.succeed()
    sales.put_parquet("2024/Bonn/2.parquet", {"id": [3], "item": ["new"]})
    job.succeed()
    assert sorted(row["id"] for row in job.rows()) == [0, 1, 2, 3]


def test_tables_of_csv_and_json(job, database):
    csv = Table(job, database, "texts", [("a", "int"), ("b", "string")], serde=OPEN_CSV, parameters={"skip.header.line.count": "1"})
    csv.put("1.csv", b'a,b\n"1","x, y"\n')
    assert rows(job, source(csv)) == [{"a": 1, "b": "x, y"}]
    objects = Table(job, database, "objects", [("a", "int"), ("s", "struct<x:array<string>>")], serde=JSON, serde_parameters={"paths": "a,s"})
    objects.put("1.json", b'{"a":"2","s":{"x":["y"]}}\n')
    job.glue.update_job(JobName=job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": {
        "source": source(objects), "target": job.target(Path=f"s3://{job.bucket}/objects-out/")}})
    job.succeed()
    assert job.rows("objects-out/") == [{"a": 2, "s": {"x": ["y"]}}]


def test_a_table_that_is_not_there_fails_the_run(job, database, sales):
    sales.name = "nowhere"
    assert "S3CatalogSource node 'Table' (source): Table nowhere not found." in failure(job, source(sales))


def test_a_view_is_refused_by_name(job, database, sales):
    view = base64.b64encode(json.dumps({"originalSql": "select id from sales", "columns": [{"name": "id", "type": "bigint"}]}).encode()).decode()
    job.glue.create_table(DatabaseName=database, TableInput={
        "Name": "ids", "TableType": "VIRTUAL_VIEW", "Parameters": {"presto_view": "true"}, "ViewOriginalText": f"/* Presto View: {view} */",
        "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}], "Location": "", "SerdeInfo": {}}})
    assert f"The table {database}.ids is a view: a job cannot read or write it" in failure(job, source(sales, Table="ids"))


def test_rows_are_appended_to_a_table_in_its_format(job, database):
    made = Table(job, database, "made", [("id", "string"), ("note", "string")], serde=JSON)
    job.create({"source": job.source(), "target": target(made, "CatalogTarget")})
    job.land("1.csv", "id,note", "1,x")
    job.succeed()
    key, = job.keys("made/")
    assert json.loads(job.s3.get_object(Bucket=job.bucket, Key=key)["Body"].read()) == {"id": "1", "note": "x"}
    assert rows_again(job, made) == [{"id": "1", "note": "x"}]


def rows_again(job, table):
    job.glue.update_job(JobName=job.name, JobUpdate={"Role": "glue", "Command": {"Name": "glueetl"}, "CodeGenConfigurationNodes": {
        "source": source(table), "target": job.target(Path=f"s3://{job.bucket}/again/")}})
    job.succeed()
    return job.rows("again/")


def test_csv_is_written_as_its_table_reads_it(job, database):
    made = Table(job, database, "made", [("id", "string"), ("note", "string")], serde=OPEN_CSV,
                 serde_parameters={"separatorChar": ";", "quoteChar": "'"}, parameters={"skip.header.line.count": "1"})
    job.create({"source": job.source(), "target": target(made, "CatalogTarget")})
    job.land("1.csv", "id,note", '1,"it\'s; so"')
    job.succeed()
    key, = job.keys("made/")
    assert job.s3.get_object(Bucket=job.bucket, Key=key)["Body"].read() == b"'id';'note'\n'1';'it\\'s; so'\n"
    assert rows_again(job, made) == [{"id": "1", "note": "it's; so"}]


@pytest.mark.parametrize("policy, columns, partitions", [
    (None, ["id"], []), ({"EnableUpdateCatalog": True, "UpdateBehavior": "LOG"}, ["id"], [["x"]]),
    ({"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE"}, ["id", "more"], [["x"]])])
def test_what_the_policy_lets_a_target_do_to_its_table(job, database, policy, columns, partitions):
    made = Table(job, database, "made", [("id", "string")], [("k", "string")])
    job.create({"source": job.source(), "target": target(made, **({"SchemaChangePolicy": policy} if policy else {}))})
    job.land("1.csv", "id,k,more", "1,x,y")
    job.succeed()
    assert [column["Name"] for column in made.describe()["StorageDescriptor"]["Columns"]] == columns
    assert made.partitions() == partitions
    assert [key.split("/")[1] for key in job.keys("made/")] == ["k=x"]


@pytest.mark.parametrize("changes, message", [({"PartitionKeys": [["id"]]}, "is partitioned by (k), and the target by (id)")])
def test_a_target_of_other_keys_than_its_tables_fails_the_run(job, database, changes, message):
    made = Table(job, database, "made", [("id", "string")], [("k", "string")])
    job.land("1.csv", "id,k", "1,x")
    assert message in failure(job, job.source(), target(made, **changes))


def test_a_table_of_a_format_that_cannot_be_written_fails_the_run(job, database):
    made = Table(job, database, "made", [("id", "string")], serde="org.apache.hadoop.hive.serde2.avro.AvroSerDe", serde_parameters={"avro.schema.literal": '"string"'})
    job.land("1.csv", "id", "1")
    assert "is stored as avro, which cannot be written yet" in failure(job, job.source(), target(made, "CatalogTarget"))
    assert job.keys("made/") == []


# OpenCSVSerde knows columns by their place only: a frame's own order would put values under other columns' names.
@pytest.mark.parametrize("header", ["0", "1"])
def test_csv_has_the_tables_columns_in_its_order_whatever_the_frames_is(job, database, header):
    made = Table(job, database, "made", [("id", "string"), ("gone", "string"), ("note", "string")], serde=OPEN_CSV, parameters={"skip.header.line.count": header})
    job.create({"source": job.source(), "target": target(made, "CatalogTarget")})
    job.land("1.csv", "more,note,ID", "m,n,1")
    job.succeed()
    assert rows_again(job, made) == [{"id": "1", "gone": "", "note": "n"}]


def test_a_new_column_of_csv_stands_behind_the_tables_own(job, database):
    made = Table(job, database, "made", [("id", "string"), ("note", "string")], serde=OPEN_CSV)
    job.create({"source": job.source(), "target": target(made, SchemaChangePolicy={"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE"})})
    job.land("1.csv", "more,id", "m,1")
    job.succeed()
    assert [column["Name"] for column in made.describe()["StorageDescriptor"]["Columns"]] == ["id", "note", "more"]
    assert rows_again(job, made) == [{"id": "1", "note": "", "more": "m"}]


# A file of another type than its table's column can be read by nobody. Tables of text: test_table_round_trips.py.
@pytest.mark.parametrize("kind", ["CatalogTarget", "S3CatalogTarget"])
def test_parquet_is_written_in_the_tables_types_where_they_take_the_values_in(job, database, sales, kind):
    made = Table(job, database, "made", [("id", "string"), ("item", "string"), ("year", "bigint"), ("city", "string")])
    job.create({"source": source(sales), "target": target(made, kind)})
    job.succeed()
    assert sorted(rows_again(job, made), key=str)[0] == {"id": "0", "item": "item 0", "year": 2023, "city": "Ulm"}


def test_a_type_that_the_tables_does_not_take_in_fails_the_run(job, database, sales):
    made = Table(job, database, "made", [("id", "int")])
    assert "the column 'id' is bigint, and the table's is int, which does not take its values" in failure(job, source(sales), target(made))
    assert job.keys("made/") == []


def test_texts_of_another_length_and_nested_values_are_left_to_who_reads_them(job, database):
    texts = Table(job, database, "texts", [("a", "string"), ("s", "struct<Xy:bigint>")])
    texts.put_parquet("1.parquet", {"a": ["abc"], "s": [{"Xy": 1}]})
    made = Table(job, database, "made", [("a", "varchar(2)"), ("s", "struct<xy:bigint>")])
    job.create({"source": source(texts), "target": target(made, "CatalogTarget")})
    job.succeed()
    assert len(job.keys("made/")) == 1


def test_a_column_that_a_frame_lacks_keeps_its_type_when_the_table_is_updated(job, database):
    made = Table(job, database, "made", [("id", "string"), ("gone", "int")], serde=OPEN_CSV)
    job.create({"source": job.source(), "target": target(made, SchemaChangePolicy={"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE"})})
    job.land("1.csv", "id", "1")
    job.succeed()
    assert made.describe()["StorageDescriptor"]["Columns"] == [{"Name": "id", "Type": "string"}, {"Name": "gone", "Type": "int"}]


def test_an_update_narrows_no_type(job, database):
    made = Table(job, database, "made", [("id", "bigint")])
    made.put_parquet("1.parquet", {"id": [1 << 40]})
    typed = {"ApplyMapping": {"Name": "Typed", "Inputs": ["source"], "Mapping": [{"FromPath": ["id"], "ToKey": "id", "FromType": "string", "ToType": "int"}]}}
    policy = {"EnableUpdateCatalog": True, "UpdateBehavior": "UPDATE_IN_DATABASE"}
    job.create({"source": job.source(), "typed": typed, "target": target(made, Inputs=["typed"], SchemaChangePolicy=policy)})
    job.land("1.csv", "id", "2")
    job.succeed()
    assert made.describe()["StorageDescriptor"]["Columns"] == [{"Name": "id", "Type": "bigint"}]
    assert sorted(row["id"] for row in rows_again(job, made)) == [2, 1 << 40]


# Hive hands a SerDe the table's parameters with its own.
def test_what_a_tables_own_parameters_say_of_its_rows_counts(job, database):
    csv = Table(job, database, "texts", [("a", "string"), ("b", "string")], serde="org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
                parameters={"field.delim": ";", "serialization.null.format": "-", "skip.footer.line.count": "0", "classification": "csv"})
    csv.put("1.csv", b"1;-\n")
    assert rows(job, source(csv)) == [{"a": "1", "b": None}]


def test_lines_at_the_end_that_are_no_rows_are_refused_by_name(job, database):
    csv = Table(job, database, "texts", [("a", "string")], serde=OPEN_CSV, parameters={"skip.footer.line.count": "1"})
    csv.put("1.csv", b"1\nTOTAL 1\n")
    assert "skip.footer.line.count" in failure(job, source(csv))
