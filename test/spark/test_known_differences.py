"""The list of what differs from Spark (known_differences.py) has nothing that is not asked."""

import known_differences
from analyses import ANALYSES
from cases import GROUPS
from file_frames import READS
from frames import FRAMES
from relations import RELATIONS
from statements import STATEMENTS


def test_what_is_known_to_differ_is_asked():
    rows = {(group.name, expression.sql, row) for group in GROUPS for expression in group.expressions for row in group.rows}
    asked = {*FRAMES, *RELATIONS, *ANALYSES, *STATEMENTS, *READS, *known_differences.QUERIES}
    for known in (one for several in known_differences.KNOWN.values() for one in several):
        if isinstance(known, tuple):
            group, sql, row = known
            assert (group, sql, row if isinstance(row, tuple) else (row,)) in rows
        else:
            assert known in asked
