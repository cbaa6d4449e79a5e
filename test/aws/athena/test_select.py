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


def test_order_by_sees_the_columns_of_the_output_first(query, csv_table):
    csv_table("t", {"id": "int", "x": "string"}, "1,B\n2,a\n3,C\n")
    assert query("select lower(x) as x, count(*) from t group by x order by x").rows == [["a", "1"], ["b", "1"], ["c", "1"]]
    assert query("select a.id, b.x from t a, t b where a.id = b.id order by id desc limit 1").rows == [["3", "C"]]
    assert query("select -id as id from t order by id").rows == [["-3"], ["-2"], ["-1"]]
    assert query("select id, id from t order by id").reason == "AMBIGUOUS_NAME: line 1:31: Column 'id' is ambiguous"


def test_columns_of_using_come_first_and_belong_to_neither_table(query, csv_table):
    csv_table("a", {"x": "string", "k": "int"}, "ax,1\nay,2\n")
    csv_table("b", {"y": "string", "k": "bigint", "z": "int"}, "bx,1,7\nby,3,8\n")
    joined = query("select * from a join b using (k)")
    assert joined.rows == [["1", "ax", "bx", "7"]]
    assert [column["Type"] for column in joined.result_set["ResultSetMetadata"]["ColumnInfo"]] == [
        "bigint", "varchar", "varchar", "integer"]
    assert query("select b.*, k from a join b using (k)").rows == [["bx", "7", "1"]]
    assert query("select b.k from a join b using (k)").reason == "COLUMN_NOT_FOUND: line 1:8: Column 'b.k' cannot be resolved"


@pytest.fixture
def numbers(csv_table):
    """A NaN among numbers, in both floating types."""
    return csv_table("numbers", {"id": "int", "x": "double", "r": "float"}, "1,1.5,1.5\n2,NaN,NaN\n3,\\N,\\N\n4,200.0,200.0\n5,NaN,1.5\n")


@pytest.mark.parametrize("condition, ids", [
    ("x > 100", ["4"]), ("x >= 1.5", ["1", "4"]), ("r > 100", ["4"]), ("100 < x", ["4"]), ("x < 1e300", ["1", "4"]),
    ("x = x", ["1", "4"]), ("x <> x", ["2", "5"]), ("not (x > 100)", ["1", "2", "5"]), ("x = r", ["1", "4"]),
    ("x between 0 and 1e300", ["1", "4"]), ("x in (x, 7)", ["1", "4"]), ("x not in (1.5, 7)", ["2", "4", "5"]),
    ("case x when x then true else false end", ["1", "4"]), ("nullif(x, x) is not null", ["2", "5"]), ("x + 0 = x * 1", ["1", "4"]),
    ("(x > 100) is null", ["3"]), ("not (x = r) and id > 1", ["2", "5"]), ("cast('NaN' as double) = x", []),
])
def test_a_nan_equals_nothing_and_is_above_nothing(query, numbers, condition, ids):
    assert query(f"select id from numbers where {condition} order by id").rows == [[id] for id in ids]


def test_a_nan_joins_nothing(query, numbers):
    assert query("select count(*) from numbers a join numbers b on a.x = b.x").rows == [["2"]]
    assert query("select count(*) from numbers a join numbers b using (x)").rows == [["2"]]
    assert query("select count(*) from numbers a, numbers b where a.x = b.r").rows == [["3"]]


@pytest.mark.parametrize("type, values", [
    ("boolean", ["false", "true"]), ("tinyint", ["-3", "5"]), ("smallint", ["-300", "5"]), ("int", ["-70000", "5"]),
    ("bigint", ["-3000000000", "5"]), ("float", ["-1.5", "2.25"]), ("double", ["-1.5", "2.25"]), ("decimal(10,2)", ["-1.50", "2.25"]),
    ("string", ["B", "a"]), ("varchar(5)", ["B", "a"]), ("date", ["1969-12-31", "2024-02-29"]),
    ("timestamp", ["1969-12-31 23:59:59.500", "2024-02-29 10:00:00.000"]),
])
def test_every_type_groups_and_sorts(query, csv_table, type, values):
    low, high = values
    csv_table("t", {"v": type}, f"{high}\n{low}\n\\N\n{high}\n")
    assert query("select v, count(*) from t group by v order by v").rows == [[low, "1"], [high, "2"], [None, "1"]]
    assert query("select distinct v from t order by v desc nulls first").rows == [[None], [high], [low]]
    assert query("select min(v), max(v), count(distinct v) from t").rows == [[low, high, "2"]]


@pytest.mark.parametrize("before, after", [("nullif(", ", 2)"), ("case ", " when 2 then 3 when 4 then 5 end"), ("if(", " between 1 and 2, 1)")])
def test_a_short_query_that_asks_for_a_huge_plan_is_refused(query, before, after):
    failed = query("select " + before * 40 + "1" + after * 40)
    assert (failed.state, failed.reason.split(": ")[0]) == ("FAILED", "NOT_SUPPORTED")
    assert "statement is too large" in failed.reason
    assert query("select 1").rows == [["1"]]


def test_a_long_sum_and_many_tables_reach_the_engine(query, orders):
    assert query("select " + "+".join(["1"] * 600)).rows == [["600"]]
    assert query("select max(" + "+".join(["id"] * 599) + ") from orders").rows == [["3594"]]
    tables = "orders t0" + "".join(f" join orders t{i} on t{i}.id = t{i - 1}.id" for i in range(1, 30))
    assert query(f"select count(*) from {tables}").rows == [["6"]]


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
    ("select frobnicate(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'frobnicate' not registered"),
    ("with recursive t as (select 1 n) select * from t", "MISSING_COLUMN_ALIASES: line 1:16: missing column aliases in recursive WITH query"),
])
def test_errors_say_where_they_are(query, orders, text, reason):
    failed = query(text)
    assert (failed.state, failed.reason) == ("FAILED", reason)


def test_a_missing_table_is_named_with_its_catalog(query, database):
    failed = query("select * from nothing")
    assert failed.reason == f"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.{database}.nothing' does not exist"
    assert failed.execution["Status"]["AthenaError"]["ErrorCategory"] == 2
    assert query("select * from nowhere.t").reason == "SCHEMA_NOT_FOUND: line 1:15: Schema 'nowhere' does not exist"
