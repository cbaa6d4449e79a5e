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


def test_an_update_replaces_the_database_and_keeps_its_birth(glue, database):
    born = glue.get_database(Name=database)["Database"]["CreateTime"]
    glue.update_database(Name=database, DatabaseInput={"Name": database, "LocationUri": "s3://lake/", "Parameters": {"owner": "me"}})
    found = glue.get_database(Name=database)["Database"]
    assert "Description" not in found
    assert (found["LocationUri"], found["Parameters"], found["CreateTime"]) == ("s3://lake/", {"owner": "me"}, born)


def test_a_database_cannot_be_renamed_nor_an_absent_one_updated(glue, database):
    code, message = error_of(lambda: glue.update_database(Name=database, DatabaseInput={"Name": database + "-2"}))
    assert code == "InvalidInputException" and "renamed" in message
    assert error_of(lambda: glue.update_database(Name="nowhere", DatabaseInput={"Name": "nowhere"})) == (
        "EntityNotFoundException", "Database nowhere not found.")


def test_a_deleted_database_takes_its_tables_along(glue, database, table):
    glue.delete_database(Name=database)
    assert error_of(lambda: glue.get_database(Name=database))[0] == "EntityNotFoundException"
    assert error_of(lambda: glue.delete_database(Name=database))[0] == "EntityNotFoundException"
    glue.create_database(DatabaseInput={"Name": database})
    assert glue.get_tables(DatabaseName=database)["TableList"] == []


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


def test_an_earlier_version_can_be_deleted_and_the_current_one_not(glue, database, table):
    glue.update_table(DatabaseName=database, TableInput=orders_table(Description="second"))
    for version, code in (("1", "InvalidInputException"), ("7", "EntityNotFoundException"), ("x", "EntityNotFoundException")):
        assert error_of(lambda: glue.delete_table_version(DatabaseName=database, TableName=table, VersionId=version))[0] == code
    glue.delete_table_version(DatabaseName=database, TableName=table, VersionId="0")
    versions = glue.get_table_versions(DatabaseName=database, TableName=table)["TableVersions"]
    assert [version["VersionId"] for version in versions] == ["1"]
    assert error_of(lambda: glue.get_table_version(DatabaseName=database, TableName=table, VersionId="0"))[0] == "EntityNotFoundException"


def test_a_next_token_that_was_never_given_is_refused(glue, database, table):
    for token in ("!", "bm90IGEgbnVtYmVy"):  # no base64; base64 of what is no version
        code, message = error_of(lambda: glue.get_table_versions(DatabaseName=database, TableName=table, NextToken=token))
        assert code == "InvalidInputException" and "NextToken" in message


def test_deleting_tables_in_a_batch_names_the_absent_ones(glue, database, table):
    errors = glue.batch_delete_table(DatabaseName=database, TablesToDelete=[table, "absent"])["Errors"]
    assert [(error["TableName"], error["ErrorDetail"]["ErrorCode"]) for error in errors] == [("absent", "EntityNotFoundException")]
    assert glue.get_tables(DatabaseName=database)["TableList"] == []


def test_tables_are_found_by_expression(glue, database, table):
    glue.create_table(DatabaseName=database, TableInput=orders_table(Name="customers"))
    found = glue.get_tables(DatabaseName=database, Expression="ord.*")["TableList"]
    assert [entry["Name"] for entry in found] == ["orders"]


@pytest.mark.parametrize("expression", ["(", "(o)\\1", "(o{90}){90}"])
def test_an_expression_that_is_broken_or_has_no_bounds_is_refused(glue, database, table, expression):
    code, message = error_of(lambda: glue.get_tables(DatabaseName=database, Expression=expression))
    assert code == "InvalidInputException" and expression in message


def test_an_expression_that_backtracks_is_answered_at_once(glue, database):
    glue.create_table(DatabaseName=database, TableInput=orders_table(Name="a" * 200))
    assert glue.get_tables(DatabaseName=database, Expression="(a*)*b")["TableList"] == []


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


KEY_COUNT = "The number of partition keys do not match the number of partition values"


def test_a_partition_cannot_be_given_fewer_or_more_values_than_its_table_has_keys(glue, database, table):
    glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01"))
    for values in (["2020"], ["2020", "01", "x"], []):
        assert error_of(lambda: glue.create_partition(DatabaseName=database, TableName=table, PartitionInput={"Values": values})) == (
            "InvalidInputException", KEY_COUNT)
        assert error_of(lambda: glue.update_partition(DatabaseName=database, TableName=table, PartitionValueList=["2020", "01"],
                                                      PartitionInput={"Values": values})) == ("InvalidInputException", KEY_COUNT)
    found = glue.get_partitions(DatabaseName=database, TableName=table, Expression="month = '01'")["Partitions"]
    assert [entry["Values"] for entry in found] == [["2020", "01"]]


def test_the_number_of_keys_of_a_table_stays_while_it_has_partitions(glue, database, table):
    glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01"))
    wider = orders_table(PartitionKeys=[{"Name": name, "Type": "string"} for name in ("year", "month", "day")])
    code, message = error_of(lambda: glue.update_table(DatabaseName=database, TableInput=wider))
    assert code == "InvalidInputException" and "partitions of 2 keys" in message
    renamed = orders_table(PartitionKeys=[{"Name": name, "Type": "string"} for name in ("y", "m")])
    glue.update_table(DatabaseName=database, TableInput=renamed)
    glue.delete_partition(DatabaseName=database, TableName=table, PartitionValues=["2020", "01"])
    glue.update_table(DatabaseName=database, TableInput=wider)
    assert glue.get_partitions(DatabaseName=database, TableName=table, Expression="day = '01'")["Partitions"] == []


def test_numbers_that_are_one_in_floating_point_are_two_partitions(glue, database):
    glue.create_table(DatabaseName=database, TableInput=orders_table(PartitionKeys=[{"Name": "id", "Type": "bigint"}]))
    glue.batch_create_partition(DatabaseName=database, TableName="orders",
                                PartitionInputList=[partition("9007199254740992"), partition("9007199254740993")])
    found = glue.get_partitions(DatabaseName=database, TableName="orders", Expression="id > 9007199254740992")["Partitions"]
    assert [entry["Values"] for entry in found] == [["9007199254740993"]]


def test_partitions_are_got_in_batches_and_the_absent_ones_left_out(glue, database, table):
    glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", "01"))
    answer = glue.batch_get_partition(DatabaseName=database, TableName=table,
                                      PartitionsToGet=[{"Values": ["2020", "01"]}, {"Values": ["2020", "02"]}, {"Values": ["2020"]}])
    assert [entry["Values"] for entry in answer["Partitions"]] == [["2020", "01"]]
    assert answer["UnprocessedKeys"] == []
    code, message = error_of(lambda: glue.batch_get_partition(DatabaseName=database, TableName="no", PartitionsToGet=[]))
    assert (code, message) == ("EntityNotFoundException", "Table no not found.")


def test_partitions_are_updated_in_batches_and_the_others_named(glue, database, table):
    for month in ("01", "02"):
        glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", month))

    def entry(month, *values):
        return {"PartitionValueList": ["2020", month], "PartitionInput": {"Values": list(values), "Parameters": {"rows": "7"}}}

    errors = glue.batch_update_partition(DatabaseName=database, TableName=table, Entries=[
        entry("01", "2020", "01"), entry("12", "2020", "12"), entry("02", "2020"), entry("02", "2020", "01")])["Errors"]
    assert [(error["PartitionValueList"], error["ErrorDetail"]["ErrorCode"]) for error in errors] == [
        (["2020", "12"], "EntityNotFoundException"), (["2020", "02"], "InvalidInputException"), (["2020", "02"], "AlreadyExistsException")]
    assert errors[1]["ErrorDetail"]["ErrorMessage"] == KEY_COUNT
    found = glue.get_partitions(DatabaseName=database, TableName=table)["Partitions"]
    assert [(entry["Values"], entry.get("Parameters")) for entry in found] == [(["2020", "01"], {"rows": "7"}), (["2020", "02"], None)]


def test_partitions_are_deleted_in_batches_and_the_absent_ones_named(glue, database, table):
    for month in ("01", "02", "03"):
        glue.create_partition(DatabaseName=database, TableName=table, PartitionInput=partition("2020", month))
    errors = glue.batch_delete_partition(DatabaseName=database, TableName=table, PartitionsToDelete=[
        {"Values": ["2020", "01"]}, {"Values": ["2020", "12"]}, {"Values": ["2020", "03"]}])["Errors"]
    assert [(error["PartitionValues"], error["ErrorDetail"]["ErrorCode"]) for error in errors] == [(["2020", "12"], "EntityNotFoundException")]
    assert [entry["Values"] for entry in glue.get_partitions(DatabaseName=database, TableName=table)["Partitions"]] == [["2020", "02"]]


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
