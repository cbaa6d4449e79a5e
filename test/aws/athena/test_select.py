"""SELECT as Athena answers it: https://docs.aws.amazon.com/athena/latest/ug/select.html"""

import pytest


def test_a_select_without_a_table_gives_one_row(query):
    assert query("select 1, 'x', null").rows == [["1", "x", None]]


def test_rows_are_counted_by_group_and_sorted(query, orders):
    text = "select customer, count(*) as n, sum(amount) from orders group by customer order by 2 desc, 1"
    assert query(text).rows == [["ann", "2", "10.75"], ["bob", "2", "9.25"], ["cid", "1", "100.00"], [None, "1", "1.00"]]


def test_where_having_limit_and_offset(query, orders):
    assert query("select id from orders where amount > 1 order by id offset 1 limit 2").rows == [["2"], ["4"]]
    assert query("select customer from orders group by customer having max(id) = 4").rows == [["cid"]]


def test_nulls_come_last_unless_asked_for_first(query, orders):
    assert query("select customer from orders order by customer desc limit 1").rows == [["cid"]]
    assert query("select customer from orders order by customer nulls first limit 1").rows == [[None]]


def test_distinct_and_aggregates_without_groups(query, orders):
    assert query("select distinct customer from orders where customer is not null order by 1").rows == [["ann"], ["bob"], ["cid"]]
    text = "select count(*), count(customer), count(distinct customer), min(ordered), max(amount), avg(id) from orders"
    assert query(text).rows == [["6", "5", "3", "2024-01-31", "100.00", "3.5"]]


def test_an_inner_join(query, csv_table, orders):
    csv_table("cities", {"customer": "string", "city": "string"}, "ann,Aachen\nbob,Bonn\n")
    by_on = "select o.id, c.city from orders o join cities c on o.customer = c.customer where o.id < 3 order by 1"
    by_using = "select id, city from orders join cities using (customer) where id < 3 order by 1"
    by_comma = "select id, city from orders o, cities c where o.customer = c.customer and id < 3 order by 1"
    for text in (by_on, by_using, by_comma):
        assert query(text).rows == [["1", "Aachen"], ["2", "Bonn"]]


@pytest.mark.parametrize("expression, value", [
    ("7 / 2", "3"), ("-7 / 2", "-3"), ("7 % -3", "1"), ("7 / 2.0", "3.5"), ("7 / 2e0", "3.5"), ("1 / 0e0", "Infinity"),
    ("0.1 + 0.2", "0.3"), ("1.5 * 1.5", "2.25"), ("1e0 * 10000000", "1.0E7"), ("2 = 2", "true"), ("1 <> 1", "false"),
    ("'a' || 'b'", "ab"), ("'a' || null", None), ("upper('é')", "É"), ("length('äö')", "2"), ("trim('  x ')", "x"),
    ("substr('hello', 2, 3)", "ell"), ("substr('hello', -3)", "llo"), ("replace('a-b', '-')", "ab"), ("concat('a', 'b', 'c')", "abc"),
    ("abs(-3)", "3"), ("round(2.5e0)", "3.0"), ("round(1.005e0, 2)", "1.0"), ("floor(-1.5e0)", "-2.0"), ("ceil(1.2)", "2"),
    ("year(date '2024-02-29')", "2024"), ("month(date '2024-02-29')", "2"), ("day(date '2024-02-29')", "29"),
    ("date_trunc('month', date '2024-02-29')", "2024-02-01"),
    ("timestamp '2024-02-29 10:00:00.5'", "2024-02-29 10:00:00.500"),
    ("cast('12' as integer)", "12"), ("cast(2.5e0 as integer)", "3"), ("cast(2.5 as integer)", "3"), ("cast(true as varchar)", "true"),
    ("cast(timestamp '2024-02-29 10:00:00' as varchar)", "2024-02-29 10:00:00.000"), ("cast('abc' as varchar(2))", "ab"),
    ("try_cast('x' as integer)", None), ("coalesce(null, 2)", "2"), ("nullif(1, 1)", None), ("if(1 > 2, 'a', 'b')", "b"),
    ("case 2 when 1 then 'one' when 2 then 'two' end", "two"), ("case when false then 1 end", None),
    ("2 between 1 and 3", "true"), ("2 not in (1, 3)", "true"), ("2 in (1, null)", None), ("null is null", "true"),
    ("'10%' like '10#%' escape '#'", "true"), (r"'a\b' like 'a\_'", "true"), ("'abc' not like 'a%'", "false"), ("X'68656c'", "68 65 6c"),
])
def test_expressions_have_trinos_values(query, expression, value):
    assert query(f"select {expression}").rows == [[value]]


@pytest.mark.parametrize("expression, reason", [
    ("1 / 0", "DIVISION_BY_ZERO"), ("cast('x' as integer)", "INVALID_CAST_ARGUMENT"),
    ("2147483647 + 1", "NUMERIC_VALUE_OUT_OF_RANGE"), ("abs(cast(-128 as tinyint))", "NUMERIC_VALUE_OUT_OF_RANGE"),
])
def test_what_has_no_value_fails_the_query(query, expression, reason):
    failed = query(f"select {expression}")
    assert failed.state == "FAILED"
    assert failed.reason.startswith(reason + ": ")


@pytest.mark.parametrize("text, reason", [
    ("select x from orders", "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved"),
    ("select customer, count(*) from orders",
     "EXPRESSION_NOT_AGGREGATE: line 1:8: 'customer' must be an aggregate expression or appear in GROUP BY clause"),
    ("select id from orders where customer = 1", "TYPE_MISMATCH: line 1:38: Cannot apply operator: varchar = integer"),
    ("select id\nfrom orders\nwhere", "SYNTAX_ERROR: line 3:6: mismatched input '<EOF>'. Expecting: <expression>"),
    ("select frobnicate(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'frobnicate' not registered"),
    ("select row_number() over () from orders", "SYNTAX_ERROR: line 1:21: a window function (OVER) is not supported yet"),
    ("with t as (select 1) select * from t", "SYNTAX_ERROR: line 1:1: WITH is not supported yet"),
])
def test_errors_say_where_they_are(query, orders, text, reason):
    failed = query(text)
    assert (failed.state, failed.reason) == ("FAILED", reason)


def test_a_missing_table_is_named_with_its_catalog(query, database):
    failed = query("select * from nothing")
    assert failed.reason == f"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.{database}.nothing' does not exist"
    assert failed.execution["Status"]["AthenaError"]["ErrorCategory"] == 2
    assert query("select * from nowhere.t").reason == "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist"
