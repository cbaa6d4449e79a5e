"""The SparkSQL node: a query over the inputs under their aliases
(https://docs.aws.amazon.com/glue/latest/dg/transforms-sql.html). What Spark makes of queries stands in test/spark/test_sql.py."""

import pytest
from botocore.exceptions import ClientError

from visual_job import VisualJob


@pytest.fixture
def job(s3, glue, bucket, name):
    made = VisualJob(s3, glue, bucket, name)
    made.land("orders/1.csv", "id,customer,price", "1,a,2.5", "2,b,4", "3,a,1", "4,,7")
    made.land("customers/1.csv", "customer,city", "a,Oslo", "c,Rome")
    return made


def with_query(job, query, aliases=(("orders", "orders"), ("customers", "customers")), inputs=None):
    inputs = inputs or [node for node, _ in aliases]
    nodes = {side: job.source(Name=side, Paths=[f"s3://{job.bucket}/landing/{side}/"]) for side in ("orders", "customers")}
    query_node = {"SparkSQL": {"Name": "Query", "Inputs": inputs, "SqlQuery": query, "SqlAliases": [{"From": node, "Alias": alias} for node, alias in aliases]}}
    return job.create(nodes | {"query": query_node, "target": job.target(Inputs=["query"])})


def rows(job):
    job.succeed()
    return sorted((tuple(row.values()) for row in job.rows()), key=repr)


def failure(job):
    run = job.run()
    assert run["JobRunState"] == "FAILED"
    return run["ErrorMessage"]


def test_a_query_over_one_input(job):
    with_query(job, "SELECT id, price * 2 AS twice FROM myDataSource WHERE customer = 'a'", [("orders", "myDataSource")])
    assert rows(job) == [("1", 5.0), ("3", 2.0)]


def test_inputs_are_joined_and_grouped(job):
    with_query(job, """
        select c.city, count(*) as orders, sum(cast(o.price as decimal(10,2))) as total
        from orders o left join customers c on o.customer = c.customer group by c.city order by total desc""")
    job.succeed()
    assert [tuple(row.values())[:2] for row in job.rows()] == [(None, 2), ("Oslo", 2)]


def test_columns_are_named_as_spark_names_them(job):
    with_query(job, "select count(*), max(price) from orders", [("orders", "orders")])
    job.succeed()
    assert list(job.rows()[0]) == ["count(1)", "max(price)"]


def test_an_input_may_be_used_more_than_once(job):
    with_query(job, "select x.id from orders x join orders y on x.customer = y.customer and x.id < y.id", [("orders", "orders")])
    assert rows(job) == [("1",)]


def test_aliases_are_found_in_any_case(job):
    with_query(job, "select count(*) from ORDERS", [("orders", "Orders")])
    assert rows(job) == [(4,)]


def test_a_query_is_parsed_when_the_job_runs(job):
    with_query(job, "select id form orders", [("orders", "orders")])
    message = failure(job)
    assert "ParseException: [PARSE_SYNTAX_ERROR] Syntax error at or near 'orders'. (line 1, pos 15)" in message
    assert "== SQL ==\nselect id form orders\n---------------^^^" in message


def test_an_unknown_column_fails_the_run(job):
    with_query(job, "select prize from orders", [("orders", "orders")])
    assert ("AnalysisException: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `prize` cannot be resolved. "
            "Did you mean one of the following? [`price`, `id`, `customer`].; line 1 pos 7") in failure(job)


def test_an_unknown_table_fails_the_run(job):
    with_query(job, "select * from nope", [("orders", "orders")])
    assert "AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `nope` cannot be found." in failure(job)


def test_two_columns_of_one_name_fail_the_run(job):
    with_query(job, "select id, ID from orders", [("orders", "orders")])
    assert "AnalysisException: [COLUMN_ALREADY_EXISTS] The column `id` already exists." in failure(job)


def test_what_types_do_not_allow_fails_the_run(job):
    with_query(job, "select id from orders where id + 1", [("orders", "orders")])
    assert "AnalysisException: [DATATYPE_MISMATCH" in failure(job)


@pytest.mark.parametrize("aliases, inputs, words", [
    ([("orders", "x"), ("customers", "X")], None, "SqlAliases: two inputs have the Alias X."),
    ([("orders", "x")], ["orders", "customers"], "SqlAliases: From must name the input customers once."),
    ([("orders", "x"), ("customers", "y")], ["orders"], "SqlAliases: customers is no input."),
])
def test_each_input_has_one_alias(job, aliases, inputs, words):
    with pytest.raises(ClientError) as refused:
        with_query(job, "select 1", aliases, inputs)
    assert refused.value.response["Error"]["Code"] == "InvalidInputException"
    assert words in str(refused.value)
