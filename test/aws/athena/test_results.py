"""Results: https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html"""

import botocore.exceptions
import pytest


def test_the_first_row_of_the_first_page_holds_the_labels(athena, query, orders):
    ended = query("select id, Customer as Who, \"amount\" as \"Sum\", 1 from orders order by id")
    first = athena.get_query_results(QueryExecutionId=ended.id, MaxResults=3)
    assert [cell["VarCharValue"] for cell in first["ResultSet"]["Rows"][0]["Data"]] == ["id", "who", "Sum", "_col3"]
    assert len(first["ResultSet"]["Rows"]) == 3
    second = athena.get_query_results(QueryExecutionId=ended.id, MaxResults=3, NextToken=first["NextToken"])
    assert [row["Data"][0]["VarCharValue"] for row in second["ResultSet"]["Rows"]] == ["3", "4", "5"]
    last = athena.get_query_results(QueryExecutionId=ended.id, MaxResults=3, NextToken=second["NextToken"])
    assert len(last["ResultSet"]["Rows"]) == 1
    assert "NextToken" not in last


def test_null_has_no_value_and_an_empty_text_has_one(query):
    row = query("select null, '', 'null'").result_set["Rows"][1]["Data"]
    assert row == [{}, {"VarCharValue": ""}, {"VarCharValue": "null"}]


def test_texts_come_back_as_they_were(query):
    text = 'a "quoted", text\nof two lines; ä'
    assert query(f"select '{text}'").rows == [[text]]


@pytest.mark.parametrize("expression, type, precision, scale", [
    ("true", "boolean", 0, 0), ("cast(1 as tinyint)", "tinyint", 3, 0), ("cast(1 as smallint)", "smallint", 5, 0),
    ("1", "integer", 10, 0), ("3000000000", "bigint", 19, 0), ("cast(1 as real)", "float", 17, 0), ("1e0", "double", 17, 0),
    ("1.50", "decimal", 3, 2), ("cast('a' as varchar)", "varchar", 2147483647, 0), ("date '2024-01-01'", "date", 0, 0),
    ("timestamp '2024-01-01 00:00:00'", "timestamp", 3, 0), ("X'00'", "varbinary", 1073741824, 0),
])
def test_columns_have_athenas_types(query, expression, type, precision, scale):
    column = query(f"select {expression} as c").result_set["ResultSetMetadata"]["ColumnInfo"][0]
    assert (column["Name"], column["Type"], column["Precision"], column["Scale"]) == ("c", type, precision, scale)
    assert column["CaseSensitive"] == (type == "varchar")
    assert (column["CatalogName"], column["Nullable"]) == ("hive", "UNKNOWN")


def test_the_result_is_a_csv_object_with_every_value_quoted(s3, bucket, query):
    ended = query("select 1 as a, 'x' as b, null as c")
    body = s3.get_object(Bucket=bucket, Key=f"results/{ended.id}.csv")["Body"].read()
    assert body == b'"a","b","c"\n"1","x",\n'
    assert s3.head_object(Bucket=bucket, Key=f"results/{ended.id}.csv.metadata")["ContentLength"] > 0


def test_results_need_a_query_that_succeeded_and_their_file(athena, s3, bucket, query):
    failed = query("select x")
    with pytest.raises(botocore.exceptions.ClientError, match="Final query state: FAILED"):
        athena.get_query_results(QueryExecutionId=failed.id)
    ended = query("select 1")
    s3.delete_object(Bucket=bucket, Key=f"results/{ended.id}.csv")
    with pytest.raises(botocore.exceptions.ClientError, match="Could not find results"):
        athena.get_query_results(QueryExecutionId=ended.id)


def test_pages_of_large_rows_have_fewer_of_them(athena, query, csv_table):
    csv_table("n", {"i": "int", "text": "string"}, "".join(f"{i},{'x' * 1_000_000}\n" for i in range(20)))
    ended = query("select * from n order by i")
    pages = list(athena.get_paginator("get_query_results").paginate(QueryExecutionId=ended.id))
    assert len(pages) > 3
    assert [row[0] for row in ended.rows] == [str(i) for i in range(20)]


@pytest.mark.parametrize("suffix", ["", ".metadata"])
def test_results_that_their_owner_has_overwritten_are_not_guessed_at(athena, s3, bucket, query, suffix):
    ended = query("select 1")
    s3.put_object(Bucket=bucket, Key=f"results/{ended.id}.csv{suffix}", Body=b"something else")
    with pytest.raises(botocore.exceptions.ClientError, match="not as Athena wrote") as refused:
        athena.get_query_results(QueryExecutionId=ended.id)
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"


def test_pages_cover_a_result_of_many_rows(query, csv_table):
    csv_table("n", {"i": "int"}, "".join(f"{i}\n" for i in range(2500)))
    assert [int(row[0]) for row in query("select i from n order by i").rows] == list(range(2500))
