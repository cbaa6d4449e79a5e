"""What a query reads: https://docs.aws.amazon.com/athena/latest/ug/tables-location-format.html"""

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


def test_the_real_orders_add_up(query, csv_table, orders_csv):
    columns = {"order_id": "int", "order_date": "string", "customer_id": "int", "order_status": "string"}
    csv_table("orders", columns, orders_csv.read_text())
    rows = query("select order_status, count(*) from orders group by order_status order by 2 desc").rows
    assert len(rows) == 9
    assert sum(int(count) for _, count in rows) == 68883
    assert rows[0] == ["COMPLETE", "22899"]
