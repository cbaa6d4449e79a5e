"""The Data Catalog through boto3 and the aws cli: databases, tables with versions, partitions."""

import json

import botocore.exceptions
import pytest

PARQUET = {
    "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
    "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
    "SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                  "Parameters": {"serialization.format": "1"}},
}


@pytest.fixture
def database(glue, name):
    glue.create_database(DatabaseInput={"Name": name, "Description": "made by a test"})
    return name


@pytest.fixture
def table(glue, database):
    glue.create_table(DatabaseName=database, TableInput=orders_table())
    return "orders"


def orders_table(**changes):
    return {"Name": "orders", "TableType": "EXTERNAL_TABLE", "Parameters": {"classification": "parquet"},
            "PartitionKeys": [{"Name": "year", "Type": "int"}, {"Name": "month", "Type": "string"}],
            "StorageDescriptor": PARQUET | {"Location": "s3://lake/orders/", "Columns": [{"Name": "id", "Type": "bigint"}]}} | changes


def partition(*values):
    return {"Values": list(values), "StorageDescriptor": PARQUET | {"Location": f"s3://lake/orders/{'/'.join(values)}/"}}


def error_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_a_database_is_read_back_as_it_was_made(glue, database):
    found = glue.get_database(Name=database)["Database"]
    assert (found["Name"], found["Description"], found["CatalogId"]) == (database, "made by a test", "000000000000")
    assert found["CreateTime"]


def test_the_aws_cli_makes_and_lists_databases(server, name):
    server.aws_json("glue", "create-database", "--database-input", json.dumps({"Name": name}))
    assert name in {found["Name"] for found in server.aws_json("glue", "get-databases")["DatabaseList"]}


def test_an_absent_database_or_table_is_named(glue, database):
    assert error_of(lambda: glue.get_database(Name="nowhere")) == ("EntityNotFoundException", "Database nowhere not found.")
    assert error_of(lambda: glue.get_table(DatabaseName=database, Name="no")) == ("EntityNotFoundException", "Table no not found.")


def test_a_database_of_a_taken_name_is_refused(glue, database):
    code, _ = error_of(lambda: glue.create_database(DatabaseInput={"Name": database.upper()}))
    assert code == "AlreadyExistsException"


def test_a_table_keeps_every_member_that_was_given(glue, database, table):
    found = glue.get_table(DatabaseName=database, Name=table)["Table"]
    given = orders_table()
    assert {member: found[member] for member in given} == given
    assert found["VersionId"] == "0"


def test_an_update_replaces_the_table_and_makes_a_version(glue, database, table):
    glue.update_table(DatabaseName=database, TableInput=orders_table(Description="second"))
    versions = glue.get_table_versions(DatabaseName=database, TableName=table)["TableVersions"]
    assert [version["VersionId"] for version in versions] == ["1", "0"]
    assert "Description" not in versions[1]["Table"]
    first = glue.get_table_version(DatabaseName=database, TableName=table, VersionId="0")["TableVersion"]
    assert first["Table"]["VersionId"] == "0"


def test_deleting_tables_in_a_batch_names_the_absent_ones(glue, database, table):
    errors = glue.batch_delete_table(DatabaseName=database, TablesToDelete=[table, "absent"])["Errors"]
    assert [(error["TableName"], error["ErrorDetail"]["ErrorCode"]) for error in errors] == [("absent", "EntityNotFoundException")]
    assert glue.get_tables(DatabaseName=database)["TableList"] == []


def test_tables_are_found_by_expression(glue, database, table):
    glue.create_table(DatabaseName=database, TableInput=orders_table(Name="customers"))
    found = glue.get_tables(DatabaseName=database, Expression="ord.*")["TableList"]
    assert [entry["Name"] for entry in found] == ["orders"]


def test_partitions_are_created_in_batches_and_paged(glue, database, table):
    inputs = [partition("2020", f"{month:02}") for month in range(1, 13)]
    assert glue.batch_create_partition(DatabaseName=database, TableName=table, PartitionInputList=inputs)["Errors"] == []
    pages = glue.get_paginator("get_partitions").paginate(DatabaseName=database, TableName=table, PaginationConfig={"PageSize": 5})
    sizes = [len(page["Partitions"]) for page in pages]
    assert sizes == [5, 5, 2]


@pytest.mark.parametrize("expression, months", [
    ("month = '02'", ["02"]),
    ("year = 2020 and month >= '11'", ["11", "12"]),
    ("month in ('01', '03') or month like '1_'", ["01", "03", "10", "11", "12"]),
    ("not (month between '02' and '12')", ["01"]),
])
def test_partitions_are_found_by_expression(glue, database, table, expression, months):
    glue.batch_create_partition(DatabaseName=database, TableName=table,
                                PartitionInputList=[partition("2020", f"{month:02}") for month in range(1, 13)])
    found = glue.get_partitions(DatabaseName=database, TableName=table, Expression=expression)["Partitions"]
    assert [entry["Values"][1] for entry in found] == months


def test_an_expression_over_an_unknown_key_is_refused(glue, database, table):
    code, message = error_of(lambda: glue.get_partitions(DatabaseName=database, TableName=table, Expression="colour = 'red'"))
    assert code == "InvalidInputException" and "colour" in message


def test_a_partition_is_updated_and_deleted(glue, database, table):
    glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01"))
    glue.update_partition(DatabaseName=database, TableName=table, PartitionValueList=["2020", "01"],
                          PartitionInput=partition("2020", "01") | {"Parameters": {"rows": "7"}})
    found = glue.get_partition(DatabaseName=database, TableName=table, PartitionValues=["2020", "01"])["Partition"]
    assert found["Parameters"] == {"rows": "7"}
    glue.delete_partition(DatabaseName=database, TableName=table, PartitionValues=["2020", "01"])
    code, message = error_of(lambda: glue.get_partition(DatabaseName=database, TableName=table, PartitionValues=["2020", "01"]))
    assert (code, message) == ("EntityNotFoundException", "Cannot find partition.")


def test_a_duplicate_partition_is_refused(glue, database, table):
    glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01"))
    code, _ = error_of(lambda: glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01")))
    assert code == "AlreadyExistsException"


def test_catalogs_are_apart_by_region_and_account(server, database):
    for elsewhere in (server.client("glue", region="eu-west-1"), server.client("glue", access_key="123456789012")):
        assert error_of(lambda: elsewhere.get_database(Name=database))[0] == "EntityNotFoundException"


def test_an_input_member_that_is_not_supported_is_refused_by_name(glue, name):
    code, message = error_of(lambda: glue.create_database(
        DatabaseInput={"Name": name, "TargetDatabase": {"CatalogId": "000000000000", "DatabaseName": "x"}}))
    assert code == "InvalidInputException" and "TargetDatabase" in message


def test_an_operation_that_is_not_supported_is_refused_by_name(glue):
    code, message = error_of(lambda: glue.list_crawlers())
    assert code == "UnknownOperationException" and "ListCrawlers" in message
