"""Numbers, casts, sequences, maps and literals at their bounds: what a review found, beside what cases.py asks."""

from groups import Group

ROUNDED = ["tinyint '127'", "tinyint '-128'", "tinyint '5'", "smallint '32767'", "127", "155", "2147483600", "9223372036854775807", "bigint '155'", "99.99", "-99.95", "12.5", "decimal '99999999999999999999999999999999999999'", "155.5e0", "real '155.5'"]
DAY = "date '2024-01-01', date '2024-01-05'"
MONTHS = "date '2024-01-31', date '2024-06-30'"
MOMENTS = "timestamp '2024-01-01 00:00:00.000', timestamp '2024-01-03 12:00:00.000'"
LONG = "timestamp '0001-01-01 00:00:00.000', timestamp '9999-01-05 00:00:00.000'"
KEYS = ["1", "'a'", "1.5", "date '2024-01-01'", "1e0", "true", "timestamp '2024-01-01 00:00:00.000'", "array[1]"]

GROUPS = [
    Group("numbers at their bounds", None, [
        "typeof(-2147483648)", "typeof(- 2147483648)", "typeof(-(2147483648))", "typeof(-9223372036854775808)", "abs(-2147483648)", "abs(-9223372036854775808)", "abs(tinyint '-128')", "-(-2147483648)",
        "-(tinyint '-128')", "typeof(1-2147483648)", "1 -2147483648", "9223372036854775808", "-9223372036854775809", "-(9223372036854775808)"]),
    Group("roundings to constants", None, [f"round({number}, {digits})" for number in ROUNDED for digits in (1, 0, -1, -2, -18)] + [
        "round(bigint '155', -19)", "round(9223372036854775807, -19)", "round(12.5, -1000)", "round(1.5, 100)", "round(1.5, null)", "round(5, null)", "round(15, bigint '-1')", "round(1.5, bigint '1')"]),
    Group("roundings to columns", "numbers", ["round(i, t % 3)", "round(n, s % 4)", "round(c, t % 3)", "round(d, t % 3)", "round(r, t % 3)", "round(c, -t % 4)", "round(155, i % 3)", "round(12345.678, i % 4)"]),
    Group("sequences of times", None, [f"sequence({ends})" for ends in (
        DAY, "date '2024-01-05', date '2024-01-01'", f"{DAY}, interval '2' day", "date '2024-01-05', date '2024-01-01', interval '-2' day", f"{DAY}, interval '-2' day", f"{DAY}, interval '0' day", f"{DAY}, interval '36' hour",
        f"{MONTHS}, interval '1' month", "date '2024-06-30', date '2024-01-31', interval '-1' month", f"{MONTHS}, interval '0' month", f"{MONTHS}, interval '-1' month", "date '2024-01-31', date '2034-06-30', interval '1' year",
        f"{MOMENTS}, interval '1' day", f"{MOMENTS}, interval '-1' day", f"{MOMENTS}, interval '0' day", f"{MOMENTS}, interval '7' hour", f"{MOMENTS}, interval '1' month", MOMENTS, f"{LONG}, interval '1' month", f"{LONG}, interval '1' hour",
        "timestamp '2024-06-30 10:00:00.000', timestamp '2024-01-31 12:00:00.000', interval '-1' month", "date '2024-01-01', timestamp '2024-01-03 12:00:00.000', interval '1' day", "date '2024-01-01', null", f"{DAY}, null",
        f"{DAY}, 1", "date '1990-01-01', date '2024-01-05'", "1, 3, null", "9223372036854775800, 9223372036854775807", "-9223372036854775808, 9223372036854775807, 9223372036854775807")] + [
        "cardinality(sequence(date '1997-01-01', date '2024-05-18'))", "cardinality(sequence(1, 10001))", "cardinality(sequence(1, 10000))"]),
    Group("sequences of a table", "times", ["sequence(d, d + interval '2' day)", "sequence(t, t + interval '1' hour, interval '20' minute)", "sequence(t, t + interval '3' month, interval '1' month)"]),
    Group("casts out of range", None, [
        "cast(99.999 as decimal(4,2))", "cast(-99.996 as decimal(4,2))", "cast(300 as tinyint)", "cast(99999 as smallint)", "cast(99999999999 as integer)", "cast(99999999999 as tinyint)", "cast(1e20 as bigint)", "cast(99999 as decimal(4,2))",
        "cast(tinyint '123' as decimal(2,1))", "cast(bigint '99999' as decimal(4,2))", "cast(1e10 as decimal(4,2))", "cast(real '1e10' as decimal(4,2))", "cast('x' as decimal(4,2))", "cast('12345' as decimal(4,2))", "cast(nan() as decimal(4,2))",
        "cast(infinity() as decimal(4,2))", "cast(1.5 as decimal(38,38))", "cast(decimal '123456789012345678901234567890' as bigint)", "cast(decimal '9999999999' as integer)", "cast(decimal '300.5' as tinyint)", "cast(decimal '99999.5' as smallint)",
        "cast(300e0 as tinyint)", "cast(real '300' as tinyint)", "cast(real '1e30' as bigint)", "cast(1e30 as integer)", "cast(nan() as tinyint)", "cast(nan() as bigint)", "cast(real 'NaN' as bigint)", "cast(real 'NaN' as integer)",
        "cast(infinity() as integer)", "cast('300' as tinyint)", "cast('99999999999' as integer)", "cast(array[300] as array(tinyint))", "cast(array[99.999] as array(decimal(4,2)))", "try_cast(300 as tinyint)", "try(cast(300 as tinyint))",
        "cast(40000.7e0 as smallint)", "cast(1 as foo)", "cast(1 as array)"]),
    Group("keys that come twice", None, [f"map(array[{key}, {key}], array[2, 3])" for key in KEYS] + [
        "map(array['a', 'b', 'a'], array[2, 3, 4])", "map(array[1, 1], array[2])", "map(array[null], array[2])", "map_from_entries(array[row('a', 2), row('a', 3)])", "transform_keys(map(array[1, 2], array[2, 3]), (k, v) -> 1)"]),
    Group("literals", None, [
        r"U&'\00e9'", r"U&'\+0000e9x\\'", "U&'!00e9' UESCAPE '!'", r"U&'\00g9'", r"U&'\d83d'", r"u&'\00e9'", "U&'a''b'", "0x1F", "0b101", "0o17", "1_000", "1_000.5", "0xff_ff", "0x", "0xFFFFFFFFFFFFFFFF", "0X1f", "1__0", "typeof(0x1FFFFFFFF)", "1_000_",
        "date '-0001-01-01'", "date '0000-01-01'", "date '12024-01-01'", "date '+2024-01-01'", "date '2024-1-1'", "date '2024-13-01'", "date 'x'", "timestamp '2024-01-01 00:00:00.123'"]),
    Group("functions of few or many", None, [
        "concat_ws(',', array['a', null, 'b'])", "concat_ws(',', array[])", "concat_ws(null, array['a'])", "concat_ws(',', cast(null as array(varchar)))", "concat_ws(',')", "zip(array[1], array[2, 3], array['x'], array[null])",
        "zip(array[1], array[2, 3], array['x'], array[null], array[5e0])", "concat('a')", "concat(array[1])", "concat(x'01')", "map_concat(map(array[1], array[2]))", " || ".join(["'a'"] * 300), " || ".join(["array[1]"] * 40), " || ".join(["x'01'"] * 40)]),
    Group("buckets", None, [f"width_bucket({value}, {bins})" for value in ("5", "0", "9", "null", "infinity()", "nan()") for bins in (
        "array[1, 3, 5, 7]", "array[1e0]", "array[]", "array[null, 1e0]", "array[nan()]", "array[3e0, 1e0]", "cast(null as array(double))")]),
    Group("bytes read", None, [
        "from_utf8(x'c3', '?')", "from_utf8(x'c3', 63)", "from_utf8(x'c3', '')", "from_utf8(x'c3', 'ab')", "from_utf8(x'c361c3', 'é')", "from_utf8(x'e282', '?')", "from_utf8(x'61e28261', '?')", "from_utf8(x'f09f98', '?')", "from_utf8(x'f09f9862', '?')", "from_utf8(x'eda080', '?')", "from_utf8(x'c0af', '?')", "from_utf8(x'f4908080', '?')", "from_utf8(x'f8808080', '?')", "from_utf8(x'e080af', '?')", "from_utf8(x'fc8080808080', '?')", "from_utf8(x'fe80ff', '?')", "to_hex(to_utf8(from_utf8(x'61eda080e28261')))", "from_utf8(x'80', '?')", "from_utf8(x'e4e4b8ad', '?')", "from_utf8(x'c3', 1114112)", "from_utf8(x'c3', 55296)", "from_utf8(x'c3', null)", "from_utf8(x'61', 'ab')",
        "from_base64(to_utf8('YWJj'))", "from_hex(to_utf8('00fF'))", "from_base64url(to_utf8('YWJj'))", "from_base32(to_utf8('MFRGG==='))", "from_hex(to_utf8('0'))"]),
    Group("units of a table", "times", [f"{function}(if(k > {bound}, 'day', 'MONTH'), {arguments})" for bound in (0, 2) for function, arguments in (
        ("date_add", "1, d"), ("date_add", "k, t"), ("date_trunc", "d"), ("date_trunc", "t"), ("date_diff", "d, date '2030-05-15'"), ("date_diff", "t, timestamp '2030-05-15 01:02:03.004'"), ("date_add", "1, with_timezone(t, 'Asia/Tokyo')"))] + [
        "date_add(if(k > 0, 'x', 'y'), 1, t)", "date_trunc(if(k > 0, 'hour', 'hour'), d)", "date_add(null, 1, d)", "date_trunc(null, d)", "date_diff(null, t, t)"]),
]

# What we refuse by name, and Trino answers.
GROUPS.append(Group("what is later", None, [
    "timestamp '2024-01-01 00:00:00.123456'", "date_add(substr('hour', 1), 1, time '01:00:00.000')"]))
