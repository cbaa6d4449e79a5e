"""What the catalog tells of itself in queries: https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog.html"""

import pytest
from athena_help import storage


@pytest.fixture
def sales(csv_table, glue, bucket, database):
    csv_table("sales", {"Id": "int", "amount": "decimal(10,2)", "tags": "array<string>"}, "1,2.50,a\n", partition_keys={"year": "int", "city": "string"})
    for year, city in (("2023", "Ulm"), ("2024", "Bonn"), ("2024", "Ulm")):
        glue.create_partition(DatabaseName=database, TableName="sales", PartitionInput={
            "Values": [year, city], "StorageDescriptor": storage(f"s3://{bucket}/sales/{year}/{city}/", {"id": "int"})})
    return "sales"


def labels(query):
    return [column["Name"] for column in query.result_set["ResultSetMetadata"]["ColumnInfo"]]


def test_databases_are_schemata(query, database):
    found = query("select * from information_schema.schemata where schema_name in (?, 'information_schema') order by 2", ExecutionParameters=[f"'{database}'"])
    assert labels(found) == ["catalog_name", "schema_name"]
    assert found.rows == sorted([["awsdatacatalog", "information_schema"], ["awsdatacatalog", database]])


def test_tables_of_a_database(query, database, sales, orders):
    assert query(f"select table_name, table_type from information_schema.tables where table_schema = '{database}' order by 1").rows == [
        ["orders", "BASE TABLE"], ["sales", "BASE TABLE"]]
    assert query(f"select table_name from awsdatacatalog.information_schema.tables where table_schema = '{database}' and table_name like 's%'").rows == [["sales"]]
    assert query(f"select count(*) from information_schema.tables where table_schema <> '{database}' and table_name = 'sales' and table_schema = '{database}'").rows == [["0"]]


def test_columns_in_athenas_types_with_what_is_a_partition_key(query, database, sales):
    found = query(f"select * from information_schema.columns where table_schema = '{database}' and table_name = 'sales' order by ordinal_position")
    assert labels(found) == ["table_catalog", "table_schema", "table_name", "column_name", "ordinal_position", "column_default", "is_nullable", "data_type", "comment", "extra_info"]
    assert [row[3:] for row in found.rows] == [
        ["id", "1", None, "YES", "integer", None, None], ["amount", "2", None, "YES", "decimal(10,2)", None, None], ["tags", "3", None, "YES", "array(varchar)", None, None],
        ["year", "4", None, "YES", "integer", None, "partition key"], ["city", "5", None, "YES", "varchar", None, "partition key"]]


def test_columns_that_tables_have_in_common(query, database, sales, orders):
    columns = f"select column_name from information_schema.columns where table_schema = '{database}' and table_name = "
    assert query(f"{columns} 'sales' intersect {columns} 'orders' order by 1").rows == [["amount"], ["id"]]


def test_the_information_schema_tells_of_itself(query):
    assert query("select table_name from information_schema.tables where table_schema = 'information_schema' order by 1").rows == [["columns"], ["schemata"], ["tables"], ["views"]]


def test_partitions_of_a_table(query, sales):
    assert query('select * from "sales$partitions" order by year, city').rows == [["2023", "Ulm"], ["2024", "Bonn"], ["2024", "Ulm"]]
    assert query('select max(year), count(*) from "sales$partitions" where city = \'Ulm\'').rows == [["2024", "2"]]


def test_it_costs_no_byte(query, sales):
    assert query('select * from "sales$partitions"').scanned == 0


@pytest.mark.parametrize("text, message", [
    ("select * from information_schema.colours", "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.information_schema.colours' does not exist"),
    ('select * from "orders$partitions"', "TABLE_NOT_FOUND"), ('select * from "orders$history"', "TABLE_NOT_FOUND"), ('select "$path" from information_schema.tables', "COLUMN_NOT_FOUND")])
def test_what_is_not_there_is_said(query, orders, text, message):
    assert message in query(text).reason
