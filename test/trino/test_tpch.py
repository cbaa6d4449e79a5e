"""The twenty-two questions of TPC-H, over the rows that Trino's own generator makes, in the order that each asks for."""

import pytest
from athena import as_told
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
