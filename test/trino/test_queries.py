"""Whole queries, some written down and the others made at random (generator.py), give the rows that Trino gives, in the order that they promise."""

import os
import re

import color_cases
import function_cases
import json_cases
import known_differences
import pytest
import set_digest_cases
import time_cases
from athena import as_told
from cases import GROUPS
from clauses import REFUSED
from clauses import QUERIES as CLAUSES
from generator import Generator
from judge import Refusal
from orders import in_total_order
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

QUERIES += ["select " + "+".join(["id"] * 301) + " from texts"]
QUERIES += time_cases.QUERIES + function_cases.QUERIES + json_cases.QUERIES + color_cases.QUERIES + set_digest_cases.QUERIES
REFUSED += json_cases.REFUSED
DIFFERENT = [sql for known in known_differences.QUERIES.values() for sql in known]


def answer(engine, sql: str):
    """Types and rows, or the code of the error: which row fails first is no engine's promise."""
    try:
        answer = engine.ask(sql)
    except Refusal as refusal:
        return str(refusal).partition(":")[0]
    return [as_told(of) for of in answer.types], sorted(answer.rows, key=repr)


def rows(engine, sql: str):
    try:
        return engine.ask(sql).rows
    except Refusal as refusal:
        return str(refusal).partition(":")[0]


def answers(trino, ours, sql: str) -> tuple:
    """Both answers, to be compared: in the order of the query, where it has one. Rows that its keys do not tell apart are told apart by the rest of
    them: what cannot be sorted, as maps, stays in any order."""
    theirs, mine = answer(trino, sql), answer(ours, sql)
    if theirs != mine or isinstance(theirs, str):
        return theirs, mine
    total = in_total_order(sql, len(theirs[0]))
    if total is None or rows(trino, sql) == rows(ours, sql):
        return theirs, mine
    return rows(trino, total), rows(ours, total)


def refusal(engine, sql: str) -> str:
    try:
        return f"not refused: {engine.ask(sql)}"
    except Refusal as refusal:
        return str(refusal).partition(". Expected: ")[0]  # Trino lists the overloads of a function


def test_each_of_trinos_functions_is_asked(trino):
    asked = " ".join([expression for group in GROUPS for expression in group.expressions] + QUERIES + CLAUSES + REFUSED + DIFFERENT
                     + known_differences.LATER_EXPRESSIONS + known_differences.LATER_QUERIES).lower()
    never = {name for name, *_ in trino.ask("show functions").rows} - set(re.findall(r"[a-z_0-9]+", asked))
    assert not never, ", ".join(sorted(never))


@pytest.mark.parametrize("sql", REFUSED)
def test_what_trino_refuses_is_refused_in_its_words(trino, ours, sql):
    assert refusal(ours, sql) == refusal(trino, sql)


@pytest.mark.parametrize("sql", known_differences.LATER_QUERIES)
def test_what_is_not_done_yet_is_refused_by_name(trino, ours, sql):
    theirs = refusal(trino, sql)
    assert theirs.startswith("not refused"), "no query of Trino's"
    known_differences.check(sql, refusal(ours, sql), theirs)


@pytest.mark.parametrize("sql", DIFFERENT)
def test_a_known_difference_is_one(trino, ours, sql):
    mine = answer(ours, sql)
    known_differences.check(sql, mine, answer(trino, sql))
    assert "INTERNAL_ERROR" not in str(mine)


@pytest.mark.parametrize("sql", QUERIES + CLAUSES)
def test_a_query_gives_what_trino_gives(trino, ours, sql):
    theirs, mine = answers(trino, ours, sql)
    assert mine == theirs


@pytest.mark.parametrize("seed", SEEDS)
def test_a_query_made_at_random_gives_what_trino_gives(trino, ours, seed):
    def differs(query):
        theirs, mine = answers(trino, ours, str(query))
        return mine != theirs

    query = Generator(seed).query()
    if differs(query):
        least = shrunk(query, differs)
        theirs, mine = answers(trino, ours, str(least))
        assert mine == theirs, str(least)
