"""What test_settings.py asks PySpark of its session's settings, here and there."""

# Read without having been set: what scripts look at.
READ = [f"spark.conf.get('spark.sql.{key}')" for key in (
    "adaptive.advisoryPartitionSizeInBytes", "adaptive.coalescePartitions.enabled", "adaptive.enabled", "adaptive.localShuffleReader.enabled", "adaptive.skewJoin.enabled",
    "autoBroadcastJoinThreshold", "avro.compression.codec", "broadcastTimeout", "cbo.enabled", "crossJoin.enabled", "decimalOperations.allowPrecisionLoss", "files.ignoreCorruptFiles",
    "files.maxPartitionBytes", "files.maxRecordsPerFile", "files.openCostInBytes", "groupByOrdinal", "inMemoryColumnarStorage.batchSize", "join.preferSortMergeJoin",
    "legacy.sizeOfNull", "legacy.timeParserPolicy", "legacy.allowHashOnMapType", "mapKeyDedupPolicy", "optimizer.dynamicPartitionPruning.enabled", "orc.compression.codec",
    "orc.filterPushdown", "parquet.compression.codec", "parquet.filterPushdown", "parquet.datetimeRebaseModeInRead", "parquet.mergeSchema", "pivotMaxValues", "sources.default",
    "sources.partitionColumnTypeInference.enabled", "sources.partitionOverwriteMode", "storeAssignmentPolicy", "timestampType", "transposeMaxValues")]
READ += ["spark.conf.isModifiable('spark.sql.adaptive.enabled')", "spark.conf.isModifiable('spark.executor.memory')", "spark.conf.isModifiable('spark.my.own')",
         "spark.conf.isModifiable('spark.sql.extensions')"]


def while_set(key, value, *expressions):
    """What each gives while the setting is that; it is unset behind them, whatever they do."""
    return [f"spark.conf.set('{key}', '{value}')", *expressions, f"spark.conf.unset('{key}')"]


MAPS = [f"spark.sql(\"{query}\")" for query in (
    "select map(1, 'a', 2, 'b', 1, 'c') as m",
    "select map_from_arrays(array(1, 2, 1, 3, 2), array('a', 'b', 'c', 'd', 'e')) as m",
    "select map_from_entries(array(struct(1, 'a'), struct(2, 'b'), struct(1, cast(null as string)))) as m",
    "select map_from_entries(array(struct(1, 'a'), cast(null as struct<col1: int, col2: string>))) as m",
    "select map_concat(map(1, 'a', 2, 'b'), map(2, 'c', 3, 'd'), map(1, 'z')) as m",
    "select str_to_map('a:1,b:2,a:3') as m",
    "select transform_keys(map(1, 'a', 2, 'b'), (k, v) -> 1) as m",
    "select size(map()) as m, size(map_from_arrays(array(), array())) as n",
    "select map(double('nan'), 1, double('nan'), 2) as m",
    "select map_from_arrays(cast(null as array<int>), array(1)) as m",
    "select id, map_entries(map(id % 2, id, (id + 1) % 2, 10 * id, id % 2, 100 * id)) as m, map(array(id), named_struct('a', id), array(id), named_struct('a', -id)) as s from range(5)",
)]
MAPS += ["spark.sql('select map(1, 2, null, 3) as m').collect()", "spark.sql(\"select map_from_arrays(array(1), array(1, 2)) as m\").collect()"]

DECIMALS = [f"spark.sql('select {expression} as d')" for expression in (
    "cast(1 as decimal(38,18)) / cast(3 as decimal(38,18))", "cast(1 as decimal(38,18)) * cast(3 as decimal(38,18))", "cast(1 as decimal(10,2)) / cast(3 as decimal(10,2))",
    "cast(1 as decimal(38,10)) + cast(3 as decimal(38,18))", "cast(1 as decimal(38,10)) - cast(3 as decimal(30,25))", "cast(1 as decimal(38,10)) % cast(3 as decimal(38,18))",
    "cast(7 as decimal(38,10)) div cast(3 as decimal(38,18))", "1.0 / 3", "cast(1 as decimal(20,0)) / cast(3 as decimal(20,10))",
    "cast(12345678901234567890 as decimal(38,18)) * cast(3 as decimal(38,18))", "cast(1 as decimal(38,37)) / cast(3 as decimal(38,37))",
    "cast(2 as decimal(5,1)) * cast(3 as decimal(38,37))", "coalesce(cast(1 as decimal(38,0)), cast(1 as decimal(38,38)))", "avg(cast(1 as decimal(38,18)))", "sum(cast(1 as decimal(38,18)))")]

TIMES = ["spark.sql(\"select timestamp'2024-03-10 02:30:00' as t, cast(timestamp'2024-07-01 00:00:00' as date) as d, hour(timestamp'2024-07-01T05:00:00Z') as h, cast('2024-01-01 10:00' as timestamp) as p, cast(timestamp_ntz'2024-01-01 10:00:00' as timestamp) as n, unix_timestamp('2024-01-01 00:00:00') as u, date_format(timestamp_seconds(0), 'yyyy-MM-dd HH:mm:ss XXX') as f, date_trunc('day', timestamp_seconds(1e9)) as x\")"]

TIME_TEXTS = "spark.sql(\"select cast(timestamp'2024-07-01T05:00:00Z' as string) as t, cast(timestamp_ntz'2024-01-01 10:00:00' as timestamp) = timestamp'2024-01-01 10:00:00' as same, hour(timestamp_seconds(0)) as h\")"

PIVOT = "spark.range(4).groupBy().pivot('id').count()"
CHANGED = [
    *while_set("spark.sql.mapKeyDedupPolicy", "LAST_WIN", *MAPS),
    *while_set("spark.sql.mapKeyDedupPolicy", "last_win", MAPS[0], "spark.conf.get('spark.sql.mapKeyDedupPolicy')"),
    *MAPS,  # and what fails without it
    *while_set("spark.sql.decimalOperations.allowPrecisionLoss", "false", *DECIMALS),
    *DECIMALS,
    *(case for zone in ("+03:00", "-05:30", "Asia/Kathmandu", "America/New_York") for case in (f"spark.conf.set('spark.sql.session.timeZone', '{zone}')", *TIMES)),
    # The client does not know these, but the server does.
    *(case for zone in ("GMT+5:30", "UTC+1") for case in (f"spark.conf.set('spark.sql.session.timeZone', '{zone}')", TIME_TEXTS)),
    "spark.conf.set('spark.sql.session.timeZone', 'UTC')",
    *while_set("spark.sql.pivotMaxValues", "3", f"{PIVOT}.collect()", "spark.range(3).groupBy().pivot('id').count()"),
    PIVOT,
    *while_set("spark.sql.transposeMaxValues", "2", "spark.range(3).transpose().collect()", "spark.range(2).transpose()"),
    *while_set("spark.sql.adaptive.enabled", "false", "spark.conf.get('spark.sql.adaptive.enabled')", "spark.range(3).distinct().count()"),
    *while_set("spark.sql.autoBroadcastJoinThreshold", "-1", "spark.conf.get('spark.sql.autoBroadcastJoinThreshold')"),
    *while_set("spark.sql.of.nobody", "x", "spark.conf.get('spark.sql.of.nobody')"),
    *while_set("spark.app.name", "mine", "spark.conf.get('spark.app.name')"),
    *while_set("spark.default.parallelism", "8", "spark.conf.get('spark.default.parallelism')"),
    *while_set("spark.hadoop.fs.s3a.endpoint", "http://nowhere", "spark.conf.get('spark.hadoop.fs.s3a.endpoint')"),
]

# What neither takes.
WRONG = [f"spark.conf.set('{key}', '{value}')" for key, value in (
    ("spark.sql.mapKeyDedupPolicy", "FIRST"), ("spark.sql.adaptive.enabled", "maybe"), ("spark.sql.pivotMaxValues", "many"), ("spark.sql.autoBroadcastJoinThreshold", "much"),
    ("spark.sql.broadcastTimeout", "soon"), ("spark.sql.sources.partitionOverwriteMode", "SOMETIMES"), ("spark.sql.storeAssignmentPolicy", "NOPE"), ("spark.sql.parquet.outputTimestampType", "NOPE"),
    ("spark.sql.legacy.timeParserPolicy", "NOPE"), ("spark.sql.extensions", "x"), ("spark.sql.globalTempDatabase", "x"), ("spark.driver.memory", "1g"),
    ("spark.jars.packages", "a:b:1"), ("spark.rpc.askTimeout", "1s"), ("spark.dynamicAllocation.enabled", "true"))]

# What Spark takes, which changes what it computes, and which nobody here reads.
REFUSED = {
    "spark.sql.caseSensitive": "true", "spark.sql.legacy.timeParserPolicy": "LEGACY", "spark.sql.storeAssignmentPolicy": "LEGACY", "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.groupByOrdinal": "false", "spark.sql.files.ignoreCorruptFiles": "true", "spark.sql.files.ignoreMissingFiles": "true", "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.legacy.castComplexTypesToString.enabled": "true", "spark.sql.parquet.writeLegacyFormat": "true", "spark.sql.parquet.int96RebaseModeInWrite": "LEGACY",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MILLIS", "spark.sql.sources.partitionColumnTypeInference.enabled": "false", "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parser.quotedRegexColumnNames": "true", "spark.sql.defaultCatalog": "other", "spark.sql.binaryOutputStyle": "HEX", "spark.sql.cteRecursionLevelLimit": "1000",
}
