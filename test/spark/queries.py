"""What is asked of Spark and of us: queries of Spark's dialect over the views of sql_tables.py."""

# Each is a column over t.
OVER_T = """
a + 1 | a - 1 | a * 2 | a / 2 | a % 2 | -a | +a | ~a | a + 1.5 | a + 1.5D | a + 1L | tiny + 1Y | tiny * 2S | big + 1 | a div 2 | big div 3
dec + 1 | dec * dec | dec / 3 | dec % 2 | -dec | dec + d | dec + a | a / dec | d / 0 | a % 0 | a div 0 | 7 / 2 | 7 div 2 | -7 % 3 | 2 + '3' | s + 1
a & 3 | a | 8 | a ^ 5 | a + 1 & 2 | a & 1 = 1 | 1 | 2 ^ 3 & 6
a = 2 | a == 2 | a <> 2 | a != 2 | a < 2 | a <= 2 | a > 2 | a >= 2 | a <=> 2 | a <=> null | a = d | s = 'x' | s < 'y' | a = '2' | dec = 2.5 | d = 1.5 | a = 1 = true | d > 'x'
not b | !b | b and a > 1 | b or a > 1 | a = 1 or a = 2 and b | not a = 1 | b = true | b is true | b is not true | b is false | b is unknown | b is not unknown
a is null | a is not null | a is distinct from 2 | a is not distinct from null | a between 1 and 2 | a not between 1 and 2 | dec between 0 and 2.5
a in (1, 2) | a not in (1, 2) | a in (1, null) | s in ('x', 'y') | a in (1.0, 2.5) | s in ('x', null)
s like 'x%' | s not like '_' | s like '%y' | s rlike '^[xX]' | s regexp 'y$' | s not rlike 'x' | s ilike 'XY' | s like any ('x%', 'X%') | s like all ('x%', '%') | s not like all ('x', 'y') | s like 'x!%' escape '!'
s || 'z' | s || a || b | 'a' 'b' | "q" | 'it''s' | 'tab\\there' | r'a\\d' | '\\u0041\\101' | 'a\\'b' | concat(s, '-', a)
case when a = 1 then 'one' when a = 2 then 'two' end | case when b then a else dec end | case a when 1 then 'x' when 2 then 'y' else s end | if(b, 'yes', 'no') | case when a > 1 then 1 else 2.5 end
cast(a as string) | cast(s as int) | cast(d as int) | cast(dec as int) | cast(a as decimal(10,2)) | cast(a as boolean) | cast(a as double) + 1 | a::string | a::bigint + 1 | try_cast(s as int) | cast('2020-02-30' as date) | cast(at as date) | cast(day as timestamp) | cast(b as int) | cast(big as int) | cast(1 as long) | cast(d as decimal(5,1)) | cast(null as int) | cast(s as binary) | cast('2020-1-5 1:2:3' as timestamp)
1 | 1L | 1S | 1Y | 1.5 | 1.5D | 1.5F | 1.5BD | 1e3 | .5 | 5. | 3000000000 | -2147483648 | 12345678901234567890 | true | 'x' | X'1F2A' | date'2020-01-31' | date '2020-1' | timestamp'2020-01-31 10:11:12' | timestamp '2020-01-31 10:11:12.123456' | date '2020-01-31' + 1
day + 1 | day - 1 | day + interval 1 day | day - interval '1' day | day + interval 1 month | day - interval 1 year | at + interval 1 hour | at - interval 30 minutes | at + interval 1 day 2 hours | day + interval '1 02:03:04' day to second | at + interval '1-2' year to month | interval 1 day + day | at - interval 2 weeks | day + interval 24 hours | at + interval 1.5 seconds
abs(a) | ceil(d) | ceiling(dec) | floor(d) | floor(dec) | round(d) | round(dec, 1) | round(-2.5) | power(a, 2) | pow(d, 2) | sqrt(d) | sin(a) | cos(a) | tan(a) | degrees(a) | radians(a) | cbrt(d) | atan2(a, d) | mod(a, 3) | negative(a) | positive(a)
length(s) | char_length(s) | upper(s) | upper('straße ﬁn ŉ') | lower('İΣΑΣ') | lower(s) | ucase(s) | lcase(s) | trim(s) | trim(both 'x' from s) | trim(leading 'x' from s) | trim(trailing 'y' from s) | ltrim(s) | rtrim(s) | btrim(s) | substr(s, 1) | substring(s, 1, 1) | substring(s from 2) | substring(s from 1 for 1) | left(s, 1) | replace(s, 'x', 'z') | replace(s, 'x') | reverse(s) | instr(s, 'y') | locate('y', s) | position('y' in s) | concat_ws('-', s, a, 'q') | lpad(s, 3, '*') | rpad(s, 3, '*') | translate(s, 'xy', 'ab') | startswith(s, 'x') | endswith(s, 'y') | regexp_replace(s, '[xX]', 'z')
year(day) | month(day) | day(day) | dayofmonth(day) | quarter(day) | dayofyear(day) | weekofyear(day) | hour(at) | minute(at) | second(at) | extract(year from day) | extract(month from at) | extract(hour from at) | date_trunc('month', at) | date_format(at, 'yyyy-MM-dd') | to_date(s) | to_date('2020-01-31') | to_timestamp('2020-01-31 10:00:00') | year('2020-05-06')
greatest(a, 1) | least(a, 1, dec) | greatest(d, 1.0) | ln(a) | log(d) | log10(a) | log2(a) | sign(a) | signum(d) | isnan(d) | pi() | e() | repeat(s, 2) | repeat(s, 0) | right(s, 1) | contains(s, 'x') | regexp_extract(s, '([a-z])', 1) | regexp_extract(s, '(y)')
date_add(day, 1) | date_add('2020-01-01', a) | date_sub(at, 1) | datediff(day, '2020-01-01') | date_diff(at, day) | add_months(day, 1) | last_day(day) | dayofweek(day) | weekday(at) | extract(week from day) | extract(doy from day)
coalesce(a, 0) | coalesce(a, dec, 1) | nvl(a, 0) | ifnull(s, 'none') | nullif(a, 2) | nvl2(a, 'some', 'none') | isnull(a) | isnotnull(a)
t.a | T.A | A | `a` | t.`a` | (a) | ((a)) + 1 | (a, s) | struct(a, s) | struct(a as x, 1) | named_struct('p', a, 'q', s) | array(a, 2) | struct(a, s).a | array(a, 2)[0] | array(1, 2, 3)[a]
current_date = current_date() | current_timestamp is not null | now() is null
"""
EXPRESSIONS = [line for text in OVER_T.strip().splitlines() for line in text.split(" | ")]

# `|` is an operator too.
EXPRESSIONS = [text for text in EXPRESSIONS if text not in ("a", "8", "2 ^ 3 & 6")] + ["a | 8", "1 | 2 ^ 3 & 6"]

OVER_NESTED = ["array_sort(items)", "items[0]", "items[5]", "items[-1]", "m['k']", "m['none']", "st.f", "st.g", "st.f + 1", "nested.st.f", "rows[0].q", "st", "items", "m", "st is null", "items[0] + 1",
               "words[1]", "struct(st, id).st.g", "items[id]",
               "size(items)", "size(m)", "cardinality(items)", "array_contains(items, 1)", "array_distinct(items)", "array_position(items, 1)", "array_remove(items, 1)",
               "array_contains(array(items), items)", "array_position(array(array(7), items), items)", "array_remove(array(items, array(7)), items)", "array_distinct(array(items, array(7), items))",
               "array_min(items)", "array_max(items)", "sort_array(items)", "sort_array(items, false)", "array_join(words, '-')", "array_join(words, '-', '?')", "element_at(items, 1)", "element_at(items, 9)", "element_at(items, -1)",
               "element_at(m, 'k')", "concat(items, array(9))", "reverse(items)", "map_keys(m)", "map_values(m)", "map_entries(m)", "map('a', id, 'b', 2)", "map(id, 'x')", "map_from_arrays(array('a'), array(id))", "array(id, null, 2.5)",
               "transform(items, x -> x + 1)", "transform(items, x -> x + id)", "filter(items, x -> x > 1)", "filter(items, x -> x is not null)", "exists(items, x -> x > 2)", "exists(items, x -> x > 100)", "forall(items, x -> x > 0)", "transform(words, w -> upper(w))",
               "aggregate(items, 0, (acc, x) -> acc + coalesce(x, 0))", "aggregate(items, 0, (acc, x) -> acc + coalesce(x, 0), acc -> acc * 10)", "reduce(items, 0, (acc, x) -> acc + coalesce(x, 0))", "zip_with(items, items, (x, y) -> x * y)",
               "map_filter(m, (k, v) -> v > 1)", "transform_values(m, (k, v) -> v + 1)", "transform_keys(m, (k, v) -> k || '!')", "transform_keys(map(1, 2), (k, v) -> k + id)", "transform(items, x -> transform(words, w -> w || x))"]

# NaN is an item like any other.
EXPRESSIONS += ["array_contains(array(d, 7D, null), cast('nan' as double))", "array_position(array(7D, d), d)", "array_remove(array(d, null, 7D), d)", "array_distinct(array(d, null, d, 7D, null))"]

# Functions of one value and of a few.
EXPRESSIONS += ["ascii(s)", "lpad(s, 3)", "rpad(s, 3, '-')", "overlay(s, 'Q', 1)", "overlay(s placing 'Q' from 2 for 1)", "locate('x', s)", "locate('x', s, 2)", "position('x', s)", "position('x' in s)", "split(s, 'x')", "split(s, 'x', 2)", "initcap(s)", 
                "regexp_extract(s, '(x)')", "regexp_extract_all(s, '(x)')", "regexp_instr(s, 'x')", "regexp_replace(s, 'x', 'y')", "regexp_like(s, 'x')", "hex(a)", "sha2(s, 256)", "hash(a, s)", "xxhash64(a)", "acosh(d)", "hypot(d, 1)", 
                "bround(d)", "pmod(a, 3)", "positive(a)", "shiftleft(a, 1)", "try_add(a, 1)", "nvl2(a, 1, 2)", "equal_null(a, 1)", "zeroifnull(a)", "months_between(day, day)", "trunc(day, 'MM')", "next_day(day, 'MO')", "from_unixtime(a)", "unix_timestamp(s)",
                "to_date(s, 'yyyy')", "to_timestamp(s, 'yyyy-MM-dd')", "date_format(day, 'yyyy/MM')", "date_part('year', day)", "extract(week from day)", "datepart('month', day)", "make_date(2024, a, 1)", "typeof(a)", "current_database()", "current_catalog()",
                "current_timezone()", "rand(3)", "monotonically_increasing_id()", "spark_partition_id()", "from_utc_timestamp(day, 'Asia/Tokyo')", "left(s, 1)", "decode(a, 1, 'one', 'other')", "format_string('%s-%d', s, a)", "elt(a, 'p', 'q')"]

QUERIES = ["select cast((cast(null as string) || '-' || s) as double) from t", "select concat_ws(',', sort_array(collect_list(s))) from t"] + [f"select {text} from t" for text in EXPRESSIONS] + [f"select {text} from nested" for text in OVER_NESTED] + [
    # The select list, and its names.
    "select * from t", "select t.* from t", "select t.*, 1 from t", "select *, a + 1 as b1 from t", "select a as x, s y, d `a b` from t", "select all a from t", "select distinct a from t",
    "select distinct s, a from t", "select a, a from t", "select A, S from T", "select 1", "select 1 as one, 'x' as two", "select 1 + 1, 'a' || 'b'",
    "select /*+ broadcast(t) */ a from t", "select /*+ BROADCAST(t), REPARTITION(3) */ a from t", "select a -- a comment\nfrom t /* another */",
    # WHERE, ORDER BY, LIMIT.
    "select a from t where a > 1", "select a from t where b", "select a from t where s = 'x' and d is not null", "select a from t where a is null or a < 0", "select a from t where not b",
    "select a, s from t order by a, s", "select a, s from t order by a desc, s desc", "select a, s from t order by 1 desc, 2", "select a from t order by a nulls last", "select a from t order by a desc nulls first",
    "select a as x from t order by x", "select a from t order by d, a", "select a + 1 as x from t order by x + 1", "select a, d from t order by t.d", "select s from t order by length(s), s",
    "select distinct s from t order by s", "select a from t order by a limit 2", "select a from t order by a limit 2 offset 1", "select a from t order by a offset 4", "select a from t order by a limit all", "select a from t limit 0",
    # GROUP BY and HAVING.
    "select count(*) from t", "select count(*), count(a), count(distinct a), count(1), COUNT(s) from t", "select sum(a), avg(a), min(a), max(a), sum(dec), avg(dec), sum(d), sum(tiny) from t",
    "select count(distinct a, s) from t", "select sum(distinct a) from t", "select sum(a + 1) from t", "select sum(a) + 1, max(s) || 'x' from t", "select count(*) from t where a > 100", "select sum(a) from t where a > 100",
    "select s, count(*) from t group by s", "select s, sum(a) as total from t group by s order by total desc, s", "select s as k, count(*) as n from t group by k", "select s, count(*) from t group by 1",
    "select a + 1, count(*) from t group by a + 1", "select a + 1 as x, count(*) from t group by x order by x", "select upper(s), sum(a) from t group by upper(s)", "select s, a, count(*) from t group by s, a",
    "select count(*) from t group by s", "select s, count(*) from t group by all", "select s, b, sum(a) as total from t group by all having total > 1 order by total", "select s from t group by s", "select s, count(*) as n from t group by s having n > 1", "select s, count(*) from t group by s having count(*) > 1", "select s, sum(a) from t group by s having sum(a) is not null and s <> 'y'",
    "select s from t group by s order by count(*) desc, s", "select s, sum(a) from t group by s order by sum(d), s", "select count(*) from t having count(*) > 1", "select max(a) - min(a) from t", "select length(s), count(*) from t group by length(s) order by 1",
    "select sum(a) filter (where b), count(*) filter (where a > 1), avg(d) filter (where s = 'x') from t", "select count_if(a > 1), bool_and(b), bool_or(b), every(b), some(b), any(b) from t", "select stddev(a), variance(a), stddev_pop(a), var_pop(a), std(a), stddev_samp(a), var_samp(a) from t",
    "select first(a, true), last(a, true), first(a) ignore nulls, any_value(a) is null from t where a = 1", "select max_by(s, a), min_by(s, a) from t", "select sort_array(collect_list(a)), sort_array(collect_set(a)) from t", "select s, size(collect_list(a)) from t group by s", "select sort_array(array_agg(s)) from t", "select size(collect_list(a)) from t where a > 100", "select mean(a), covar_pop(a, a), covar_samp(a, a) from t",
    "select a, s, count(*) from t group by rollup(a, s)", "select a, s, count(*) from t group by cube(a, s)", "select a, s, count(*) from t group by grouping sets ((a, s), (a), ())", "select a, s, count(*) from t group by a, s with rollup", "select a, s, count(*) from t group by a, s with cube",
    "select a, s, count(*) from t group by a, s grouping sets ((a), (s))", "select s, grouping(s), count(*) from t group by rollup(s)", "select a, s, grouping_id(a, s) from t group by cube(a, s)", "select a, s, grouping_id() from t group by rollup(a, s)", "select s, b, sum(a) from t group by s, rollup(b)",
    # Joins.
    "select t.a, n from t join u on t.a = u.a", "select t.a, u.n from t inner join u on t.a = u.a and n > 10", "select t.a, u.a, n from t left join u on t.a = u.a", "select t.a, u.a from t right outer join u on t.a = u.a", "select t.a, u.a from t full outer join u on t.a = u.a",
    "select * from t join u using (a)", "select a, n from t left join u using (a)", "select a, n from t right join u using (a)", "select a, n from t full join u using (a)", "select t.s, u.label from t cross join u", "select t.s, u.label from t, u where t.a = u.a",
    "select t.s, u.label from t join u", "select a, s from t left semi join u on t.a = u.a", "select a, s from t semi join u on t.a = u.a", "select a, s from t left anti join u on t.a = u.a", "select a from t anti join u using (a)", "select * from t natural join u", "select a, n from t natural left join u",
    "select x.a, y.a from t as x join t as y on x.a = y.a + 1", "select x.a from t x, t y, u where x.a = y.a and y.a = u.a", "select q.a from (select a from t where a > 1) q join u on q.a = u.a", "select t.a, u.a from t left join u on t.a = u.a where u.a is null", "select * from (t join u on t.a = u.a) where n = 10",
    "select u.*, t.s from t join u on t.a <=> u.a",
    # Queries in queries.
    "select * from (select a, s from t) where a = 1", "select x from (select a + 1 as x from t) as q where x > 2", "select q.x, q.y from (select a, s from t) as q(x, y)", "select a from t where a in (select a from u)", "select a from t where a not in (select a from u where a is not null)",
    "select a from t where exists (select 1 from u where u.a = t.a)", "select a from t where not exists (select 1 from u where u.a = t.a)", "select a, (select max(n) from u where u.a = t.a) as m from t", "select (select count(*) from u), a from t", "select a from t where a > (select avg(a) from t)",
    "with q as (select a from t where a > 0) select * from q", "with q as (select a from t), r as (select a + 1 as b from q) select q.a, r.b from q join r on q.a = r.b", "with q(x, y) as (select a, s from t) select x from q where y = 'x'", "with t as (select 1 as a) select * from t",
    "select a from t union all select a from u", "select a from t union select a from u", "select a, s from t union distinct select n, label from u", "select a from t intersect select a from u", "select a from t except select a from u", "select a from t minus select a from u", "select a from t except all select a from u",
    "select a from t intersect all select a from u", "select a from t union all select n from u order by a limit 3", "(select a from t) union all (select a from u)", "select a from t union select a from u intersect select a from t where a = 1", "values (1, 'x'), (2, null)", "values 1, 2.5", "select * from values (1, 'x'), (2, 'y')",
    "select p, q from values (1, 'x'), (2, 'y') as v(p, q)", "select * from (values (1), (2)) as v(p)", "select count(*) from empty", "select * from empty", "select k from empty union all select a from u",
    # Windows.
    "select a, row_number() over (order by a, s) from t", "select a, s, sum(a) over (partition by s order by a) from t", "select a, rank() over (order by a), dense_rank() over (order by a), percent_rank() over (order by a), cume_dist() over (order by a), ntile(2) over (order by a, s) from t",
    "select a, sum(a) over () from t", "select a, lag(a) over (order by a, s), lead(a, 2, 0) over (order by a, s) from t", "select a, sum(a) over (order by a rows between 1 preceding and 1 following) from t where a is not null", "select a, count(*) over (order by a range between unbounded preceding and current row) from t",
    "select a, sum(a) over w, max(a) over w from t window w as (partition by s)", "select a, first_value(a) over (order by a), last_value(a) over (order by a) from t", "select s, sum(sum(a)) over (order by s) from t group by s", "select * from (select a, row_number() over (order by a) as rn from t) where rn = 1",
    "select a, avg(d) over (partition by b) + 1 from t where d < 100", "select a, max(a) over (order by a desc) from t", "select s, count(*), rank() over (order by count(*) desc, s) as r from t group by s order by r",
    # Names of the select list in the same list.
    "select a + 1 as x, x * 2 as y from t", "select a as x, x + 1 as y, y + 1 as z from t where a > 1", "select sum(a) as total, total + 1 as more from t",
    # Rows of arrays and maps.
    "select id, item from nested lateral view explode(items) e as item", "select id, item from nested lateral view outer explode(items) e as item", "select id, place, item from nested lateral view posexplode(items) e as place, item", "select id, k, v from nested lateral view explode(m) e as k, v",
    "select id, e.* from nested lateral view explode(items) e", "select id, explode(items) from nested", "select id, explode(items) as item from nested", "select posexplode(items) from nested", "select posexplode(items) as (place, item) from nested", "select id, explode_outer(items) from nested",
    "select id, explode(m) as (k, v) from nested", "select explode(array(1, 2, 3))", "select id, x, y from nested lateral view explode(items) e as x lateral view explode(words) f as y", "select id, p, q from nested lateral view inline(rows) e as p, q", "select stack(2, 1, 'x', 2, 'y')",
    "select item, count(*) from nested lateral view explode(items) e as item group by item",
    # LATERAL.
    "select * from t, lateral (select n from u where u.a = t.a)", "select * from t left join lateral (select n from u where u.a = t.a)", "select * from t left join lateral (select n from u where u.a = t.a) x on x.n > 10",
    "select t.a, x.n from t join lateral (select n from u) x", "select * from lateral (select 1 as one)", "select a, c from t, lateral (select a + 1 as c)", "select * from t cross join lateral (select max(n) m from u where u.a = t.a)",
    "select id, x, y from nested, lateral (select id + 1 as x), lateral (select x * 2 as y)",
    # VALUES with a name, FROM first, and LIKE of several patterns.
    "select s not like all (a, 'x') from t", "select s not like any (a, 'x', null) from t", "select s like any (a) from t", "from nested lateral view explode(items) e as x select id, x where x > 1",
    "from t x join u y using (a) select x.s", "select * from t where exists (from u select a where u.a = t.a)", "select a from t where a in (from u select a)", "with x as (values (1) as y(b)) from x", "values (1), (2) as x(a) limit 1",
    "values (1) as x(a) union all values (2) as y(b)", "from values (1), (2) as x(a) select a", "select * from (values (1) x(a)) y", "select y.a from (values (1) x(a)) y", "select transform from (select 1 as transform)",
    "from (from t select a, s) select s", "table t", "select * from (table t)", "select * from (values (1),(2) t(a))", "select * from (values (1, 'x'),(2, 'y') as t(a, b)) where a > 1", "values (1),(2) as t(a)", "values (1),(2) t(a)",
    "values (1),(2) as t", "select t.* from (select 1 as a) t", "select * from (select * from values (1) as x(y))", "with v as (values (1),(2) as t(a)) select a from v",
    "select * from values (1),(2) as v(a) join values (1) as w(b) on v.a = w.b", "from t select a where a > 1", "from t select a, s where a > 1 order by a limit 2", "from t", "from (select a from t) select a",
    "from t select sum(a) group by s", "from t join u on t.a = u.a select t.a", "from t select a union all select n from u", "with x as (from t select a) select * from x", "select * from (from t select a where a = 1)",
    "select (from t select max(a))", "select s from t where s ilike any ('X', 'q')", "select s ilike all ('x%', '%') from t", "select s ilike some ('x', 'y') from t", "select s like any ('x', 'y') from t",
    "select s like some ('x', 'y') from t", "select s not ilike any ('x') from t", "select s not ilike all ('x', 'y') from t", "select s not like all ('x', 'y') from t", "select s not like any ('x', 'y') from t",
    "select s not like some ('x', 'y') from t", "select s ilike any (null, 'x') from t",
    # The order of arrays and structs with NULLs inside; units that are words, and steps that are intervals.
    "select timestampadd(HOUR, 5, timestamp '2024-01-01 00:00:00')", "select timestampadd(MONTH, 1, at) from t", "select timestampadd(day, 1, day) from t",
    "select timestampdiff(HOUR, timestamp '2024-01-01 00:00:00', timestamp '2024-01-02 01:30:00')", "select timestampdiff(MONTH, day, at) from t", "select dateadd(DAY, 5, date '2024-01-01')",
    "select dateadd(MONTH, 1, date '2024-01-31')", "select dateadd(HOUR, 5, date '2024-01-31')", "select date_add(WEEK, 5, date '2024-01-31')", "select date_add(date '2024-01-31', 5)", "select dateadd(date '2024-01-31', 5)",
    "select datediff(DAY, date '2024-01-01', date '2024-03-01')", "select datediff(MONTH, day, date '2024-03-01') from t", "select date_diff(WEEK, date '2024-01-01', date '2024-03-01')",
    "select date_diff(date '2024-01-01', date '2024-03-01')", "select datediff(date '2024-01-01', date '2024-03-01')", "select timediff(SECOND, timestamp '2024-01-01 00:00:00', timestamp '2024-01-02 01:30:00')",
    "select timestampadd(QUARTER, 5, timestamp '2024-01-31 00:00:00'), timestampadd(MILLISECOND, 5, timestamp '2024-01-31 00:00:00'), timestampadd(MICROSECOND, -5, timestamp '2024-01-31 00:00:00')",
    "select timestampadd(DAYOFYEAR, 5, timestamp '2024-01-01 00:00:00')", "select timestampadd(HOUR, '5', '2024-01-01')", "select datediff(HOUR, at, timestamp '2024-01-01 00:00:00') from t",
    "select timestampdiff(QUARTER, at, timestamp '2024-01-01 00:00:00'), timestampdiff(WEEK, at, timestamp '2024-01-01 00:00:00'), timestampdiff(MICROSECOND, at, timestamp '2024-01-01 00:00:00') from t",
    "select sequence(date '2024-01-01', date '2024-04-01', interval 1 month)", "select sequence(date '2024-01-31', date '2024-04-30', interval 1 month)", "select sequence(date '2024-01-01', date '2024-01-03')",
    "select sequence(date '2024-01-01', date '2024-01-10', interval 3 days)", "select sequence(date '2024-04-01', date '2024-01-01', interval -1 month)", "select sequence(date '2024-04-01', date '2024-01-01', -interval 1 month)",
    "select sequence(day, date '2020-03-01', interval 1 week) from t where a = 1", "select explode(sequence(date '2024-01-01', date '2024-03-01', interval 1 month)) as d", "select struct(1, null) < struct(1, 2)",
    "select struct(1, null) < struct(1, 2), struct(1, 2) < struct(1, null), struct(1, null) > struct(1, 2), struct(1, null) <= struct(1, null), struct(1, null) = struct(1, null)",
    "select array(1, null) < array(1, 2), array(1, 2) < array(1, null), array(1, null) < array(1), array(null) < array(), array(1, null) >= array(1, null), array(1, null) = array(1, null), array(cast(null as int)) <=> array(cast(null as int))",
    "select greatest(array(1, null), array(1, 2)), least(array(1, null), array(1, 2)), greatest(struct(1 as x, cast(null as int) as y), struct(1 as x, 2 as y)), least(struct(1 as x, cast(null as int) as y), struct(1 as x, 2 as y))",
    "select items < array(3, 2), items > array(3), items <= items from nested", "select items between array(1) and array(9) from nested", "select array(struct(1, null)) < array(struct(1, 2))",
    "select array_max(array(array(1, null), array(1, 2))), array_min(array(array(1, null), array(1, 2)))",
    # TABLESAMPLE.
    "select a from t tablesample (100 percent)", "select count(*) from t tablesample (0 percent)", "select count(x.a) from t tablesample (100.0 percent) as x", "select count(*) from t tablesample (2 rows)", "select a from t tablesample (0 rows)",
    "select count(*) from t tablesample (bucket 4 out of 4)", "select count(*) from (select * from t) tablesample (100 percent) y", "select count(*) from t tablesample (100 percent) repeatable (7)",
    # Numbers.
    "select id from range(3)", "select * from range(1, 10, 3) r", "select x from range(2) as r(x)", "select r.id from range(2) r", "select * from range(5, 1, -2)", "select count(*) from t, range(2)", "select * from range(1, 5, 1, 2)",
    # What stands together in a part.
    "select a from t sort by a", "select a from t distribute by a", "select a from t cluster by a", "select s, a from t distribute by s sort by a desc",
    # PIVOT.
    "select * from (select s, a, b from t) pivot (sum(a) for s in ('x', 'y'))", "select * from (select s, a, b from t) pivot (sum(a) as total, count(a) for s in ('x' as xs, 'y'))",
    # UNPIVOT.
    "select * from (select a, big from t) unpivot (v for k in (A, Big))", "select * from (select day, a, b from t) unpivot ((v, w) for k in ((day, a)))",
    "select * from (select s, a, big from t) unpivot (v for k in (a, big))", "select * from (select s, a, big, d from t) unpivot include nulls (v for k in (a as one, BIG two, d)) as u",
    "select u.k, sum(u.v) from t unpivot exclude nulls (v for k in (a, tiny)) u group by u.k", "select * from (select s, a, d, tiny, big from t) unpivot ((v, w) for k in ((a, d), (tiny, big) as second))",
    "select * from (select s, a, d from t) unpivot include nulls ((v, w) for k in ((a, d)))", "select * from (select a, b, day, s from t) unpivot (v for k in (a)) where v > 1",
    "select * from (select a, tiny from t) unpivot (v for k in (a, tiny))", "select * from (select a, dec from t) pivot (sum(a) for dec in (2.5 as p)) unpivot (v for k in (p))",
    "select mask(s) from t", "select log(2, 8) from t", "select space(a), space('2'), len(s) from t", "select to_json(st), to_csv(st), from_csv('1', 'a int') from nested", "select array_repeat(s, 5000)[4999], size(array_repeat(a, 3)), array_repeat(a, -1), array_repeat(1, null) from t",
    "select sequence(-9223372036854775808, 9223372036854775807, 9223372036854775807), sequence(9223372036854775806, 9223372036854775807)",
    # JSON that does not fit.
    *[f"""select from_json('{text}', 'a int, b int, _corrupt_record string')""" for text in ('{"a":"x","b":1}', '{"a":1,"b":1}', '{"a":1,', '[{"a":"x"}]', '', '1', '{"a":1, "_corrupt_record":"q"}')],
    """select from_json('{"a":"x"}', 'a int, cr string, b int', map('columnNameOfCorruptRecord', 'cr'))""", """select from_json('{"a":1}', 'a int', map('mode', 'FAILFAST'))""",
    # Texts to maps.
    *[f"select str_to_map({arguments}) as m" for arguments in ("'a:1,b:2', ',', ':'", "'日本語', '本'", "'aab', '^a', ':'", "'', ','", "'a=1&b', '&', '='", "',a:1', ','", "'a1b2c', '[0-9]', 'x'", "'k:日本:x', ',', ':'", "'日本', ',', 'x*'")],
    "select levenshtein('kitten', 'sitting', 2), levenshtein('kitten', 'sitting', 3), levenshtein('a', 'b', -1), levenshtein('', '', 0), levenshtein('abc', '', 3), levenshtein('abc', '', 2), levenshtein('abcdefgh', 'hgfedcba', 5), levenshtein('日本語', '日語', 1), levenshtein('abcdef', 'bcdefa', 2)",
    "select array_sort(array(1), (x, y) -> cast(null as int)), array_sort(array(3, 1, 2), (x, y) -> y - x)",
    # Shifts, stars without some columns, constants that are made of others.
    "select 1 << 2, 1L << 3, 8 >> 1, -8 >> 1, -8 >>> 1, a << 1 + 1, a & 1 << 1, tiny << 2, -8L >>> 60 from t", "select a >> 1 > 1, a << s, cast(array(array(1)) as array<array<int>>) from t",
    "select * except (a) from t", "select * except (A, t.s) from t", "select t.* except (a) from t", "select x.* except (a), y.* except (n) from t x join u y on x.a = y.a", "select a from t order by a limit 1 + 1", "select a from t order by a limit 2 * 2 offset 3 - 2", "select X'1', X'123', x'ABC'", "select id from range(1 + 1)",
    # The frames of functions, and what they pass over.
    "select row_number() over (order by a, s rows between unbounded preceding and current row), cume_dist() over (order by a range between unbounded preceding and current row), nth_value(a, 2) over (order by a rows between 1 preceding and current row) from t",
    "select a, lag(a, 2, 7) ignore nulls over (order by s, a), lead(a, 1) ignore nulls over (order by s, a), lag(a) ignore nulls over (order by s, a), lag(a, 1, 0) respect nulls over (order by s, a) from t",
    "select nth_value(a, 2) ignore nulls over (order by s, a), nth_value(a, 1) over (order by s, a), first_value(a) ignore nulls over (order by s, a), last_value(a) ignore nulls over (order by s, a) from t", "select any_value(a) ignore nulls, size(collect_list(a) ignore nulls) from t",
    # WITHIN GROUP.
    "select percentile_cont(0.25) within group (order by a), percentile_cont(0.25) within group (order by a desc), percentile_cont(array(0.1, 0.9)) within group (order by d) from t",
    "select percentile_disc(0.25) within group (order by a), percentile_disc(0.25) within group (order by a desc), percentile_disc(array(0.1, 0.9)) within group (order by dec), percentile_disc(0.0) within group (order by a desc), percentile_disc(1.0) within group (order by a desc), percentile_disc(0.5) within group (order by s) from t",
    "select mode() within group (order by a), mode() within group (order by a desc), mode() within group (order by s), mode(a, true) from t", "select listagg(s, ',') within group (order by a, s), listagg(s) within group (order by a desc, s), string_agg(s, '-') within group (order by s desc nulls last), listagg(distinct s, ',') within group (order by s) from t",
    "select s, percentile_cont(0.5) within group (order by a) from t group by s", "select percentile_cont(0.5) within group (order by a) filter (where b) from t", "select percentile_cont(0.5) within group (order by a) over (partition by s) from t", "select listagg(s, ',') within group (order by a) over (partition by b) from t",
    "select percentile(a, 0.5) filter (where b), approx_percentile(a, 0.5) filter (where b), max_by(s, a) filter (where b) from t",
    # Stretches of time.
    "select window(at, '10 minutes') as w, count(*) from t group by 1", "select window, count(*) from t group by window(at, '1 day') order by 1", "select window(at, '1 day').start as s, sum(a) from t group by window(at, '1 day')", "select window.start, window.end, sum(a) from t group by window(at, '1 day') order by 1",
    "select window(at, '2 days', '1 day') as w, count(*) from t group by w order by w", "select window(at, '50 hours', '1 day') as w, count(*) from t group by w order by w", "select window(at, '1 day', '1 day', '6 hours') as w, count(*) from t group by w order by w", "select window(at, '1 hour') from t", "select a, window(at, '1 hour').end from t where a > 1",
    "select window_time(window) from (select window(at, '1 hour') from t)", "select count(*) from t where window(at, '1 hour').start > '2020-01-01'", "select window(day, '1 day') as w, count(*) from t group by w", "select s, window(at, '7 days') as w, count(*) from t group by s, window(at, '7 days')",
    # The columns of a generator by its argument's type.
    "select explode(m) from nested", "select id, posexplode(m) from nested", "select inline(rows) from nested", "select id, inline_outer(rows) from nested", "select posexplode_outer(items), id from nested", "select explode(map('a', 1))", "select inline(array(struct(1 as p, 'x')))", "select id, e.key from nested lateral view explode(m) e",
    # The order of values in values, where some are NULL.
    "select id from nested order by st, id", "select id from nested order by st desc, id", "select max(st), min(st), max(items), min(items), max_by(id, st) from nested", "select id from nested order by items, id", "select id from nested order by rows desc, id", "select st, row_number() over (order by st) from nested",
    # Times as names of columns show them, and types as functions.
    "select timestampdiff(YEAR, timestamp '2020-02-29', timestamp '2021-02-28')", "select timestamp '2020-01-01 10:00:00.5', timestamp_ntz '2020-01-01', date '2020-1-1'", "select timestamp_ntz '2020-01-01 01:02' + interval 1 day, timestamp '2020-01-01' + interval 1 hour",
    "select int(a), bigint(a), string(a), double(a), date(s), decimal(a), boolean(a), timestamp(day), binary(s), tinyint(1.5) from t", "select int(1.5 + 1), string(a + 1) from t", "select cast(st.f as decimal(10,2)), cast(items[0] as string) from nested", "select date_add(day, '1'), date_add(day, 1Y), date_sub(day, 1S), date_add(day, null) from t",
    "select ceil(3.1411, 3), ceil(-3.1411, 2), floor(3.1411, 3), ceil(12, -1), ceil(1.55D, 1), floor(123.45, -1), ceil(a, 0), ceil(dec, 1), floor(dec, -2), ceiling(2.345, 1), ceil(null, 1), ceil(big, -2), floor(tiny, -1), ceil('1.55', 1) from t",
    # Secrets, and other digits.
    "select hex(aes_encrypt('Spark', '0000111122223333', 'ECB')), hex(aes_encrypt('Spark SQL', '0000111122223333', 'CBC', 'PKCS', unhex('00000000000000000000000000000000'))), hex(aes_encrypt('Spark', 'abcdefghijklmnop12345678ABCDEFGH', 'GCM', 'DEFAULT', unhex('000000000000000000000000'), 'This is an AAD mixed into the input'))",
    "select cast(aes_decrypt(unhex('6E7CA17BBB468D3084B5744BCA729FB7B2B7BCB8E4472847D02670489D95FA97DBBA7D3210'), '0000111122223333', 'GCM') as string), length(aes_encrypt('Spark', '0000111122223333'))", "select try_aes_decrypt('Spark', '0000111122223333'), aes_encrypt(null, '0000111122223333')",
    "select aes_decrypt(aes_encrypt(s, '0000111122223333'), '0000111122223333') from t", "select to_base32('abc'), from_base32('MFRGG==='), to_base32(cast('foobar' as binary)), from_base32('mfrgg'), to_base32(s) from t",
    "select bitmap_bit_position(1), bitmap_bit_position(123), bitmap_bucket_number(123), bitmap_bit_position(-5), bitmap_bucket_number(-5), bitmap_bit_position(32768), bitmap_bucket_number(32768), bitmap_bucket_number(32769), bitmap_count(X'1010'), bitmap_count(X'FFFF')",
    "select jaro_winkler_similarity('MARTHA', 'MARHTA'), jaro_winkler_similarity('', ''), jaro_winkler_similarity('a', ''), jaro_winkler_similarity('DIXON', 'DICKSONX'), jaro_winkler_similarity('日本語', '日語'), jaro_winkler_similarity(s, 'xyz') from t",
]

# What Spark answers and we refuse: the words of the refusal.
LATER = {
    "select null from t where a = 7": "VOID",
    "select t.a, u.a from t join u using (a)": "UNRESOLVED_COLUMN",
    "from t select a select s": "more than one query behind one FROM",
    "select transform(a) using 'cat' from t": "TRANSFORM ... USING is not supported yet",
    "from t map a using 'cat'": "MAP behind FROM is not supported yet",
    "from t reduce a using 'cat' as x": "REDUCE behind FROM is not supported yet",
    "select distinct a from t order by a + 1": "must appear in select list",
    "select * from t where (a, s) in ((1, 'x'))": "STRUCT<col1: INT, col2: STRING>",
    "select st.* from nested": "st",
    "select * from t, lateral explode(array(1))": "the table function explode is not supported yet",
    "select count(*) from t tablesample (50 percent) repeatable (1)": "TABLESAMPLE ... REPEATABLE is not supported yet",
    "select interval 1 day as i, a from t where a = 7": "an interval as the column `c0` of a result",
    "select count(* except (a)) from t": "PARSE_SYNTAX_ERROR",
    "select * except (st.f) from nested": "EXCEPT of what is no column of the star",
    "select a from t where a = 7 and s = randstr(3, 0)": "randstr",
}

# What both refuse: with the same class, at the same place.
# NaN is the greatest number, wherever NULL stands; a sorted -0.0 stays one.
FRACTIONS = "values (1, double('NaN')), (2, 1D), (3, null), (4, -1D), (5, double('Infinity')), (6, double('NaN')) as f(id, x)"
QUERIES += [sql.format(order=f"{direction} {nulls}") for direction in ("asc", "desc") for nulls in ("", "nulls first", "nulls last") for sql in (
    f"select x from {FRACTIONS} order by x {{order}}", f"select id, x from {FRACTIONS} order by x {{order}}, id limit 4", f"select id, row_number() over (order by x {{order}}, id), rank() over (order by x {{order}}) from {FRACTIONS}",
    f"select id from {FRACTIONS} order by array(x) {{order}}, id", f"select id from {FRACTIONS} order by named_struct('a', x, 'b', float(x)) {{order}}, id", f"select id, sum(id) over (order by x {{order}} range between unbounded preceding and current row) from {FRACTIONS}",
)] + [
    "select cast(x as string), n, c from (select x, row_number() over (order by x) as n, count(*) over (partition by x) as c from values (-0D), (-0D) as f(x))", "select cast(x as string) from (select x from values (-0D), (1D) as f(x) order by x limit 1)",
]

ERRORS = ["select a from t limit -(1)", "select a from t limit 1 - 2", "select a from t order by a offset 1 - 3",
          "select percentile_cont(0.5) from t", "select sum(a) within group (order by a) from t", "select percentile_cont(0.5) within group (order by a, s) from t", "select mode() from t", "select percentile_cont(0.5, 1) within group (order by a) from t", "select mode(a) within group (order by a) from t", "select rank() ignore nulls over (order by a) from t", "select sum(a) ignore nulls from t",
          "select aes_encrypt('Spark', 'short')", "select aes_encrypt('Spark', '0000111122223333', 'XXX')", "select aes_encrypt('Spark', '0000111122223333', 'ECB', 'NONE')", "select aes_decrypt('Spark', '0000111122223333')", "select aes_encrypt('Spark', '0000111122223333', 'ECB', 'PKCS', unhex('00'))",
          "select aes_encrypt('Spark', '0000111122223333', 'CBC', 'PKCS', unhex('00'))", "select aes_encrypt('Spark', '0000111122223333', 'CBC', 'PKCS', unhex('00000000000000000000000000000000'), 'aad')", "select timestampadd('DAY', 1, at) from t", "select date_diff(DAYOFYEAR, day, at) from t",
          """select from_json('{"a":1}', 'a int, _corrupt_record int')""", """select from_json('[{"a":1},{"a":2}]', 'a int', map('mode', 'FAILFAST'))""", "select array_repeat(1, 2147483647)", "select sequence(1, 3000000000)", *[f"select {name}(99999999999999999999999999999999999999BD, -1)" for name in ("round", "bround")],
          "select k, v from t unpivot (v for k in (nosuch))", "select * from t unpivot ((v, w) for k in ((a), (tiny)))", "select * from t unpivot ((v, w) for k in ((a, b, s)))", "select * from t unpivot (v for k in ())",
          "select zz from t", "select t.zz from t", "select a from nope", "select a from t join u on t.a = u.a", "select nofn(a) from t", "select s, a from t group by s", "select a, count(*) from t", "select a from t order by zz", "select (a from t", "selec a from t",
          "select * from t join u using (zz)",
          "select count(*) from t tablesample (101 percent)", "select count(*) from t tablesample (-1 percent)", "select a from t tablesample (-1 rows)", "select * from t, lateral (select n from u where u.a = t.zz)",
          "select * from t right join lateral (select n from u where u.a = t.a)", "select * from t left semi join lateral (select n from u where u.a = t.a)", "select * from range()", "select range.id from range(2)",
          "select * from range(1, 2, 0)", "select a from t order by a sort by a", "select a from t sort by zz", "select a from t cluster by a sort by a", "select a from t distribute by zz", "select a from t distribute by a desc", "select a from t cluster by a distribute by s",
          "select * from t cross left join u", "select * from t left semi anti join u on t.a = u.a", "select * from t cross semi join u on t.a = u.a", "select * from t inner anti join u on t.a = u.a",
          # Calls, numbers and names where they may not stand.
          "select a from t where sum(a) > 1", "select a from t where count(*) > 1 and a > 0", "select a from t where row_number() over (order by a) > 1", "select sum(sum(a)) from t", "select max(count(*)) from t",
          "select sum(a + max(a)) from t group by s", "select a from t order by 5", "select a from t order by 0", "select a from t order by -1", "select a, s from t union all select a, label from u order by 3",
          "select a, count(*) from t group by 4", "select a, count(*) from t group by 0", "select count(*), a from t group by 1", "select sum(a) as x from t group by x", "select sum(a) + 1 as x from t group by 1", "select x.* from t",
          "select x.* from t join u on t.a = u.a", "select 1 union select 1, 2", "select a from t union all select a, s from t", "select a from t intersect select a, s from t", "select a from t except select a, s from t",
          "select a, s, d from t union select a from t", "select * from values (1, 2), (3)", "select * from values (1), (2, 3)", "values (1, 2), (3)", "select (select a, s from t)", "select a, (select n, label from u) from t",
          "select a from t group by a having row_number() over (order by a) > 1", "select a from t where lag(a) over (order by a) > 1", "select a from t group by sum(a)", "select t.a from t join u on sum(t.a) = u.a",
          "select t.a from t join u on row_number() over (order by t.a) = u.a", "select 1 /* unclosed", "select 1 /* a /* b */", "/* select 1", "select a from t join u on t.a = u.a", "select a from t, u",
          "select x.a from t x, t y where a = 1", "select a from t x join t y join u z", "select t.a from t, t", "select id from nested, nested n", "select row_number() from t", "select a from t limit -1", "select a from t offset -1",
          "select rank() over () from t", "select upper(s) filter (where a > 1) from t", "select upper(distinct s) from t", "select * from nosuch(1)", "select dense_rank() over (partition by s) from t", "select row_number() over () from t",
          "select percent_rank() over () from t", "select cume_dist() over () from t", "select ntile(2) over () from t", "select lag(a) over () from t", "select lead(a, 2) over () from t", "select nth_value(a, 1) over () from t",
          "select st.f from nested, nested n", "select a from (select 1 as a, 2 as a)", "select a from t limit - 5", "select x.* from values (1) as y(a)", "select 1 as a union select 'x' union select 1, 2", "(select 1) union (select 1, 2)",
          "select 1 union all (select 2, 3 union all select 4, 5)", "with x as (select 1) select * from x union select 1, 2", "select a from t where count(*) > 1", "select a from t where sum(t.a + 1) > max(s)",
          "select a from t where a > 0 and sum(distinct a) > 1", "select t.a from t where sum(t.a) > 1", "select x.a from t x where sum(x.a) > 1", "select sum(a) from t group by sum(a)", "select t.a from t left join u on count(*) = u.a",
          "select /* a */ 1 /* b", "select a, (select 1, 2) as x from t", "select a from t where a = (select 1, 2)", "select * from values (1, 2), (3), (4, 5, 6) as x(a, b)", "select sum(a) as x from t group by 1",
          "select count(*) from range(100) tablesample (bucket 1 out of 4)", "select count(*) from range(100) tablesample (100 percent)",
          "from t where a > 1", "select t.a from (values 1, 2 as t(a))", "from t where a > 1"]
