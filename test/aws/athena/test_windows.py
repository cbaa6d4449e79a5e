"""Window functions: https://trino.io/docs/current/functions/window.html"""

import pytest


@pytest.mark.parametrize("expression, values", [
    ("row_number() over (order by amount desc)", ["1:2", "2:3", "3:6", "4:1", "5:4", "6:5"]),
    ("rank() over (order by customer)", ["1:1", "2:3", "3:1", "4:5", "5:3", "6:6"]),
    ("dense_rank() over (order by customer)", ["1:1", "2:2", "3:1", "4:3", "5:2", "6:4"]),
    ("percent_rank() over (order by id)", ["1:0.0", "2:0.2", "3:0.4", "4:0.6", "5:0.8", "6:1.0"]),
    ("cume_dist() over (partition by id > 4 order by id)", ["1:0.25", "2:0.5", "3:0.75", "4:1.0", "5:0.5", "6:1.0"]),
    ("ntile(4) over (order by id)", ["1:1", "2:1", "3:2", "4:2", "5:3", "6:4"]),
    ("lag(id) over (partition by customer order by id)", ["1:None", "2:None", "3:1", "4:None", "5:2", "6:None"]),
    ("lead(id, 2, -1) over (order by id)", ["1:3", "2:4", "3:5", "4:6", "5:-1", "6:-1"]),
    ("lag(customer) ignore nulls over (order by id desc)", ["1:bob", "2:ann", "3:cid", "4:bob", "5:None", "6:None"]),
    ("first_value(id) over (partition by customer order by amount)", ["1:3", "2:5", "3:3", "4:4", "5:5", "6:6"]),
    ("last_value(id) over (order by id)", ["1:1", "2:2", "3:3", "4:4", "5:5", "6:6"]),
    ("last_value(customer) ignore nulls over (order by id rows between unbounded preceding and unbounded following)",
     ["1:bob", "2:bob", "3:bob", "4:bob", "5:bob", "6:bob"]),
    ("nth_value(id, 2) over (order by id rows between current row and 2 following)", ["1:2", "2:3", "3:4", "4:5", "5:6", "6:None"]),
    ("sum(id) over (order by id)", ["1:1", "2:3", "3:6", "4:10", "5:15", "6:21"]),
    ("sum(id) over ()", ["1:21", "2:21", "3:21", "4:21", "5:21", "6:21"]),
    ("sum(id) over (order by id rows between 1 preceding and 1 following)", ["1:3", "2:6", "3:9", "4:12", "5:15", "6:11"]),
    ("count(*) over (order by customer range unbounded preceding)", ["1:2", "2:4", "3:2", "4:5", "5:4", "6:6"]),
    ("sum(id) over (order by id desc range between 2 preceding and current row)", ["1:6", "2:9", "3:12", "4:15", "5:11", "6:6"]),
    ("avg(amount) over (partition by customer)", ["1:5.38", "2:4.63", "3:5.38", "4:100.00", "5:4.63", "6:1.00"]),
    ("min(ordered) over (order by id rows 1 preceding)",
     ["1:2024-01-31", "2:2024-01-31", "3:2024-02-01", "4:2024-02-29", "5:2024-03-01", "6:2024-03-02"]),
    ("stddev_pop(id) over (partition by customer)", ["1:1.0", "2:1.5", "3:1.0", "4:0.0", "5:1.5", "6:0.0"]),
])
def test_each_row_sees_its_window(query, orders, expression, values):
    rows = query(f"select id, {expression} from orders order by id").rows
    assert [f"{id}:{value}" for id, value in rows] == values


def test_windows_have_names(query, orders):
    text = """select id, sum(id) over w, count(*) over (w rows current row) from orders where customer is not null
              window p as (partition by customer), w as (p order by id) order by id"""
    assert query(text).rows == [["1", "1", "1"], ["2", "2", "1"], ["3", "4", "1"], ["4", "4", "1"], ["5", "7", "1"]]


def test_windows_stand_behind_groups_and_before_distinct(query, orders):
    text = "select customer, sum(sum(amount)) over (order by customer), rank() over (order by count(*) desc) from orders group by 1 order by 1"
    assert query(text).rows == [["ann", "10.75", "1"], ["bob", "20.00", "1"], ["cid", "120.00", "3"], [None, "121.00", "3"]]
    assert query("select distinct count(*) over (partition by customer) from orders order by 1").rows == [["1"], ["2"]]
    assert query("select id from orders order by row_number() over (order by amount) limit 2").rows == [["3"], ["6"]]
    latest = "select id from (select id, row_number() over (partition by customer order by id desc) n from orders) where n = 1 order by 1"
    assert query(latest).rows == [["3"], ["4"], ["5"], ["6"]]


def test_types_of_window_functions(query, orders):
    result = query("select row_number() over () a, percent_rank() over (order by id) b, lag(id, 1, 2.5) over (order by id) c from orders limit 1")
    assert [column["Type"] for column in result.result_set["ResultSetMetadata"]["ColumnInfo"]] == ["bigint", "double", "decimal"]


@pytest.mark.parametrize("expression, reason", [
    ("row_number()", "MISSING_OVER: line 1:8: Window function row_number requires an OVER clause"),
    ("lag(id) over ()", "MISSING_ORDER_BY: line 1:8: lag function requires an ORDER BY window clause"),
    ("max(id) filter (where id < 3) over ()", "NOT_SUPPORTED: line 1:8: FILTER is not yet supported for window functions"),
    ("sum(id) over (groups 1 preceding)", "MISSING_ORDER_BY: line 1:22: Window frame of type GROUPS PRECEDING or FOLLOWING requires ORDER BY"),
    ("sum(id) over (rows between unbounded following and current row)",
     "INVALID_WINDOW_FRAME: line 1:22: Window frame start cannot be UNBOUNDED FOLLOWING"),
])
def test_windows_that_mean_nothing_are_refused(query, orders, expression, reason):
    assert query(f"select {expression} from orders").reason == reason


@pytest.mark.parametrize("distance", ["999999999' year", "9999999999' day"])
def test_a_distance_beyond_all_intervals_is_refused(query, orders, distance):
    frame = f"order by ordered range interval '{distance} preceding"
    assert query(f"select count(*) over ({frame}) from orders").reason.startswith("INVALID_LITERAL: ")


def test_a_distinct_count_has_one_error_for_all_rows(query):
    """What two parts of the rows have counted is of one size, or is not put together."""
    count = "approx_distinct(i, if(i < 1000, 0.02e0, 0.2e0)) over (order by i rows between 999 preceding and 999 following)"
    assert "must be the same in all rows" in query(f"select {count} from unnest(sequence(1, 3000)) t(i)").reason
