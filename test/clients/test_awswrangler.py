"""awswrangler (AWS SDK for pandas): https://aws-sdk-pandas.readthedocs.io

What makes tables by SQL (ctas_approach, to_iceberg) needs Athena's DDL, which comes later."""

import datetime
import decimal

import awswrangler as wr
import pandas as pd
import pytest

DAY = datetime.date(2024, 2, 29)


@pytest.fixture
def sales():
    return pd.DataFrame({
        "id": [1, 2, 3], "item": ["tea", "a, \"b\"\n", None], "sold": pd.to_datetime(["2024-01-01 10:00", "2024-01-02 00:00", "2024-01-03 23:59"]),
        "weight": [1.5, float("nan"), -0.0], "day": [DAY, DAY, None], "price": [decimal.Decimal("1.10"), decimal.Decimal("22.05"), None],
        "tags": [["x", "y"], [], None], "paid": [True, False, None]})


@pytest.fixture
def table(bucket, database, sales):
    """Three rows in a partition each, written by awswrangler."""
    wr.s3.to_parquet(sales, f"s3://{bucket}/sales/", dataset=True, database=database, table="sales", partition_cols=["id"])
    return "sales"


@pytest.fixture
def read(bucket, database):
    """The rows of a query: read("select 1 x")"""
    wr.config.athena_query_wait_polling_delay = 0.02
    return lambda sql, **options: wr.athena.read_sql_query(sql, database=database, s3_output=f"s3://{bucket}/results/", ctas_approach=False, **options)


def values(frame):
    """Its rows with None for every kind of nothing that pandas has."""
    return [[cell if pd.notna(cell) else None for cell in row] for row in frame.astype(object).values.tolist()]


def test_what_it_writes_athena_reads_back(read, table, sales):
    found = read("select id, item, sold, weight, day, price, tags, paid from sales order by id")
    assert values(found.drop(columns="tags")) == values(sales.drop(columns="tags"))
    assert values(found[["tags"]]) == [["[x, y]"], ["[]"], [None]]  # without CTAS, awswrangler takes nested values as the texts that they are in CSV


def test_types_of_a_result_are_those_of_the_table(read, table):
    assert {column: str(kind) for column, kind in read("select id, item, sold, weight, paid from sales").dtypes.items()} == {
        "id": "Int64", "item": "string", "sold": "datetime64[ns]", "weight": "float64", "paid": "boolean"}


def test_rows_are_appended_and_partitions_overwritten(read, bucket, database, table, sales):
    target = {"dataset": True, "database": database, "table": "sales", "partition_cols": ["id"]}
    wr.s3.to_parquet(sales.assign(id=sales.id + 10), f"s3://{bucket}/sales/", mode="append", **target)
    wr.s3.to_parquet(sales[sales.id == 1].assign(item="coffee"), f"s3://{bucket}/sales/", mode="overwrite_partitions", **target)
    assert read("select id, item from sales where id in (1, 11) order by id").values.tolist() == [[1, "coffee"], [11, "tea"]]
    assert len(wr.catalog.get_partitions(database, "sales")) == 6


def test_a_dataset_is_read_without_sql(bucket, database, table):
    assert sorted(wr.s3.read_parquet(f"s3://{bucket}/sales/", dataset=True)["id"].astype(int)) == [1, 2, 3]
    assert len(wr.s3.read_parquet_table(database=database, table="sales", partition_filter=lambda keys: keys["id"] == "2")) == 1


@pytest.mark.parametrize("write, options", [
    (wr.s3.to_csv, {"index": False}), (wr.s3.to_json, {"orient": "records", "lines": True, "index": False})], ids=["csv", "json"])
def test_texts_are_tables_too(read, bucket, database, write, options):
    frame = pd.DataFrame({"id": [1, 2], "item": ["tea", "milk"], "weight": [0.5, 2.0]})
    write(frame, f"s3://{bucket}/texts/", dataset=True, database=database, table="texts", **options)
    assert read("select id, item, weight from texts order by id").values.tolist() == [[1, "tea", 0.5], [2, "milk", 2.0]]


def test_parameters_go_by_name_and_by_place(read, table):
    assert read("select id from sales where item = :item", params={"item": "tea"})["id"].tolist() == [1]
    assert read("select id from sales where id > ? and id < ?", params=["1", "3"], paramstyle="qmark")["id"].tolist() == [2]


def test_a_result_comes_in_pieces(read, table):
    assert [len(piece) for piece in read("select id from sales", chunksize=2)] == [2, 1]


def test_the_catalog_tells_what_is_there(bucket, database, table):
    wr.catalog.upsert_table_parameters({"owner": "sales"}, database, "sales")
    assert wr.catalog.get_table_parameters(database, "sales")["owner"] == "sales"
    assert wr.catalog.get_table_location(database, "sales") == f"s3://{bucket}/sales/"
    assert wr.catalog.table(database=database, table="sales").set_index("Column Name").loc[["price", "tags", "id"], ["Type", "Partition"]].values.tolist() == [
        ["decimal(4,2)", False], ["array<string>", False], ["bigint", True]]


def test_objects_are_copied_merged_and_deleted(bucket, table):
    wr.s3.merge_datasets(f"s3://{bucket}/sales/", f"s3://{bucket}/merged/")
    assert len(wr.s3.list_objects(f"s3://{bucket}/merged/*.parquet")) == 3
    wr.s3.delete_objects(f"s3://{bucket}/merged/")
    assert wr.s3.list_objects(f"s3://{bucket}/merged/") == []


def test_a_query_that_fails_says_why(read, table):
    with pytest.raises(wr.exceptions.QueryFailed, match="COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved"):
        read("select nothing from sales")


def test_what_comes_later_is_refused_by_name(bucket, database, table):
    with pytest.raises(wr.exceptions.QueryFailed, match="CREATE is not supported yet"):
        wr.athena.read_sql_query("select id from sales", database=database, s3_output=f"s3://{bucket}/results/")
