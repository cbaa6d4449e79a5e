"""Statements of SQL with parameters, and views of all sessions: for test_connect.py."""

# What a parameter may be: a literal, or a collection of them.
VALUES = ["1", "-2147483648", "2**40", "-1.5", "float('nan')", "float('-inf')", "1e300", "True", "None", "'it\\'s \\\\ \"x\" 日本'", "''", "b'\\x00a'",
          "datetime.date(2024, 2, 29)", "datetime.datetime(2024, 2, 29, 10, 11, 12, 345)", "decimal.Decimal('-12.340')", "F.array(F.lit(1), F.lit(2))",
          "F.create_map(F.lit('k'), F.lit(1.5))", "F.struct(F.lit(1), F.lit('x'))", "F.map_from_arrays(F.array(F.lit('a')), F.array(F.lit(1)))"]

STATEMENTS = [f"spark.sql('select :v as v', {{'v': {value}}})" for value in VALUES] + [f"spark.sql('select ? as v', [{value}])" for value in VALUES] + [
    "spark.sql('select :v', {'v': 7})",
    "spark.sql('select ?, ?', [7, 'x'])",
    "spark.sql('select 1', {'unused': 2})",
    "spark.sql('select id from range(10) where id > :least and id < :most order by id limit :n', {'least': 2, 'most': 8, 'n': 3})",
    "spark.sql('select id from range(10) where id in (?, ?) order by id', [3, 5])",
    "spark.sql('select -:v as v, :v*2 as w', {'v': 3})",
    "spark.sql('with t as (select :a as a) select a, :a from t', {'a': 'x'})",
    "spark.sql('select * from {d} where id = :v', {'v': 1}, d=spark.range(3))",
    "spark.sql('select a.id, b.id as other from {d} a join {e} b on a.id = b.id where a.id in (select id from {d}) order by 1', d=spark.range(3), e=spark.sql('select id from {f}', f=spark.range(1, 9)))",
    "spark.sql(\"select cast(named_struct('a', 1) as struct<a:bigint>) as s, :v as v\", {'v': 1})",
    "spark.sql(\"select ':v' as t, '?' as q, ? as v -- :nope ?\", [1])", "spark.sql('select :v.a as a', {'v': F.struct(F.lit(1).alias('a'))})",
    "[spark.sql('create or replace temp view bound as select :a as a', {'a': 5}), spark.sql('select a from bound').collect()][1]",
    # Times are read in the session's zone.
    "[spark.conf.set('spark.sql.session.timeZone', 'America/New_York'), spark.sql(\"select timestamp'2024-07-01 12:00:00' as t, timestamp'2024-07-01 12:00:00Z' as z, cast(timestamp'2024-01-01' as long) as l\").collect()][1]",
    "spark.sql('select cast(:t as long) as l, cast(timestamp_ntz\\'2024-07-01 12:00:00\\' as string) as n', {'t': datetime.datetime(2024, 7, 1, 12)})",
    "spark.conf.set('spark.sql.session.timeZone', 'UTC')",
    # What is asked to be kept.
    "[spark.range(30).createOrReplaceTempView('kept'), spark.catalog.isCached('kept'), spark.catalog.cacheTable('kept'), spark.catalog.isCached('kept'), spark.catalog.uncacheTable('kept'), spark.catalog.isCached('kept')]",
    "[spark.catalog.cacheTable('kept', StorageLevel.DISK_ONLY), spark.catalog.isCached('kept'), spark.catalog.clearCache(), spark.catalog.isCached('kept')]",
    # Views of all sessions.
    "spark.range(3).createGlobalTempView('everywhere')",
    "spark.table('global_temp.everywhere')",
    "spark.sql('select count(*) from global_temp.EVERYWHERE')",
    "spark.catalog.listTables('global_temp')[0].name",
    "spark.range(4).createOrReplaceGlobalTempView('everywhere')",
    "spark.newSession().table('global_temp.everywhere').count() if hasattr(spark, 'newSession') else 4",
    "spark.catalog.tableExists('global_temp.everywhere')",
    "spark.catalog.tableExists('everywhere')",
    "spark.catalog.dropGlobalTempView('everywhere')",
    "spark.catalog.dropGlobalTempView('everywhere')",
]

REFUSED = ["spark.sql('select :a').collect()", "spark.sql('select ?').collect()", "spark.sql('select :a, :b', {'a': 1}).collect()", "spark.sql('select ?, ?', [1]).collect()", "spark.sql('select :a', {'a': F.col('id')}).collect()", "spark.sql('select :a', {'a': F.upper(F.lit('x'))}).collect()",
           "[spark.range(3).createOrReplaceGlobalTempView('once'), spark.range(3).createGlobalTempView('once')]",
           "spark.table('global_temp.nosuch').collect()",
           "spark.catalog.cacheTable('nosuch')",
           "spark.catalog.isCached('nosuch')"]
