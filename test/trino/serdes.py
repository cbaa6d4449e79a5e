"""Hostile lines of text tables, by SerDe: each value that there is, in a column of each type, and lines that are hardly any.

`DIFFERENCES` is the one list of where ours is known to be another than Trino's, each with its reason."""

import dataclasses
import itertools
import random
import re

OPENX = "org.openx.data.jsonserde.JsonSerDe"
HIVE_JSON = "org.apache.hive.hcatalog.data.JsonSerDe"
LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde"


@dataclasses.dataclass
class TextTable:
    name: str
    serde: str
    columns: dict[str, str]
    lines: list[bytes]
    properties: dict[str, str] = dataclasses.field(default_factory=dict)
    athenas: dict[str, str] = dataclasses.field(default_factory=dict)  # properties that Trino's reader has not


TYPES = {"b": "boolean", "t": "tinyint", "s": "smallint", "i": "int", "l": "bigint", "f": "float", "d": "double", "n": "decimal(10,2)",
         "w": "decimal(38,5)", "v": "string", "x": "binary", "y": "date", "z": "timestamp", "a": "array<int>", "q": "array<string>",
         "m": "map<string,int>", "k": "map<int,string>", "r": "struct<p:int,q:string>", "o": "array<struct<p:int,q:array<double>>>",
         "e": "map<string,array<boolean>>"}

NUMBERS = ["0", "-0", "1", "-1", "7", "127", "128", "-129", "255", "32768", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808",
           "123456789012345678901234567890", "1.5", "-1.5", "1.0", "2.50", "1e2", "1E-2", "12e-1", "0.005", "0.125", "-0.125", "12345678.905",
           "99999999.995", "1e10", "1e400", "0.0000001", "1706695872", "1706695872123", "-1706695872123", "1706695872.5", "0.1234567"]
WORDS = ["true", "false", "TRUE", "True", "t", "x", "yes", "NaN", "nan", "Infinity", "-Infinity", "+Infinity", "inf", "0x1F", "0X1f", "0x", "010", "08", "09",
         "-010", "+7", "007", ".5", "5.", "1.", "1e", "1d", "1_000", "1,5", "--1", "", " ", " 1", "1 ", " true"]
TIMES = ["2024-01-31", "2024-1-5", "2024-02-30", "2024-13-01", "0001-01-01", "-2024-01-31", "12024-01-31", "2024-01-31 x", " 2024-01-31 ", "2024-001-05",
         "2024-01", "24-1-1", "2024/01/31", "2024-01-31 10:11:12", "2024-01-31 10:11:12.5", "2024-01-31 10:11:12.123456789", "2024-01-31 10:11",
         "2024-01-31 25:61:61", "2024-1-5 1:2:3", "2024-01-31T10:11:12", "2024-01-31t10:11", "2024-01-31T10:11:12.123456", "2024-01-31T10:11:12Z",
         "2024-01-31T10:11:12.5z", "2024-01-31T10:11:12+02:00", "2024-01-31T10:11:12.25-0330", "2024-01-31T10:11+02:00", "2024-01-31 10:11:12Z",
         "2024-01-31 10:11:12+02:00", "2024-01-31T10:11:12+02", "2024-01-31T10:11:12+19:00", "2024-01-31T24:00:00", " 2024-01-31 10:11:12 ", "10:11:12",
         "1706695872", "1706695872123", "0001706695872", "1706695872.5", "-1.5", "12.3456", "1e9"]
BYTES = ["YWI=", "YWI", "YWJj", "YW==", "Y", "YQ", "Y%WI=", "a-b_", "Y WI=", "YWI=YWI=", "YWI==", "=", "==="]
OTHERS = ["\u00e4", "\u96ea", "\U0001f600", "null", "NULL", "a\tb", "a/b", "</x>", "it's", "a.b"]

NESTED_JSON = ["[]", "[1]", "[1,\"2\",null,3.7]", "[\"a\",true,{}]", "[[1]]", "[{}]", "{}", "{\"p\":1,\"q\":\"x\"}", "{\"P\":2,\"Q\":3}", "{\"a\":1,\"b\":null}",
               "{\"1\":\"x\",\"01\":\"y\",\"2\":null}",
               "{\"1\":1,\"1.0\":2}",
               "{\"p\":{\"p\":1}}",
               "{\"p\":[1],\"q\":[1, 2]}",
               "[{\"p\":1,\"q\":[1.5,2]},null,{}]",
               "[[5,[1]],[6]]", "{\"a\":[true,false,null],\"b\":[]}", "{\"a\":[1,\"true\",\"x\"]}", "{\"a\":true}", "{ \"a\" : [ 1.50 , \"\\u00e9\" ] }",
               "{\"a\":\"</b>\",\"c\":\"\\u0001\\\"\\\\\"}"]
QUOTED_JSON = [r'"\u00e4"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\ude00x"', r'"\ud83dx"', r'"a\/b\n\t\r\b\f"', r'"\\\""', r'"\u0000"', r'"a\u000Ab"']
LENIENT_JSON = ["'x'", "'it\\'s'", r'"\v\a\q"', r'"\u12"', r'"\u12G4"', "NULL", "Null", "nul", "{a:1}", "[1;2]", "[,]", "[1,]", "[1,,2]", "{p=1}", "{p=>1;q=>2}",
                "x y", "[x,y]", "[1]]", "{\"p\":1}}"]

HOSTILE_JSON = ["", " ", "x", "null", "1", "\"x\"", "# {}", "{}", "{ }", "[]", "[1]", "[true,2,3,4]", "[null,null,null]", "[{}]", "[[]]", "[[1],[2]]", " {\"i\":1} ",
                "\t{\"i\":1}",
                "{\"i\":1}x",
                "{\"i\":1}}",
                "{\"i\":1}{\"i\":2}",
                "{\"i\":1},",
                "{\"i\":1",
                "{\"i\":",
                "{\"i\"",
                "{\"i",
                "{",
                "{\"i\":1,}",
                "{,}",
                "{\"i\"}",
                "{\"i\" 1}",
                "{i:1}",
                "{'i':1}",
                "{\"i\"=1}",
                "{\"i\"=>1}",
                "{\"i\":1;\"l\":2}",
                "{\"i\":1,\"l\":2 \"s\":3}",
                "{\"I\":1}",
                "{\"i\":null}",
                "{\"i\":}",
                "{\"i\":1/*x*/}",
                "{/*x*/\"i\":1}",
                "{\"i\":1 // x\n}".replace("\n", ""),
                "{\"i\":1}# x",
                "{\"i\":1 #}",
                "{null:1}",
                "{1:1}",
                "{[1]:1}",
                "{\"\":1}",
                "{\"zz\":{\"zz\":[1,{}]},\"i\":5}",
                "{\"zz\":[1,\"i\":5}",
                "{\"zz\":tru,\"i\":5}",
                "{\"zz\":'x',\"i\":5}",
                "{\"_col3\":5}",
                "{\"_col99\":5,\"i\":6}",
                "{\"v\":\"a\tb\"}",
                "{\"v\":\"\x7f\"}",
                "\ufeff{\"i\":1}",
                "{\"i\":01}",
                "{\"i\":+1}",
                "{\"i\":1.}",
                "{\"i\":-}",
                "{\"i\":1 }",
                "{\"i\" : 1 , \"v\" : \"x\"}",
                "[1,2", "[", "]", "}", "{]", "[}", "{\"r\":{\"p\":1}", "{\"a\":[1,2}", "/* c */ {\"i\":1}", "{\"x.y\":1,\"i\":2}"]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def json_values() -> list[str]:
    plain = ["null", "true", "false", *NUMBERS]
    return list(dict.fromkeys([*plain, *map(quoted, NUMBERS + WORDS + TIMES + BYTES + OTHERS), *NESTED_JSON, *QUOTED_JSON]))


def json_lines(values: list[str]) -> list[bytes]:
    return [f'{{"{column}":{value}}}'.encode() for value, column in itertools.product(values, TYPES)]


PIECES = ["{", "}", "[", "]", ":", ",", ";", "=", "=>", '"', "'", '"i"', '"v"', '"q"', '"r"', "i", "1", "null", "true", "x", " ", "#", "//", "/*", "*/", "\\", "."]


def mutated_json(count: int) -> list[bytes]:
    """Good lines with pieces taken out, put in or moved."""
    chance = random.Random(1)
    good = ['{"i":1,"v":"x","q":["a","b"],"r":{"p":1,"q":"y"}}', '[true,1,2,3]', '{"m":{"a":1},"a":[1,2,3],"zz":{"i":[1,{"v":2}]}}']
    lines = []
    for _ in range(count):
        tokens = re.findall(r'"[^"]*"|.', chance.choice(good))
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(tokens))
            tokens[place:place + chance.randint(0, 2)] = chance.choices(PIECES, k=chance.randint(0, 2))
            tokens = tokens or [""]
        lines.append("".join(tokens).encode())
    return lines


def delimited(value: str, column: str, columns: dict[str, str], separator: str, null: str) -> bytes:
    return separator.join(value if name == column else null for name in columns).encode()


def lazy_lines(values: list[str], separator: str = "\1", null: str = "\\N") -> list[bytes]:
    return [delimited(value, column, TYPES, separator, null) for value, column in itertools.product(values, TYPES)]


def lazy_nested(items: str, keys: str) -> list[str]:
    return [text.replace("|", items).replace(":", keys) for text in
            ["1", "1|2", "1||2", "|", "1|x|\\N", "a:1|b:2", "a:1|a:2", "a", "a:", ":1", "\\N:1", "1:x|01:y", "1:2:3", "x|y|z", "a:true\4false|b:",
             "1\0032\0043|4"]]


def csv_lines(count: int, separator: str, quote: str, escape: str) -> list[bytes]:
    chance = random.Random(2)
    pieces = ["a", "bc", "1", " ", separator, separator, quote, quote, quote * 2, quote + separator, separator + quote, escape, escape * 2, escape + quote, "\u00e4",
              "\u96ea", "\t"]
    return ["".join(chance.choices(pieces, k=chance.randint(0, 12))).encode() for _ in range(count)]


INVALID_UTF8 = [b'{"v":"caf\xe9"}', b'{"v":"\xff\xfe x"}', b'{"v":"\xe9\x9b"}']
TEXTS = {f"c{n}": "string" for n in range(5)}
FORMATS = {"z": "timestamp", "m": "map<timestamp,int>", "y": "date"}
FORMAT_VALUES = ["2024-01-31 10:11:12.5", "31.01.2024 10:11", "31.1.2024 1:2", "31.13.2024 10:11", "Jan 31 2024", "January 5 2024", "2024-01-31T10:11:12+0200", "05-01",
                 "1706695872123", "-1706695872123.9", "1706695872123x", "", " 31.01.2024 10:11 ", "31.01.2024 10:11 x"]
DOTTED = {"a_b": "int", "c": "string", "r": "struct<x_y:int,z:int>", "d_e_f": "int"}
DOTTED_LINES = [b'{"a.b":1}', b'{"a_b":1,"a.b":2}', b'{"a.b":2,"a_b":1}', b'{"A.B":1}', b'{"a-b":1}', b'{"r":{"x.y":5,"z":1}}', b'{"d.e.f":1}', b'{"d_e.f":2}', b'{"d.e.f":1,"d_e.f":2}',
                b'{"c.":"x"}', b'{"r.z":3}']
MAPPED = {"id": "int", "when": "string", "r": "struct<ts:string,id:int>"}
MAPPING = {"mapping.id": "ID", "mapping.when": "The.When", "mapping.ts": "Time-Stamp"}
MAPPED_LINES = [b'{"ID":1,"The.When":"x"}', b'{"id":1,"the.when":"x"}', b'{"Id":1}', b'{"r":{"Time-Stamp":"x","ID":2}}', b'{"r":{"time-stamp":"x","id":2}}', b'{"when":"x","ts":1}',
                b'{"ID":1,"id":2}', b'{"r":{"ID":1,"id":2,"iD":3}}', b'{"R":{"ID":1}}']

NULLS = {"use.null.for.invalid.data": "true"}
JSON = json_lines(json_values())
TABLES = [
    TextTable("openx", OPENX, TYPES, JSON + json_lines(LENIENT_JSON + WORDS[:-5]) + [line.encode() for line in HOSTILE_JSON] + INVALID_UTF8 + mutated_json(600),
              athenas=NULLS),
    TextTable("openx_ignoring", OPENX, TYPES, [line.encode() for line in HOSTILE_JSON] + mutated_json(200), {"ignore.malformed.json": "true"}, NULLS),
    TextTable("openx_dots", OPENX, DOTTED, DOTTED_LINES, {"dots.in.keys": "true"}),
    TextTable("openx_dots_by_case", OPENX, DOTTED, DOTTED_LINES, {"dots.in.keys": "true", "case.insensitive": "false"}),
    TextTable("openx_mapped", OPENX, MAPPED, MAPPED_LINES, MAPPING),
    TextTable("openx_mapped_by_case", OPENX, MAPPED, MAPPED_LINES, MAPPING | {"case.insensitive": "false"}),
    TextTable("hive_json", HIVE_JSON, TYPES, JSON + json_lines(LENIENT_JSON) + [line.encode() for line in HOSTILE_JSON] + INVALID_UTF8 + mutated_json(400)),
    TextTable("hive_json_formats", HIVE_JSON, FORMATS,
              [f'{{"{column}":{value}}}'.encode() for column in "zy" for value in map(quoted, FORMAT_VALUES)] +
              [f'{{"m":{{{quoted(value)}:1}}}}'.encode() for value in FORMAT_VALUES],
              {"timestamp.formats": "dd.MM.yyyy HH:mm,MMM d yyyy,yyyy-MM-dd'T'HH:mm:ssZ,MM-dd,millis"}),
    TextTable("lazy_simple", LAZY_SIMPLE, TYPES, lazy_lines(NUMBERS + WORDS + TIMES + BYTES + OTHERS + lazy_nested("\2", "\3")) + [b"", b"\1", b"true", b"\1" * 40]),
    TextTable("lazy_simple_escaped", LAZY_SIMPLE, TYPES,
              lazy_lines(["a\\,b", "a\\|b|c", "a\\:b:1", "\\\\", "\\n", "\\", "", "x", "1", "1\\|2", "\\N", *lazy_nested("|", ":")], ",", "\\N"),
              {"field.delim": ",", "collection.delim": "|", "mapkey.delim": ":", "escape.delim": "\\"}),
    TextTable("lazy_simple_null", LAZY_SIMPLE, TYPES, lazy_lines(["", "-", "x", "1", "-|-", "1|-"], ";", "-"),
              {"field.delim": ";", "collection.delim": "|", "serialization.null.format": "-"}),
    TextTable("open_csv", OPEN_CSV, TEXTS, csv_lines(400, ",", '"', "\\")),
    TextTable("open_csv_other", OPEN_CSV, TEXTS, csv_lines(400, ";", "'", "#"), {"separatorChar": ";", "quoteChar": "'", "escapeChar": "#"}),
]


@dataclasses.dataclass
class Difference:
    """Lines that ours reads otherwise, or refuses, or that Trino refuses and ours does not."""

    tables: str  # a regular expression of their names
    lines: str  # one that finds something in them
    reason: str

    def has(self, table: TextTable, line: bytes) -> bool:
        return re.fullmatch(self.tables, table.name) is not None and re.search(self.lines, line.decode(errors="replace")) is not None


DIFFERENCES = [
    Difference("openx_mapped", r'"ID":1,"id":2', "a key that stands twice is malformed, as Athena's page on the SerDe has it; to Trino the last one counts"),
    Difference("lazy_simple_escaped", r"\\[|:]", "an escape counts in arrays, maps and structs too, as Hive has it; Trino looks at it near the beginning of a line alone"),
    Difference("hive_json", r'^{"t":(128|255)}$', "Jackson takes numbers up to 255 for bytes, and Trino wraps them to negative ones; here they are none"),
    Difference("hive_json", "^\ufeff", "a byte order mark is one at the beginning of a file alone"),
]


def differs(table: TextTable, line: bytes) -> bool:
    return any(difference.has(table, line) for difference in DIFFERENCES)
