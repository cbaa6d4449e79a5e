"""Queries at random over the tables of tables.py and over rows that are random too (random_queries.py, random_rows.py)."""

import dataclasses

import random_rows
from random_queries import Query, QueryMaker

COLUMNS = {
    "numbers": {"int": ["id", "s", "t"], "decimal": ["c"], "double": ["d"]},
    "texts": {"int": ["id", "k"], "text": ["a", "b"]},
    "times": {"int": ["id", "k"], "date": ["d"], "time": ["t"]},
    "lists": {"int": ["id", "k"], "list": ["l"], "texts": ["w"], "map": ["m"]},
    "made": random_rows.BY_TYPE,
}

# What gives a value of a type, of others: nothing here overflows, and no double is added up, for the order of a sum is nobody's.
RULES = {
    "int": ["1", "0", "-3", "17", "cast(null as integer)", "({int} % 7)", "abs({int} % 100)", "(case when {bool} then {int} else {int} end)", "coalesce({int}, {int})", "nullif({int}, {int})",
            "cast(length({text}) as integer)",
            "cast(year({date}) as integer)",
            "cast(date_diff('day', {date}, {date}) as integer)",
            "sign({int})",
            "least({int}, {int})",
            "try(10 / {int})",
            "cast(strpos({text}, {text}) as integer)",
            "cast(day({zoned}) as integer)",
            "cast(date_diff('hour', {zoned}, {zoned}) % 1000 as integer)",
            "cast(cardinality({list}) as integer)",
            "element_at({list}, 1)",
            "array_max({list})",
            "cast(array_position({list}, {int}) as integer)",
            "if({bool}, {int})"],
    "decimal": ["1.5", "cast(null as decimal(10,2))", "cast({int} as decimal(10,2))", "abs({decimal})", "(case when {bool} then {decimal} end)", "round({decimal}, 1)", "truncate({decimal}, 1)"],
    "double": ["1e0", "0.25e0", "cast({int} as double)", "abs({double})", "(case when {bool} then {double} end)", "sqrt({double})", "({double} * 2)", "try(1e0 / {double})"],
    "text": ["'a'", "''", "'ü-1'", "cast(null as varchar)", "upper({text})", "lower({text})", "concat({text}, '-', {text})", "substr({text}, 2, 3)", "trim({text})", "reverse({text})",
             "cast({int} as varchar)",
             "replace({text}, 'a', {text})",
             "split_part({text}, '-', 1)",
             "coalesce({text}, {text})",
             "cast({date} as varchar)",
             "greatest({text}, {text})",
             "regexp_replace({text}, '[aeiou]', '*')",
             "array_join({list}, ',')",
             "lpad({text}, 4, '.')",
             "normalize({text}, NFD)",
             "to_hex(xxhash64(to_utf8({text})))",
             "format('%s:%5d|%-8s', {text}, {int}, {text})",
             "json_format(cast({list} as json))",
             "json_format(cast(row({int}, {text}, {date}) as json))",
             "format_number({int})",
             "cast({interval} as varchar)",
             "regexp_replace({text}, '([a-c])', x -> upper(x[1]))"],
    "date": ["date '2024-02-29'", "cast(null as date)", "date_trunc('month', {date})", "({date} + interval '1' month)", "({date} + {int} % 100 * interval '1' day)", "({date} - interval '7' day)", "last_day_of_month({date})",
             "cast({time} as date)", "cast({zoned} as date)", "date_add('day', {int} % 100, {date})", "greatest({date}, {date})"],
    "time": ["timestamp '2024-02-29 12:34:56.789'", "cast({date} as timestamp)", "date_trunc('hour', {time})", "({time} + interval '90' minute)", "cast({zoned} as timestamp)"],
    "zoned": ["timestamp '2024-03-31 02:59:59.999 +02:00'", "cast({time} as timestamp with time zone)", "with_timezone({time}, 'Europe/Berlin')", "at_timezone({zoned}, 'America/New_York')",
              "({zoned} at time zone '-03:30')",
              "date_trunc('day', {zoned})",
              "({zoned} + interval '1' month)",
              "date_add('hour', {int} % 100, {zoned})",
              "cast({date} as timestamp with time zone)",
              "(case when {bool} then {zoned} end)", "coalesce({zoned}, {zoned})", "from_unixtime({int} % 1000, 'Asia/Kolkata')"],
    "interval": ["interval '90' minute", "({time} - {time})", "({date} - {date})", "({int} % 100 * interval '1' hour)", "(case when {bool} then {interval} end)", "({interval} / 2)"],
    "instant": ["at_timezone({zoned}, 'UTC')"],  # of those in one group one is shown, whatever its zone
    "list": ["array[1, 2, null]", "array[{int}, {int}]", "filter({list}, x -> x > {int})", "transform({list}, x -> x % 5)", "slice({list}, 1, 2)", "reverse({list})", "array_distinct({list})",
             "concat({list}, {list})",
             "array_remove({list}, 2)",
             "array_sort({list})",
             "array_union({list}, {list})",
             "array_intersect({list}, {list})",
             "array_except({list}, {list})",
             "array_sort({list}, (x, y) -> case when x is null then 1 when y is null then -1 when x < y then 1 when x = y then 0 else -1 end)"],
    "bool": ["true", "({int} < {int})", "({int} = {int})", "({text} < {text})", "({text} = {text})", "({date} <= {date})", "({zoned} = {zoned})", "({zoned} < {time})", "({decimal} > {decimal})", "({double} >= {double})", "({text} like '%a%')",
             "({interval} < {interval})",
             "({interval} = {interval})",
             "({int} is null)",
             "({text} is not null)",
             "not {bool}",
             "({bool} and {bool})",
             "({bool} or {bool})",
             "({int} in (1, {int}, 3))",
             "({int} between {int} and {int})",
             "({int} is distinct from {int})",
             "contains({list}, {int})",
             "({list} = {list})",
             "({list} is distinct from {list})",
             "arrays_overlap({list}, {list})",
             "any_match({list}, x -> x = {int})"],
}
AGGREGATES = ["count(*)", "count({int})", "count(distinct {int})", "sum({int})", "min({text})", "max({date})", "min({int})", "sum({decimal})", "sum({int} % 100 * interval '1' hour)", "bool_or({bool})", "max({decimal})", "to_unixtime(max({zoned}))", "to_unixtime(min({zoned}))", "count(distinct {zoned})",
              "count_if({bool})", "count({text}) filter (where {bool})", "cardinality(array_agg({int}))", "array_agg({int} order by id desc)",
              "array_agg({text} order by {int}, id) filter (where {bool})",
              "listagg({text}, '|') within group (order by id)",
              "min({int}, 2)",
              "max({date}, 2)",
              "array_agg({double} order by {double} nulls first, id)",
              "array_agg({double} order by {double} desc, id)",
              "max_by({text}, id)",
              "min_by({int}, id, 2)",
              "bitwise_or_agg({int})",
              "cardinality(map_agg({int}, id))",
              "approx_percentile({int}, 0.5)",
              "reduce_agg({int}, bigint '0', (s, x) -> s + x, (s, t) -> s + t)", "array_agg(distinct {int} order by 1)", "approx_distinct({text})"]
WINDOWS = ["row_number() over (order by id)", "rank() over (partition by {int} order by id desc)", "sum({int}) over (order by id rows between 2 preceding and current row)",
           "count(*) over (order by {int} % 100, id groups between 1 preceding and 2 following)",
           "count(*) over (order by {int} % 100 range between 2 preceding and current row)",
           "count(*) over (order by {date} range between interval '1' month preceding and current row)", "lag({int}) ignore nulls over (order by id)",
           "array_agg(id) over (order by id rows between id % 3 preceding and 1 following)",
           "last_value({text}) ignore nulls over (order by id)",
           "ntile(3) over (order by id)",
           "rank() over (order by {double} nulls first)",
           "row_number() over (order by {double} desc nulls first, id)",
           "dense_rank() over (order by {double} desc)",
           "lag({text}, 1) over (order by id)",
           "count(*) over (partition by {bool})",
           "first_value({int}) over (partition by {int} order by id)",
           "max({int}) over (order by id)"]


SUBQUERIES = ["(select max(i) from numbers)", "(select min(n.k) from texts n where n.id = {outer}.id % 7)", "(select count(*) from lists n where n.k = {outer}.id)", "(select sum(n.i % 100) from numbers n where n.id < {outer}.id)"]
SEARCHES = ["{outer}.id in (select k from lists)", "{outer}.id not in (select k from texts)", "exists (select 1 from texts n where n.k = {outer}.id)", "not exists (select 1 from numbers n where n.id = {outer}.id + 1)",
            "{outer}.id > (select avg(id) from times)"]
DIRECTIONS = ["", " desc", " nulls first", " nulls last", " desc nulls first", " desc nulls last"]


class Generator(QueryMaker):
    TABLES = list(COLUMNS) + ["made"] * 3
    COLUMNS, RULES, AGGREGATES = COLUMNS, RULES, AGGREGATES
    KEYS = ["int", "text", "bool", "instant"]

    def __init__(self, seed: int):
        super().__init__(seed)
        self.source = self.relation(self.table)

    def relation(self, alias: str) -> str:
        if self.table == "made":
            return random_rows.relation(self.random, alias)
        return self.table if alias == self.table else f"{self.table} {alias}"

    def query(self) -> Query:
        return self.random.choice([self.plain, self.plain, self.grouped, self.windowed, self.joined, self.unnested, self.beside, self.compared,
                                   self.ordered, self.ordered, self.cut, self.combined, self.named, self.rolled_up, self.with_subqueries])()

    def directions(self, keys) -> tuple[str, ...]:
        return tuple(f"{key}{self.random.choice(DIRECTIONS)}" for key in keys)

    def ordered(self) -> Query:
        """Ties are in any order."""
        query = self.random.choice([self.plain, self.grouped])()
        if query.group_by:
            return dataclasses.replace(query, order_by=self.directions(query.group_by))
        return dataclasses.replace(query, order_by=self.directions(self.sort_keys()))

    def sort_keys(self) -> tuple[str, ...]:
        """Lists with NULL inside Trino does not sort, nor does it combine them with ALL."""
        return tuple(self.expression(self.random.choice([of for of in self.RULES if of != "list"])) for _ in range(self.random.randint(1, 2)))

    def cut(self) -> Query:
        """There are no ties, for else it is nobody's promise which rows stay."""
        limit = self.random.choice(["limit {0}", "offset {1} limit {0}", "offset {1}", "fetch first {0} rows only", "offset {1} rows fetch next {0} rows only"])
        return Query(("id",) + self.items(2), self.source, self.conditions(), order_by=self.directions(self.sort_keys() + ("id",)), limit=limit.format(self.random.randint(1, 7), self.random.randint(0, 4)))

    def combined(self) -> Query:
        """Set operations. Of zoned timestamps of one instant one is left, whatever its zone."""
        types = [self.random.choice([of for of in self.RULES if of not in ("zoned", "list")]) for _ in range(self.random.randint(1, 2))]
        columns = ", ".join(f"x{i}" for i in range(len(types)))
        operands = [f"select {', '.join(str(self.expression(of)) for of in types)} from {self.source}" for _ in range(self.random.randint(2, 3))]
        words = [f" {self.random.choice(['union', 'union all', 'intersect', 'except', 'intersect all', 'except all'])} " for _ in operands[1:]] + [""]
        return Query(tuple(columns.split(", ")), f"({''.join(operand + word for operand, word in zip(operands, words))}) u({columns})")

    def named(self) -> Query:
        """WITH; its columns have the names of those of random rows."""
        before = f"with w as (select id, {self.expression('int')} k, {self.expression('double')} d, {self.expression('text')} a from {self.source})"
        self.table, self.source = "w", self.random.choice(["w", "w", "(select distinct k id, k, d, a from w) v"])
        self.COLUMNS = self.COLUMNS | {"w": {"int": ["id", "k"], "double": ["d"], "text": ["a"]}}
        query = self.random.choice([self.plain, self.grouped])() if self.source == "w" else self.plain()
        return dataclasses.replace(query, before=before)

    def rolled_up(self) -> Query:
        """Grouping sets have columns for keys."""
        keys = [self.expression(self.random.choice(self.KEYS)) for _ in range(2)]
        source = f"(select id, {keys[0]} k1, {keys[1]} k2, {self.expression('int')} x from {self.source}) g"
        sets = self.random.choice(["rollup (k1, k2)", "cube (k1, k2)", "grouping sets ((k1), (k2))", "grouping sets ((k1, k2), (k1), ())", "k1, rollup (k2)", "grouping sets ((k1), (k1), ())"])
        aggregates = self.random.sample(["count(*)", "sum(x)", "max(x)", "count(distinct x)", "grouping(k1, k2)", "array_agg(x order by id desc)", "min_by(x, id)", "grouping(k2)"], 2)
        return Query(("k1", "k2", *aggregates), f"{source} group by {sets}")

    def with_subqueries(self) -> Query:
        items = tuple(self.random.choice(SUBQUERIES).format(outer="o") for _ in range(2))
        where = (self.random.choice(SEARCHES).format(outer="o"),) if self.random.random() < 0.6 else ()
        return Query(("o.id",) + items + self.items(1), self.relation("o"), where)

    def windowed(self) -> Query:
        return Query(("id",) + tuple(self.filled(self.random.choice(WINDOWS), 1) for _ in range(2)), self.source, self.conditions())

    def joined(self) -> Query:
        kind = self.random.choice(["join", "left join", "full join", "right join"])
        return Query(("x.id", "y.id"), f"{self.relation('x')} {kind} numbers y on x.id % 5 = y.id % 5 and x.id > {self.random.randint(0, 9)}")

    def unnested(self) -> Query:
        kind = self.random.choice(["cross join", "left join"])
        return Query(("id", "u.item", "u.place"), f"{self.source} {kind} unnest({self.expression('list')}) with ordinality as u(item, place)"
                     + (" on true" if kind == "left join" else ""))

    def beside(self) -> Query:
        """A query for each row: LATERAL."""
        join, on = self.random.choice([("cross join", ""), ("left join", " on true"), ("join", " on true")])
        inner = self.random.choice([f"select {self.expression('int')} y", f"select max(i) y from numbers n where n.id < {self.table}_.id",
                                    f"select n.id y from numbers n where n.id = {self.table}_.id % 7"])
        return Query((f"{self.table}_.id", "t.y"), f"{self.relation(self.table + '_')} {join} lateral ({inner}) t{on}")

    def compared(self) -> Query:
        """With some or all rows of another query. Not = ALL: of rows unlike each other Trino says false to NULL, where we say NULL."""
        comparison = f"{self.expression('int')} {self.random.choice(['= any', '<> all', '< all', '>= any', '> any', '<= all'])}"
        return Query(("id", f"{comparison} (select i from numbers where id < {self.random.randint(1, 13)})"), self.source, self.conditions())
