"""What both engines are asked of functions and of comparisons of nested values, beside what cases.py asks."""

from groups import Group

SAMPLES = ["to_utf8('')", "to_utf8('abc')", "to_utf8('abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz')", "to_utf8('0123456789abcdef')", "to_utf8('01234567')", "to_utf8('012345678901234567890123456789012')", "x'00ff80'"]

NINES = {digits: "9" * digits for digits in (9, 10, 18, 19, 37, 38)}
# Of 9 to 38 digits, some with digits behind the point: pairs whose results are as wide as a word, wider, and too wide.
DECIMALS = [f"decimal '{text}'" for text in (NINES[9], f"-{NINES[10]}", f"-{NINES[18]}", f"{NINES[9]}.{NINES[9]}", NINES[19], f"-0.{NINES[19]}", f"-{NINES[37]}", NINES[38], f"-{NINES[37]}.9", "0.1", "-3")]

UUID = "uuid '12151fd2-7586-11e9-8f9e-2a86e4085a59'"

GROUPS = [
    Group("decimals at their bounds", None, [f"{a} {operator} {b}" for a in DECIMALS for b in DECIMALS for operator in ("+", "-", "*", "/", "%")] + [
        f"decimal '18{'0' * 36}' + decimal '-{NINES[37]}.9'", f"decimal '18{'0' * 36}' - decimal '{NINES[37]}.9'", f"decimal '-{NINES[37]}.9' + decimal '18{'0' * 36}'"]),
    Group("uuids", None, [
        "uuid() = uuid()", "length(cast(uuid() as varchar))", "typeof(uuid())", "cast('12151fd2-7586-11e9-8f9e-2a86e4085a59' as uuid)", "uuid '12151FD2-7586-11e9-8f9e-2a86e4085a59'", "cast('x' as uuid)",
        "cast('12151fd2-7586-11e9-8f9e-2a86e4085a5' as uuid)", "cast('12151fd2758611e98f9e2a86e4085a59' as uuid)", "cast('1-2-3-4-5' as uuid)", "try_cast('x' as uuid)", "cast('' as uuid)", "try_cast(x'00' as uuid)",
        f"cast({UUID} as varchar)", f"cast({UUID} as varchar(5))", f"{UUID} < uuid 'f2151fd2-7586-11e9-8f9e-2a86e4085a59'", f"array[{UUID}]", f"to_hex(cast({UUID} as varbinary))", "cast(x'12151fd2758611e98f9e2a86e4085a59' as uuid)",
        "cast(x'12' as uuid)", "cast(1 as uuid)", f"{UUID} = '12151fd2-7586-11e9-8f9e-2a86e4085a59'", f"json_format(cast({UUID} as json))", f"greatest({UUID}, uuid '02151fd2-7586-11e9-8f9e-2a86e4085a59')", f"coalesce(null, {UUID})"]),
    Group("values of json", None, [
        """cast(json_parse('[{"a":1}]') as array(row(a integer)))""", """cast(json '{"a":1}' as map(varchar, bigint))""", """cast(json '[1,2.5,"3",true,null]' as array(bigint))""",
        """cast(json '[1,2.5,"3",true,null]' as array(integer))""", """cast(json '[1,2.5,"3",true,null]' as array(double))""", """cast(json '[1,2.5,"3",true,null]' as array(varchar))""",
        """cast(json '[1,2.5,"3",true,null]' as array(decimal(10,2)))""", """cast(json '[1,2.5,"true",true,null]' as array(boolean))""",
        "cast(json '[1e3, 1e30, 0.1, 12345678901234567890, 1.10]' as array(varchar))", """cast(json '[1,2.5,"3",true,null]' as array(json))""", "cast(json '[1, [2]]' as array(bigint))",
        """cast(json '[1, {"a":2}]' as array(varchar))""", """cast(json '["x"]' as array(bigint))""", """cast(json '["x"]' as array(double))""", """cast(json '["x"]' as array(boolean))""",
        """cast(json '["x"]' as array(decimal(10,2)))""", "cast(json '[300]' as array(tinyint))", "cast(json '[3e10]' as array(integer))", "cast(json '[30000000000]' as array(integer))",
        "cast(json '[12345678901234567890]' as array(bigint))", "cast(json '[1e20]' as array(bigint))", """cast(json '["x"]' as array(date))""", """cast(json '["x"]' as array(timestamp))""",
        """cast(json '"2020-01-01"' as date)""", """cast(json '"2020-01-01"' as timestamp)""", """cast(json '{"a":1}' as array(bigint))""", "cast(json '1' as array(bigint))",
        "cast(json 'null' as array(bigint))", "cast(json '[1]' as map(varchar, bigint))", "cast(json '[1]' as row(a bigint))", """cast(json '[1, "x"]' as row(a bigint, b varchar))""",
        """cast(json '[1, "x"]' as row(a bigint))""", "cast(json '[1]' as row(a bigint, b varchar))", """cast(json '{"b":"x","a":1,"c":3}' as row(a bigint, b varchar))""",
        """cast(json '{"B":"x","A":1}' as row(a bigint, b varchar))""", """cast(json '{"a":1}' as row(a bigint, b varchar))""", """cast(json '{"a":1}' as row(bigint, varchar))""",
        "cast(json '[1,2]' as row(bigint, varchar))", """cast(json '{"a":1,"a":2}' as row(a bigint))""", """cast(json '{"a":1,"A":2}' as row(a bigint))""",
        """cast(json '{"a":1,"a":2}' as map(varchar, bigint))""", """cast(json '{"1":1,"01":2}' as map(bigint, bigint))""", """cast(json '{"1":1,"2":null}' as map(bigint, bigint))""",
        """cast(json '{"true":1}' as map(boolean, bigint))""", """cast(json '{"1.5":1}' as map(double, json))""", """cast(json '{"1.5":[1,{"b": 1 }]}' as map(decimal(3,1), json))""",
        """cast(json '{"x":1}' as map(bigint, bigint))""", """cast(json '{"x":"y"}' as map(varchar, bigint))""",
        """cast(json '{"x":{"y":[1,2]}}' as map(varchar, map(varchar, array(integer))))""", """try_cast(json '["x"]' as array(bigint))""", """try_cast(json '{"a":1}' as array(bigint))""",
        """try_cast(json '{"a":1,"a":2}' as row(a bigint))""", """cast(json '{"a":1}' as varchar)""", "cast(json '[1]' as bigint)", "cast(json '1.5' as bigint)", "cast(json '2.5' as bigint)",
        """cast(json '"x"' as bigint)""", """cast(json '"1.5"' as bigint)""", "cast(json 'true' as bigint)", "cast(json 'true' as varchar)", "cast(json '1e3' as varchar)",
        "cast(json '1.50' as varchar)", "cast(json '1' as boolean)", "cast(json '0' as boolean)", """cast(json '"maybe"' as boolean)""", """cast(json '{"a":1}' as boolean)""",
        "cast(json '300' as tinyint)", "cast(json '300' as decimal(2,0))", "cast(json '1.555' as decimal(3,2))", """cast(json '"1.555"' as decimal(3,2))""",
        "cast(json 'true' as decimal(3,2))", "cast(json 'true' as double)", "cast(json '12345678901234567890' as double)", "cast(json '12345678901234567890' as varchar)",
        "cast(json '12345678901234567890' as bigint)", "cast(json '1' as real)", "cast(json '1e300' as real)", "cast(json '[1e300]' as array(real))", """try_cast(json '"x"' as bigint)""",
        """try_cast(json '{"a":1}' as varchar)""", """cast(json '"Infinity"' as double)""", """cast(json '[" 1 "]' as array(bigint))""", "cast(json '{}' as map(varchar, bigint))",
        "cast(json '{}' as row(a bigint))", "cast(json '[]' as row(a bigint))", "cast(json '[[1,2],null,[3]]' as array(array(integer)))",
        """cast(json '[{"a":{"b":[1]}}]' as array(row(a row(b array(varchar)))))""", """cast(json '[{"a":1}, [2], null]' as array(row(a integer)))""",
        "cast(cast(array[row(1, 'x')] as json) as array(row(a integer, b varchar)))", """cast(json_extract('{"a":[1,2,3]}', '$.a') as array(bigint))""", "cast(json 'null' as row(a bigint))",
        "cast(json 'null' as map(varchar, bigint))", "cast(null as json)", "cast(json_parse(null) as array(bigint))", "cast(json '[1]' as array(varbinary))", "cast('[1]' as array(bigint))",
        """cast(json '["é😀"]' as array(varchar))""", "json_format(cast(map(array['b','a'], array[date '2020-01-01', null]) as json))",
        "json_format(cast(row(timestamp '2020-01-01 01:02:03.456', 1.50, 1e0) as json))", "cast(json '1' as row(a bigint))", "cast(json '[[1]]' as row(a array(bigint), b array(bigint)))",
        "cast(json '[[1]]' as array(decimal(3,1)))", """cast(json '["x", "y"]' as array(decimal(3,1)))""", "cast(json '[12345]' as array(decimal(3,1)))",
        "cast(json '[1e20]' as array(integer))", "cast(json '1e20' as bigint)", "cast(json '-2.5' as bigint)", "cast(json '[true]' as row(double))",
        """cast(json '{"a":{"b":null}}' as map(varchar, row(b json, c json)))""", "cast(json_array_get('[[1, 2], [3]]', 0) as array(bigint))",
        """try_cast(json '[1, "x"]' as array(bigint))""", """try(cast(json '[1, "x"]' as array(bigint)))""", """cast(json '"tRuE"' as boolean)""",
        """cast(json '["yes"]' as array(boolean))""", "cast(json '0.5' as boolean)"]),
    Group("json of a table", "texts", [
        """cast(json_parse('[' || cast(k as varchar) || ', ' || json_format(cast(a as json)) || ']') as row(k integer, a varchar))""", "cast(cast(array[a, b] as json) as array(varchar))",
        "cast(cast(map(array['k'], array[row(a, k)]) as json) as map(varchar, array(varchar)))", "try_cast(json_parse(json_format(cast(array[a] as json))) as array(bigint))",
        "cast(cast(row(k, array[a, null]) as json) as row(json, array(json)))", "transform(cast(cast(array[k, id] as json) as array(integer)), x -> x + 1)"]),
    Group("more hashes", None, [f"to_hex({function}({sample}))" for function in ("xxhash64", "murmur3", "spooky_hash_v2_32", "spooky_hash_v2_64") for sample in SAMPLES] + [
        f"to_hex(spooky_hash_v2_64(to_utf8(substr('{'0123456789' * 40}', 1, {size}))))" for size in (1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 48, 63, 64, 191, 192, 193, 287, 288, 400)] + [
        f"to_hex({function}({sample}, to_utf8('key')))" for function in ("hmac_md5", "hmac_sha1", "hmac_sha256", "hmac_sha512") for sample in SAMPLES[:3]] + [
        "to_hex(hmac_sha256(to_utf8('abc'), to_utf8(repeat_key)))".replace("repeat_key", f"'{'k' * 100}'"), "hmac_md5(to_utf8('abc'), to_utf8(''))"] + [
        f"to_base32({sample})" for sample in SAMPLES] + ["from_base32('MFRGGZA=')", "from_base32('MFRGGZA')", "from_base32('mfrggza=')", "from_base32('1')", "from_base32(to_utf8('MFRGGZA='))", "from_base32('')",
        "to_ieee754_64(1.5e0)", "to_ieee754_32(real '1.5')", "to_ieee754_64(nan())", "from_ieee754_64(x'3ff8000000000000')", "from_ieee754_32(x'3fc00000')", "from_ieee754_64(x'3f')", "from_ieee754_32(x'3f')"]),
    Group("stems", None, [f"word_stem('{word}')" for word in ("running", "generously", "skis", "dying", "Running", "", "a", "ü", "consolingly", "by")] + [
        f"word_stem('{word}', '{language}')" for language, word in (("ca", "caminàvem"), ("da", "undersøgelser"), ("de", "häuser"), ("en", "happiness"), ("es", "canciones"),
            ("eu", "etxeetan"), ("fi", "taloissammekin"), ("fr", "continuellement"), ("hu", "házaknak"), ("hy", "գրքեր"), ("ir", "fhocail"), ("it", "abbandonarono"), ("lt", "namuose"),
            ("nl", "lichamelijkheden"), ("no", "havneforholdene"), ("pt", "boataria"), ("ro", "copiilor"), ("ru", "вагонами"), ("sv", "jaktkarlarne"), ("tr", "kitaplarımızdan"),
            ("xx", "word"), ("EN", "word"))] + ["word_stem(null)", "word_stem('a', null)", "typeof(word_stem('running'))"]),
    Group("words", None, [f"soundex('{word}')" for word in ("Robert", "Rupert", "Tymczak", "Pfister", "Honeyman", "Ashcraft", "o''brien", " x y", "A", "", "123", "a1", "ü", "McDonald", "Lloyd", "van der Berg", "BbAd", "Gauss")] + [
        f"normalize('{text}', {form})" for text in ("ﬁ", "é", "é", "Å", "①", "한") for form in ("NFC", "NFD", "NFKC", "NFKD")] + ["normalize('é')"] + [
        f"split_to_map('{text}', ',', '=')" for text in ("a=1,b=2", "", "a=", "a", "a=1,a=2", "a=1=2", ",a=1,", "=")] + ["split_to_map('a=1', '', '=')", "split_to_map('a=1', ',', '')", "split_to_map('a=1', ',', ',')",
        "split_to_map(null, ',', '=')", "split_to_map('a:1;;b:2', ';;', ':')", "split_to_map('b=1,a=2', ',', '=')['a']"] + [
        f"split_to_multimap('{text}', ',', '=')" for text in ("a=1,b=2,a=3", "a", "")] + [
        "regexp_replace('new york', '(\\w)(\\w*)', x -> upper(x[1]) || lower(x[2]))", "regexp_replace('abc', 'b', x -> 'X')", "regexp_replace('abc', '(b)', x -> cast(null as varchar))", "regexp_replace('aXbX', 'X', x -> '$1')",
        "regexp_replace('😀a', '', x -> '-')", "regexp_replace('abc', '(b)(x)?', x -> coalesce(x[2], '-'))", "regexp_replace('abc', 'b', x -> x[1])", "regexp_replace(null, '(b)', x -> x[1])"]),
    Group("numbers as words", None, [f"format_number({number})" for number in (0, 1, 999, 1000, 1234, 1235, 123456, -1500, 999999, 9999, 10049, 10050, 1225, 12350, -123456, -999, 1000000000000000, 9223372036854775807, "1.5e0", "1234.5e0", "0.001e0",
        "-1e300", "nan()", "infinity()", "99.95e0", "12345678e0", "null")] + [f"human_readable_seconds({number})" for number in (0, 1, 61, 3661, -3661, "1e9", "0.5", "56363463", "1.5", 604800, 31536000, "59.5e0", "nan()", "infinity()", "1e300")] + [
        f"parse_data_size('{text}')" for text in ("1B", "1kB", "2.5MB", "1YB", "0.1B", "1 kB", "1KB", "x", "", "1", "-1B", "100000000000000YB", "007GB", "1.B")] + ["parse_presto_data_size('1GB')", "parse_data_size(null)"]),
    Group("more numbers", "numbers", ["truncate(c, 0)", "truncate(c, 2)", "truncate(c, -1)", "truncate(c, -20)", "truncate(c, s % 3)", "truncate(decimal '12345678901234567890.123456', 3)", "typeof(truncate(c, 1))",
        "cosine_similarity(map(array['a'], array[1e0]), map(array['a'], array[2e0]))", "cosine_similarity(map(array['a', 'b'], array[1, 2]), map(array['a', 'c'], array[2, 3]))", "cosine_similarity(map(array['a'], array[0e0]), map(array['a'], array[2e0]))",
        "cosine_similarity(map(array['a'], array[null]), map(array['a'], array[2e0]))"]),
    Group("distributions", None, [f"round({call}, 12)" for call in ("normal_cdf(0, 1, 1.96)", "normal_cdf(2, 3, 1)", "normal_cdf(0, 1, -10)", "inverse_normal_cdf(0, 1, 0.975)", "inverse_normal_cdf(1, 2, 0.1)",
        "beta_cdf(3, 4, 0.2)", "beta_cdf(3, 3.6, 0.6)", "beta_cdf(0.5, 0.5, 0.9)", "beta_cdf(1, 1, 0)", "beta_cdf(1, 1, 1)", "beta_cdf(100, 200, 0.3)", "wilson_interval_lower(1250, 1310, 1.96e0)", "wilson_interval_upper(1250, 1310, 1.96e0)",
        "wilson_interval_lower(0, 10, 1.96e0)", "wilson_interval_upper(10, 10, 1.96e0)")] + [f"round({call}, 8)" for call in ("inverse_beta_cdf(3, 3.6, 0.5)", "inverse_beta_cdf(4, 7, 0.7)", "inverse_beta_cdf(0.5, 0.5, 0.1)")] + [
        "normal_cdf(0, 0, 1)", "inverse_normal_cdf(0, 1, 1)", "inverse_normal_cdf(0, 0, 0.5)", "beta_cdf(0, 1, 0.5)", "beta_cdf(1, 1, 2)", "inverse_beta_cdf(3, 3.6, 4)", "wilson_interval_lower(-1, 10, 1.96e0)", "wilson_interval_lower(1, 0, 1.96e0)",
        "wilson_interval_lower(11, 10, 1.96e0)", "wilson_interval_lower(1, 10, -1.96e0)"]),
    Group("chance", None, ["random() >= 0 and random() < 1", "random(10) between 0 and 9", "random(5, 6)", "rand() < 1", "random(1)", "random(0)", "random(5, 5)", "typeof(random())", "typeof(random(10))", "typeof(random(tinyint '10'))",
        "typeof(random(bigint '1', bigint '2'))", "cardinality(shuffle(array[1, 2, 3]))", "array_sort(shuffle(array[1, 2, 3]))", "shuffle(null)", "cardinality(array_distinct(transform(sequence(1, 100), x -> random(bigint '1000000000000')))) > 90"]),
    Group("parts of arrays", "lists", ["combinations(l, 2)", "combinations(w, 1)", "combinations(array[1, 2, 2], 2)", "combinations(array[1], 0)", "combinations(array[1], 2)", "combinations(array[1, 2, 3, 4, 5], 5)", "combinations(l, 6)", "combinations(l, -1)",
        "combinations(sequence(1, 100), 5)", "ngrams(l, 2)", "ngrams(w, 1)", "ngrams(l, 5)", "ngrams(l, 0)", "trim_array(array[1, 2, 3], 1)", "trim_array(array[1, 2, 3], 3)", "trim_array(array[1, 2, 3], 0)", "trim_array(array[1, 2, 3], 4)",
        "trim_array(array[1, 2, 3], -1)", "array_histogram(l)", "array_histogram(w)", "multimap_from_entries(array[row('a', 1), row('a', 2), row('b', null)])", "multimap_from_entries(array[row(cast(null as varchar), 1)])",
        "multimap_from_entries(array[cast(null as row(varchar, integer))])", "map_zip_with(m, map(array['z'], array[20]), (k, x, y) -> coalesce(x, 0) + coalesce(y, 0))", "map_zip_with(m, m, (k, x, y) -> k)",
        "array_sort(l, (x, y) -> case when x is null then 1 when y is null then -1 when x < y then 1 when x = y then 0 else -1 end)", "array_sort(w, (x, y) -> if(coalesce(x, '') < coalesce(y, ''), 1, if(coalesce(x, '') = coalesce(y, ''), 0, -1)))",
        "array_sort(array[3, 1, 2], (x, y) -> 5)", "array_sort(array[row(2, 'b'), row(1, 'c')], (x, y) -> if(x[1] < y[1], -1, 1))", "array_sort(array[3, 1, 2], (x, y) -> if(x * k < y * k, -1, 1))"]),
    Group("sets of arrays", None, [
        "array_union(array[nan(), 1e0, null], array[nan(), null, 2e0])", "array_intersect(array[nan(), 1e0, null, 1e0], array[nan(), null, 1e0])", "array_except(array[nan(), 1e0, null, 1e0, 3e0, 3e0], array[1e0])", "arrays_overlap(array[nan()], array[nan()])",
        "arrays_overlap(array[1, null], array[2])", "arrays_overlap(array[1, null], array[2, null, 1])", "arrays_overlap(array[null], array[2])", "arrays_overlap(array[], array[null])", "array_union(array[3, 1, 2, 1], array[5, 1])",
        "array_intersect(array[3, 1, 2, 1], array[1, 3, 3])", "array_except(array[3, 1, 2, 1, 3], array[2])", "array_union(array[1], null)", "arrays_overlap(array[1], null)", "array_except(null, array[1])", "array_union(array[array[1]], array[array[1], array[2]])",
        "contains_sequence(array[1, 2, 3], array[2, 3])", "contains_sequence(array[1, 2, 3], array[])", "contains_sequence(array[1, null, 3], array[null, 3])", "contains_sequence(array[1, 2], array[1, null])", "contains_sequence(array[1, 1, 2], array[1, 2])",
        "cardinality(array_distinct(transform(sequence(1, 10000), x -> x % 5000)))"]),
    Group("numbers that are none in arrays", None, [
        "contains(array[nan(), 1e0], nan())", "array_position(array[nan(), 1e0], nan())", "array_max(array[nan(), 1e0])", "array_max(array[1e0, nan()])", "array_min(array[nan(), 1e0])", "array_min(array[1e0, nan()])", "array_max(array[nan(), nan()])",
        "array_max(array[real '1', cast(nan() as real)])", "array_distinct(array[nan(), nan(), 1e0])", "array_sort(array[nan(), 1e0, null, infinity()])", "array_remove(array[nan(), 1e0], nan())", "array_max(array[1e0, null, nan()])"]),
    Group("comparisons of nested values", None, [
        "array[1, null] = array[2, 2]", "array[1, null] = array[null, 2]", "array[1, null] = array[1, null, 2]", "array[null, 2] = array[1, 3]", "array[1] <> array[2]", "array[1, null] <> array[1, 2]", "array[1] < array[2]", "array[1] < array[1, 2]",
        "array[] < array[1]", "array[1, null] < array[2, 1]", "array[1, null] < array[1, 1]", "array[1, 2] < array[1, null]", "array[nan()] < array[1e0]", "array[1e0] < array[nan()]", "array[1e0] > array[nan()]", "array[nan()] > array[1e0]", "array[nan()] = array[nan()]",
        "array[nan()] is distinct from array[nan()]", "array[1, null] is distinct from array[1, null]", "row(1, null) = row(1, 2)", "row(1, null) = row(2, 2)", "row(1, 2) < row(1, 3)", "row(1, null) < row(1, 3)", "row(1, null) < row(2, 3)",
        "row(1, null) is distinct from row(1, null)", "map(array['a', 'b'], array[1, 2]) = map(array['b', 'a'], array[2, 1])", "map(array['a'], array[null]) = map(array['a'], array[1])", "map(array['a', 'b'], array[null, 1]) = map(array['a', 'b'], array[1, 2])",
        "map(array['a'], array[1]) = map(array['b'], array[1])", "map(array['a'], array[1]) < map(array['b'], array[1])", "map(array['a', 'b'], array[1, 2]) is distinct from map(array['b', 'a'], array[2, 1])", "greatest(array[1, 2], array[1, 3])",
        "greatest(array[1, null], array[1, 3])", "greatest(array[1, null], array[2, 3])", "least(row(1, 2), row(1, 3))", "greatest(array[1], null)", "array[1, 2] in (array[1, 2], array[3])", "array[1, 2] in (array[1, null], array[3])",
        "array[1, 2] in (array[1, 2], array[1, null])", "row(1, 2) in (row(1, 2), row(3, 4))", "map(array['a'], array[1]) in (map(array['a'], array[1]))", "array[1] between array[0] and array[2]", "nullif(array[1], array[1])",
        "nullif(array[1, null], array[1, null])", "case array[1] when array[1] then 'y' end", "array[1] = array[1e0]", "array[1] = array['a']", "row(1, 'a') = row(1e0, 'a')", "row(1) = row(1, 2)", "array[1] = null", "array[array[1, null]] = array[array[1, 2]]",
        "contains(array[array[1, null]], array[1, null])", "contains(array[array[1, 2]], array[1, 2])", "contains(array[row(1, null)], row(1, 2))", "array_position(array[array[1, null]], array[1, null])", "array_position(array[array[1, 2]], array[1, 2])",
        "array_max(array[array[1, 2], array[3]])", "array_max(array[array[1, null], array[3]])", "array_max(array[array[1, null], array[1, 3]])", "array_sort(array[array[2], array[1, 2], null, array[1]])", "array_sort(array[array[1, null], array[1, 2]])",
        "array_distinct(array[array[1, null], array[1, null], null, null])", "array_distinct(array[map(array['a', 'b'], array[1, 2]), map(array['b', 'a'], array[2, 1])])", "array_remove(array[array[1], array[2]], array[1])",
        "array_remove(array[array[1, null], array[2]], array[1, 2])", "array_remove(array[1, null, 2], 1)", "array_remove(array[1, null, 2], null)"]),
    Group("nested values of rows", "lists", [
        "l < array[2]", "l = l || 1", "w = array['a', 'b']", "m = map(array['a'], array[1])", "r = cast(row(1, 'x', array[1]) as row(a integer, b varchar, c array(integer)))", "n = n", "l in (array[1, 2, 3], array[])", "l is distinct from array[1, 2, 3]",
        "m is distinct from m", "l is not distinct from l", "case l when array[1, 2, 3] then 1 end", "nullif(w, array['a', 'b'])", "contains(array[l], l)"]),
    Group("zoned arrays", None, [
        "array_distinct(array[timestamp '2024-01-01 00:00:00.000 UTC', timestamp '2024-01-01 01:00:00.000 +01:00'])", "array_sort(array[timestamp '2024-01-01 00:00:01.000 UTC', timestamp '2024-01-01 01:00:00.000 +01:00'])",
        "contains(array[timestamp '2024-01-01 00:00:00.000 UTC'], timestamp '2024-01-01 01:00:00.000 +01:00')", "greatest(timestamp '2024-01-01 00:00:00.000 UTC', timestamp '2024-01-01 01:00:00.001 +01:00')",
        "least(timestamp '2024-01-01 00:00:00.000 UTC', timestamp '2024-01-01 00:30:00.000 +01:00', null)", "array_max(array[timestamp '2024-01-01 00:00:00.000 UTC', timestamp '2024-01-01 01:00:00.001 +01:00'])",
        "array_position(array[timestamp '2024-01-01 00:00:00.000 UTC'], timestamp '2024-01-01 01:00:00.000 +01:00')", "array[timestamp '2024-01-01 00:00:00.000 UTC'] = array[timestamp '2024-01-01 01:00:00.000 +01:00']",
        "row(timestamp '2024-01-01 00:00:00.000 UTC', 1) < row(timestamp '2024-01-01 01:00:00.000 +01:00', 2)"]),
    Group("casts to json", None, [f"cast({value} as json)" for value in (
        "1", "1.5", "1e0", "1e20", "1e-7", "real '1.5'", "nan()", "infinity()", "'a\"b'", "'ü'", "'/'", "'😀'", "chr(10)", "chr(1)", "'back\\slash'", "true", "date '2024-01-01'", "timestamp '2024-01-01 00:00:00.000'", "bigint '5'", "null", "decimal '1.50'", "decimal '100'", "0.000001",
        "array[1, null]", "array['a', null]", "array[array[1], null]", "array[]", "map(array['b', 'a'], array[1, null])", "map(array[2, 10], array[1, 2])", "map(array[1e0], array[1])", "map(array[true], array[1])", "map(array['k'], array[array[map(array['x'], array[date '2024-01-01'])]])",
        "row(1, 'a')", "cast(row(1, 'a', null) as row(x integer, y varchar, z array(integer)))", "x'01'", "json '{\"b\":[1]}'", "array[json '{\"b\":[1]}']", "map(array[array[1]], array[1])", "now()", "cast(null as array(integer))", "cast(null as row(a integer))")] + [
        "json_format(cast(map(array['a'], array[row(1)]) as json))", "json_extract_scalar(cast(map(array['a'], array[1]) as json), '$.a')"]),
    Group("items of json arrays", None, [
        "json_array_contains('[1,2,3]', 2)", "json_array_contains('[\"a\"]', 'a')", "json_array_contains('[1.5]', 1.5)", "json_array_contains('[true]', true)", "json_array_contains('[1,\"2\"]', '2')", "json_array_contains('x', 1)", "json_array_contains('{}', 1)",
        "json_array_contains('[1.0]', 1)", "json_array_contains('[[1]]', 1)", "json_array_contains('[1, 2.0]', 2e0)", "json_array_contains('[2]', 2e0)", "json_array_contains('[null]', cast(null as varchar))", "json_array_contains(json '[1]', 1)",
        "json_array_get('[1,2,3]', 0)", "json_array_get('[\"a\",[3]]', 1)", "json_array_get('[\"a\"]', 0)", "json_array_get('[1,2]', -1)", "json_array_get('[1,2]', -3)", "json_array_get('[1,2]', 5)", "json_array_get('{}', 0)", "json_array_get('[\"a\", null]', 1)",
        "json_array_get('x', 0)", "json_array_get('[1,[2,{\"a\":\"b\"}]]', -1)", "typeof(json_array_get('[1]', 0))"]),
    Group("formats of java", "numbers", [f"format('{pattern}', {', '.join(values)})" for pattern, *values in [
        ("%s %s %s", "i", "i > 0", "d"), ("%s", "c"), ("%s", "r"), ("%10s|%-10s|", "'a'", "'b'"), ("%-5s|%5s|", "'😀'", "'語'"), ("%.3s", "'abcdef'"), ("%S", "'abc'"), ("%b %b", "true", "'x'"), ("%d", "n"), ("%5d|%-5d|%05d|%+d|% d|%(d", "t", "t", "t", "t", "t", "t"), ("%,d", "n"),
        ("%x %X %o", "i", "i", "i"), ("%f", "d"), ("%.2f", "c"), ("%.2f", "1.005e0"), ("%10.2f|%-10.2f|", "1e0", "2e0"), ("%e", "d"), ("%.3e", "c"), ("%g", "12345.678e0"), ("%g", "0.0001e0"), ("%g", "0.00001e0"), ("%g", "1e10"), ("%.0f", "2.5e0"), ("%.0f", "3.5e0"),
        ("%,.2f", "1234567.891e0"), ("%+.1f", "d"), ("%(f", "-1.5e0"), ("%010.2f", "-1.5e0"), ("%f", "nan()"), ("%f", "-infinity()"), ("%2$s %1$s %s %s", "'a'", "'b'"), ("%s %<s", "'a'"), ("%<s", "'a'"), ("%s %s", "1"), ("%%|%n|", "1"), ("%-5s|%5s|%d|%f|%b", "null", "null", "null", "null", "null"),
        ("%s", "date '2024-01-01'"), ("%s", "json '1'"), ("%d", "'a'"), ("%d", "1.5e0"), ("%d", "1.5"), ("%f", "1"), ("%c", "1"), ("%q", "1"), ("%", "1"), ("%.1f", "0.05e0"), ("%.1f", "0.95e0"), ("%.1f", "9.95e0"), ("%.3f", "1e-10"), ("%d %s", "i", "null")]]),
    Group("comparisons of json", None, ["json '1' = json '1'", "json '{\"b\":1,\"a\":2}' = json '{\"a\":2,\"b\":1}'", "json '1' = json '1.0'", "json '\"a\"' <> json '\"b\"'", "json '1' in (json '1', json '2')", "json '1' is distinct from json '2'",
        "json '1' < json '2'", "json '1.50' = json '1.5'", "json '1e2' = json '100.0'", "array[json '1'] = array[json '1']", "contains(array[json '1'], json '1')", "array_distinct(array[json '1', json '1'])", "cast(1 as json) = json '1'",
        "cast(1.5e0 as json) = json '1.5'", "json_extract('{\"a\": {\"c\":1,\"b\":2}}', '$.a') = json '{\"b\":2,\"c\":1}'", "json '1' = '1'", "json '1' = null"]),
    Group("functions for later", None, ["bar(0.5e0, 10)"]),  # bar, color, render: for terminals
]

QUERIES = [
    "select count(distinct uuid()) from texts", "with n as (select k, uuid() r from texts group by k) select count(*) from n p join n q on p.k = q.k and p.r = q.r", f"select x, count(*) from (values {UUID}, uuid '12151FD2-7586-11e9-8f9e-2a86e4085a59', null) t(x) group by x", f"select max(x), min(x) from (values {UUID}, uuid 'f2151fd2-7586-11e9-8f9e-2a86e4085a59') t(x)",
    "select x, count(*) from (values json '1', json '1', json '2') t(x) group by x", "select x from (values json '1') t(x) order by x", "select max(x) from (values json '1') t(x)",
    "select m, count(*) from lists group by m", "select distinct m from lists", "select m from lists order by m", "select count(distinct m) from lists", "select r, count(*) from lists group by r", "select count(*) from (select m from lists union select m from lists)",
    "select x, count(*) from (values map(array['a', 'b'], array[1, 2]), map(array['b', 'a'], array[2, 1])) t(x) group by cardinality(x), x".replace("select x,", "select cardinality(x),"),
    "select id, rank() over (order by m) from lists", "select max(m) from lists", "select id from lists where l = array[1, 2, 3]",
    "select id from lists where l not in (array[1, 2, 3])", "select id from lists where r is distinct from r",
]
