"""Intervals: literals, what lies between two times, arithmetic and aggregates of them, as results and as texts; for test_connect.py."""

SPANS = "values (interval '1 02' day to hour, interval '1-2' year to month), (interval '-3 00' day to hour, interval '4' month), (null, null) as v(d, m)"

# PySpark makes timedeltas of day-time intervals, and nothing of others, which are asked for as texts.
QUERIES = [
    "select interval '1' day, interval 2 hours, interval '1 02:03:04.5' day to second, interval '10:11' minute to second, -interval '1' day",
    "select date'2020-03-01' - date'2020-02-01', timestamp'2020-01-31 10:11:12.5' - timestamp'2020-01-01', timestamp'2020-01-02' - date'2020-01-01', date'2020-01-01' - timestamp'2020-01-02'",
    "select date'2020-01-01' + i as a, i + date'2020-01-01' as b, timestamp'2020-01-01' - i as c from values (interval '1' day), (interval '-2' day), (null) as v(i)",
    "select timestamp'2020-01-31 01:02:03' + d as a, date'2020-01-31' - m as b, timestamp'2020-01-31 10:00:00' + m as c from " + SPANS,
    "select date'2020-01-01' + interval 24 hours, date'2020-01-01' + interval 1 day, 1 + date'2020-01-01'",
    "select '2020-01-01' + interval 1 day",
    "select interval '1' day + interval '2' hour, interval '1' day - interval 1 minute, null + interval '1' day",
    "select interval '1' day * 2, 3 * interval '1' hour, interval '1' day * 1.5D, interval '1' day / 7, interval '-1' second / 2, interval '1' day * '2'",
    "select interval '1' day > interval '2' hour, interval '1' day = interval '24' hour, interval 1 year = interval 12 months, interval '1' day in (interval '24' hour)",
    "select sum(d), avg(d), min(d), max(d), count(d) from " + SPANS,
    "select cast(sum(m) as string), cast(avg(m) as string), cast(min(m) as string), cast(max(m) as string) from " + SPANS,
    "select d, count(*) from " + SPANS + " group by d order by d",
    "select sum(d) over (order by d) as s from " + SPANS + " order by s",
    "select cast(interval '1' day as string), cast(interval '-1-2' year to month as string), cast(interval '1 02:03:04.5' day to second as string), cast(interval 3 years as string), cast(interval '90' minute as string)",
    "select cast(interval '1 02:03:04' day to second as interval day), cast(interval '90' minute as interval hour to second)",
    "select cast('1' as interval day), cast('-1 02:03:04.5' as interval day to second), cast(\"interval '3' hour\" as interval hour), cast(cast('1-2' as interval year to month) as string)",
    "select cast(5 as interval day), cast(interval '5' day as int), cast(interval '50' hour as bigint)",
    "select extract(day from interval '1 02:03:04.5' day to second), extract(hour from interval '1 02:03:04.5' day to second), extract(second from interval '1 02:03:04.5' day to second), extract(year from interval '1-2' year to month), extract(month from interval '1-2' year to month)",
    "select make_dt_interval(1, 2, 3, 4.5), make_dt_interval(), make_dt_interval(1), cast(make_ym_interval(1, 14) as string), cast(make_ym_interval() as string)",
    "select abs(interval '-1' day), negative(interval '1' day), sign(interval '-1' day)",
    "select coalesce(null, interval '1' day), if(true, interval '1' day, interval '2' hour), greatest(interval '1' day, interval '30' hour), nullif(interval '1' day, interval '1' day)",
    "select array(interval '1' day), struct(interval '1' hour as h), map('a', interval '1' minute)",
    "select typeof(interval '1' day), typeof(interval '1-2' year to month), typeof(date'2020-01-01' - date'2019-01-01')",
    "select concat('x', interval '1' day), to_json(struct(interval '1' day as i)), to_csv(struct(interval '1' day as i)), hash(interval '1' day), hash(interval '1' month)",
    "select interval '1' hour as i union all select interval '2' day order by i",
    "select * from values (interval '1' day, 1) as v(i, x) join values (interval '24' hour, 2) as w(i, y) using (i)",
    "select sequence(date'2020-01-01', date'2020-01-03', interval 1 day)",
]

FRAMES = [f'spark.sql("{sql}")' if '"' not in sql else f"spark.sql('''{sql}''')" for sql in QUERIES] + [
    "spark.sql(\"select interval '1' day as i, interval '1-2' year to month as m, null as n\").show(truncate=False)",
    "spark.sql(\"select interval '1' day as i, interval '1-2' year to month as m\").dtypes",
    "spark.sql(\"select interval '1' day as i\").toPandas().i[0]",
    "spark.sql(\"select interval '1' day as i\").select(F.col('i') * 2, F.col('i') + F.col('i'), -F.col('i'), F.col('i').cast('string'))",
    "spark.sql(\"select interval '1' day as i\").groupBy().agg(F.sum('i'), F.avg('i'))",
    "spark.sql(\"select interval '5' hour as i\").filter(F.col('i') > datetime.timedelta(hours=3))",
    "spark.sql(\"select timestamp'2020-01-02' as a\").select(F.col('a') - F.lit(datetime.datetime(2020, 1, 1)), F.col('a') + F.lit(datetime.timedelta(hours=1)))",
    "spark.createDataFrame([(datetime.timedelta(days=1, seconds=3),), (None,)], 'i interval day to second')",
    "spark.createDataFrame([(datetime.timedelta(days=-1, microseconds=3),)], ['i'])",
    "spark.range(1).select(F.lit(datetime.timedelta(days=1)), F.make_dt_interval(F.lit(1)))",
]

FAILURES = [
    "spark.sql(\"select interval '1' day + interval '1' month\")",
    "spark.sql(\"select interval '1' day + 1\")",
    "spark.sql(\"select interval '1' day / 0\").collect()",
    "spark.sql(\"select interval '106751991' day + interval '1' day\").collect()",
    "spark.sql(\"select '2020-01-01' - interval 1 month\")",
]

# Spark writes them to files; we do not yet.
LATER = {
    "spark.sql(\"select interval '1' day as i\").write.mode('overwrite').parquet('/tmp/never')": "UNSUPPORTED_FEATURE",
    "spark.range(1).select(F.make_interval(F.lit(1)))": "UNRESOLVED_ROUTINE",
}
