"""What test_udf.py asks PySpark, here and there: functions in Python."""

SCALARS = [
    "spark.range(3).select(F.udf(lambda x: x + 1, 'long')('id'))",
    "spark.range(3).select(F.udf(lambda x: x + 1)('id'))",
    "spark.range(3).select(F.udf(lambda: 7, 'int')().alias('n'))",
    "spark.range(0).select(F.udf(lambda x: x + 1, 'long')('id'))",
    "spark.range(3).select(F.udf(lambda x: None, 'string')('id').alias('n'))",
    "spark.range(3).select('id', F.udf(lambda x: x * 2, 'long')('id').alias('a'), F.udf(lambda x: str(x), 'string')('id').alias('b'))",
    "spark.range(3).select(F.udf(lambda x: x + 1, 'long')(F.udf(lambda x: x * 10, 'long')('id')).alias('n'))",
    "spark.range(3).select((F.udf(lambda x: x + 1, 'long')('id') * 2).alias('n'))",
    "spark.range(3).select(F.udf(ratio, 'double')('id').alias('n'))",
    "spark.range(3).select(F.udf(ratio, 'double')('id', F.lit(4)).alias('n'))",
    "spark.range(3).select(F.udf(ratio, 'double')(F.col('id'), b=F.lit(4)).alias('n'))",
    "spark.range(3).select(F.udf(ratio, 'double')(b=F.lit(4), a=F.col('id')).alias('n'))",
    "spark.range(3).select(F.pandas_udf(lambda a, b: a / b, 'double')(F.col('id'), F.lit(4)).alias('n'))",
    "spark.range(9).filter(F.udf(lambda x: x % 3 == 0, 'boolean')('id'))",
    "spark.range(9).groupBy(F.udf(lambda x: x % 3, 'long')('id').alias('k')).count().orderBy('k')",
    "spark.range(9).agg(F.sum(F.udf(lambda x: x * x, 'long')('id')).alias('s'))",
    "spark.range(9).groupBy((F.col('id') % 2).alias('k')).agg(F.max(F.udf(lambda x: -x, 'long')('id')).alias('m')).orderBy('k')",
    "spark.range(5).orderBy(F.udf(lambda x: (x * 7) % 5, 'long')('id'))",
    "spark.range(9).withColumn('u', F.udf(lambda x: x + 1, 'long')('id')).filter('u > 5')",
    "spark.range(4).alias('a').join(spark.range(4).alias('b'), F.udf(lambda x: x + 1, 'long')(F.col('a.id')) == F.col('b.id')).orderBy('a.id')",
    "spark.range(3).select(F.udf(lambda x: {'a': x, 'b': [x]}, 'struct<a:long,b:array<long>>')('id').alias('s')).select('s.a', 's.b')",
    "spark.range(3).select(F.udf(lambda x: [x] * x, 'array<long>')('id').alias('l')).select(F.size('l'), F.explode_outer('l'))",
    "spark.range(2).select(F.when(F.col('id') > 0, F.udf(lambda x: x * 2, 'long')('id')).otherwise(-1).alias('w'))",
    "spark.sql('select id, cast(id as string) as s from range(3)').select(F.udf(lambda s, i: s * i, 'string')('s', 'id').alias('r'))",
    "spark.range(3).select(F.udf(lambda x: x, 'long', useArrow=False)('id'))",
    "spark.range(3).select(F.udf(ratio, 'double', useArrow=False)(b=F.lit(4), a=F.col('id')).alias('n'))",
    "spark.range(3).select(F.udf(lambda: 7, 'int', useArrow=False)().alias('n'))",
    "spark.range(3).select(F.udf(lambda x: x, 'long').asNondeterministic()('id'))",
    # Columns and iterators over them.
    "spark.range(3).select(F.pandas_udf(lambda c: c + 1, 'long')('id'))",
    "spark.range(3).select(F.pandas_udf(lambda c: c.astype(str), 'string')('id').alias('s'))",
    "spark.range(3).select(F.pandas_udf(lambda c: c + 0.5, 'double')('id').alias('d'))",
    "spark.range(3).select(F.pandas_udf(added, 'long', F.PandasUDFType.SCALAR_ITER)('id').alias('n'))",
    "spark.range(3).select(F.pandas_udf(added_pairs, 'long', F.PandasUDFType.SCALAR_ITER)('id', 'id').alias('n'))",
    "spark.range(7000).select(F.pandas_udf(looking_ahead, 'long', F.PandasUDFType.SCALAR_ITER)('id').alias('n')).agg(F.sum('n').alias('s'))",
    "spark.range(20000).select(F.pandas_udf(added, 'long', F.PandasUDFType.SCALAR_ITER)('id').alias('n')).agg(F.sum('n').alias('s'))",
    "spark.range(20000).select(F.udf(lambda x: x + 1, 'long')('id').alias('n')).agg(F.sum('n').alias('s'))",
    "spark.range(3).select(F.pandas_udf(lambda c: pandas.DataFrame({'a': c, 'b': c.astype(str)}), 'a long, b string')('id').alias('s')).select('s.a', 's.b')",
    "spark.sql('select struct(id as a, id + 1 as b) as s from range(3)').select(F.pandas_udf(lambda frame: frame['a'] + frame['b'], 'long')('s').alias('n'))",
    "spark.range(3).select(F.arrow_udf(lambda c: pyarrow.compute.add(c, 1), 'long', F.ArrowUDFType.SCALAR)('id').alias('n'))",
    "spark.range(3).select(F.arrow_udf(lambda frames: (pyarrow.compute.add(c, 1) for c in frames), 'long', F.ArrowUDFType.SCALAR_ITER)('id').alias('n'))",
]

# Results of more than a megabyte, which come in pieces.
SCALARS += [
    "spark.range(2047).select(F.udf(lambda i: 'x' * 604 + str(i), 'string')('id').alias('s')).agg(F.sum(F.length('s')), F.max('s'))",
    "spark.range(3).select(F.udf(lambda i: 'x' * 3_000_000 + str(i), 'string', useArrow=False)('id').alias('s')).select(F.length('s'), F.right('s', F.lit(3)))",
    "spark.range(3).select(F.pandas_udf(lambda c: c.map(lambda i: [i] * 300_000), 'array<long>')('id').alias('l')).select(F.size('l'), F.element_at('l', -1))",
    "spark.range(5000).mapInPandas(lambda frames: (frame.assign(s='é' * 700) for frame in frames for _ in range(3)), 'id long, s string').agg(F.sum(F.length('s')), F.sum('id'))",
    "spark.range(6000).groupBy((F.col('id') % 2).alias('k')).applyInPandas(lambda frame: frame.assign(s='x' * 900), 'id long, s string').agg(F.sum(F.length('s')), F.sum('id'))",
]

# Generators of what functions give, or of what is another at each look: it is made once.
SCALARS += [f"spark.range(20).select('id', {call}).agg({judge}.alias('b'))" for call, judge in (
    ("F.explode(F.udf(random_map, 'map<double,double>')('id')).alias('k', 'v')", "F.sum((F.col('k') != F.col('v')).cast('int'))"), ("F.explode_outer(F.udf(random_map, 'map<double,double>')('id')).alias('k', 'v')", "F.sum((F.col('k') != F.col('v')).cast('int'))"),
    ("F.posexplode(F.udf(random_list, 'array<int>')('id'))", "F.max(F.abs(F.col('col') - F.col('pos')))"),
    ("F.inline(F.udf(random_pairs, 'array<struct<a:double,b:double>>')('id'))", "F.sum((F.col('a') != F.col('b')).cast('int'))"))]
SCALARS += ["spark.sql(\"select id, t.* from range(3) lateral view posexplode(split(concat(id, ',a'), ',')) t as p, w\")", "spark.range(2).select(F.json_tuple(F.udf(lambda i: '{\"a\": %d, \"b\": %d}' % (i, i + 1), 'string')('id'), 'a', 'b'), 'id')"]

# Functions with names, in queries and in expressions.
REGISTERED = [
    "spark.udf.register('plus_one', lambda x: x + 1, 'long')(F.lit(1)) is not None",
    "spark.sql('select plus_one(id) as n from range(3)')",
    "spark.sql('select PLUS_ONE(id + 1) from range(2)')",
    "spark.range(3).selectExpr('plus_one(id)')",
    "spark.range(3).select(F.call_udf('plus_one', 'id').alias('n'))",
    "spark.range(3).select(F.expr('plus_one(plus_one(id))').alias('n'))",
    "spark.sql('select count(*) as n from range(9) where plus_one(id) > 4')",
    "spark.sql('select plus_one(id) % 2 as k, count(*) as n from range(9) group by 1 order by 1')",
    "spark.range(3).select(F.call_function('abs', F.col('id') - 1).alias('n'))",
    "spark.range(3).createOrReplaceTempView('numbers')",
    "spark.sql('select plus_one(id) as n from numbers where id > 0')",
    "spark.udf.register('plus_one', lambda x: x + 100, 'long') is not None",
    "spark.sql('select plus_one(id) as n from range(2)')",
    "spark.udf.register('halves', F.pandas_udf(lambda c: c / 2, 'double')) is not None",
    "spark.sql('select halves(id) as h from range(3)')",
]

# Functions from rows to rows, and over groups.
ROWS = [
    "spark.range(5).mapInPandas(lambda frames: (frame[frame.id > 1] for frame in frames), 'id long')",
    "spark.range(5).mapInPandas(lambda frames: (frame.assign(twice=frame.id * 2) for frame in frames), 'id long, twice long').filter('twice > 2')",
    "spark.range(20000).mapInPandas(lambda frames: (frame for frame in frames for _ in range(3)), 'id long').agg(F.count('*'), F.sum('id'))",
    "spark.range(20000).mapInPandas(first_of, 'id long').agg(F.count('*').alias('n')).select(F.col('n') > 0)",
    "spark.range(5).mapInArrow(lambda batches: (batch.slice(1) if batch.num_rows > 4 else batch for batch in batches), 'id long').agg(F.sum('id'))",
    "spark.sql('select struct(id as a) as s, array(id) as l from range(2)').mapInPandas(lambda frames: frames, 's struct<a:long>, l array<long>')",
    "spark.range(10).withColumn('k', F.col('id') % 3).groupBy('k').applyInPandas(lambda frame: frame.assign(id=frame.id - frame.id.mean()), 'id double, k long').orderBy('k', 'id')",
    "spark.range(10).withColumn('k', F.col('id') % 3).groupBy('k').applyInPandas(with_key, 'k long, n long').orderBy('k')",
    "spark.range(10).groupBy((F.col('id') % 2).alias('k')).applyInPandas(lambda frame: pandas.DataFrame({'n': [len(frame)]}), 'n long')",
    "spark.range(10).groupBy().applyInPandas(lambda frame: pandas.DataFrame({'n': [len(frame)]}), 'n long')",
    "spark.sql(\"select * from values (1, 'a'), (null, 'b'), (null, 'c'), (2, null) as t(k, v)\").groupBy('k').applyInPandas(lambda frame: pandas.DataFrame({'n': [len(frame)]}), 'n long').orderBy('n')",
    "spark.range(30000).groupBy((F.col('id') % 7).alias('k')).applyInPandas(lambda frame: pandas.DataFrame({'s': [frame.id.sum()]}), 's long').orderBy('s')",
    "spark.range(10).withColumn('k', F.col('id') % 3).groupBy('k').applyInArrow(lambda table: table.slice(0, 1), 'id long, k long').orderBy('k')",
    "spark.range(10).groupBy(F.udf(lambda x: x % 3, 'long')('id').alias('k')).applyInPandas(with_key, 'k long, n long').orderBy('k')",
    "spark.range(10).groupBy(F.pandas_udf(lambda c: c % 3, 'long')('id').alias('k'), F.udf(lambda x: x % 2, 'long')('id')).applyInPandas(with_key, 'k long, n long').orderBy('k', 'n')",
    "spark.range(10).groupBy(F.udf(lambda x: x % 3, 'long')('id').alias('k')).applyInArrow(lambda table: table.slice(0, 1), 'id long').orderBy('id')",
    "spark.range(10).groupBy((F.col('id') % 3).alias('k')).agg(F.pandas_udf(lambda c: c.mean(), 'double', F.PandasUDFType.GROUPED_AGG)('id').alias('m')).orderBy('k')",
    "spark.range(10).agg(F.pandas_udf(lambda c: c.sum(), 'long', F.PandasUDFType.GROUPED_AGG)('id').alias('m'))",
    "spark.range(10).groupBy((F.col('id') % 3).alias('k')).agg(F.pandas_udf(lambda a, b: (a * b).sum(), 'long', F.PandasUDFType.GROUPED_AGG)('id', 'id').alias('m')).orderBy('k')",
    "spark.range(6).select('id', F.pandas_udf(lambda c: c.mean(), 'double', F.PandasUDFType.GROUPED_AGG)('id').over(W.partitionBy(F.col('id') % 2)).alias('m')).orderBy('id')",
    "spark.range(6).select('id', F.pandas_udf(lambda c: c.sum(), 'long', F.PandasUDFType.GROUPED_AGG)('id').over(W.orderBy('id').rowsBetween(-1, 1)).alias('m')).orderBy('id')",
]

FAILURES = [
    "told(lambda: spark.range(3).select(F.udf(raises, 'int')('id')).collect())",
    "told(lambda: spark.range(3).select(F.udf(raises_deeper, 'int')('id')).collect())",
    "told(lambda: spark.range(3).select(F.udf(raises, 'int', useArrow=False)('id')).collect())",
    "told(lambda: spark.range(3).select(F.pandas_udf(lambda c: c.nope, 'int')('id')).collect())",
]
# Only how they fail, not what is told: of lengths, for one, that are of our batches.
FAILURES += [f"outcome(lambda: {action}.collect())" for action in (
    "spark.range(3).select(F.pandas_udf(lambda c: c[:1], 'long')('id'))", "spark.range(3).select(F.pandas_udf(swallowing, 'long', F.PandasUDFType.SCALAR_ITER)('id'))", "spark.range(3).select(F.pandas_udf(doubling, 'long', F.PandasUDFType.SCALAR_ITER)('id'))",
    "spark.range(3).select(F.pandas_udf(lambda c: 7, 'long')('id'))", "spark.range(3).select(F.udf(lambda a, b: a, 'int')('id'))", "spark.range(3).select(F.transform(F.array('id'), lambda x: F.udf(lambda y: y, 'long')(x)))")]
