"""The JSON functions of SQL and their paths: https://trino.io/docs/435/functions/json.html"""

from groups import Group

STORE = """'{"store": {"book": [{"title": "a", "price": 8.95, "tags": ["x", "y"]}, {"title": "b", "price": 12}, {"title": "c", "price": null, "isbn": "1"}], "open": true}}'"""
MIXED = """'[1, 2.5, "text", null, true, {"a": 1, "b": [2, 3]}, [4, [5]], -7]'"""


def found(document: str, paths: list[str]) -> list[str]:
    """Each path asked for all that it finds, and for its error."""
    return [f"json_query({document}, '{path}' with wrapper)" for path in paths] + [f"json_exists({document}, '{path}' unknown on error)" for path in paths]


ACCESSORS = [
    "lax $", "lax $.store.book.title", "strict $.store.book.title", "lax $.store.book[*].price", "strict $.store.book[*].isbn", "lax $.store.book[*].isbn", "lax $.store.book[0].tags[*]",
    "lax $.store.book[last].title", "lax $.store.book[last - 1, 0 to 1].title", "lax $.store.book[5]", "strict $.store.book[5]", "lax $.store.book[-1 to 0].title", "strict $.store.book[2 to 1]",
    "lax $.store.*", "strict $.store.book.*", "lax $..title", "lax $..tags[1]", "lax $.\"store\".\"open\"", "lax $.store.open[0]", "strict $.store.open[0]", "lax $.store.missing", "strict $.store.missing",
    "lax $.store.book ? (@.price > 10).title", "lax $.store.book ? (@.price > 5 && @.tags == \"y\").title", "lax $.store.book[*] ? (exists(@.isbn)).title", "lax $.store.book ? (@.price == null).title",
    "lax $.store.book ? (!(@.price > 10)).title", "lax $.store.book ? ((@.price > 10) is unknown).title", "strict $.store.book[*] ? (@.isbn == \"1\").title", "strict $.store.book[*] ? (!exists(@.isbn)).title",
    "lax $.store.book ? (@.title starts with \"b\" || @.price < 9).title", "lax $.store.book ? (@.price + 1 > 12.95).title", "lax $.store.book ? (@.price * 2 >= $.store.book[1].price).title",
    "lax $.store.book.size()", "lax $.store.book.type()", "strict $.store.book[*].type()", "lax $.store.book[0].keyvalue()", "lax $.store.keyvalue().name", "lax $.store.book.keyvalue().id",
    "lax $.store.book[0].price.floor()", "lax $.store.book.price.ceiling()", "lax $.store.book[0 to 1].price.double()", "lax -$.store.book[0 to 1].price", "lax ($.store.book)[1].title",
    "lax $.store.book ? (@.tags[*] == \"x\").price", "lax $.store.book ? ((@.price > 5) && (@.price < 10)).title", "lax $.store.book ? (((@.price))>(5)).title", "lax $ ? (1 == 1)", "lax $ ? (1 == 2)",
]
ITEMS = [
    "lax $.type()", "lax $[*].type()", "strict $[*].type()", "lax $.size()", "lax $[*].size()", "strict $[*].size()", "lax $ ? (@ > 1)", "strict $[*] ? (@ > 1)", "lax $ ? (@ == 1 || @ == true)", "lax $ ? (@ <> null)",
    "lax $ ? (@ != 1)", "lax $ ? (@ == \"text\")", "lax $ ? (@ < \"u\")", "lax $ ? (@ == @)", "lax $ ? ((@ == @) is unknown)", "lax $[*] ? (@.a == 1)", "lax $.a", "lax $.b[1]", "lax $[0, 7].abs()", "lax $.abs()", "lax $[0 to 1].double()",
    "lax $[2].double()", "lax $[5].keyvalue()", "lax $[6][*]", "lax $[6][1][0][0]", "lax $[1 to 0]", "lax $[1.4]", "lax $[1.5]", "lax $[$[0]]", "lax $[$[1]]", "lax $[\"a\"]", "lax $[$[0 to 1]]", "lax +$[7]", "lax -$[1]", "lax -$[2]",
    "lax $[4] ? (@ < false)", "lax $[4] ? (@ >= false)", "lax last", "lax $[*] ? (@ starts with \"te\")", "lax $[2] ? (@ starts with \"te\")", "lax $[0] ? (@ starts with \"te\")", "lax $[3] ? (@ > 1)", "lax $[3] ? (@ == null)",
    "lax $[0] ? ((@ == \"a\") is unknown)", "lax $[5] ? (@ == null)", "lax $ ? (((@) == 1) is unknown)", "lax $ ? (((@ + 1)) == (2))", "lax $ ? (((@ > 1) && ((@) < 3)))", "lax $[5] ? (@ <> null)",
]
NUMBERS = [
    "1 + 2 * 3", "(1 + 2) * 3", "7 / 2", "-7 / 2", "-7 % 3", "7 % -3", "7 / 2.00", "7.5 % 2", "1.50 * 1.50", "1.5 + 1", "1.5 - 0.50", "1e0 + 1.5", "3 / 2e0", "1 / 0", "1.0 / 0", "1e0 / 0", "2147483647 + 1", "2147483648 + 1",
    "9223372036854775807 + 1", "-9223372036854775807 - 2", "- 2147483648", "-2147483648", "1 - -1", "1--1", "+ 1", "- + 1", "1.55.ceiling()", "(-1.55).ceiling()", "(-1.55).floor()", "(1e0).floor()", "1.5.abs()", "(-1.5).abs()", "(-2).abs()",
    "1.", ".5", "1e3", "1.5E-3", "0.0000001", "12345678901234567890.5", "99999999999999999999.0 * 99999999999999999999.0", "1.23456789012345678901234567890123456789", "\"1.5\".double()", "\"x\".double()", "\"a\"\"b\"", "null", "true", "1.5.type()",
    "\"a\".type()", "null.type()", "\"a\".size()", "1e400", "(1).keyvalue()", "(99999999999).type()",
]
VALUES = ["1", "-1", "1.5", "-2.5", "1e2", "300", "99999999999", "12345678901234567890", "true", "false", "null", '"a"', '"12"', '" 12 "', '"1.5"', '"t"', '"TRUE"', '"yes"', '"2020-01-01"', '"2020-13-01"', '"2020"', '"2020-01"', '"2020-1-2"', '" 2020-01-01 "', '"-2020-01-01"', '"+2020-01-01"', '""', "[1]", "{}", "[]", "", "x", "1.0", "1e40", "0.1", '"2020-01-01 01:02:03.5"', '"2020-01-01 01:02:03 Europe/Berlin"', '"2020-01-01 01:02 +02:00"', '"2020-01-01 01:02:03 Nowhere/Land"']
TYPES = ["varchar", "varchar(2)", "boolean", "tinyint", "smallint", "integer", "bigint", "real", "double", "decimal(4,1)", "decimal(20,0)", "date", "timestamp", "timestamp(3) with time zone"]

GROUPS = [
    Group("what JSON ends with", None, [
        "cast(json '{\"field0\":1}' as row(field0 bigint))", "cast(json '[1, {\"x\": 2}]' as row(bigint, row(x integer)))", "json_query('[1,2,3]', 'lax $[-0.5e0]')", "json_query('[1,2,3]', 'lax $[0.49999999999999994e0]')",
        f"json_array_length('{'[' * 40}{']' * 40}')", f"is_json_scalar('{'[' * 40}{']' * 40}')", f"json_size('{'[' * 40}{']' * 40}', '$')", f"json_array_contains('[1, {'[' * 40}{']' * 40}]', 1)",
        f"cast(json_parse('{'[' * 250}{']' * 250}') as array(json)) is not null", "json_value('true,1', 'lax $')", "json_value('truex', 'lax $')", "json_value('null]', 'lax $' default 'e' on error)", "json_value('false_', 'lax $')",
        "json_value('12,1', 'lax $')", "json_query('1', 'lax \"a\"\"b')", "json_query('1', 'lax \"a\"\"b\"')", "parse_duration('999999999999d')", "parse_duration('106751991167d')"]),
    Group("accessors of json paths", None, found(STORE, ACCESSORS)),
    Group("items of json paths", None, found(MIXED, ITEMS)),
    Group("numbers of json paths", None, [f"json_query('1', 'lax {number}')" for number in NUMBERS]),
    *[Group(f"json_value as {of}", None, [f"json_value('{value}', 'lax $' returning {of})" for value in VALUES]) for of in TYPES],
    Group("json_value", "texts", [
        "json_value('{\"a\":1}', 'lax $.a')", "json_value('{\"a\":1}', 'lax $.b')", "json_value('{\"a\":1}', 'lax $.b' default 'x' on empty)", "json_value('{\"a\":1}', 'lax $.b' default a on empty)", "json_value('{\"a\":1}', 'lax $.a' default a on empty)",
        "json_value('{\"a\":1}', 'strict $.b' default b on error)", "json_value('{\"a\":[1,2]}', 'lax $.a[*]' null on empty default 'many' on error)", "json_value('{\"a\":1}', 'lax $.b' returning integer default 5 on empty)",
        "json_value('{\"a\":1}', 'lax $.b' returning double default 5 on empty)", "json_value('{\"a\":1}', 'lax $.b' returning decimal(5,2) default 5.1 on empty)", "json_value('x', 'lax $' returning bigint default null on error)",
        "json_value('x', 'lax $' returning varchar(3) default 'abc' on error)", "json_value('x', 'lax $' returning date default date '2020-01-01' on error)", "json_value('x', 'lax $' returning boolean default true on error)", "json_value('{}', 'lax $.a' returning timestamp default timestamp '2020-01-01 01:02:03.000' on empty)", "json_value('x', 'lax $' returning real default real '1.5' on error)",
        "json_value(null, 'lax $')", "json_value(a, 'lax $')", "json_value('\"' || b || '\"', 'lax $')", "json_value('1' format json, 'lax $')", "typeof(json_value('1', 'lax $'))", "typeof(json_value('1', 'lax $' returning decimal(4,1)))",
        "json_value('[1,2,3]', 'lax $[$i]' passing k as \"i\")", "json_value('[1,2,3]', 'lax $[$I]' passing k as i)", "json_value('{}', 'lax $x' passing a as \"x\")", "json_value('{}', 'lax $x' passing null as \"x\")", "json_value('{}', 'lax $x.type()' passing null as \"x\")",
        "json_value('{}', 'lax $x + $y' passing 1.50 as \"x\", 2 as \"y\")", "json_value('{}', 'lax $x + $y' passing tinyint '100' as \"x\", tinyint '100' as \"y\" default 'too much' on error)", "json_value('{}', 'lax $x + 1' passing 'a' as \"x\")",
        "json_value('{}', 'lax $x.a' passing '{\"a\":3}' format json as \"x\")", "json_value('{}', 'lax $x.a' passing '{' format json as \"x\" default 'damaged' on error)", "json_value('{}', 'lax $x' passing true as \"x\")", "json_value('{}', 'lax $x' passing 1e0 / 3 as \"x\")",
        "json_value('[\"ab\",\"b\"]', 'lax $ ? (@ starts with $x)' passing 'a' as \"x\")", "json_value('{}', 'lax $x' passing json_query('[7]', 'lax $') as \"x\")", "json_value('{}', 'lax $x' passing json '\"j\"' as \"x\")", "json_value('{\"a\":1} and more', 'lax $.a')",
        "json_value('{}', 'lax $x' passing cast(k as bigint) as \"x\" returning bigint) + 1", "json_value('1', 'lax $' returning bigint null on empty null on error)"]),
    Group("json_query", None, [
        "json_query('{\"a\":[1, 2.50, 1e3, \"x\u00fc😀\", {\"z\":1,\"b\":null}]}', 'lax $.a')", "json_query('{\"a\":[1,2]}', 'lax $.a[*]')", "json_query('{\"a\":[1,2]}', 'lax $.a[*]' without array wrapper)", "json_query('{\"a\":[1,2]}', 'lax $.a[*]' with array wrapper)",
        "json_query('{\"a\":[1,2]}', 'lax $.a' with conditional wrapper)", "json_query('{\"a\":[1,2]}', 'lax $.a[0]' with conditional array wrapper)", "json_query('{\"a\":[1,2]}', 'lax $.a' with unconditional wrapper)", "json_query('{\"a\":\"x\"}', 'lax $.a')",
        "json_query('{\"a\":\"x\"}', 'lax $.a' keep quotes)", "json_query('{\"a\":\"x\\\"y\"}', 'lax $.a' omit quotes)", "json_query('{\"a\":[\"x\"]}', 'lax $.a' omit quotes on scalar string)", "json_query('{}', 'lax $.a')", "json_query('{}', 'lax $.a' empty array on empty)",
        "json_query('{}', 'lax $.a' empty object on empty)", "json_query('{}', 'strict $.a' empty array on error)", "json_query('{', 'strict $.a' empty object on error)", "json_query('{}', 'lax $.a' null on empty empty array on error)", "json_query('1', 'lax $' returning varchar(3))",
        "json_query('12345', 'lax $' returning varchar(3))", "json_query('12345', 'lax $' returning varchar format json)", "json_query('', 'lax $')", "json_query(' ', 'lax $')", "json_query('-0', 'lax $')", "json_query('-0.0', 'lax $')", "json_query('1.0', 'lax $')",
        "json_query('123456789012345678901234567890', 'lax $')", "json_query('12345678901234567890', 'lax $')", "json_query('123456789012345678901234567890.5', 'lax $')", "json_query('{\"a\":1,\"b\":2,\"a\":3}', 'lax $')", "json_query('\"\\/\\u0001\\t\\\\\"', 'lax $')",
        "json_query('[]', 'lax $[*]' with wrapper)", "json_query('{\"a b\":{\"\":1}}', 'lax $.\"a b\".\"\"')", "json_query('1', 'lax $x' passing '[1' format json as \"x\")", "json_query('1', 'lax $x' passing cast(null as varchar) format json as \"x\")",
        "json_query('1', 'lax $x' passing cast(null as integer) as \"x\")", "json_query('1', 'lax $x' passing json_array(1, 2) as \"x\")", "json_query(json_query('{\"a\":[1]}', 'lax $.a'), 'lax $[0]')", "json_query(null, 'lax $')", "json_query('12x', 'lax $')", "json_query('truex', 'lax $')",
        "json_query('[1]x', 'lax $')", "json_query('1 2', 'lax $')", "json_query('[1,]', 'lax $')", "json_query('''a''', 'lax $')", "json_query('nan', 'lax $')", "json_query('1', 'strict $[*]')"]),
    Group("json as bytes", "texts", [
        "json_value(x'31', 'lax $')", "json_value(to_utf8('[\"\u00fc\"]'), 'lax $[0]')", "json_query(to_utf8('{\"a\":' || cast(k as varchar) || '}'), 'lax $.a')", "json_exists(x'7b', 'lax $' unknown on error)", "json_query('\"\u00fc\"', 'lax $' returning varbinary)", "json_query('{', 'lax $' returning varbinary)",
        "json_query('{', 'lax $' returning varbinary empty object on error)", "json_object('a' : a returning varbinary)", "json_array(x'5b315d' format json)", "json_value('1', 'lax $x[0]' passing x'5b315d' format json as \"x\")", "json_query(x'22ff22', 'lax $')", "json_value(cast(null as varbinary), 'lax $')",
        "json_array(1 returning varbinary)", "json_query('\"a\"', 'lax $' returning varbinary omit quotes)"]),
    Group("json_exists", "texts", [
        "json_exists('{\"a\":null}', 'lax $.a')", "json_exists('{\"a\":1}', 'lax $.b')", "json_exists('{\"a\":1}', 'strict $.b')", "json_exists('{\"a\":1}', 'strict $.b' true on error)", "json_exists('{\"a\":1}', 'strict $.b' false on error)", "json_exists('{', 'lax $' unknown on error)",
        "json_exists('', 'lax $')", "json_exists('', 'lax $.a')", "json_exists(null, 'lax $.a')", "json_exists(cast(null as varchar), 'lax $.a')", "json_exists('[\"' || b || '\"]', 'lax $ ? (@ == $x)' passing b as \"x\")", "not json_exists('[]', 'lax $[*]')",
        "json_exists('[1]', 'lax $ ? (@ == $x)' passing k as \"x\")"]),
    Group("json_array", "texts", [
        "json_array()", "json_array(1, 'a', null, 1.50, 1e0, true, date '2020-01-01')", "json_array(1, null null on null)", "json_array(1, null absent on null)", "json_array(null)", "json_array(a, b, k)", "json_array(a, b null on null)", "json_array('{\"a\":1}' format json, '{\"a\":1}')",
        "json_array(json_array(1), json_object('a' : 1), json_query('[1]', 'lax $'))", "json_array(json_value('[1]', 'lax $[0]'))", "json_array(json_value('[1]', 'lax $[0]') format json)", "json_array(1, 2 returning varchar(3))", "json_array(1 returning varchar format json)",
        "json_array(nan(), infinity(), -infinity())", "json_array(real '1.5', tinyint '1', 12345678901, 0.0000001, 1e10, -0e0)", "json_array(decimal '123456789012345678901234567890.12')", "json_array(timestamp '2020-01-01 00:00:00.000')", "json_array('a\"b', chr(10), '😀', chr(1))",
        "json_array(cast(null as integer) null on null)", "json_array(k > 1, k = 1)", "typeof(json_array(1))", "json_array(json '\"x\"')", "json_array(returning varchar)", "json_array('1 and more' format json)", "json_array('' format json)"]),
    Group("json_object", "texts", [
        "json_object()", "json_object('a' : 1, 'b' : null, key 'c' value 2, 'd' value 3)", "json_object('a' : 1, 'b' : null absent on null)", "json_object('a' value null null on null)", "json_object('a' : 1 with unique keys)", "json_object('a' : 1 without unique keys)", "json_object('a' : 1 with unique)",
        "json_object('zebra' : 1, 'apple' : 2, 'mango' : 3, 'x' : '[1,2]' format json, 'kiwi': null)", "json_object('\u00fc' : 1, '😀' : 2, 'aa': 3, 'BB' : 4, 'C#' : 5, 'Aa' : 6)", f"json_object({', '.join(f'{chr(39)}key{i}{chr(39)} : {i}' for i in range(30))})",
        "json_object('id' : id, 'a' : a, 'b' : b)", "json_object('id' : id, 'b' : b absent on null)", "json_object('k' || cast(id as varchar) : k)", "json_object('k' value 'v', 'l' value json_array(1, json_object('x' : 2)))", "json_object('x' : 1 returning varchar(5))", "json_object('x' : 1 returning varchar format json)",
        "json_object(returning varchar)", "json_object('d' : date '2020-01-01', 't': timestamp '2020-01-01 00:00:00.000', 'n' : 1.10, 'r' : real '1.5', 'e' : 1e10, 'b' : true)", "json_object('a\"b' : 'c\"d')", "json_object('' : '')", "json_object(key 'a' value 1, 'b' value 2 null on null with unique keys)"]),
]

QUERIES = [
    # What fails, by the code of the error.
    "select json_value('{\"a\":\"x\"}', 'lax $.a' returning integer error on error)", "select json_value('{}', 'lax $.b' error on empty)", "select json_value('{}', 'lax $' error on error)", "select json_value('{', 'lax $' error on error)", "select json_value('[1,2]', 'lax $[*]' error on error)",
    "select json_value('{}', 'strict $.b' error on error)", "select json_value('2147483647', 'lax $ + 1' error on error)", "select json_value('1', 'lax $ / 0' error on error)", "select json_value('12345678901234567890', 'lax $' error on error)", "select json_query('[1,2]', 'lax $[*]' error on error)",
    "select json_query('{}', 'lax $.b' error on empty)", "select json_query('{', 'lax $' error on error)", "select json_query('1', 'lax $x' passing '{' format json as \"x\" error on error)", "select json_exists('{', 'lax $' error on error)", "select json_exists('{}', 'strict $.a' error on error)",
    "select json_array('[1' format json)", "select json_object('a' : '[1' format json)", "select json_object('a' : 1, 'a' : 2)", "select json_object('a' : 1, 'a' : 2 with unique keys)", "select json_object(null : 1)", "select json_object(cast(null as varchar) : 1)", "select json_object(1 : 1)",
    "select json_object('a' : 1, 'a' : null absent on null)", "select json_value('1', 'lax $' returning bigint default 1/0 on error)", "select json_value('1', 'lax 99999999999999999999')",
    # What the analysis refuses.
    "select json_value('1', '$')", "select json_value('1', '')", "select json_value('1', 'lax')", "select json_value('1', 'LAX $')", "select json_value('1', 'lax $[0')", "select json_value('1', 'lax $.foo()')", "select json_value('1', 'lax $ ? (@ > 1')", "select json_value('1', 'lax $ #')", "select json_value('1', 'lax \"abc')",
    "select json_value('1', 'lax $ ? (@)')", "select json_value('1', 'lax $ ? (@ == 1 == 2)')", "select json_value('1', 'lax $ == 1')", "select json_value('1', 'lax $ ? (!@ == 1)')", "select json_value('1', 'lax $.datetime()')", "select json_value('1', 'lax $ ? (@ like_regex \"a\")')",
    "select json_value('1', 'lax $.a b')", "select json_value('1', 'lax $[]')", "select json_value('1', 'lax $[* , 1]')", "select json_value('1', 'lax $..*')", "select json_value('1', 'lax $.\"a')", "select json_value('1', 'lax 1 +')", "select json_value('1', 'lax $ ? (@ is unknown)')",
    "select json_value('1', 'lax true.ceiling()')", "select json_value('1', 'lax $' returning array(integer))", "select json_value('1', 'lax $' returning json)", "select json_value('1', 'lax $' returning varbinary)", "select json_query('1', 'lax $' returning integer)", "select json_query('1', 'lax $' returning json)",
    "select json_value('x', 'lax $' default 1 on error)", "select json_value('x', 'lax $' returning varchar(3) default 'abcdef' on error)", "select json_value('1', concat('lax ', '$'))", "select json_value('1', 'lax $', 2)", "select json_object('a', 1)", "select json_exists('1')", "select json_exists('1', 'lax $' null on error)",
    "select json_value('x', 'lax $' error on error null on empty)", "select json_array(row(1))", "select json_object('a' : array[1])", "select json_array(1 format json)", "select json_array(json '1' format json)", "select json_value('1', 'lax $x' passing array[1] as \"x\")", "select json_value('1', 'lax $ ? (exists @)')",
    # In whole queries.
    "select json_object('n' : b, 'c' : count(*)) from texts group by b", "select json_value(j, 'lax $.k' returning integer) x, count(*) from (select json_object('k' : k) j from texts) group by json_value(j, 'lax $.k' returning integer) having count(*) > 0",
    "select id from texts where json_exists(json_array(a, b), 'lax $ ? (@ starts with \"a\")')", "select max(json_value(json_array(k), 'lax $[0]' returning bigint)) from texts", "select json_array(id, row_number() over (order by id)) from texts", "select json_array((select max(k) from texts))",
    "select transform(array[1, 2], x -> json_value('[10,20,30]', 'lax $[$i]' passing x as \"i\" returning integer))", "select key, value from (values ('k', 1)) t(key, value) where json_object(key : value) = '{\"k\":1}'", "select json_object(key key value value) from (values ('k', 1)) t(key, value)",
    "select x from (values '1', '2', 'x') t(x) where json_value(x, 'lax $' returning integer) > 1", "select json_exists('[1]', 'lax $' passing 1 as x)",
]

REFUSED = [
    "select json_value('[1]', 'lax $x')", "select json_value('[1]', 'lax $x' passing 5 as x)", "select json_value('[1]', 'lax \"a\" + 1')", "select json_value('[1]', 'lax +\"a\"')", "select json_value('[1]', 'lax true.double()')", "select json_value('[1]', 'lax $[0].datetime()')",
    "select json_value('[1]', 'lax $ ? (@ like_regex \"a\")')", "select json_value('1', 'lax $x' passing 5 as \"x\", 6 as \"x\")", "select json_value('1', 'lax $x' passing 5 as x, 6 as X)", "select json_value('1', 'lax $' as p)", "select json_exists(json '{}', 'lax $.a')", "select json_exists(5, 'lax $.a')",
    "select json_query('{}', 'lax $.a' with wrapper omit quotes)", "select json_query('{}', 'lax $.a' with conditional wrapper omit quotes)", "select json_query('1', 'lax $' returning integer)", "select json_value('1', 'lax $' returning json)", "select json_object(1 : 1)", "select json_object(null : 1)", "select json_array(array[1])",
    "select json_array(x'01')", "select json_value('1', 'lax $.b' returning integer default 'x' on empty)", "select json_value('1', '$[0]')", "select json_value('1', ' lax\n  $[1] ? (@ > $q)')",
]

# Types that a path's variables have not here; JSON in an encoding.
GROUPS.append(Group("json for later", None, [
    "json_value('1', 'lax $x' passing date '2020-01-01' as \"x\")", "json_value('1', 'lax $x + 1' passing real '1.5' as \"x\")", 
    "json_value(x'31' format json encoding utf8, 'lax $')",
]))
