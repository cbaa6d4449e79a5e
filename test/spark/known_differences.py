"""What differs from Spark and is known to, by the reason: SQL of queries.py, Python of frames.py and its like, rows of cases.py.

A row is its group, its SQL and its texts. What comes to agree must leave the list: the tests fail where a difference has gone."""

import re

from relations import PEOPLE

KNOWN = {
    # Java and the C library.
    "Java 17 prints more digits than tell the number apart (JDK-4511638, mended in 19)": [
        ("text_to_fraction", "cast(a as float)", "123456789"),
        ("integer_to_others", "cast(a as float)", "2147483647"),
        ("integer_to_others", "cast(a as float)", "-2147483648"),
        ("small_integer_to_others", "cast(a as float)", "2147483647"),
        ("small_integer_to_others", "cast(a as float)", "-2147483648"),
        ("integer_arithmetic", "(a / b)", ("1", "-2147483648")),
        ("remainders", "try_divide(a, b)", ("1", "-2147483648")),
        ("long_arithmetic", "(a / b)", ("9223372036854775807", "2")),
        ("long_arithmetic", "(a / b)", ("-9223372036854775808", "2")),
    ],
    "Java reads hexadecimal fractions, which no data has": [
        ("text_to_fraction", "cast(a as float)", "0x1p3"),
        ("text_to_fraction", "cast(a as double)", "0x1p3"),
    ],
    "the C library's logarithms and exponents and Java's StrictMath differ in the last bit": [
        ("remainders", "log(a, b)", ("7", "3")),
        ("remainders", "log(a, b)", ("2147483647", "3")),
        "select exp(a) from t",
        "select randn(3) from t",
    ],
    "Java counts in units of UTF-16: an empty match parts a character beyond U+FFFF": [
        ("patterns", sql, row) for row in ("😀x", "😀1😀2") for sql in (
            "regexp_count(a, '')", "regexp_replace(a, '', '-')", "regexp_replace(a, 'a*', '-')", "size(split(a, 'a*'))", "concat_ws('|', split(a, 'a*', -1))", "concat_ws('|', split(a, 'a*', 0))",
            "concat_ws('|', split(a, 'a*', 2))", "concat_ws('|', split(a, 'a*', 3))")
    ],
    "Java keeps what a group found in a look-ahead that is to find nothing": [
        ("patterns_of_java", "regexp_replace(a, '(?!(a))b', '<$1>')", row) for row in (
            "ab", "abc", "aab", "aaab", "abab", "ad bcd", "aXbX", "a.b c", "a\nb\n", "a\rb", "a\u0301\u0301 b", "(a)[b]{2}", "a#b c")
    ],
    # The front-end.
    "names of columns show types; ours are made before types are known, where FROM does not have them": ["select x + 1 from (select day as x from t)"],
    "whether a column may be NULL is not tracked: every one may": [
        "spark.sql(\"select named_struct('a', array(1)) as s, map('k', 1.5) as m\").printSchema()",
        "spark.sql(\"select named_struct('a', array(1)) as s, map('k', 1.5) as m\").printSchema(2)",
    ],
    "names of columns: Spark shows the defaults of some arguments, and leaves out casts that change nothing": [
        'select a >> 1 > 1, a << s, cast(array(array(1)) as array<array<int>>) from t',
        'select a, lag(a, 2, 7) ignore nulls over (order by s, a), lead(a, 1) ignore nulls over (order by s, a), lag(a) ignore nulls over (order by s, a), lag(a, 1, 0) respect nulls over (order by s, a) from t',
        'select nth_value(a, 2) ignore nulls over (order by s, a), nth_value(a, 1) over (order by s, a), first_value(a) ignore nulls over (order by s, a), last_value(a) ignore nulls over (order by s, a) from t',
        "select ceil(3.1411, 3), ceil(-3.1411, 2), floor(3.1411, 3), ceil(12, -1), ceil(1.55D, 1), floor(123.45, -1), ceil(a, 0), ceil(dec, 1), floor(dec, -2), ceiling(2.345, 1), ceil(null, 1), ceil(big, -2), floor(tiny, -1), ceil('1.55', 1) from t",
        "select hex(aes_encrypt('Spark', '0000111122223333', 'ECB')), hex(aes_encrypt('Spark SQL', '0000111122223333', 'CBC', 'PKCS', unhex('00000000000000000000000000000000'))), hex(aes_encrypt('Spark', 'abcdefghijklmnop12345678ABCDEFGH', 'GCM', 'DEFAULT', unhex('000000000000000000000000'), 'This is an AAD mixed into the input'))",
        "select cast(aes_decrypt(unhex('6E7CA17BBB468D3084B5744BCA729FB7B2B7BCB8E4472847D02670489D95FA97DBBA7D3210'), '0000111122223333', 'GCM') as string), length(aes_encrypt('Spark', '0000111122223333'))",
    ],
    "Spark compares no maps in set operations; we do, as Trino": ["spark.sql(\"select map('a', 1) as m\").distinct()", "(lambda d: d.intersect(d))(spark.sql(\"select map('a', 1) as m\"))"],
    "GROUPING SETS with the empty one make a row of no rows, as in Trino; in Spark they make none": ["select k, count(*) from empty group by rollup(k)"],
    # Spark Connect, which is not the Spark that is asked.
    "a decimal of Python's has the precision 10 that the client says, and the text that it sends as its name": [
        "spark.range(2).select(F.lit(decimal.Decimal('1.25')), F.lit(decimal.Decimal('-0.05')), F.lit(decimal.Decimal('100')), F.lit(decimal.Decimal('1E+3')), F.lit(decimal.Decimal('1.5E-7')))",
        "spark.range(2).groupBy(F.lit(decimal.Decimal('1.25')).alias('x')).count()",
    ],
    "Spark Connect takes one value for all columns that it suits, not as the column's own": [f"{PEOPLE}.na.fill({{'id': '9'}})"],
    "AMBIGUOUS_COLUMN_REFERENCE, as in Spark Connect: the condition has no name in Spark without it": [
        "(lambda a: (lambda b: a.join(b, a.id == b.id).select(a.id, b.n))(a.withColumn('n', a.id * 2)))(spark.range(3))",
        "(lambda a: (lambda b: a.join(b, a.id == b.id).select(a.id))(a.filter('id > 0')))(spark.range(3))",
        "(lambda a: (lambda b: a.join(b, a.id == b.id, 'left').select(a.id, b.id))(a.filter('id > 0')))(spark.range(3))",
    ],
}

# Of plans made at random (test_plans.py): what their text has, as a regular expression.
PLANS: dict[str, list[str]] = {
    "filters and sorts find what df.to() leaves out in Spark, here what other selections do": [r"\.to\(T\.StructType.*(in_order|filter)"],
    "DuckDB makes a NULL without a type of a constant NULL's parts, and cannot count it or make it a text: BadData, INTERNAL_ERROR": [r"_distinct\(.*None\)\.cast\('array", r"None\)\.cast\('binary'\)\.cast\('string"],
}


def is_known_of_plans(text: str) -> bool:
    return any(re.search(pattern, text) for patterns in PLANS.values() for pattern in patterns)


QUERIES = [one for known in KNOWN.values() for one in known if str(one).startswith("select ")]
_REASONS = {one: reason for reason, known in KNOWN.items() for one in known}


def why_different(asked):
    """The reason why a text that is asked differs; None: it must not."""
    return _REASONS.get(asked)


def rows_that_differ(group: str, sql: str):
    return {row if isinstance(row, tuple) else (row,) for name, of, row in (one for one in _REASONS if isinstance(one, tuple)) if (name, of) == (group, sql)}


def check(asked, mine, spark):
    """Asserts that the answers are the same, or, of what is known to differ, that they are not."""
    reason = why_different(asked)
    if reason is None:
        assert mine == spark
    else:
        assert mine != spark, f"no longer different: {reason}"
