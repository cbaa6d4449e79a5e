"""What test_clients.py asks of the older clients of Spark, here, and of the newest, at a real Spark: programs of every PySpark since 3.5. A session has
what the statements before have made; OUT is a folder."""

PEOPLE = "spark.createDataFrame([(1, 'Ann', 1.5), (2, 'Bob', None), (3, None, -0.25)], 'id int, name string, x double')"

STATEMENTS = [
    # SQL and its parameters.
    "spark.sql('select 1 as a, \\'x\\' as b')",
    "spark.sql('select :a + 1 as x, :b as y', args={'a': 1, 'b': 'text'})",
    "spark.sql('select ? as x, ? as y', args=[7, 1.5])",
    "spark.sql(\"select 1Y as a, 2S as b, date'2024-01-02' as c, timestamp'2024-01-02 03:04:05' as d, 1.50 as f, array(1, null) as g, map('a', 1) as h, struct(1 as a) as i, timestamp_ntz'2024-01-02 03:04:05' as j\")",
    # Rows that a client sends, and takes.
    PEOPLE,
    f"{PEOPLE}.toPandas().to_dict('records')[:1]",
    "spark.createDataFrame(pandas.DataFrame({'a': [1, 2], 'b': ['x', None]}))",
    "spark.createDataFrame([(i, 'x' * 100) for i in range(60000)], 'i long, s string').selectExpr('sum(i)', 'sum(length(s))')",
    "spark.createDataFrame([Row(a=[1, 2], b={'k': datetime.date(2024, 2, 29)}, c=decimal.Decimal('1.25'))])",
    "int(spark.range(100000).toPandas()['id'].sum())",
    "[row.id for row in spark.range(4).toLocalIterator()]",
    "spark.range(3).orderBy(F.desc('id')).head(2)",
    "spark.range(3).tail(1)",
    # Relations and expressions.
    "spark.range(9).filter('id > 1').select((F.col('id') * 2).alias('n')).orderBy('n')",
    f"{PEOPLE}.withColumns({{'y': F.col('x') + 1, 'NAME': F.upper('name')}})",
    f"{PEOPLE}.withColumnRenamed('id', 'n').drop('x')",
    f"(lambda a, b: a.join(b, a.id == b.n, 'left').orderBy('id'))({PEOPLE}, spark.range(2, 4).toDF('n'))",
    f"{PEOPLE}.join(spark.range(3), 'id')",
    f"{PEOPLE}.groupBy('name').agg(F.count('*').alias('n'), F.max('x').alias('m')).orderBy('name')",
    "spark.range(6).groupBy().pivot('id', [1, 2]).count()",
    "spark.range(3).union(spark.range(2)).distinct().orderBy('id')",
    f"{PEOPLE}.na.fill({{'x': 0.0}}).dropna()",
    f"{PEOPLE}.unpivot('id', ['x'], 'k', 'v')",
    f"{PEOPLE}.describe('id')",
    "spark.range(5).select('id', F.sum('id').over(W.partitionBy(F.col('id') % 2).orderBy('id')).alias('s')).orderBy('id')",
    "spark.range(2).select(F.explode(F.transform(F.array(F.lit(1), F.lit(2)), lambda x: x * 10)).alias('e'))",
    f"{PEOPLE}.select(F.when(F.col('id') > 1, 'many').otherwise('one').alias('w'), F.col('name').like('A%').alias('l'), F.col('id').isin(1, 3).alias('i'))",
    f"{PEOPLE}.dropDuplicates(['id']).count()",
    f"{PEOPLE}.to(T.StructType([T.StructField('id', T.LongType())]))",
    # What is printed and told of a frame.
    f"{PEOPLE}.show()", f"{PEOPLE}.printSchema()", f"{PEOPLE}.schema.json()", f"{PEOPLE}.dtypes", "spark.range(3).isLocal() in (True, False)",
    # Writes and reads.
    f"{PEOPLE}.write.mode('overwrite').parquet('OUT/people')",
    "spark.read.parquet('OUT/people').orderBy('id')",
    f"{PEOPLE}.write.partitionBy('id').option('header', True).csv('OUT/texts')",
    "spark.read.option('header', True).schema('name string, x double, id int').csv('OUT/texts').orderBy('id')",
    "spark.range(2).write.json('OUT/json')", "spark.read.json('OUT/json').orderBy('id')", "spark.range(2).write.parquet('OUT/people')",
    # The catalog and the session's settings.
    "spark.range(3).createOrReplaceTempView('numbers')",
    "spark.table('numbers').count()",
    "spark.catalog.tableExists('numbers')",
    "'numbers' in [table.name for table in spark.catalog.listTables() if table.isTemporary]",
    "[(column.name, column.dataType) for column in spark.catalog.listColumns('numbers')]",
    "spark.catalog.currentDatabase()",
    "spark.catalog.dropTempView('numbers')",
    "spark.conf.set('spark.sql.session.timeZone', 'Asia/Tokyo')",
    "spark.conf.get('spark.sql.session.timeZone')",
    "spark.sql(\"select cast(timestamp'2024-01-01 00:00:00' as long) as t\")",
    "spark.conf.set('spark.sql.session.timeZone', 'UTC')",
    # Functions in Python.
    "spark.range(3).select(F.udf(lambda x: x + 1, 'long')('id').alias('n'))",
    "spark.udf.register('plus_two', lambda x: x + 2, 'long') is not None",
    "spark.sql('select plus_two(id) as n from range(3)')",
    "spark.range(3).select(F.pandas_udf(lambda c: c * 2, 'long')('id').alias('n'))",
    "spark.range(5).mapInPandas(lambda frames: (frame[frame.id > 1] for frame in frames), 'id long')",
    "spark.range(6).groupBy((F.col('id') % 2).alias('k')).applyInPandas(lambda frame: pandas.DataFrame({'n': [len(frame)]}), 'n long')",
    # What is wrong.
    "spark.sql('selec 1')",
    "spark.range(1).select('nope').collect()",
    "spark.table('nosuch').collect()",
    "spark.sql('select nosuch(1)').collect()",
    "spark.range(1).select(F.raise_error(F.lit('no'))).collect()",
    "spark.read.parquet('OUT/nosuch').collect()",
    "spark.sql('select id from range(3) where sum(id) > 1').collect()",
    "spark.range(3).union(spark.range(3).select('id', 'id')).collect()",
]
