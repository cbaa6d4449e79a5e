"""Data catalogs and their metadata: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetTableMetadata.html"""

import datetime

import pytest

from athena_help import LAZY_SIMPLE, presto_view, refusal

CATALOG = "AwsDataCatalog"
ACCOUNT = "000000000000"
OWN = {"catalog-id": ACCOUNT}


@pytest.fixture
def catalog(athena, name):
    """The name of a data catalog of the account's own tables; it goes with the test."""
    athena.create_data_catalog(Name=name, Type="GLUE", Parameters=OWN)
    yield name
    athena.delete_data_catalog(Name=name)


def listed(athena, **settings):
    """The summaries of all data catalogs, page by page."""
    pages = athena.get_paginator("list_data_catalogs").paginate(**settings)
    return [summary for page in pages for summary in page["DataCatalogsSummary"]]


def test_the_accounts_own_catalog_is_there(athena):
    assert {"CatalogName": CATALOG, "Type": "GLUE", "Status": "CREATE_COMPLETE"} in listed(athena)
    catalog = athena.get_data_catalog(Name=CATALOG)["DataCatalog"]
    assert (catalog["Name"], catalog["Type"], catalog["Parameters"]) == (CATALOG, "GLUE", OWN)
    assert refusal(lambda: athena.get_data_catalog(Name="hive")) == ("InvalidRequestException", "DataCatalog hive was not found")


def test_another_name_of_it_is_created_shown_changed_and_deleted(athena, name):
    made = athena.create_data_catalog(Name=f"{name}_Own", Type="GLUE", Description="of a test", Parameters=OWN)["DataCatalog"]
    assert made == {"Name": f"{name}_Own", "Description": "of a test", "Type": "GLUE", "Parameters": OWN, "Status": "CREATE_COMPLETE"}
    assert athena.get_data_catalog(Name=f"{name}_own")["DataCatalog"] == made
    athena.update_data_catalog(Name=f"{name}_own", Type="GLUE", Description="changed", Parameters=OWN)
    assert athena.get_data_catalog(Name=f"{name}_own")["DataCatalog"] == made | {"Description": "changed"}
    athena.delete_data_catalog(Name=f"{name}_own")
    code, message = refusal(lambda: athena.get_data_catalog(Name=f"{name}_own"))
    assert (code, message) == ("InvalidRequestException", f"DataCatalog {name}_own was not found")


def test_data_catalogs_are_listed_by_name_in_pages(athena, name):
    made = [f"{prefix}-{name}" for prefix in ("aaa", "B", "zzz")]
    for one in made:
        athena.create_data_catalog(Name=one, Type="GLUE", Parameters=OWN)
    names = [summary["CatalogName"] for summary in listed(athena, PaginationConfig={"PageSize": 2})]
    assert names == sorted(names, key=str.lower)
    assert {*made, CATALOG} <= set(names) and len(names) == len(set(names))
    for one in made:
        athena.delete_data_catalog(Name=one)


@pytest.mark.parametrize("members, says", [
    ({"Type": "HIVE", "Parameters": {"metadata-function": "f"}}, "of type HIVE are not supported"),
    ({"Type": "LAMBDA", "Parameters": {"function": "f"}}, "of type LAMBDA are not supported"),
    ({"Type": "FEDERATED", "Parameters": {"connection-arn": "c"}}, "of type FEDERATED are not supported"),
    ({"Parameters": {"catalog-id": "111111111111"}}, "The Glue Data Catalog of another account is not supported: catalog-id is 111111111111"),
    ({"Parameters": {}}, "needs the parameter catalog-id"),
    ({"Parameters": OWN | {"function": "f"}}, "has no parameter function"),
    ({"Name": "with.a.dot"}, "each a letter, a digit, _, @ or -"),
    ({"Name": "x" * 128}, "1 to 127 characters"),
    ({"Name": CATALOG}, "The name AwsDataCatalog is reserved by Athena"),
    ({"Name": "Hive"}, "The name Hive is reserved by Athena"),
])
def test_what_no_data_catalog_can_be_is_refused(athena, name, members, says):
    request = {"Name": name, "Type": "GLUE", "Parameters": OWN} | members
    code, message = refusal(lambda: athena.create_data_catalog(**request))
    assert code == "InvalidRequestException" and says in message


def test_a_name_is_taken_in_any_case(athena, catalog):
    code, message = refusal(lambda: athena.create_data_catalog(Name=catalog.upper(), Type="GLUE", Parameters=OWN))
    assert (code, message) == ("InvalidRequestException", f"DataCatalog {catalog.upper()} already exists")


@pytest.mark.parametrize("call", [
    lambda athena: athena.update_data_catalog(Name=CATALOG, Type="GLUE", Description="mine"),
    lambda athena: athena.delete_data_catalog(Name=CATALOG.lower()),
])
def test_the_accounts_own_catalog_cannot_be_changed(athena, call):
    assert refusal(lambda: call(athena)) == ("InvalidRequestException", "DataCatalog AwsDataCatalog cannot be updated or deleted")


def test_only_the_catalog_of_a_federation_is_deleted_alone(athena, catalog):
    code, message = refusal(lambda: athena.delete_data_catalog(Name=catalog, DeleteCatalogOnly=True))
    assert code == "InvalidRequestException" and "DeleteCatalogOnly" in message


def test_data_catalogs_have_tags(athena, name):
    arn = f"arn:aws:athena:us-east-1:{ACCOUNT}:datacatalog/{name}"
    athena.create_data_catalog(Name=name, Type="GLUE", Parameters=OWN, Tags=[{"Key": "team", "Value": "sales"}])
    athena.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "sales"}]
    athena.untag_resource(ResourceARN=arn, TagKeys=["stage"])
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "team", "Value": "sales"}]
    athena.delete_data_catalog(Name=name)
    assert refusal(lambda: athena.list_tags_for_resource(ResourceARN=arn))[0] == "ResourceNotFoundException"


def test_they_are_of_one_account_and_region(server, catalog):
    for elsewhere in (server.client("athena", region="eu-west-1"), server.client("athena", access_key="123456789012")):
        assert refusal(lambda: elsewhere.get_data_catalog(Name=catalog))[0] == "InvalidRequestException"


def test_they_hold_the_accounts_databases_and_tables(athena, database, csv_table, catalog):
    csv_table("t", {"id": "int"})
    assert athena.get_database(CatalogName=catalog.upper(), DatabaseName=database)["Database"]["Name"] == database
    databases = athena.get_paginator("list_databases").paginate(CatalogName=catalog)
    assert database in [one["Name"] for page in databases for one in page["DatabaseList"]]
    table = athena.get_table_metadata(CatalogName=catalog, DatabaseName=database, TableName="t")["TableMetadata"]
    assert table == athena.get_table_metadata(CatalogName=CATALOG, DatabaseName=database, TableName="t")["TableMetadata"]
    assert [one["Name"] for one in athena.list_table_metadata(CatalogName=catalog, DatabaseName=database)["TableMetadataList"]] == ["t"]


def test_a_query_runs_in_one(athena, query, orders, database, catalog):
    context = {"Catalog": catalog.upper(), "Database": database}
    ended = query("select count(*), current_catalog from orders", QueryExecutionContext=context)
    assert ended.rows == [["6", catalog]]
    assert ended.execution["QueryExecutionContext"] == {"Catalog": catalog, "Database": database}
    assert query("select 1 from nothing", QueryExecutionContext=context).reason == (
        f"TABLE_NOT_FOUND: line 1:15: Table '{catalog}.{database}.nothing' does not exist")


@pytest.mark.parametrize("text", [
    'select count(*) from "{catalog}".{database}.orders',
    'select count("{catalog}".{database}.orders.id) from "{catalog}".{database}.orders',
    'select count(*) from "{catalog}".{database}.orders a join awsdatacatalog.{database}.orders b on a.id = b.id',
])
def test_a_query_names_tables_by_one(query, orders, database, catalog, text):
    assert query(text.format(catalog=catalog.upper(), database=database)).rows == [["6"]]


def test_the_information_schema_is_of_the_catalog_that_names_it(query, orders, database, catalog):
    tables = f"information_schema.tables where table_schema = '{database}'"
    assert query(f'select table_catalog, table_name from "{catalog}".{tables} and table_catalog = \'{catalog}\'').rows == [[catalog, "orders"]]
    in_it = query(f"select table_catalog from {tables}", QueryExecutionContext={"Catalog": catalog})
    assert in_it.rows == [[catalog]]


def test_a_view_may_be_of_one(query, glue, database, orders, catalog):
    glue.create_table(DatabaseName=database, TableInput={
        "Name": "v", "TableType": "VIRTUAL_VIEW", "Parameters": {"presto_view": "true"},
        "ViewOriginalText": presto_view("select current_catalog c, count(*) n from orders", {"c": "varchar", "n": "bigint"}, database, catalog),
        "StorageDescriptor": {"Columns": [{"Name": "c", "Type": "string"}, {"Name": "n", "Type": "bigint"}], "Location": "", "SerdeInfo": {}}})
    assert query("select c, n from v").rows == [[catalog, "6"]]


def test_a_catalog_that_is_not_there_fails_the_query(athena, query, orders, database, name):
    in_text = query(f'select 1 from "{name}".{database}.orders')
    assert in_text.reason == f"CATALOG_NOT_FOUND: line 1:15: Catalog '{name}' does not exist"
    in_context = query("select 1", QueryExecutionContext={"Catalog": name, "Database": database})
    assert in_context.reason == f"CATALOG_NOT_FOUND: Catalog '{name}' does not exist"


def test_data_catalogs_and_their_tags_are_there_after_a_kill(fresh_server, tmp_path):
    server = fresh_server(data=tmp_path / "data")
    server.client("athena").create_data_catalog(Name="mine", Type="GLUE", Description="kept", Parameters=OWN, Tags=[{"Key": "a", "Value": "b"}])
    server.kill()
    athena = fresh_server(data=tmp_path / "data").client("athena")
    assert athena.get_data_catalog(Name="mine")["DataCatalog"]["Description"] == "kept"
    arn = f"arn:aws:athena:us-east-1:{ACCOUNT}:datacatalog/mine"
    assert athena.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "b"}]


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


def test_the_aws_cli_creates_a_catalog(server, name):
    made = server.aws_json("athena", "create-data-catalog", "--name", name, "--type", "GLUE", "--parameters", f"catalog-id={ACCOUNT}")
    assert made["DataCatalog"]["Name"] == name
    server.aws("athena", "delete-data-catalog", "--name", name)
