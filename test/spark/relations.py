"""What test_connect.py asks PySpark of each relation of the protocol beyond the plain ones in frames.py."""

PEOPLE = 'spark.createDataFrame([(1, "Ann", 1.5, True), (2, "Bob", None, False), (3, None, -0.25, None), (None, "日本", float("nan"), True), (5, "Ann", 2.5, True)], "id int, name string, x double, ok boolean")'
SALES = 'spark.createDataFrame([(2023, "de", "a", 10, 1.5), (2023, "fr", "b", 20, None), (2024, "de", "a", 30, 2.5), (2024, "de", "b", None, 4.0), (2024, None, "a", 50, 5.0), (None, "fr", None, 60, 6.0)], "year int, land string, kind string, n int, x double")'
NUMBERS = 'spark.createDataFrame([(i, float(i * i % 17), i % 4, str(i % 3)) for i in range(40)], "a int, b double, c long, d string")'

PASSED_THROUGH = [
    f"spark.range(5).hint({hint})" for hint in ("'broadcast'", "'merge'", "'shuffle_hash'", "'shuffle_replicate_nl'", "'coalesce', 2", "'repartition', 2", "'repartition', 2, 'id'", "'rebalance'", "'repartition_by_range', 'id'")
] + [
    "spark.range(5).join(F.broadcast(spark.range(3)), 'id')", "spark.range(5).hint('no_such_hint')", "spark.range(5).repartition(2)", "spark.range(5).repartition(2, 'id')", "spark.range(5).repartition('id')", "spark.range(5).coalesce(1)",
    "spark.range(5).repartitionByRange(2, 'id')", "spark.range(5).repartitionByRange(2, F.desc('id'))", "spark.range(5).repartition(3).count()", "spark.range(5).sortWithinPartitions('id').orderBy('id')",
]

COLUMNS = [
    f"{PEOPLE}.alias('p').select('p.id', 'p.name')", f"{PEOPLE}.toDF('a', 'b', 'c', 'd')", f"{PEOPLE}.withColumns({{'a': F.col('id') + 1, 'NAME': F.upper('name')}})", f"{PEOPLE}.withColumnsRenamed({{'id': 'n', 'x': 'y', 'no': 'z'}})",
    f"{PEOPLE}.withColumnsRenamed({{'id': 'name', 'name': 'id'}})", f"{PEOPLE}.drop('id', 'nope')", f"{PEOPLE}.drop(F.col('id'))", f"{PEOPLE}.drop(F.col('nope'))", "(lambda d: d.drop(d.name, d.x))(" + PEOPLE + ")", f"{PEOPLE}.drop('ID')",
    "(lambda a, b: a.join(b, a.id == b.id).drop(b.id))(spark.range(3), spark.range(4))", "(lambda a, b: a.join(b, a.id == b.id).drop('id'))(spark.range(3), spark.range(4))", 
    f"{PEOPLE}.transform(lambda d: d.select('id'))",
    f"{PEOPLE}.to(T.StructType([T.StructField('name', T.StringType()), T.StructField('id', T.LongType())]))", f"{PEOPLE}.to(T.StructType([T.StructField('ID', T.StringType())]))", f"{PEOPLE}.to(T.StructType([T.StructField('new', T.StringType()), T.StructField('x', T.DoubleType())]))",
    "spark.sql(\"select named_struct('a', 1, 'b', 'x') as s, array(1, 2) as l\").to(T.StructType([T.StructField('s', T.StructType([T.StructField('b', T.StringType()), T.StructField('a', T.LongType())])), T.StructField('l', T.ArrayType(T.LongType()))]))",
]

PARTS = [
    "spark.range(10).tail(3)", "spark.range(2).tail(5)", "spark.range(10).tail(0)", "spark.range(10).orderBy(F.desc('id')).tail(2)", "spark.range(10).orderBy('id').limit(5).offset(2)", "spark.range(10).orderBy('id').offset(8).limit(5)",
    "spark.range(100).sample(0.0)", "spark.range(100).sample(1.0)", "spark.range(100).sample(True, 0.0, 3)", "spark.range(5).dropDuplicates()", "spark.range(5).drop_duplicates(['ID'])", "spark.range(5).dropDuplicates(['id']).count()",
    "0 < spark.range(1000).sample(0.5, 3).count() < 1000", "spark.range(1000).sample(0.5, 3).collect() == spark.range(1000).sample(0.5, 3).collect()", "300 < spark.range(1000).sample(0.5, seed=7).count() < 700",
    "spark.range(1000).sample(0.3, 3).collect() == spark.range(1000).sample(0.3, 4).collect()", "1700 < spark.range(1000).sample(True, 2.0, 5).count() < 2300", "spark.range(1000).sample(True, 2.0, 5).distinct().count() < 1000",
    "sum(p.count() for p in spark.range(1000).randomSplit([1.0, 2.0, 3.0], 42))", "[0 < p.count() < 700 for p in spark.range(1000).randomSplit([1.0, 2.0, 3.0], 42)]", "(lambda p: p[0].intersect(p[1]))(spark.range(100).randomSplit([0.5, 0.5], 1))", "(lambda p: p[0].union(p[1]).orderBy('id'))(spark.range(20).randomSplit([0.5, 0.5], 1))",
    "spark.range(100).sampleBy(F.col('id') % 3, {0: 1.0, 1: 0.0}, 0).orderBy('id')", "100 < spark.range(999).sampleBy(F.col('id') % 3, {0: 0.5}, 0).count() < 230", f"{PEOPLE}.sampleBy('name', {{'Ann': 1.0}}, 3)",
]

GAPS = [
    f"{PEOPLE}.na.drop()", f"{PEOPLE}.na.drop('all')", f"{PEOPLE}.na.drop('any', subset=['id', 'x'])", f"{PEOPLE}.dropna(thresh=3)", f"{PEOPLE}.na.drop(subset='name')", f"{PEOPLE}.na.drop('all', subset=['name', 'x'])", f"{PEOPLE}.na.drop(subset=['nope'])",
    f"{PEOPLE}.na.fill(7)", f"{PEOPLE}.na.fill(7.9)", f"{PEOPLE}.na.fill('u')", f"{PEOPLE}.na.fill(True)", f"{PEOPLE}.na.fill({{'id': 9, 'name': 'none', 'x': 1}})", f"{PEOPLE}.na.fill(1, subset=['id', 'name'])", f"{PEOPLE}.fillna('x', 'name')", f"{PEOPLE}.na.fill(1, ['nope'])", f"{PEOPLE}.na.fill({{'id': '9'}})",
    f"{PEOPLE}.na.replace(1, 10)", f"{PEOPLE}.na.replace([1, 2], [10, 20], 'id')", f"{PEOPLE}.na.replace('Ann', 'Eve')", f"{PEOPLE}.na.replace({{'Ann': 'Eve', 'Bob': None}}, subset=['name'])", f"{PEOPLE}.replace({{1.5: 9.0}})", f"{PEOPLE}.na.replace(True, False)", f"{PEOPLE}.na.replace('Ann', None)", f"{PEOPLE}.na.replace(1, 10, ['name'])",
    f"{PEOPLE}.na.replace({{1: 2, 2: 1}})", f"{PEOPLE}.na.replace(float('nan'), 0.0)", "spark.sql('select cast(1 as decimal(5,2)) as d, cast(2 as tinyint) as t, cast(1 as float) as f, null as n').na.replace(1, 3)", "spark.sql('select cast(null as decimal(5,2)) as d, cast(null as tinyint) as t, cast(null as float) as f, cast(null as date) as a').na.fill(3)",
]

RESHAPED = [
    f"{NUMBERS}.limit(3).melt('a', ['b', 'c'], 'k', 'v')", f"{NUMBERS}.limit(3).unpivot(['a', 'd'], ['b', 'c'], 'k', 'v')", f"{NUMBERS}.limit(3).select('a', 'b', 'c').melt('a', None, 'k', 'v')", f"{NUMBERS}.limit(2).melt([], ['a', 'c'], 'k', 'v')", f"{NUMBERS}.limit(2).melt('a', ['b'], 'k', 'v')",
    f"{NUMBERS}.limit(2).unpivot('a', [F.col('c')], 'k', 'v')",
    f"{SALES}.groupBy('year').pivot('land', ['de', 'fr']).sum('n').orderBy('year')", f"{SALES}.groupBy('year').pivot('land').sum('n').orderBy('year')", f"{SALES}.groupBy('year').pivot('land').agg(F.sum('n'), F.avg('x').alias('m')).orderBy('year')", f"{SALES}.groupBy('year').pivot('land', ['de', 'xx']).count().orderBy('year')",
    f"{SALES}.groupBy().pivot('kind').count()", f"{SALES}.groupBy('year').pivot('land', ['fr']).max('x').orderBy('year')", f"{SALES}.groupBy('land').pivot('year', [2023, 2024]).agg(F.collect_list('n').alias('l')).orderBy('land')",
    f"{SALES}.groupBy('year').pivot('land', ['de']).agg(F.first('n'), F.count_distinct('kind')).orderBy('year')", f"{SALES}.groupBy('year').pivot('x').count().orderBy('year')", "spark.range(3).groupBy().pivot('id').count()", "spark.range(0).groupBy('id').pivot('id').count()",
    f"{SALES}.groupingSets([['year', 'land'], ['year'], []], 'year', 'land').agg(F.sum('n').alias('s')).orderBy('year', 'land', 's')", f"{SALES}.rollup('year', 'land').agg(F.sum('n').alias('s'), F.grouping_id().alias('g')).orderBy('year', 'land', 'g')", f"{SALES}.cube('year', 'land').agg(F.sum('n').alias('s'), F.grouping('year').alias('g')).orderBy('year', 'land', 'g', 's')",
    "spark.createDataFrame([('x', 1, 2), ('y', 3, 4)], 'k string, a int, b int').transpose()", "spark.createDataFrame([('x', 1, 2), ('y', 3, 4)], 'k string, a int, b int').transpose('k')", "spark.createDataFrame([(2, 'p', 'q'), (1, 'r', None)], 'k int, a string, b string').transpose()", "spark.createDataFrame([], 'k string, a int').transpose()",
    "spark.createDataFrame([('x', 1, 2.5), (None, 3, 4.5)], 'k string, a int, b double').transpose()",
]

# More of them, which test_plans.py found.
RESHAPED += [
    "spark.sql(\"select map('a', 1) as m\").distinct()", "(lambda d: d.intersect(d))(spark.sql(\"select map('a', 1) as m\"))", "spark.range(2).select(F.lit(decimal.Decimal('1.25')), F.lit(decimal.Decimal('-0.05')), F.lit(decimal.Decimal('100')), F.lit(decimal.Decimal('1E+3')), F.lit(decimal.Decimal('1.5E-7')))",
    "spark.range(2).groupBy(F.lit(decimal.Decimal('1.25')).alias('x')).count()", "spark.range(1).select(F.substring(F.lit(b'abcd'), 2, 2).alias('a'), F.substring(F.lit(b'abcd'), -3, 2).alias('b'), F.substring(F.lit(b'abcd'), 0, 9).alias('c'), F.substring(F.lit(b'abcd'), -9, 7).alias('d'))",
    "spark.range(0).rollup('id').count()", "spark.range(0).cube('id').agg(F.sum('id'))", "spark.range(2).select((F.to_date(F.lit('2024-01-31')) + F.expr('interval 1 month')).alias('d'), (F.lit(datetime.datetime(2024, 1, 31, 1)) - F.expr('interval 90 minutes')).alias('t'))",
]

STATISTICS = [
    f"{PEOPLE}.describe()", f"{PEOPLE}.describe('id')", f"{PEOPLE}.describe('id', 'name')", f"{PEOPLE}.select('ok').describe()", f"{NUMBERS}.describe()", "spark.range(3).describe()", "spark.range(0).describe()", "spark.sql('select cast(1.25 as decimal(5,2)) as d, date\\'2024-01-01\\' as t, cast(3 as float) as f').describe()",
    f"{PEOPLE}.summary()", f"{NUMBERS}.summary()", f"{NUMBERS}.summary('count', 'min', '10%', '75.5%', 'max')", f"{NUMBERS}.summary('count_distinct', 'mean', 'stddev')", f"{NUMBERS}.summary('nope')", f"{NUMBERS}.summary('120%')", f"{NUMBERS}.describe('nope')",
    f"{SALES}.crosstab('land', 'kind').orderBy('land_kind')", f"{SALES}.stat.crosstab('year', 'n').orderBy('year_n')", f"{NUMBERS}.crosstab('c', 'd').orderBy('c_d')", f"{SALES}.crosstab('x', 'land').orderBy('x_land')",
    f"round({NUMBERS}.cov('a', 'b'), 12)", f"round({NUMBERS}.corr('a', 'b'), 12)", f"round({NUMBERS}.corr('a', 'c', 'pearson'), 12)", f"{NUMBERS}.stat.cov('a', 'd')", f"{PEOPLE}.cov('id', 'x')", f"{PEOPLE}.corr('id', 'id')", "spark.range(0).cov('id', 'id')", "spark.range(0).corr('id', 'id')", "spark.range(1).cov('id', 'id')", "spark.range(1).corr('id', 'id')", f"round({SALES}.cov('n', 'x'), 12)", f"round({SALES}.corr('n', 'x'), 12)",
    f"{NUMBERS}.approxQuantile('a', [0.0, 0.25, 0.5, 0.75, 1.0], 0.0)", f"{NUMBERS}.approxQuantile(['a', 'b', 'c'], [0.1, 0.5, 0.9], 0.0)", f"{SALES}.approxQuantile('n', [0.5], 0.0)", f"{PEOPLE}.approxQuantile('x', [0.0, 0.5, 1.0], 0.0)", "spark.range(0).approxQuantile('id', [0.5], 0.0)", f"{NUMBERS}.approxQuantile('a', [0.5], 0.1)[0] in range(14, 26)", f"{NUMBERS}.approxQuantile('d', [0.5], 0.0)",
    f"{NUMBERS}.select('c').freqItems(['c'], 0.2).selectExpr('sort_array(c_freqItems) as f')", f"{NUMBERS}.freqItems(['d'], 0.2).selectExpr('sort_array(d_freqItems) as f')", f"{SALES}.freqItems(['year', 'land'], 0.15).selectExpr('sort_array(year_freqItems) as y', 'sort_array(land_freqItems) as l')",
]

TOGETHER = [
    f"spark.range(4).join(spark.range(2, 6), 'id', '{how}')" for how in ("inner", "cross", "outer", "full", "fullouter", "full_outer", "left", "leftouter", "left_outer", "right", "rightouter", "right_outer", "semi", "leftsemi", "left_semi", "anti", "leftanti", "left_anti")
] + [
    "spark.range(3).join(spark.range(2))", "spark.range(2).join(spark.range(3).toDF('k'), F.col('id') < F.col('k'), 'left')", "(lambda a, b: a.join(b, a.id == b.n, 'left_outer'))(spark.range(3), spark.range(2).toDF('n'))",
    "(lambda d: d.join(d.filter('id > 0'), 'id'))(spark.range(3))", "(lambda a: (lambda b: a.join(b, a.id == b.id).select(a.id, b.n))(a.withColumn('n', a.id * 2)))(spark.range(3))", "(lambda a: (lambda b: a.join(b, a.id == b.id).select(a.id))(a.filter('id > 0')))(spark.range(3))",
    "(lambda a: (lambda b: a.join(b, a.id == b.id, 'left').select(a.id, b.id))(a.filter('id > 0')))(spark.range(3))", "(lambda a: a.alias('x').join(a.alias('y'), F.col('x.id') == F.col('y.id')).select('x.id', 'y.id'))(spark.range(3))", "(lambda a: a.select(a.id, (a.id + 1).alias('n')).filter(a.id > 0))(spark.range(3))",
    "(lambda a, b: a.join(b, a.id == b.id).select(a.id, b.id.alias('o')).where(a.id > 0))(spark.range(3), spark.range(3))", "(lambda a, b: a.join(b, a.id == b.id, 'semi').select(a.id))(spark.range(3), spark.range(2))", "(lambda a: a.join(a.groupBy('id').count(), 'id'))(spark.range(3))",
    "(lambda a: (lambda b: a.join(b, a.id == b.id))(a.withColumn('n', a.id * 2)))(spark.range(3))", "(lambda a: (lambda b: a.join(b, a.id == b.id))(a.filter('id > 0')))(spark.range(3))", "(lambda a: (lambda b: a.join(b, a.id == b.id))(a.groupBy('id').count()))(spark.range(3))", "(lambda a: (lambda b: a.join(b, a.id == b.id).select(a.id, b.id))(a.select((a.id + 1).alias('id'))))(spark.range(3))",
    "(lambda a: (lambda b: a.join(b, a.id == b.id).drop(b.id))(a.filter('id > 0')))(spark.range(3))",
    "(lambda a, b: a.join(b, [a.id == b.id, a.id > 0]))(spark.range(3), spark.range(3))", "(lambda a, b: a.join(b, ['id', 'n']))(spark.range(3).withColumn('n', F.lit(1)), spark.range(3).withColumn('n', F.lit(1)))", "(lambda a: a.orderBy(a.id.desc()).select(a.id))(spark.range(3))", "(lambda a: a.groupBy(a.id).agg(F.max(a.id).alias('m')).orderBy(a.id))(spark.range(3))",
    "(lambda a: a.union(a).filter(a.id > 1))(spark.range(3))", "(lambda a: a.alias('z').select(a['id'], a['*']))(spark.range(3))",
    "spark.range(3).union(spark.range(2)).count()", "spark.range(3).unionAll(spark.range(2))", f"{PEOPLE}.select('id', 'name').unionByName({PEOPLE}.select('name', 'id'))", f"{PEOPLE}.select('id', 'name').unionByName({PEOPLE}.select('x', 'id'), allowMissingColumns=True)", f"{PEOPLE}.select('id').unionByName({PEOPLE}.select('x'), allowMissingColumns=True)",
    "spark.range(3).union(spark.range(2)).intersectAll(spark.range(2).union(spark.range(2)))", "spark.range(3).union(spark.range(2)).intersect(spark.range(2))", "spark.range(3).union(spark.range(2)).exceptAll(spark.range(1))", "spark.range(3).subtract(spark.range(1))", "spark.range(2).toDF('n').union(spark.sql('select 1.5'))", "spark.range(2).toDF('n').union(spark.sql(\"select 'x'\"))",
    "(lambda a: a.lateralJoin(spark.tvf.explode(F.array(F.lit(1), F.col('id').outer()))))(spark.range(2))", "(lambda a: a.lateralJoin(spark.createDataFrame([(0,), (1,)], 'k long').where(F.col('k') < F.col('id').outer()), how='left'))(spark.range(3))",
    "(lambda a: a.lateralJoin(spark.range(3).toDF('k'), F.col('k') == a.id))(spark.range(2))",
    "(lambda a, b: a.where(b.where(F.col('k') == F.col('id').outer()).exists()))(spark.range(4), spark.createDataFrame([(0,), (1,)], 'k long'))", "(lambda a, b: a.where(~b.where(F.col('k') == F.col('id').outer()).exists()))(spark.range(4), spark.createDataFrame([(0,), (1,)], 'k long'))", "(lambda a, b: a.where(a.id == b.agg(F.max('k')).scalar()))(spark.range(4), spark.createDataFrame([(0,), (1,)], 'k long'))",
    "(lambda a, b: a.select('id', b.where(F.col('k') == F.col('id').outer()).select(F.sum('k')).scalar().alias('s')))(spark.range(3), spark.createDataFrame([(0,), (1,)], 'k long'))", "(lambda a, b: a.where(a.id.isin(b.where('k > 0'))))(spark.range(4), spark.range(3).toDF('k'))",
    "spark.tvf.range(3)", "spark.tvf.range(1, 9, 3)", "spark.tvf.explode(F.array(F.lit(1), F.lit(2)))", "spark.tvf.explode_outer(F.array().cast('array<int>'))", "spark.tvf.posexplode(F.array(F.lit('a'), F.lit('b')))", "spark.tvf.inline(F.array(F.struct(F.lit(1).alias('a'), F.lit('b').alias('b'))))",
    "spark.tvf.explode(F.create_map(F.lit('a'), F.lit(1)))", "spark.tvf.posexplode_outer(F.array().cast('array<int>'))", "spark.tvf.inline_outer(F.array(F.struct(F.lit(1).alias('a'))))",
]

PRINTED = [
    f"{PEOPLE}.show()", f"{PEOPLE}.show(2)", f"{PEOPLE}.show(truncate=3)", f"{PEOPLE}.show(truncate=False, vertical=True)", "spark.range(3).show(0)", f"{PEOPLE}.printSchema()", f"{PEOPLE}.printSchema(1)", "spark.sql(\"select named_struct('a', array(1)) as s, map('k', 1.5) as m\").printSchema()", "spark.sql(\"select named_struct('a', array(1)) as s, map('k', 1.5) as m\").printSchema(2)",
    "spark.range(3)._repr_html_()", f"[spark.conf.set('spark.sql.repl.eagerEval.enabled', 'true'), {PEOPLE}._repr_html_(), repr({PEOPLE}), spark.conf.unset('spark.sql.repl.eagerEval.enabled')][1:3]", "repr(spark.range(3))",
    "[spark.conf.set('spark.sql.repl.eagerEval.enabled', 'true'), spark.conf.set('spark.sql.repl.eagerEval.maxNumRows', '2'), spark.range(3)._repr_html_(), spark.sql(\"select '<b>&\\\"x' as `a<b`\")._repr_html_(), spark.conf.unset('spark.sql.repl.eagerEval.enabled'), spark.conf.unset('spark.sql.repl.eagerEval.maxNumRows')][2:4]",
]

OBSERVED = [
    "(lambda o: [spark.range(5).observe(o, F.count(F.lit(1)).alias('n'), F.max('id').alias('m'), F.avg('id').alias('a')).collect(), o.get])(Observation())", "(lambda o: [spark.range(5).observe(o, F.sum('id').alias('s')).filter('id > 3').collect(), o.get])(Observation('named'))", "spark.range(5).observe('plain', F.count('*').alias('n')).orderBy('id')",
    "(lambda o: [spark.range(0).observe(o, F.max('id').alias('m'), F.count('*').alias('n')).collect(), o.get])(Observation())", "(lambda o: [spark.range(3).observe(o, F.max(F.col('id').cast('string')).alias('t'), F.max(F.lit(True)).alias('b'), F.max(F.lit(1.5).cast('decimal(5,2)')).alias('d')).collect(), o.get])(Observation())",
    "(lambda o: [spark.range(3).observe(o, F.collect_list('id').alias('l')).collect(), o.get])(Observation())",
]

RELATIONS = PASSED_THROUGH + COLUMNS + PARTS + GAPS + RESHAPED + STATISTICS + TOGETHER + PRINTED + OBSERVED
