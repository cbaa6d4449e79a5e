"""What lines of text tables are, judged by Trino's own readers, of whose lines one that they refuse fails here too."""

import os
import random
import re

import pytest
from line_judge import LineJudge
from serdes import TABLES, differs

LINES = int(os.environ.get("DOVETAIL_QUERY_SEEDS", "600"))  # of each table
REFUSED = LINES // 30  # of those: each takes a query of its own


@pytest.fixture(scope="module")
def readers():
    judge = LineJudge()
    yield judge
    judge.close()


@pytest.fixture(scope="module")
def judged(readers):
    """By table: its lines with their rows, and those that are refused, but for those that differ and are known to."""
    known = {}

    def rows_of(table):
        if table.name not in known:
            lines = [line for line in dict.fromkeys(table.lines) if not differs(table, line)]
            chosen = random.Random(3).sample(lines, min(LINES, len(lines)))
            known[table.name] = readers.reader(table.serde, table.columns, table.properties).read(chosen)
        return known[table.name]

    return rows_of


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_lines_are_the_rows_that_trino_makes_of_them(table, judged, ours):
    accepted, _ = judged(table)
    ours.add_files(table.name, table.columns, {"lines": b"\n".join(accepted) + b"\n"}, table.serde, table.properties | table.athenas)
    given = ours.ask(f"select * from {table.name}").rows
    assert len(given) == len(accepted)
    wrong = [f"{line!r} is {row} and has to be {wanted}" for (line, wanted), row in zip(accepted.items(), given) if row != wanted]
    assert not wrong, "\n".join([f"{len(wrong)} lines", *wrong[:20]])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_line_that_trino_refuses_fails(table, judged, ours):
    _, refused = judged(table)
    lines = random.Random(3).sample(sorted(refused), min(REFUSED, len(refused)))
    name = f"{table.name}_refused"
    ours.add_files(name, table.columns, {str(n): line + b"\n" for n, line in enumerate(lines)}, table.serde, table.properties)
    started = {line: ours.start(f"select * from {name} where \"$path\" like '%/{n}'") for n, line in enumerate(lines)}
    ended = {line: ours.ended(id) for line, id in started.items()}
    wrong = [f"{line!r} has to be refused: {refused[line]}" for line, status in ended.items() if not re.match("HIVE_", status.get("StateChangeReason", ""))]
    assert not wrong, "\n".join(wrong)
