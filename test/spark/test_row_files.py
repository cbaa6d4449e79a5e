"""ORC and Avro: what a real Spark writes, the door reads, and the reverse; the same statements in two PySpark programs (frame_worker.py), one
with a local Spark, one with the door. Avro's source is no part of pyspark; tools/setup fetches it."""

import re

import pytest

from programs import without_order, without_words

FORMATS = ["orc", "avro"]
ALL = """spark.sql('''select id, cast(id as tinyint) b, cast(id * 3 as smallint) s, cast(id * 1000 as int) i, if(id % 3 = 0, null, id * 1000000007) l, cast(id / 7 as float) f,
    if(id % 4 = 0, cast('nan' as double), id / 3) d, concat('text ', id % 5, ' é') t, id % 2 = 0 o, cast(concat('b', id) as binary) y, date_add(date'1500-01-01', cast(id * 997 as int)) a,
    timestamp_micros(id * 34300800000123 - 2208988800000000) m, timestamp_ntz'2024-07-01 12:34:56.5' n, cast(id * 1.25 as decimal(9, 2)) c, cast(id * 1e20 as decimal(38, 3)) h,
    if(id % 5 = 0, null, transform(sequence(0, id % 4), x -> if(x = 1, null, x))) r, map('k', id, 'z', null) p, if(id % 6 = 0, null, named_struct('x', id, 'y', array(named_struct('z', 'v')))) q
    from range(300)''')"""
PEOPLE = "spark.createDataFrame([(1, 'Ann', 2.5, 'a'), (2, None, None, 'b'), (3, '日本, \"x\"', -1.0, None)], 'id int, name string, x double, k string')"
STATEMENTS = [
    f"{PEOPLE}.write.format('FMT').save('OUT/plain')",
    "spark.read.format('FMT').load('OUT/plain')",
    f"{PEOPLE}.write.format('FMT').save('OUT/plain')",
    f"{PEOPLE}.write.mode('append').format('FMT').save('OUT/plain')",
    "spark.read.format('FMT').load('OUT/plain').count()",
    "spark.sql('select name, count(*) n from FMT.`OUT/plain` group by name order by name')",
    f"{PEOPLE}.limit(1).write.mode('overwrite').format('FMT').save('OUT/plain')",
    "spark.read.format('FMT').load('OUT/plain')",
    "spark.read.schema('K string, nosuch int, id bigint').format('FMT').load('OUT/plain')",
    "spark.read.schema('id int, ID int').format('FMT').load('OUT/plain')",
    "spark.read.format('FMT').load('OUT/plain').select('x').filter('x > 1')",
    f"{PEOPLE}.write.partitionBy('k').format('FMT').save('OUT/parts')",
    "spark.read.format('FMT').load('OUT/parts')",
    "spark.read.format('FMT').load('OUT/parts').filter(\"k = 'a'\").select('id')",
    f"{PEOPLE}.filter(\"k = 'a'\").withColumn('id', F.lit(9)).write.option('partitionOverwriteMode', 'dynamic').partitionBy('k').mode('overwrite').format('FMT').save('OUT/parts')",
    "spark.read.format('FMT').load('OUT/parts')",
    f"{PEOPLE}.filter('id > 5').write.format('FMT').save('OUT/none')",
    "spark.read.format('FMT').load('OUT/none')",
    "spark.range(3).write.format('FMT').option('compression', 'nosuch').save('OUT/codec')",
    f"{PEOPLE}.write.format('FMT').option('path', 'OUT/FMT_table').saveAsTable('FMT_people')",
    "spark.table('FMT_people')",
    f"{PEOPLE}.write.insertInto('FMT_people')",
    "spark.table('FMT_people').count()",
    "spark.sql(\"create table FMT_made (a int, b string, p int) using FMT partitioned by (p) location 'OUT/FMT_made'\")",
    "spark.sql('insert into FMT_made values (1, \"x\", 7), (2, null, 8)')",
    "spark.sql('select * from FMT_made where p = 7')",
    "spark.sql('drop table FMT_made')", "spark.sql('drop table FMT_people')",
]
ORC = [
    "spark.range(1).write.option('compression', 'none').orc('OUT/a')",
    "spark.range(1).write.option('compression', 'zlib').mode('append').orc('OUT/a')",
    "spark.range(1).write.option('orc.compress', 'LZ4').mode('append').orc('OUT/a')",
    "spark.range(1).write.option('compression', 'snappy').mode('append').orc('OUT/a')",
    "spark.read.orc('OUT/a').count()",
    "spark.sql('select null a, 1 b').write.orc('OUT/b')",
    "spark.sql('select array(null) a, 1 b').write.orc('OUT/b')",
    "spark.sql('select 1L id, \"x\" z').write.orc('OUT/m/k=1')",
    "spark.sql('select 3L id, named_struct(\"a\", 1) q').write.orc('OUT/m/k=2')",
    "spark.read.orc('OUT/m', mergeSchema=True).select('id', 'z', 'q', 'k')",
    "spark.sql('select 1 _col0, \"x\" _col1').write.orc('OUT/h')", "spark.read.schema('a int, b string').orc('OUT/h')",
    "spark.sql('select 300 i, 1.25 d, 2 e, date\"2020-01-02\" a, timestamp\"2020-01-02 03:04:05\" t, float(1.5) f').write.orc('OUT/t')",
    "spark.read.schema('i tinyint, d decimal(4,1), e double, a timestamp, t date, f double').orc('OUT/t')",
    "spark.read.schema('i bigint, d double, e decimal(10,2)').orc('OUT/t')",
    "spark.read.schema('i string, e boolean').orc('OUT/t')",
    "spark.conf.set('spark.sql.orc.compression.codec', 'zlib')",
    "spark.range(1).write.orc('OUT/z')",
    "spark.conf.unset('spark.sql.orc.compression.codec')",
]
SCHEMA = '{"type":"record","name":"r","fields":[{"name":"i","type":["double","null"]},{"name":"extra","type":"string","default":"none"}]}'
TARGET = '{"type":"record","name":"r","namespace":"n","fields":[{"name":"I","type":"int"},{"name":"e","type":{"type":"enum","name":"E","symbols":["x","y"]}}]}'
STORED = ('{"type":"record","name":"r","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":2}},{"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},'
          '{"name":"d","type":["null",{"type":"bytes","logicalType":"decimal","precision":5,"scale":2}]}]}')
AVRO = [
    "spark.sql('select 1 i, 2L l, float(1.5) f, decimal(1.25) d, array(1) a, struct(1 as x, \"y\" as y) s').write.format('avro').save('OUT/t')",
    "spark.read.schema('i bigint, f double, s struct<Y:string,q:int>').format('avro').load('OUT/t')",
    "spark.read.schema('i double, a array<bigint>').format('avro').load('OUT/t')",
    f"spark.read.format('avro').option('avroSchema', '{SCHEMA}').load('OUT/t')",
    "spark.read.option('positionalFieldMatching', True).schema('x int, y bigint').format('avro').load('OUT/t')",
    "spark.sql('select 1 `a b`').write.format('avro').save('OUT/n')",
    "spark.sql('select null a, 1 b').write.format('avro').save('OUT/v')",
    "spark.read.format('avro').load('OUT/v')",
    *[f"spark.range(1).write.option('compression', '{codec}').format('avro').save('OUT/{codec}')" for codec in ("uncompressed", "deflate", "bzip2", "zstandard")],
    f"spark.sql('select cast(\"ab\" as binary) f, timestamp\"2024-01-05 10:11:12.5\" t, cast(-1.25 as decimal(5,2)) d').write.format('avro').option('avroSchema', '{STORED}').save('OUT/s')",
    "spark.read.format('avro').load('OUT/s')",
    f"spark.sql('select 1 i, \"y\" e').write.format('avro').option('avroSchema', '{TARGET}').save('OUT/g')", "spark.read.format('avro').load('OUT/g')",
]


# Python shows a map of Java's in an order that is nobody's.
SORTED = ".orderBy('id').selectExpr('*', 'array_sort(map_entries(p)) as entries').drop('p')"


def answers(ours, theirs, statement, mine, spark):
    return [without_words(without_order(program.answer(statement.replace("OUT", out)), statement)) for program, out in ((ours, mine), (theirs, spark))]


def fetch(s3, bucket, folder):
    for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]:
        path = folder / entry["Key"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read())


@pytest.mark.parametrize("kind", FORMATS)
def test_the_door_reads_what_spark_writes(ours, theirs, tmp_path, kind):
    assert "value" in theirs.answer(" ".join(f"{ALL}.repartition(3).write.format('{kind}').save('{tmp_path}/out')".split()))
    asked = f"spark.read.format('{kind}').load('{tmp_path}/out')" + SORTED
    mine, spark = (program.answer(asked) for program in (ours, theirs))
    assert len(spark["value"]["rows"]) == 300 and mine == spark


@pytest.mark.parametrize("kind", FORMATS)
def test_spark_reads_what_the_door_writes(ours, theirs, bucket, s3, tmp_path, kind):
    assert "value" in ours.answer(" ".join(f"{ALL}.write.format('{kind}').save('s3://{bucket}/out')".split()))
    fetch(s3, bucket, tmp_path)
    mine, spark = (program.answer(f"spark.read.format('{kind}').load('{out}/out')" + SORTED) for program, out in ((ours, f"s3://{bucket}"), (theirs, tmp_path)))
    assert len(spark["value"]["rows"]) == 300 and mine == spark


@pytest.mark.parametrize("kind, statements", [("orc", STATEMENTS), ("avro", STATEMENTS), ("orc", ORC), ("avro", AVRO)], ids=["orc", "avro", "only orc", "only avro"])
def test_statements_give_what_spark_gives_and_files_are_named_alike(ours, theirs, bucket, s3, tmp_path, kind, statements):
    different = []
    for statement in statements:
        mine, spark = answers(ours, theirs, statement.replace("FMT", kind), f"s3://{bucket}", str(tmp_path))
        if mine != spark:
            different.append((statement, mine, spark))
    keys = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file() and not path.name.endswith(".crc")}
    named = [{re.sub(r"part-\d{5}-[0-9a-f-]{36}", "part-N", path) for path in paths} for paths in (keys, files)]
    assert (different, named[0]) == ([], named[1])


# Timestamps are of the wall of whoever wrote them; days before 1582, of Java's calendar.
def test_old_days_and_times_are_those_that_spark_wrote(ours, theirs, tmp_path):
    days = "spark.sql(\"select date'0001-01-01' a, date'1582-10-04' b, date'1582-10-15' c, timestamp'0001-01-01 00:00:00.5' d, timestamp'9999-12-31 23:59:59.999999' e, timestamp'1969-12-31 23:59:58.5' f\")"
    assert "value" in theirs.answer(f"{days}.write.orc('{tmp_path}/days')")
    asked = f"spark.read.orc('{tmp_path}/days').selectExpr('cast(a as string)', 'cast(b as string)', 'cast(c as string)', 'cast(d as string)', 'cast(e as string)', 'cast(f as string)')"
    mine, spark = (program.answer(asked) for program in (ours, theirs))
    assert mine == spark and "0001-01-01 00:00:00.5" in spark["value"]["rows"][0]


# What the last second before 1970 is written as, readers take for the first one after it: Spark's too, which writes it all the same.
def test_a_time_that_orc_cannot_hold_is_refused(ours, bucket):
    answer = ours.answer(f"spark.sql(\"select timestamp'1969-12-31 23:59:59.5' t\").write.orc('s3://{bucket}/t')")
    assert answer["condition"] == "NUMERIC_VALUE_OUT_OF_RANGE" and "1969-12-31 23:59:59.5" in answer["message"]


@pytest.mark.parametrize("kind", FORMATS)
def test_damaged_files_are_named(ours, tmp_path, kind):
    (tmp_path / f"bad.{kind}").write_bytes(b"no such file at all, but long enough to be looked at")
    for schema in ("", ".schema('a int')"):
        answer = ours.answer(f"spark.read{schema}.format('{kind}').load('{tmp_path}').collect()")
        assert f"bad.{kind}" in answer["message"]


@pytest.mark.parametrize("statement, message", [
    ("spark.read.format('orc').option('ignoreCorruptFiles', True).load('OUT/x').collect()", "the ORC option ignoreCorruptFiles"),
    ("spark.read.format('avro').option('avroSchemaUrl', 'x').load('OUT/x').collect()", "the Avro option avroSchemaUrl"),
    ("spark.range(1).write.option('orc.bloom.filter.columns', 'id').orc('OUT/y')", "orc.bloom.filter.columns"),
    ("spark.range(1).write.option('compression', 'lzo').orc('OUT/y')", "the ORC compression 'lzo'"),
    ("spark.range(1).write.option('compression', 'xz').format('avro').save('OUT/y')", "the Avro compression 'xz'")])
def test_what_an_option_cannot_do_is_refused_by_name(ours, bucket, statement, message):
    for kind in FORMATS:
        assert "value" in ours.answer(f"spark.range(1).write.mode('overwrite').format('{kind}').save('s3://{bucket}/x')")
        if f"'{kind}'" in statement:
            break
    assert message in ours.answer(statement.replace("OUT", f"s3://{bucket}"))["message"]
