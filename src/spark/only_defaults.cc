#include <algorithm>
#include <array>
#include <utility>

#include "spark/known_settings.h"

namespace spark_door {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

// What says what Spark computes, and is done here in one way only: another value would be a promise that is
// not kept. Empty: what is done is what Spark does where it is not set at all.
constexpr std::array kOnly = std::to_array<Row>({
    {"spark.sql.allowNamedFunctionArguments", "true"},
    {"spark.sql.analyzer.allowSubqueryExpressionsInLambdasOrHigherOrderFunctions", "false"},
    {"spark.sql.analyzer.preferColumnOverLcaInArrayIndex", "true"},
    {"spark.sql.analyzer.strictDataFrameColumnResolution", "true"},
    {"spark.sql.ansi.doubleQuotedIdentifiers", "false"},
    {"spark.sql.ansi.enforceReservedKeywords", "false"},
    {"spark.sql.ansi.relationPrecedence", "false"},
    {"spark.sql.assumeAnsiFalseIfNotPersisted.enabled", "true"},
    {"spark.sql.avro.datetimeRebaseModeInRead", "CORRECTED"},
    {"spark.sql.avro.datetimeRebaseModeInWrite", "CORRECTED"},
    {"spark.sql.binByRelationOperator.enabled", "false"},
    {"spark.sql.binaryOutputStyle", ""},
    {"spark.sql.caseSensitive", "false"},
    {"spark.sql.catalog.spark_catalog", "builtin"},
    {"spark.sql.charAsVarchar", "false"},
    {"spark.sql.chunkBase64String.enabled", "true"},
    {"spark.sql.collation.allowInMapKeys", "false"},
    {"spark.sql.collation.objectLevel.enabled", "true"},
    {"spark.sql.collation.schemaLevel.enabled", "false"},
    {"spark.sql.columnNameOfCorruptRecord", "_corrupt_record"},
    {"spark.sql.crossJoin.enabled", "true"},
    {"spark.sql.csv.parser.columnPruning.enabled", "true"},
    {"spark.sql.cteRecursionLevelLimit", "100"},
    {"spark.sql.cteRecursionRowLimit", "1000000"},
    {"spark.sql.defaultCatalog", "spark_catalog"},
    {"spark.sql.defaultColumn.allowedProviders", "csv,json,orc,parquet"},
    {"spark.sql.defaultColumn.enabled", "true"},
    {"spark.sql.defaultColumn.useNullsForMissingDefaultValues", "true"},
    {"spark.sql.defaultPath", ""},
    {"spark.sql.dropDuplicates.deterministicKeyOrder.enabled", "true"},
    {"spark.sql.dropTableOnView.enabled", "true"},
    {"spark.sql.error.messageFormat", "PRETTY"},
    {"spark.sql.fileSource.insert.enforceNotNull", "false"},
    {"spark.sql.files.archive.reader.enabled", "false"},
    {"spark.sql.files.ignoreCorruptFiles", "false"},
    {"spark.sql.files.ignoreInvalidPartitionPaths", "false"},
    {"spark.sql.files.ignoreMissingFiles", "false"},
    {"spark.sql.files.ignoredPathSegmentRegex", "^[._]"},
    {"spark.sql.function.concatBinaryAsString", "false"},
    {"spark.sql.function.eltOutputAsString", "false"},
    {"spark.sql.function.protobufExtensions.enabled", "false"},
    {"spark.sql.functionResolution.sessionOrder", "second"},
    {"spark.sql.generatedColumn.allowNullableIngest.enabled", "true"},
    {"spark.sql.geospatial.enabled", "true"},
    {"spark.sql.groupByAliases", "true"},
    {"spark.sql.groupByOrdinal", "true"},
    {"spark.sql.hive.convertMetastoreParquet.mergeSchema", "false"},
    {"spark.sql.hive.verifyPartitionPath", "false"},
    {"spark.sql.icu.caseMappings.enabled", "true"},
    {"spark.sql.insertIntoReplaceOn.enabled", "true"},
    {"spark.sql.insertIntoReplaceOnByName.enabled", "true"},
    {"spark.sql.insertIntoReplaceUsing.enabled", "true"},
    {"spark.sql.insertIntoReplaceUsingByName.enabled", "true"},
    {"spark.sql.insertIntoReplaceWhereColumnList.enabled", "true"},
    {"spark.sql.insertNestedTypeCoercion.enabled", "false"},
    {"spark.sql.json.enableExactStringParsing", "true"},
    {"spark.sql.json.enablePartialResults", "true"},
    {"spark.sql.jsonGenerator.ignoreNullFields", "true"},
    {"spark.sql.jsonGenerator.writeNullIfWithDefaultValue", "true"},
    {"spark.sql.lateralColumnAlias.enableImplicitResolution", "true"},
    {"spark.sql.legacy.avro.datetimeRebaseModeInRead", "CORRECTED"},
    {"spark.sql.legacy.avro.datetimeRebaseModeInWrite", "CORRECTED"},
    {"spark.sql.legacy.csv.enableDateTimeParsingFallback", ""},
    {"spark.sql.legacy.ctePrecedencePolicy", "CORRECTED"},
    {"spark.sql.legacy.followThreeValuedLogicInArrayExists", "true"},
    {"spark.sql.legacy.histogramNumericPropagateInputType", "true"},
    {"spark.sql.legacy.json.enableDateTimeParsingFallback", ""},
    {"spark.sql.legacy.literal.pickMinimumPrecision", "true"},
    {"spark.sql.legacy.nullInEmptyListBehavior", ""},
    {"spark.sql.legacy.parquet.datetimeRebaseModeInRead", "CORRECTED"},
    {"spark.sql.legacy.parquet.datetimeRebaseModeInWrite", "CORRECTED"},
    {"spark.sql.legacy.parquet.int96RebaseModeInRead", "CORRECTED"},
    {"spark.sql.legacy.parquet.int96RebaseModeInWrite", "CORRECTED"},
    {"spark.sql.legacy.replaceDatabricksSparkAvro.enabled", "true"},
    {"spark.sql.legacy.setCommandRejectsSparkCoreConfs", "true"},
    {"spark.sql.legacy.sizeOfNull", "true"},
    {"spark.sql.legacy.timeParserPolicy", "CORRECTED"},
    {"spark.sql.legacy.viewSchemaBindingMode", "true"},
    {"spark.sql.legacy.viewSchemaCompensation", "true"},
    {"spark.sql.listagg.allowDistinctCastWithOrder.enabled", "true"},
    {"spark.sql.mergeNestedTypeCoercion.enabled", "false"},
    {"spark.sql.operatorPipeSyntaxEnabled", "true"},
    {"spark.sql.optimizer.decorrelateExistsSubqueryLegacyIncorrectCountHandling.enabled", "false"},
    {"spark.sql.optimizer.decorrelateLimitOffsetLegacyIncorrectOrderHandling.enabled", "false"},
    {"spark.sql.optimizer.decorrelateSubqueryLegacyIncorrectCountHandling.enabled", "false"},
    {"spark.sql.optimizer.metadataOnly", "false"},
    {"spark.sql.orc.mergeSchema", "false"},  // a reader's option can say it
    {"spark.sql.orderByOrdinal", "true"},
    {"spark.sql.parquet.binaryAsString", "false"},
    {"spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED"},
    {"spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"},
    {"spark.sql.parquet.fieldId.read.enabled", "false"},
    {"spark.sql.parquet.ignoreVariantAnnotation", "false"},
    {"spark.sql.parquet.inferTimestampNTZ.enabled", "true"},
    {"spark.sql.parquet.int96AsTimestamp", "true"},
    {"spark.sql.parquet.int96RebaseModeInRead", "CORRECTED"},
    {"spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED"},
    {"spark.sql.parquet.int96TimestampConversion", "false"},
    {"spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"},  // Spark's default is INT96
    {"spark.sql.parquet.reader.respectUnknownTypeAnnotation.enabled", "false"},
    {"spark.sql.parquet.respectSummaryFiles", "false"},
    {"spark.sql.parquet.writeLegacyFormat", "false"},
    {"spark.sql.parser.escapedStringLiterals", "false"},
    {"spark.sql.parser.quotedRegexColumnNames", "false"},
    {"spark.sql.parser.singleCharacterPipeOperator.enabled", "true"},
    {"spark.sql.path.enabled", "false"},
    {"spark.sql.preserveCharVarcharTypeInfo", "false"},
    {"spark.sql.prioritizeOrdinalResolutionInSort.enabled", "true"},
    {"spark.sql.pyspark.toJSON.returnDataFrame", "false"},
    {"spark.sql.readSideCharPadding", "true"},
    {"spark.sql.retainGroupColumns", "true"},
    {"spark.sql.runSQLOnFiles", "true"},
    {"spark.sql.sources.partitionColumnTypeInference.enabled", "true"},
    {"spark.sql.sources.validatePartitionColumns", "true"},
    {"spark.sql.stableDerivedColumnAlias.enabled", "false"},
    {"spark.sql.storeAssignmentPolicy", "ANSI"},
    {"spark.sql.timeTravel.atSyntax.enabled", "true"},
    {"spark.sql.timeTravelTimestampKey", "timestampAsOf"},
    {"spark.sql.timeTravelVersionKey", "versionAsOf"},
    {"spark.sql.timeType.enabled", "false"},
    {"spark.sql.timestampNanosTypes.enabled", "false"},
    {"spark.sql.timestampType", "TIMESTAMP_LTZ"},
    {"spark.sql.tvf.allowMultipleTableArguments.enabled", "false"},
    {"spark.sql.variable.substitute", "false"},  // Spark's default is true
    {"spark.sql.variant.allowDuplicateKeys", "false"},
    {"spark.sql.variant.allowReadingShredded", "true"},
    {"spark.sql.variant.validateUnicodeInJsonParsing", "true"},
    {"spark.sql.variant.writeShredding.enabled", "true"},
    {"spark.sql.view.maxNestedViewDepth", "100"},
    {"spark.sql.xml.schemaInference.incrementalTypeCasting.enabled", "true"},
    {"spark.sql.xml.variant.respectInferSchema", "true"},
});

// Of what Spark did before, what is none of ours: other databases' types, how Hive is asked, and user Python,
// whose workers are told.
constexpr std::array kNoneOfOurs = std::to_array<std::string_view>({
    "bucketedTableScan.",
    "db2.",
    "execution.",
    "hive.",
    "jdbc.",
    "mssqlserver.",
    "mysql.",
    "oracle.",
    "postgres.",
    "useV1Command",
});

}  // namespace

std::optional<std::string_view> only_value_of(std::string_view key) {
  const auto row = std::ranges::find(kOnly, key, &Row::first);
  if (row != kOnly.end()) return row->second;
  if (!key.starts_with(kLegacy)) return std::nullopt;
  const std::string_view below = key.substr(kLegacy.size());
  const bool free = std::ranges::any_of(kNoneOfOurs, [&](auto begin) { return below.starts_with(begin); });
  return free ? std::nullopt : std::optional<std::string_view>("false");
}

}  // namespace spark_door
