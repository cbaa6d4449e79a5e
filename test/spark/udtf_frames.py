"""What test_udtf.py asks PySpark, here and there: functions of two groups of rows, and functions in Python that give rows."""

LEFT = "spark.sql('select * from values (1, 10), (1, 11), (2, 20), (null, 30), (4, 40) as t(k, a)')"
RIGHT = "spark.sql('select * from values (1, 1), (3, 3), (null, 5), (null, 6) as t(k, b)')"

COGROUPS = [
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInPandas(pairs_of, 'k double, l long, r long')",
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInPandas(with_both, 'k double, s double')",
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInArrow(arrow_pairs, 'l long, r long')",
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInArrow(arrow_pairs_of_key, 'k long, n long')",
    f"{LEFT}.groupBy((F.col('k') % 2).alias('m')).cogroup({RIGHT}.groupBy((F.col('k') % 2).alias('m'))).applyInArrow(arrow_pairs, 'l long, r long')",
    f"{LEFT}.groupBy('k', 'a').cogroup({RIGHT}.groupBy('k', 'b')).applyInArrow(arrow_pairs, 'l long, r long')",
    f"{LEFT}.groupBy().cogroup({RIGHT}.groupBy()).applyInArrow(arrow_pairs, 'l long, r long')",
    f"{LEFT}.filter('k > 9').groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInArrow(arrow_pairs_of_key, 'k long, n long')",
    f"{LEFT}.filter('k > 9').groupBy('k').cogroup({RIGHT}.filter('k > 9').groupBy('k')).applyInArrow(arrow_pairs_of_key, 'k long, n long')",
    "spark.range(30000).groupBy((F.col('id') % 7).alias('k')).cogroup(spark.range(20000).groupBy((F.col('id') % 7).alias('k'))).applyInArrow(arrow_pairs, 'l long, r long').orderBy('l', 'r')",
    "spark.range(30000).groupBy((F.col('id') % 3).alias('k')).cogroup(spark.range(5).groupBy((F.col('id') % 3).alias('k'))).applyInPandas(lambda left, right: pandas.DataFrame({'s': [left.id.sum() + right.id.sum()]}), 's long').orderBy('s')",
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInPandas(lambda left, right: pandas.merge(left, right, on='k'), 'k double, a long, b long').filter('a > 10').count()",
    f"(lambda d: d.groupBy('k').cogroup(d.groupBy('k')).applyInArrow(arrow_pairs, 'l long, r long'))({LEFT})",
]

# Called in Python, and registered for SQL.
CALLS = [
    "F.udtf(Squares, returnType='a: int, b: int')(F.lit(1), F.lit(3))",
    "F.udtf(Squares, returnType='a: int, b: int')(F.lit(1), end=F.lit(2))",
    "F.udtf(Squares, returnType='a int, b int', useArrow=False)(F.lit(1), F.lit(3)).filter('a > 1').select('b')",
    "F.udtf(Words, returnType='word string, size int')(F.lit('a quick fox'))",
    "F.udtf(Words, returnType='word string, size int', useArrow=False)(F.lit('a,b'), F.lit(','))",
    "F.udtf(Words, returnType='word string, size int')(F.lit(None).cast('string'))",
    "F.udtf(Total, returnType='n int, s int')(F.lit(4))",
    "F.udtf(Total, returnType='n int, s int', useArrow=False)(F.lit(4))",
    "F.udtf(Nothing, returnType='a int')()",
    "F.udtf(Nothing, returnType='a int', useArrow=False)()",
    "F.udtf(Nothing, returnType='a int')(F.lit(1), F.lit(2)).count()",
    "F.udtf(Types, returnType='t string, v string')(F.lit(1), F.lit('x'), F.lit(1.5), F.lit(None), F.lit(True), F.lit(datetime.date(2024, 1, 2)), F.lit(decimal.Decimal('1.50')), F.array(F.lit(1)), F.struct(F.lit(1).alias('a')))",
    "F.udtf(Types, returnType='t string, v string', useArrow=False)(F.lit(1), F.lit('x'), F.lit(1.5), F.lit(None), F.lit(True), F.lit(datetime.date(2024, 1, 2)), F.lit(decimal.Decimal('1.50')), F.array(F.lit(1)), F.struct(F.lit(1).alias('a')))",
    "F.udtf(Squares, returnType=T.StructType([T.StructField('a', T.LongType()), T.StructField('b', T.StringType())]))(F.lit(1), F.lit(2))",
    "F.udtf(Squares, returnType='a long, b string', useArrow=False)(F.lit(1), F.lit(2))",
    *[f"F.udtf(AsIs, returnType='a {kind}', useArrow={arrow})(F.expr({value!r}))" for arrow in (True, False) for kind, value in (("array<int>", "array(1, null)"), ("map<string,int>", "map('a', 1)"), ("struct<x:int,y:string>", "named_struct('x', 1, 'y', 'b')"), ("timestamp", "timestamp'2024-01-02 03:04:05'"), ("date", "date'2024-01-02'"), ("decimal(10,2)", "cast(1.25 as decimal(10,2))"), ("binary", "X'01FF'"))],
    "F.arrow_udtf(ArrowTwice, returnType='n int')(F.lit(21))",
    "spark.udtf.register('squares', F.udtf(Squares, returnType='a: int, b: int')) is not None",
    "spark.udtf.register('words', F.udtf(Words, returnType='word string, size int')) is not None",
    "spark.udtf.register('total', F.udtf(Total, returnType='n int, s int')) is not None",
    "spark.udtf.register('plain_total', F.udtf(Total, returnType='n int, s int', useArrow=False)) is not None",
    "spark.udtf.register('total_of_table', F.udtf(TotalOfTable, returnType='n int, s int, last string')) is not None",
    "spark.udtf.register('each', F.udtf(Each, returnType='n int, row string')) is not None",
    "spark.udtf.register('nothing', F.udtf(Nothing, returnType='a int')) is not None",
    "spark.udtf.register('first_of_each', F.udtf(FirstOfEach, returnType='id int')) is not None",
    "spark.udtf.register('arrow_of_table', F.arrow_udtf(ArrowOfTable, returnType='rows long, names string')) is not None",
    "spark.udtf.register('columns', F.udtf(Columns)) is not None",
    "spark.udtf.register('types', F.udtf(TypesOfArguments)) is not None",
    "spark.udtf.register('partitioned', F.udtf(Partitioned)) is not None",
    "spark.udtf.register('in_one', F.udtf(InOnePartition)) is not None",
    "spark.udtf.register('never', F.udtf(NeverAnalyzed)) is not None",
    "spark.udtf.register('no_analysis', F.udtf(NoAnalysis)) is not None",
    "spark.udtf.register('arrow_twice', F.arrow_udtf(ArrowTwice, returnType='n int')) is not None",
    "spark.sql(\"select cast(id as int) as id, cast(id % 2 as int) as k from range(6)\").createOrReplaceTempView('numbers')",
    "spark.sql(\"select * from values ('a b', 1), ('', 2), (null, 3), ('c', 4) as t(s, i)\").createOrReplaceTempView('texts')",
]
CALLS += [f"spark.sql({query!r})" for query in (
    "select * from squares(1, 3)", "select b from squares(1, 3) where a > 1", "select * from SQUARES(end => 2, start => 1)", "select * from squares(1, end => 2)", "select s.a, s.b + 1 as n from squares(1, 2) s", "select x, y from squares(1, 2) as t(x, y)", "select * from squares(1 + 1, cast('3' as int))", "select count(*), sum(b) from squares(1, 10)",
    "select * from words('a-b', '-') order by size, word", "select a, t.id from squares(1, 2) join numbers t on a = t.id", "select * from squares(1, 2) s join words('x y') w on s.a = w.size", "select * from squares(1, 2), squares(5, 5)",
    "select i, word from texts, lateral words(s)", "select i, word from texts t, lateral words(t.s) w where word <> ''", "select i, w.* from texts left join lateral words(s) w", "select i, x from texts cross join lateral words(s) as w(x, y)", "select i, x from texts join lateral words(s) as w(x, y) on length(x) = 1",
    "select id, a, b from numbers, lateral squares(id, id + 1) where id < 2", "select id, a from numbers, lateral squares(1, 2) where id < 2", "select i, a from texts, lateral nothing(i)",
    "select * from (select 1 as x, 3 as y) t, lateral squares(t.x, t.y)", "select (select max(b) from squares(1, 3))", "select * from numbers where id in (select a from squares(1, 2))", "with t as (select * from squares(1, 2)) select sum(b) from t",
    "select n, s from total_of_table(table(numbers))", "select n, s from total_of_table(table(select id from numbers where id > 2))", "select n, s from total_of_table(table(numbers) partition by k)", "select * from total_of_table(table(numbers) partition by k)", "select n, s from total_of_table(table(numbers) partition by k order by id desc)",
    "select n, s, last from total_of_table(table(numbers) partition by (k, id % 3))", "select n, s from total_of_table(table(numbers) with single partition order by id desc)", "select * from each(table(numbers))", "select n from each(row => table(numbers), more => 10)", "select n from each(table(numbers), 7)", "select n, row from each(table(numbers) partition by id % 2)",
    "select * from first_of_each(table(numbers) partition by k order by id)", "select * from first_of_each(table(numbers) with single partition order by id desc)", "select sum(rows), min(names) from arrow_of_table(table(numbers))", "select rows, names from arrow_of_table(table(numbers) partition by k)", "select * from arrow_twice(4)",
    "select * from columns(3)", "select c1 from columns(2)", "select * from columns(1 + 1)", "select * from types(1, 'x', a => 2.5)", "select * from types(1)", "select * from partitioned(table(numbers)) order by ids", "select * from in_one(table(numbers))")]
CALLS += ["spark.table('numbers').select('id').lateralJoin(F.udtf(Squares, returnType='a: int, b: int')(F.col('id').outer(), F.lit(2)))", "F.udtf(TotalOfTable, returnType='n int, s int, last string')(spark.table('numbers').asTable().partitionBy('k').orderBy('id')).select('n', 's')",
          "F.udtf(TotalOfTable, returnType='n int, s int, last string')(spark.table('numbers').asTable().withSinglePartition()).select('n', 's')",
          "F.udtf(TotalOfTable, returnType='n int, s int, last string')(spark.table('numbers').asTable()).select('n', 's')",
          "F.udtf(Columns)(F.lit(2)).schema.simpleString()",
          "spark.sql('select * from explode(array(1, 2))')",
          "spark.sql('select * from posexplode(array(1, 2)) as t(p, x)')"]

# Only how they fail: in which class and condition.
FAILURES = [
    "spark.sql('select * from squares(start => 1, start => 2)').collect()",
    "spark.sql('select * from squares(start => 1, 2)').collect()",
    "spark.sql('select * from no_such(1)').collect()",
    "spark.sql('select * from abs(1)').collect()",
    "spark.sql('select x from squares(1, 2) as t(x)').collect()",
    "spark.sql('select * from never(1)').collect()",
    "spark.sql('select * from no_analysis(1)').collect()",
    "spark.sql('select * from columns(1, 2)').collect()",
    "spark.sql('select * from partitioned(table(numbers) partition by k)').collect()",
    "spark.sql('select * from total_of_table(table(numbers), table(numbers))').collect()",
    "spark.sql('select id, n from numbers, lateral arrow_twice(id)').collect()",
    "spark.sql('select * from total_of_table(table(nowhere))').collect()",
    "spark.sql('select squares.a from squares(1, 2)').collect()",
    "spark.sql('select * from squares(a, 2)').collect()",
    "spark.sql('select squares(1, 2)').collect()",
    f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy()).applyInArrow(arrow_pairs, 'l long, r long').collect()",
]

# Or that they do: what Python raises has another class in a JVM than by Connect.
FAILURES += [f"outcome(lambda: {action})" for action in (
    "spark.sql('select * from squares(1)').collect()", "spark.sql('select * from squares(1, 2, 3)').collect()", "spark.sql('select * from squares(1, start => 2)').collect()", "F.udtf(Raises, returnType='a int')(F.lit(1)).collect()", "F.udtf(Raises, returnType='a int', useArrow=False)(F.lit(1)).collect()", "F.udtf(RaisesInTheEnd, returnType='a int')(F.lit(1)).collect()", "F.udtf(RaisesAtFirst, returnType='a int')(F.lit(1)).collect()", "F.udtf(TooWide, returnType='a int')(F.lit(1)).collect()", "F.udtf(TooWide, returnType='a int', useArrow=False)(F.lit(1)).collect()", "F.udtf(NoIterable, returnType='a int')(F.lit(1)).collect()", "F.udtf(AsIs, returnType='a int')(F.lit('x')).collect()", f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInArrow(arrow_pairs, 'l string').collect()", f"{LEFT}.groupBy('k').cogroup({RIGHT}.groupBy('k')).applyInPandas(lambda l, r: 7, 'l long').collect()")]
