"""Execution parameters and prepared statements: https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html"""

import pytest

from athena_help import refusal, storage, wait_for


@pytest.fixture
def prepared(athena, name):
    """Makes a prepared statement and gives its name: prepared("select ?")"""

    def make(text):
        statement = name.replace("-", "_")
        athena.create_prepared_statement(StatementName=statement, WorkGroup="primary", QueryStatement=text)
        return statement

    return make


@pytest.mark.parametrize("condition, values, ids", [
    ("id = ?", ["2"], ["2"]), ("customer = ? and amount < ?", ["'bob'", "5"], ["5"]), ("customer in (?, ?)", ["'cid'", "'nobody'"], ["4"]),
    ("ordered >= ?", ["DATE '2024-03-02'"], ["5", "6"]), ("customer like ?", ["'%i%'"], ["4"]), ("amount = ? + ?", ["0.20", "0.05"], ["3"]),
    ("customer = ?", ["'it''s'"], []), ("customer = ?", ["'ann'' or 1 = 1 or '''"], []),
])
def test_execution_parameters_are_the_values_of_a_query(query, orders, condition, values, ids):
    ended = query(f"select id from orders where {condition} order by id", ExecutionParameters=values)
    assert [row[0] for row in ended.rows] == ids
    assert ended.execution["ExecutionParameters"] == values
    assert ended.execution["Query"] == f"select id from orders where {condition} order by id"


def test_a_parameter_is_a_value_and_never_sql_of_its_own(query, orders):
    for value in ("1 or id > 0)", "0) or (true", "id", "(select max(id) from orders)"):
        ended = query("select id from orders where id = ?", ExecutionParameters=[value])
        assert ended.state == "FAILED", value
    assert query("select id from orders where id = ?", ExecutionParameters=["id"]).reason == (
        "EXPRESSION_NOT_CONSTANT: line 1:34: Constant expression cannot contain column references")


def test_an_error_in_a_parameter_says_in_which(query):
    assert query("select ? + ?", ExecutionParameters=["1", "it's"]).reason.startswith("SYNTAX_ERROR: line 1:12: parameter 2: line 1:3: ")


@pytest.mark.parametrize("values", [{}, {"ExecutionParameters": ["1", "2"]}])
def test_their_number_is_the_statements(query, values):
    ended = query("select 1 where 1 = ?", **values)
    found = len(values.get("ExecutionParameters", []))
    assert ended.reason == f"INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 1 but found {found}"
    assert ended.execution["Status"]["AthenaError"]["ErrorCategory"] == 2


def test_partitions_are_pruned_by_parameters(query, glue, s3, bucket, database, csv_table):
    csv_table("t", {"id": "int"}, partition_keys={"year": "int"})
    for year in (2023, 2024):
        s3.put_object(Bucket=bucket, Key=f"t/year={year}/data.csv", Body=b"1\n" * (year - 2000))
        glue.create_partition(DatabaseName=database, TableName="t", PartitionInput={
            "Values": [str(year)], "StorageDescriptor": storage(f"s3://{bucket}/t/year={year}/", {"id": "int"})})
    ended = query("select count(id) from t where year = ?", ExecutionParameters=["2023"])
    assert (ended.rows, ended.scanned) == ([["23"]], 46)


def test_a_prepared_statement_is_created_shown_updated_and_deleted(athena, prepared):
    name = prepared("select ? as n")
    shown = athena.get_prepared_statement(StatementName=name, WorkGroup="primary")["PreparedStatement"]
    assert (shown["StatementName"], shown["QueryStatement"], shown["WorkGroupName"]) == (name, "select ? as n", "primary")
    athena.update_prepared_statement(StatementName=name, WorkGroup="primary", QueryStatement="select 2", Description="new")
    updated = athena.get_prepared_statement(StatementName=name, WorkGroup="primary")["PreparedStatement"]
    assert (updated["QueryStatement"], updated["Description"]) == ("select 2", "new")
    assert updated["LastModifiedTime"] > shown["LastModifiedTime"]
    assert refusal(lambda: prepared("select 3")) == (
        "InvalidRequestException", f"PreparedStatement {name} already exists in workGroup primary")
    athena.delete_prepared_statement(StatementName=name, WorkGroup="primary")
    missing = ("ResourceNotFoundException", f"PreparedStatement {name} was not found in workGroup primary")
    assert refusal(lambda: athena.get_prepared_statement(StatementName=name, WorkGroup="primary")) == missing
    assert refusal(lambda: athena.delete_prepared_statement(StatementName=name, WorkGroup="primary")) == missing


def test_prepared_statements_are_listed_and_read_in_batches(athena, name):
    athena.create_work_group(Name=name)
    for letter in "abc":
        athena.create_prepared_statement(StatementName=f"q_{letter}", WorkGroup=name, QueryStatement="select 1")
    page = athena.list_prepared_statements(WorkGroup=name, MaxResults=2)
    rest = athena.list_prepared_statements(WorkGroup=name, NextToken=page["NextToken"])
    assert [s["StatementName"] for s in page["PreparedStatements"] + rest["PreparedStatements"]] == ["q_a", "q_b", "q_c"]
    batch = athena.batch_get_prepared_statement(PreparedStatementNames=["q_c", "q_z"], WorkGroup=name)
    assert [s["StatementName"] for s in batch["PreparedStatements"]] == ["q_c"]
    assert [(s["StatementName"], s["ErrorCode"]) for s in batch["UnprocessedPreparedStatementNames"]] == [("q_z", "STATEMENT_NOT_FOUND")]


@pytest.mark.parametrize("text, message", [
    ("select 1 +", "line 1:11: mismatched input '<EOF>'"), ("show tables", "SHOW cannot be prepared"),
])
def test_only_statements_that_could_run_are_prepared(athena, text, message):
    code, said = refusal(lambda: athena.create_prepared_statement(StatementName="odd", WorkGroup="primary", QueryStatement=text))
    assert code == "InvalidRequestException"
    assert message in said


def test_sql_prepares_executes_and_deallocates(athena, query, orders, name):
    statement = f"by_{name.replace('-', '_')}"
    assert query(f"PREPARE {statement} FROM\nSELECT id, ? AS mark FROM orders WHERE customer = ? ORDER BY id").state == "SUCCEEDED"
    shown = athena.get_prepared_statement(StatementName=statement, WorkGroup="primary")["PreparedStatement"]
    assert shown["QueryStatement"] == "SELECT id, ? AS mark FROM orders WHERE customer = ? ORDER BY id"
    ended = query(f"EXECUTE {statement} USING 'a, b', 'bob'")
    assert ended.rows == [["2", "a, b"], ["5", "a, b"]]
    assert query(f"EXECUTE {statement}", ExecutionParameters=["1", "'cid'"]).rows == [["4", "1"]]
    assert query(f"EXECUTE {statement} USING 1").reason == (
        "INVALID_PARAMETER_USAGE: line 1:1: Incorrect number of parameters: expected 2 but found 1")
    assert query(f"DEALLOCATE PREPARE {statement}").state == "SUCCEEDED"
    assert query(f"EXECUTE {statement} USING 1, 'bob'").reason == (
        f"NOT_FOUND: PreparedStatement {statement} was not found in workGroup primary")


def test_a_statement_belongs_to_its_work_group(athena, query, prepared, name, bucket):
    statement = prepared("select 1")
    athena.create_work_group(Name=name, Configuration={"ResultConfiguration": {"OutputLocation": f"s3://{bucket}/"}})
    assert query(f"execute {statement}").rows == [["1"]]
    assert query(f"execute {statement}", WorkGroup=name).reason == (
        f"NOT_FOUND: PreparedStatement {statement} was not found in workGroup {name}")


def test_a_name_that_the_api_could_not_ask_for_is_refused(query):
    assert query('prepare "a b" from select 1').reason == (
        "INVALID_PREPARED_STATEMENT: The name 'a b' of a prepared statement must be a letter or _ and then 1 to 255 letters, digits, _, @ or :")


def test_the_result_of_prepare_has_no_rows(athena, s3, bucket, query, name):
    ended = query(f"prepare {name.replace('-', '_')} from select 1")
    results = athena.get_query_results(QueryExecutionId=ended.id)["ResultSet"]
    assert (results["Rows"], results["ResultSetMetadata"]["ColumnInfo"]) == ([], [])
    assert s3.get_object(Bucket=bucket, Key=f"results/{ended.id}.txt")["Body"].read() == b""


def test_the_aws_cli_runs_a_prepared_statement(server, athena, bucket, prepared):
    statement = prepared("select ? * 2 as answer")
    started = server.aws_json("athena", "start-query-execution", "--query-string", f"execute {statement}", "--execution-parameters", "21",
                              "--result-configuration", f"OutputLocation=s3://{bucket}/")
    wait_for(athena, started["QueryExecutionId"])
    results = server.aws_json("athena", "get-query-results", "--query-execution-id", started["QueryExecutionId"])
    assert [row["Data"][0]["VarCharValue"] for row in results["ResultSet"]["Rows"]] == ["answer", "42"]
