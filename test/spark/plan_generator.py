"""Plans at random, as PySpark's data frames make them, over data of their own (random_queries.py): what gives a value stands in plan_rules.py.

What no engine promises is not made: rows are cut off in orders that are total alone (plan_functions.py)."""

import dataclasses

import plan_rules
from random_queries import Part, QueryMaker, Several

HOWS = ["inner", "left", "right", "full", "semi", "anti", "left_outer", "cross"]
ORDERS = [".asc()", ".desc()", ".asc_nulls_last()", ".desc_nulls_first()", ""]
KEYS = ["int", "text", "bool", "date", "decimal", "double", "time"]
WIDER = {"int": "bigint", "text": "string", "double": "double", "bool": "boolean", "date": "date", "time": "timestamp", "decimal": "decimal(38,18)", "list": "array<bigint>", "binary": "binary"}
FILLINGS = ["na.fill(7)", "na.fill(2.5)", "na.fill('u')", "na.fill(True)", "na.drop()", "na.drop('all')", "na.drop(thresh=2)", "na.replace(1, 10)", "na.replace([1, 2], [2, 1])", "na.replace('a', None)", "na.replace({'a': 'b', '': 'e'})", "na.fill({'k': 9})", "na.drop(subset=['k'])"]
SAME_ROWS = ["hint('broadcast')", "repartition(2)", "repartition(2, 'k')", "coalesce(1)", "repartitionByRange(2, 'k')", "sortWithinPartitions('k')", "sample(1.0, 3)", "sample(0.0, 3)", "hint('merge')", "repartition('k')", "distinct()", "dropDuplicates()"]
CUTS = ["", "", ".limit(3)", ".offset(1)", ".limit(4).offset(1)", ".offset(1).limit(2)", ".limit(0)"]


@dataclasses.dataclass(frozen=True)
class Step(Part):
    """A step of a plan; its first part is the plan before it."""

    order: str = "lost"  # or made, or kept: what it does to the order of the rows

    def ordered(self) -> bool:
        return self.order == "made" or (self.order == "kept" and isinstance(self.parts[0], Step) and self.parts[0].ordered())


@dataclasses.dataclass(frozen=True)
class Frame:
    plan: Part
    columns: dict[str, str]  # the kinds of its columns, by name


def comparable(frame: Frame) -> bool:
    """Spark compares no rows that hold maps (known_differences.py)."""
    return "map" not in frame.columns.values()


class PlanMaker(QueryMaker):
    TABLES, RULES = [""], plan_rules.RULES

    def __init__(self, seed: int):
        super().__init__(seed)
        self.names = 0
        self.now: dict[str, str] = {}  # the columns that expressions have
        self.in_lambda = False  # where they are of the frame `d`, by its plan's id

    def plan(self) -> Step:
        frame = self.sent_rows()
        for _ in range(self.random.randint(1, 4)):
            frame = self.next(frame)
        return self.action(frame).plan

    def next(self, frame: Frame) -> Frame:
        self.now, self.in_lambda = frame.columns, self.random.random() < 0.3
        made = self.random.choice(STEPS)(self, frame)
        return frame if made is None else made

    def action(self, frame: Frame) -> Frame:
        call = self.random.choice([""] * 12 + ["count()", "isEmpty()", "tail(2)", "head(2)", "first()"])
        if not call:
            return frame
        if call not in ("count()", "isEmpty()"):
            frame = self.cut(frame)
        return Frame(Step("answer", "{}." + call, (frame.plan,)), {})

    # Parts of steps.

    def name(self) -> str:
        self.names += 1
        return f"c{self.names}"

    def column(self, name: str) -> str:
        if self.random.random() < 0.01:
            name = "nope"
        return f"d[{name!r}]" if self.in_lambda else f"F.col({name!r})"

    def columns(self, of: str) -> list[str]:
        return [self.column(name) for name, kind in self.now.items() if kind == of]

    def expression(self, of: str, depth: int = 2) -> Part:
        return super().expression(of, depth)

    def named(self, item: Part, name: str) -> Part:
        return Part("item", "{}.alias(" + repr(name) + ")", (item,))

    def items(self, most: int, kinds: list[str] | None = None) -> tuple[Several, dict[str, str]]:
        of = {self.name(): self.random.choice(kinds or list(self.RULES)) for _ in range(self.random.randint(1, most))}
        return Several("items", "", tuple(self.named(self.expression(kind), name) for name, kind in of.items())), of

    def aggregates(self) -> tuple[Several, dict[str, str]]:
        of = {self.name(): self.random.choice(plan_rules.AGGREGATES) for _ in range(self.random.randint(1, 3))}
        return Several("items", "", tuple(self.named(self.filled(rule, 1), name) for name, (rule, _) in of.items())), {name: kind for name, (_, kind) in of.items()}

    def step(self, frame: Frame, call: str, parts=(), columns: dict[str, str] | None = None, order: str = "lost") -> Frame:
        text = "{}.transform(lambda d: d." + call + ")" if self.in_lambda else "{}." + call
        return Frame(Step(frame.plan.kind, text, (frame.plan, *parts), order), frame.columns if columns is None else columns)

    def some(self, frame: Frame, kinds=None, most: int = 2) -> list[str]:
        names = [name for name, kind in frame.columns.items() if kinds is None or kind in kinds]
        return self.random.sample(names, min(len(names), self.random.randint(1, most)))

    # Data.

    def sent_rows(self, key: str = "k") -> Frame:
        types = {key: "int"} | {self.random.choice([self.name(), self.name(), "größe", "a b"]): self.random.choice(list(plan_rules.DATA)) for _ in range(self.random.randint(1, 5))}
        schema = ", ".join(f"`{name}` {kind}" for name, kind in types.items())
        rows = tuple(Part("row", f"({i}, {', '.join(self.datum(kind) for kind in list(types.values())[1:])})") for i in range(self.random.choice([0, 1, 2, 4, 5, 7])))
        columns = {name: plan_rules.DATA[kind][0] for name, kind in types.items()}
        text, parts = ("[{}]", (Several("rows", "", rows),)) if rows else ("[]", ())
        return Frame(Part("frame", f"spark.createDataFrame({text}, {schema!r})", parts), columns)

    def datum(self, kind: str) -> str:
        return "None" if self.random.random() < 0.2 else self.random.choice(plan_rules.DATA[kind][1])

    def other(self) -> Frame:
        """Another frame, of no column that this one has: its `k` has another name."""
        now, in_lambda = self.now, self.in_lambda
        frame = self.sent_rows(self.name())  # no renamed `k`: a filter of Spark's finds what a select has hidden
        if self.random.random() < 0.3:
            self.now, self.in_lambda = frame.columns, False
            frame = self.where(frame)
        names = {name: name if name.startswith("c") else self.name() for name in frame.columns}
        self.now, self.in_lambda = now, in_lambda
        return Frame(Step("frame", "{}.toDF(" + ", ".join(repr(name) for name in names.values()) + ")", (frame.plan,)), {names[name]: kind for name, kind in frame.columns.items()})

    def like(self, frame: Frame) -> Frame:
        """Another frame with columns of the same names and kinds, if not types."""
        now, in_lambda = self.now, self.in_lambda
        other = self.sent_rows()
        self.now, self.in_lambda = other.columns, False
        items = tuple(self.named(self.expression(kind, 1), name) for name, kind in frame.columns.items())
        self.now, self.in_lambda = now, in_lambda
        return Frame(Step("frame", "{}.select({})", (other.plan, Several("items", "", items))), frame.columns)

    # Steps from rows to rows.

    def select(self, frame: Frame) -> Frame:
        items, columns = self.items(4)
        kept = self.some(frame, most=3) if self.random.random() < 0.7 else []
        kept_text = "".join(f", {self.column(name)}" for name in kept)
        return self.step(frame, "select({}" + kept_text + ")", (items,), columns | {name: frame.columns[name] for name in kept}, "kept")

    def with_column(self, frame: Frame) -> Frame:
        kind = self.random.choice(list(self.RULES))
        name = self.random.choice([self.name(), self.random.choice(list(frame.columns))])
        return self.step(frame, "withColumn(" + repr(name) + ", {})", (self.expression(kind),), frame.columns | {name: kind}, "kept")

    def renamed(self, frame: Frame) -> Frame:
        name, new = self.random.choice(list(frame.columns)), self.name()
        columns = {new if one == name else one: kind for one, kind in frame.columns.items()}
        call = self.random.choice([f"withColumnRenamed({name!r}, {new!r})", f"withColumnsRenamed({{{name!r}: {new!r}, 'nope': 'x'}})", f"toDF({', '.join(repr(one) for one in columns)})"])
        return self.step(frame, call, (), columns, "kept")

    def dropped(self, frame: Frame) -> Frame | None:
        names = self.some(frame)
        if len(names) == len(frame.columns):
            return None
        call = self.random.choice([f"drop({', '.join(repr(name) for name in names)})", f"drop({', '.join(self.column(name) for name in names)})"])
        return self.step(frame, call, (), {name: kind for name, kind in frame.columns.items() if name not in names}, "kept")

    def where(self, frame: Frame) -> Frame:
        return self.step(frame, "filter({})", (self.expression("bool"),), order="kept")

    def aliased(self, frame: Frame) -> Frame:
        names = self.some(frame, most=3)
        call = self.random.choice([f"alias('t').select({', '.join(repr(f't.`{name}`') for name in names)})", "alias('t').select('t.*')", f"alias('t').filter(F.col({f't.`{names[0]}`'!r}).isNotNull())"])
        return self.step(frame, call, (), {name: frame.columns[name] for name in names} if "`)" not in call and "*" not in call and "filter" not in call else None, "kept")

    def exploded(self, frame: Frame) -> Frame:
        kept, item, place = self.some(frame, most=3), self.name(), self.name()
        of, call, columns = self.random.choice([
            ("list", "F.explode({}).alias('%s')", {item: "int"}),
            ("list", "F.explode_outer({}).alias('%s')", {item: "int"}),
            ("list", "F.posexplode({}).alias('%s', '%s')", {place: "int", item: "int"}),
            ("list", "F.posexplode_outer({}).alias('%s', '%s')", {place: "int", item: "int"}),
            ("map", "F.explode({}).alias('%s', '%s')", {place: "text", item: "int"}),
            ("map", "F.explode_outer({}).alias('%s', '%s')", {place: "text", item: "int"})])
        text = "select(" + "".join(f"{self.column(name)}, " for name in kept) + call % tuple(columns) + ")"
        return self.step(frame, text, (self.expression(of),), {name: frame.columns[name] for name in kept} | columns)

    def conformed(self, frame: Frame) -> Frame | None:
        names = self.some(frame, WIDER, 3)
        if not names:
            return None
        schema = ", ".join(f"`{name}` {WIDER[frame.columns[name]]}" for name in names)
        return self.step(frame, f"to(T.StructType.fromDDL({schema!r}))", (), {name: frame.columns[name] for name in names}, "kept")

    def filled_gaps(self, frame: Frame) -> Frame:
        return self.step(frame, self.random.choice(FILLINGS), (), order="kept")

    def same_rows(self, frame: Frame) -> Frame:
        return self.step(frame, self.random.choice(SAME_ROWS if comparable(frame) else SAME_ROWS[:-2]))

    def cut(self, frame: Frame) -> Frame:
        keys = tuple(Part("key", "{}" + self.random.choice(ORDERS), (self.expression(self.random.choice(KEYS), 1),)) for _ in range(self.random.randint(0, 2)))
        text = "{}.transform(lambda d: in_order(d, {}))" if keys else "{}.transform(lambda d: in_order(d))"
        parts = (frame.plan, Several("keys", "", keys)) if keys else (frame.plan,)
        return Frame(Step(frame.plan.kind, text + self.random.choice(CUTS), parts, "made"), {name: kind for name, kind in frame.columns.items() if kind != "map"})

    def windowed(self, frame: Frame) -> Frame | None:
        if not comparable(frame):
            return None  # no order of all columns is total
        name, (rule, kind) = self.name(), self.random.choice(plan_rules.WINDOWS)
        partition = (self.expression(self.random.choice(["bool", "int", "text"]), 1),) if self.random.random() < 0.7 else ()
        rows = self.random.choice(plan_rules.WINDOW_FRAMES) if rule in plan_rules.FRAMED else ""
        window = f"W.{'partitionBy({}).' if partition else ''}orderBy({{}}*orderable(d)){rows}"
        key = Part("key", "")
        if self.random.random() < 0.5:
            key = Part("key", "{}" + self.random.choice(ORDERS) + ", ", (self.expression(self.random.choice(KEYS), 1),))
        text = "{}.transform(lambda d: d.withColumn(" + repr(name) + ", {}.over(" + window + ")))"
        return Frame(Step(frame.plan.kind, text, (frame.plan, self.filled(rule, 1), *partition, key)), frame.columns | {name: kind})

    # Groups.

    def grouped(self, frame: Frame) -> Frame:
        keys, by = self.items(2, KEYS)
        aggregates, columns = self.aggregates()
        return self.step(frame, "groupBy({}).agg({})", (keys, aggregates), by | columns)

    def totalled(self, frame: Frame) -> Frame:
        aggregates, columns = self.aggregates()
        return self.step(frame, "agg({})", (aggregates,), columns)

    def levelled(self, frame: Frame) -> Frame | None:
        names, level = self.some(frame, KEYS), self.name()
        if not names:
            return None
        aggregates, columns = self.aggregates()
        texts = ", ".join(self.column(name) for name in names)
        kind = self.random.choice(["rollup(", "cube(", f"groupingSets([[{texts}], [{self.column(names[0])}]], "])
        return self.step(frame, f"{kind}{texts}).agg(F.grouping_id().alias({level!r}), {{}})", (aggregates,), {name: frame.columns[name] for name in names} | {level: "int"} | columns)

    def pivoted(self, frame: Frame) -> Frame | None:
        names = self.some(frame, ["int", "text", "bool"], 1)
        by = self.some(frame, KEYS, 1)
        if not names or not by or names == by:
            return None
        values = {"int": {"1": "1", "2": "2"}, "text": {"'a'": "a", "'12'": "12"}, "bool": {"True": "true", "False": "false"}}[frame.columns[names[0]]]
        aggregates, made = self.aggregates()
        aggregate, (alias, kind) = aggregates.parts[0], next(iter(made.items()))
        columns = {by[0]: frame.columns[by[0]]} | {name: kind for name in values.values()}
        return self.step(frame, f"groupBy({by[0]!r}).pivot({names[0]!r}, [{', '.join(values)}]).agg({{}})", (aggregate,), columns)

    def unpivoted(self, frame: Frame) -> Frame | None:
        kind = self.random.choice(list(frame.columns.values()))
        names = [name for name, one in frame.columns.items() if one == kind]
        ids = [name for name in self.some(frame) if name not in names]
        name, value = self.name(), self.name()
        call = f"{self.random.choice(['unpivot', 'melt'])}({ids!r}, {names!r}, {name!r}, {value!r})"
        return self.step(frame, call, (), {one: frame.columns[one] for one in ids} | {name: "text", value: kind})

    def distinct_by(self, frame: Frame) -> Frame:
        names = self.some(frame, [kind for kind in self.RULES if kind != "map"]) or ["k"]
        return self.step(frame, f"dropDuplicates({names!r}).select({', '.join(repr(f'`{name}`') for name in names)})", (), {name: frame.columns.get(name, "int") for name in names})

    def described(self, frame: Frame) -> Frame | None:
        names = self.some(frame, ["text", "bool", "decimal"] if self.random.random() < 0.5 else ["text", "int"])
        if not names:
            return None
        quoted = ", ".join(repr(name) for name in names)
        call = self.random.choice([f"select({quoted}).summary('count', 'min', 'max', 'count_distinct')", f"crosstab({names[0]!r}, {names[-1]!r})"])
        return self.step(frame, call, (), {"summary": "text"} if "summary" in call else {f"{names[0]}_{names[-1]}": "text"})

    # Several frames.

    def joined(self, frame: Frame) -> Frame:
        other, how = self.other(), self.random.choice(HOWS)
        both, key = frame.columns | other.columns, next(iter(other.columns))
        self.now, self.in_lambda = both, False
        condition = self.expression("bool")
        if self.random.random() < 0.7 and "k" in frame.columns:
            text = self.random.choice(["(F.col('k') == F.col('%s'))", "((F.col('k') == F.col('%s')) & {})", "(F.col('k') < F.col('%s'))", "F.col('k').eqNullSafe(F.col('%s'))"]) % key
            condition = Part("bool", text, (condition,) if "{}" in text else ())
        return self.with_other(frame, "join({}, {}, " + repr(how) + ")", (other.plan, condition), frame.columns if how in ("semi", "anti") else both)

    def with_other(self, frame: Frame, call: str, parts, columns: dict[str, str]) -> Frame:
        return Frame(Step(frame.plan.kind, "{}." + call, (frame.plan, *parts)), columns)

    def joined_by_name(self, frame: Frame) -> Frame | None:
        if "k" not in frame.columns:
            return None
        other, how = self.other(), self.random.choice(HOWS[:-1])
        key = next(iter(other.columns))
        renamed = Step("frame", "{}.withColumnRenamed(" + repr(key) + ", 'k')", (other.plan,))
        columns = {"k": "int"} | {name: kind for name, kind in frame.columns.items() if name != "k"}
        if how not in ("semi", "anti"):
            columns |= {name: kind for name, kind in other.columns.items() if name != key}
        return self.with_other(frame, f"join({{}}, {self.random.choice(['k', ['k']])!r}, {how!r})", (renamed,), columns)

    def joined_with_itself(self, frame: Frame) -> Frame:
        """By the ids of the plans: both have the same columns."""
        how = self.random.choice(HOWS[:4])
        inner = Frame(Part("inner", "a"), frame.columns)
        for _ in range(self.random.randint(1, 2)):
            self.in_lambda = self.random.random() < 0.3
            self.now = inner.columns
            inner = self.random.choice([PlanMaker.where, PlanMaker.with_column, PlanMaker.select, PlanMaker.grouped, PlanMaker.dropped])(self, inner) or inner
        mine, theirs = self.random.choice(list(frame.columns)), self.random.choice(list(inner.columns))
        columns, items = {}, []
        for side, of in (("a", frame.columns), ("b", inner.columns)):
            for name in self.random.sample(list(of), min(len(of), 2)):
                new = self.name()
                columns[new] = of[name]
                items.append(f"{side}[{name!r}].alias({new!r})")
        same = [name for name in frame.columns if name in inner.columns and frame.columns[name] != "map"]
        mine, theirs = (same[0], same[0]) if same else (mine, theirs)
        return Frame(Step(frame.plan.kind, f"{{}}.transform(lambda a: (lambda b: a.join(b, a[{mine!r}] == b[{theirs!r}], {how!r}).select({', '.join(items)}))({{}}))", (frame.plan, inner.plan)), columns)

    def united(self, frame: Frame) -> Frame:
        call = self.random.choice(["union", "unionAll", "unionByName", "intersect", "intersectAll", "subtract", "exceptAll"][:7 if comparable(frame) else 3])
        if self.random.random() < 0.5:
            self.in_lambda = False
            part = self.where(Frame(Part("inner", "a"), frame.columns)).plan
            return Frame(Step(frame.plan.kind, "{}.transform(lambda a: a." + call + "({}))", (frame.plan, part)), frame.columns)
        return self.with_other(frame, call + "({})", (self.like(frame).plan,), frame.columns)

    def united_by_name(self, frame: Frame) -> Frame:
        other = self.like(frame)
        names = self.some(frame, most=3)
        more = self.name()
        plan = Step("frame", "{}.select(" + ", ".join(repr(f"`{name}`") for name in names) + f", F.lit(1).alias({more!r}))", (other.plan,))
        return self.with_other(frame, "unionByName({}, allowMissingColumns=True)", (plan,), frame.columns | {more: "int"})

    def compared(self, frame: Frame) -> Frame | None:
        """With the rows of another frame: subqueries."""
        if "k" not in frame.columns:
            return None
        other, new = self.other(), self.name()
        key = next(iter(other.columns))
        matching = f"{{}}.filter(F.col({key!r}) {self.random.choice(['==', '<', '>='])} F.col('k').outer())"
        equal = f"{{}}.filter(F.col({key!r}) == F.col('k').outer())"
        call, columns = self.random.choice([
            (f"filter({matching}.exists())", {}),
            (f"filter(~{matching}.exists())", {}),
            (f"filter(F.col('k').isin({{}}.select({key!r})))", {}),
            (f"withColumn({new!r}, {equal}.agg(F.max({key!r})).scalar())", {new: "int"}),
            (f"lateralJoin({matching})", other.columns),
            (f"lateralJoin({matching}, how='left')", other.columns),
            (f"withColumn({new!r}, {{}}.agg(F.count({key!r})).scalar())", {new: "int"})])
        return self.with_other(frame, call, (other.plan,), frame.columns | columns)


STEPS = [PlanMaker.select, PlanMaker.select, PlanMaker.with_column, PlanMaker.with_column, PlanMaker.renamed, PlanMaker.dropped, PlanMaker.where, PlanMaker.where, PlanMaker.aliased, PlanMaker.exploded, PlanMaker.conformed, PlanMaker.filled_gaps, PlanMaker.same_rows, PlanMaker.cut, PlanMaker.windowed,
         PlanMaker.grouped,
         PlanMaker.grouped,
         PlanMaker.totalled,
         PlanMaker.levelled,
         PlanMaker.pivoted,
         PlanMaker.unpivoted,
         PlanMaker.distinct_by,
         PlanMaker.described,
         PlanMaker.joined,
         PlanMaker.joined_by_name,
         PlanMaker.joined_with_itself,
         PlanMaker.united,
         PlanMaker.united_by_name,
         PlanMaker.compared]
