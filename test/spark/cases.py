"""What is asked of both engines: groups of expressions over rows of texts, which both first cast to the columns' types."""

from decimal import Decimal

import pattern_cases
from expressions import Expression, call, cast, column

a, b = column("a"), column("b")


class Group:
    """Expressions over the same rows. Rows of one column may be written as plain texts; None is NULL."""

    def __init__(self, name: str, types, rows, expressions):
        self.name, self.types = name, [types] if isinstance(types, str) else types
        self.rows = [row if isinstance(row, tuple) else (row,) for row in rows]
        self.expressions = expressions


INTEGERS = ["0", "1", "-1", "5.", ".5", "+5", "-5", "--5", "+-5", "12.9", "-12.9", "12.x", "1e2", "5L", "0x1F", "1_000", "", " ", "true",
            " 7 ", "\t7\n", "\u00a07", "7\u00a0", "\x017\x1f", "\x7f7", "127", "128", "-128", "-129", "32767", "32768", "-32768", "-32769",
            "2147483647", "2147483648", "-2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
            "-9223372036854775808", "-9223372036854775809", "99999999999999999999999", "9223372036854775807.9", "٣", "1 2", ".", "+", "-",
            "1.", "1..2", "+.5", "-.", "00012", None]
DOUBLES = ["0", "-0", "1", "1.5", "-1.5", "+-5", "-+5", "--5", "1e2", "1E-2", "1e400", "-1e400", "1e-400", "-1e-400", "inf", "-inf", "+inf",
           "Infinity", "-INFINITY", "+infinity", "NaN", "nan", "+nan", "-NaN", "1d", "1D", "1f", "1F", "1L", "0x1p3", "", " ", " 1.5 ", "\t1.5",
           "1.5\u00a0", ".5", "5.", ".", "1e", "e5", "1e+5", "1e5.5", "1,5", "1_0", "infx", "123456789", "9999999", "10000000", "0.001",
           "0.00099", "1234567.125", "3.4028236e38", "1e-46", "4.9e-324", "1.7976931348623157e308", "0.1", "16777217", "100.0", "dd", "1dd", "d",
           None]
DECIMALS = ["0", "-0", "1", "1.5", "-1.5", "1.005", "1.995", "2.345", "-2.345", "1e2", "1E-2", "1e400", "NaN", "1d", "", " ", " 1.5 ", ".5", "5.", ".",
            "99999.994", "99999.995", "99999999", "-99999999.99", "12345678.901", "0.0000001", "0.00000005", "1e-10", "+1.5", "+-1", "1_0",
            "12345678901234567890123456789012345678", "99999999999999999999999999999999999999", "1e37", "1e38", "0e-8", "0e5", None]
DATES = ["2024-01-05", "2024", "2024-1", "2024-1-5", "2024-01-05 abc", "2024-01-05T", "2024-01-05Tabc", "2024-01-05abc", "2024/01/05", "20240105",
         "2024-02-30", "2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32", "  2024-01-05  ",
         "\t2024-01-05\n", "12024-01-05", "+12024-01-05", "+2024-01-05", "-2024-01-05", "-0001-01-01", "0000-01-01", "0001-01-01", "9999-12-31",
         "999-01-01", "123456-01-01", "5881580-07-11", "5881580-07-12", "9999999-12-31", "-9999999-01-01", "99999999-01-01", "2024-", "2024-01-", "2024-1-5-1",
         "", " ", "abc", "2024-01-05 10:11:12", "1969-12-31", "1582-10-10", "1970-01-01", None]
TIMESTAMPS = ["2024-01-05", "2024", "2024-01", "2024-01-05 10:11:12", "2024-01-05T10:11:12", "2024-01-05 10:11:12.1", "2024-01-05 10:11:12.123456",
              "2024-01-05 10:11:12.1234567", "2024-01-05 10:11:12.", "2024-01-05 10", "2024-01-05 10:11", "2024-01-05 1:2:3", "2024-01-05 10:", "2024-01-05 ",
              "2024-01-05T", "2024-01-05 24:00:00", "2024-01-05 23:60:00", "2024-01-05 23:59:60", "2024-01-05 10:11:12Z", "2024-01-05 10:11:12 Z",
              "2024-01-05 10:11:12z", "2024-01-05 10:11:12UTC", "2024-01-05 10:11:12 UTC", "2024-01-05 10:11:12 GMT", "2024-01-05 10:11:12 UT",
              "2024-01-05 10:11:12+02:00", "2024-01-05 10:11:12 +02:00", "2024-01-05 10:11:12+2", "2024-01-05 10:11:12+02", "2024-01-05 10:11:12+2:30",
              "2024-01-05 10:11:12+02:3", "2024-01-05 10:11:12+2:3", "2024-01-05 10:11:12+0000", "2024-01-05 10:11:12+0530", "2024-01-05 10:11:12-0530",
              "2024-01-05 10:11:12+01:02:03", "2024-01-05 10:11:12+010203", "2024-01-05 10:11:12-01:02:03", "2024-01-05 10:11:12+1:02:03",
              "2024-01-05 10:11:12+01:2:03", "2024-01-05 10:11:12+01:02:3", "2024-01-05 10:11:12+012", "2024-01-05 10:11:12+18:00",
              "2024-01-05 10:11:12+18:01", "2024-01-05 10:11:12-18:00", "2024-01-05 10:11:12+19:00", "2024-01-05 10:11:12+01:60", "2024-01-05 10:11:12+",
              "2024-01-05 10:11:12+:", "2024-01-05 10:11:12UTC+2", "2024-01-05 10:11:12 UTC+02:00", "2024-01-05 10:11:12GMT-5", "2024-01-05 10:11:12UT+01:30",
              "2024-01-05 10:11:12UTC2", "2024-01-05 10:11:12 AM", "2024-01-05 10:00:00 AM", "2024-01-05 10:11:12 pm", "2024-01-05 10:11:12 XYZ", "2024-01-05 10:11:12abc",
              "2024-01-05 10:11:12 EST", "2024-01-05 10:11:12 MST", "2024-01-05 10:11:12 HST", "2024-01-05 10:11:12 utc", "2024-01-05 10:11:12Z+1",
              "2024-01-05 10:11Z", "2024-01-05 10+02:00", "2024-01-05 10:11 UTC", "2024-01-05 10:11:12.5 UTC", "2024-01-05 10:11:12.5+01:00", "2024-01-05 10:11:12.5AM",
              "20240105T101112", "1704449472", "2024-02-30 10:11:12", "  2024-01-05 10:11:12  ", "\t2024-01-05 10:11:12\n", "123456-01-01 00:00:00",
              "+123456-01-01", "294247-01-10 04:00:54.775807", "294247-01-10 04:00:54.775808", "294248-01-01", "999999-12-31", "1234567-01-01", "9999999-12-31",
              "-0001-12-31 23:59:59", "-290308-01-01 00:00:00", "-290307-01-01 00:00:00", "-999999-01-01", "0000-01-01 00:00:00", "", " ", "abc",
              "1969-12-31 23:59:59.999999", "2024-01-05 10:11:12 Mars/Olympus", "2024-01-05 10:11:12 Europe/berlin", None]
REGIONS = ["2024-01-05 10:11:12 Europe/Berlin", "2024-07-05 10:11:12 PST", "2024-07-05 10:11:12America/New_York", "2024-01-05 10:11:12 Etc/GMT+3"]
WORDS = ["", " ", "a", "abc", "ABC", "aBc", " abc ", "  a b  ", "\tabc\t", "grün", "GRÜN", "ß", "İ", "ı", "Σας", "日本語", "😀x", "e\u0301", "a%b", "a_b", "a\\b",
         "\u00a0a\u00a0", "0", "1.5", "x'y", 'q"q', "line\nend", None]
WHOLE = ["0", "1", "-1", "7", "-7", "3", "-3", "127", "-128", "32767", "-32768", "2147483647", "-2147483648", "9223372036854775807", "-9223372036854775808", None]
FRACTIONS = ["0.0", "-0.0", "1.0", "-1.0", "2.5", "-2.5", "0.5", "-0.5", "1.005", "2.675", "1e10", "-1e10", "1e19", "-1e19", "1e308", "-1e308", "NaN", "inf", "-inf",
             "200.7", "3e9", "1e-7", "4.9e-324", "1234567.891", "0.1", "1e7", "9999999.0", None]
PAIRS = [(x, y) for x in ["0", "1", "-7", "7", "2147483647", "-2147483648", None] for y in ["0", "1", "-1", "3", "-3", "2147483647", "-2147483648", None]]
BIG_PAIRS = [(x, y) for x in ["0", "7", "9223372036854775807", "-9223372036854775808", None] for y in ["0", "-1", "2", "9223372036854775807", "-9223372036854775808"]]
FRACTION_PAIRS = [(x, y) for x in ["0.0", "-0.0", "1.5", "-7.5", "NaN", "inf", "-inf", "1e308", None] for y in ["0.0", "2.0", "-2.0", "NaN", "inf", "1e308", None]]
DECIMAL_PAIRS = [(x, y) for x in ["0", "1.50", "-7.25", "99999999.99", "-99999999.99", None] for y in ["0", "1.0000", "-3.1234", "0.0001", "999999.9999", None]]
# Results that fill their type, and that are one more; a sum whose first operand, brought to the scale of the second, is beyond 128 bits.
NINES = {digits: "9" * digits for digits in (9, 18, 19, 37, 38)}
DECIMAL_BOUNDS = {
    ("9,0", "9,0"): [(NINES[9], f"-{NINES[9]}"), (NINES[9], NINES[9])],
    ("18,0", "18,9"): [(NINES[18], f"{NINES[9]}.{NINES[9]}"), (f"-{NINES[18]}", f"{NINES[9]}.{NINES[9]}"), ("-1", "0.000000001"), (None, "1")],
    ("19,0", "18,0"): [(NINES[19], NINES[18]), (f"-{NINES[19]}", NINES[18]), (f"-{NINES[19]}", "1"), ("1", None)],
    ("38,0", "9,0"): [(NINES[38], "1"), (NINES[38], "-1"), (f"-{NINES[38]}", "1"), (f"-{NINES[38]}", "-1"), ("1" + "0" * 37, "10"), (NINES[37], "-10"), ("5", "0")],
    ("38,0", "38,0"): [(NINES[38], NINES[38]), (NINES[38], f"-{NINES[38]}"), (f"-{NINES[38]}", "1"), ("1" + "0" * 19, "-" + NINES[19])],
    ("38,0", "38,1"): [("18" + "0" * 36, f"-{NINES[37]}.9"), ("-18" + "0" * 36, f"{NINES[37]}.9"), ("18" + "0" * 36, f"{NINES[37]}.9"), (NINES[37], "0.9"), (NINES[38], "0.0")],
}
DAYS = ["1970-01-01", "1969-12-31", "2024-02-29", "2024-12-31", "2024-01-01", "0001-01-01", "9999-12-31", "12024-06-15", "-0044-03-15", "2023-04-30", None]
INSTANTS = ["1970-01-01 00:00:00", "1969-12-31 23:59:59.999999", "2024-02-29 12:34:56.789012", "2024-12-31 23:59:59", "2024-01-01 00:00:00.1", "0001-01-01 00:00:00",
            "9999-12-31 23:59:59.999999", "2024-06-15 00:30:00", None]

COMPARISONS = ["=", "!=", "<", "<=", ">", ">=", "<=>"]
ARITHMETIC = ["+", "-", "*", "/", "%"]


def compared(x, y):
    return [call(operator, x, y) for operator in COMPARISONS]


def computed(x, y):
    return [call(operator, x, y) for operator in ARITHMETIC]


# Over two columns: arrays and maps of them, and what is made of those.
ab = call("array", a, b, a)
SMALL = [(x, y) for x in ["0", "1", "-2", "3", None] for y in ["1", "-1", "3", None]]
TEXTS = [(x, y) for x in ["", "a", "é😀", "x, y", None] for y in ["a", "B", None]]
ARRAYS = [call("array_append", ab, b), call("array_prepend", ab, b), call("array_compact", ab), call("array_distinct", ab), call("array_except", ab, call("array", a)),
          call("array_intersect", ab, call("array", b)), call("array_union", ab, call("array", b)), call("arrays_overlap", call("array", a), call("array", b)),
          call("array_repeat", a, 2), call("array_size", ab), call("size", ab), call("flatten", call("array", ab, ab)), call("reverse", ab), call("sort_array", ab), call("array_sort", ab),
          call("array_max", ab), call("array_min", ab), call("arrays_zip", ab, call("array", b)), call("element_at", ab, -1), call("try_element_at", ab, 4), call("get", ab, 1), call("slice", ab, -2, 2),
          call("array_position", ab, b), call("array_remove", ab, b), call("array_contains", ab, b), call("array_join", ab, ","), call("array_join", ab, ",", "?"),
          *[call(name, call("array", call("named_struct", "x", a, "y", b), call("named_struct", "x", b, "y", a), None)) for name in ("array_sort", "sort_array", "array_min", "array_max")], call("sort_array", call("array", ab, call("array", b), None), False),
          call("array_insert", ab, 2, b), call("array_insert", ab, -6, b), call("to_json", ab), call("to_json", call("named_struct", "a", a, "b", b)), call("to_csv", call("named_struct", "a", a, "b", b))]
NESTED_TEXTS = [cast(ab, "string"), cast(call("array", ab, None), "string"), cast(call("named_struct", "x", a, "y", call("array", b)), "string"), cast(call("map", "k", a, "l", b), "string"),
                cast(call("array", call("named_struct", "m", call("map", 1, b))), "string")]

GROUPS = [
    Group("arrays of integers", ["int", "int"], SMALL, ARRAYS + NESTED_TEXTS + [call("array_repeat", a, b), call("array_insert", ab, call("if", call("=", a, 0), 1, a), 9), call("get", ab, a)]),
    Group("arrays of texts", ["string", "string"], TEXTS, ARRAYS + NESTED_TEXTS),
    Group("arrays of fractions", ["double", "double"], [(x, y) for x in ["0.0", "1.5", "NaN", "1e10", None] for y in ["1.5", "NaN", "-inf", None]], ARRAYS + NESTED_TEXTS),
    Group("arrays of decimals", ["decimal(20,8)", "decimal(20,8)"], [(x, y) for x in ["0", "0.00000001", "-1.5", None] for y in ["1.50", None]], NESTED_TEXTS + ARRAYS[:8]),
    Group("arrays of days", ["date", "date"], [(x, y) for x in ["2024-02-29", "0001-01-01", None] for y in ["1969-12-31", "2024-02-29", None]], NESTED_TEXTS + ARRAYS),
    Group("arrays of instants", ["timestamp", "timestamp"], [(x, y) for x in ["2024-02-29 12:34:56.789", None] for y in ["1969-12-31 23:59:59", None]], NESTED_TEXTS + ARRAYS[:8]),
    Group("arrays of bytes", ["binary", "binary"], [(x, y) for x in ["a", "é", "", None] for y in ["b", None]], NESTED_TEXTS + ARRAYS[:8]),
    Group("sequences", ["int", "int"], [("1", "5"), ("5", "1"), ("-2147483648", "-2147483646"), ("3", "3"), (None, "1"), ("1", None)], [call("sequence", a, b), call("sequence", cast(a, "bigint"), b)]),
    Group("sequences of days", ["date", "date"], [("2024-02-27", "2024-03-01"), ("2024-03-01", "2024-02-27"), ("1970-01-01", "1970-01-01"), (None, "2024-01-01")],
          [call("sequence", a, b), call("sequence", cast(a, "timestamp"), cast(b, "timestamp"))]),
    Group("text_to_integer", "string", INTEGERS, [cast(a, to) for to in ["tinyint", "smallint", "int", "bigint"]]),
    Group("text_to_fraction", "string", DOUBLES, [cast(a, "float"), cast(a, "double")]),
    Group("text_to_decimal", "string", DECIMALS + DOUBLES, [cast(a, f"decimal({digits})") for digits in ["10,2", "38,0", "38,10", "20,8", "3,3", "10,0"]]),
    Group("text_to_boolean", "string", ["t", "true", "TRUE", "y", "yes", "1", "f", "False", "n", "no", "0", " t ", "\ttrue\n", "on", "off", "2", "", "tru", "\u00a0t", None],
          [cast(a, "boolean")]),
    Group("text_to_date", "string", DATES, [cast(a, "date"), call("to_date", a)]),
    Group("text_to_timestamp", "string", TIMESTAMPS, [cast(a, "timestamp"), cast(a, "timestamp_ntz"), call("to_timestamp", a)]),
    Group("text_with_region", "string", REGIONS, [cast(a, "timestamp_ntz"), cast(a, "timestamp"), call("try_to_timestamp", a)]),
    Group("text_to_binary", "string", WORDS, [cast(a, "binary"), call("length", cast(a, "binary"))]),
    Group("integer_to_others", "bigint", WHOLE, [cast(a, to) for to in ["tinyint", "smallint", "int", "float", "double", "decimal(10,2)", "decimal(38,10)", "decimal(3,0)",
                                                                        "boolean", "string", "timestamp"]]),
    Group("small_integer_to_others", "int", WHOLE, [cast(a, to) for to in ["tinyint", "smallint", "bigint", "float", "double", "decimal(5,2)", "boolean", "string", "timestamp"]]),
    Group("double_to_others", "double", FRACTIONS, [cast(a, to) for to in ["tinyint", "smallint", "int", "bigint", "float", "decimal(10,2)", "decimal(38,18)", "boolean", "string",
                                                                           "timestamp"]]),
    Group("float_to_others", "float", FRACTIONS, [cast(a, to) for to in ["tinyint", "int", "bigint", "double", "decimal(10,2)", "string"]]),
    Group("decimal_to_others", "decimal(20,8)", DECIMALS, [cast(a, to) for to in ["tinyint", "int", "bigint", "double", "decimal(10,2)", "decimal(38,8)", "boolean", "string",
                                                                                  "timestamp"]]),
    Group("wide_decimal_to_others", "decimal(38,10)", DECIMALS, [cast(a, to) for to in ["int", "bigint", "double", "decimal(10,2)", "string"]]),
    Group("boolean_to_others", "boolean", ["true", "false", None], [cast(a, to) for to in ["tinyint", "int", "bigint", "double", "decimal(3,1)", "string"]]),
    Group("date_to_others", "date", DAYS, [cast(a, to) for to in ["string", "timestamp", "timestamp_ntz", "int", "boolean"]]),
    Group("timestamp_to_others", "timestamp", INSTANTS, [cast(a, to) for to in ["string", "date", "timestamp_ntz", "bigint", "int", "double"]]),
    Group("local_timestamp_to_others", "timestamp_ntz", INSTANTS, [cast(a, to) for to in ["string", "date", "timestamp"]]),
    Group("integer_arithmetic", ["int", "int"], PAIRS, computed(a, b) + [call("div", a, b), call("mod", a, b), call("-", a), call("negative", a), call("abs", a)]),
    Group("long_arithmetic", ["bigint", "bigint"], BIG_PAIRS, computed(a, b) + [call("div", a, b), call("-", a), call("abs", a)]),
    Group("tiny_arithmetic", ["tinyint", "smallint"], [("127", "1"), ("-128", "-1"), ("-128", "32767"), ("5", "0"), (None, "1")],
          computed(a, b) + computed(a, a) + [call("abs", a), call("-", a), call("div", a, b)]),
    Group("double_arithmetic", ["double", "double"], FRACTION_PAIRS, computed(a, b) + [call("abs", a), call("-", a), call("pow", a, b), call("power", a, b), call("sqrt", a)]),
    Group("float_arithmetic", ["float", "float"], FRACTION_PAIRS, computed(a, b)),
    Group("decimal_arithmetic", ["decimal(10,2)", "decimal(10,4)"], DECIMAL_PAIRS, computed(a, b) + [call("div", a, b), call("abs", a), call("-", a)]),
    Group("wide_decimal_arithmetic", ["decimal(38,10)", "decimal(38,18)"], DECIMAL_PAIRS, computed(a, b)),
    *[Group(f"arithmetic of decimal({x}) and decimal({y})", [f"decimal({x})", f"decimal({y})"], rows, computed(a, b) + computed(b, a)) for (x, y), rows in DECIMAL_BOUNDS.items()],
    Group("mixed_arithmetic", ["int", "decimal(10,2)"], [("1", "2.50"), ("-7", "0.33"), ("2147483647", "99999999.99"), ("3", "0"), (None, "1"), ("1", None)],
          computed(a, b) + computed(b, a) + [call("*", a, Decimal("1.5")), call("+", b, 1), call("/", b, 3)]),
    Group("text_arithmetic", ["string", "int"], [("1", "2"), ("1.5", "2"), (" 2 ", "3"), ("x", "1"), ("", "1"), (None, "1"), ("1e2", "0")], computed(a, b) + [call("-", a)]),
    Group("date_arithmetic", ["date", "int"], [("2024-01-31", "1"), ("2024-02-29", "-365"), ("1970-01-01", "0"), (None, "1"), ("2024-01-01", None)],
          [call("+", a, b), call("-", a, b)]),
    Group("integer_comparison", ["int", "bigint"], PAIRS, compared(a, b)),
    Group("double_comparison", ["double", "double"], FRACTION_PAIRS, compared(a, b) + [call("in", a, b, 1.5), call("between", a, b, 10.0)]),
    Group("float_comparison", ["float", "double"], [("0.1", "0.1"), ("NaN", "NaN"), ("16777217", "16777217"), ("-0.0", "0.0"), ("inf", "NaN")], compared(a, b)),
    Group("decimal_comparison", ["decimal(10,2)", "decimal(10,4)"], DECIMAL_PAIRS, compared(a, b) + [call("in", a, b, 1)]),
    Group("text_comparison", ["string", "string"], [(x, y) for x in ["a", "A", "", "a ", "10", "9", "ß", "z", None] for y in ["a", "", "9", "é", None]], compared(a, b)),
    Group("text_and_integer", ["string", "int"], [("1.0", "1"), ("1.5", "1"), ("a", "1"), (" 1 ", "1"), ("2147483648", "1"), ("", "0"), ("01", "1"), (None, "1"), ("1", None)],
          compared(a, b) + [call("in", a, b), call("in", b, a, "x"), call("coalesce", a, b), call("between", b, a, 5)]),
    Group("text_and_others", ["string", "double"], [("1.5", "1.5"), ("x", "1"), ("NaN", "NaN"), ("1e0", "1")], compared(a, b) + [call("coalesce", a, b)]),
    Group("text_and_decimal", ["string", "decimal(10,2)"], [("1.5", "1.5"), ("1.501", "1.5"), ("x", "1"), ("1.00000000000000000001", "1")], compared(a, b)),
    Group("text_and_date", ["string", "date"], [("2024", "2024-01-01"), ("2024-01-05", "2024-01-05"), ("x", "2024-01-05"), ("2024-1-5", "2024-01-05")],
          compared(a, b) + [call("coalesce", a, b)]),
    Group("text_and_timestamp", ["string", "timestamp"], [("2024", "2024-01-01"), ("2024-01-05 00:00:00", "2024-01-05"), ("x", "2024-01-05")], compared(a, b)),
    Group("date_and_timestamp", ["date", "timestamp"], [("2024-01-05", "2024-01-05"), ("2024-01-05", "2024-01-05 00:00:01"), (None, "2024-01-05")],
          compared(a, b) + [call("coalesce", a, b)]),
    Group("text_and_boolean", ["string", "boolean"], [("t", "true"), ("1", "true"), ("no", "false"), ("x", "true"), ("", "false")], [call("=", a, b), call("!=", a, b)]),
    Group("boolean_logic", ["boolean", "boolean"], [(x, y) for x in ["true", "false", None] for y in ["true", "false", None]],
          [call("and", a, b), call("or", a, b), call("not", a), *compared(a, b), call("isnull", a), call("isnotnull", a), call("coalesce", a, b), call("nullif", a, b)]),
    Group("conditional", ["int", "decimal(5,1)"], [("1", "2.5"), (None, "2.5"), ("1", None), (None, None), ("0", "0")],
          [call("coalesce", a, b), call("coalesce", a, 0), call("nvl", a, b), call("ifnull", a, 7), call("nullif", a, b), call("if", call(">", a, 0), a, b),
           call("when", call("=", a, 1), "one", call("=", a, 0), "none"), call("when", call("isnull", a), b, a), call("in", a, 1, None), call("in", a, 5, 6),
           call("between", a, 0, b), call("coalesce", None, a)]),
    Group("words", "string", WORDS, [call("length", a), call("char_length", a), call("character_length", a), call("upper", a), call("lower", a), call("ucase", a), call("lcase", a),
                                     call("trim", a), call("ltrim", a), call("rtrim", a), call("btrim", a), call("btrim", a, " a"), call("concat", a, "-", a),
                                     call("||", a, "x"), call("replace", a, "a", "bb"), call("replace", a, "a"), call("replace", a, "", "x"),
                                     *[call("substring", a, start, count) for start, count in [(1, 2), (0, 2), (-2, 5), (-6, 4), (2, -1), (2, 0), (5, 2), (2147483647, 2147483647)]],
                                     call("substring", a, 2), call("substr", a, -2), call("substr", a, 2, 2), call("concat", a, 1, 1.5, Decimal("1.50")),
                                     *[call("like", a, pattern) for pattern in ["a%", "%b", "a_c", "a\\%b", "a\\_b", "", "%", "_", "日%"]]]),
    Group("rounding", "double", FRACTIONS, [call("round", a), call("round", a, 2), call("round", a, -2), call("floor", a), call("ceil", a), call("ceiling", a), call("abs", a)]),
    Group("float_rounding", "float", FRACTIONS, [call("round", a), call("round", a, 1)]),
    Group("decimal_rounding", "decimal(10,3)", ["2.5", "-2.5", "1.005", "1234.567", "-0.4", "9999999.999", "0", None],
          [call("round", a), call("round", a, 2), call("round", a, 5), call("round", a, -2), call("floor", a), call("ceil", a)]),
    Group("integer_rounding", "int", ["15", "-15", "25", "2147483647", "-2147483648", "0", None], [call("round", a, -1), call("round", a), call("round", a, 2), call("floor", a), call("ceil", a)]),
    Group("parts_of_dates", "date", DAYS, [call(part, a) for part in ["year", "quarter", "month", "day", "dayofmonth"]]),
    Group("parts_of_timestamps", "timestamp", INSTANTS, [call(part, a) for part in ["year", "quarter", "month", "day", "hour", "minute", "second"]]
          + [call("date_trunc", unit, a) for unit in ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "MON", "nonsense"]]),
    Group("formats", "timestamp", ["1970-01-01 00:00:00", "2024-02-29 12:34:56.789012", "2024-12-31 23:59:59", "0987-01-02 03:04:05", None],
          [call("date_format", a, pattern) for pattern in ["yyyy-MM-dd", "yy/M/d", "HH:mm:ss", "H:m:s", "hh:mm a", "MMM d", "MMMM", "E", "EEEE", "D", "DDD", "yyyy-MM-dd HH:mm:ss.SSS",
                                                           "ss.SSSSSS"]]),
    Group("parts_of_texts", "string", ["2024-02-29", "2024-02-29 12:34:56", "2024", "x", "", None], [call(part, a) for part in ["year", "month", "day", "hour", "minute", "second"]]),
]



def by_unit(function: str, unit: str, *values) -> Expression:
    """timestampadd(MONTH, ...): in SQL the unit is a word, in a plan a text."""
    return Expression(call(function, unit, *values).sql.replace(f"'{unit}'", unit), call(function, unit, *values).fill)


def interval(sql: str, micros: int) -> Expression:
    def fill(message):
        message.literal.day_time_interval = micros

    return Expression(f"interval {sql}", fill)


HOUR = 3_600_000_000
UNITS = ["microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"]

GROUPS += [
    Group("sequences_of_times", ["timestamp", "timestamp"], [("2024-02-28 12:00:00", "2024-03-02 11:00:00"), ("2024-02-28", "2024-02-28"), (None, "2024-01-01")],
          [call("sequence", *bounds, interval(text, micros)) for bounds in ((a, b), (cast(a, "timestamp_ntz"), cast(b, "timestamp_ntz")))
           for text, micros in (("'1' day", 24 * HOUR), ("'24' hour", 24 * HOUR), ("'36' hour", 36 * HOUR), ("'1 01' day to hour", 25 * HOUR), ("'90' minute", HOUR * 3 // 2))]),
    Group("units_between_times", ["timestamp", "timestamp"], [("2024-01-31", "2024-02-28"), ("2024-01-31", "2024-02-29"), ("2024-01-31", "2024-04-30"), ("2020-02-29", "2021-02-28"), ("2024-02-29", "2024-01-31"), ("2024-03-31 10:00:00", "2024-02-29 11:00:00"),
                                                             ("2024-03-31 11:00:00", "2024-02-29 10:00:00"), ("2024-02-29", "2019-02-28 23:59:59.999999"), ("1969-12-31 23:59:59.999999", "1970-01-31 23:59:59.999998"), ("0001-01-01", "9999-12-31"), (None, "2024-01-01")],
          [by_unit("timestampdiff", unit, a, b) for unit in UNITS] + [by_unit("timestampdiff", "month", cast(a, "timestamp_ntz"), cast(b, "date")), by_unit("timestampdiff", "hour", cast(a, "timestamp_ntz"), b)]
          + [by_unit("timestampadd", unit, 1, cast(a, to)) for unit in UNITS + ["dayofyear"] for to in ("timestamp_ntz", "timestamp", "date")]),
    Group("text_functions", "string", WORDS, [call(name, a) for name in ("ascii", "bit_length", "octet_length", "initcap", "soundex", "quote", "mask", "luhn_check", "is_valid_utf8", "make_valid_utf8",
                                                                         "validate_utf8", "try_validate_utf8", "hex", "md5", "sha", "sha1", "crc32", "base64", "url_encode", "typeof")]
          + [call("lpad", a, 5, "xy"), call("rpad", a, 5, "日本"), call("lpad", a, 2, "x"), call("lpad", a, 5, ""), call("rpad", a, -1, "x"), call("lpad", a, 4), call("rpad", a, 4), call("hex", call("lpad", cast(a, "binary"), 4)),
             call("hex", call("rpad", cast(a, "binary"), 4)), call("hex", call("lpad", cast(a, "binary"), 4, cast("ab", "binary"))), call("lpad", cast(a, "binary"), 5, "xy"), call("rpad", a, 5, cast("xy", "binary")),
             *[call("hex", call("overlay", cast(a, "binary"), cast("QQ", "binary"), *of)) for of in ((2,), (2, 0), (0,), (-2,), (-9, 2), (9,))], call("overlay", cast(a, "binary"), cast("", "binary"), 1),
             call("mask", a, "Q", "q", "d", "o"), call("mask", a, None, None, "9", None), call("mask", a, "Q"),
             call("overlay", a, "QQ", 2), call("overlay", a, "QQ", 2, 0), call("overlay", a, "日", 3, 1), call("overlay", a, "", 1, 2), call("overlay", a, "QQ", 9), call("overlay", a, "Q", 1, 5),
             call("left", a, 2), call("left", a, 0), call("left", a, -1), call("right", a, 2), call("levenshtein", a, "abc"), call("levenshtein", "kitten", a), call("levenshtein", a, "ABC", 2),
             call("locate", "b", a), call("locate", "", a), call("locate", "b", a, 3), call("locate", "", a, 9), call("locate", "b", a, 0), call("position", "b", a), call("position", "b", a, 2),
             call("instr", a, "b"), call("find_in_set", a, "abc,a,,ABC"), call("find_in_set", "a", a), call("split_part", a, "b", 1), call("split_part", a, "b", -1), call("split_part", a, "", 1), call("split_part", a, " ", 3),
             call("substring_index", a, "b", 1), call("substring_index", a, "b", -1), call("substring_index", a, " ", 2), call("substring_index", a, "", 1), call("substring_index", a, " ", 0),
             call("concat_ws", "-", a, "x", a), call("concat_ws", a, "x", "y"), call("concat_ws", "-"), call("concat_ws", "-", call("split", a, "b"), a), call("concat_ws", ",", a, 1, 2.5, True),
             call("elt", 1, a, "x"), call("elt", 3, a, "x"), call("elt", 0, a), call("elt", 2, a, "x"), call("sha2", a, 256), call("sha2", a, 0), call("sha2", a, 224), call("sha2", a, 384), call("sha2", a, 512), call("sha2", a, 1),
             call("hash", a), call("xxhash64", a), call("hash", a, 1, a), call("hex", call("encode", a, "utf-8")), call("hex", call("encode", a, "UTF-16")), call("hex", call("encode", a, "UTF-16LE")), call("hex", call("encode", a, "utf-16be")),
             call("hex", call("encode", a, "UTF-32")), call("decode", call("encode", a, "UTF-16"), "UTF-16"), call("decode", call("encode", a, "UTF-32"), "UTF-32"), call("decode", call("encode", a, "UTF-16LE"), "UTF-16LE"),
             call("decode", cast(a, "binary"), "UTF-8"), call("decode", cast(a, "binary"), "ISO-8859-1"), call("decode", a, "abc", 1, "ABC", 2), call("decode", a, "abc", "x", a), call("decode", a, None, "none", "else"),
             call("url_decode", call("url_encode", a)), call("try_url_decode", a), call("repeat", a, 2), call("translate", a, "ab", "x"), call("format_string", "%s|%5s|%-5s|%S", a, a, a, a), call("printf", "%s", a),
             call("startswith", a, "a"), call("endswith", a, "c"), call("contains", a, "b")]),
    Group("places_of_texts", ["string", "int"], [(x, y) for x in ["aaaa", "ababab", "日日日", "", None] for y in ["-3", "-2", "0", "1", "2", "3", "4", None]],
          [call("substring_index", a, part, b) for part in ("aa", "abab", "日日", "a")] + [call("locate", "a", a, b), call("locate", cast(None, "string"), a, b), call("position", "a", a, b), call("space", b), call("array_join", call("split", a, "b"), ",", cast(None, "string")),
                                                                                           call("array_join", call("array", a, "x", None), ",", call("if", call(">", b, 1), "?", None))]),
    Group("broken_utf8", "string", ["61E4B862", "E4B8", "FF", "C0AF", "EDA080", "F0908062", "F8808080", "E080AF", "F48FBFBF", "F4908080", "C2", "80", "E4E4B8AD", "61", None], [call("make_valid_utf8", call("unhex", a))]),
    Group("java_patterns", "string", ["abc", "abc\n", "abc\r\n", "abc\r", "abc\u0085", "abc\u2028", "abc\n\n", "abc\nd", "a\nb", "a\rb", "a\u0085b", "a\u2029b", "a\u000bb", "a\u00a0b", "b", "B", "é", "É", "K", "\u212a", "[", "]", "-", "&", ":", "l", "z", "(?<n>x", "(", "a.b", "axb", "\\",
                                      "a\tb", "Q]", "3", "12-34", " ", "", None],
          [call("rlike", a, pattern) for pattern in ("c$", "c\\Z", "c\\z", "^abc\\n$", "(?d)c$", "c$|z", "a.b", "(?s)a.b", "(?s:a.)b", "(?d)a.b", "a\\sb", "a[\\s]b", "a\\Sb", "a[^\\s]b", "a\\vb", "a\\Vb", "a\\hb", "a\\Hb", "a\\Rb", "[a[bc]]", "[^a[bc]]", "[]a]", "[^]a]", "[-a]", "[a-]",
                                                     "[a\\-z]", "[a&b]", "[[:alpha:]]", "[(?<n>]", "\\Q(?<n>\\Ex", "[\\Q]\\E]", "a\\Q.\\Eb", "\\Q.", "(?i)b", "(?i)[a-c]", "(?i)[^b]", "(?i)é", "(?iu)é", "(?i)k", "(?i)\\p{Lower}", "\\p{Upper}", "\\P{Alpha}", "[\\p{Punct}]", "\\p{IsLatin}", "\\pL",
                                                     "\\x62", "\\u0062", "\\x{62}", "\\0142", "[\\x61-c]", "a(?i)X(?-i)b", "(?:(?i)A)x", "^.$", "\\d{1,}", "\\W", "}|\\{", "\\-", "^$", "(?m)a$", "^\\b")]
          + [call("regexp_replace", a, pattern, "<$0>") for pattern in ("$", "c$", "\\s*$", ".*$", "(b|c)$", "[^\\S]", ".")] + [call("regexp_extract", a, "(b)(c$|x)", 2), call("regexp_replace", a, "(?<x>\\d+)-(?<y>\\d+)$", "$2$1"),
                                                                                                           call("size", call("split", a, "$")), call("concat_ws", "|", call("split", a, "(?i)B"))]),
    Group("patterns_of_java", "string", pattern_cases.TEXTS,
          [call("regexp_replace", a, pattern, "<$0>") for pattern in pattern_cases.PATTERNS] + [call("regexp_replace", a, pattern, "<$1>") for pattern in pattern_cases.GROUPED]
          + [call("concat_ws", "|", call("split", a, pattern)) for pattern in ("(?=b)", "(?<=b)", "\\b", "(?!^)")] + [call("concat_ws", "|", call("regexp_extract_all", a, "(?<=a)(.)(?!a)", 1)), call("regexp_count", a, "(.)\\1"), call("regexp_instr", a, "(?<!^)a"), call("rlike", a, "(?<!a)b")]),
    Group("hexadecimals", "string", ["", "0", "1", "0A", "abc", "ABCDEF", "0x1F", "zz", "1z", " 1", "é", "737472", None], [call("hex", call("unhex", a)), call("unhex", a)]),
    Group("base_64", "string", ["", "YQ==", "YWI=", "YWJj", "YW Jj", "YWJjZA==", "5pel5pys", "Y\nWJj", "YWJj!", None], [call("unbase64", a), call("base64", call("unbase64", a))]),
    Group("radixes", "string", ["0", "10", "-10", "FF", "ff", "zz", "1.5", "", " 7 ", "-", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "9223372036854775808", "8z", "日", None],
          [call("conv", a, start, to) for start, to in [(10, 16), (16, 10), (10, 2), (36, 10), (10, -16), (16, -10), (2, 10), (10, 36), (1, 10), (10, 37), (10, -36)]]),
    Group("urls", "string", ["%41", "a+b", "%E6%97%A5", "%E4%B8", "a%E4%B8b", "%FF", "%C0%AF", "%", "%4", "%zz", "", "100%25", "é", None], [call("try_url_decode", a), call("url_encode", a)]),
    Group("patterns", "string", WORDS + ["aaa", "abab", "a1b22c333", "a.b.c", "2024-02-29", "x=1;y=2", "AbC123", "foo bar  baz", "😀1😀2"],
          [call("rlike", a, "b+"), call("rlike", a, "^a"), call("regexp", a, "[0-9]{2}"), call("regexp_like", a, "(?i)ABC"), call("regexp_count", a, "a"), call("regexp_count", a, ""), call("regexp_count", a, "[a-z]+"),
           call("regexp_extract", a, "([a-z]+)([0-9]*)"), call("regexp_extract", a, "([a-z]+)([0-9]+)", 2), call("regexp_extract", a, "[a-z]+", 0), call("regexp_extract", a, "(x)?a", 1), call("regexp_extract", a, "(\\d{4})-(\\d{2})", 2),
           *[call("concat_ws", "|", call("regexp_extract_all", a, *of)) for of in (("([a-z])([0-9]*)", 2), ("([a-z])",), ("[a-z]", 0))], call("regexp_instr", a, "[0-9]+"), call("regexp_instr", a, "b"), call("regexp_substr", a, "[0-9]+"),
           call("regexp_replace", a, "[a-z]", "<$0>"), call("regexp_replace", a, "(\\w)(\\w)", "$2$1"), call("regexp_replace", a, "", "-"), call("regexp_replace", a, "a", "x", 2), call("regexp_replace", a, "^b", "x", 2), call("regexp_replace", a, "a*", "-"),
           call("regexp_replace", a, "a", "\\$"), call("regexp_replace", a, "b", "x", 99), call("regexp_replace", a, "日", "(sun)"),
           *[call("concat_ws", "|", call("split", a, pattern, limit)) for pattern in ("b", "", "[0-9]+", "\\.", ",", "a*", " +") for limit in (-1, 0, 1, 2, 3)],
           *[call("size", call("split", a, pattern)) for pattern in ("b", "", "a", "a*", "x")]]),
    Group("urls_of_parts", "string", ["http://spark.apache.org/path?query=1&b=2#ref", "https://user:pw@host.com:8080/a%20b/c.html?x=1&y=&z&x=2", "ftp://host", "mailto:a@b.c", "http://host?k=v", "//host/path", "/only/path?q=1#f", "host.com/path", "http://日本.jp/ü", "http://a b/",
                                      "http://h/p?q=a=b&c", "", "x", "http://", "http://h/%zz", "http://[::1]:80/p", "http://my_host/p", "http://u@my_host:1/p", "file:///a/b", None],
          [call("parse_url", a, part) for part in ("HOST", "PATH", "QUERY", "REF", "PROTOCOL", "FILE", "AUTHORITY", "USERINFO", "host", "NOPE")] + [call("parse_url", a, "QUERY", key) for key in ("query", "x", "y", "z", "b", "q")]
          + [call("try_parse_url", a, "HOST"), call("parse_url", a, "PATH", "x")]),
    Group("shown_numbers", "double", ["0", "-0.0", "0.5", "1.5", "2.5", "-0.4", "1234567.891", "-1234.5", "1e15", "1e20", "0.125", "2.675", "1e-10", "NaN", "inf", "-inf", "999999.9999", "0.1", "0.35", "0.45", "123456789012345678901", "4.9e-324", "1e308", None],
          [call("format_number", a, digits) for digits in (0, 1, 2, 5, -1, 20, 330, 1000)]),
    Group("shown_decimals", "decimal(20,4)", ["0", "-0.0004", "0.5", "1.5", "2.5", "1234567.8915", "-1234.5", "9999999999999999.9999", None], [call("format_number", a, digits) for digits in (0, 1, 3, 6, -1, 400)]),
    Group("shown_integers", ["bigint", "int"], [("0", "0"), ("1234567", "2"), ("-9223372036854775808", "0"), ("9223372036854775807", "3"), ("-999", "1"), ("1000", None), (None, "1")], [call("format_number", a, b), call("format_number", b, 2), call("format_number", b, 2000), call("format_string", "%d|%5d|%05d|%x|%,d", a, a, a, a, a)]),
    Group("bits", ["bigint", "int"], [(x, y) for x in ["0", "1", "-1", "5", "9223372036854775807", "-9223372036854775808", None] for y in ["0", "1", "33", "63", "64", "-1", None]],
          [call("shiftleft", a, b), call("shiftright", a, b), call("shiftrightunsigned", a, b), call("shiftleft", b, b), call("shiftright", b, 1), call("shiftrightunsigned", b, 1), call("bit_count", a), call("bit_count", b),
           call("bit_get", a, 3), call("getbit", b, 0), call("bin", a), call("hex", a), call("bin", b), call("hex", b), call("factorial", b), call("factorial", call("pmod", a, 25)), call("chr", a), call("char", b), call("hash", a, b),
           call("xxhash64", a, b), call("hash", b), call("positive", a), call("typeof", a), call("bit_count", call(">", a, 0))]),
    Group("remainders", ["int", "int"], PAIRS, [call("pmod", a, b), call("try_add", a, b), call("try_subtract", a, b), call("try_multiply", a, b), call("try_divide", a, b), call("try_mod", a, b), call("nullifzero", a), call("zeroifnull", a),
                                               call("equal_null", a, b), call("nvl2", a, b, 5), call("hypot", a, b), call("log", a, b), call("bround", a, -1), call("greatest", a, b), call("least", a, b)]),
    Group("long_remainders", ["bigint", "bigint"], BIG_PAIRS, [call("pmod", a, b), call("try_add", a, b), call("try_subtract", a, b), call("try_multiply", a, b)]),
    Group("tiny_remainders", ["tinyint", "smallint"], [("127", "1"), ("-128", "-1"), ("-128", "32767"), ("5", "0"), ("-7", "3"), ("-7", "-3"), ("-5", "-128"), ("-100", "120"), (None, "1")],
          [call("pmod", a, b), call("pmod", a, cast(b, "tinyint")), call("pmod", cast(a, "smallint"), b), call("try_add", a, a), call("try_multiply", a, b), call("bit_count", a), call("hash", a, b), call("shiftleft", a, 2), call("hex", a)]),
    Group("decimal_remainders", ["decimal(10,2)", "decimal(10,4)"], DECIMAL_PAIRS, [call("pmod", a, b), call("try_add", a, b), call("try_divide", a, b), call("hash", a, b), call("xxhash64", a), call("bround", a, 1), call("bround", a), call("nullifzero", a)]),
    Group("wide_decimals", "decimal(38,10)", DECIMALS, [call("hash", a), call("xxhash64", a), call("bround", a, 2)]),
    Group("fraction_remainders", ["double", "double"], FRACTION_PAIRS, [call("pmod", a, b), call("try_add", a, b), call("try_divide", a, b), call("nanvl", a, b), call("hypot", a, b), call("log", a, b), call("hash", a, b), call("xxhash64", a, b),
                                                                        call("width_bucket", a, -10.0, 10.0, 5), call("width_bucket", a, 10.0, -10.0, 5), call("width_bucket", a, b, 3.0, 2), call("width_bucket", a, 0.0, 1.0, 0)]),
    Group("curves", "double", ["0", "-0.0", "0.5", "-0.5", "1", "2", "-2", "1e-10", "100", "NaN", "inf", "-inf", None], [call(name, a) for name in ("rint", "expm1", "log1p", "acosh", "asinh", "atanh", "cot", "csc", "sec", "bround", "signum", "hash")]
          + [call("bround", a, 1), call("log", 2.0, a), call("log", a, 2.0)]),
    Group("halves", "double", ["0.5", "1.5", "2.5", "-2.5", "-0.5", "2.345", "2.675", "1.005", "25", "35", "-25", "1e20", "2.5e20", "3.5e20", "1.5e300", "-1.5e25", "9.5e17", "123456789.125", None],
          [call("bround", a), call("bround", a, 2), call("bround", a, -1), call("bround", a, 20), call("bround", a, -20), call("bround", a, -25), call("bround", a, -299), call("rint", a)]),
    Group("float_halves", "float", ["0.5", "1.5", "2.5", "-2.5", "2.345", "25", "NaN", None], [call("bround", a), call("bround", a, 2), call("bround", a, -1), call("nanvl", a, a), call("hash", a), call("xxhash64", a)]),
    Group("dates", "date", DAYS, [call(name, a) for name in ("dayname", "monthname", "unix_date", "last_day", "dayofweek", "weekday", "weekofyear", "dayofyear", "hash", "xxhash64", "unix_timestamp", "to_unix_timestamp", "to_timestamp")]
          + [call("next_day", a, day) for day in ("MO", "sun", "Friday", "x", " Tu ")] + [call("trunc", a, unit) for unit in ("year", "YYYY", "yy", "quarter", "month", "MON", "mm", "week", "day", "x")]
          + [call("add_months", a, 1), call("add_months", a, -12), call("date_add", a, 1), call("date_sub", a, 30), call("date_from_unix_date", call("unix_date", a)), call("months_between", a, cast("2024-02-29", "date")), call("date_format", a, "yyyy-MM-dd'T'HH"),
             call("date_part", "year", a), call("date_part", "DOW", a), call("datepart", "week", a), call("date_part", "yearofweek", a), call("date_part", "DAYOFWEEK_ISO", a), call("to_date", a, "yyyy")]),
    Group("instants", "timestamp", INSTANTS, [call(name, a) for name in ("unix_seconds", "unix_millis", "unix_micros", "unix_timestamp", "to_unix_timestamp", "hash", "xxhash64", "to_date", "to_timestamp_ntz", "to_timestamp_ltz")]
          + [call("from_utc_timestamp", a, zone) for zone in ("America/New_York", "+02:00", "UTC", "Asia/Kolkata", "PST", "GMT+1")] + [call("to_utc_timestamp", a, zone) for zone in ("America/New_York", "-5", "Europe/Berlin")]
          + [call("date_part", part, a) for part in ("second", "minute", "h", "doy", "qtr")] + [call("months_between", a, cast("2024-01-31 10:00:00", "timestamp")), call("months_between", cast("2024-03-31", "timestamp"), a, False)]
          + [call("next_day", a, "MO"), call("trunc", a, "month"), call("dayname", a), call("timestamp_micros", call("unix_micros", a)), call("convert_timezone", "UTC", "America/Los_Angeles", cast(a, "timestamp_ntz")), call("convert_timezone", "Asia/Tokyo", a)]
          + [call("date_format", a, pattern) for pattern in ("y", "yy", "yyy", "yyyy", "yyyyy", "M", "MM", "MMM", "MMMM", "L", "LLL", "d", "dd", "D", "DD", "DDD", "E", "EEEE", "a", "h", "hh", "H", "HH", "k", "kk", "K", "KK", "m", "mm", "s", "ss", "S", "SSS", "SSSSSS",
                                                             "SSSSSSSSS", "z", "zzzz", "VV", "O", "OOOO", "X", "XX", "XXX", "x", "xx", "xxx", "Z", "ZZZZ", "ZZZZZ", "Q", "QQ", "QQQ", "QQQQ", "q", "G", "GGGG", "y G", "F", "'at' HH''mm", "[yyyy][ MM]", "dd/MM/yyyy hh:mm:ss a")]),
    Group("numbers_of_times", "bigint", ["0", "1", "-1", "1704449472", "-62135596800", "253402300799", None], [call("timestamp_seconds", a), call("timestamp_millis", a), call("timestamp_micros", a), call("from_unixtime", a), call("from_unixtime", a, "yyyy/MM/dd"),
                                                                                                              call("date_from_unix_date", cast(call("pmod", a, 100000), "int"))]),
    Group("fractions_of_times", "double", ["0", "1.5", "-0.000001", "1704449472.123456", "NaN", None], [call("timestamp_seconds", a), call("timestamp_seconds", cast(a, "decimal(20,6)"))]),
    Group("parts_to_times", ["int", "string"], [(x, y) for x in ["2024", "1", "0", "-1", "12", "31", None] for y in ["0", "30.5", "59.999999", "60", "60.1", "61", "-1", "x", None]],
          [call("make_date", a, 2, 29), call("make_date", 2024, a, 1), call("make_date", 2023, 2, a), call("make_timestamp", 2024, 2, 29, 23, 59, b), call("make_timestamp", a, 1, 1, 0, 0, b), call("make_timestamp_ntz", 2024, 12, 31, 23, 59, b),
           call("make_timestamp_ltz", 2024, 1, 1, 0, 0, b, "America/New_York"), call("try_make_timestamp", 2024, a, 1, 1, 1, b), call("make_timestamp", 2024, 1, 1, a, 0, 0)]),
    Group("texts_to_times", "string", ["2024-02-29", "2023-02-29", "2024-2-9", "29/02/2024", "02/29/24", "20240229", "20240229103015", "2024-02-29 10:30:15", "2024-02-29 10:30:15.123", "2024-02-29 10:30:15.1", "2024-02-29T10:30:15Z", "2024-02-29T10:30:15+02:00",
                                       "Feb 29, 2024", "february 29, 2024", "29-FEB-2024", "10:30 PM", "12:05 am", "2024-060", "2024-366", "2023-366", "24", "99", " 2024-02-29", "2024-02-29 ", "+12024-02-29", "12024-02-29", "-2024-02-29", "2024", "", "x",
                                       "2024-02-29 10:30:15 Europe/Berlin", "2024-02-29 24:00:00", "0000-01-01", "2024-13-01", "2024-02-29 10", "1/2/2024 3:04", None],
          [call("to_date", a, pattern) for pattern in ("yyyy-MM-dd", "yyyy-M-d", "dd/MM/yyyy", "MM/dd/yy", "yyyyMMdd", "MMM d, yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "yyyy-DDD", "yy", "yyyy", "y-MM-dd", "yyyy-MM-dd HH:mm:ss", "d/M/yyyy H:mm", "yyyy-MM-dd[ HH:mm:ss]")]
          + [call("to_timestamp", a, pattern) for pattern in ("yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.SSS", "yyyyMMddHHmmss", "yyyy-MM-dd'T'HH:mm:ssXXX", "hh:mm a", "yyyy-MM-dd HH:mm:ss[.SSSSSS]", "yyyy-MM-dd HH", "yyyy-MM-dd HH:mm:ss VV", "yyyy-MM-dd", "MM/dd/yy",
                                                              "yyyy-MM-dd['T'][ ]HH:mm:ss[XXX]")]
          + [call("to_timestamp_ntz", a, "yyyy-MM-dd HH:mm:ss"), call("try_to_timestamp", a, "yyyy-MM-dd"), call("try_to_timestamp", a), call("unix_timestamp", a), call("unix_timestamp", a, "yyyy-MM-dd"), call("to_unix_timestamp", a, "yyyyMMdd"), call("try_to_date", a, "yyyy-MM-dd")]),
]
