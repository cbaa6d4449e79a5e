"""GROUP BY beyond keys, and aggregates: https://trino.io/docs/current/functions/aggregate.html"""

import pytest


@pytest.fixture
def sales(csv_table):
    return csv_table("sales", {"region": "string", "city": "string", "n": "int", "ok": "boolean"},
                     "N,a,1,true\nN,b,2,false\nS,c,4,true\nS,c,8,\\N\n\\N,d,16,false\n")


@pytest.mark.parametrize("group_by, rows", [
    ("rollup(region, city)", ["N a 1 0", "N b 2 0", "N None 3 1", "S c 12 0", "S None 12 1", "None d 16 0", "None None 16 1",
                              "None None 31 3"]),
    ("cube(region, city)", ["N a 1 0", "N b 2 0", "N None 3 1", "S c 12 0", "S None 12 1", "None a 1 2", "None b 2 2", "None c 12 2",
                            "None d 16 0", "None d 16 2", "None None 16 1", "None None 31 3"]),
    ("grouping sets ((region), (city), ())", ["N None 3 1", "S None 12 1", "None a 1 2", "None b 2 2", "None c 12 2", "None d 16 2",
                                              "None None 16 1", "None None 31 3"]),
    ("city, rollup(region)", ["N a 1 0", "N b 2 0", "S c 12 0", "None a 1 2", "None b 2 2", "None c 12 2", "None d 16 0", "None d 16 2"]),
    ("region, city", ["N a 1 0", "N b 2 0", "S c 12 0", "None d 16 0"]),
])
def test_grouping_sets(query, sales, group_by, rows):
    text = f"select region, city, sum(n), grouping(region, city) g from sales group by {group_by} order by region, city, g"
    assert [" ".join(map(str, row)) for row in query(text).rows] == rows


def test_grouping_sets_group_nothing_too(query, sales):
    assert query("select count(*) from sales where n > 100 group by ()").rows == [["0"]]
    assert query("select count(*) from sales where n > 100 group by rollup(region)").rows == [["0"]]
    assert query("select count(*) from sales where n > 100 group by region").rows == []
    text = "select region, sum(n) from sales group by cube(region) having grouping(region) = 1 or sum(n) > 12 order by 2"
    assert query(text).rows == [[None, "16"], [None, "31"]]


@pytest.mark.parametrize("expression, value", [
    ("count(*) filter (where n > 2)", "3"), ("sum(n) filter (where region = 'N')", "3"), ("avg(n) filter (where false)", None),
    ("count(distinct region) filter (where n < 8)", "2"), ("sum(distinct n % 2)", "1"), ("bool_and(ok)", "false"), ("bool_or(ok)", "true"),
    ("every(n > 0)", "true"), ("count_if(ok)", "2"), ("count_if(ok) filter (where n < 4)", "1"), ("min_by(city, n)", "a"),
    ("max_by(city, n)", "d"), ("max_by(region, n)", None), ("max_by(city, n) filter (where ok)", "c"),
    ("arbitrary(region) filter (where n < 3)", "N"), ("any_value(n) filter (where n = 4)", "4"),
    ("stddev(n) filter (where n < 3)", "0.7071067811865476"), ("stddev_pop(n) filter (where n < 3)", "0.5"),
    ("variance(n) filter (where n < 3)", "0.5"), ("var_pop(n) filter (where n < 3)", "0.25"), ("var_samp(n) filter (where n = 1)", None),
    ("corr(n, n * 2)", "1.0"), ("covar_pop(n, n) filter (where n < 3)", "0.25"), ("regr_slope(n * 3, n)", "3.0"),
    ("approx_distinct(region)", "2"), ("bool_or(ok) filter (where ok is null)", None),
])
def test_aggregates(query, sales, expression, value):
    assert query(f"select {expression} from sales").rows == [[value]]


@pytest.mark.parametrize("text, reason", [
    ("select sum(n) from sales group by rollup(n + 1)", "INVALID_COLUMN_REFERENCE: line 1:44: GROUP BY expression must be a column reference"),
    ("select lower(city) filter (where ok) from sales", "FUNCTION_NOT_AGGREGATE: line 1:8: Filter is only valid for aggregation functions: lower"),
    ("select city, sum(n) from sales group by rollup(region)",
     "EXPRESSION_NOT_AGGREGATE: line 1:8: 'city' must be an aggregate expression or appear in GROUP BY clause"),
])
def test_groups_that_mean_nothing_are_refused(query, sales, text, reason):
    assert query(text).reason == reason
