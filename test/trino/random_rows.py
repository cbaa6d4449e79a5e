"""Rows at random for a query of its own: `(values ...) made(id, k, d, ...)`. `id` tells them apart; values come again, for what groups and joins."""

COLUMNS = {
    "k": ("integer", ["0", "1", "-1", "2", "7", "2147483647", "-2147483648", "null"]),
    "n": ("integer", ["1", "2", "3", "5", "null"]),
    "d": ("double", ["0e0", "-0e0", "1e0", "-1.5e0", "0.1e0", "1e300", "nan()", "infinity()", "-infinity()", "null"]),
    "c": ("decimal(10,2)", ["0.00", "1.50", "-1.50", "99999999.99", "0.05", "null"]),
    "a": ("varchar", ["''", "'a'", "'A'", "'ab'", "'b '", "'ü'", "'😀'", "'1'", "'a-b'", "null"]),
    "b": ("varchar", ["'x'", "'y'", "'a'", "null"]),
    "e": ("date", ["date '2024-02-29'", "date '1969-12-31'", "date '2000-01-01'", "null"]),
    "t": ("timestamp(3)", ["timestamp '2024-02-29 12:34:56.789'", "timestamp '1969-12-31 23:59:59.999'", "timestamp '2024-02-29 00:00:00.000'", "null"]),
    "l": ("array(integer)", ["array[1, 2]", "array[]", "array[null]", "array[2, null, 1]", "null"]),
}
BY_TYPE = {"int": ["id", "k", "n"], "double": ["d"], "decimal": ["c"], "text": ["a", "b"], "date": ["e"], "time": ["t"], "list": ["l"]}


def relation(random, alias: str) -> str:
    rows = [f"({', '.join([str(id)] + [value_of(random, of, values) for of, values in COLUMNS.values()])})" for id in range(1, random.randint(2, 12))]
    return f"(values {', '.join(rows)}) {alias}(id, {', '.join(COLUMNS)})"


def value_of(random, of: str, values: list[str]) -> str:
    return f"cast({random.choice(values)} as {of})"
