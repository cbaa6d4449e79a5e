"""Queries of Spark's dialect at random over the views of sql_tables.py (random_queries.py)."""

from random_queries import Query, QueryMaker

COLUMNS = {
    "t": {"int": ["a", "tiny"], "text": ["s"], "double": ["d"], "decimal": ["dec"], "bool": ["b"], "date": ["day"], "time": ["at"]},
    "u": {"int": ["a"], "text": ["label"]},
    "nested": {"int": ["id", "st.f", "items[0]", "m['k']"], "text": ["st.g", "words[0]"], "list": ["items"], "map": ["m"]},
}

# What gives a value of a type, of others: no double is added up, for the order of a sum is nobody's.
RULES = {
    "int": ["1", "0", "-3", "17", "cast(null as int)", "({int} % 7)", "abs({int})", "({int} + {int})", "({int} - 1)", "({int} div 2)", "({int} & 3)", "(case when {bool} then {int} else {int} end)", "coalesce({int}, {int})",
            "nullif({int}, {int})",
            "length({text})",
            "year({date})",
            "datediff({date}, {date})",
            "if({bool}, {int}, {int})",
            "instr({text}, {text})",
            "cast({text} as int)",
            "size({list})",
            "{list}[1]",
            "least({int}, {int})",
            "{map}['l']"],
    "decimal": ["1.5", "cast(null as decimal(10,2))", "cast({int} as decimal(10,2))", "abs({decimal})", "({decimal} + 1.25)", "({decimal} * 2)", "({decimal} / 3)", "round({decimal}, 1)", "cast({text} as decimal(5,1))"],
    "double": ["1e0", "0.25D", "cast({int} as double)", "abs({double})", "({int} / {int})", "({double} * 2)", "sqrt({double})", "cast({text} as double)", "({double} % 3)"],
    "text": ["'a'", "''", "'ü-1'", "cast(null as string)", "upper({text})", "lower({text})", "({text} || '-' || {text})", "substr({text}, 2, 3)", "trim({text})", "reverse({text})", "cast({int} as string)",
             "replace({text}, 'a', {text})",
             "coalesce({text}, {text})",
             "cast({date} as string)",
             "nvl({text}, 'none')",
             "lpad({text}, 4, '.')",
             "concat_ws('+', {text}, {text})",
             "cast({decimal} as string)"],
    "date": ["date '2024-02-29'", "cast(null as date)", "({date} + interval 1 month)", "({date} - interval '7' day)", "last_day({date})", "cast({time} as date)", "date_add({date}, {int} % 100)", "({date} + 1)", "to_date('2020-05-06')"],
    "time": ["timestamp '2024-02-29 12:34:56.789'", "cast({date} as timestamp)", "date_trunc('hour', {time})", "({time} + interval 90 minutes)", "({date} + interval 1 hour)"],
    "list": ["array(1, 2, null)", "array({int}, {int})", "filter({list}, x -> x > {int})", "transform({list}, x -> x % 5)", "reverse({list})", "array_distinct({list})", "concat({list}, {list})", "sort_array({list})"],
    "map": ["map('l', 1)", "map('l', {int})", "map_filter({map}, (k, v) -> v > 0)", "transform_values({map}, (k, v) -> v + 1)"],
    "bool": ["true", "({int} < {int})", "({int} = {int})", "({int} <=> {int})", "({text} < {text})", "({text} = {text})", "({date} <= {date})", "({decimal} > {decimal})", "({double} >= {double})", "({text} like '%a%')", "({text} rlike '^[a-m]')",
             "({int} is null)",
             "({text} is not null)",
             "(not {bool})",
             "({bool} and {bool})",
             "({bool} or {bool})",
             "({int} in (1, {int}, 3))",
             "({int} between {int} and {int})",
             "({int} = {text})",
             "({bool} is true)",
             "exists({list}, x -> x = {int})", "array_contains({list}, {int})"],
}
AGGREGATES = ["count(*)", "count({int})", "count(distinct {int})", "sum({int})", "min({text})", "max({date})", "avg({int})", "sum({decimal})", "bool_or({bool})", "max({decimal})", "count_if({bool})",
              "count({text}) filter (where {bool})", "sort_array(collect_list({int}))", "size(collect_set({text}))"]
KEY = {"t": "a", "u": "a", "nested": "id"}  # the column of a view that orders its rows, and that joins it
WINDOWS = ["rank() over (partition by {bool} order by {key} desc)", "sum({int}) over (partition by {text} order by {key})", "count(*) over (partition by {bool})", "max({int}) over (order by {key})",
           "min({text}) over (order by {key} range between current row and unbounded following)"]


class Generator(QueryMaker):
    TABLES = ["t", "t", "u", "nested"]
    COLUMNS, RULES, AGGREGATES = COLUMNS, RULES, AGGREGATES
    KEYS = ["int", "text", "bool"]

    def query(self) -> Query:
        return self.random.choice([self.plain, self.plain, self.grouped, self.windowed, self.joined, self.exploded])()

    def windowed(self) -> Query:
        windows = [self.random.choice(WINDOWS).replace("{key}", KEY[self.table]) for _ in range(2)]
        return Query(tuple(self.filled(window, 1) for window in windows), self.table, self.conditions())

    def joined(self) -> Query:
        kind = self.random.choice(["join", "left join", "full join", "right join", "left semi join", "left anti join"])
        left_only = "semi" in kind or "anti" in kind
        key = KEY[self.table]
        return Query((f"x.{key}",) if left_only else (f"x.{key}", "y.a", "y.n"), f"{self.table} x {kind} u y on x.{key} % 3 = y.a % 3 and y.n > {self.random.randint(0, 3)}0")

    def exploded(self) -> Query:
        outer = self.random.choice(["", "outer "])
        return Query((KEY[self.table], "place", "item"), f"{self.table} lateral view {outer}posexplode({self.expression('list')}) e as place, item")
