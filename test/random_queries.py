"""Queries at random, of a dialect that says what it has: of a seed always the same one, so that a seed is all that a report needs.

A query is kept as its parts, so that one that differs can be made smaller: `smaller()` gives each query with one part left out."""

import dataclasses
import random


@dataclasses.dataclass(frozen=True)
class Part:
    """A text in which {} stand for its parts. What may stand for it, in a smaller query, is what it has of the same kind."""

    kind: str
    text: str
    parts: tuple["Part", ...] = ()

    def __str__(self):
        between = self.text.split("{}")
        return "".join(text + str(part) for text, part in zip(between, self.parts)) + between[-1]

    def nearest(self, kind: str):
        """Of what it has of a kind, that which is in no other."""
        for part in self.parts:
            if part.kind == kind:
                yield part
            else:
                yield from part.nearest(kind)

    def smaller(self):
        yield from self.nearest(self.kind)
        for i, part in enumerate(self.parts):
            for smaller in part.smaller():
                yield dataclasses.replace(self, parts=self.parts[:i] + (smaller,) + self.parts[i + 1:])


@dataclasses.dataclass(frozen=True)
class Several(Part):
    """Parts with commas between them, of which one is enough."""

    def __str__(self):
        return ", ".join(str(part) for part in self.parts)

    def smaller(self):
        for i in range(len(self.parts) if len(self.parts) > 1 else 0):
            yield dataclasses.replace(self, parts=self.parts[:i] + self.parts[i + 1:])
        yield from super().smaller()


@dataclasses.dataclass(frozen=True)
class Query:
    items: tuple[Part | str, ...]
    source: str
    where: tuple[Part | str, ...] = ()
    group_by: tuple[Part | str, ...] = ()
    having: tuple[Part | str, ...] = ()
    order_by: tuple[str, ...] = ()
    before: str = ""  # WITH ...
    limit: str = ""

    def __str__(self):
        clauses = [self.before] if self.before else []
        clauses += [f"select {joined(', ', self.group_by + self.items)}", f"from {self.source}"]
        clauses += [f"where {joined(' and ', self.where)}"] if self.where else []
        clauses += [f"group by {', '.join(str(i + 1) for i in range(len(self.group_by)))}"] if self.group_by else []
        clauses += [f"having {joined(' and ', self.having)}"] if self.having else []
        clauses += [f"order by {', '.join(self.order_by)}"] if self.order_by else []
        clauses += [self.limit] if self.limit else []
        return " ".join(clauses)

    def smaller(self):
        if self.limit:
            yield dataclasses.replace(self, limit="")
        for part in ("having", "where", "group_by", "items", "order_by"):
            values = getattr(self, part)
            for i in range(len(values)):
                rest = values[:i] + values[i + 1:]
                if part != "items" or rest:
                    yield dataclasses.replace(self, **{part: rest})
        for part in ("having", "where", "group_by", "items"):
            values = getattr(self, part)
            for i, value in enumerate(values):
                for smaller in value.smaller() if isinstance(value, Part) else ():
                    yield dataclasses.replace(self, **{part: values[:i] + (smaller,) + values[i + 1:]})


def joined(separator: str, parts) -> str:
    return separator.join(str(part) for part in parts)


def shrunk(query, differs, tries: int = 500):
    """What still differs of a query's parts: the least of them, if so many tries find it."""
    smaller = query.smaller()
    while tries and (candidate := next(smaller, None)) is not None:
        tries -= 1
        if differs(candidate):
            query, smaller = candidate, candidate.smaller()
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
        self.table = self.source = self.random.choice(self.TABLES)  # the name of the columns, and what stands in FROM

    def plain(self) -> Query:
        return Query(self.items(4), self.source, self.conditions())

    def grouped(self) -> Query:
        keys = tuple(self.expression(self.random.choice(self.KEYS)) for _ in range(self.random.randint(1, 2)))
        aggregates = tuple(self.filled(self.random.choice(self.AGGREGATES), 2) for _ in range(self.random.randint(1, 3)))
        having = ("count(*) > 1",) if self.random.random() < 0.3 else ()
        return Query(aggregates, self.source, self.conditions(), keys, having)

    def items(self, most: int) -> tuple[Part, ...]:
        return tuple(self.expression(self.random.choice(list(self.RULES))) for _ in range(self.random.randint(1, most)))

    def conditions(self) -> tuple[Part, ...]:
        return tuple(self.expression("bool") for _ in range(self.random.choice([0, 0, 1, 2])))

    def columns(self, of: str) -> list[str]:
        return self.COLUMNS[self.table].get(of, [])

    def expression(self, of: str, depth: int = 3) -> Part:
        columns = self.columns(of)
        if columns and self.random.random() < (0.9 if depth == 0 else 0.35):
            return Part(of, self.random.choice(columns))
        rules = [rule for rule in self.RULES[of] if depth > 0 or "{" not in rule]
        return self.filled(self.random.choice(rules), depth - 1, of)

    def filled(self, rule: str, depth: int, of: str = "") -> Part:
        text, parts = "", []
        while "{" in rule:
            before, _, rest = rule.partition("{")
            kind, _, rule = rest.partition("}")
            text += before + "{}"
            parts.append(self.expression(kind, max(depth, 0)))
        return Part(of, text + rule, tuple(parts))
