"""Queries inside expressions: https://trino.io/docs/current/sql/select.html#subqueries"""

import pytest


@pytest.fixture
def cities(csv_table):
    return csv_table("cities", {"customer": "string", "city": "string"}, "ann,Aachen\nbob,Bonn\nann,Ahlen\ndan,Dresden\n")


@pytest.mark.parametrize("expression, value", [
    ("(select max(id) from orders)", "6"), ("(select id from orders where id > 9)", None), ("1 + (select 2)", "3"),
    ("exists (select * from orders where id = 1)", "true"), ("not exists (select 1 from orders where id = 9)", "true"),
    ("3 in (select id from orders)", "true"), ("9 in (select id from orders)", "false"), ("3 not in (select id from orders)", "false"),
    ("'zoe' in (select customer from orders)", None), ("'zoe' not in (select customer from orders)", None),
    ("'ann' in (select customer from orders)", "true"), ("null in (select id from orders)", None),
    ("null in (select id from orders where id > 9)", "false"), ("1.0 in (select id from orders)", "true"),
    ("cast('NaN' as double) in (select cast('NaN' as double))", "false"), ("(select null)", None),
])
def test_a_query_is_a_value(query, orders, expression, value):
    assert query(f"select {expression}").rows == [[value]]


@pytest.mark.parametrize("text, rows", [
    ("select id from orders o where exists (select 1 from cities c where c.customer = o.customer) order by 1",
     [["1"], ["2"], ["3"], ["5"]]),
    ("select id from orders o where not exists (select 1 from cities c where c.customer = o.customer) order by 1", [["4"], ["6"]]),
    ("select id, (select count(*) from cities c where c.customer = o.customer) from orders o where id > 3 order by 1",
     [["4", "0"], ["5", "1"], ["6", "0"]]),
    ("select id from orders o where amount = (select max(amount) from orders i where i.customer = o.customer) order by 1",
     [["1"], ["2"], ["4"]]),
    ("select customer, (select min(city) from cities c where c.customer = o.customer) from orders o group by customer order by 1",
     [["ann", "Aachen"], ["bob", "Bonn"], ["cid", None], [None, None]]),
    ("select id from orders o where id in (select length(city) - 2 from cities c where c.customer = o.customer) order by 1", [["2"], ["3"]]),
    ("select id from orders o where id < (select max(n) from (select id - 1 as n from orders i where i.customer = o.customer)) order by 1",
     [["1"], ["2"]]),
    ("select (select city from cities c where c.customer = o.customer order by city desc limit 1) from orders o where id < 3 order by id",
     [["Ahlen"], ["Bonn"]]),
    ("select id from orders o where exists (select 1 from cities c where exists (select 1 from orders i where i.id = o.id and "
     "c.customer = i.customer and i.amount > 5)) order by 1", [["1"], ["2"]]),
    ("select customer, sum(amount) from orders group by customer having sum(amount) > (select avg(amount) from orders) order by 1",
     [["cid", "100.00"]]),
    ("select count(*) from orders o join cities c on o.customer = c.customer and o.id = (select max(id) from orders i where "
     "i.customer = c.customer)", [["3"]]),
    ("with big as (select * from orders where amount > 5) select customer from cities where customer in (select customer from big) "
     "group by 1 order by (select max(amount) from big b where b.customer = cities.customer)", [["bob"], ["ann"]]),
])
def test_a_query_sees_the_rows_around_it(query, orders, cities, text, rows):
    assert query(text).rows == rows


def test_what_a_subquery_may_not_be(query, orders):
    assert query("select (select id from orders)").reason == "SUBQUERY_MULTIPLE_ROWS: Scalar sub-query has returned multiple rows"
    assert query("select 1 in (select 1, 2)").reason == (
        "TYPE_MISMATCH: line 1:10: Value expression and result of subquery must be of the same type: row(integer) vs row(integer, integer)")
    assert query("select 1 in (select customer from orders)").reason == (
        "TYPE_MISMATCH: line 1:10: Value expression and result of subquery must be of the same type: row(integer) vs row(customer varchar)")
    assert query("select (select sum(a.id) from orders b) from orders a").reason == (
        "NOT_SUPPORTED: line 1:16: sum of columns of the outer query only is not supported yet")
    outer_on = query("select id from orders a left join (select 1 n) b on id in (select c.id from orders c where c.id = a.id)")
    assert (outer_on.state, outer_on.reason.split(":")[0]) == ("FAILED", "NOT_SUPPORTED")
