"""What test_ansi.py asks PySpark, here and there, where spark.sql.ansi.enabled is true: what gives values, and what fails in which class, or in which words."""

DEEP_REST = DEEP_DAY = None
for _ in range(24):  # calls in calls cost what they are long
    DEEP_REST = f"pmod({DEEP_REST or 'i'} + 7, 5)"
    DEEP_DAY = f"next_day({DEEP_DAY or 'cast(s2 as date)'}, 'Mon')"
DEEP_DAY = DEEP_DAY.replace("s2", "concat('2024-01-0', i)")

T = "(select 1 as i, 2147483647 as most, cast(9223372036854775807 as bigint) as l, cast(127 as tinyint) as y, cast(32767 as smallint) as h, 0 as zero, 0.0D as d, 1.5D as e, 'abc' as s, '12' as n, cast(null as int) as none, array(1, 2, 3) as a, map('k', 1) as m, cast(99999999.99 as decimal(10,2)) as dec, cast('9' as decimal(38,0)) as big)"

VALUES = [f"spark.sql({f'select {expression} as v from {T}'!r})" for expression in (
    "i + 1", "most + cast(1 as bigint)", "e / 2", "i / 2", "most % 7", "7 div 2", "-i", "abs(-i)", "none + 1", "none / zero", "dec + 1", "dec * 2", "y + 1", "h * 2", "d / e",
    "cast(n as int)", "cast('1.5' as double)", "cast(' 7 ' as int)", "cast(300 as smallint)", "cast('2024-02-29' as date)", "cast('true' as boolean)", "cast(1.9 as int)", "cast(true as int)", "cast(null as int)", "cast(array('1', '2') as array<int>)",
    "a[0]", "a[none]", "m['k']", "m['none']", "element_at(a, 1)", "element_at(a, -3)", "element_at(m, 'none')", "elt(2, 'a', 'b')", "elt(none, 'a')", "get(a, 9)", "size(cast(null as array<int>))", "size(a)", "cardinality(cast(null as map<int,int>))",
    "try_add(most, 1)", "try_subtract(-most, 5)", "try_multiply(l, 2)", "try_divide(1, zero)", "try_divide(4, 2)", "try_mod(1, zero)", "try_cast(s as int)", "try_cast(n as int)", "try_element_at(a, 9)", "try_to_timestamp('nope', 'yyyy')", "try_to_date('nope', 'yyyy')", "try_add(cast(99999999999999999999999999999999999999 as decimal(38,0)), big)",
    "n + 1", "n * 1.5D", "n = 12", "n > 3", "12 in (n, '13')", "coalesce(n, 1)", "if(i = 1, n, 5)", "case when i = 1 then n else 2.5D end", "concat(n, 1)",
    "make_date(2024, 2, 29)", "make_date(2024, none, 1)", "next_day(date'2024-01-01', 'Mon')", "to_date('2024', 'yyyy')", "to_timestamp('2024-01-02 03:04:05')", "unix_timestamp('2024', 'yyyy')", "pmod(-7, 3)", "round(2.5)", "if(zero = 0, null, 1 / zero)", "case when zero = 0 then -1 else 1 / zero end", "coalesce(1, 1 / zero)",
    "conv('zz', 36, 10)", "conv('-1', 10, 16)", "conv('x', 10, 16)", "conv('FFFFFFFFFFFFFFFF', 16, 10)", "conv('99999999999999999999', 10, 40)", "parse_url('http://x/p?a=1', 'QUERY', 'a')", "parse_url('http://x/p?a=1', 'NOPE')", "try_parse_url('a b', 'HOST')", "parse_url('a b', 'HOST', 'k')",
    "round(2147483644, -1)", "round(y, -2)", "round(y, -3)", "bround(most, -10)", "round(l, -18)", "pmod(none, 0)", "pmod(most, -1)", "pmod(dec, 7)", DEEP_REST, DEEP_DAY, "make_timestamp(2024, 1, 1, 0, 0, 60)", "greatest(y, h)", "greatest(1, 2.5D)", "least(none, 2)", "greatest(array(1), array(2L))",
    "coalesce(array(1), array(n))", "typeof(coalesce(array(1.5D), array(n)))", "typeof(coalesce(map('a', 1), map('b', n)))", "typeof(coalesce(struct(1 as a), struct(n as a)))", "array(array(1), array(n))", "if(true, array(true), array('true'))", "typeof(if(true, array(date'2024-01-01'), array('2024-02-01')))",
    "typeof(n + 1)", "typeof(coalesce(n, 1))", "typeof(if(true, n, 2.5D))", "typeof(i / 2)")]
VALUES += [f"spark.sql({query!r})" for query in (
    "select sum(i) from (values (2147483647), (1)) as t(i)", "select avg(i) from (values (1), (2)) as t(i)", "select try_sum(l) from (values (9223372036854775807), (1)) as t(l)", "select sum(d) from (values (1.5), (2.5)) as t(d)", "select '1' as a union all select 2 order by a", "select count(*) from (values ('1'), ('2')) as t(s) where s = 1")]
VALUES += ["spark.range(3).select((F.col('id') + 1).alias('n'))", "spark.range(3).select(F.col('id').cast('int'))", "spark.range(3).filter(F.col('id') / 2 > 0.5)", "spark.range(3).select(F.try_divide(F.lit(1), 'id').alias('n'))", "spark.conf.get('spark.sql.ansi.enabled')"]

# What fails in Spark's own words too.
WORDS = [f"spark.sql({f'select {expression} as v from {T}'!r}).collect()" for expression in (
    "round(most, -1)", "bround(l, -1)", "round(y, -1)", "round(l, -19)", "pmod(1, zero)", "pmod(1.5D, d)", "pmod(dec, zero)", "conv('FFFFFFFFFFFFFFFFFFFF', 16, 10)", "conv('-99999999999999999999zz', 10, 16)", "parse_url('a b', 'HOST')", "parse_url('http://a b/', 'QUERY', 'k')",
    "cast(most as tinyint)", "cast(l as int)", "cast(h as tinyint)", "cast(1e20D as bigint)", "cast(cast(1e20 as float) as int)", "cast(double('NaN') as int)", "cast(dec as tinyint)",
    "make_date(2024, 13, 1)", "make_date(2024, 2, 30)", "make_date(2023, 2, 29)", "make_date(2023, 1, 32)", "make_timestamp(2024, 4, 31, 0, 0, 0)", "make_timestamp(2024, 1, 1, 24, 0, 0)", "make_timestamp_ntz(2024, 1, 1, 0, 60, 0)", "make_timestamp(2024, 1, 1, 0, 0, -1)", "make_timestamp(2024, 1, 1, 0, 0, 60.5)", "next_day(date'2024-01-01', 'nope')",
    "greatest(12, '12')", "least(s, 1)", "greatest(1, 2, 'x', 3L)", "greatest(date'2024-01-01', '2024-02-01')", "try_cast(date'2024-01-01' as int)", "try_cast(i as date)", "try_cast(true as timestamp)")]

FAILURES = [f"spark.sql({f'select {expression} as v from {T}'!r}).collect()" for expression in (
    "most + 1", "-most - 5", "most * 2", "l + 1", "l * 2", "-l - 9", "y + y", "y - cast(-1 as tinyint)", "h * h", "-cast(-128 as tinyint)", "-cast(-2147483648 as int)", "abs(cast(-2147483648 as int))", "1 / zero", "1.5D / d", "i % zero", "1 div zero", "cast(-9223372036854775808 as bigint) div -1", "dec / 0", "dec % 0", "pmod(1, zero)", "cast(99999999999999999999999999999999999999 as decimal(38,0)) + big", "cast(99999999999999999999999999999999999999 as decimal(38,0)) * big",
    "cast(s as int)", "cast(s as double)", "cast(s as boolean)", "cast(s as date)", "cast(s as timestamp)", "cast(s as decimal(5,2))", "cast('1.5' as int)", "cast('' as int)", "cast(most as smallint)", "cast(300 as tinyint)", "cast(1e20D as bigint)", "cast(1e20D as int)", "cast(dec as decimal(5,2))", "cast(12345 as decimal(3,0))", "cast(array('x') as array<int>)", "cast('99999999999' as int)",
    "cast(date'2024-01-01' as int)", "cast(true as timestamp)", "cast(i as date)", "cast(1.5D as date)",
    "a[3]", "a[-1]", "element_at(a, 4)", "element_at(a, -4)", "element_at(a, 0)", "elt(3, 'a', 'b')", "elt(0, 'a')",
    "s + 1", "s * 2.5D", "s = 1", "s > 1.5D", "1 in (s, '2')", "coalesce(s, 1)", "if(i = 1, s, 5)", "n + n", "'1' + '2'",
    "make_date(2024, 13, 1)", "make_date(2024, 2, 30)", "make_timestamp(2024, 13, 1, 0, 0, 0)", "next_day(date'2024-01-01', 'nope')", "to_date('nope', 'yyyy')", "to_timestamp('nope', 'yyyy')", "to_timestamp('nope')", "to_date('nope')", "unix_timestamp('nope', 'yyyy')", "to_timestamp_ntz('nope', 'yyyy')", "unix_timestamp('nope')", "to_unix_timestamp('nope')", "coalesce(array('x'), array(1))", "array(array('x'), array(1))")]
FAILURES += [f"spark.sql({query!r}).collect()" for query in (
    "select sum(l) from (values (9223372036854775807), (1)) as t(l)", "select sum(d) from (values (cast(99999999999999999999999999999999999999 as decimal(38,0))), (1)) as t(d)", "select 1 / i from (values (1), (0)) as t(i)", "select * from (values ('1'), ('x')) as t(s) where s > 0", "select 'x' as a union all select 2")]
FAILURES += ["spark.range(3).select(F.lit(1) / F.col('id')).collect()", "spark.range(3).select(F.lit('x').cast('int')).collect()", "spark.range(1).select(F.array(F.lit(1))[5]).collect()", "spark.range(1).select(F.element_at(F.array(F.lit(1)), 5)).collect()", "spark.range(2).withColumn('n', F.lit('a') + 1).collect()"]
