"""Views that stand in Glue's catalog: https://docs.aws.amazon.com/athena/latest/ug/views.html

CREATE VIEW comes later; here a view is made as awswrangler and Athena itself write one, by glue.create_table."""

import pytest

from athena_help import presto_view

HOUR = {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 60}}


@pytest.fixture
def view(glue, database):
    """Makes a view, or gives it another query: view("v", "select 1 x", {"x": "integer"})"""

    def make(name, sql, columns, schema=None, text=None, update=False):
        table = {"Name": name, "TableType": "VIRTUAL_VIEW", "Parameters": {"presto_view": "true", "comment": "Presto View"},
                 "ViewOriginalText": text or presto_view(sql, columns, schema or database), "ViewExpandedText": "/* Presto View */",
                 "StorageDescriptor": {"Columns": [{"Name": n, "Type": {"integer": "int", "varchar": "string"}.get(t, t)} for n, t in columns.items()],
                                       "Location": "", "SerdeInfo": {}}}
        (glue.update_table if update else glue.create_table)(DatabaseName=database, TableInput=table)
        return name

    return make


@pytest.fixture
def names(view, orders):
    return view("names", "SELECT id, upper(customer) AS name FROM orders WHERE customer IS NOT NULL", {"id": "integer", "name": "varchar"})


@pytest.mark.parametrize("of_view, of_table", [
    ("select * from names where id < 3 order by id", "select id, upper(customer) from orders where id < 3 order by id"),
    ("select names.name from names where names.id = 1", "select upper(customer) from orders where id = 1"),
    ("select n.name, count(*) from names n group by n.name order by 1",
     "select upper(customer), count(*) from orders where customer is not null group by customer order by 1"),
    ("select o.id from orders o where o.id not in (select id from names) order by 1", "select id from orders where customer is null order by 1"),
    ("with orders as (select 9 id, 'x' customer) select count(*) from names", "select count(*) from orders where customer is not null"),
])
def test_a_view_is_a_table(query, names, of_view, of_table):
    rows = query(of_view).rows
    assert rows and rows == query(of_table).rows


def test_its_columns_have_the_types_of_its_definition(query, view, orders):
    view("wide", "select id, customer c from orders", {"id": "bigint", "c": "varchar"})
    columns = query("select * from wide").result_set["ResultSetMetadata"]["ColumnInfo"]
    assert [(c["Name"], c["Type"]) for c in columns] == [("id", "bigint"), ("c", "varchar")]


def test_the_information_schema_tells_of_it(query, view, database, names):
    view("broken", "", {"a": "integer"}, text="/* Presto View: e30= */")
    of_here = f"where table_schema = '{database}'"
    assert query(f"select table_name, table_type from information_schema.tables {of_here} and table_type = 'VIEW' order by 1").rows == [["broken", "VIEW"], ["names", "VIEW"]]
    assert query(f"select table_name, view_definition from information_schema.views {of_here} order by 1").rows == [
        ["broken", None], ["names", "SELECT id, upper(customer) AS name FROM orders WHERE customer IS NOT NULL"]]
    assert query(f"select column_name, data_type from information_schema.columns {of_here} and table_name = 'names' order by ordinal_position").rows == [
        ["id", "integer"], ["name", "varchar"]]


def test_a_view_of_a_view(query, view, names):
    view("loud", "select name || '!' loud from names", {"loud": "varchar"})
    assert query("select min(loud) from loud").rows == [["ANN!"]]


def test_names_in_it_mean_its_own_database(glue, query, view, name, orders, bucket, database):
    other = name.replace("-", "_") + "_other"
    glue.create_database(DatabaseInput={"Name": other})
    view("here", "select count(*) n from orders", {"n": "bigint"})
    assert query(f"select n from {database}.here", QueryExecutionContext={"Database": other}).rows == [["6"]]


def test_partitions_are_pruned_through_it(query, view, csv_table, s3, bucket, glue, database):
    csv_table("days", {"n": "int"}, partition_keys={"day": "int"})
    for day in (1, 2):
        s3.put_object(Bucket=bucket, Key=f"days/day={day}/a.csv", Body=b"1\n" * day)
        descriptor = glue.get_table(DatabaseName=database, Name="days")["Table"]["StorageDescriptor"]
        glue.create_partition(DatabaseName=database, TableName="days", PartitionInput={
            "Values": [str(day)], "StorageDescriptor": descriptor | {"Location": f"s3://{bucket}/days/day={day}/"}})
    view("all_days", "select n, day d from days", {"n": "integer", "d": "integer"})
    one = query("select count(*) from all_days where d = 1")
    assert (one.rows, one.scanned) == ([["1"]], 2)


@pytest.mark.parametrize("sql, columns, reason", [
    ("select id from orders", {"id": "integer", "x": "varchar"},
     "stored view column count (2) does not match column count derived from the view query analysis (1)"),
    ("select id + 1 from orders", {"id": "integer"}, "a column of type integer projected from query view at position 0 has no name"),
    ("select id from orders", {"number": "integer"},
     "column [id] of type integer projected from query view at position 0 has a different name from column [number] of type integer stored in view definition"),
    ("select customer c from orders", {"c": "integer"},
     "column [c] of type varchar projected from query view at position 0 cannot be coerced to column [c] of type integer stored in view definition"),
])
def test_a_view_that_gives_something_else_by_now_is_stale(query, view, orders, database, sql, columns, reason):
    view("old", sql, columns)
    assert query("select * from old").reason == f"VIEW_IS_STALE: line 1:15: View 'awsdatacatalog.{database}.old' is stale or in invalid state: {reason}"


def test_a_view_whose_query_fails_is_told_with_why(query, view, database):
    view("broken", "select id from gone", {"id": "integer"})
    assert query("select * from broken").reason == (
        f"INVALID_VIEW: line 1:15: Failed analyzing stored view 'awsdatacatalog.{database}.broken': "
        f"line 1:16: Table 'awsdatacatalog.{database}.gone' does not exist")


def test_a_view_may_not_name_itself(query, view, database):
    view("a", "select x from b", {"x": "integer"})
    view("b", "select x from a", {"x": "integer"})
    assert query("select * from a").reason.endswith("View is recursive")
    assert query("select * from a").reason.startswith("INVALID_VIEW: line 1:15: Failed analyzing stored view ")


def test_views_nest_up_to_a_depth(query, view):
    view("v0", "select 1 x", {"x": "integer"})
    for i in range(31):
        view(f"v{i + 1}", f"select x from v{i}", {"x": "integer"})
    assert query("select x from v29").rows == [["1"]]
    deep = query("select x from v31").reason
    assert deep.startswith("NOT_SUPPORTED") and "views in each other" in deep  # a bound of ours, no fault of a view


def test_views_of_hive_are_refused(query, view, database):
    view("of_hive", "", {"x": "integer"}, text="select 1 x")
    assert query("select * from of_hive").reason == f"NOT_SUPPORTED: Hive views are not supported: '{database}.of_hive'"


def test_its_entry_says_that_it_is_a_view(athena, names, database):
    entry = athena.get_table_metadata(CatalogName="AwsDataCatalog", DatabaseName=database, TableName="names")["TableMetadata"]
    assert (entry["TableType"], entry["Parameters"]["presto_view"]) == ("VIRTUAL_VIEW", "true")
    assert [(c["Name"], c["Type"]) for c in entry["Columns"]] == [("id", "int"), ("name", "string")]


def test_a_result_is_reused_as_long_as_the_view_is_the_same(query, view, orders):
    def reused(ended):
        return ended.execution["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]

    view("top", "select max(id) top from orders", {"top": "integer"})
    view("dice", "select rand() r", {"r": "double"})
    query("select top from top"), query("select r from dice")
    assert reused(query("select top from top", ResultReuseConfiguration=HOUR))
    assert not reused(query("select r from dice", ResultReuseConfiguration=HOUR))
    view("top", "select min(id) top from orders", {"top": "integer"}, update=True)
    again = query("select top from top", ResultReuseConfiguration=HOUR)
    assert not reused(again) and again.rows == [["1"]]


def test_a_result_is_not_reused_by_a_view_of_the_same_text_in_another_database(query, view, orders):
    view("all_orders", "select id from orders where id = 1", {"id": "integer"})
    query("select * from all_orders")
    view("all_orders", "select id from orders where id = 1", {"id": "integer"}, schema="elsewhere", update=True)
    again = query("select * from all_orders", ResultReuseConfiguration=HOUR)
    assert again.reason.endswith("Schema 'elsewhere' does not exist")


def test_a_view_names_hidden_columns_of_its_tables_and_has_none_itself(query, view, orders, bucket):
    view("paths", 'SELECT id, "$path" AS object FROM orders', {"id": "integer", "object": "varchar"})
    assert query("select distinct object from paths").rows == [[f"s3://{bucket}/orders/data.csv"]]
    assert query('select count(*) from paths p join orders o on p.object = o."$path" and p.id = o.id').rows == [["6"]]
    assert query('select "$path" from paths').reason.startswith("COLUMN_NOT_FOUND")
