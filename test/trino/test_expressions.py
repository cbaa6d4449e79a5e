"""Athena's SQL gives what Trino gives: the same expressions over the same tables; types, rows and errors compared."""

import known_differences
import pytest
from athena import as_told
from cases import GROUPS
from judge import Answer, Refusal


def answers(engine, group) -> dict[str, Answer | str]:
    """What an engine says to each expression of a group: all in one query, unless one fails and spoils it."""
    try:
        whole = engine.ask(group.query(group.expressions))
    except Refusal:
        return {expression: answer(engine, group, expression) for expression in group.expressions}
    return {expression: Answer([whole.types[i + 1]], [[row[0], row[i + 1]] for row in in_order(whole.rows)])
            for i, expression in enumerate(group.expressions)}


def answer(engine, group, expression) -> Answer | str:
    try:
        whole = engine.ask(group.query([expression]))
    except Refusal as refusal:
        return str(refusal)
    return Answer(whole.types[1:], in_order(whole.rows))


def in_order(rows):
    return sorted(rows, key=lambda row: int(row[0]))


class Answers:
    """Of one engine, each group asked once."""

    def __init__(self, engine):
        self.engine, self.kept = engine, {}

    def __call__(self, group, expression):
        if group.name not in self.kept:
            self.kept[group.name] = answers(self.engine, group)
        return self.kept[group.name][expression]


@pytest.fixture(scope="session")
def of_trino(trino):
    return Answers(trino)


@pytest.fixture(scope="session")
def of_ours(ours):
    return Answers(ours)


CASES = [pytest.param(group, expression, id=f"{group.name}: {expression}") for group in GROUPS for expression in group.expressions]


@pytest.mark.parametrize("group, expression", CASES)
def test_what_comes_out_is_what_trino_gives(of_trino, of_ours, group, expression):
    theirs, mine = of_trino(group, expression), of_ours(group, expression)
    if isinstance(theirs, Answer):
        theirs = Answer([as_told(of) for of in theirs.types], theirs.rows)
    known_differences.check(expression, mine, theirs)
