"""What test_connect.py asks PySpark, here and there: expressions that give a data frame, print, or fail."""

import collection_frames

PEOPLE = 'spark.createDataFrame([(1, "Ann", 1.5, None), (2, "Bob", None, [1, 2]), (3, None, -0.25, []), (4, "日本", float("nan"), [None])], "id int, name string, x double, l array<int>")'

FRAMES = [
    # Relations.
    "spark.range(10)",
    "spark.range(2, 10, 3)",
    "spark.range(10).count()",
    "spark.range(0)",
    "spark.range(5).filter('id % 2 = 0')",
    "spark.range(5).where(F.col('id') > 2)",
    "spark.range(3).select('id', (F.col('id') + 1).alias('next'), F.lit('x'))",
    "spark.range(3).withColumn('k', F.col('id') * 2)",
    "spark.range(3).withColumnRenamed('id', 'n')",
    "spark.range(3).toDF('n')",
    "spark.range(3).drop('id')",
    "spark.range(6).orderBy(F.desc('id')).limit(2)",
    "spark.range(6).orderBy('id').offset(4)",
    "spark.range(3).union(spark.range(2))",
    "spark.range(3).unionByName(spark.range(2))",
    "spark.range(4).intersect(spark.range(2, 6))",
    "spark.range(4).exceptAll(spark.range(2, 6))",
    "spark.range(4).selectExpr('id % 2 as k').distinct()",
    "spark.range(4).selectExpr('id % 2 as k', 'id').dropDuplicates(['k']).select('k')",
    "spark.range(3).join(spark.range(1, 4), 'id')",
    "spark.range(3).alias('a').join(spark.range(2).alias('b'), F.col('a.id') == F.col('b.id'), 'left').orderBy('a.id')",
    "spark.range(3).crossJoin(spark.range(2))",
    "spark.range(3).join(spark.range(2), 'id', 'left_anti')",
    "spark.range(3).join(spark.range(2, 5), 'id', 'full').orderBy('id')",
    "spark.range(9).groupBy((F.col('id') % 3).alias('k')).agg(F.sum('id').alias('s'), F.count('*').alias('n'), F.avg('id'), F.max('id')).orderBy('k')",
    "spark.range(9).agg(F.expr('sum(id) filter (where id > 4)').alias('s'))",
    "spark.range(4).rollup((F.col('id') % 2).alias('k')).count().orderBy('k')",
    "spark.range(4).cube('id').count().orderBy('id')",
    "spark.range(4).selectExpr('*', 'id + 1 as n', 'id % 2')",
    "spark.range(4).select('id', F.row_number().over(W.orderBy(F.desc('id'))).alias('r')).orderBy('id')",
    "spark.range(1).select(F.sum('ID').over(W.partitionBy(F.col('id') % 2).orderBy('id')), F.row_number().over(W.orderBy(F.desc('id'))), F.count('*').over(W.partitionBy()))",
    "spark.range(1).select(F.sum(F.rank().over(W.orderBy('id'))).over(W.partitionBy()), F.percent_rank().over(W.orderBy(F.col('id').desc_nulls_first())), F.ntile(2).over(W.orderBy('id')) + 1)",
    "spark.range(1).select(F.lag('id').over(W.orderBy('id')), F.lead('id', 2, 7).over(W.orderBy('id')), F.avg('id').over(W.orderBy('id').rowsBetween(-1, 0)), F.max('id').over(W.orderBy('id').rangeBetween(W.unboundedPreceding, 1)), F.cume_dist().over(W.orderBy('id')))",
    # Windows beside a generator are of the rows that it gives.
    "spark.range(3).select(F.rank().over(W.orderBy('id')).alias('w'), F.explode(F.array('id', F.col('id') + 1)).alias('x')).orderBy('w', 'x')",
    "spark.range(3).select('id', F.posexplode(F.array('id', F.lit(7))), F.sum('id').over(W.partitionBy()).alias('w')).orderBy('id', 'pos')",
    "spark.range(3).withColumns({'x': F.explode(F.array('id', F.lit(7))), 'w': F.count('*').over(W.partitionBy())}).orderBy('id', 'x')",
    "spark.range(4).select(F.sum('id').over(W.partitionBy(F.col('id') % 2).orderBy('id')).alias('s')).orderBy('s')",
    # Rows that come from the client.
    PEOPLE,
    f"{PEOPLE}.filter('name is not null').select('name', F.size('l'))",
    'spark.createDataFrame([("a", 1), ("b", 2)], ["s", "n"])',
    'spark.createDataFrame([Row(a=1, b=Row(c="x"))])',
    'spark.createDataFrame([], "a int, b string")',
    'spark.createDataFrame([(datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 10, 11, 12, 345), decimal.Decimal("1.50"), b"xy", True)], "d date, t timestamp, n decimal(10,2), b binary, o boolean")',
    'spark.createDataFrame([({"a": 1},)], "m map<string,int>")', 'spark.createDataFrame([(1,), (2,)], "a long").agg(F.sum("a"))',
    # SQL and views.
    "spark.sql('select 1 as a, array(1, 2) as l, null as n')",
    "spark.sql('select * from range(3) where id > 0')",
    "spark.range(3).createOrReplaceTempView('t')",
    "spark.sql('select id, id * id as sq from t order by id desc')",
    "spark.table('t').filter('id = 1')",
    "spark.sql('select a.id from t a join t b on a.id = b.id + 1 order by 1')", "spark.table('t').columns", "spark.range(3).createTempView('t')",
    # Expressions.
    "spark.range(2).select(F.when(F.col('id') == 0, 'zero').otherwise('more').alias('w'))",
    "spark.range(1).select(F.expr('transform(array(1, 2), x -> x + 1)').alias('l'))",
    "spark.range(1).select(F.transform(F.array(F.lit(1), F.lit(2)), lambda x: x * 2).alias('l'))",
    "spark.range(1).select(F.lit(None).cast('string').alias('n'), F.lit(1.5), F.lit(True), F.lit(datetime.date(2024, 1, 1)))",
    "spark.range(2).select(F.struct(F.col('id').alias('a'), F.lit('x').alias('b')).alias('s')).select('s.a', F.col('s').b)",
    "spark.range(1).select(F.upper(F.lit('straße')), F.concat_ws('-', F.lit('a'), F.lit('b')), F.substring(F.lit('hello'), 2, 3))",
    "spark.range(1).select(F.to_date(F.lit('2024-02-29')).alias('d'), F.year(F.lit('2024-02-29').cast('date')).alias('y'))",
    "spark.range(3).select(F.explode(F.array(F.lit(1), F.lit(2))).alias('e'), 'id').orderBy('id', 'e')",
    "spark.range(1).select(F.col('id').cast('string').alias('s'), F.col('id').isNull().alias('n'), (~(F.col('id') == 0)).alias('b'))",
    # What is printed.
    "spark.range(3).show()",
    "spark.range(30).show()",
    "spark.range(3).show(1)",
    "spark.range(0).show()",
    f"{PEOPLE}.show()",
    f"{PEOPLE}.drop('l').show()",
    f"{PEOPLE}.drop('l').show(2, False)",
    f"{PEOPLE}.drop('l').show(2, 5, True)",
    "spark.range(2).show(vertical=True)",
    "spark.range(1).selectExpr('\"a long text that is cut because it is long\" as t').show()",
    "spark.sql(r\"select 'two\\nlines' as t\").show()",
    f"{PEOPLE}.printSchema()",
    "spark.range(3).columns",
    "spark.range(3).dtypes",
    "spark.range(3).first()",
    "spark.range(3).take(2)",
    "spark.range(3).head()",
    "spark.range(3).isEmpty()",
    "spark.range(3).toPandas().to_string()",
    # In another time zone, whose days have 23 and 25 hours.
    *[f"(spark.conf.set('spark.sql.session.timeZone', 'America/New_York'), spark.sql(\"select cast('{start}' as timestamp) as a, cast('{end}' as timestamp) as b, cast('{start}' as timestamp_ntz) as n\").select({of}).collect(), spark.conf.set('spark.sql.session.timeZone', 'UTC'))[1]" for start, end, of in (
        ("2024-11-03 00:00", "2024-11-03 03:00", "F.sequence('a', 'b', F.lit(datetime.timedelta(hours=1))).cast('string').alias('s')"), ("2024-11-02 12:00", "2024-11-05 12:00", "F.sequence('a', 'b').cast('string').alias('s')"),
        ("2024-03-09 02:30", "2024-03-12 02:30", "F.sequence('a', 'b', F.lit(datetime.timedelta(hours=24))).cast('string').alias('s')"), ("2024-03-09 02:30", "2024-03-12 02:30", "F.sequence('a', 'b', F.lit(datetime.timedelta(hours=25))).cast('string').alias('s')"),
        ("2024-03-10 00:00", "2024-03-10 05:00", "F.timestamp_diff('HOUR', 'a', 'b'), F.timestamp_add('HOUR', F.lit(3), 'n').cast('string'), F.timestamp_add('HOUR', F.lit(3), 'a').cast('string').alias('s')"))],
    # Settings.
    "spark.conf.get('spark.sql.session.timeZone')",
    "spark.conf.set('spark.sql.shuffle.partitions', '7')",
    "spark.conf.get('spark.sql.shuffle.partitions')",
    "spark.conf.get('no.such.key', 'else')",
    "spark.conf.get('spark.no.such.key')",
]

# Of what PySpark itself asks for.
FRAMES += [f"spark.conf.get('spark.sql.{key}')" for key in (
    "caseSensitive", "execution.arrow.maxRecordsPerBatch", "execution.arrow.pyspark.enabled", "execution.arrow.pyspark.fallback.enabled", "execution.arrow.pyspark.selfDestruct.enabled", "execution.arrow.useLargeVarTypes",
    "execution.pandas.convertToArrowArraySafely", "execution.pandas.inferPandasDictAsMap", "execution.pandas.structHandlingMode", "execution.pyspark.binaryAsBytes", "execution.pythonUDF.arrow.enabled", "execution.pythonUDTF.arrow.enabled",
    "experimental.optimizer.transpilePyUDFs", "pyspark.inferNestedDictAsStruct.enabled", "pyspark.jvmStacktrace.enabled", "pyspark.legacy.inferArrayTypeFromFirstElement.enabled", "pyspark.legacy.inferMapTypeFromFirstPair.enabled",
    "repl.eagerEval.enabled", "repl.eagerEval.maxNumRows", "repl.eagerEval.truncate", "session.localRelationBatchOfChunksSizeBytes", "session.localRelationCacheThreshold", "session.localRelationChunkSizeBytes",
    "session.localRelationChunkSizeRows", "session.localRelationSizeLimit", "timestampType", "connect.serverStacktrace.enabled")]

# Functions, and the columns' names that they make.
TEXT = 'spark.createDataFrame([("Ann Lee 12", 1), ("日本", 2), (None, 3)], "s string, i int")'
FRAMES += [f"{TEXT}.select({functions})" for functions in (
    "F.ascii('s'), F.base64('s'), F.unbase64(F.base64('s')), F.bit_length('s'), F.btrim('s'), F.char('i'), F.concat_ws('-', 's', F.split('s', ' ')), F.contains('s', F.lit('n'))",
    "F.decode(F.encode('s', 'UTF-8'), 'UTF-8'), F.elt(F.lit(1), 's'), F.find_in_set('s', 's'), F.format_string('%s %d', 's', 'i'), F.initcap('s'), F.instr('s', 'n'), F.left('s', F.lit(2)), F.right('s', F.lit(2))",
    "F.levenshtein('s', F.lit('Ann')), F.levenshtein('s', F.lit('Ann'), 2), F.locate('n', 's'), F.locate('n', 's', 3), F.lpad('s', 5, '#'), F.rpad('s', 12, '#'), F.mask('s'), F.octet_length('s'), F.overlay('s', F.lit('x'), 2)",
    "F.position(F.lit('n'), 's'), F.regexp_count('s', F.lit('n')), F.regexp_extract('s', '([a-z]+)', 1), F.regexp_extract_all('s', F.lit('([a-z]+)')), F.regexp_instr('s', F.lit('e')), F.regexp_replace('s', 'n', 'm'), F.regexp_substr('s', F.lit('e+'))",
    "F.repeat('s', 2), F.replace('s', F.lit('n')), F.rlike('s', F.lit('^A')), F.soundex('s'), F.split('s', 'n', 2), F.split_part('s', F.lit(' '), F.lit(1)), F.substring_index('s', ' ', -1), F.translate('s', 'An', 'ao')",
    "F.url_encode('s'), F.url_decode(F.url_encode('s')), F.is_valid_utf8('s'), F.quote('s'), F.crc32('s'), F.md5('s'), F.sha1('s'), F.sha2('s', 384), F.hash('s', 'i'), F.xxhash64('s', 'i')",
    "F.bin('i'), F.hex('i'), F.hex('s'), F.unhex(F.hex('s')), F.conv('i', 10, 2), F.factorial('i'), F.bround('i', -1), F.cbrt('i'), F.hypot('i', 'i'), F.log2('i'), F.log1p('i'), F.pmod('i', F.lit(2)), F.positive('i'), F.negative('i')",
    "F.shiftleft('i', 3), F.shiftright('i', 1), F.shiftrightunsigned('i', 1), F.bit_count('i'), F.bit_get('i', F.lit(0)), F.getbit('i', F.lit(1)), F.width_bucket('i', F.lit(0), F.lit(4), F.lit(2)), F.try_add('i', F.lit(1)), F.try_divide('i', F.lit(0))",
    "F.nvl2('s', F.lit(1), F.lit(2)), F.nullifzero('i'), F.zeroifnull('i'), F.equal_null('s', 's'), F.typeof('s'), F.current_catalog(), F.current_database(), F.current_timezone(), F.assert_true(F.col('i') > 0)",
    "F.acos(F.lit(1)), F.atan2(F.lit(0), F.lit(1)), F.cos(F.lit(0)), F.degrees(F.lit(0)), F.exp(F.lit(0)), F.ln(F.lit(1)), F.log10(F.lit(1)), F.pow('i', 'i'), F.radians(F.lit(0)), F.sign('i'), F.signum('i'), F.sinh(F.lit(0.0)), F.sqrt('i'), F.tanh(F.lit(0))",
    "F.rand(7), F.randn(7), F.uniform(1, 10, 3), F.monotonically_increasing_id(), F.spark_partition_id()")]
TIME = "spark.createDataFrame([(datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 10, 11, 12, 345), '29.02.2024 23:59', 7), (None, None, None, None)], 'd date, t timestamp, s string, n int')"
FRAMES += [f"{TIME}.select({functions})" for functions in (
    "F.add_months('d', 1), F.date_add('d', 'n'), F.date_sub('d', 1), F.datediff('t', 'd'), F.date_format('t', 'EEE dd.MM.yyyy HH:mm'), F.date_trunc('hour', 't'), F.trunc('d', 'year'), F.last_day('d'), F.next_day('d', 'Mon')",
    "F.dayname('d'), F.monthname('d'), F.dayofweek('d'), F.dayofyear('d'), F.weekofyear('d'), F.weekday('d'), F.quarter('d'), F.date_part(F.lit('SECOND'), 't'), F.datepart(F.lit('week'), 'd'), F.extract(F.lit('year'), 'd')",
    "F.from_unixtime('n'), F.from_unixtime('n', 'yyyy'), F.unix_timestamp('t'), F.unix_timestamp('s', 'dd.MM.yyyy HH:mm'), F.to_unix_timestamp('s', F.lit('dd.MM.yyyy HH:mm')), F.to_date('s', 'dd.MM.yyyy HH:mm'), F.to_timestamp('s', 'dd.MM.yyyy HH:mm')",
    "F.to_timestamp_ntz('s', F.lit('dd.MM.yyyy HH:mm')), F.to_timestamp_ltz('s', F.lit('dd.MM.yyyy HH:mm')), F.try_to_timestamp('s', F.lit('dd.MM.yyyy HH:mm')), F.try_to_date('s', 'dd.MM.yyyy HH:mm')",
    "F.from_utc_timestamp('t', 'Asia/Tokyo'), F.to_utc_timestamp('t', 'America/New_York'), F.convert_timezone(F.lit('UTC'), F.lit('+05:30'), 't'), F.months_between('t', 'd'), F.months_between('d', 't', False)",
    "F.make_date(F.lit(2024), 'n', F.lit(1)), F.make_timestamp(F.lit(2024), 'n', F.lit(1), F.lit(2), F.lit(3), F.lit(4.5)), F.make_timestamp_ntz(F.lit(2024), 'n', F.lit(1), F.lit(2), F.lit(3), F.lit(4.5))",
    "F.timestamp_seconds('n'), F.timestamp_millis('n'), F.timestamp_micros('n'), F.unix_date('d'), F.unix_seconds('t'), F.unix_millis('t'), F.unix_micros('t'), F.date_from_unix_date('n'), F.timestamp_add('HOUR', 'n', 't'), F.timestamp_diff('DAY', 't', 'd')")]

FAILURES = [
    "spark.range(1).selectExpr('array_sort(array(map(1, 2)))').collect()",
    "spark.range(1).selectExpr('sort_array(array(map(1, 2)))').collect()",
    "spark.range(1).selectExpr('array_max(array(map(1, 2)))').collect()",
    "spark.range(1).selectExpr('array_min(array(map(1, 2)))').collect()",
    "spark.range(1).selectExpr('array_sort(array(struct(map(1, 2))))').collect()",
    "spark.range(1).selectExpr('map(1, 2) < map(1, 3)').collect()",
    "spark.range(1).selectExpr('greatest(map(1, 2), map(1, 3))').collect()",
    "spark.range(1).selectExpr('max(map(1, 2))').collect()",
    "spark.range(1).select(F.raise_error(F.lit('no'))).collect()",
    "spark.range(1).select(F.assert_true(F.col('id') > 0, 'too small')).collect()",
    "spark.range(1).select(F.when(F.col('id') == 0, F.raise_error(F.lit('no'))).otherwise('x')).collect()",
    "spark.range(1).select(F.split_part(F.lit('a'), F.lit('a'), F.lit(0))).collect()",
    "spark.range(1).select(F.regexp_extract(F.lit('a'), 'a', 3)).collect()",
    "spark.range(1).select(F.encode(F.lit('a'), 'nope')).collect()",
    "spark.range(1).select(F.url_decode(F.lit('%'))).collect()",
    "spark.range(1).select(F.from_utc_timestamp(F.lit('2024-01-01'), 'Mars')).collect()",
    "spark.range(1).select(F.bit_get(F.lit(1), F.lit(40))).collect()",
    "spark.range(1).select(F.date_part(F.lit('nope'), F.lit('2024-01-01'))).collect()",
    "spark.range(1).select(F.hex(F.array(F.lit(1)))).collect()",
    "spark.range(1).select(F.regexp_replace(F.lit('a'), '(', 'x')).collect()",
    *[f"spark.sql(\"select {call} from (select 'abc' as s)\").collect()" for call in (
        "mask(s, 'X', 'yz')", "mask(s, '')", "mask(s, s)", "regexp_replace(s, 'x', 'y', 0)", "regexp_replace(s, 'x', 'y', -1)", "overlay(cast(s as binary) placing 'x' from 1)", "rlike(s, '[')", "rlike(s, 'a{,2}')", "rlike(s, '\\\\\\\\y')", "array_repeat(1, 2147483647)")],
    *[f"spark.sql({f'select {call}'!r}).collect()" for call in (
        "to_number('4540', '999')", "to_number('', '999')", "to_number('12', '.99')", "try_to_number('12', '.99')", "to_number('12', '9' || a) from (select '9' as a)", "to_number('1', '999999999999999999999999999999999999999')", "to_char(true, '9')", "to_char(array(1), '9')", "to_char(1)", "to_char(X'61', 'nope')",
        *[f"to_char(12, '{pattern}')" for pattern in ("", "x", "$", "9x", "9$9", "9.$9", "9.9.9", ",99", "9,", "9,,9", "9.9,9", "S9S", "MI9MI", "$$9", "9PRPR", "PR9", "SMI9", "9é")],
        "to_binary('xyz')", "to_binary('a', 'base64')", "to_binary('YW!Jj', 'base64')", "to_binary('a', 'nope')", "to_binary('a', 1)", "to_binary('a', b) from (select 'hex' as b)", "try_to_binary(array(1))",
        "hmac('key', 'message', 'nope')", "hmac('', 'message')", "hmac(1, 2)", "version(1)", "randstr(-1, 0)", "randstr(id, 0) from range(2)", "randstr(5, id) from range(2)", "randstr(5, 1.5)", "randstr(5, '0')", "randstr(true, 0)",
        "bitmap_construct_agg(a) from values (32768) as t(a)", "bitmap_construct_agg(a) from values (-1) as t(a)", "bitmap_construct_agg(true)", "bitmap_or_agg('abc')", "bitmap_and_agg(1)")],
    "spark.range(1).select(F.timestamp_diff('DAYOFYEAR', F.current_timestamp(), F.current_timestamp())).collect()",
]

# What few use, and each function of it at least once.
FRAMES += [f"{TEXT}.select({functions})" for functions in (
    "F.asin(F.lit(1.0)), F.atan(F.lit(1.0)), F.cosh(F.lit(0.0)), F.bitwise_not('i'), F.curdate() == F.current_date(), F.current_schema(), F.typeof(F.current_timestamp()), F.typeof(F.localtimestamp())",
    "F.like('s', F.lit('%n%')), F.like('s', F.lit('A/_%'), F.lit('/')).alias('l'), F.ilike('s', F.lit('ANN%')), F.ilike('s', F.lit('a/%'), F.lit('/')).alias('m'), F.when(F.col('i') > 5, F.raise_error(F.lit('no'))).otherwise('x').alias('w')",
    "F.schema_of_csv(F.lit('1,a,2.5')), F.schema_of_csv(F.lit('1|a'), {'sep': '|'}), F.schema_of_json(F.lit('{\"a\": [1, 2.5], \"b\": {\"c\": \"x\"}}')), F.schema_of_json('[1]')",
    "F.try_make_timestamp_ltz(F.lit(2024), 'i', F.lit(30), F.lit(2), F.lit(3), F.lit(4.5)), F.try_make_timestamp_ltz(F.lit(2024), 'i', F.lit(1), F.lit(2), F.lit(3), F.lit(4.5), F.lit('Asia/Tokyo')), F.try_make_timestamp_ntz(F.lit(2024), 'i', F.lit(30), F.lit(2), F.lit(3), F.lit(4.5))",
    "F.to_char('i', F.lit('$99.9')), F.to_varchar('i', F.lit('S09')), F.to_number(F.lit('1,234.5-'), F.lit('9,999.99S')), F.try_to_number('s', F.lit('99')), F.to_char(F.lit(datetime.date(2024, 2, 29)), F.lit('MM/yyyy')).alias('d'), F.to_char(F.encode('s', 'utf-8'), F.lit('hex'))",
    "F.to_binary(F.lit('616')), F.to_binary('s', F.lit('UTF-8')), F.try_to_binary('s'), F.try_to_binary('s', F.lit('base64')), F.hmac('s', 's'), F.hex(F.hmac('s', 's', F.lit('sha1')))",
    "F.current_user(), F.user(), F.session_user(), F.current_path(), F.version().like('_.%.% %').alias('v'), F.col('current_user'), F.col('user')", "F.randstr(5, 0), F.randstr(F.lit(7), F.lit(42)), F.length(F.randstr(3)).alias('n')")]
FRAMES += [
    "spark.createDataFrame([(3.0, 1.0), (5.0, 2.0), (7.0, 3.0), (None, 9.0), (9.0, None)], 'y double, x double').agg(F.regr_avgy('y', 'x'), F.regr_intercept('y', 'x'), F.product('x'), F.product(F.col('y') - 2))",
    "spark.range(5).agg(F.hex(F.substring(F.bitmap_construct_agg('id'), 1, 2)), F.hex(F.substring(F.bitmap_or_agg(F.lit(b'a')), 1, 2)), F.hex(F.substring(F.bitmap_and_agg(F.lit(b'a')), 1, 2)))",
    "spark.createDataFrame([(1, 2)], 'user int, a int').select('user', F.col('user') + 1)",
    "spark.createDataFrame([(1, 2)], 'user int, a int').selectExpr('user', 'user + a', 'session_user')",
]

PARTITION = "F.spark_partition_id().alias('p')"
FRAMES += [
    f"spark.range(0, 8, 1, 3).select('id', {PARTITION})",
    f"spark.range(8, 0, -2, 3).select('id', {PARTITION})",
    f"spark.range(0, 8, 1, 4).coalesce(2).select('id', {PARTITION})",
    f"spark.range(0, 8, 1, 4).groupBy({PARTITION}).count().orderBy('p')",
    f"spark.range(0, 8, 1, 4).orderBy({PARTITION}, F.desc('id'))",
    f"spark.range(0, 8, 1, 4).limit(3).select('id', {PARTITION})",
    f"spark.range(8).repartition(4).groupBy({PARTITION}).count().orderBy('p')",
    f"spark.range(8).repartition(4, 'id').select('id', {PARTITION})",
    f"spark.range(8).repartition(4, 'id').filter('id > 2').withColumn('p', F.spark_partition_id()).filter('p > 1')",
    "spark.range(8).repartition(4, 'id').filter(F.spark_partition_id() == 1)",
    f"spark.range(8).repartition(4, 'id').drop('id').select({PARTITION})",
    f"spark.range(8).repartitionByRange(3, 'id').select('id', {PARTITION})",
    f"spark.createDataFrame([('a', 1.5), ('b', None), (None, 3.0)], 'k string, v double').repartition(5, 'k', 'v').select('k', {PARTITION})",
    f"spark.range(4).selectExpr('id', 'cast(id as decimal(20,2)) as d', 'date_add(date \'2020-01-01\', cast(id as int)) as t', 'array(id) as a').repartition(7, 'd', 't', 'a').select('id', {PARTITION})",
]
# A column is called as it is asked for, whatever its own spelling; a field by the last of its names, and by all of them within a call.
NESTED = "spark.sql(\"select 1 as id, named_struct('a', 1, 'b', named_struct('c', 2)) as s, array(named_struct('a', 1), null) as l, map('k', named_struct('a', 3)) as m\")"
FRAMES += [NESTED + rest for rest in (
    ".select('ID', F.col('Id') + 1, 'S').select('iD')", ".groupBy('ID').count()", ".agg(F.max('ID'))", ".alias('t').select('T.ID', 't.S.a')", ".select(F.struct('ID'))", ".drop('ID')",
    ".select('S.A', 's.b.C').select('a')", ".select(F.struct('s.A', 's.b.c', F.col('s').b, F.col('s.a').alias('x'), F.col('s.a') + 1))", ".groupBy('S.A', F.col('s').b.c).count()",
    ".groupBy('s.A').agg(F.max('s.b.c')).select('a')", ".select(F.col('s.b.C') + 1, F.array('s.A'), -F.col('s.a'), F.col('s.a').cast('string'), F.col('s.b').c)",
    ".select(F.upper(F.col('id').cast('string')), F.col('id').cast('int') + 1, F.struct(F.col('id').cast('string')), F.col('id').cast('string').cast('int'), F.col('id').alias('q').cast('int'))",
    ".select(F.upper(F.col('s.b.c').cast('string').alias('a')), F.array(F.col('id').alias('q')).alias('x'), F.col('id').alias('b').isNull(), F.struct(F.col('id').alias('a'), F.lit(1).alias('b')))",
    ".agg(F.sum(F.col('id').alias('a')), F.sum('id').alias('s'), F.max(F.col('id').alias('z').cast('double')))",
    ".agg(F.max('s.A'), F.max(F.col('s').A))", ".sort('S.A').dropDuplicates(['s'])", ".withColumn('x', F.col('s.a')).withColumn('ID', F.col('S'))",
    ".select('l.A', F.size('l.a'), F.col('l').a, F.col('l.a')[0], F.arrays_zip('l.a', 'l'))", ".select('m.k', 'm.k.A', F.upper('m.k.a'), 'm.none')", ".select('l.nope')", ".select('s.a.b')", ".select('id.a')",
)]  # fmt: skip
FRAMES += [f"(lambda frame: [frame.createOrReplaceTempView('nested'), spark.sql(\"{query}\")][1])({NESTED})" for query in (
    "select ID, S.A, l.A, m.k.a, struct(s.A), array(s.A), S.b.C + 1 from nested", "select S.A, max(s.b.c) from nested group by S.A", "select struct(id as x, id + 1 y, s.a) from nested", "select x.A from (select s as x from nested) where X.a = 1",
)]  # fmt: skip

FRAMES += collection_frames.FRAMES
FAILURES += collection_frames.FAILURES

# What is refused by name, and Spark answers; the list shrinks.
LATER = {
    "spark.read.orc('/dev/null').collect()": "PATH_NOT_FOUND",
    "spark.range(3).withMetadata('id', {'a': 1}).collect()": "UNSUPPORTED_FEATURE", "spark.range(3).zip(spark.range(3)).collect()": "UNSUPPORTED_FEATURE",
}
