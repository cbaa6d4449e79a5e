"""What stands in FROM, and between queries: https://trino.io/docs/current/sql/select.html"""

import pytest


@pytest.fixture
def sides(csv_table):
    """a has k 1, 2, NULL; b has k 2, 3, NULL."""
    csv_table("a", {"k": "int", "x": "string"}, "1,one\n2,two\n\\N,none\n")
    csv_table("b", {"k": "bigint", "y": "string"}, "2,zwei\n3,drei\n\\N,kein\n")


@pytest.mark.parametrize("join, rows", [
    ("left", [["none", None], ["one", None], ["two", "zwei"]]),
    ("right outer", [["two", "zwei"], [None, "drei"], [None, "kein"]]),
    ("full outer", [["none", None], ["one", None], ["two", "zwei"], [None, "drei"], [None, "kein"]]),
    ("inner", [["two", "zwei"]]),
])
def test_outer_joins_fill_with_null(query, sides, join, rows):
    assert query(f"select x, y from a {join} join b on a.k = b.k order by 1, 2").rows == rows


@pytest.mark.parametrize("join, rows", [
    ("left", [["1", "one", None], ["2", "two", "zwei"], [None, "none", None]]),
    ("right", [["2", "two", "zwei"], ["3", None, "drei"], [None, None, "kein"]]),
    ("full", [["1", "one", None], ["2", "two", "zwei"], ["3", None, "drei"], [None, "none", None], [None, None, "kein"]]),
])
def test_using_takes_the_side_that_is_there(query, sides, join, rows):
    joined = query(f"select * from a {join} join b using (k) order by k, x, y")
    assert joined.rows == rows
    assert joined.result_set["ResultSetMetadata"]["ColumnInfo"][0]["Type"] == "bigint"


def test_an_outer_join_takes_any_condition(query, sides):
    assert query("select x, y from a left join b on a.k < b.k and y like 'd%' order by 1").rows == [
        ["none", None], ["one", "drei"], ["two", "drei"]]
    assert query("select count(*) from a left join b on false").rows == [["3"]]
    assert query("select count(*) from a cross join b, a c").rows == [["27"]]
    assert query("select a1.x, b.y from a a1 left join (a a2 join b on a2.k = b.k) on a1.k = a2.k order by 1").rows == [
        ["none", None], ["one", None], ["two", "zwei"]]


def test_natural_joins_are_refused_as_trino_does(query, sides):
    assert query("select 1 from a natural join b").reason == "NOT_SUPPORTED: line 1:15: Natural join not supported"


def test_queries_in_from_and_with(query, orders):
    assert query("select t.c, n from (select customer, count(*) from orders group by 1) as t(c, n) where n > 1 order by c").rows == [
        ["ann", "2"], ["bob", "2"]]
    text = """with big as (select * from orders where amount > 5), names(who) as (select customer from big)
              select who, (amount) from names join big on who = customer order by 1"""
    assert query(text).rows == [["ann", "10.50"], ["bob", "7.25"], ["cid", "100.00"]]
    assert query("select id from (select id from orders order by amount desc limit 2) order by id").rows == [["1"], ["4"]]


def test_an_anonymous_column_is_had_by_a_star_only(query):
    result = query("select * from (select 1, 2 as b)")
    assert [column["Name"] for column in result.result_set["ResultSetMetadata"]["ColumnInfo"]] == ["_col0", "b"]
    assert query("select _col0 from (select 1)").reason == "COLUMN_NOT_FOUND: line 1:8: Column '_col0' cannot be resolved"


def test_values_are_a_table(query):
    assert query("values (1, 'a'), (2, null) order by 1 desc").rows == [["2", None], ["1", "a"]]
    assert query("select sum(n) from (values 1, 2.5, null) t(n)").rows == [["3.5"]]
    assert query("select count(*) from (values " + ", ".join(f"({i}, 'x')" for i in range(2000)) + ") t(i, x) where i >= 1000").rows == [["1000"]]


def test_nulls_without_a_type_pass_through_queries(query):
    assert query("select coalesce(x, 5), x from (select null as x)").rows == [["5", None]]
    assert query("select null union all select 'a' order by 1").rows == [["a"], [None]]


@pytest.mark.parametrize("operation, rows", [
    ("union", ["1", "2", "3", None]), ("union distinct", ["1", "2", "3", None]),
    ("union all", ["1", "1", "2", "2", "3", None, None]),
    ("intersect", ["2", None]), ("intersect all", ["2", None]),
    ("except", ["1"]), ("except all", ["1", "1"]),
])
def test_set_operations_compare_nulls_as_equal(query, operation, rows):
    text = f"(values 1, 1, 2, null) {operation} (values 2, 3, null) order by 1"
    assert query(text).rows == [[row] for row in rows]


def test_set_operations_take_common_types(query, orders):
    result = query("select id from orders where id = 1 union all select 2.5 union all select cast(3 as bigint) order by 1")
    assert result.rows == [["1.0"], ["2.5"], ["3.0"]]
    assert result.result_set["ResultSetMetadata"]["ColumnInfo"][0]["Type"] == "decimal"
    assert query("select 1 union select 2 intersect select 3").rows == [["1"]]
    assert query("(select id from orders order by id desc limit 1) union all (select id from orders order by id limit 1) order by 1").rows == [
        ["1"], ["6"]]


def test_what_surrounds_a_set_operation(query, orders):
    assert query("select id from orders union select 9 order by id desc offset 1 rows fetch next 2 rows only").rows == [["6"], ["5"]]
    assert query("select count(*) from ((select 1) union all (select 1))").rows == [["2"]]
    assert query("table orders limit all").state == "SUCCEEDED"
    assert query("select 1, 2 union select 1").reason == "TYPE_MISMATCH: line 1:13: UNION query has different number of fields: 2, 1"
    assert query("select 1 union select 'a'").reason == (
        "TYPE_MISMATCH: line 1:10: column 1 in UNION query has incompatible types: integer, varchar(1)")
