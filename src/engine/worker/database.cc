#include "engine/worker/database.h"

#include "duckdb/main/config.hpp"
#include "duckdb/main/connection.hpp"
#include "duckdb/main/database.hpp"
#include "duckdb/main/extension/extension_loader.hpp"
#include "duckdb/parallel/task_scheduler.hpp"
#include "duckdb/storage/buffer_manager.hpp"
#include "duckdb/storage/object_cache.hpp"
#include "engine/functions/ansi.h"
#include "engine/functions/dice_kernels.h"
#include "engine/functions/floating_comparison.h"
#include "engine/functions/hive_text.h"
#include "engine/functions/kernel.h"
#include "engine/functions/nested_functions.h"
#include "engine/functions/spark_aggregates.h"
#include "engine/functions/spark_collections.h"
#include "engine/functions/spark_json.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/trino_rows.h"
#include "engine/functions/window.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/python/python_map.h"
#include "engine/python/python_table.h"
#include "engine/python/python_udf.h"
#include "engine/sinks/file_sink.h"
#include "engine/sinks/result_sink.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/csv_line_kernel.h"
#include "engine/sources/csv_records.h"
#include "engine/sources/csv_scan.h"
#include "engine/sources/csv_types.h"
#include "engine/sources/csv_values.h"
#include "engine/sources/json_scan.h"
#include "engine/sources/json_texts.h"
#include "engine/sources/parquet_scan.h"
#include "engine/sources/row_scan.h"
#include "engine/storage/lake_file_system.h"
#include "engine/storage/raise.h"
#include "plan/program.h"

namespace engine {
namespace {

constexpr std::uint64_t kMaxTreeDepth = 8 * plan::kMaxNesting;

void configure(duckdb::DBConfig& config) {
  config.options.maximum_threads = 1;  // until limit()
  config.SetOptionByName("autoload_known_extensions", duckdb::Value::BOOLEAN(false));
  config.SetOptionByName("autoinstall_known_extensions", duckdb::Value::BOOLEAN(false));
  // plan::validate() bounds how deep plans nest; one of their nodes becomes up to a few of DuckDB's in each
  // other.
  config.SetOptionByName("max_expression_depth", duckdb::Value::UBIGINT(kMaxTreeDepth));
  // Bytes are counted where they are read, so what was read before is not kept.
  config.SetOptionByName("enable_external_file_cache", duckdb::Value::BOOLEAN(false));
}

// A Parquet file is opened several times in a run: for its schema, its columns, its rows.
void keep_footers(duckdb::DuckDB& database) {
  const auto set = duckdb::Connection(database).Query("SET GLOBAL parquet_metadata_cache = true");
  if (set->HasError()) set->ThrowError();
}

}  // namespace

Database::Database() = default;
Database::~Database() = default;

base::Result<std::unique_ptr<Database>> Database::open() {
  try {
    duckdb::DBConfig config;
    configure(config);
    std::unique_ptr<Database> database(new Database());
    database->duckdb_ = std::make_unique<duckdb::DuckDB>(nullptr, &config);
    auto files = duckdb::make_uniq<LakeFileSystem>();
    database->files_ = files.get();
    database->duckdb_->GetFileSystem().RegisterSubSystem(std::move(files));

    duckdb::ExtensionLoader loader(*database->duckdb_->instance, "dovetail");
    register_csv_scan(loader);
    register_csv_records(loader);
    register_json_scan(loader);
    register_parquet_scan(loader);
    register_row_scan(loader);
    register_file_sink(loader);
    register_result_sink(loader);
    register_csv_values(loader);
    register_csv_types(loader);
    register_csv_line(loader);
    register_json_texts(loader);
    register_bad_records(loader);
    register_cast_kernels(loader);
    register_arithmetic_kernels(loader);
    register_decimal_kernels(loader);
    register_math_kernels(loader);
    register_moments_kernels(loader);
    register_percentile_kernels(loader);
    register_distinct_count_kernels(loader);
    register_table_text(loader);
    register_dice_kernels(loader);
    register_numeric_histogram_kernels(loader);
    register_checksum_kernels(loader);
    register_entries_kernels(loader);
    register_trino_aggregate_kernels(loader);
    register_window_kernels(loader);
    register_string_kernels(loader);
    register_collection_kernels(loader);
    register_trino_kernels(loader);
    register_spark_kernels(loader);
    register_spark_number_kernels(loader);
    register_spark_text_kernels(loader);
    register_spark_hash_kernels(loader);
    register_spark_session_kernels(loader);
    register_spark_random_kernels(loader);
    register_spark_format_kernel(loader);
    register_floating_comparison_kernels(loader);
    register_nested_kernels(loader);
    register_random_kernels(loader);
    register_array_kernels(loader);
    register_map_kernels(loader);
    register_regexp_kernels(loader);
    register_format_kernel(loader);
    register_json_cast_kernel(loader);
    register_spark_array_kernels(loader);
    register_spark_sequence_kernels(loader);
    register_spark_map_kernels(loader);
    register_spark_json_kernels(loader);
    register_spark_csv_kernels(loader);
    register_spark_aggregates(loader);
    register_python_udf(loader);
    register_python_aggregate(loader);
    register_python_map(loader);
    register_python_table(loader);
    register_ansi_kernels(loader);
    register_hive_text(loader);
    register_zoned_timestamps(*database->duckdb_->instance, loader);
    keep_footers(*database->duckdb_);
    return database;
  } catch (const std::exception& exception) {
    return caught_error(exception).context("opening the worker's database");
  }
}

void Database::forget_files() {
  auto& kept = duckdb_->instance->GetObjectCache();
  kept.EvictToReduceMemory(kept.GetCurrentMemory());
}

base::Result<void> Database::limit(int threads, std::int64_t memory_bytes,
                                   const std::string& scratch_folder) {
  try {
    auto& instance = *duckdb_->instance;
    auto& config = duckdb::DBConfig::GetConfig(instance);
    const auto set = [&](const char* name, duckdb::Value value) {
      config.SetOption(&instance, *duckdb::DBConfig::GetOptionByName(name), value);
    };
    // To be told a limit, even the one it has, makes DuckDB give all free memory back to the kernel, which
    // then hands it out again page by page.
    if (threads != threads_) {
      set("threads", duckdb::Value::BIGINT(threads));
      // DuckDB would start them behind the next statement, and that one is all that many a worker runs.
      duckdb::TaskScheduler::GetScheduler(instance).RelaunchThreads();
      threads_ = threads;
    }
    if (memory_bytes != memory_bytes_) {
      set("memory_limit", duckdb::Value(std::to_string(memory_bytes) + "B"));
      memory_bytes_ = memory_bytes;
    }
    // Once a run has spilled, DuckDB refuses to be told where to, even when it is told the same again.
    if (config.options.temporary_directory != scratch_folder)
      set("temp_directory", duckdb::Value(scratch_folder));
    return {};
  } catch (const std::exception& exception) {
    // Bounds are the server's: what is wrong with them is nothing that a caller could mend.
    return base::failure("setting the bounds of a run: {}", caught_error(exception).message);
  }
}

}  // namespace engine
