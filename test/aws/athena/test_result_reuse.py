"""The reuse of results by age: https://docs.aws.amazon.com/athena/latest/ug/reusing-query-results.html"""

import pytest
from botocore.config import Config

from athena_help import refusal

HOUR = {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 60}}


def reused(ended):
    return ended.execution["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]


def labels(ended):
    return [column["Name"] for column in ended.result_set["ResultSetMetadata"]["ColumnInfo"]]


def definition_of(glue, database, name):
    table = glue.get_table(DatabaseName=database, Name=name)["Table"]
    return {key: table[key] for key in ("Name", "StorageDescriptor", "PartitionKeys", "TableType", "Parameters") if key in table}


def test_the_same_query_takes_the_earlier_result(s3, bucket, query, orders):
    first = query("select count(*) as n from orders")
    again = query("select count(*) as n from orders", ResultReuseConfiguration=HOUR)
    assert reused(again) and not reused(first)
    assert again.id != first.id
    assert again.rows == first.rows == [["6"]]
    assert (again.scanned, again.execution["ResultConfiguration"]) == (0, first.execution["ResultConfiguration"])
    assert again.execution["ResultReuseConfiguration"] == HOUR
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket, Prefix="results/")["Contents"]] == [
        f"results/{first.id}.csv", f"results/{first.id}.csv.metadata"]


@pytest.mark.parametrize("suffix", ["", ".metadata"])
def test_a_result_that_somebody_replaced_is_nobody_elses(s3, bucket, query, orders, suffix):
    first = query("select count(*) as n from orders")
    key = f"results/{first.id}.csv{suffix}"
    s3.put_object(Bucket=bucket, Key=key, Body=s3.get_object(Bucket=bucket, Key=key)["Body"].read().replace(b"6", b"7"))
    again = query("select count(*) as n from orders", ResultReuseConfiguration=HOUR)
    assert not reused(again) and again.rows == [["6"]]


def test_reuse_is_asked_for(query, orders):
    query("select count(*) from orders")
    assert not reused(query("select count(*) from orders"))
    off = {"ResultReuseByAgeConfiguration": {"Enabled": False}}
    assert not reused(query("select count(*) from orders", ResultReuseConfiguration=off))
    assert not reused(query("select count(*) from orders", ResultReuseConfiguration={
        "ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 0}}))


def test_athena_does_not_look_whether_the_data_changed(s3, bucket, query, orders):
    """Users bound the age by how fresh they need the data; a query without reuse sees the new rows."""
    assert query("select count(*) from orders").rows == [["6"]]
    s3.put_object(Bucket=bucket, Key="orders/more.csv", Body=b"7,dan,1.00,2024-03-04\n")
    assert query("select count(*) from orders", ResultReuseConfiguration=HOUR).rows == [["6"]]
    assert query("select count(*) from orders").rows == [["7"]]


def test_a_query_over_a_table_that_is_gone_is_not_answered_from_before(glue, database, query, orders):
    query("select count(*) from orders")
    glue.delete_table(DatabaseName=database, Name="orders")
    assert query("select count(*) from orders", ResultReuseConfiguration=HOUR).reason.startswith("TABLE_NOT_FOUND: ")


def test_a_table_that_was_made_anew_is_another_table(glue, database, query, orders):
    """The reused result would have the columns of the table that is gone."""
    first = query("select * from orders")
    table = definition_of(glue, database, "orders")
    glue.delete_table(DatabaseName=database, Name="orders")
    table["StorageDescriptor"]["Columns"][1]["Name"] = "client"
    glue.create_table(DatabaseName=database, TableInput=table)
    again = query("select * from orders", ResultReuseConfiguration=HOUR)
    assert not reused(again)
    assert [labels(first)[1], labels(again)[1]] == ["customer", "client"]
    assert reused(query("select * from orders", ResultReuseConfiguration=HOUR))


def test_so_is_one_that_was_made_anew_as_it_was(glue, database, query, orders):
    query("select count(*) from orders")
    table = definition_of(glue, database, "orders")
    glue.delete_table(DatabaseName=database, Name="orders")
    glue.create_table(DatabaseName=database, TableInput=table)
    assert not reused(query("select count(*) from orders", ResultReuseConfiguration=HOUR))


@pytest.mark.parametrize("change", [
    {"Location": "elsewhere/"},
    {"Columns": [{"Name": "id", "Type": "string"}]},
    {"SerdeInfo": {"SerializationLibrary": "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", "Parameters": {"field.delim": ";"}}},
])
def test_so_is_one_whose_definition_changed(glue, database, bucket, query, orders, change):
    query("select count(id) from orders")
    if "Location" in change:
        change = {"Location": f"s3://{bucket}/{change['Location']}"}
    table = definition_of(glue, database, "orders")
    table["StorageDescriptor"] |= change
    glue.update_table(DatabaseName=database, TableInput=table)
    assert not reused(query("select count(id) from orders", ResultReuseConfiguration=HOUR))


@pytest.mark.parametrize("other", [
    {"ResultConfiguration": {"OutputLocation": "elsewhere"}}, {"QueryExecutionContext": {"Database": "default"}},
    {"ExecutionParameters": ["2"]},
])
def test_other_settings_are_another_query(bucket, database, query, other):
    if "ResultConfiguration" in other:
        other = {"ResultConfiguration": {"OutputLocation": f"s3://{bucket}/elsewhere/"}}
    query("select ?", ExecutionParameters=["1"])
    assert reused(query("select ?", ResultReuseConfiguration=HOUR, ExecutionParameters=["1"]))
    assert not reused(query("select ?", ResultReuseConfiguration=HOUR, **{"ExecutionParameters": ["1"]} | other))


@pytest.mark.parametrize("text", ["select id from orders limit 2", "select id from orders offset 2", "select current_date from orders"])
def test_what_may_differ_each_time_is_run_each_time(query, orders, text):
    query(text)
    assert not reused(query(text, ResultReuseConfiguration=HOUR))


def test_a_parameter_that_changes_with_time_is_run_each_time(query):
    query("select ?", ExecutionParameters=["current_date"])
    assert not reused(query("select ?", ExecutionParameters=["current_date"], ResultReuseConfiguration=HOUR))


def test_an_age_beyond_seven_days_is_refused(server, start):
    unchecked = server.client("athena", config=Config(parameter_validation=False))
    code, message = refusal(lambda: unchecked.start_query_execution(
        QueryString="select 1", ResultReuseConfiguration={"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 10081}}))
    assert code == "InvalidRequestException"
    assert "maxAgeInMinutes" in message
