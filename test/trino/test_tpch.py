"""The twenty-two questions of TPC-H, over the rows that Trino's own generator makes, in the order that each asks for."""

import pytest
from athena import as_told
from judge import Refusal
from tpch import QUERIES, TABLES


@pytest.fixture(scope="module")
def both(trino, ours):
    trino.add_tpch()
    for table in TABLES:
        ours.add_text(table, *trino.rows_as_text(f"tpch.tiny.{table}"))
    return trino, ours


@pytest.mark.parametrize("number", QUERIES)
def test_the_answer_is_trinos(both, number):
    trino, ours = both
    theirs, mine = trino.ask(QUERIES[number], catalog="tpch", schema="tiny"), ours.ask(QUERIES[number])
    assert mine.types == [as_told(of) for of in theirs.types]
    assert mine.rows == theirs.rows


# No star shows a hidden column: here one of Trino's tables, "$path" of ours (https://trino.io/docs/435/connector/tpch.html).
HIDDEN = [
    "select {0} from region", "select * from region", "select r.{0}, r.* from region r where {0} is not null", "select region.* from region, nation",
    "select {0} from region, nation", "select region.{0}, * from region, nation", "select {0} from (select * from region)",
    "select * from (select {0} from region)", "select {0} from region r(a, b, c)", "select * from region r(a, b, c, d)", "select * from region r(a, b, c)",
    "with r as (select * from region) select {0} from r", "select {0}, count(*) from region group by 1", "select * from region order by {0}",
    "select * from region r join nation n on r.{0} = n.{0}", "select *, r.{0} from region r join nation n on r.regionkey = n.regionkey",
    "select n.{0}, * from nation n join nation m using (nationkey)", "select * from nation n join nation m using ({0})",
    "select * from region r where exists (select 1 from nation n where n.{0} = r.{0})", "select r.{0}, x from region r cross join unnest(array[1]) u(x)",
    "select * from region union all select * from region order by {0}", "select * from region r cross join lateral (select r.{0})",
]


@pytest.mark.parametrize("sql", HIDDEN)
def test_a_hidden_column_is_there_where_trino_has_it(both, sql):
    def width(engine, hidden, **of):
        try:
            return len(engine.ask(sql.format(hidden), **of).types)
        except Refusal as refusal:
            return str(refusal).partition(":")[0]

    trino, ours = both
    assert width(ours, '"$path"') == width(trino, "row_number", catalog="tpch", schema="tiny")
