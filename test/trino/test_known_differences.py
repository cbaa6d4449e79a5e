"""The list of what differs from Trino (known_differences.py) has nothing that is not asked, and nothing twice."""

import known_differences
from cases import GROUPS
from clauses import QUERIES


def test_what_is_known_to_differ_is_asked():
    asked = {expression for group in GROUPS for expression in group.expressions}
    known = [one for several in known_differences.EXPRESSIONS.values() for one in several] + known_differences.LATER_EXPRESSIONS
    assert not set(known) - asked
    assert len(known) == len(set(known))


def test_a_query_that_differs_is_not_among_those_that_agree():
    different = [one for several in known_differences.QUERIES.values() for one in several] + known_differences.LATER_QUERIES
    assert not set(different) & set(QUERIES)
    assert len(different) == len(set(different))
