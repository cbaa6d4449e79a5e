"""The tables that both engines have: Parquet in S3 with a table in Glue here, a table in memory there."""

import dataclasses
import datetime
import io
from decimal import Decimal

NAN, INFINITY = float("nan"), float("inf")


@dataclasses.dataclass
class Table:
    """Rows over columns whose types are Hive's; each has an `id`, 1 for the first row."""

    name: str
    columns: dict[str, str]
    rows: list[tuple]


NUMBERS = Table("numbers", {"i": "int", "n": "bigint", "d": "double", "r": "float", "c": "decimal(10,2)", "s": "smallint", "t": "tinyint"}, [
    (0, 0, 0.0, 0.0, Decimal("0.00"), 0, 0), (1, 1, 1.0, 1.0, Decimal("1.00"), 1, 1), (-1, -1, -1.0, -1.0, Decimal("-1.00"), -1, -1),
    (7, 10, 2.5, 2.5, Decimal("2.50"), 7, 7), (-7, -10, -2.5, -2.5, Decimal("-2.50"), -7, -7), (3, 1000, 0.1, 0.1, Decimal("0.05"), 3, 3),
    (2147483647, 9223372036854775807, 1e300, 3e38, Decimal("99999999.99"), 32767, 127),
    (-2147483648, -9223372036854775808, -1e300, -3e38, Decimal("-99999999.99"), -32768, -128),
    (100, 255, NAN, NAN, Decimal("12.34"), 100, 100), (12, 64, INFINITY, INFINITY, Decimal("3.45"), 12, 12),
    (2, 2, -INFINITY, -INFINITY, Decimal("3.55"), 2, 2), (None, None, None, None, None, None, None)])

TEXTS = Table("texts", {"a": "string", "b": "string", "k": "int"}, [
    ("", "", 0), ("a", "a", 1), ("abc", "b", 2), ("Hello World", "o", 3), ("  padded  ", " ", -1), ("grün", "ü", 1), ("日本語テキスト", "語", 2),
    ("😀 smile", "😀", 1), ("a-b-c", "-", 2), ("1,2,,3", ",", 3), ("key=value", "=", 1), ("2024-02-29", "-", 2), ("12.50", ".", 2),
    ("line\nbreak", "\n", 1), ("tab\there", "\t", 2), ("%_\\", "_", 1), ("AbC", "c", 100), ("ﬁnance", "fi", 1), ("null", "l", 3), (None, None, None)])

TIMES = Table("times", {"d": "date", "t": "timestamp", "k": "int"}, [
    (datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 10, 11, 12, 345000), 1),
    (datetime.date(1970, 1, 1), datetime.datetime(1970, 1, 1), 0), (datetime.date(1969, 12, 31), datetime.datetime(1969, 12, 31, 23, 59, 59, 999000), -1),
    (datetime.date(2023, 12, 31), datetime.datetime(2023, 12, 31, 23, 0), 12), (datetime.date(2021, 1, 3), datetime.datetime(2021, 1, 3, 0, 0, 1), 13),
    (datetime.date(2000, 1, 31), datetime.datetime(2000, 1, 31, 12, 30, 45), -13), (datetime.date(1900, 3, 1), datetime.datetime(1900, 3, 1, 6), 100),
    (datetime.date(2262, 4, 12), datetime.datetime(2262, 4, 12, 1, 2, 3, 4000), 3), (None, None, None)])

LISTS = Table("lists", {"k": "int", "l": "array<int>", "w": "array<string>", "m": "map<string,int>", "r": "struct<a:int,b:string,c:array<int>>",
                        "n": "array<struct<x:int,y:string>>"}, [
    (1, [1, 2, 3], ["a", "b"], {"a": 1}, {"a": 1, "b": "x", "c": [1]}, [{"x": 1, "y": "p"}, {"x": 2, "y": None}]),
    (2, [], [], {}, {"a": None, "b": None, "c": None}, []), (3, [2, 2, None], [None, "z", "z"], {"a": None, "b": 2}, {"a": 3, "b": "", "c": []}, [None]),
    (4, [None], ["", "ü"], {"": 0}, None, [{"x": None, "y": "q"}]),
    (5, [2147483647, -1], ["a, b", "null"], {"k=v": 5}, {"a": -1, "b": "{}", "c": [None, 2]}, None),
    (None, None, None, None, None, None)])

CODES = Table("codes", {"c": "char(5)", "w": "char(2)", "v": "string"}, [
    ("ab", "ab", "ab"),
    ("", "", ""),
    ("a b", "a", "ab   "),
    (" ab", "zz", " ab "),
    ("grüße", "üb", "grüße"),
    ("ab\t", "ab", "ab\t"),
    ("abcde", "b", "x"),
    (None, None, None)])

TABLES = [NUMBERS, TEXTS, TIMES, LISTS, CODES]


def parquet_of(table: Table) -> bytes:
    import pyarrow
    import pyarrow.parquet

    integers, texts = pyarrow.list_(pyarrow.int32()), pyarrow.string()
    types = {"array<int>": integers, "array<string>": pyarrow.list_(texts), "map<string,int>": pyarrow.map_(texts, pyarrow.int32()),
             "struct<a:int,b:string,c:array<int>>": pyarrow.struct([("a", pyarrow.int32()), ("b", texts), ("c", integers)]),
             "array<struct<x:int,y:string>>": pyarrow.list_(pyarrow.struct([("x", pyarrow.int32()), ("y", texts)])),
             "int": pyarrow.int32(), "bigint": pyarrow.int64(), "double": pyarrow.float64(), "float": pyarrow.float32(), "smallint": pyarrow.int16(),
             "tinyint": pyarrow.int8(), "decimal(10,2)": pyarrow.decimal128(10, 2), "string": pyarrow.string(), "date": pyarrow.date32(),
             "timestamp": pyarrow.timestamp("ms"), "boolean": pyarrow.bool_()}
    columns = {"id": pyarrow.array(range(1, len(table.rows) + 1), pyarrow.int32())}
    for i, (name, of) in enumerate(table.columns.items()):
        values = [list(row[i].items()) if isinstance(row[i], dict) and of.startswith("map") else row[i] for row in table.rows]
        columns[name] = pyarrow.array(values, texts if of.startswith("char") else types[of])
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def parquet_of_text(columns: dict[str, str], lines: str) -> bytes:
    import pyarrow
    import pyarrow.csv
    import pyarrow.parquet

    types = {"int": pyarrow.int32(), "bigint": pyarrow.int64(), "string": pyarrow.string(), "date": pyarrow.date32(), "decimal(12,2)": pyarrow.decimal128(12, 2)}
    table = pyarrow.csv.read_csv(io.BytesIO(lines.encode()), read_options=pyarrow.csv.ReadOptions(column_names=list(columns)),
                                 parse_options=pyarrow.csv.ParseOptions(delimiter="|", quote_char=False),
                                 convert_options=pyarrow.csv.ConvertOptions(column_types={name: types[of] for name, of in columns.items()}))
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


def hive_type(of: str) -> str:
    """Trino's type as Glue's catalog spells it."""
    return "string" if of.startswith("varchar") else {"integer": "int"}.get(of, of)


def trino_type(of: str) -> str:
    for word, inside in (("array<", "array({})"), ("map<", "map({})"), ("struct<", "row({})")):
        if of.startswith(word):
            parts = parts_of(of[len(word):-1])
            if word == "struct<":
                parts = [part.partition(":") for part in parts]
                return inside.format(", ".join(f"{name} {trino_type(part)}" for name, _, part in parts))
            return inside.format(", ".join(trino_type(part) for part in parts))
    return {"int": "integer", "float": "real", "string": "varchar", "timestamp": "timestamp(3)"}.get(of, of)


def parts_of(text: str) -> list[str]:
    """What stands between the commas that are in no brackets."""
    parts, depth = [""], 0
    for c in text:
        depth += (c == "<") - (c == ">")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return parts


def trino_literal(value, of: str) -> str:
    if value is None:
        return f"cast(null as {trino_type(of)})"
    if of.startswith("array<"):
        return f"cast(array[{', '.join(trino_literal(item, of[6:-1]) for item in value)}] as {trino_type(of)})"
    if of.startswith("struct<"):
        fields = [part.partition(":") for part in parts_of(of[7:-1])]
        return f"cast(row({', '.join(trino_literal(value[name], part) for name, _, part in fields)}) as {trino_type(of)})"
    if of.startswith("map<"):
        key, item = parts_of(of[4:-1])
        lists = (", ".join(trino_literal(one, key) for one in value), ", ".join(trino_literal(one, item) for one in value.values()))
        return f"cast(map(array[{lists[0]}], array[{lists[1]}]) as {trino_type(of)})"
    if isinstance(value, datetime.datetime):
        value = value.isoformat(" ", "milliseconds")
    if isinstance(value, float):
        value = str(value).replace("inf", "Infinity").replace("nan", "NaN")
    quoted = str(value).replace("'", "''")
    return f"cast('{quoted}' as {trino_type(of)})"


def statement_of(table: Table) -> str:
    """What makes the table in Trino."""
    rows = ", ".join(f"({i}, {', '.join(trino_literal(value, of) for value, of in zip(row, table.columns.values()))})"
                     for i, row in enumerate(table.rows, 1))
    return f"create table {table.name} as select * from (values {rows}) rows(id, {', '.join(table.columns)})"
