"""Data catalogs and their metadata: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetTableMetadata.html"""

import datetime

import pytest

from athena_help import LAZY_SIMPLE, refusal

CATALOG = "AwsDataCatalog"


def test_the_accounts_own_catalog_is_there(athena):
    assert athena.list_data_catalogs()["DataCatalogsSummary"] == [{"CatalogName": CATALOG, "Type": "GLUE", "Status": "CREATE_COMPLETE"}]
    catalog = athena.get_data_catalog(Name=CATALOG)["DataCatalog"]
    assert (catalog["Name"], catalog["Type"], catalog["Parameters"]) == (CATALOG, "GLUE", {"catalog-id": "000000000000"})
    assert refusal(lambda: athena.get_data_catalog(Name="hive")) == ("InvalidRequestException", "Data catalog hive was not found")


@pytest.mark.parametrize("call", [
    lambda athena: athena.create_data_catalog(Name="other", Type="HIVE", Parameters={"metadata-function": "f"}),
    lambda athena: athena.update_data_catalog(Name=CATALOG, Type="GLUE"), lambda athena: athena.delete_data_catalog(Name=CATALOG),
])
def test_other_catalogs_are_refused(athena, call):
    assert refusal(lambda: call(athena))[0] == "UnknownOperationException"


def test_a_database_is_shown(athena, glue, name):
    glue.create_database(DatabaseInput={"Name": name, "Description": "of a test", "Parameters": {"owner": "me"}})
    shown = athena.get_database(CatalogName=CATALOG, DatabaseName=name)["Database"]
    assert shown == {"Name": name, "Description": "of a test", "Parameters": {"owner": "me"}}
    code, message = refusal(lambda: athena.get_database(CatalogName=CATALOG, DatabaseName="nothing"))
    assert code == "MetadataException"
    assert "Error Code: EntityNotFoundException;" in message
    assert refusal(lambda: athena.get_database(CatalogName="other", DatabaseName=name))[0] == "InvalidRequestException"


def test_databases_are_listed_in_pages(athena, glue, name):
    for letter in "abc":
        glue.create_database(DatabaseInput={"Name": f"{name}-{letter}", "Description": "x"})
    pages = list(athena.get_paginator("list_databases").paginate(CatalogName=CATALOG, PaginationConfig={"PageSize": 2}))
    names = [database["Name"] for page in pages for database in page["DatabaseList"]]
    assert [f"{name}-{letter}" for letter in "abc"] == [one for one in names if one.startswith(f"{name}-")]
    assert len(names) == len(set(names))
    only = athena.list_databases(CatalogName=CATALOG, AttributesToGet=["NAME"])["DatabaseList"]
    assert all(set(database) == {"Name"} for database in only)


def test_a_table_is_shown_with_its_columns_and_its_storage(athena, bucket, database, csv_table):
    csv_table("sales", {"id": "int", "amount": "decimal(10,2)"}, parameters={"classification": "csv"}, partition_keys={"year": "int"})
    table = athena.get_table_metadata(CatalogName=CATALOG, DatabaseName=database, TableName="Sales")["TableMetadata"]
    assert (table["Name"], table["TableType"]) == ("sales", "EXTERNAL_TABLE")
    assert table["Columns"] == [{"Name": "id", "Type": "int"}, {"Name": "amount", "Type": "decimal(10,2)"}]
    assert table["PartitionKeys"] == [{"Name": "year", "Type": "int"}]
    assert table["Parameters"] == {
        "classification": "csv", "location": f"s3://{bucket}/sales/", "inputformat": "org.apache.hadoop.mapred.TextInputFormat",
        "outputformat": "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat", "serde.serialization.lib": LAZY_SIMPLE,
        "serde.param.field.delim": ","}
    assert abs(table["CreateTime"] - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=10)
    assert table["LastAccessTime"].timestamp() == 0
    code, message = refusal(lambda: athena.get_table_metadata(CatalogName=CATALOG, DatabaseName=database, TableName="nothing"))
    assert code == "MetadataException"
    assert "EntityNotFoundException" in message


def test_tables_are_listed_in_pages_and_by_expression(athena, database, csv_table):
    for table in ("orders_a", "orders_b", "orders_c", "customers"):
        csv_table(table, {"id": "int"})
    pages = athena.get_paginator("list_table_metadata").paginate(CatalogName=CATALOG, DatabaseName=database, PaginationConfig={"PageSize": 3})
    assert [table["Name"] for page in pages for table in page["TableMetadataList"]] == ["customers", "orders_a", "orders_b", "orders_c"]
    some = athena.list_table_metadata(CatalogName=CATALOG, DatabaseName=database, Expression="Orders_[ac]")["TableMetadataList"]
    assert [table["Name"] for table in some] == ["orders_a", "orders_c"]
    typed = athena.list_table_metadata(CatalogName=CATALOG, DatabaseName=database, Expression="customers",
                                       AttributesToGet=["NAME", "TABLE_TYPE"])["TableMetadataList"]
    assert typed == [{"Name": "customers", "TableType": "EXTERNAL_TABLE"}]
    assert refusal(lambda: athena.list_table_metadata(CatalogName=CATALOG, DatabaseName=database, Expression="("))[0] == "InvalidRequestException"
    assert refusal(lambda: athena.list_table_metadata(CatalogName=CATALOG, DatabaseName="nothing"))[0] == "MetadataException"


def test_the_aws_cli_shows_a_table(server, database, csv_table):
    csv_table("t", {"id": "int"})
    shown = server.aws_json("athena", "get-table-metadata", "--catalog-name", CATALOG, "--database-name", database, "--table-name", "t")
    assert shown["TableMetadata"]["Columns"] == [{"Name": "id", "Type": "int"}]
