"""The life of a query execution: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html"""

import uuid

import pytest

from athena_help import ORDERS, refusal, wait_for


def test_an_execution_tells_what_was_asked_and_what_it_cost(query, bucket, database, orders):
    ended = query("select count(*) from orders").execution
    assert ended["Query"] == "select count(*) from orders"
    assert (ended["StatementType"], ended["SubstatementType"], ended["WorkGroup"]) == ("DML", "SELECT", "primary")
    assert ended["QueryExecutionContext"] == {"Database": database}
    assert ended["ResultConfiguration"]["OutputLocation"] == f"s3://{bucket}/results/{ended['QueryExecutionId']}.csv"
    assert ended["Status"]["CompletionDateTime"] >= ended["Status"]["SubmissionDateTime"]
    assert ended["Statistics"]["DataScannedInBytes"] == len(ORDERS)
    assert ended["Statistics"]["TotalExecutionTimeInMillis"] >= ended["Statistics"]["EngineExecutionTimeInMillis"]
    assert ended["EngineVersion"]["EffectiveEngineVersion"] == "Athena engine version 3"


def test_the_same_token_starts_one_query(start):
    token = str(uuid.uuid4())
    first = start("select 1", ClientRequestToken=token)
    assert start("select 1", ClientRequestToken=token) == first
    assert refusal(lambda: start("select 2", ClientRequestToken=token))[0] == "InvalidRequestException"
    reuse = {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 5}}
    other = refusal(lambda: start("select 1", ClientRequestToken=token, ResultReuseConfiguration=reuse))
    assert other[0] == "InvalidRequestException", "what may be reused is part of what was asked"


def test_an_output_location_is_needed(athena):
    code, message = refusal(lambda: athena.start_query_execution(QueryString="select 1"))
    assert code == "InvalidRequestException"
    assert message.startswith("No output location provided.")


def test_text_that_is_no_statement_is_refused_at_once(start):
    code, message = refusal(lambda: start("selec 1"))
    assert code == "InvalidRequestException"
    assert message.startswith("line 1:1: mismatched input 'selec'. Expecting: ")


@pytest.mark.parametrize("text, message", [
    ("select id\nfrom orders\nwhere", "line 3:6: mismatched input '<EOF>'. Expecting: <expression>"),
    ("select 1; select 2", "line 1:11: mismatched input 'select'. Expecting: <EOF>"),
    ("select (1 from orders", "line 1:11: mismatched input 'from'. Expecting: ')'"),
    ("select date ?", "line 1:13: mismatched input '?'. Expecting: <EOF>"),
    ("prepare broken from\n select 1 +", "line 2:12: mismatched input '<EOF>'. Expecting: <expression>"),
    ("execute broken using", "line 1:21: mismatched input '<EOF>'. Expecting: <expression>"),
])
def test_errors_of_syntax_are_found_at_once(athena, start, text, message):
    before = athena.list_query_executions()["QueryExecutionIds"]
    with pytest.raises(athena.exceptions.InvalidRequestException) as refused:
        start(text)
    assert refused.value.response["Error"]["Message"].startswith(message)
    assert refused.value.response["AthenaErrorCode"] == "MALFORMED_QUERY"
    assert athena.list_query_executions()["QueryExecutionIds"] == before


def test_unknown_ids_and_work_groups_are_refused(athena, start):
    unknown = str(uuid.uuid4())
    assert refusal(lambda: athena.get_query_execution(QueryExecutionId=unknown))[1] == f"QueryExecution {unknown} was not found"
    assert refusal(lambda: start("select 1", WorkGroup="nobody"))[1] == "WorkGroup nobody is not found."
    batch = athena.batch_get_query_execution(QueryExecutionIds=[unknown])
    assert batch["UnprocessedQueryExecutionIds"][0]["QueryExecutionId"] == unknown


def test_executions_are_listed_newest_first_in_pages(athena, query):
    ids = [query(f"select {n}").id for n in range(3)]
    page = athena.list_query_executions(MaxResults=2)
    assert page["QueryExecutionIds"] == [ids[2], ids[1]]
    assert athena.list_query_executions(MaxResults=2, NextToken=page["NextToken"])["QueryExecutionIds"][0] == ids[0]


def test_stopping_an_ended_query_changes_nothing(athena, query):
    ended = query("select 1")
    athena.stop_query_execution(QueryExecutionId=ended.id)
    assert wait_for(athena, ended.id)["Status"]["State"] == "SUCCEEDED"


def test_a_stopped_query_is_cancelled_and_leaves_no_result(athena, s3, bucket, start, csv_table):
    csv_table("n", {"i": "int"}, "".join(f"{i}\n" for i in range(3000)))
    id = start("select count(*) from n a, n b, n c, n d where a.i + b.i + c.i + d.i > 0 and a.i * b.i <> c.i * d.i")
    wait_for(athena, id, states=("RUNNING",))
    athena.stop_query_execution(QueryExecutionId=id)
    assert wait_for(athena, id)["Status"]["State"] == "CANCELLED"
    assert s3.list_objects_v2(Bucket=bucket, Prefix="results/").get("Contents", []) == []


def test_the_aws_cli_runs_a_query(server, athena, bucket):
    started = server.aws_json("athena", "start-query-execution", "--query-string", "select 40 + 2 as answer",
                              "--result-configuration", f"OutputLocation=s3://{bucket}/")
    wait_for(athena, started["QueryExecutionId"])
    results = server.aws_json("athena", "get-query-results", "--query-execution-id", started["QueryExecutionId"])
    assert [row["Data"][0]["VarCharValue"] for row in results["ResultSet"]["Rows"]] == ["answer", "42"]
