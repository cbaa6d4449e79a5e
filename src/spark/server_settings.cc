#include <array>

#include "spark/known_settings.h"
#include "spark/settings.h"

// What is of a cluster, or of the whole server: none of a session's to set.
namespace spark_door {
namespace {

// A row that ends in a dot stands for all below it.
constexpr std::array kStatic = std::to_array<std::string_view>({
    "spark.python.sql.dataFrameDebugging.enabled",
    "spark.sql.artifact.copyFromLocalToFs.allowDestLocal",
    "spark.sql.avro.schemaUrlAllowedSchemes",
    "spark.sql.broadcastExchange.maxThreadThreshold",
    "spark.sql.cache.serializer",
    "spark.sql.catalog.spark_catalog.defaultDatabase",
    "spark.sql.catalogImplementation",
    "spark.sql.codegen.cache.maxEntries",
    "spark.sql.codegen.comments",
    "spark.sql.debug",
    "spark.sql.defaultUrlStreamHandlerFactory.enabled",
    "spark.sql.event.truncate.length",
    "spark.sql.extensions",
    "spark.sql.extensions.test.loadFromCp",
    "spark.sql.filesourceTableRelationCacheSize",
    "spark.sql.globalTempDatabase",
    "spark.sql.hive.metastore.",
    "spark.sql.hive.thriftServer.http.sniHostCheckEnabled",
    "spark.sql.hive.thriftServer.singleSession",
    "spark.sql.hive.version",
    "spark.sql.kafka.disallowedOptions",
    "spark.sql.legacy.hive.thriftServer.allowSettingSystemProperties",
    "spark.sql.legacy.sessionInitWithConfigDefaults",
    "spark.sql.metadataCacheTTLSeconds",
    "spark.sql.queryExecutionListeners",
    "spark.sql.reflect.allowList",
    "spark.sql.restrictedMode.enabled",
    "spark.sql.resultQueryStage.maxThreadThreshold",
    "spark.sql.shuffleExchange.maxThreadThreshold",
    "spark.sql.sources.disabledJdbcConnProviderList",
    "spark.sql.sources.schemaStringLengthThreshold",
    "spark.sql.streaming.streamingQueryListeners",
    "spark.sql.streaming.ui.",
    "spark.sql.subquery.maxThreadThreshold",
    "spark.sql.ui.retainedExecutions",
    kWarehouse,
});
constexpr std::array kOfTheCluster = std::to_array<std::string_view>({
    "spark.acls.",         "spark.archives",
    "spark.authenticate",  "spark.barrier.",
    "spark.blockManager.", "spark.broadcast.",
    "spark.buffer.",       "spark.checkpoint.",
    "spark.cores.max",     "spark.decommission.",
    "spark.driver.",       "spark.dynamicAllocation.",
    "spark.eventLog.",     "spark.excludeOnFailure.",
    "spark.executor.",     "spark.extraListeners",
    "spark.files",         "spark.io.",
    "spark.jars",          "spark.jars.",
    "spark.kryo.",         "spark.kryoserializer.",
    "spark.locality.",     "spark.log.level",
    "spark.memory.",       "spark.metrics.",
    "spark.network.",      "spark.plugins",
    "spark.pyspark.",      "spark.rdd.",
    "spark.redaction.",    "spark.reducer.",
    "spark.resources.",    "spark.rpc.",
    "spark.scheduler.",    "spark.serializer",
    "spark.shuffle.",      "spark.speculation",
    "spark.speculation.",  "spark.stage.",
    "spark.submit.",       "spark.task.",
    "spark.ui.",           "spark.unsafe.",
});

}  // namespace

bool is_static(std::string_view key) {
  return is_among(kStatic, key);
}

bool is_of_the_cluster(std::string_view key) {
  return is_among(kOfTheCluster, key);
}

}  // namespace spark_door
