"""What both engines are asked of times: timestamps with their zone, formats, texts, arithmetic."""

from groups import Group

NEW_YORK, UTC = "'America/New_York'", "'UTC'"
ZONES = ["UTC", "Z", "GMT", "UT", "Zulu", "+05:30", "+0530", "+05", "-5", "+00:00", "+14:00", "Etc/GMT-5", "Etc/GMT+5", "Etc/UTC", "GMT+5", "UTC-03:30", "America/New_York", "US/Eastern",
         "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "EST5EDT", "America/Caracas", "Pacific/Apia"]
NO_ZONES = ["x", "utc", "america/new_york", "EST", "PST", "+15:00", "+05:60", "5", " UTC", "Etc/GMT+15", "GMT+25"]
ISO = ["2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05.678+05:30", "2024-01-02T03:04:05.678-0330", "2024-01-02T03:04:05+05", "2024-01-02T03:04:05,678", "2024-01-02T03:04:05.6789", "2024-01-02T03:04",
       "2024-01-02T03", "2024-01-02T03.5", "2024-01-02T03:04.5", "2024-01-02", "2024-01", "2024", "2024-060", "2024-W09-4", "2024-W09", "2024-W09-4T10:00Z", "2024-1-2", "T03:04:05", "2024-01-02T", "2024-01-02TZ",
       "2024-01-02T+05:00", "2024-01-02t03:04:05z", "12024-01-02", "24-01-02", "+2024-01-01", "-0001-01-01", "2024-01-02 03:04:05", "2024-01-02T24:00:00", "2024-01-02T23:60:00", "2024-13-02", "2024-02-30", "x", "",
       "2024-01-02T03:04:05 UTC", "2024-01-02T03:04:05-15:00", "2024-01-02T03:04:05+24:00", "2024-01-02Z", "2024-01-02T03:04:05+5", "2023-W53-1", "2023-366"]
WRITTEN = ["G", "C CC", "Y YY YYY YYYYY", "x xx xxxx", "w ww www", "e ee", "E EEE EEEE", "y yy yyy yyyyy", "D DDD DDDD", "M MM MMM MMMM", "d dd ddd", "a", "K KK", "h hh", "H HH", "k kk", "m mm", "s ss", "S SS SSS SSSS", "Z ZZ ZZZ",
           "''o''''clock''", "''T'' HH", "yyyy/MM/dd [HH]", "ü yyyy", "''open", "n", "A", "b", "QQ", ""]
READ = [("2024-03-05", "yyyy-MM-dd"), ("2024-03-05 04:06:07.089", "yyyy-MM-dd HH:mm:ss.SSS"), ("2024-03-05 04:06:07 +0530", "yyyy-MM-dd HH:mm:ss Z"), ("2024-03-05 04:06:07 +05:30", "yyyy-MM-dd HH:mm:ss ZZ"),
        ("2024-03-05 04:06:07 America/New_York", "yyyy-MM-dd HH:mm:ss ZZZ"), ("2024-03-05 04:06:07 America/New_York", "yyyy-MM-dd HH:mm:ss Z"), ("2024-03-05 04:06:07 EST", "yyyy-MM-dd HH:mm:ss z"),
        ("2024-03-05 04:06:07 Z", "yyyy-MM-dd HH:mm:ss Z"), ("Tue Mar 5 2024", "EEE MMM d yyyy"), ("Wed Mar 5 2024", "EEE MMM d yyyy"), ("Tuesday March 05 24", "EEEE MMMM dd yy"), ("tuesday MARCH 05 24", "EEEE MMMM dd yy"),
        ("tUesday", "EEEE"), ("69", "yy"), ("99", "yy"), ("1999", "yy"), ("5", "yy"), ("24", "yyyy"), ("20240305", "yyyyMMdd"), ("240305", "yyMMdd"), ("2024-065", "yyyy-DDD"), ("2024-W10-2", "xxxx-''W''ww-e"), ("12 AM", "hh a"),
        ("12 PM", "hh a"), ("0 am", "K a"), ("24", "k"), ("13", "h"), ("2024-13", "yyyy-MM"), ("2024-02-30", "yyyy-MM-dd"), ("2024-03-05x", "yyyy-MM-dd"), ("2024-03", "yyyy-MM-dd"), ("x", "yyyy"), ("", "yyyy"), ("1.5", "s.S"),
        ("1.123456", "s.SSS"), ("2024-3-5", "yyyy-MM-dd"), ("2024-003-05", "yyyy-MM-dd"), ("-2024-03-05", "yyyy-MM-dd"), ("12024", "yyyy"), ("02:30 2024-03-10 America/New_York", "HH:mm yyyy-MM-dd ZZZ"), ("5", "n"), ("Mar", "MMM"),
        ("60", "m"), ("07", "e"), ("54", "w"), ("8", "e"), ("2024 2023", "yyyy yyyy"), ("2023-W53-1", "xxxx-''W''ww-e"), ("366 2023", "DDD yyyy"), ("2023 02 29", "yyyy MM dd"), ("4 PM", "H a"), ("2024-03-05 ", "yyyy-MM-dd"),
        (" 2024-03-05", "yyyy-MM-dd"), ("2024-03-05 04:06 GMT", "yyyy-MM-dd HH:mm ZZZ"), ("2024-03-05 04:06 +5", "yyyy-MM-dd HH:mm Z"), ("2024-03-05 04:06 -15:00", "yyyy-MM-dd HH:mm Z")]
CASTS = ["2024-01-02 03:04:05.123 America/New_York", "2024-01-02 03:04:05.1239", "2024-01-02 03:04:05.1234", "2024-01-02", "2024-01-02 03:04", "2024-1-2 3:4:5", " 2024-01-02 03:04:05 UTC ", "2024-01-02 +05:00", "2024-03-10 02:30:00.000 America/New_York",
         "x", "2024-01-02 03:04:05 Nowhere/X", "2024-01-02 24:00:00", "2024-01-02 03", "2024-01-02T03:04:05", "2024-01-02  03:04:05", "2024-01-02UTC", "2024-01-02 03:04:05 +15:00", "2024-01-02 03:04:05.123 GMT+5", "+2024-01-01 00:00:00", "2024-02-30"]
PARTS = ["year", "quarter", "month", "week", "day", "day_of_month", "day_of_week", "dow", "day_of_year", "doy", "year_of_week", "yow", "hour", "minute", "second"]
UNITS = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"]
BERLIN = "with_timezone(t, 'Europe/Berlin')"

GROUPS = [
    Group("zones", None, [f"at_timezone(timestamp '2024-07-01 00:30:00.123 UTC', '{zone}')" for zone in ZONES + NO_ZONES] +
          [f"timestamp '2024-01-02 03:04:05.123 {zone}'" for zone in ZONES] + ["timestamp '2024-01-02 03:04:05.123+05:30'", "timestamp '2024-01-02 03:04:05.123Z'"] +
          [f"from_unixtime(1700000000.5, '{zone}')" for zone in ZONES + NO_ZONES]),
    Group("zoned literals", None, [f"timestamp '{text}'" for text in (
        "2024-01-02 03:04:05.123 Nowhere/Land", "2024-03-10 02:30:00.000 America/New_York", "2024-11-03 01:30:00.000 America/New_York", "2024-01-02 03:04:05.000 +14:01", "2024-13-02 03:04:05.000 UTC",
        "-0001-01-02 03:04:05.000 UTC", "12024-01-02 03:04:05.000 UTC", "2024-01-02 03:04:05.123 est")]),
    Group("zoned parts", "times", [f"{part}({BERLIN})" for part in PARTS if part != "dow"] + [f"extract({part} from {BERLIN})" for part in PARTS + ["timezone_hour", "timezone_minute"]] + [
        f"timezone_hour({BERLIN})", f"timezone_minute(at_timezone({BERLIN}, 'Asia/Kolkata'))", f"millisecond({BERLIN})", f"last_day_of_month({BERLIN})", f"to_unixtime({BERLIN})", f"to_iso8601({BERLIN})",
        f"date_format({BERLIN}, '%Y-%m-%d %H:%i')", f"date({BERLIN})", f"to_iso8601(at_timezone(t, 'UTC'))"]),
    Group("zoned arithmetic", "times", [f"date_trunc('{unit}', {BERLIN})" for unit in UNITS] + [f"date_add('{unit}', k, {BERLIN})" for unit in UNITS] +
          [f"date_diff('{unit}', timestamp '2024-03-31 01:30:00.000 Europe/Berlin', {BERLIN})" for unit in UNITS] +
          [f"date_diff('{unit}', {BERLIN}, at_timezone(timestamp '2024-03-31 00:00:00.000 UTC', 'Asia/Tokyo'))" for unit in UNITS] + [
        f"{BERLIN} + interval '1' {unit}" for unit in ("second", "hour", "day", "month", "year")] + [f"{BERLIN} - interval '90' minute", "date_trunc('fortnight', now())", "date_diff('day', with_timezone(t, 'UTC'), d)"]),
    Group("clocks that are set", None, [
        "with_timezone(timestamp '2024-03-10 02:30:00.000', 'America/New_York')", "to_unixtime(with_timezone(timestamp '2024-11-03 01:30:00.000', 'America/New_York'))",
        "timestamp '2024-03-09 12:00:00.000 America/New_York' + interval '1' day", "timestamp '2024-03-09 12:00:00.000 America/New_York' + interval '24' hour",
        "timestamp '2024-02-10 02:30:00.000 America/New_York' + interval '1' month", "date_add('day', 1, timestamp '2024-03-09 12:00:00.000 America/New_York')",
        "date_add('day', 1, timestamp '2024-03-09 02:30:00.000 America/New_York')", "to_unixtime(date_add('day', 1, timestamp '2024-11-02 01:30:00.000 America/New_York'))",
        "date_add('hour', 24, timestamp '2024-03-09 12:00:00.000 America/New_York')", "to_unixtime(date_trunc('hour', timestamp '2024-11-03 06:30:00.000 UTC' at time zone 'America/New_York'))",
        "date_diff('day', timestamp '2024-03-09 12:00:00.000 America/New_York', timestamp '2024-03-10 12:00:00.000 America/New_York')",
        "date_diff('hour', timestamp '2024-03-09 12:00:00.000 America/New_York', timestamp '2024-03-10 12:00:00.000 America/New_York')", "timestamp '2024-03-31 00:00:00.000 UTC' - interval '1' month",
        "at_timezone(timestamp '1890-01-01 00:00:00.000 UTC', 'Europe/Berlin')", "at_timezone(timestamp '2090-07-01 00:00:00.000 UTC', 'Europe/Berlin')", "at_timezone(timestamp '9999-07-01 00:00:00.000 UTC', 'America/New_York')",
        "at_timezone(timestamp '1945-06-01 00:00:00.000 UTC', 'Europe/Berlin')"]),
    Group("at time zone", "times", [
        "t at time zone 'America/New_York'", "with_timezone(t, 'Asia/Tokyo') at time zone 'UTC'", "t at time zone interval '1' hour", "t at time zone interval '-90' minute", "t at time zone 'UTC' at time zone 'Asia/Tokyo'",
        "d at time zone 'UTC'", "t at time zone 'x'", "at_timezone(t, 'Asia/Tokyo')", "from_unixtime(to_unixtime(t))", "from_unixtime(k, k % 10, 30)",
        "from_unixtime(k, 15, 0)", "from_unixtime(null)", "at_timezone(t, null)", "from_unixtime(nan())", "from_unixtime(-1.5e0)"]),
    Group("now", None, [
        "typeof(current_timestamp)", "typeof(now())", "typeof(localtimestamp)", "typeof(current_date)", "current_timezone()", "now() = current_timestamp", "cast(now() as timestamp) = localtimestamp", "cast(now() as date) = current_date",
        "current_timestamp(3) = now()", "localtimestamp(3) = localtimestamp", "now() > timestamp '2024-01-01 00:00:00.000 UTC'", "typeof(current_timestamp at time zone 'UTC')", "now() is not distinct from current_timestamp"]),
    Group("zoned casts", "times", [f"cast('{text}' as timestamp(3) with time zone)" for text in CASTS] + [f"try_cast('{text}' as timestamp with time zone)" for text in CASTS[:12]] + [f"cast('{text}' as timestamp)" for text in CASTS] + [
        f"cast({BERLIN} as timestamp)", f"cast({BERLIN} as date)", f"cast({BERLIN} as varchar)", f"cast({BERLIN} as varchar(50))", "cast(t as timestamp with time zone)", "cast(d as timestamp(3) with time zone)",
        f"cast({BERLIN} as bigint)", "cast(k as timestamp with time zone)", f"cast(array[{BERLIN}] as array(varchar))", "cast(array[t, d] as array(timestamp with time zone))"]),
    Group("zoned comparisons", "times", [
        "at_timezone(t, 'Asia/Tokyo') = with_timezone(t, 'UTC')", f"{BERLIN} < with_timezone(t, 'UTC')", "at_timezone(t, 'Asia/Tokyo') = t", "at_timezone(t, 'Asia/Tokyo') >= d", f"{BERLIN} = 'x'", f"{BERLIN} + 1",
        "at_timezone(t, 'Asia/Tokyo') is distinct from t", "at_timezone(t, 'Asia/Tokyo') in (t)", f"{BERLIN} in (with_timezone(t, 'Europe/Paris'), null)", f"{BERLIN} between with_timezone(t, 'UTC') - interval '2' hour and with_timezone(t, 'UTC')",
        f"coalesce(null, t, {BERLIN})", f"if(k > 0, t, {BERLIN})", f"array[t, {BERLIN}, d]", f"row({BERLIN}, 1)", f"nullif({BERLIN}, with_timezone(t, 'Europe/Paris'))", f"case {BERLIN} when with_timezone(t, 'Europe/Rome') then 1 end",
        f"transform(array[{BERLIN}], x -> x + interval '1' day)"]),
    Group("iso 8601", None, [f"from_iso8601_timestamp('{text}')" for text in ISO] + [f"from_iso8601_date('{text}')" for text in ISO if "T" not in text and "t" not in text]),
    Group("formats of joda", "times", [f"format_datetime({BERLIN}, '{pattern}')" for pattern in WRITTEN] + [
        "format_datetime(t, 'yyyy-MM-dd HH:mm:ss.SSS')", "format_datetime(t, 'HH Z')", "format_datetime(t, 'HH ''Z''')", "format_datetime(d, 'yyyy-MM-dd')", "format_datetime(at_timezone(t, 'UTC'), 'z zzzz Z ZZ ZZZ')",
        "format_datetime(at_timezone(t, '-03:30'), 'z zzzz Z ZZ ZZZ')"]),
    Group("texts of joda", None, [f"parse_datetime('{text}', '{pattern}')" for text, pattern in READ]),
    Group("intervals", None, [
        "interval '2' day", "interval '-2' day", "interval - '2' day", "interval + '2' day", "interval - '-2' day", "interval '90' minute", "interval '1' hour", "interval '1' second",
        "interval '1.5' second", "interval '-1.25' second", "interval '1 02:03:04.567' day to second", "interval '-1 02:03:04' day to second", "interval '1 02' day to hour",
        "interval '1 02:03' day to minute", "interval '02:03' hour to minute", "interval '02:03:04' hour to second", "interval '03:04.5' minute to second", "interval '1-2' year to month",
        "interval '-1-2' year to month", "interval '14' month", "interval '-14' month", "interval '1' year", "interval 'x' day", "interval '1.5' day", "interval '0' day",
        "interval '-1' second", "interval '999999999' year", "interval '2147483648' month", "interval '2147483647' month", "interval '0' month", "interval '' day", "interval '1-2' day", "timestamp '2024-01-02 03:04:05.678' - timestamp '2024-01-01 00:00:00.000'",
        "date '2024-01-03' - date '2024-01-01'", "date '2024-01-01' - date '2024-01-03'", "date '2024-01-03' - timestamp '2024-01-01 00:00:00.000'",
        "timestamp '2024-01-01 00:00:00.000 UTC' - timestamp '2024-01-01 00:00:00.000 +01:00'", "timestamp '2024-01-01 00:00:00.000 UTC' - timestamp '2024-01-01 00:00:00.000'",
        "typeof(interval '2' day)", "typeof(interval '2' month)", "interval '2' day = interval '48' hour", "interval '2' day < interval '1' month", "interval '2' day + interval '1' hour",
        "interval '2' day - interval '1' hour", "interval '1' year + interval '1' month", "interval '2' day + interval '1' month", "2 * interval '2' day", "interval '2' day * 2",
        "interval '2' day * 1.5", "interval '2' day * 1.5e0", "interval '2' day / 2", "interval '2' day / 1.5e0", "interval '2' day / 0", "interval '2' day / 0e0", "interval '2' month * 3",
        "interval '2' month * 1.5e0", "interval '5' month / 2", "interval '5' month / 0", "interval '7' second / 3", "interval '2' day * nan()", "2 / interval '2' day",
        "- interval '3' month", "-(interval '2' day)", "cast(interval '2' day as varchar)", "cast(interval '14' month as varchar)", "cast(interval '2' day as varchar(20))",
        "cast('2 00:00:00.000' as varchar) = cast(interval '2' day as varchar)", "cast(interval '2' day as bigint)", "try_cast(interval '2' day as varchar)",
        "array[interval '2' day, interval '1' hour]", "array[array[interval '2' month], null]", "array_join(array[interval '2' day, null], ',', 'x')",
        "transform(array[1, 2], x -> x * interval '1' day)", "element_at(array[interval '2' day], 1)", "array_max(array[interval '2' day, interval '3' day])",
        "date '2024-01-01' + (interval '2' day)", "date '2024-01-01' + 2 * interval '12' hour", "date '2024-01-01' + interval '2' hour", "date '2024-01-01' - interval '2' hour",
        "interval '1' day + date '2024-01-01'", "interval '1' day - date '2024-01-01'", "date '2024-01-31' + -(interval '1' month)",
        "timestamp '2024-03-09 12:00:00.000 America/New_York' + 2 * interval '12' hour", "interval '2' day between interval '1' day and interval '3' day",
        "interval '2' day in (interval '48' hour)", "coalesce(null, interval '1' day)", "if(true, interval '1' day)", "1 + interval '2' day", 
        "interval '2' day is distinct from null", "greatest(interval '2' day, interval '1' day)", "nullif(interval '2' day, interval '48' hour)",
        "json_format(cast(interval '2' day as json))", "sum_of(interval '1' day)", "extract(day from interval '50' hour)",
        "extract(hour from interval '-50' hour)", "extract(minute from interval '90' minute)", "extract(second from interval '90' second)", "extract(year from interval '-14' month)",
        "extract(month from interval '14' month)", "millisecond(interval '1.234' second)", "to_milliseconds(interval '2' day)",
        "timestamp '2024-01-01 00:00:00.000' at time zone interval '01:30' hour to minute", "parse_duration('1.5h')", "parse_duration('2d')", "parse_duration('10ms')",
        "parse_duration('3 m')", "parse_duration('7us')", "parse_duration('1.0005s')", "parse_duration('x')", "parse_duration('1x')", "parse_duration('-1s')", "parse_duration('')",
        "parse_duration(' 2s ')", "parse_duration('.5s')", "parse_duration('1.s')", "parse_duration('999999d')"]),
    Group("intervals of a table", "times", [
        "t - timestamp '2024-01-01 00:00:00.000'", "d - date '2024-01-01'", "t - d", "d - t", "with_timezone(t, 'Europe/Berlin') - t", "(t - timestamp '2024-01-01 00:00:00.000') * 2",
        "k * interval '1' day", "k * interval '1' month", "d + k * interval '1' day", "t - k * interval '1' hour", "d + k % 10 * interval '1' month", "d + k * interval '1' hour",
        "t - interval '1.5' second", "cast(t - d as varchar)", "hour(t - d)", "d - interval '1-2' year to month", "t + interval '1 02' day to hour", "t - d > interval '1' hour",
        "array[t - d]", "k * (t - d)"]),
    # Times with more digits than three, and times without a date.
    Group("other times", None, ["from_unixtime_nanos(1)", "from_iso8601_timestamp_nanos('2024-01-02T03:04:05Z')", "current_time", "current_timestamp(6)"]),
    Group("dates read", None, [f"date_parse('{text}', '{pattern}')" for text, pattern in [
        ("Tue Mar 5 2024", "%a %b %e %Y"), ("Wednesday March 05 2024", "%W %M %d %Y"), ("05", "%m"), ("05", "%d"), ("2024 10", "%x %v"), ("2024 10 Tue", "%x %v %a"), ("24", "%y"), ("2", "%y"), ("2024-02-30", "%Y-%m-%d"), ("25", "%H"), ("11 PM", "%h %p"),
        ("10:11:12 PM", "%r"), ("10:11:12", "%T"), ("1.5", "%s.%f"), ("x", "%D"), ("5%", "%e%%"), ("2024-03-05 x", "%Y-%m-%d"), ("-2024", "%Y"), ("a", "a"), ("7", "%w")]]),
]

# Two zones of one instant, another instant, and none.
MOMENTS = "(values (1, timestamp '2024-01-01 00:00:00.000 UTC'), (2, timestamp '2024-01-01 01:00:00.000 +01:00'), (3, timestamp '2024-01-01 00:00:00.001 UTC'), (4, null)) m(id, x)"
INTERVALS = "(values (1, interval '1' day, interval '1' month), (2, interval '3' hour, interval '3' year), (3, interval '24' hour, interval '36' month), (4, null, null)) i(id, x, y)"
QUERIES = [
    f"select sum(x), min(x), max(x), count(x), sum(y), min(y), max(y), count(distinct x), max_by(id, x) from {INTERVALS} where id < 3",
    f"select x, count(*), max(y) from {INTERVALS} group by x",
    f"select array_agg(x order by x, id), approx_distinct(y) from {INTERVALS}",
    f"select id, x, sum(x) over (order by id), lag(y) over (order by id), rank() over (order by x) from {INTERVALS} where id <> 3",
    f"select x from {INTERVALS} order by x limit 2",
    f"select distinct x from {INTERVALS}",
    f"select a.id, b.id from {INTERVALS} join {INTERVALS.replace(' i(', ' b(')} on i.x = b.x".replace("a.id", "i.id"),
    f"select id from {INTERVALS} where x in (select x from {INTERVALS} where id = 1)",
    f"select id from {INTERVALS} where x > all (select interval '2' hour)",
    f"select x from {INTERVALS} union select t - t from times",
    f"select x from {INTERVALS} union select y from {INTERVALS}",
    f"select (select max(x) from {INTERVALS}), z from {INTERVALS} cross join unnest(array[x, interval '1' second]) u(z)",
    "select max(t) - min(t), sum(t - timestamp '2024-01-01 00:00:00.000') from times",
    "select count(*) from times where t - d > interval '6' hour",
    "select id, count(*) over (order by d range between interval '1 00' day to hour preceding and current row) from times",
    "select id, count(*) over (order by t range between interval '1 02' day to hour preceding and current row) from times",
    f"select to_unixtime(x), count(*) from {MOMENTS} group by x",
    f"select to_unixtime(x) from (select distinct x from {MOMENTS})",
    f"select count(distinct x), to_unixtime(max(x)), to_unixtime(min(x)), approx_distinct(x), max_by(id, x), cardinality(array_agg(x)) from {MOMENTS}",
    f"select a.id, b.id from {MOMENTS} join (select id as other, x as y from {MOMENTS}) b(id, y) on x = y".replace("a.id", "m.id"),
    f"select id, rank() over (order by x), count(*) over (partition by x) from {MOMENTS}",
    f"select id from {MOMENTS} where x in (select at_timezone(x, 'Asia/Tokyo') from {MOMENTS})",
    f"select to_unixtime(x) from (select x from {MOMENTS} union select at_timezone(x, 'Asia/Tokyo') from {MOMENTS})",
    f"select to_unixtime(x) from (select x from {MOMENTS} intersect select at_timezone(x, 'Asia/Tokyo') from {MOMENTS} where id = 2)",
    f"select to_unixtime(x) from (select x from {MOMENTS} except select at_timezone(x, 'Asia/Tokyo') from {MOMENTS} where id = 2)",
    f"select count(*) from (select row(x, 1) from {MOMENTS} where id < 4 group by row(x, 1))",
    f"select count(*) from (select distinct array[x] from {MOMENTS})",
    f"select array_agg(id) from (select id, x from {MOMENTS} order by x desc, id limit 2)",
    f"select x, grouping(x), count(*) from (select at_timezone(x, 'UTC') x from {MOMENTS}) group by rollup(x)",
    f"select lag(x) over (order by id), first_value(x) over (order by id), max(at_timezone(x, 'UTC')) over (order by id) from {MOMENTS}",
    f"select id, y from {MOMENTS} cross join unnest(array[x, timestamp '2020-01-01 00:00:00.000 Asia/Tokyo']) u(y)",
    f"select x from {MOMENTS} where x > timestamp '2024-01-01 00:00:00.000 UTC' or x is null",
    "select d, now() > d, current_timestamp at time zone 'UTC' is null from times",
]
