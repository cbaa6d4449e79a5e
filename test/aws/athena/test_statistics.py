"""Statistics and the categories of errors: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryRuntimeStatistics.html,
https://docs.aws.amazon.com/athena/latest/ug/error-reference.html"""

import uuid

import pytest

from athena_help import ORDERS, refusal, storage


def test_the_parts_of_an_executions_time_add_up(query, orders):
    statistics = query("select count(*) from orders").execution["Statistics"]
    assert statistics["DataScannedInBytes"] == len(ORDERS)
    assert statistics["ResultReuseInformation"] == {"ReusedPreviousResult": False}
    assert 0 <= statistics["QueryPlanningTimeInMillis"] <= statistics["EngineExecutionTimeInMillis"]
    assert statistics["TotalExecutionTimeInMillis"] == sum(statistics[part] for part in (
        "QueryQueueTimeInMillis", "ServicePreProcessingTimeInMillis", "EngineExecutionTimeInMillis", "ServiceProcessingTimeInMillis"))


def test_runtime_statistics_count_rows_and_bytes(athena, s3, bucket, query, orders):
    ended = query("select id, customer from orders where amount > 5")
    statistics = athena.get_query_runtime_statistics(QueryExecutionId=ended.id)["QueryRuntimeStatistics"]
    written = s3.head_object(Bucket=bucket, Key=f"results/{ended.id}.csv")["ContentLength"]
    assert statistics["Rows"] == {"InputRows": 6, "InputBytes": len(ORDERS), "OutputRows": 3, "OutputBytes": written}
    stage = statistics["OutputStage"]
    assert (stage["StageId"], stage["State"], stage["InputRows"], stage["OutputRows"]) == (0, "FINISHED", 6, 3)
    shown = ended.execution["Statistics"]
    assert statistics["Timeline"] == {part: shown[part] for part in statistics["Timeline"]}
    assert "TotalExecutionTimeInMillis" in statistics["Timeline"]


def test_runtime_statistics_of_a_failed_query_have_no_output(athena, query):
    ended = query("select nothing")
    statistics = athena.get_query_runtime_statistics(QueryExecutionId=ended.id)["QueryRuntimeStatistics"]
    assert "OutputStage" not in statistics
    assert statistics["Rows"] == {"InputRows": 0, "InputBytes": 0, "OutputRows": 0, "OutputBytes": 0}
    unknown = str(uuid.uuid4())
    assert refusal(lambda: athena.get_query_runtime_statistics(QueryExecutionId=unknown)) == (
        "InvalidRequestException", f"QueryExecution {unknown} was not found")


@pytest.mark.parametrize("text, code, type", [
    ("select x from orders", "COLUMN_NOT_FOUND", 1006), ("select * from nothing", "TABLE_NOT_FOUND", 1110),
    ("select * from nowhere.t", "SCHEMA_NOT_FOUND", 1301), ("select nothing(1)", "FUNCTION_NOT_FOUND", 1303),
    ("select id / 0 from orders", "DIVISION_BY_ZERO", 1000), ("select cast(customer as integer) from orders", "INVALID_CAST_ARGUMENT", 1000),
    ("select id + customer from orders", "TYPE_MISMATCH", 1006), ("insert into orders values (1)", "NOT_SUPPORTED", 1200),
    ("show tables", "NOT_SUPPORTED", 1200), ("create table t as select 1 a", "NOT_SUPPORTED", 1200), ("select current_time", "NOT_SUPPORTED", 1200), ("select cast('1.2.3.4' as ipaddress)", "NOT_SUPPORTED", 1200),
    ("unload (select id from orders) to 's3://somewhere/x/' with (format = 'PARQUET')", "NOT_SUPPORTED", 1200), ("vacuum orders", "NOT_SUPPORTED", 1200),
    ("optimize orders rewrite data using bin_pack", "NOT_SUPPORTED", 1200), ("explain select id from orders", "NOT_SUPPORTED", 1200),
])
def test_errors_of_users_have_their_category_and_type(query, orders, text, code, type):
    status = query(text).execution["Status"]
    assert status["State"] == "FAILED"
    assert status["StateChangeReason"].startswith(f"{code}: ")
    error = status["AthenaError"]
    assert (error["ErrorCategory"], error["ErrorType"], error["Retryable"]) == (2, type, False)
    assert error["ErrorMessage"] == status["StateChangeReason"]


def test_a_table_in_a_bucket_that_is_gone_is_an_error_of_its_bucket(query, glue, database, name):
    glue.create_table(DatabaseName=database, TableInput={"Name": "t", "StorageDescriptor": storage(f"s3://gone-{name}/t/", {"id": "int"})})
    error = query("select * from t").execution["Status"]["AthenaError"]
    assert (error["ErrorCategory"], error["ErrorType"]) == (2, 1306)


def test_the_aws_cli_shows_runtime_statistics(server, query):
    shown = server.aws_json("athena", "get-query-runtime-statistics", "--query-execution-id", query("select 1").id)
    assert shown["QueryRuntimeStatistics"]["Rows"]["OutputRows"] == 1
