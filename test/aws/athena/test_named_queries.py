"""Saved queries: https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html"""

import uuid

import pytest

from athena_help import refusal


@pytest.fixture
def group(athena, name):
    athena.create_work_group(Name=name)
    return name


def create(athena, group, name="daily", **members):
    return athena.create_named_query(Name=name, Database="db", QueryString="select 1", WorkGroup=group, **members)["NamedQueryId"]


def test_a_named_query_is_created_shown_updated_and_deleted(athena, group):
    id = create(athena, group, Description="of a test")
    assert athena.get_named_query(NamedQueryId=id)["NamedQuery"] == {
        "Name": "daily", "Description": "of a test", "Database": "db", "QueryString": "select 1", "NamedQueryId": id, "WorkGroup": group}
    athena.update_named_query(NamedQueryId=id, Name="nightly", QueryString="select 2")
    shown = athena.get_named_query(NamedQueryId=id)["NamedQuery"]
    assert (shown["Name"], shown["QueryString"], shown["Description"]) == ("nightly", "select 2", "of a test")
    athena.delete_named_query(NamedQueryId=id)
    assert refusal(lambda: athena.get_named_query(NamedQueryId=id)) == ("InvalidRequestException", f"NamedQuery {id} was not found")
    assert refusal(lambda: athena.update_named_query(NamedQueryId=id, Name="x", QueryString="y"))[0] == "InvalidRequestException"


def test_the_same_token_creates_one(athena, group):
    token = str(uuid.uuid4())
    id = create(athena, group, ClientRequestToken=token)
    assert create(athena, group, ClientRequestToken=token) == id
    assert refusal(lambda: create(athena, group, "other", ClientRequestToken=token))[0] == "InvalidRequestException"


def test_named_queries_are_listed_and_read_in_batches(athena, group):
    ids = [create(athena, group, f"q{n}") for n in range(5)]
    pages = athena.get_paginator("list_named_queries").paginate(WorkGroup=group, PaginationConfig={"PageSize": 2})
    assert [id for page in pages for id in page["NamedQueryIds"]] == ids
    unknown = str(uuid.uuid4())
    batch = athena.batch_get_named_query(NamedQueryIds=[ids[3], unknown])
    assert [query["Name"] for query in batch["NamedQueries"]] == ["q3"]
    assert [one["NamedQueryId"] for one in batch["UnprocessedNamedQueryIds"]] == [unknown]


def test_executions_are_read_in_batches(athena, query):
    ids = [query(f"select {n}").id for n in range(3)]
    unknown = str(uuid.uuid4())
    batch = athena.batch_get_query_execution(QueryExecutionIds=[*ids, unknown])
    assert [execution["QueryExecutionId"] for execution in batch["QueryExecutions"]] == ids
    assert batch["UnprocessedQueryExecutionIds"] == [
        {"QueryExecutionId": unknown, "ErrorCode": "INVALID_INPUT", "ErrorMessage": f"QueryExecution {unknown} was not found"}]
    assert refusal(lambda: athena.batch_get_query_execution(QueryExecutionIds=ids * 17))[0] == "InvalidRequestException"


def test_the_aws_cli_saves_a_query(server, group):
    id = server.aws_json("athena", "create-named-query", "--name", "daily", "--database", "db", "--query-string", "select 1",
                         "--work-group", group)["NamedQueryId"]
    assert server.aws_json("athena", "list-named-queries", "--work-group", group)["NamedQueryIds"] == [id]
    server.aws("athena", "delete-named-query", "--named-query-id", id)
    assert server.aws_json("athena", "list-named-queries", "--work-group", group)["NamedQueryIds"] == []
