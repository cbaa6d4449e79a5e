"""Whole queries, some written down and the others made at random (generator.py), give the rows that Trino gives, in whatever order."""

import os

import function_cases
import json_cases
import pytest
import time_cases
from athena import as_told
from clauses import DIFFERENT, LATER, REFUSED
from clauses import QUERIES as CLAUSES
from generator import Generator
from judge import Refusal
from random_queries import shrunk

SEEDS = range(int(os.environ.get("DOVETAIL_QUERY_SEEDS", "200")))
QUERIES = [
    "select k, x from lists cross join unnest(l) as u(x)",
    "select k, a, b, place from lists cross join unnest(l, w) with ordinality as u(a, b, place)",
    "select k, x, y from lists left join unnest(n) as u(x, y) on true",
    "select k, name, value from lists, unnest(m) as u(name, value)",
    "select * from unnest(array[1, 2], array['x'])",
    "select id, array_agg(x) from lists cross join unnest(l) u(x) group by id",
    "select b, count(*) from texts group by b",
    "select histogram(k) from lists",
    "select histogram(distinct k % 2) from lists",
    "select array_agg(k) filter (where k > 2) from lists",
    "select array_agg(k) filter (where k > 9) from lists",
    "select id, array_agg(k) filter (where k > 2) over (order by id) from lists",
    "select * from unnest(array[1, 2], cast(null as array(integer)))",
    "select l, count(*) from lists group by l",
    "select distinct w from lists",
    "select r.a, t.r.b, t.r.c[1] from lists t where cardinality(t.r.c) > 0",
    "select id, array_agg(k) over (order by id rows between 1 preceding and current row) from lists",
    "with words as (select id, word from texts cross join unnest(split(a, ' ')) u(word)) select word, count(*) from words group by word",
    "select (select max(x) from unnest(l) u(x)) from lists",
    "select map(array[id], array['x']) from texts",
]

# What a query says twice may be computed once, but only where nothing tells the two apart.
TWICE = "with n as (select {0} x, count(*) c from {2} group by 1), m as (select {1} x, count(*) c from {2} group by 1) select * from n union all select * from m"
QUERIES += [
    "with n as (select b, count(*) c from texts group by b) select p.b, p.c, q.c from n p join n q on p.b = q.b",
    "with n as (select b, count(*) c from texts group by b) select * from n where c = (select max(c) from n)",
    "with n as (select k, random() r from texts group by k) select count(*) from n p join n q on p.k = q.k and p.r = q.r",
    TWICE.format("round(d, 1)", "round(d, 0)", "numbers"), TWICE.format("round(c, 1)", "round(c, 0)", "numbers"),
    TWICE.format("truncate(c, 1)", "truncate(c, 0)", "numbers"), TWICE.format("c / decimal '3.0'", "c / decimal '3.00'", "numbers"),
    TWICE.format("try_cast(a as bigint)", "try_cast(a as integer)", "texts"), TWICE.format("substr(a, 1, 1)", "substr(a, 2, 1)", "texts"),
    TWICE.format("regexp_replace(a, 'a')", "regexp_replace(a, 'b')", "texts"), TWICE.format("split_part(a, ',', 1)", "split_part(a, ',', 2)", "texts"),
    TWICE.format("date_format(t, '%Y')", "date_format(t, '%m')", "times"), TWICE.format("date_trunc('month', t)", "date_trunc('year', t)", "times"),
    TWICE.format("date_add('day', 1, d)", "date_add('month', 1, d)", "times"),
    TWICE.format("cast(t at time zone 'Asia/Tokyo' as varchar)", "cast(t at time zone 'Europe/Paris' as varchar)", "times"),
]

QUERIES += time_cases.QUERIES + function_cases.QUERIES + json_cases.QUERIES
REFUSED += json_cases.REFUSED
DIFFERENT |= json_cases.DIFFERENT


def answer(engine, sql: str):
    """Types and rows, or the code of the error: which row fails first is no engine's promise."""
    try:
        answer = engine.ask(sql)
    except Refusal as refusal:
        return str(refusal).partition(":")[0]
    return [as_told(of) for of in answer.types], sorted(answer.rows, key=repr)


def refusal(engine, sql: str) -> str:
    try:
        return f"not refused: {engine.ask(sql)}"
    except Refusal as refusal:
        return str(refusal).partition(". Expected: ")[0]  # Trino lists the overloads of a function


@pytest.mark.parametrize("sql", REFUSED)
def test_what_trino_refuses_is_refused_in_its_words(trino, ours, sql):
    assert refusal(ours, sql) == refusal(trino, sql)


@pytest.mark.parametrize("sql", LATER)
def test_what_is_not_done_yet_is_refused_by_name(trino, ours, sql):
    assert refusal(trino, sql).startswith("not refused"), "no query of Trino's"
    assert refusal(ours, sql).startswith(("FUNCTION_NOT_FOUND", "SYNTAX_ERROR", "NOT_SUPPORTED")), "no longer refused"


@pytest.mark.parametrize("sql", DIFFERENT)
def test_a_known_difference_is_one(trino, ours, sql):
    mine = answer(ours, sql)
    assert mine != answer(trino, sql), f"no longer different ({DIFFERENT[sql]})"
    assert "INTERNAL_ERROR" not in str(mine)


@pytest.mark.parametrize("sql", QUERIES + CLAUSES)
def test_a_query_gives_what_trino_gives(trino, ours, sql):
    assert answer(ours, sql) == answer(trino, sql)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_query_made_at_random_gives_what_trino_gives(trino, ours, seed):
    def differs(query):
        return answer(trino, str(query)) != answer(ours, str(query))

    query = Generator(seed).query()
    if differs(query):
        least = shrunk(query, differs)
        assert answer(ours, str(least)) == answer(trino, str(least)), str(least)
