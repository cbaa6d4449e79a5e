"""Tables over Parquet: https://docs.aws.amazon.com/athena/latest/ug/parquet-serde.html"""

import io

import pyarrow
import pyarrow.parquet
import pytest

PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"


def parquet(**columns):
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


@pytest.fixture
def parquet_table(glue, s3, bucket, database):
    """Makes a table of files: parquet_table({"id": "int"}, {"a.parquet": bytes}). Folders that are named key=value are partitions."""

    def make(columns, files, partition_key=None):
        def storage(folder):
            return {"Location": f"s3://{bucket}/{folder}", "Columns": [{"Name": n, "Type": t} for n, t in columns.items()],
                    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
                    "SerdeInfo": {"SerializationLibrary": PARQUET}}

        for key, body in files.items():
            s3.put_object(Bucket=bucket, Key=f"t/{key}", Body=body)
        glue.create_table(DatabaseName=database, TableInput={
            "Name": "t", "TableType": "EXTERNAL_TABLE", "StorageDescriptor": storage("t/"),
            "PartitionKeys": [{"Name": partition_key[0], "Type": partition_key[1]}] if partition_key else []})
        for folder in sorted({key.rpartition("/")[0] for key in files} - {""}):
            glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
                "Values": [folder.rpartition("=")[2]], "StorageDescriptor": storage(f"t/{folder}/")})

    return make


# Footers tell counts, least and greatest values, but not for the rows of some partitions only.
@pytest.mark.parametrize("condition, count, most", [
    ("status = 'NEW'", "3", "3"), ("status = 'OLD'", "2", "5"), ("status like 'N%'", "3", "3"), ("upper(status) = 'OLD'", "2", "5"),
    ("status <> 'NEW'", "2", "5"), ("length(status) = 3", "5", "5"), ("status = 'none'", "0", None), ("status is null", "0", None),
    ("status = 'NEW' and id > 1", "2", "3"),
])
def test_partitions_are_counted(query, parquet_table, condition, count, most):
    parquet_table({"id": "bigint"}, {"status=NEW/a.parquet": parquet(id=[1, 2, 3]), "status=OLD/b.parquet": parquet(id=[4, 5])},
                  partition_key=("status", "string"))
    assert query(f"select count(*), count(id), count(1), max(id) from t where {condition}").rows == [[count, count, count, most]]


def test_partitions_that_share_a_location_have_each_its_rows(query, glue, s3, bucket, database, parquet_table):
    parquet_table({"id": "bigint"}, {"p=1/a.parquet": parquet(id=[1, 2, 3])}, partition_key=("p", "int"))
    first = glue.get_partition(DatabaseName=database, TableName="t", PartitionValues=["1"])["Partition"]
    glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
        "Values": ["2"], "StorageDescriptor": first["StorageDescriptor"]})
    assert query("select p, count(*) from t group by p order by p").rows == [["1", "3"], ["2", "3"]]
    assert query("select count(*) from t where p = 2").rows == [["3"]]


def test_without_partitions_too(query, parquet_table):
    parquet_table({"id": "bigint"}, {"a.parquet": parquet(id=[1, 2, None]), "b.parquet": parquet(id=[4])})
    assert query("select count(*), count(id), min(id), max(id) from t").rows == [["4", "3", "1", "4"]]


def test_columns_of_several_files_are_put_together_by_name(query, parquet_table):
    parquet_table({"a": "bigint", "b": "string"}, {"1.parquet": parquet(b=["x"], a=[1]), "2.parquet": parquet(a=[2])})
    assert query("select a, b from t order by a").rows == [["1", "x"], ["2", None]]


@pytest.mark.parametrize("column, declared, shown", [
    (pyarrow.array([1], pyarrow.int32()), "bigint", "1"), (pyarrow.array([1], pyarrow.int8()), "int", "1"),
    (pyarrow.array([1.5], pyarrow.float32()), "double", "1.5"), (pyarrow.array([b"x"]), "string", "x"),
])
def test_a_type_may_be_wider_in_the_table_than_in_the_file(query, parquet_table, column, declared, shown):
    parquet_table({"v": declared}, {"a.parquet": parquet(v=column)})
    assert query("select v from t").rows == [[shown]]


@pytest.mark.parametrize("column, declared, held", [
    (pyarrow.array([4294967297]), "int", "bigint"),
    (pyarrow.array([1e20]), "int", "double"), (pyarrow.array([1.5]), "float", "double"), (pyarrow.array(["x"]), "int", "string"),
    (pyarrow.array([5]), "timestamp", "bigint"), (pyarrow.array([5]), "string", "bigint"),
])
def test_a_value_is_never_bent_to_the_tables_type(query, parquet_table, bucket, column, declared, held):
    parquet_table({"v": declared}, {"good.parquet": parquet(w=[1]), "bad.parquet": parquet(v=column)})
    failed = query("select v from t")
    assert failed.state == "FAILED"
    assert failed.reason == (f"HIVE_BAD_DATA: Field v's type {held} in parquet file s3://{bucket}/t/bad.parquet "
                             f"is incompatible with type {declared} defined in table schema")


def test_a_table_without_columns_has_no_star(query, parquet_table):
    parquet_table({}, {"a.parquet": parquet(v=[1])})
    assert query("select * from t").reason == "COLUMN_NOT_FOUND: line 1:8: SELECT * not allowed from relation that has no columns"
    assert query("select count(*) from t").rows == [["1"]]


def test_a_file_that_is_no_parquet_is_named(query, parquet_table, bucket):
    parquet_table({"v": "int"}, {"bad.parquet": b"PAR1 and then something else PAR1"})
    failed = query("select v from t")
    assert failed.state == "FAILED" and failed.reason.startswith("HIVE_BAD_DATA: ")
    assert f"s3://{bucket}/t/bad.parquet" in failed.reason and "pinned" not in failed.reason


def test_a_damaged_file_is_the_fault_of_the_data(query, parquet_table):
    """Whatever byte of its footer is another."""
    whole = bytearray(parquet(v=list(range(10)), w=["x"] * 10))
    size = int.from_bytes(whole[-8:-4], "little")
    for at in range(len(whole) - 8 - size, len(whole) - 8, 37):
        whole[at] ^= 0xff
    parquet_table({"v": "bigint", "w": "string"}, {"a.parquet": bytes(whole)})
    failed = query("select * from t")
    assert failed.state == "FAILED" and failed.reason.startswith("HIVE_BAD_DATA: ")


def test_a_column_of_another_type_disturbs_only_who_asks_for_it(query, bucket, parquet_table):
    parquet_table({"id": "bigint", "v": "int", "w": "struct<a:int>"}, {"a.parquet": parquet(id=[1, 2], v=["x", "y"], w=[1.5, 2.5])})
    assert query("select count(*), sum(id) from t").rows == [["2", "3"]]
    why = "HIVE_BAD_DATA: Field {}'s type {} in parquet file s3://" + bucket + "/t/a.parquet is incompatible with type {} defined in table schema"
    assert query("select v from t").reason == why.format("v", "string", "int")
    assert query("select id from t where v = 1").reason == why.format("v", "string", "int")
    assert query("select w.a from t").reason == why.format("w", "double", "struct<a:int>")


def test_structs_are_read_by_the_names_of_their_fields(query, parquet_table):
    first = parquet(id=[1], r=pyarrow.array([{"X": 1, "more": "m", "y": "a"}]), l=pyarrow.array([[{"k": 1}]]))
    second = parquet(id=[2], r=pyarrow.array([{"y": "b", "z": 1.5}]), l=pyarrow.array([[{"k": 2, "v": "w"}]]))
    parquet_table({"id": "bigint", "r": "struct<y:string,x:bigint,none:int>", "l": "array<struct<v:string,k:bigint>>"},
                  {"a.parquet": first, "b.parquet": second})
    assert query("select r, l from t order by id").rows == [
        ["{y=a, x=1, none=null}", "[{v=null, k=1}]"], ["{y=b, x=null, none=null}", "[{v=w, k=2}]"]]
    assert query("select id from t where r.x is null").rows == [["2"]]


def test_integers_of_32_bits_are_read_as_smaller_ones_where_they_fit(query, parquet_table):
    parquet_table({"a": "smallint", "b": "tinyint", "c": "smallint"},
                  {"a.parquet": parquet(a=pyarrow.array([1], pyarrow.int32()), b=pyarrow.array([-128], pyarrow.int32()),
                                        c=pyarrow.array([40000], pyarrow.int32()))})
    assert query("select a, b from t").rows == [["1", "-128"]]
    assert query("select c from t").state == "FAILED"


def test_times_and_texts_are_fitted_to_their_types(query, parquet_table):
    micros = pyarrow.array([1704103200123400, 1704103200123600, -1, -600], pyarrow.timestamp("us"))
    nanos = pyarrow.array([1704103200123499999, 1704103200123500000, None, 0], pyarrow.timestamp("ns"))
    parquet_table({"at": "timestamp", "fine": "timestamp", "v": "varchar(2)", "l": "array<struct<at:timestamp>>"}, {
        "a.parquet": parquet(at=micros, fine=nanos, v=["abc", "ab", "äöü", ""], l=pyarrow.array([[{"at": v.as_py()}] for v in micros]))})
    assert query("select at, fine, v, l from t").rows == [
        ["2024-01-01 10:00:00.123", "2024-01-01 10:00:00.123", "ab", "[{at=2024-01-01 10:00:00.123}]"],
        ["2024-01-01 10:00:00.124", "2024-01-01 10:00:00.124", "ab", "[{at=2024-01-01 10:00:00.124}]"],
        ["1970-01-01 00:00:00.000", None, "äö", "[{at=1970-01-01 00:00:00.000}]"],
        ["1969-12-31 23:59:59.999", "1970-01-01 00:00:00.000", "", "[{at=1969-12-31 23:59:59.999}]"]]
    assert query("select count(distinct at), count(distinct v) from t").rows == [["4", "3"]]
    assert query("select count(*) from t where at = timestamp '2024-01-01 10:00:00.124'").rows == [["1"]]
    assert query("select count(*) from t where l[1].at = timestamp '1970-01-01 00:00:00'").rows == [["1"]]


def test_a_row_tells_the_file_that_it_was_read_from(query, bucket, parquet_table):
    parquet_table({"id": "bigint"}, {"p=1/a.parquet": parquet(id=[1]), "p=2/b.parquet": parquet(id=[2, 3])}, partition_key=("p", "int"))
    assert query('select "$path", p, count(*) from t group by 1, 2 order by 1').rows == [
        [f"s3://{bucket}/t/p=1/a.parquet", "1", "1"], [f"s3://{bucket}/t/p=2/b.parquet", "2", "2"]]
    assert query("select id from t where p = 2 and \"$path\" like '%.parquet' order by id").rows == [["2"], ["3"]]


# Times are rounded to milliseconds when they are read, and yet a condition on them finds the row groups that it needs, by their statistics.
@pytest.mark.parametrize("zone", [None, "UTC"])
@pytest.mark.parametrize("condition, ids", [
    ("at between timestamp '1970-01-01 00:50:00' and timestamp '1970-01-01 00:50:01.001'", ["3000", "3001"]),
    ("at = timestamp '1970-01-01 00:16:40.001'", ["1000"]),
    ("timestamp '1970-01-03 07:33:18' <= at", ["199998", "199999"]),
    ("at < timestamp '1970-01-01 00:00:02'", ["0", "1"]),
    ("date(at) = date '1970-01-02' and id % 86400 < 2", ["86400", "86401"]),
    ("cast(at as date) >= date '1970-01-03' and id % 86400 < 2", ["172800", "172801"]),
])
def test_a_condition_on_a_time_saves_reading_row_groups(query, parquet_table, zone, condition, ids):
    rows = range(200_000)
    at = [row * 1_000_000 + 501 for row in rows]  # half a millisecond later: rounded up
    text = [f"{row * 7919 % 1_000_003:09}" for row in rows]
    file = io.BytesIO()
    table = pyarrow.table({"id": rows, "at": pyarrow.array(at, pyarrow.timestamp("us", zone)), "text": text})
    pyarrow.parquet.write_table(table, file, row_group_size=10_000)
    parquet_table({"id": "bigint", "at": "timestamp", "text": "string"}, {"a.parquet": file.getvalue()})
    asked = query(f"select id, text from t where {condition} order by id")
    assert [id for id, _ in asked.rows] == ids
    assert asked.scanned < 0.6 * query("select count(text), count(at), count(id) from t where text <> 'x' and at is not null and id >= 0").scanned
