"""Queries of Spark's dialect at random over the views of sql_tables.py: of a seed always the same one, so that a seed is all that a report needs.

A query is kept as its parts, so that one that differs can be made smaller: `smaller()` gives each query with one part left out."""

import dataclasses
import random

COLUMNS = {
    "t": {"int": ["a", "tiny"], "text": ["s"], "double": ["d"], "decimal": ["dec"], "bool": ["b"], "date": ["day"], "time": ["at"]},
    "u": {"int": ["a"], "text": ["label"]},
    "nested": {"int": ["id", "st.f", "items[0]", "m['k']"], "text": ["st.g", "words[0]"], "list": ["items"], "map": ["m"]},
}

# What gives a value of a type, of others: no double is added up, for the order of a sum is nobody's.
RULES = {
    "int": ["1", "0", "-3", "17", "cast(null as int)", "({int} % 7)", "abs({int})", "({int} + {int})", "({int} - 1)", "({int} div 2)", "({int} & 3)", "(case when {bool} then {int} else {int} end)", "coalesce({int}, {int})",
            "nullif({int}, {int})", "length({text})", "year({date})", "datediff({date}, {date})", "if({bool}, {int}, {int})", "instr({text}, {text})", "cast({text} as int)", "size({list})", "{list}[1]", "least({int}, {int})", "{map}['l']"],
    "decimal": ["1.5", "cast(null as decimal(10,2))", "cast({int} as decimal(10,2))", "abs({decimal})", "({decimal} + 1.25)", "({decimal} * 2)", "({decimal} / 3)", "round({decimal}, 1)", "cast({text} as decimal(5,1))"],
    "double": ["1e0", "0.25D", "cast({int} as double)", "abs({double})", "({int} / {int})", "({double} * 2)", "sqrt({double})", "cast({text} as double)", "({double} % 3)"],
    "text": ["'a'", "''", "'ü-1'", "cast(null as string)", "upper({text})", "lower({text})", "({text} || '-' || {text})", "substr({text}, 2, 3)", "trim({text})", "reverse({text})", "cast({int} as string)",
             "replace({text}, 'a', {text})", "coalesce({text}, {text})", "cast({date} as string)", "nvl({text}, 'none')", "lpad({text}, 4, '.')", "concat_ws('+', {text}, {text})", "cast({decimal} as string)"],
    "date": ["date '2024-02-29'", "cast(null as date)", "({date} + interval 1 month)", "({date} - interval '7' day)", "last_day({date})", "cast({time} as date)", "date_add({date}, {int} % 100)", "({date} + 1)", "to_date('2020-05-06')"],
    "time": ["timestamp '2024-02-29 12:34:56.789'", "cast({date} as timestamp)", "date_trunc('hour', {time})", "({time} + interval 90 minutes)", "({date} + interval 1 hour)"],
    "list": ["array(1, 2, null)", "array({int}, {int})", "filter({list}, x -> x > {int})", "transform({list}, x -> x % 5)", "reverse({list})", "array_distinct({list})", "concat({list}, {list})", "sort_array({list})"],
    "map": ["map('l', {int})", "map_filter({map}, (k, v) -> v > 0)", "transform_values({map}, (k, v) -> v + 1)"],
    "bool": ["true", "({int} < {int})", "({int} = {int})", "({int} <=> {int})", "({text} < {text})", "({text} = {text})", "({date} <= {date})", "({decimal} > {decimal})", "({double} >= {double})", "({text} like '%a%')", "({text} rlike '^[a-m]')",
             "({int} is null)", "({text} is not null)", "(not {bool})", "({bool} and {bool})", "({bool} or {bool})", "({int} in (1, {int}, 3))", "({int} between {int} and {int})", "({int} = {text})", "({bool} is true)",
             "exists({list}, x -> x = {int})", "array_contains({list}, {int})"],
}
AGGREGATES = ["count(*)", "count({int})", "count(distinct {int})", "sum({int})", "min({text})", "max({date})", "avg({int})", "sum({decimal})", "bool_or({bool})", "max({decimal})", "count_if({bool})",
              "count({text}) filter (where {bool})", "sort_array(collect_list({int}))", "size(collect_set({text}))"]
KEYS = {"t": "a, s, d", "u": "a, label", "nested": "id"}  # what orders the rows of a view, as far as they differ
WINDOWS = ["rank() over (partition by {bool} order by {keys} desc)", "sum({int}) over (partition by {text} order by {keys})", "count(*) over (partition by {bool})", "max({int}) over (order by {keys})",
           "min({text}) over (order by {keys} range between current row and unbounded following)"]


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


class Generator:
    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.table = self.random.choice(["t", "t", "u", "nested"])

    def query(self) -> Query:
        return self.random.choice([self.plain, self.plain, self.grouped, self.windowed, self.joined, self.exploded])()

    def plain(self) -> Query:
        return Query(self.items(4), self.table, self.conditions())

    def grouped(self) -> Query:
        keys = tuple(self.expression(self.random.choice(["int", "text", "bool"])) for _ in range(self.random.randint(1, 2)))
        aggregates = tuple(self.filled(self.random.choice(AGGREGATES), 2) for _ in range(self.random.randint(1, 3)))
        having = ("count(*) > 1",) if self.random.random() < 0.3 else ()
        return Query(aggregates, self.table, self.conditions(), keys, having)

    def windowed(self) -> Query:
        windows = [self.random.choice(WINDOWS).replace("{keys}", KEYS[self.table].split(",")[0]) for _ in range(2)]
        return Query(tuple(self.filled(window, 1) for window in windows), self.table, self.conditions())

    def joined(self) -> Query:
        kind = self.random.choice(["join", "left join", "full join", "right join", "left semi join", "left anti join"])
        left_only = "semi" in kind or "anti" in kind
        key = "id" if self.table == "nested" else "a"
        return Query((f"x.{key}",) if left_only else (f"x.{key}", "y.a", "y.n"), f"{self.table} x {kind} u y on x.{key} % 3 = y.a % 3 and y.n > {self.random.randint(0, 3)}0")

    def exploded(self) -> Query:
        outer = self.random.choice(["", "outer "])
        return Query((KEYS[self.table].split(",")[0], "place", "item"), f"{self.table} lateral view {outer}posexplode({self.expression('list')}) e as place, item")

    def items(self, most: int) -> tuple[str, ...]:
        return tuple(self.expression(self.random.choice(list(RULES))) for _ in range(self.random.randint(1, most)))

    def conditions(self) -> tuple[str, ...]:
        return tuple(self.expression("bool") for _ in range(self.random.choice([0, 0, 1, 2])))

    def expression(self, of: str, depth: int = 3) -> str:
        columns = COLUMNS[self.table].get(of, [])
        if columns and self.random.random() < (0.9 if depth == 0 else 0.35):
            return self.random.choice(columns)
        rules = [rule for rule in RULES[of] if depth > 0 or "{" not in rule]
        return self.filled(self.random.choice(rules), depth - 1) if rules else "map('l', 1)"

    def filled(self, rule: str, depth: int) -> str:
        text = ""
        while "{" in rule:
            before, _, rest = rule.partition("{")
            of, _, rule = rest.partition("}")
            text += before + self.expression(of, max(depth, 0))
        return text + rule
