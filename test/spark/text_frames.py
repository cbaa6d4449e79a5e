"""What test_connect.py asks PySpark of data frames whose strings are records of a format, and of columns that a pattern of names finds."""


def frame(*texts):
    return f"spark.createDataFrame([{''.join(f'({text!r},), ' for text in texts)}], 'value string')"


JSON = frame('{"a": 1, "b": "x"}', '{"a": 2.5}', "", "   ", '[{"a": 3}, {"a": 4}]', '{"b": "y", "c": {"d": [1]}}')
BAD_JSON = frame('{"a": 1}', "bad", '{"a": "x"}', "7", "[1]", "[]", '[{"a": 8}, 3]', '{"a": 1} trailing', '{"a": 5} {"a": 6}', None, "null")
LINES = frame("1,2", "3,x", "", "  ", "4", "5,6,7", " 8 , 9 ", '"a,b",c', None)
HEADED = frame("", "a,b", "1,2", "a,b", "3,4")
BAD_LINES = frame("1,x", "z,y", "3", "4,w,v")
CORRUPT = "_corrupt_record string"
PARTLY_BAD = frame('[{"a": 8}, {"a": "x"}]', '{"a": 1}')
OF_LINES = frame('{"a":\n 1}', '{"a": 1}\n{"a": 2}')
TYPED = frame('{"a": 1, "t": "2024-01-05T10:11:12Z", "d": "2024-01-05", "m": {"k": 1}, "n": 12345678901234567890, "e": []}')
BAD = frame('{"a": 1}', "bad")
QUOTED = frame('1,"",x', ',NA,"NA"')
LONG_ARRAY = "spark.range(2).select(F.lit('[' + ', '.join('{\"a\": 1}' for i in range(3000)) + ']').alias('j'))"

PARSED = [
    f"spark.read.json({JSON})",
    f"spark.read.json({JSON}, schema='a int, z double')",
    f"spark.read.json({JSON}).filter('a > 2').select('a')",
    f"spark.read.json({JSON}).count()",
    f"spark.read.json({BAD_JSON})",
    f"spark.read.json({BAD_JSON}, schema='a int')",
    f"spark.read.json({BAD_JSON}, schema='a int, {CORRUPT}')",
    f"spark.read.json({BAD_JSON}, columnNameOfCorruptRecord='c')",
    f"spark.read.json({BAD_JSON}, schema='a int, c string', columnNameOfCorruptRecord='c')",
    f"spark.read.json({BAD_JSON}, mode='DROPMALFORMED')",
    f"spark.read.json({BAD_JSON}, schema='a int, {CORRUPT}', mode='DROPMALFORMED')",
    f"spark.read.json({BAD_JSON}, schema='a int', mode='DROPMALFORMED').count()",
    f"spark.read.json({PARTLY_BAD}, schema='a int, {CORRUPT}')",
    f"spark.read.json({PARTLY_BAD}, schema='a int', mode='DROPMALFORMED')",
    f"spark.read.json({OF_LINES}, multiLine=True)",
    "spark.read.json(spark.createDataFrame([], 'x string'))",
    "spark.read.json(spark.range(5000).select(F.to_json(F.struct('id')).alias('j'))).agg(F.sum('id'))",
    f"spark.read.json({LONG_ARRAY}).agg(F.count('a'), F.sum('a'))",
    f"spark.read.json({TYPED}, schema='a double, t timestamp, d date, m map<string,int>, n decimal(20,0), e array<int>')",
    f"spark.read.csv({LINES})",
    f"spark.read.csv({LINES}, schema='a int, b string')",
    f"spark.read.csv({HEADED}, header=True)",
    f"spark.read.csv({HEADED}, header=True, inferSchema=True)",
    f"spark.read.csv({HEADED}, header=True, schema='x int, y int').filter('x > 1').select('y')",
    f"spark.read.csv({HEADED}, inferSchema=True)",
    f"spark.read.csv({frame('a,a,,b', '1,2,3,4')}, header=True)",
    f"spark.read.csv({frame('1,2024-01-05', '2.5,2024-01-06')}, inferSchema=True)",
    f"spark.read.csv({frame('1;x', '2;y')}, sep=';', schema='a int, b string')",
    f"spark.read.csv({QUOTED}, nullValue='NA')",
    "spark.read.csv(spark.createDataFrame([('1,x\\n2,y',)], 'value string'), multiLine=True)",
    f"spark.read.csv({BAD_LINES}, schema='a int, b string, {CORRUPT}')",
    f"spark.read.csv({BAD_LINES}, schema='a int, c string, b string', columnNameOfCorruptRecord='c')",
    f"spark.read.csv({BAD_LINES}, schema='a int, b string', mode='DROPMALFORMED')",
    f"spark.read.csv({BAD_LINES}, schema='a int, b string', mode='DROPMALFORMED').count()",
    f"spark.read.csv({BAD_LINES}, schema='a string, b string', mode='DROPMALFORMED')",
    "spark.read.csv(spark.createDataFrame([], 'value string'))",
    "spark.read.csv(spark.createDataFrame([], 'value string'), header=True)",
    f"spark.read.csv({frame('')})",
    f"spark.read.csv({frame('a,b')}, header=True)",
    "spark.read.csv(spark.createDataFrame([], 'value string'), schema='a int')",
    "spark.read.csv(spark.range(3).select(F.concat_ws(',', 'id', 'id').alias('v')), schema='a int, b int').filter('a > 0').select('b')",
]

PARSE_FAILURES = [
    "spark.read.json(spark.createDataFrame([(1,)], 'value int')).collect()",
    "spark.read.csv(spark.createDataFrame([(1,)], 'value int')).collect()",
    "spark.read.json(spark.createDataFrame([('{}', '{}')], 'a string, b string')).collect()",
    "spark.read.csv(spark.createDataFrame([('1', 2)], 'a string, b int'), schema='a int').collect()",
    "spark.read.json(spark.createDataFrame([('x',)], 'value string'), schema='a int, _corrupt_record int').collect()",
    f"spark.read.csv({frame('1,2')}, schema='a int, b array<int>').collect()",
]
# Spark's driver says what its task has failed of, and no condition of its own.
MALFORMED = [
    f"spark.read.json({BAD}, schema='a int', mode='FAILFAST').collect()",
    f"spark.read.json({BAD}, schema='a int', mode='FAILFAST').count()",
    f"spark.read.json({BAD}, mode='FAILFAST').collect()",
    f"spark.read.csv({frame('1,x', 'z,y')}, schema='a int, b string', mode='FAILFAST').collect()",
    f"spark.read.csv({frame('1,x', 'z,y')}, schema='a int, b string', mode='FAILFAST').count()",
]

NAMED = 'spark.sql("select 1 as abc, 2 as ABD, 3 as x, 4 as `a b`")'
PATTERNS = [f"(lambda d: d.select(d.colRegex('{pattern}')))({NAMED}.alias('t'))" for pattern in ("`a.*`", "`x`", "abc", "`zz.*`", "t.`a.*`", "T.`a.*`", "u.`a.*`", "`t`.`a.*`", "`(?i)AB[cd]`", "`(x)?+.+`", "`b`", "`ab.`")] + [
    f"(lambda d: d.select('x', d.colRegex('`a.*`'), '*', d.colRegex('`zz`')))({NAMED})",
    f"(lambda d: d.select(F.struct(d.colRegex('`ab.`'))))({NAMED})",
    f"(lambda d: d.select(d.colRegex('`x`') + 1))({NAMED})",
    f"(lambda d: d.filter(d.colRegex('`x`') > 1))({NAMED})",
    f"{NAMED}.select(F.struct('*').alias('s'))",
    "(lambda a, b: a.join(b, a.id == b.id).select(a.colRegex('`id`'), b.colRegex('id'), a.colRegex('`.*`')))(spark.range(2).withColumn('m', F.lit(1)), spark.range(2).withColumn('n', F.lit(2)))",
    "(lambda d: d.select(d.colRegex('`ä`'), d.colRegex('`日.*`')))(spark.sql('select 1 as `日本`, 2 as `Ä`'))",
]
PATTERN_FAILURES = [
    f"(lambda d: d.select(d.colRegex('`x`').alias('n')).collect())({NAMED})",
    f"(lambda d: d.withColumn('n', d.colRegex('`x`')).collect())({NAMED})",
    f"(lambda d: d.orderBy(d.colRegex('`x`')).collect())({NAMED})",
    f"(lambda d: d.groupBy(d.colRegex('`a.*`')).count().collect())({NAMED})",
]
