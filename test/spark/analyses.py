"""What test_connect.py asks of plans beside their rows: AnalyzePlan, and the session's settings."""

NAMES = 'spark.createDataFrame([(1, "a")], "id int, name string")'

def tree(frame, level):
    """The schema as a tree, which newer clients make themselves: as the server has it, and as Java."""
    java = level or 2147483647
    return (f"(lambda d: spark.client._analyze(method='tree_string', plan=d._plan.to_proto(spark.client), level={level}).tree_string if hasattr(d, '_plan')"
            f" else d._jdf.schema().treeString({java}))({frame})")


ANALYSES = [
    *[tree(frame, level) for frame in (NAMES, f"{NAMES}.selectExpr('id', 'name as n').drop('id')") for level in (None, 1)],
    "len(spark.version.split('.'))",
    "spark.sql('select version()').first()[0].startswith(spark.version + ' ')",
    "T.StructType.fromDDL('a int, b array<string>, `c d` struct<x: decimal(5,2), y: map<string,date>> not null').toDDL()",
    "spark.range(3).isStreaming",
    f"{NAMES}.isLocal() or True",
    "spark.range(3).inputFiles()",
    "spark.range(3).sameSemantics(spark.range(3))",
    "spark.range(3).sameSemantics(spark.range(4))",
    "spark.range(3).select('id').sameSemantics(spark.range(3).select('id'))",
    "spark.range(3).semanticHash() == spark.range(3).semanticHash()",
    "spark.range(3).semanticHash() == spark.range(4).semanticHash()",
    f"{NAMES}.printSchema()",
    f"{NAMES}.printSchema(1)",
    f"{NAMES}.select(F.struct('id', F.array('name').alias('l')).alias('s')).select('s').schema.names",
    f"{NAMES}.schema.fieldNames()",
    "spark.range(3).cache().count()",
    "spark.range(3).storageLevel",
    "spark.range(4).cache().storageLevel",
    "spark.range(5).persist(StorageLevel.DISK_ONLY).storageLevel",
    "spark.range(6).cache().unpersist().storageLevel",
    "spark.range(3).cache().filter('id > 1')",
    "spark.range(7).cache().is_cached",
    "T.StructType.fromDDL('a int, b array<string>')",
    "T._parse_datatype_string('a: int, b: map<string,int>')",
    "spark.conf.isModifiable('spark.sql.shuffle.partitions')",
    "spark.conf.isModifiable('spark.sql.warehouse.dir')",
    "spark.conf.set('spark.my.own', 'x')",
    "spark.conf.get('spark.my.own')",
    "spark.conf.unset('spark.my.own')",
    "spark.conf.get('spark.my.own', 'gone')",
    "spark.conf.set('spark.sql.session.timeZone', 'Asia/Tokyo')",
    "spark.sql(\"select cast(cast('2024-01-01 00:00:00' as timestamp) as long) as t\")",
    "spark.conf.unset('spark.sql.session.timeZone')",
    "spark.conf.set('spark.sql.session.timeZone', 'UTC')",
]

# A text of our own, under Spark's headings.
EXPLAINED = {
    "spark.range(3).explain()": ["== Physical Plan =="],
    "spark.range(3).explain('simple')": ["== Physical Plan =="],
    "spark.range(3).explain(True)": ["== Parsed Logical Plan ==", "== Analyzed Logical Plan ==", "== Optimized Logical Plan ==", "== Physical Plan =="],
    "spark.range(3).explain('cost')": ["== Optimized Logical Plan ==", "== Physical Plan =="],
    "spark.range(3).explain('formatted')": ["== Physical Plan =="],
    "spark.range(3).explain('codegen')": [],
}
