"""What test_read.py asks PySpark about files, here and there. `DIR` in an expression is the folder that has FILES."""

import gzip

FILES = {
    "people.csv": "id,name,height,born,seen,ok\n1,Ann,1.5,1990-01-31,2024-01-05 10:11:12,true\n2,\"Bob, jr\",,1991-12-01,2024-01-05T10:11:12Z,false\n3,,2,2024-02-29,,TRUE\n",
    "noheader.csv": "1;a\n2;b\n;c\n",
    "numbers.csv": "i,l,d,big,mixed,text,comma\n1,3000000000,1.5,12345678901234567890,1,x,\"1,234\"\n-2,2,1e3,1,x,1,\"5\"\n+3,,NaN,,2.5,,\"6\"\n",
    "times.csv": "d,t,both,year,odd\n2024-1-5,2024-01-05 10:11,2024-01-05,2024,2024-13-01\n2024-01-31,2024-01-05 10:11:12.123456,2024-01-05 01:02:03,2023,x\n",
    "typed.csv": "1,1.5,true,2024-01-05,abc\n 2,x,t,notadate,\n3.5,2,TRUE,2024-01-06,\"\"\n300,1e400,false,,z\n",
    "empty.csv": "",
    "onlyheader.csv": "a,b\n",
    "quotes.csv": 'a,b\n"he said ""hi""",1\n"a\\"b",2\nx"y,3\n"two\nlines",4\n',
    "lines.txt": "one\n\nthree, four\r\n日本\nlast",
    "people.json": '{"id": 1, "name": "Ann", "tags": ["a", "b"], "at": {"x": 1.5}}\n{"id": 2, "tags": []}\n{"name": null, "id": 3000000000, "at": {"y": "z"}}\n',
    "many.json": '[{"a": 1},\n {"a": 2, "b": [1, 2]}]\n',
    "bad.json": '{"a": 1}\nnot json\n{"a": "x"}\n',
    "parts/year=2024/month=01/a.csv": "1,x\n2,y\n",
    "parts/year=2024/month=12/b.csv": "3,z\n",
    "parts/year=2023/month=__HIVE_DEFAULT_PARTITION__/c.csv": "4,w\n",
    "parts/_SUCCESS": "",
    "days/d=2024-01-05/a.csv": "1\n",
    "days/d=2024-01-06/a.csv": "2\n",
    "odd/k=1/a.csv": "1\n",
    "odd/k=x%2Fy/a.csv": "2\n",
    "odd/k=01/a.csv": "3\n",
    "nested/sub/a.csv": "1\n",
    "nested/b.csv": "2\n",
    "nested/.hidden.csv": "3\n",
    "none/_nothing.csv": "1\n",
}


def lay_out(folder):
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    (folder / "packed.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n"))


CSV = "spark.read.csv('DIR/{}', {})"
READS = [
    "spark.read.csv('DIR/people.csv').inputFiles()", "sorted(spark.read.text(['DIR/people.csv', 'DIR/lines.txt']).union(spark.range(1).select(F.col('id').cast('string'))).inputFiles())",
    # CSV.
    CSV.format("people.csv", "header=True"), CSV.format("people.csv", "header=True, inferSchema=True"), CSV.format("people.csv", "inferSchema=True"),
    CSV.format("noheader.csv", "sep=';'"), CSV.format("noheader.csv", "sep=';', inferSchema=True"), CSV.format("noheader.csv", "sep=';', schema='a int, b string'"),
    CSV.format("numbers.csv", "header=True, inferSchema=True"), CSV.format("times.csv", "header=True, inferSchema=True"),
    CSV.format("typed.csv", "schema='a int, b double, c boolean, d date, e string'"), CSV.format("typed.csv", "schema='a decimal(5,1), b float, c string, d timestamp, e string'"), CSV.format("typed.csv", "schema='a tinyint, b bigint'"),
    CSV.format("typed.csv", "inferSchema=True"), CSV.format("onlyheader.csv", "header=True"), CSV.format("onlyheader.csv", "header=True, inferSchema=True"), CSV.format("empty.csv", "schema='a int'"), CSV.format("empty.csv", ""),
    CSV.format("quotes.csv", "header=True"), CSV.format("quotes.csv", "header=True, multiLine=True, escape='\"'"), CSV.format("packed.csv.gz", "header=True, inferSchema=True"),
    "spark.read.format('csv').option('header', True).option('nullValue', 'Ann').load('DIR/people.csv').select('id', 'name')", "spark.read.option('header', 'true').csv(['DIR/people.csv', 'DIR/onlyheader.csv']).count()",
    "spark.read.schema(T.StructType([T.StructField('a', T.StringType()), T.StructField('b', T.IntegerType())])).csv('DIR/numbers.csv')", "spark.read.csv('DIR/people.csv', header=True).filter('id > 1').groupBy('ok').count().orderBy('ok')",
    # JSON and text.
    "spark.read.json('DIR/people.json')", "spark.read.json('DIR/people.json').select('at.x', F.explode_outer('tags').alias('tag'))", "spark.read.json('DIR/many.json', multiLine=True)", "spark.read.json('DIR/people.json', schema='id int, name string, missing double')",
    "spark.read.json('DIR/bad.json', schema='a int')", "spark.read.json('DIR/bad.json', mode='DROPMALFORMED', schema='a int')", "spark.read.text('DIR/lines.txt')", "spark.read.text('DIR/lines.txt').filter(F.col('value').contains('three')).count()",
    # Folders, globs, partitions.
    CSV.format("parts", "schema='id int, s string'"), CSV.format("parts", "inferSchema=True") + ".filter('year = 2024 and month = 1')", CSV.format("parts", "") + ".groupBy('year').count().orderBy('year')", CSV.format("days", "inferSchema=True"), CSV.format("odd", "inferSchema=True"),
    CSV.format("parts/year=2024", ""), "spark.read.option('basePath', 'DIR/parts').csv('DIR/parts/year=2024/month=01')", CSV.format("parts/*/*", ""), CSV.format("nested", ""), "spark.read.option('recursiveFileLookup', 'true').csv('DIR/nested')",
    "spark.read.option('recursiveFileLookup', True).csv('DIR/parts')", CSV.format("nested", "pathGlobFilter='*.txt', schema='a int'"), "spark.read.schema('month string, year int, _c0 int').csv('DIR/parts')", "spark.read.csv('file:DIR/noheader.csv', sep=';')", "spark.read.csv('file://DIR/noheader.csv', sep=';')",
    # Queries and views over files.
    "spark.read.csv('DIR/noheader.csv', sep=';').createOrReplaceTempView('v')", "spark.sql('select _c1, count(*) as n from v group by 1 order by 1')", "spark.table('v').join(spark.table('v').alias('w'), '_c0').count()", "spark.sql('select * from text.`DIR/lines.txt`')", "spark.sql('select _c0 from csv.`DIR/noheader.csv` order by 1')",
    "(lambda d: d.join(d.select('id', F.col('name').alias('n')), 'id').orderBy('id'))(spark.read.csv('DIR/people.csv', header=True))",
]

FAILURES = [
    "spark.read.csv('DIR/nosuch.csv').collect()", CSV.format("none", "") + ".collect()", "spark.read.json('DIR/nosuch').collect()", CSV.format("parts/year={2023,2024}", "") + ".collect()",
    "spark.table('nodb.nosuch').collect()",
]

# Run one after the other; OUT is a folder of each program's own, on disk for Spark, in S3 for the door.
PEOPLE = "spark.createDataFrame([(1, 'Ann', 2.5, 'a'), (2, None, None, 'b'), (3, '日本, \"x\"', -1.0, None)], 'id int, name string, x double, k string')"
WRITES = [
    "[(o, spark.range(7).observe(o, F.count(F.lit(1)).alias('n')).write.parquet('OUT/observed'), o.get)[2] for o in [Observation('written')]]",
    f"{PEOPLE}.write.parquet('OUT/plain')", "spark.read.parquet('OUT/plain')", f"{PEOPLE}.write.mode('append').parquet('OUT/plain')", "spark.read.parquet('OUT/plain').count()",
    f"{PEOPLE}.write.mode('ignore').parquet('OUT/plain')", "spark.read.parquet('OUT/plain').count()", f"{PEOPLE}.limit(1).write.mode('overwrite').parquet('OUT/plain')", "spark.read.parquet('OUT/plain')",
    f"{PEOPLE}.write.csv('OUT/csv', header=True)", "spark.read.csv('OUT/csv', header=True, inferSchema=True)", f"{PEOPLE}.write.option('sep', '|').csv('OUT/piped')", "spark.read.text('OUT/piped')",
    f"{PEOPLE}.write.json('OUT/json')", "spark.read.text('OUT/json')", "spark.read.json('OUT/json')", f"{PEOPLE}.write.format('json').option('compression', 'gzip').save('OUT/json.gz')", "spark.read.json('OUT/json.gz').count()",
    f"{PEOPLE}.write.partitionBy('k').parquet('OUT/parts')", "spark.read.parquet('OUT/parts')", f"{PEOPLE}.write.partitionBy('k', 'id').mode('overwrite').json('OUT/two')", "spark.read.json('OUT/two')", "spark.read.parquet('OUT/parts').filter(\"k = 'a'\")",
    f"{PEOPLE}.filter(\"k = 'a'\").withColumn('id', F.lit(9)).write.option('partitionOverwriteMode', 'dynamic').partitionBy('k').mode('overwrite').parquet('OUT/parts')", "spark.read.parquet('OUT/parts')",
    f"{PEOPLE}.filter('id > 5').write.parquet('OUT/none')", "spark.read.parquet('OUT/none')", "spark.range(3).write.save('OUT/range')", "spark.read.load('OUT/range')",
    "spark.range(3).write.parquet('OUT/range')", "spark.range(3).write.mode('error').parquet('OUT/range')", "spark.range(3).selectExpr('id as k').write.partitionBy('k').parquet('OUT/all')", "spark.range(1).selectExpr('array(id) as l').write.csv('OUT/nested')",
    # Tables.
    f"{PEOPLE}.write.option('path', 'OUT/table').saveAsTable('people')", "spark.table('people')", "spark.sql('select k, count(*) as n from people group by k order by k')", f"{PEOPLE}.write.saveAsTable('people')", f"{PEOPLE}.write.mode('append').saveAsTable('people')", "spark.table('people').count()",
    "spark.createDataFrame([('z', 7, 'q', 0.5)], 'k string, id int, name string, x double').write.mode('append').saveAsTable('people')", "spark.table('people').filter('id = 7')", "spark.createDataFrame([(8, 'q', 0.5, 'z')], 'a int, b string, c double, d string').write.insertInto('people')", "spark.table('people').filter('id = 8')",
    "spark.range(1).write.insertInto('people')", "spark.range(1).write.insertInto('nosuch')", f"{PEOPLE}.write.mode('overwrite').option('path', 'OUT/table').saveAsTable('people')", "spark.table('people').count()", f"{PEOPLE}.write.partitionBy('k').option('path', 'OUT/by_k').saveAsTable('by_k')", "spark.table('by_k').filter(\"k = 'a'\")",
    "spark.table('by_k')", "spark.createDataFrame([(8, 'q', 0.5, 'z')], 'a int, b string, c double, d string').write.insertInto('by_k')", "spark.table('by_k').select('id', 'k').orderBy('id')", "spark.read.table('default.people').count()", "spark.table('spark_catalog.default.people').count()",
    "spark.catalog.tableExists('people')", "spark.catalog.tableExists('default.nosuch')", "[t.name for t in spark.catalog.listTables() if not t.isTemporary]", "spark.catalog.currentDatabase()", "spark.catalog.databaseExists('default')", "[(c.name, c.dataType, c.isPartition) for c in spark.catalog.listColumns('by_k')]",
    "spark.catalog.setCurrentDatabase('nosuch')", "[(t.name, t.tableType) for t in spark.catalog.listTables('default', 'by*|nosuch')]", "spark.range(1).createOrReplaceTempView('gone')", "spark.catalog.dropTempView('gone')", "spark.catalog.dropTempView('gone')", "spark.catalog.currentCatalog()", "[d.name for d in spark.catalog.listDatabases()]",
    "spark.catalog.refreshTable('people')", "spark.catalog.getTable('people').name",
]
