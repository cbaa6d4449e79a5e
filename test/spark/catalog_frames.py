"""What test_write.py asks two PySpark programs of spark.catalog and df.writeTo, one after the other; OUT is a folder of each program's own."""

SCHEMA = "T.StructType([T.StructField('a', T.LongType()), T.StructField('b', T.StringType())])"
TABLE = "(lambda t: (t.name, t.catalog, t.namespace, t.description, t.tableType, t.isTemporary))(spark.catalog.getTable({!r}))"

CATALOG = [
    # Databases.
    "spark.sql(\"create database lake location 'OUT/lake'\")", "spark.catalog.createDatabase('lake')", "spark.catalog.createDatabase('lake', True)", "spark.catalog.createDatabase('pond')", "spark.catalog.databaseExists('pond')", "spark.catalog.databaseExists('spark_catalog.pond')", "[d.name for d in spark.catalog.listDatabases('po*|la*')]", "[d.name for d in spark.catalog.listDatabases('no*')]",
    "spark.catalog.getDatabase('pond').catalog", "spark.catalog.getDatabase('nosuch')", "spark.catalog.dropDatabase('pond')", "spark.catalog.dropDatabase('pond')", "spark.catalog.dropDatabase('pond', True)", "spark.catalog.setCurrentDatabase('lake')", "spark.catalog.currentDatabase()", "spark.catalog.setCurrentCatalog('spark_catalog')", "[c.name for c in spark.catalog.listCatalogs('spark*')]", "[c.name for c in spark.catalog.listCatalogs('no*')]",
    # Functions.
    "spark.udf.register('plus_two', lambda x: x + 2, 'long') is not None", "[spark.catalog.functionExists(name) for name in ('count', 'COUNT', 'plus_two', 'nosuch', 'lake.count', 'nodb.count', 'spark_catalog.lake.count')]", "spark.catalog.functionExists('count', 'lake')", "[(f.name, f.catalog, f.namespace, f.isTemporary) for f in spark.catalog.listFunctions(pattern='plus_*')]",
    "[f.name for f in spark.catalog.listFunctions('lake', 'abs|array_app*')]", "spark.catalog.listFunctions('nosuch')", "(lambda f: (f.name, f.catalog, f.namespace, f.isTemporary))(spark.catalog.getFunction('Count'))", "(lambda f: (f.name, f.isTemporary))(spark.catalog.getFunction('plus_two'))", "spark.catalog.getFunction('nosuch')", "spark.catalog.getFunction('lake.nosuch')",
    # Tables that are made of a schema, or of files.
    f"spark.catalog.createTable('things', schema={SCHEMA}) is not None", TABLE.format("things"), "spark.table('things')", f"spark.catalog.createTable('told', source='parquet', schema={SCHEMA}, description='of things') is not None", TABLE.format("told"), f"spark.catalog.createTable('things', source='parquet', schema={SCHEMA})", f"spark.catalog.createTable('nodb.things', schema={SCHEMA})",
    "spark.range(3).write.parquet('OUT/files')", "spark.catalog.createTable('found', path='OUT/files') is not None", TABLE.format("found"), "spark.table('found')", "spark.catalog.createExternalTable('found_too', path='OUT/files', source='parquet') is not None", TABLE.format("found_too"), "spark.catalog.createTable('said', path='OUT/files', source='parquet', schema=T.StructType([T.StructField('id', T.LongType())])) is not None", "spark.table('lake.said')",
    "spark.catalog.createTable('unknown', source='parquet')", "spark.catalog.createTable('unknown')", "spark.range(3).write.json('OUT/rows')", "spark.catalog.createTable('rows', path='OUT/rows', source='json') is not None", "spark.table('rows')",
    # Partitions.
    "spark.range(6).selectExpr('id', 'id % 2 as k').write.partitionBy('k').parquet('OUT/parts')", "spark.sql(\"create table parts (id long, k long) using parquet partitioned by (k) location 'OUT/parts'\")", "spark.table('parts').count()", "spark.catalog.listPartitions('parts')", "spark.catalog.recoverPartitions('parts')", "spark.table('parts')", "[p.partition for p in spark.catalog.listPartitions('parts')]", "spark.catalog.recoverPartitions('parts')", "spark.table('parts').count()",
    "spark.catalog.createTable('parts_found', path='OUT/parts') is not None", "spark.catalog.recoverPartitions('parts_found')", "spark.table('parts_found').filter('k = 1')", "[(c.name, c.isPartition) for c in spark.catalog.listColumns('parts_found')]", "spark.catalog.recoverPartitions('things')", "spark.catalog.recoverPartitions('nosuch')", "spark.range(1).createOrReplaceTempView('seen')", "spark.catalog.recoverPartitions('seen')", "spark.catalog.listPartitions('things')", "spark.catalog.listPartitions('nosuch')",
    # What is said of tables and columns, and what is kept.
    "[t.name for t in spark.catalog.listTables('lake', 'thi*|told')]", "spark.catalog.listTables('nosuch')", "[(c.name, c.dataType, c.isPartition) for c in spark.catalog.listColumns('things')]", "spark.catalog.listColumns('nosuch')", "sorted(v.name for v in spark.catalog.listViews())", "[v.name for v in spark.catalog.listViews('lake', 'see*')]", "spark.catalog.tableExists('things', 'lake')", "spark.catalog.tableExists('nodb.things')", "spark.catalog.getTable('nosuch')",
    "[spark.catalog.cacheTable('things'), spark.catalog.isCached('things'), spark.catalog.uncacheTable('things'), spark.catalog.isCached('things'), spark.catalog.clearCache()]", "spark.catalog.isCached('nosuch')", "spark.catalog.refreshTable('things')", "spark.catalog.refreshTable('nosuch')", "spark.catalog.refreshByPath('OUT/files')", "spark.catalog.getTable('lake.told').description",
    # What goes.
    "spark.range(2).selectExpr('id as a', \"'x' as b\").write.insertInto('things')", "spark.table('things').count()", "spark.catalog.truncateTable('things')", "spark.table('things').count()", "spark.catalog.truncateTable('nosuch')", "spark.catalog.truncateTable('said')", "spark.catalog.dropTable('things')", "spark.catalog.dropTable('things')", "spark.catalog.dropTable('things', True)", "spark.catalog.dropView('seen')", "spark.catalog.dropView('nosuch')", "spark.catalog.dropView('nosuch', True)",
    "spark.catalog.dropTempView('seen')", "spark.catalog.dropGlobalTempView('seen')", "spark.catalog.dropDatabase('lake')", "spark.catalog.dropDatabase('lake', False, True)", "spark.catalog.setCurrentDatabase('default')",
]

KEYED = "spark.range(6).selectExpr('id', 'id % 2 as k')"
WRITE_TO = [
    "spark.sql(\"create database v2 location 'OUT/v2'\")", "spark.catalog.setCurrentDatabase('v2')",
    "spark.range(3).writeTo('first').create()", "spark.table('first')", TABLE.format("first"), "spark.range(3).writeTo('first').create()", "spark.range(3).writeTo('v2.second').using('parquet').create()", "spark.table('v2.second').count()", "spark.range(3).writeTo('spark_catalog.v2.third').using('json').create()", "spark.table('third')",
    f"{KEYED}.writeTo('keyed').using('parquet').partitionedBy('k').tableProperty('a', 'b').create()", "spark.table('keyed')", "spark.sql('describe keyed')", "spark.sql('show partitions keyed')", "spark.catalog.getTableProperties('keyed').get('a')", "spark.range(3).writeTo('placed').using('parquet').option('path', 'OUT/placed').create()", TABLE.format("placed"), "spark.read.parquet('OUT/placed')",
    *[f"spark.range(3).writeTo('first'){using}.{act}" for using in ("", ".using('parquet')") for act in ("replace()", "createOrReplace()", "append()", "overwrite(F.col('id') > 1)", "overwrite(F.lit(True))", "overwritePartitions()")],
    *[f"spark.range(3).writeTo('nosuch').{act}" for act in ("replace()", "createOrReplace()", "append()", "overwrite(F.lit(True))", "overwritePartitions()")], "spark.table('first').count()",
    "spark.range(1).createOrReplaceTempView('shown')", "spark.range(3).writeTo('shown').append()", "spark.range(3).writeTo('nodb.first').using('parquet').create()", "spark.range(3).writeTo('parquet.`OUT/placed`').append()", f"{KEYED}.writeTo('transformed').partitionedBy(F.partitioning.years('k')).create()", f"{KEYED}.writeTo('transformed').partitionedBy(F.partitioning.days('id')).create()",
    f"{KEYED}.writeTo('wrong').partitionedBy('nosuch').create()", "spark.range(3).writeTo('wrong').partitionedBy('id').create()", f"{KEYED}.writeTo('wrong').partitionedBy('k', 'k').create()", "spark.range(3).selectExpr('id', 'id as ID').writeTo('wrong').create()",
    "spark.catalog.dropTempView('shown')", "spark.catalog.setCurrentDatabase('default')", "spark.catalog.dropDatabase('v2', False, True)",
]

# What is refused by name, and Spark does.
LATER = {
    "spark.catalog.getCreateTableString('nosuch')": "get_create_table_string", "spark.catalog.analyzeTable('nosuch')": "analyze_table", f"{KEYED}.writeTo('bucketed').partitionedBy(F.partitioning.bucket(4, 'k')).create()": "bucketBy",
    f"{KEYED}.writeTo('clustered').clusterBy('k').create()": "clusterBy", "spark.catalog.createDatabase('noted', properties={'owner': 'me'})": "the property owner",
}
