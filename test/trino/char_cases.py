"""Text of a fixed length: https://trino.io/docs/435/language/types.html#char"""

from groups import Group

GROUPS = [
    Group("char columns", "codes", [
        "c", "w", "v", "c = 'ab'", "c = v", "v = c", "c = w", "c < w", "c > v", "c <> 'ab '", "c in ('ab', 'x')", "c between 'a' and 'b'", "c || w", "c || '|'", "length(c)", "upper(c)", "lower(w)",
        "trim(c)", "ltrim(c)", "rtrim(c)", "trim(c, 'a')", "rtrim(c, ' b')", "substr(c, 2)", "substr(c, 2, 2)", "substring(w, 1, 1)", "c like 'a%'", "c like 'ab'", "c like '%  '",
        "cast(c as varchar)", "cast(c as varchar(2))", "cast(c as char(2))", "cast(w as char(4))", "cast(v as char(3))", "cast(v as char)", "coalesce(c, w)", "coalesce(w, 'none')", "nullif(c, 'ab')",
        "greatest(c, w)", "least(c, 'b')", "if(c = 'ab', w, c)", "case c when 'ab' then 1 when w then 2 end", "array[c, w, 'z']", "row(c, w)", "typeof(coalesce(c, v))", "typeof(coalesce(c, w))",
        "map(array[coalesce(c, '')], array[1])['ab']", "c is distinct from v", "format('%s|', c)", "contains(array[c], 'ab')", "cast(trim(c) || v as char(4))", "position('b' in trim(c))"]),
    Group("chars", None, [
        "cast('ab' as char(4))", "cast('ab' as char)", "cast('abcdef' as char(4))", "cast('é' as char(3)) || '|'", "char 'abc'", "char ''", "typeof(char 'é')", "typeof(cast(null as char(3)))",
        "typeof(coalesce(cast('a' as char(3)), 'ab'))", "typeof(coalesce(cast('a' as char(3)), cast('ab' as varchar)))", "typeof(if(true, cast('ab' as varchar(9)), cast('a' as char(3))))",
        "cast('a' as char(3)) = cast('a    ' as varchar(8))", "cast('a' as char(3)) = cast('a  ' as varchar)", "typeof(cast('a' as char(3)) || 'x')", "typeof(upper(cast('a' as char(3))))",
        "typeof(trim(cast(' a' as char(5))))", "typeof(trim(cast('xax' as char(5)), 'x'))", "typeof(substr(cast('abc' as char(5)), 2))", "typeof(array[cast('a' as char(3)), 'b'])",
        "reverse(cast('abc' as char(5)))", "codepoint(cast('a' as char(1)))",
        "cast(1 as char(3))", "cast(true as char(3))", "cast(date '2020-01-01' as char(10))", "cast(cast('12' as char(3)) as integer)", "cast(cast('true' as char(5)) as boolean)",
        "cast(cast('2020-01-01' as char(12)) as date)", "cast(cast('2020-01-01' as char(12)) as timestamp)", "cast(cast('a' as char(3)) as json)", "cast(json '\"a\"' as char(3))",
        "cast(cast('a' as char(3)) as varbinary)", "try_cast(cast('x' as char(3)) as integer)", "cast(cast('a' as char(3)) as uuid)", "cast('a' as char(65537))", "cast('a' as char(3)) = 1",
        "cast(array['a', 'bcdef'] as array(char(3)))", "cast(row('a') as row(x char(3)))", "cast(map(array['k'], array['v']) as map(char(2), char(3)))",
        "'x' || cast('a' as char(3))", "concat('x', cast('a' as char(3)), 'y')", "cast('ab' as char(3)) < cast('ab' || chr(9) as varchar)", "cast('b' as char(2)) between 'a' and cast('b' || chr(1) as varchar)",
        "cast('ab' as char(3)) >= cast('ab  ' as varchar)", "cast('ab' as char(3)) > cast('a' as varchar)", "cast('ab' as char(3)) in ('zz', cast('ab' as varchar))", "cast('ab' as char(3)) in (select cast('ab ' as varchar))"]),
    Group("chars in arrays, maps and rows", "codes", [
        "contains(array['ab'], c)", "array_position(array['ab', 'x'], c)", "arrays_overlap(array['ab'], array[c])", "array_except(array[c], array['ab'])", "array_union(array[c], array['ab', 'abcdefgh'])",
        "element_at(map(array['ab'], array[2]), c)", "map_concat(map(array[coalesce(c, '')], array[1]), map(array['ab'], array[2]))", "row(c, 1) = row('ab', 1)", "array[c] = array['ab']", "array[c] || 'abcdefgh'",
        "coalesce(array[c], array['abcdefgh'])", "typeof(coalesce(array[c], array['abcdefgh']))", "(c, 1) in (select 'ab', 1)", "if(id > 1, row(c), row('abcdefgh'))", "map(array[1], array[array[c]]) = map(array[1], array[array['ab']])"]),
]
