"""Of frames.py: functions of arrays, maps, structs, JSON and CSV, generators, aggregates and windows, over SQL and over Column."""

SELECTED = [
    'cast(array(1, 2, null) as string)',
    'cast(array() as string), cast(array(null) as string), cast(map() as string)',
    "cast(map('a', 1, 'b', null) as string)",
    "cast(struct(1, 'x', null) as string), cast(named_struct('a', 1.50, 'b', array('é', '')) as string)",
    "cast(array(map('k', struct(1, array(true, false)))) as string)",
    "cast(array(timestamp'2024-01-05 10:11:12.1', null) as string), cast(array(timestamp_ntz'2024-01-05 10:11:12') as string)",
    "cast(array(X'61FF', X'62') as string), cast(struct(X'61') as string)",
    'cast(array(array(1), null, array()) as string)',
    "array_intersect(array(1, 2, 2, null), array(2, null)), array_intersect(array(1D, cast('NaN' as double)), array(cast('NaN' as double))), array_union(array(1, 2, 2, null), array(3, null)), array_union(array(), array(1)), array_union(array(0.0D, -0.0D), array(0.0D))",
    "array_repeat('a', 2), array_repeat(null, 2), array_repeat(1, 0), array_repeat(1, -1), array_repeat(1, cast(null as int)), array_repeat(array(1), 2)",
    "element_at(array(1, 2), -1), element_at(array(1, 2), 3), element_at(map('a', 1), 'b'), try_element_at(array(1, 2), 5), try_element_at(map('a', 1), 'a'), try_element_at(array(1), -2)",
    'sequence(1, 5), sequence(5, 1), sequence(1, 10, 3), sequence(5, 1, -2), sequence(1, 1), sequence(1L, 3), sequence(1Y, 3Y), sequence(cast(null as int), 3), sequence(1, 2, cast(null as int))',
    "sort_array(array(2, null, 1)), sort_array(array(2, null, 1), false), array_sort(array(2, null, 1)), sort_array(array('b', '', 'B')), sort_array(array(cast('NaN' as double), 1D, -0.0D, 0.0D)), sort_array(array(array(2), array(1, 5), null, array(1)))",
    'transform(array(1, 2), (x, i) -> i), transform(array(array(1, 2), array(3)), (x, i) -> transform(x, (y, j) -> y * 10 + i + j))',
    "array_join(array('a', null, 'b'), ','), array_join(array('a', null), ',', '?'), array_join(array(1, 2), '-'), array_join(array(), ','), array_join(array('a'), cast(null as string)), array_join(array(1.5D, null), '|', 'x')",
    "array_distinct(array(1, 2, 1, null, null)), array_distinct(array('a', 'A', 'a')), array_distinct(array(array(1), array(1)))",
    "array(1, 2L, 1.5), array(1, 'x'), array(), array(null), array(1, null)",
    "map_contains_key(map(0.0D, 1), -0.0D), map(cast('NaN' as double), 1)[cast('NaN' as double)]",
    "struct(1, 'x'), named_struct('a', 1, 'b', null), struct(1 as a).a, named_struct('A', 1).a",
]

QUERIES = [
    "select cast(s as string) from values (named_struct('a', 1)), (null) as t(s)",
]

COLUMNS = [
    'spark.sql("select array(1, null) l, map(\'a\', null) m, struct(1, null) s, X\'0AFF\' b, cast(null as array<int>) n").show()',
    'spark.sql("select array(X\'0AFF\', null) l, array(0.0000001) d, 0.0000001 as e, array(1e-10) f, array() g, map() m, struct(array(struct(1, \'x\'))) s").show(truncate=False)',
    'spark.sql("select array(timestamp\'2024-01-05 10:11:12.1\') l, array(\'a,b\', \'\') s, array(null) n").show(truncate=False)',
    'spark.createDataFrame([(1, "Ann", 1.5, None), (2, "Bob", None, [1, 2]), (3, None, -0.25, []), (4, "日本", float("nan"), [None])], "id int, name string, x double, l array<int>").show()',
    'spark.range(1).select(F.array_append(F.array(F.lit(1)), 2), F.array_prepend(F.array(F.lit(1)), F.lit(0)), F.array_insert(F.array(F.lit(1)), 1, F.lit(0)), F.array_compact(F.array(F.lit(1), F.lit(None))), F.array_except(F.array(F.lit(1)), F.array(F.lit(2))), F.array_size(F.array(F.lit(1))))',
    "spark.range(1).select(F.create_map(F.lit('a'), F.col('id')), F.map_concat(F.create_map(F.lit('a'), F.col('id')), F.create_map(F.lit('b'), F.col('id'))), F.map_contains_key(F.create_map(F.lit('a'), F.col('id')), 'a'), F.map_from_entries(F.array(F.struct(F.lit('k'), F.col('id')))), F.str_to_map(F.lit('a:1')))",
    "spark.range(1).select(F.map_zip_with(F.create_map(F.lit('a'), F.col('id')), F.create_map(F.lit('b'), F.col('id')), lambda k, a, b: F.concat(k, F.coalesce(a, b))), F.transform_keys(F.create_map(F.lit('a'), F.col('id')), lambda k, v: F.upper(k)), F.map_filter(F.create_map(F.lit('a'), F.col('id')), lambda k, v: v > 0))",
    "spark.range(1).select(F.struct(F.lit(1).alias('a'), F.lit('x').alias('b')).alias('s')).select(F.col('s').withField('c', F.lit(2)), F.col('s').withField('a', F.lit('new')), F.col('s').dropFields('b'), F.col('s').getField('a'), F.col('s')['b'])",
    "spark.range(1).select(F.struct(F.struct(F.lit(1).alias('x'), F.lit(2).alias('y')).alias('i')).alias('s')).select(F.col('s').withField('i.x', F.lit(9)).alias('w'), F.col('s').withField('i.z', F.col('s.i.x')).alias('z'), F.col('s').dropFields('i.x').alias('d'), F.col('s').dropFields('nope').alias('n'))",
    'spark.sql("select cast(null as struct<a:int>) s").select(F.col(\'s\').withField(\'b\', F.lit(1)).alias(\'x\'), F.col(\'s\').dropFields(\'q\').alias(\'y\'))',
    "spark.range(1).select(F.array(F.lit(1), F.lit(2)).alias('l'), F.create_map(F.lit('k'), F.lit('v')).alias('m')).select(F.col('l')[0], F.col('l').getItem(1), F.col('m')['k'], F.col('m').getItem('z'), F.col('l')[F.lit(5)])",
]

WRONG = [
    "select array_append(array(1), 'x')",
    'select array_insert(array(1, 2, 3), 0, 9)',
    'select flatten(array(1))',
    'select element_at(array(1, 2), 0)',
    'select try_element_at(array(1, 2), 0)',
    "select sequence(1, 'x')",
    'select slice(array(1, 2), 0, 1)',
    'select slice(array(1, 2), 1, -1)',
    'select array_sort(array(1, 2), (l, r) -> null)',
    "select map('a', 1, 'a', 2)",
    'select map(cast(null as string), 1)',
    "select map_concat(map('a', 1), map('a', 2))",
    "select map_contains_key(map('a', 1), null)",
    "select map_from_arrays(array('a', 'a'), array(1, 2))",
    "select map_from_arrays(array('a'), array(1, 2))",
    'select map_from_arrays(array(null), array(1))',
    "select map_from_entries(array(struct('a', 1), struct('a', 2)))",
    'select map_from_entries(array(struct(cast(null as string), 1)))',
    "select str_to_map('a:1,a:2')",
    "select transform_keys(map('a', 1, 'b', 2), (k, v) -> 'x')",
    "select transform_keys(map('a', 1), (k, v) -> cast(null as string))",
]

WRONG_COLUMNS = [
    "spark.range(1).select(F.struct(F.lit(1).alias('a')).alias('s')).select(F.col('s').dropFields('a')).collect()",
    "spark.range(1).select(F.col('id').withField('a', F.lit(1))).collect()",
]

FRAMES = [f"spark.sql({'select ' + one!r})" for one in SELECTED] + [f"spark.sql({one!r})" for one in QUERIES] + COLUMNS
FAILURES = [f"spark.sql({one!r}).collect()" for one in WRONG] + WRONG_COLUMNS
