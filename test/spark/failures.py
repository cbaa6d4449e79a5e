"""What is wrong, and fails in PySpark with Spark's condition, SQLSTATE, parameters and message: for test_connect.py."""

NAMES = 'spark.createDataFrame([(1, 2, 3)], "alpha int, beta int, gamma int")'
WIDE = 'spark.createDataFrame([(1, 2, 3, 4, 5, 6, 7)], "zz int, noper int, c int, d int, e int, f int, g int")'

FAILURES = [
    # What cannot be resolved.
    "spark.range(3).select('nope').collect()", f"{NAMES}.select('alpa')", f"{NAMES}.select('bet', 'alpha').collect()", f"{NAMES}.where('delta > 1').collect()", f"{NAMES}.alias('t').select('t.nope').collect()", f"{NAMES}.alias('t').select('u.alpha').collect()", f"{NAMES}.orderBy('nope').collect()",
    f"{NAMES}.groupBy('nope').count().collect()", f"{NAMES}.withColumn('x', F.col('nope') + 1).collect()", f"{NAMES}.dropDuplicates(['nope']).collect()", f"{NAMES}.na.drop(subset=['nope'])", f"{NAMES}.na.fill(1, ['nope'])", f"{NAMES}.describe('nope').collect()", f"{NAMES}.cov('alpha', 'nope')", f"{WIDE}.na.drop(subset=['nope'])", f"{WIDE}.na.replace(1, 2, ['nope'])", f"{WIDE}.describe('nope')", f"{WIDE}.corr('c', 'nope')", f"{WIDE}.select('nope').collect()", "spark.sql('select 1 as a, 2 as nxxe, 3 as nope1').select('nope').collect()", "spark.sql('select nope from (select 1 as a, 2 as nxxe, 3 as nope1)')", "spark.sql('select t.nope from (select 1 as ne, 2 as d, 3 as aaaaaaaaa) t')", f"{WIDE}.freqItems(['nope']).collect()",
    "spark.range(3).drop('id').select('x').collect()", "spark.range(3).select('id.a').collect()", "spark.range(3).select(F.col('id').nope).collect()", "spark.sql(\"select named_struct('a', 1) as s\").select('s.b').collect()", f"{NAMES}.select('`alpha').collect()", f"{NAMES}.select('x.*').collect()",
    "spark.range(3).join(spark.range(3), 'nope').collect()", f"{NAMES}.join({NAMES}, ['alpha', 'nope']).collect()", "(lambda a, b: a.join(b, a.id == b.id).select('id').collect())(spark.range(3), spark.range(3))", "spark.range(2).alias('a').join(spark.range(2).alias('b')).select('id').collect()",
    "spark.table('nosuch').collect()", "spark.table('a.nosuch').collect()", "spark.sql('select * from nosuch')", "spark.sql('select nope from range(3)')", "spark.range(1).select(F.expr('nosuch(id)')).collect()", "spark.sql('select nosuch(1)')", "spark.range(1).select(F.call_function('nosuch', 'id')).collect()",
    f"{NAMES}.unionByName(spark.range(1)).collect()", "spark.range(3).withColumnRenamed('id', 'x').select('id').collect()",
    # Types and numbers of things.
    f"{NAMES}.filter('alpha').collect()", f"{NAMES}.filter(F.lit('x')).collect()", f"{NAMES}.select(F.col('alpha') + F.array(F.lit(1))).collect()", f"{NAMES}.select(F.col('alpha') > F.array(F.lit(1))).collect()", f"{NAMES}.select(F.col('alpha').cast('array<int>')).collect()", 
    f"{NAMES}.select(F.expr('substring(alpha)')).collect()", f"{NAMES}.select(F.expr('upper(alpha, beta)')).collect()", f"{NAMES}.join({NAMES}, F.lit(1)).collect()",
    "spark.range(3).union(spark.range(3).select('id', 'id')).collect()", "spark.range(3).intersect(spark.range(3).select('id', 'id')).collect()", "spark.range(3).union(spark.sql('select array(1)')).collect()", "spark.range(3).exceptAll(spark.sql('select array(1)')).collect()", "spark.range(3).toDF('a', 'b').collect()", "spark.range(3).limit(-1).collect()", "spark.range(3).offset(-1).collect()",
    f"{NAMES}.melt(['alpha', 'beta', 'gamma'], None, 'k', 'v').collect()", "spark.sql(\"select 1 as a, 'x' as b\").melt([], ['a', 'b'], 'k', 'v').collect()", f"{NAMES}.to(T.StructType([T.StructField('alpha', T.ArrayType(T.IntegerType()))])).collect()", f"{NAMES}.to(T.StructType([T.StructField('nope', T.IntegerType(), False)])).collect()", f"{NAMES}.select(F.explode('alpha')).collect()",
    f"{NAMES}.groupBy('alpha').agg(F.col('beta')).collect()", f"{NAMES}.select(F.row_number()).collect()", f"{NAMES}.summary('nope').collect()", f"{NAMES}.summary('120%').collect()",
    f"{NAMES}.selectExpr('cast(alpha as string) as a').approxQuantile('a', [0.5], 0.0)", f"{NAMES}.sample(1.5).collect()", f"{NAMES}.sample(True, -1.0).collect()", f"{NAMES}.freqItems(['alpha'], 2.0).collect()", "spark.createDataFrame([(str(i),) for i in range(501)], 'k string').transpose().collect()", "spark.range(10001).groupBy().pivot('id').count().collect()",
    f"{NAMES}.selectExpr(\"'x' as k\", 'beta', 'array(alpha) as l').transpose().collect()",
    # Texts that cannot be read.
    "spark.range(3).filter('id >').collect()", "spark.sql('selec 1')", "spark.sql('')", "spark.range(1).selectExpr('1 +').collect()", "spark.sql('select (1')",
    # Views and settings.
    "[spark.range(3).createOrReplaceTempView('taken'), spark.range(3).createTempView('taken')]", "spark.conf.get('spark.no.such.key')", "spark.conf.set('spark.sql.warehouse.dir', 'x')", "spark.conf.set('spark.sql.session.timeZone', 'Nowhere/City')", "spark.conf.set('spark.sql.shuffle.partitions', 'many')", "spark.conf.set('spark.sql.shuffle.partitions', '0')",
    "spark.conf.set('spark.sql.caseSensitive', 'maybe')", "spark.conf.set('spark.sql.timestampType', 'NOPE')", "spark.conf.set('spark.executor.memory', '1g')", "spark.conf.unset('spark.sql.warehouse.dir')",
]
