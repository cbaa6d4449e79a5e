"""Of plan_generator.py: what gives a value of a kind, as PySpark's columns write it. A {kind} becomes an expression.

No double is added up, for the order of a sum is nobody's, and none is made a text: Java 17 has digits of its own (known_differences.py)."""

# A type of data, its kind and what it may hold: at least the ends of what it can.
DATA = {
    "tinyint": ("int", ["0", "1", "5", "-128", "127"]),
    "smallint": ("int", ["0", "2", "-7", "-32768", "32767"]),
    "int": ("int", ["0", "1", "2", "3", "-4", "17", "-2147483648", "2147483647"]),
    "bigint": ("int", ["0", "1", "7", "9007199254740993", "-9223372036854775808", "9223372036854775807"]),
    "decimal(10,2)": ("decimal", [f"decimal.Decimal('{text}')" for text in ("0.00", "1.25", "-3.50", "99999999.99", "-99999999.99", "0.01")]),
    "decimal(38,0)": ("decimal", [f"decimal.Decimal('{text}')" for text in ("0", "7", "-12", "9" * 38, "-" + "9" * 38)]),
    "decimal(38,18)": ("decimal", [f"decimal.Decimal('{text}')" for text in ("0", "1.5", "-2.000000000000000001", "9" * 20 + "." + "9" * 18)]),
    "float": ("double", ["0.0", "1.5", "-2.25", "float('nan')", "float('inf')"]),
    "double": ("double", ["0.0", "0.1", "-2.5", "1e300", "float('nan')", "float('inf')", "float('-inf')", "5e-324"]),
    "string": ("text", ["''", "'a'", "'Ab c'", "'12'", "' 7 '", "'ü-1'", "'日本語'", "'😀b'", "'2024-02-29'", "'a\\nb'", "'%_'"]),
    "boolean": ("bool", ["True", "False"]),
    "date": ("date", [f"datetime.date({text})" for text in ("1, 1, 1", "1582, 10, 4", "1582, 10, 15", "1969, 12, 31", "1970, 1, 1", "2024, 2, 29", "9999, 12, 31")]),
    "timestamp": ("time", [f"datetime.datetime({text})" for text in ("1970, 1, 1", "1969, 12, 31, 23, 59, 59, 999999", "2024, 2, 29, 12, 34, 56, 789000", "1900, 1, 1", "2262, 4, 11, 23, 47, 16", "9999, 12, 30, 23, 59, 59, 999999")]),
    "timestamp_ntz": ("ntz", [f"datetime.datetime({text})" for text in ("1970, 1, 1", "1582, 10, 15, 1", "2024, 2, 29, 12, 34, 56, 1", "9999, 12, 31, 23, 59, 59")]),
    "binary": ("binary", ["b''", "b'a'", "b'\\x00\\xff'", "b'text'"]),
    "array<int>": ("list", ["[]", "[1, 2, None]", "[3, 1, 1]", "[None]", "[7]"]),
    "map<string,int>": ("map", ["dict()", "dict(a=1)", "dict(a=2, b=None)", "dict(l=5)"]),
    "struct<f:int,g:string>": ("struct", ["(1, 'x')", "(None, 'ü')", "(2, None)"]),
}

RULES = {
    "int": ["F.lit(1)", "F.lit(-3)", "F.lit(None).cast('int')", "F.lit(2147483647)", "F.lit(3000000000)", "({int} + {int})", "({int} - {int})", "({int} * F.lit(2))", "({int} % F.lit(7))", "(-{int})", "F.abs({int})",
            "{int}.cast('bigint')", "{int}.cast('smallint')", "{text}.cast('int')", "{decimal}.cast('int')", "{double}.cast('bigint')", "{bool}.cast('int')", "{time}.cast('bigint')", "F.coalesce({int}, {int})", "F.when({bool}, {int}).otherwise({int})", "F.when({bool}, {int})",
            "F.nullif({int}, {int})", "F.nvl2({text}, {int}, {int})", "F.greatest({int}, {int})", "F.least({int}, {int}, {int})", "{int}.bitwiseAND(F.lit(3))", "{int}.bitwiseXOR({int})", "F.bitwise_not({int})", "F.shiftleft({int}, 2)", "F.shiftright({int}, 1)",
            "F.bit_count({int})", "F.pmod({int}, F.lit(5))", "F.floor({double})", "F.ceil({decimal})", "F.sign({int}).cast('int')", "F.length({text})", "F.octet_length({text})", "F.ascii({text})", "F.instr({text}, 'b')", "F.locate('b', {text}, 2)", "F.levenshtein({text}, {text})",
            "F.char_length({text})", "F.find_in_set({text}, F.lit('a,b,12'))", "F.crc32({binary})", "F.length({binary})", "F.hash({int}, {text}, {bool}, {decimal}, {date})", "F.xxhash64({text}, {double}, {time}, {list})", "F.year({date})", "F.month({time})", "F.dayofmonth({date})", "F.dayofyear({date})",
            "F.dayofweek({date})", "F.weekofyear({date})", "F.quarter({ntz})", "F.hour({time})", "F.minute({ntz})", "F.datediff({date}, {date})", "F.unix_timestamp({time})", "F.unix_date({date})", "F.size({list})", "F.size({map})", "{list}.getItem(1)", "{list}[{int} % F.lit(3)]",
            "F.try_element_at({list}, F.lit(-1))", "F.array_position({list}, 1)", "F.array_max({list})", "F.array_min({list})", "F.aggregate({list}, F.lit(0), lambda s, x: s + F.coalesce(x, F.lit(1)))", "{map}.getItem('a')", "{map}['l']", "{struct}.getField('f')", "{struct}.f"],
    "decimal": ["F.lit(decimal.Decimal('1.25'))", "F.lit(None).cast('decimal(10,2)')", "{int}.cast('decimal(20,3)')", "{text}.cast('decimal(12,2)')", "{double}.cast('decimal(10,2)')", "{decimal}.cast('decimal(38,18)')", "{decimal}.cast('decimal(5,1)')", "({decimal} + {decimal})", "({decimal} - F.lit(decimal.Decimal('0.5')))",
                "({decimal} * {decimal})", "({decimal} / {decimal})", "({decimal} % F.lit(decimal.Decimal('1.5')))", "({decimal} + {int})", "(-{decimal})", "F.abs({decimal})", "F.round({decimal}, 1)", "F.bround({decimal}, 0)", "F.ceil({decimal}, F.lit(1))", "F.floor({decimal}, F.lit(-1))", "F.coalesce({decimal}, {decimal})",
                "F.when({bool}, {decimal}).otherwise({decimal})", "F.greatest({decimal}, {decimal})", "F.nullif({decimal}, {decimal})"],
    "double": ["F.lit(0.25)", "F.lit(float('nan'))", "F.lit(None).cast('double')", "{int}.cast('double')", "{decimal}.cast('double')", "{text}.cast('double')", "{double}.cast('float')", "({int} / {int})", "({double} * F.lit(2))", "({double} + F.lit(1.5))", "({double} % F.lit(3))", "F.abs({double})", "F.sqrt({int})",
               "F.nanvl({double}, {double})", "F.coalesce({double}, {double})", "F.when({bool}, {double}).otherwise({double})", "F.greatest({double}, {double})", "F.least({double}, {double})", "F.signum({int})", "F.months_between({date}, {date})"],
    "text": ["F.lit('a')", "F.lit('')", "F.lit('Ü-1 b')", "F.lit(None).cast('string')", "F.upper({text})", "F.lower({text})", "F.initcap({text})", "F.concat({text}, F.lit('-'), {text})", "F.concat_ws('+', {text}, {text})", "F.substring({text}, 2, 3)", "{text}.substr(F.lit(-2), {int} % F.lit(4))", "F.left({text}, F.lit(2))", "F.right({text}, F.lit(2))",
             "F.trim({text})", "F.ltrim({text})", "F.btrim({text}, F.lit('a '))", "F.reverse({text})", "F.repeat({text}, 2)", "F.lpad({text}, 5, '.')", "F.rpad({text}, 3, 'xy')", "F.replace({text}, F.lit('a'), {text})", "F.translate({text}, 'ab1', 'xy')", "F.overlay({text}, F.lit('##'), 2)", "F.split_part({text}, F.lit('-'), F.lit(1))", "F.substring_index({text}, 'b', -1)",
             "F.regexp_replace({text}, '[a-c]+', '*')", "F.regexp_extract({text}, '([a-z])([0-9])?', 2)", "F.split({text}, '-').getItem(0)", "F.md5({binary})", "F.sha2({binary}, 256)", "F.hex({int})", "F.hex({binary})", "F.base64({binary})", "{binary}.cast('string')", "F.bin({int})", "F.conv({text}, 10, 16)", "F.soundex({text})", "F.chr({int} % F.lit(128))",
             "{int}.cast('string')", "{decimal}.cast('string')", "{bool}.cast('string')", "{date}.cast('string')", "{time}.cast('string')", "{ntz}.cast('string')", "{list}.cast('string')", "{map}.cast('string')", "{struct}.cast('string')", "F.date_format({time}, 'yyyy-MM-dd HH:mm:ss')", "F.format_string('%s|%05d', {text}, {int})", "F.coalesce({text}, {text})",
             "F.when({bool}, {text}).otherwise({text})", "F.nvl({text}, F.lit('none'))", "F.greatest({text}, {text})", "F.nullif({text}, {text})", "F.to_json({struct})", "F.to_json({map})", "F.array_join(F.transform({list}, lambda x: x.cast('string')), '/', '?')", "F.get_json_object(F.to_json({struct}), '$.g')", "{struct}.getField('g')",
             "F.typeof({int})", "F.typeof({decimal})", "F.typeof({double})", "F.typeof({list})", "F.dayname({date})", "F.monthname({date})", "F.elt(F.lit(2), {text}, {text})", "F.mask({text})", "F.url_encode({text})"],
    "date": ["F.lit(datetime.date(2024, 2, 29))", "F.lit(datetime.date(1970, 1, 31))", "F.lit(None).cast('date')", "F.date_add({date}, {int} % F.lit(100))", "F.date_sub({date}, 3)", "F.add_months({date}, 1)", "F.last_day({date})", "F.next_day({date}, 'Mon')", "F.trunc({date}, 'month')", "F.trunc({date}, 'week')", "{time}.cast('date')", "{ntz}.cast('date')", "{text}.cast('date')",
             "F.to_date({text}, 'yyyy-MM-dd')", "F.make_date(F.lit(2023), {int} % F.lit(14), F.lit(29))", "F.date_from_unix_date({int} % F.lit(100000))", "({date} + F.expr('interval 1 month'))", "F.coalesce({date}, {date})", "F.when({bool}, {date}).otherwise({date})", "F.least({date}, {date})"],
    "time": ["F.lit(datetime.datetime(2024, 2, 29, 12, 34, 56, 789))", "F.lit(None).cast('timestamp')", "{date}.cast('timestamp')", "{ntz}.cast('timestamp')", "{text}.cast('timestamp')", "F.to_timestamp({text})", "F.date_trunc('hour', {time})", "F.date_trunc('quarter', {time})", "({time} + F.expr('interval 90 minutes'))", "({time} - F.expr('interval 1 month'))",
             "F.timestamp_seconds({int} % F.lit(1000000000))", "F.timestamp_millis({int})", "F.coalesce({time}, {time})", "F.when({bool}, {time}).otherwise({time})", "F.from_utc_timestamp({time}, 'Asia/Tokyo')", "F.timestamp_add('DAY', {int} % F.lit(10), {time})", "F.greatest({time}, {time})"],
    "ntz": ["F.lit('2024-02-29 01:02:03').cast('timestamp_ntz')", "F.lit(None).cast('timestamp_ntz')", "{time}.cast('timestamp_ntz')", "{date}.cast('timestamp_ntz')", "F.to_timestamp_ntz({text})", "({ntz} + F.expr('interval 1 day'))", "F.coalesce({ntz}, {ntz})", "F.make_timestamp_ntz(F.lit(2024), F.lit(2), F.lit(29), {int} % F.lit(24), F.lit(5), F.lit(6))"],
    "binary": ["F.lit(b'a')", "F.lit(b'1')", "F.lit(None).cast('binary')", "{text}.cast('binary')", "F.unhex({text})", "F.encode({text}, 'UTF-8')", "F.concat({binary}, {binary})", "F.substring({binary}, 1, 2)", "F.coalesce({binary}, {binary})", "F.reverse({binary}.cast('string')).cast('binary')"],
    "list": ["F.array(F.lit(1), F.lit(2), F.lit(None))", "F.array({int}, {int})", "F.lit(None).cast('array<int>')", "F.array().cast('array<int>')", "F.filter({list}, lambda x: x > {int})", "F.transform({list}, lambda x: x + F.lit(1))", "F.transform({list}, lambda x, i: x * i)", "F.sort_array({list})", "F.sort_array({list}, asc=False)", "F.array_sort({list})", "F.array_distinct({list})", "F.array_union({list}, {list})",
             "F.array_intersect({list}, {list})", "F.array_except({list}, {list})", "F.slice({list}, 1, 2)", "F.sequence(F.lit(1), F.lit(3))", "F.map_values({map})", "F.concat({list}, {list})", "F.reverse({list})", "F.array_remove({list}, 1)", "F.array_append({list}, {int})", "F.array_prepend({list}, F.lit(0))", "F.array_insert({list}, 2, F.lit(9))", "F.array_compact({list})", "F.array_repeat({int}, 2)", "F.flatten(F.array({list}, {list}))",
             "F.zip_with({list}, {list}, lambda a, b: F.coalesce(a, b))", "F.when({bool}, {list}).otherwise({list})", "F.coalesce({list}, {list})"],
    "map": ["F.create_map(F.lit('a'), F.lit(2))", "F.create_map(F.lit('a'), {int})", "F.create_map(F.lit('a'), F.lit(1), F.lit('l'), {int})", "F.lit(None).cast('map<string,int>')", "F.map_filter({map}, lambda k, v: v > F.lit(0))", "F.transform_values({map}, lambda k, v: v + F.lit(1))", "F.transform_keys({map}, lambda k, v: F.upper(k))", "F.map_from_arrays(F.array(F.lit('x'), F.lit('a')), F.array({int}, {int}))", "F.map_concat({map}, F.create_map(F.lit('z'), {int}))",
            "F.map_from_entries(F.array(F.struct(F.lit('e'), {int})))", "F.when({bool}, {map})", "F.coalesce({map}, {map})", "F.map_zip_with({map}, {map}, lambda k, a, b: F.coalesce(a, b))"],
    "struct": ["F.struct(F.lit(1).alias('f'), F.lit('x').alias('g'))", "F.struct({int}.alias('f'), {text}.alias('g'))", "F.lit(None).cast('struct<f:int,g:string>')", "{struct}.withField('f', {int})", "F.when({bool}, {struct})", "F.named_struct(F.lit('f'), {int}, F.lit('g'), {text})", "F.from_json(F.to_json({struct}), 'f int, g string')", "F.coalesce({struct}, {struct})"],
    "bool": ["F.lit(True)", "F.lit(None).cast('boolean')", "({int} < {int})", "({int} == {int})", "({int} != {int})", "{int}.eqNullSafe({int})", "({text} < {text})", "({text} == {text})", "({date} <= {date})", "({date} < {time})", "({time} >= {time})", "({ntz} > {ntz})", "({decimal} > {decimal})", "({decimal} == {int})", "({double} >= {double})", "({double} == {double})", "({binary} == {binary})",
             "({list} == {list})", "({list} < {list})", "({struct} == {struct})", "({struct} > {struct})", "{text}.like('%a%')", "{text}.ilike('%B%')", "{text}.rlike('^[a-m]')", "{text}.startswith('a')", "{text}.endswith({text})", "{text}.contains({text})", "{int}.isNull()", "{text}.isNotNull()", "{double}.isNaN()", "(~{bool})", "({bool} & {bool})", "({bool} | {bool})", "{int}.isin(1, 2, 5)", "{text}.isin('a', '', None)",
             "{int}.between({int}, {int})", "{date}.isin(datetime.date(2024, 2, 29))", "{text}.cast('boolean')", "{int}.cast('boolean')", "F.exists({list}, lambda x: x == {int})", "F.forall({list}, lambda x: x > F.lit(0))", "F.array_contains({list}, 1)", "F.arrays_overlap({list}, {list})", "F.map_contains_key({map}, 'a')", "F.coalesce({bool}, {bool})", "F.equal_null({text}, {text})", "({int} == {text})"],
}

# What is made of a group, and its kind.
AGGREGATES = [
    ("F.count(F.lit(1))", "int"), ("F.count({int})", "int"), ("F.count_distinct({text})", "int"), ("F.count_distinct({int}, {bool})", "int"), ("F.sum({int})", "int"), ("F.sum_distinct({int} % F.lit(5))", "int"), ("F.avg({int} % F.lit(1000))", "double"), ("F.avg({decimal}.cast('decimal(20,4)'))", "decimal"),
    ("F.sum({decimal})", "decimal"), ("F.min({int})", "int"), ("F.max({int})", "int"), ("F.min({text})", "text"), ("F.max({text})", "text"), ("F.max({date})", "date"), ("F.min({time})", "time"), ("F.max({ntz})", "ntz"), ("F.max({decimal})", "decimal"), ("F.min({double})", "double"), ("F.max({double})", "double"),
    ("F.max({bool})", "bool"), ("F.bool_or({bool})", "bool"), ("F.every({bool})", "bool"), ("F.count_if({bool})", "int"), ("F.sort_array(F.collect_list({int}))", "list"), ("F.sort_array(F.collect_set({int}))", "list"), ("F.size(F.collect_set({text}))", "int"), ("F.bit_xor({int})", "int"), ("F.bit_and({int})", "int"),
    ("F.max({struct})", "struct"), ("F.max({list})", "list"), ("F.median({int} % F.lit(100))", "double"), ("F.percentile({int} % F.lit(100), 0.25)", "double"), ("F.min({binary})", "binary"), ("(F.sum({int} % F.lit(100)) + F.count({text}))", "int"), ("F.coalesce(F.max({text}), F.lit('none'))", "text"),
]

# Over windows whose order is total.
WINDOWS = [
    ("F.row_number()", "int"), ("F.rank()", "int"), ("F.dense_rank()", "int"), ("F.percent_rank()", "double"), ("F.cume_dist()", "double"), ("F.ntile(3)", "int"), ("F.lag({int}, 1)", "int"), ("F.lead({text}, 1, 'none')", "text"),
    ("F.first({int}, ignorenulls=True)", "int"), ("F.last({date})", "date"), ("F.nth_value({text}, 2)", "text"),
    ("F.sum({int})", "int"), ("F.count({text})", "int"), ("F.max({int})", "int"), ("F.min({text})", "text"), ("F.max({decimal})", "decimal"), ("F.collect_list({int})", "list"), ("F.avg({int} % F.lit(10))", "double"), ("F.bool_and({bool})", "bool"),
]
FRAMED = [rule for rule, _ in WINDOWS[8:]]  # those before have a frame of their own
WINDOW_FRAMES = ["", ".rowsBetween(-1, 1)", ".rowsBetween(W.unboundedPreceding, 0)", ".rowsBetween(W.currentRow, W.unboundedFollowing)", ".rowsBetween(W.unboundedPreceding, W.unboundedFollowing)", ".rowsBetween(1, 2)"]
