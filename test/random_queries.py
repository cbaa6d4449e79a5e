"""Queries at random, of a dialect that says what it has: of a seed always the same one, so that a seed is all that a report needs.

A query is kept as its parts, so that one that differs can be made smaller: `smaller()` gives each query with one part left out."""

import dataclasses
import random


@dataclasses.dataclass(frozen=True)
class Query:
    items: tuple[str, ...]
    source: str
    where: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()
    having: tuple[str, ...] = ()

    def __str__(self):
        clauses = [f"select {', '.join(self.group_by + self.items)}", f"from {self.source}"]
        clauses += [f"where {' and '.join(self.where)}"] if self.where else []
        clauses += [f"group by {', '.join(str(i + 1) for i in range(len(self.group_by)))}"] if self.group_by else []
        clauses += [f"having {' and '.join(self.having)}"] if self.having else []
        return " ".join(clauses)

    def smaller(self):
        for part in ("having", "where", "group_by", "items"):
            values = getattr(self, part)
            for i in range(len(values)):
                rest = values[:i] + values[i + 1:]
                if part != "items" or rest:
                    yield dataclasses.replace(self, **{part: rest})


def shrunk(query: Query, differs) -> Query:
    """The least of the query's parts that still differs."""
    for smaller in query.smaller():
        if differs(smaller):
            return shrunk(smaller, differs)
    return query


class QueryMaker:
    """A dialect's own class has these, and the kinds of queries that it makes besides `plain` and `grouped`."""

    TABLES: list[str]  # one that stands twice is asked twice as often
    COLUMNS: dict[str, dict[str, list[str]]]  # of a table, by type
    RULES: dict[str, list[str]]  # what gives a value of a type, of others: each {type} becomes an expression
    AGGREGATES: list[str]
    KEYS: list[str]  # the types that queries group by

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.table = self.random.choice(self.TABLES)

    def plain(self) -> Query:
        return Query(self.items(4), self.table, self.conditions())

    def grouped(self) -> Query:
        keys = tuple(self.expression(self.random.choice(self.KEYS)) for _ in range(self.random.randint(1, 2)))
        aggregates = tuple(self.filled(self.random.choice(self.AGGREGATES), 2) for _ in range(self.random.randint(1, 3)))
        having = ("count(*) > 1",) if self.random.random() < 0.3 else ()
        return Query(aggregates, self.table, self.conditions(), keys, having)

    def items(self, most: int) -> tuple[str, ...]:
        return tuple(self.expression(self.random.choice(list(self.RULES))) for _ in range(self.random.randint(1, most)))

    def conditions(self) -> tuple[str, ...]:
        return tuple(self.expression("bool") for _ in range(self.random.choice([0, 0, 1, 2])))

    def expression(self, of: str, depth: int = 3) -> str:
        columns = self.COLUMNS[self.table].get(of, [])
        if columns and self.random.random() < (0.9 if depth == 0 else 0.35):
            return self.random.choice(columns)
        rules = [rule for rule in self.RULES[of] if depth > 0 or "{" not in rule]
        return self.filled(self.random.choice(rules), depth - 1)

    def filled(self, rule: str, depth: int) -> str:
        text = ""
        while "{" in rule:
            before, _, rest = rule.partition("{")
            of, _, rule = rest.partition("}")
            text += before + self.expression(of, max(depth, 0))
        return text + rule
