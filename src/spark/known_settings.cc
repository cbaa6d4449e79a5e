#include "spark/known_settings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "spark/settings.h"

namespace spark_door {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// Kept, here or by the client. As Spark has them, but for two: ANSI mode is off, as in Glue's jobs, and rows
// of a client come with the plan as long as a message holds them, not as artifacts.
constexpr std::array kKept = std::to_array<Row>({
    {kAnsi, "false"},
    {kTimeZone, "UTC"},
    {plan::kMapKeyDedupPolicy, "EXCEPTION"},
    {plan::kAllowPrecisionLoss, "true"},
    {plan::kPivotMaxValues, "10000"},
    {plan::kTransposeMaxValues, "500"},
    {"spark.sql.avro.compression.codec", "snappy"},
    {"spark.sql.execution.arrow.maxRecordsPerBatch", "10000"},
    {"spark.sql.execution.arrow.pyspark.enabled", "true"},
    {"spark.sql.execution.arrow.pyspark.fallback.enabled", "true"},
    {"spark.sql.execution.arrow.pyspark.selfDestruct.enabled", "false"},
    {"spark.sql.execution.arrow.useLargeVarTypes", "false"},
    {"spark.sql.execution.pandas.convertToArrowArraySafely", "true"},
    {"spark.sql.execution.pandas.inferPandasDictAsMap", "false"},
    {"spark.sql.execution.pandas.structHandlingMode", "legacy"},
    {"spark.sql.execution.pyspark.binaryAsBytes", "true"},
    {"spark.sql.execution.pythonUDF.arrow.enabled", "true"},
    {"spark.sql.execution.pythonUDTF.arrow.enabled", "true"},
    {"spark.sql.experimental.optimizer.transpilePyUDFs", "false"},
    {kMaxRecordsPerFile, "0"},
    {"spark.sql.orc.compression.codec", "zstd"},
    {"spark.sql.parquet.compression.codec", "snappy"},
    {"spark.sql.pyspark.inferNestedDictAsStruct.enabled", "false"},
    {"spark.sql.pyspark.jvmStacktrace.enabled", "false"},
    {"spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled", "false"},
    {"spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled", "false"},
    {"spark.sql.repl.eagerEval.enabled", "false"},
    {"spark.sql.repl.eagerEval.maxNumRows", "20"},
    {"spark.sql.repl.eagerEval.truncate", "20"},
    {"spark.sql.session.localRelationBatchOfChunksSizeBytes", "1073741824"},
    {"spark.sql.session.localRelationCacheThreshold", "1048576"},
    {"spark.sql.session.localRelationChunkSizeBytes", "16777216"},
    {"spark.sql.session.localRelationChunkSizeRows", "10000"},
    {"spark.sql.session.localRelationSizeLimit", "3221225472"},
    {"spark.sql.sources.default", "parquet"},
    {"spark.sql.sources.partitionOverwriteMode", "STATIC"},
});

// Without an effect on results: how Spark plans, keeps, spreads and logs its work. Of those that scripts
// read, the defaults.
constexpr std::array kNoEffect = std::to_array<Row>({
    {"spark.sql.adaptive.advisoryPartitionSizeInBytes", "67108864b"},
    {"spark.sql.adaptive.coalescePartitions.enabled", "true"},
    {"spark.sql.adaptive.coalescePartitions.parallelismFirst", "true"},
    {"spark.sql.adaptive.enabled", "true"},
    {"spark.sql.adaptive.localShuffleReader.enabled", "true"},
    {"spark.sql.adaptive.skewJoin.enabled", "true"},
    {"spark.sql.autoBroadcastJoinThreshold", "10485760b"},
    {"spark.sql.broadcastTimeout", "300000ms"},
    {"spark.sql.cbo.enabled", "false"},
    {"spark.sql.cbo.joinReorder.enabled", "false"},
    {"spark.sql.codegen.wholeStage", "true"},
    {"spark.sql.debug.maxToStringFields", "25"},
    {"spark.sql.files.maxPartitionBytes", "134217728b"},
    {"spark.sql.files.openCostInBytes", "4194304b"},
    {"spark.sql.hive.manageFilesourcePartitions", "true"},
    {"spark.sql.hive.metastorePartitionPruning", "true"},
    {"spark.sql.inMemoryColumnarStorage.batchSize", "10000"},
    {"spark.sql.inMemoryColumnarStorage.compressed", "true"},
    {"spark.sql.join.preferSortMergeJoin", "true"},
    {"spark.sql.maxPlanStringLength", "2147483632b"},
    {"spark.sql.optimizer.dynamicPartitionPruning.enabled", "true"},
    {"spark.sql.orc.enableVectorizedReader", "true"},
    {"spark.sql.orc.filterPushdown", "true"},
    {"spark.sql.parquet.columnarReaderBatchSize", "4096"},
    {"spark.sql.parquet.enableVectorizedReader", "true"},
    {"spark.sql.parquet.filterPushdown", "true"},
    {"spark.sql.parquet.mergeSchema", "false"},  // without it Spark takes any file's schema: here, all files'
    {"spark.sql.shuffle.partitions", "200"},
    {"spark.sql.sources.bucketing.enabled", "true"},
    {"spark.sql.sources.parallelPartitionDiscovery.threshold", "32"},
    {"spark.sql.statistics.histogram.enabled", "false"},
});
// A row that ends in a dot stands for all below it, but for those of only_defaults.cc.
constexpr std::array kNoEffectEither = std::to_array<std::string_view>({
    "spark.sql.adaptive.",
    "spark.sql.addPartitionInBatch.",
    "spark.sql.alwaysInlineCommonExpr",
    "spark.sql.analyzer.",
    "spark.sql.artifact.",
    "spark.sql.avro.",
    "spark.sql.bucketing.",
    "spark.sql.cache.",
    "spark.sql.cartesianProductExec.",
    "spark.sql.catalog.",  // another catalog's tables are refused where they are named
    "spark.sql.cbo.",
    "spark.sql.classic.",
    "spark.sql.cli.",
    "spark.sql.codegen.",
    "spark.sql.columnVector.",
    "spark.sql.connect.",
    "spark.sql.constraintPropagation.",
    "spark.sql.csv.",
    "spark.sql.cteRecursionAnchorRowsLimitToConvertToLocalRelation",
    "spark.sql.cteRelationDefMaxRows.",
    "spark.sql.dataFrameQueryContext.",
    "spark.sql.dataSource.",
    "spark.sql.dataframeCache.",
    "spark.sql.datetime.java8API.enabled",
    "spark.sql.debug.",
    "spark.sql.defaultCacheStorageLevel",
    "spark.sql.defaultSizeInBytes",
    "spark.sql.enforceTypeCoercionBeforeUnionDeduplication.",
    "spark.sql.exchange.",
    "spark.sql.execution.",
    "spark.sql.experimental.",
    "spark.sql.expressionTreeChangeLog.",
    "spark.sql.extendedExplainProviders",
    "spark.sql.files.",
    "spark.sql.hive.",
    "spark.sql.inMemoryColumnarStorage.",
    "spark.sql.inMemoryTableScanStatistics.",
    "spark.sql.join.",
    "spark.sql.json.",
    "spark.sql.lazySetOperatorOutput.",
    "spark.sql.leafNodeDefaultParallelism",
    "spark.sql.lightweightPlanChangeValidation",
    "spark.sql.limit.",
    "spark.sql.mapZipWithUsesJavaCollections",
    "spark.sql.maven.",
    "spark.sql.maxBroadcastTableSize",
    "spark.sql.maxConcurrentOutputFileWriters",
    "spark.sql.maxMetadataStringLength",
    "spark.sql.maxSinglePartitionBytes",
    "spark.sql.nameResolutionLog.",
    "spark.sql.objectHashAggregate.",
    "spark.sql.optimizeNullAwareAntiJoin",
    "spark.sql.optimizeNullAwareAntiJoin.",
    "spark.sql.optimizer.",
    "spark.sql.orc.",
    "spark.sql.orderingAwareLimitOffset",
    "spark.sql.parquet.",
    "spark.sql.parser.",
    "spark.sql.pipelines.",
    "spark.sql.planChangeLog.",
    "spark.sql.planChangeValidation",
    "spark.sql.planChangeValidation.",
    "spark.sql.planner.",
    "spark.sql.protobuf.",
    "spark.sql.pyspark.",
    "spark.sql.python.",
    "spark.sql.redaction.",
    "spark.sql.repl.",
    "spark.sql.requireAllClusterKeysForCoPartition",
    "spark.sql.requireAllClusterKeysForDistribution",
    "spark.sql.runCollationTypeCastsBeforeAliasAssignment.",
    "spark.sql.scriptTransformation.",
    "spark.sql.scripting.",
    "spark.sql.selfJoinAutoResolveAmbiguity",  // Spark Connect's columns say whose they are
    "spark.sql.session.",
    "spark.sql.sessionWindow.",
    "spark.sql.shuffle.",
    "spark.sql.shuffleDependency.",
    "spark.sql.shuffledHashJoinFactor",
    "spark.sql.sort.",
    "spark.sql.sortMergeJoinExec.",
    "spark.sql.sources.",
    "spark.sql.stackTracesInDataFrameContext",
    "spark.sql.statistics.",
    "spark.sql.streaming.",  // streams are refused
    "spark.sql.subexpressionElimination.",
    "spark.sql.thriftServer.",
    "spark.sql.thriftserver.",
    "spark.sql.truncateTable.",
    "spark.sql.udt.",
    "spark.sql.ui.",
    "spark.sql.unionOutputPartitioning",
    "spark.sql.useCommonExprIdForAlias",
    "spark.sql.variant.",
    "spark.sql.window.",
    "spark.sql.windowExec.",
});

// Where Spark takes words.
constexpr std::string_view kCalendars = "EXCEPTION, LEGACY, CORRECTED";
constexpr std::array kWords = std::to_array<Row>({
    {plan::kMapKeyDedupPolicy, "EXCEPTION, LAST_WIN"},
    {"spark.sql.avro.compression.codec", "bzip2, deflate, uncompressed, xz, snappy, zstandard"},
    {"spark.sql.avro.datetimeRebaseModeInRead", kCalendars},
    {"spark.sql.avro.datetimeRebaseModeInWrite", kCalendars},
    {"spark.sql.binaryOutputStyle", "UTF-8, BASIC, BASE64, HEX, HEX_DISCRETE"},
    {"spark.sql.error.messageFormat", "PRETTY, MINIMAL, STANDARD, DEBUG"},
    {"spark.sql.execution.pandas.structHandlingMode", "legacy, row, dict"},
    {"spark.sql.legacy.ctePrecedencePolicy", kCalendars},
    {"spark.sql.legacy.timeParserPolicy", kCalendars},
    {"spark.sql.orc.compression.codec", "brotli, uncompressed, lz4, lzo, snappy, zlib, none, zstd"},
    {"spark.sql.parquet.compression.codec",
     "brotli, uncompressed, lzo, snappy, lz4_raw, none, zstd, lz4, gzip"},
    {"spark.sql.parquet.datetimeRebaseModeInRead", kCalendars},
    {"spark.sql.parquet.datetimeRebaseModeInWrite", kCalendars},
    {"spark.sql.parquet.int96RebaseModeInRead", kCalendars},
    {"spark.sql.parquet.int96RebaseModeInWrite", kCalendars},
    {"spark.sql.parquet.outputTimestampType", "INT96, TIMESTAMP_MICROS, TIMESTAMP_MILLIS"},
    {"spark.sql.sources.partitionOverwriteMode", "STATIC, DYNAMIC"},
    {"spark.sql.storeAssignmentPolicy", "ANSI, LEGACY, STRICT"},
    {"spark.sql.timestampType", "TIMESTAMP_NTZ, TIMESTAMP_LTZ"},
});

std::optional<std::string_view> value_in(std::span<const Row> rows, std::string_view key) {
  const auto row = std::ranges::find(rows, key, &Row::first);
  return row == rows.end() ? std::nullopt : std::optional(row->second);
}

}  // namespace

std::optional<std::string_view> default_of(std::string_view key) {
  if (const auto kept = value_in(kKept, key)) return kept;
  if (const auto taken = value_in(kNoEffect, key)) return taken;
  const auto only = only_value_of(key);
  return only && !only->empty() ? only : std::nullopt;
}

bool is_known(std::string_view key) {
  return value_in(kKept, key) || value_in(kNoEffect, key) || only_value_of(key) || key.starts_with(kLegacy) ||
         is_among(kNoEffectEither, key);
}

bool is_among(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::any_of(
      keys, [&](auto row) { return row.ends_with('.') ? key.starts_with(row) : key == row; });
}

std::optional<std::string_view> words_of(std::string_view key) {
  return value_in(kWords, key);
}

std::map<std::string, std::string> defaults_below(std::string_view prefix) {
  std::map<std::string, std::string> defaults;
  for (const auto& [key, value] : kKept)
    if (key.starts_with(prefix)) defaults.emplace(key, value);
  return defaults;
}

}  // namespace spark_door
