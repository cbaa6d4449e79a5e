"""What both engines are asked: groups of expressions over a table of tables.py, or over one row of constants."""

import bound_cases
import char_cases
import function_cases
import json_cases
import pattern_cases
import time_cases
import time_of_day_cases
from groups import Group

GROUPS = [
    Group("arithmetic", "numbers", ["i + 1e0", "n % 7", "c * c", "c + 1", "-d", "d * 2", "r + r", "d / 3", "c / 3", "-c", "d % 3", "i - t"]),
    Group("signs and roundings", "numbers", [
        "abs(d)", "abs(c)", "sign(d)", "sign(n)", "sign(c)", "sign(i)", "sign(r)", "truncate(d)", "truncate(c)", "truncate(c, 1)", "truncate(r)", "round(d)", "round(c)",
        "round(c, 1)", "round(d, 1)", "round(r, 1)", "floor(d)", "floor(c)", "ceil(d)", "ceil(c)", "mod(n, 7)", "mod(d, 3)", "is_nan(d)", "is_nan(r)", "is_finite(d)",
        "is_infinite(d)", "greatest(d, 0)", "least(d, 0)", "greatest(i, t, s)", "least(n, c)", "greatest(i, null)", "width_bucket(d, 0, 10, 5)", "cosine_distance(1, 2)",
        "log(2, d)", "log10(d)", "cbrt(d)"]),
    Group("bits", "numbers", [
        "bitwise_and(n, 255)", "bitwise_or(n, 1)", "bitwise_xor(n, n)", "bitwise_not(n)", "bitwise_left_shift(n, 2)", "bitwise_right_shift(n, 2)",
        "bitwise_right_shift_arithmetic(n, 2)", "bitwise_left_shift(1, -1)", "bitwise_left_shift(tinyint '1', -1)", "bitwise_right_shift(n, 64)", "bit_count(n, 64)", "bitwise_left_shift(i, 3)", "bitwise_left_shift(t, 1)", "bitwise_right_shift(i, 1)"]),
    Group("bases", "numbers", ["to_base(n, 16)", "to_base(i, 2)", "to_base(i, 37)", "from_base('ff', 16)", "from_base('zz', 16)", "format_number(n)", "format_number(d)"]),
    Group("texts", "texts", [
        "length(a)", "lower(a)", "upper(a)", "upper('ßﬁŉǰΐǆ straße')", "lower('İΣΑΣẞ')", "reverse(a)", "trim(a)", "ltrim(a)", "rtrim(a)", "substr(a, 2)", "substr(a, k)", "substr(a, k, 2)", "substring(a from 2 for 3)",
        "strpos(a, b)", "strpos(a, b, 2)", "strpos(a, b, -1)", "position(b in a)", "replace(a, b)", "replace(a, b, 'x')", "split_part(a, b, 1)", "split_part(a, b, 2)",
        "split_part(a, '-', k)", "starts_with(a, b)", "ends_with(a, b)", "lpad(a, 6, 'xy')", "rpad(a, 6, 'xy')", "concat(a, b)", "a || b", "concat_ws('-', a, b)",
        "concat_ws('-', a, null, b)", "chr(k + 64)", "codepoint('x')", "codepoint('😀')", "repeat(a, 2)", "hamming_distance('abc', 'abd')",
        "levenshtein_distance(a, b)", "soundex('Robert')", "translate(a, 'abc', 'xy')", "normalize(a)", "normalize(a, nfkc)", "luhn_check('79927398713')", "char_length(a)",
        "character_length(a)", "trim(both 'a' from a)", "trim(leading from a)", "trim(trailing 'c' from a)", "trim(a, 'ac')", "ltrim(a, 'a')", "rtrim(a, 'c')",
        "word_stem('running')", "a like '%a%'", "a like '\\%%' escape '\\'", "to_utf8(a)", "from_utf8(to_utf8(a))", "starts_with(a, null)", "a < b", "greatest(a, b)",
        "least(a, b, 'b')", "is_finite(1)", "if(a = b, 'same', a)", "nullif(a, b)", "coalesce(a, b, 'x')"]),
    Group("what texts are cast to", None, [
        "-9223372036854775808", "bitwise_and(-9223372036854775808, 1)", "cast('yes' as boolean)", "cast(' true ' as boolean)", "cast('T' as boolean)", "cast('1' as boolean)", "cast('0' as boolean)", "try_cast('no' as boolean)",
        "cast(' 1 ' as integer)", "try_cast(' 1 ' as bigint)", "cast('+1' as integer)", "cast('1.0' as integer)", "cast('1e3' as integer)", "cast('0x10' as integer)", "cast('' as integer)", "cast(' 1.5 ' as double)", "cast('1.5d' as double)",
        "cast('NaN' as double)", "cast('nan' as double)", "cast('infinity' as real)", "cast('-Infinity' as double)", "cast('+NaN' as double)", "cast('' as double)", "cast(' 2024-01-01 ' as date)", "cast('1e3' as decimal(10,2))",
        "cast(' 1.5 ' as decimal(10,2))", "try_cast(' 1.5 ' as decimal(10,2))", "cast('١' as integer)"]),
    Group("patterns", "texts", [
        "regexp_like(a, '[0-9]+')", "regexp_extract(a, '[0-9]+')", "regexp_extract(a, '([a-z])([a-z])', 2)", "regexp_extract(a, '(x)?[a-z]', 1)",
        "regexp_replace(a, '[aeiou]')", "regexp_replace(a, '([a-z])', '<$1>')", "regexp_count(a, '[a-z]')", "regexp_position(a, '[a-z]')",
        "regexp_position(a, '[a-z]', 2)", "regexp_position(a, '[a-z]', 1, 2)", "regexp_extract(a, '(')", "regexp_extract(a, 'x', 3)", "regexp_replace(a, '(?<l>[a-z])', '${l}!')",
        "regexp_replace(a, 'b', '\\$')"]),
    Group("hashes", "texts", [
        "md5(to_utf8(a))", "sha1(to_utf8(a))", "sha256(to_utf8(a))", "sha512(to_utf8(a))", "to_hex(to_utf8(a))", "from_hex('00fF')", "from_hex('0')",
        "to_base64(to_utf8(a))", "from_base64('YWJj')", "to_base64url(to_utf8(a))", "from_base64url('YWJj')", "crc32(to_utf8(a))", "xxhash64(to_utf8(a))",
        "to_hex(md5(to_utf8(a)))", "length(to_utf8(a))", "to_big_endian_64(1)", "from_big_endian_64(to_big_endian_64(-2))", "reverse(x'0102')", "x'01' || x'02'",
        "concat(x'01', x'02')", "substr(x'010203', 2)", "lpad(x'01', 3, x'00')"]),
    Group("numbers of json", None, [
        "json_parse('123456789012345678901234567890')", "cast(json_parse('123456789012345678901234567890') as decimal(38,0))", "json_extract('{\"a\": -0}', '$.a')", """json_extract('{"a": 123456789012345678901234567890}', '$.a')""", """json_extract_scalar('{"a": 123456789012345678901234567890}', '$.a')""",
        """json_extract('{"a": 1.50}', '$.a')""", """json_extract('{"a": 1e400}', '$.a')""", """json_extract('{"a": [1e400, -1e400, 12345678901234567890]}', '$.a')"""]),
    Group("json", "texts", [
        """json_extract_scalar('{"a":{"b":[1,2.50,"x",null,true]}}', '$.a.b[' || cast(abs(k) as varchar) || ']')""", """json_extract_scalar('{"a b": 1}', '$["a b"]')""",
        "json_extract_scalar(a, '$')", """json_extract_scalar('["' || b || '"]', '$[0]')""", """json_extract_scalar('{"a":1', '$.a')""", """json_extract_scalar('{"a":', '$.a')""",
        """json_extract_scalar('{"a":1, "a":2}', '$.a')""", """json_extract_scalar('{"a":1}', 'a')""", """json_extract_scalar('{"a":1}', '$..a')""",
        """json_extract_scalar('{"a":"\\u00fc\\n"}', '$.a')""", """json_extract('{"b":{"d": 1.50, "c" : [ 1, "x" ]}}', '$.b')""", """json_extract('{"b":"x"}', '$.b')""",
        """json_extract('{"b":null}', '$.b')""", """json_extract('{"b":[[1,{}],{"x":[]}]}', '$')""", """json_parse('{"b":1, "a": [1.50, 1e3, null]}')""", """json_parse('{"b":')""",
        "json_parse('01')", """json_format(json_parse('{"b":1, "a":2}'))""", """cast(json_parse('"x"') as varchar)""", "cast(json_parse('12') as bigint)",
        "cast(json_parse('1.5') as double)", "cast(json_parse('null') as varchar)", "json_array_length('[1,2,3]')", "json_array_length('{}')",
        """json_size('{"a":{"x":1,"y":2}}', '$.a')""", """json_size('{"a":[1,2]}', '$.a')""", """json_size('{"a":1}', '$.a')""", "is_json_scalar('1')", "is_json_scalar('[1]')",
        "typeof(json_parse('1'))", "cast(array[1, 2] as json)", "json_array_contains('[1,2,3]', 2)"]),
    Group("urls", None, [
        f"{function}('https://user@example.com:8080/a/b.html?x=1&y=%20z#top')" for function in (
            "url_extract_host", "url_extract_path", "url_extract_port", "url_extract_protocol", "url_extract_query", "url_extract_fragment")] + [
        "url_extract_parameter('http://e.com/?a=1&b=x%20y', 'b')", "url_extract_parameter('http://e.com/?a=1', 'c')", "url_extract_host('no url')", "url_encode('a b&c/ü')",
        "url_decode('a+b%26c%2F%C3%BC')", "url_decode('%ff')", "url_extract_path('http://h/%ff')", "url_extract_parameter('http://e.com/?a%20b=1', 'a b')"]),
    Group("dates", "times", [
        "year(d)", "month(d)", "day(d)", "quarter(t)", "week(d)", "day_of_week(d)", "day_of_year(t)", "year_of_week(d)", "yow(t)", "hour(t)", "minute(t)", "second(t)",
        "millisecond(t)", "date_trunc('month', d)", "date_trunc('week', d)", "date_trunc('hour', t)", "date_trunc('year', t)", "date_trunc('quarter', t)", "date_add('month', k, d)",
        "date_add('day', k, t)", "date_add('quarter', 1, d)", "date_add('second', k, t)", "date_diff('day', date '2024-01-01', d)", "date_diff('month', date '2024-01-31', d)",
        "date_diff('year', date '2024-03-01', d)", "date_diff('quarter', date '2024-03-01', d)", "date_diff('month', t, timestamp '2024-01-31 10:11:12.346')",
        "date_diff('second', timestamp '2024-01-01 00:00:00', t)", "last_day_of_month(d)", "last_day_of_month(t)", "date(t)", "date('2024-02-29')", "date('x')", "cast('2020-01' as date)", "cast('2020' as date)", "cast('2020-01-01 10:00:00' as date)", "cast(' 2020-1-1 ' as date)",
        "cast('+2020-01-01' as date)", "cast('-2020-01-01' as date)", "cast('12020-01-01' as date)", "try_cast('2020-001-01' as date)", "try_cast('2020-01-01x' as date)",
        "cast(t as date)", "cast(d as timestamp)", "cast(d as varchar)", "cast(t as varchar)", "extract(day_of_week from d)", "extract(week from d)", "d + interval '1' month",
        "t - interval '90' minute", "d between date '1970-01-01' and date '2024-12-31'", "to_iso8601(d)", "to_iso8601(t)", "from_iso8601_date('2024-02-29')",
        "from_iso8601_date('2024-W09-4')", "to_unixtime(t)", "typeof(d)", "typeof(t)", "typeof(1.5)", "typeof('abc')", "date_parse('2024-02-29', '%Y-%m-%d')",
        "date_parse('29/02/24 10:11', '%d/%m/%y %H:%i')", "date_parse('x', '%Y')", "date_parse('2021-366', '%Y-%j')", "date_parse('2020-060', '%Y-%j')", "date_parse('13', '%h')", "date_parse('2020-01-01 12', '%Y-%m-%d %h')",
        "date_parse('2020-01-01 10:11:12.123456789', '%Y-%m-%d %T.%f')", "parse_duration('1.5h')", "human_readable_seconds(3661)"]),
    Group("formats of dates", "times", [
        f"date_format(t, '{pattern}')" for pattern in ("%Y-%m-%d %H:%i:%s", "%a %b %c %d %e %f", "%h %I %j %k %l", "%M %p %r", "%S %T %v", "%W %x %y", "%%", "%q", "at %H")] + [
        "format_datetime(t, 'yyyy-MM-dd HH:mm:ss.SSS')", "format_datetime(t, 'EEE, d MMM yyyy')", "date_format(d, '%Y')"]),
    Group("conditions", "numbers", [
        "try(1 / i)", "try(cast(d as integer))", "try(n * 2)", "if(i > 0, i)", "case when i > 0 then 'p' when i < 0 then 'n' end", "i is distinct from t", "i is not distinct from 1",
        "i between -1 and 7", "i in (1, 7, null)", "not (i > 0)", "coalesce(i, 5)", "nullif(i, 1)", "typeof(i)", "typeof(c)", "typeof(null)", "1 / i", "n * 2", "n + 1"]),
    Group("arrays", "lists", [
        "l", "w", "m", "r", "n", "cardinality(l)", "cardinality(m)", "l[1]", "element_at(l, 1)", "element_at(l, -1)", "element_at(l, 9)", "try(l[2])", "element_at(m, 'a')",
        "try(m['a'])", "contains(l, 2)", "contains(w, 'a')", "contains(l, null)", "array_position(l, 2)", "array_position(w, 'zz')", "l || 7", "7 || l", "l || l",
        "concat(l, array[9])", "array_join(l, ',')", "array_join(l, ',', '?')", "array_join(w, '')", "array_min(l)", "array_max(l)", "array_max(w)", "array_sort(l)",
        "array_sort(w)", "array_distinct(l)", "array_remove(l, 2)", "reverse(l)", "reverse(w)", "slice(l, 1, 2)", "slice(l, -2, 2)", "slice(l, 2, 9)", "flatten(array[l, l])",
        "sequence(1, 5)", "sequence(1, 10, 3)", "sequence(5, 1, -2)", "repeat(k, 3)", "zip(l, w)", "r.a", "r.b", "r.c", "n[1].x", "element_at(n, 1).x", "n[1]",
        "array[k, k + 1]", "array[]", "array[array[k], null]", "cast(row(k, 'x') as row(p integer, q varchar))", "row(k, l)", "(cast(row(1, 2) as row(a integer, a integer))).a", "cast(l as array(varchar))",
        "cast(l as array(double))", "l = l", "l = array[1, 2]", "l < array[2]", "array[1, null] = array[1, 2]", "r = r", "greatest(l, array[2])",
        "coalesce(l, array[0])", "if(k > 1, l)", "array[1] || l || array[2] || l || array[3] || l || array[4] || l || array[5] || l || array[6] || l || array[7]",
        "sequence(3, 1)", "sequence(k, 3)", "repeat('x', 20000)", "repeat(1, -1)", "array_join(array[1e0, 2.5e0], ',')", "slice(l, 9223372036854775807, 2)",
        "array_join(array[timestamp '2024-01-01 00:00:00.000'], ',')", "array_join(array[l], ',')", "greatest(k, 2, k, 3, greatest(k, greatest(k, greatest(k, k))))",
        "typeof(l)", "typeof(r)", "typeof(n)", "typeof(array[])"]),
    Group("lambdas", "lists", [
        "transform(l, x -> x + 1)", "transform(l, x -> x + k)", "transform(w, x -> upper(x) || '!')", "transform(l, x -> array[x, k])", "filter(l, x -> x > 1)",
        "filter(w, x -> x is not null)", "any_match(l, x -> x > 2)", "all_match(l, x -> x > 0)", "none_match(l, x -> x > 5)", "transform(n, x -> x.x)",
        "transform(l, x -> transform(array[1, 2], y -> y * x))", "reduce(l, 0, (s, x) -> s + x, s -> s)", "zip_with(l, l, (x, y) -> x * y)", "zip_with(array[1], array[10], (a, b) -> zip_with(array[5], array[6], (c, d) -> a + c))",
        "transform_values(m, (k, v) -> reduce(map_values(transform_values(m, (k2, v2) -> v + v2)), 0, (s, x) -> s + x, s -> s))", "transform(l, (x) -> null)",
        "array_sort(l, (x, y) -> if(x < y, 1, if(x = y, 0, -1)))"]),
    Group("maps", "lists", [
        "map_keys(m)", "map_values(m)", "map_entries(m)", "map(array['p', 'q'], array[1, k])", "map_from_entries(array[row('a', k)])", "map_concat(m, map(array['z'], array[0]))",
        "map()", "map(array['a', 'a'], array[1, 2])", "m = m", "map_filter(m, (k, v) -> v > 1)", "transform_values(m, (k, v) -> v + 1)", "transform_keys(m, (k, v) -> k || '!')",
        "cast(m as map(varchar, double))"]),
    Group("splits", "texts", [
        "split(a, ',')", "split(a, '-', 2)", "split(a, b)", "regexp_extract_all(a, '[a-z]+')", "regexp_extract_all(a, '([a-z])([0-9])?', 2)", "regexp_split(a, '[ ,-]')",
        "split(a, ',')[1]", "cardinality(split(a, ' '))", "split_to_map(a, ',', '=')", "array_join(split(a, ''), '.')"]),
    Group("casts", "numbers", [
        "cast(i as varchar)", "cast(d as varchar)", "cast(c as varchar)", "cast(r as varchar)", "cast(c as integer)", "cast(c as double)", "cast(i as decimal(12,2))",
        "cast(i as boolean)", "try_cast(d as integer)", "try_cast(n as integer)", "cast(i as double)", "cast(d as real)", "cast(c as decimal(4,1))", "cast(i as varchar(2))",
        "cast(d as decimal(10,2))", "cast('12' as integer)", "cast('x' as integer)", "cast(true as varchar)", "cast('abc' as varchar(2))", "cast(i as bigint)"]),
]

for more in (bound_cases, char_cases, time_cases, time_of_day_cases, function_cases, json_cases, pattern_cases):
    GROUPS += more.GROUPS
