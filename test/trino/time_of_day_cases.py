"""Times of a day: https://trino.io/docs/435/language/types.html#time-p"""

from groups import Group

T = "time '10:11:12.345'"

GROUPS = [
    Group("times of a day", None, [
        T, f"typeof({T})", "time '1:2:3.400'", "time '10:11:12'", "time '24:00:00.000'", "time '10'", "time ' 10:11:12.345 '", "time '10:11:12.345 UTC'", "typeof(localtime)", "localtime = cast(localtimestamp as time)", "localtime(3) is not null",
        "cast('10:11:12.345' as time)", "cast('10:11:12.3456' as time)", "cast('10:11' as time)", "cast('1:1:1.1' as time)", "cast('23:59:59.9999' as time)", "cast('x' as time)", "try_cast('x' as time)", "cast('25:00:00' as time)",
        "cast('10:60' as time)", "cast('10:11:60' as time)", "cast('' as time)", "cast('10:11:12.' as time)", "cast('10:11:12.345+01:00' as time)", "cast('10:11 ' as time)", "cast('111:11' as time)",
        "cast(timestamp '2024-01-02 10:11:12.345' as time)", "cast(timestamp '1969-01-02 10:11:12.345' as time)", "cast(timestamp '2024-01-02 10:11:12.345 +02:00' as time)", "cast(date '2024-01-02' as time)",
        f"cast({T} as varchar)", f"cast({T} as varchar(12))", f"cast({T} as timestamp) - cast(current_date as timestamp)", f"typeof(cast({T} as timestamp))", f"cast({T} as date)", f"cast({T} as bigint)",
        f"cast({T} as json)", "cast(1 as time)", "cast(true as time)", f"cast({T} as timestamp with time zone) is not null", f"typeof(cast({T} as timestamp with time zone))", "typeof(cast(null as time))", f"cast({T} as char(3))",
        f"hour({T})", f"minute({T})", f"second({T})", f"millisecond({T})", f"extract(hour from {T})", f"extract(minute from {T})", f"extract(second from {T})", f"extract(day from {T})", f"day({T})",
        f"date_trunc('hour', {T})", f"date_trunc('second', {T})", f"date_trunc('minute', {T})", f"date_trunc('millisecond', {T})", f"date_trunc('day', {T})", f"date_trunc('x', {T})", f"date_add('hour', 20, {T})",
        f"date_add('minute', -700, {T})", f"date_add('second', 5, {T})", f"date_add('millisecond', 5, {T})", f"date_add('hour', 9223372036854775807, {T})", f"date_add('millisecond', -9223372036854775808, {T})", f"date_add('day', 5, {T})",
        f"date_add('HOUR', 1, {T})", f"date_diff('hour', {T}, time '12:11:12.344')", f"date_diff('minute', {T}, time '12:11:12.344')", f"date_diff('second', {T}, time '09:11:12.344')",
        f"date_diff('millisecond', {T}, time '12:11:12.344')", f"date_diff('day', {T}, time '12:11:12.344')", f"{T} + interval '1' hour", "time '23:11:12.345' + interval '1' hour", f"{T} - interval '11' hour", f"interval '1' hour + {T}",
        f"interval '1' hour - {T}", f"{T} + interval '3' day", f"{T} - interval '100 10:11:12.345' day to second", f"{T} + interval '1' month", f"{T} - time '10:00:00.000'", f"time '10:00:00.000' - {T}", f"{T} + {T}", f"{T} * 2",
        f"date '2024-01-02' + {T}", f"{T} < time '10:11:12.346'", f"{T} = {T}", f"{T} = '10:11:12.345'", f"{T} between time '10:00:00.000' and time '11:00:00.000'", f"{T} in ({T})", f"greatest({T}, time '11:00:00.000')",
        f"array[{T}, null]", f"row({T}, 1)", f"row({T}, array[{T}])", f"array[row(1, {T}), null]", f"map(array[{T}], array[row({T}, 'x')])", f"map(array[1], array[array[{T}]])", f"array_sort(array[{T}, time '01:11:12.345'])",
        f"to_unixtime({T})", f"format('%s', {T})", f"json_array({T})", f"json_object('a': {T})", f"coalesce({T}, null)", f"{T} is distinct from {T}", f"if(true, {T}, {T})",
        "row(interval '1' day, 2)", "map(array[1], array[interval '2' month])", "array[row(interval '1' day, 'x')]", "cast(row(null, 1) as row(x time, y integer))", f"zip(array[{T}], array[1])"]),
]
