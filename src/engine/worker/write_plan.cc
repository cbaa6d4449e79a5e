#include "engine/worker/write_plan.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "duckdb/parser/sql_statement.hpp"
#include "engine/functions/readable_name.h"
#include "engine/lower/field_audit.h"
#include "engine/sinks/avro_format.h"
#include "engine/sinks/file_sink.h"
#include "engine/sinks/result_sink.h"
#include "engine/worker/write_layout.h"
#include "engine/worker/write_options.h"
#include "plan/program.pb.h"
#include "spark/connect/commands.pb.h"

namespace engine {
namespace {

using Operation = spark::connect::WriteOperation;
using Id = duckdb::LogicalTypeId;

constexpr const char* kResultSource = "dovetail.athena_result";

base::Result<void> check_names(const Columns& columns) {
  std::set<std::string> seen;
  for (const auto& column : columns)
    if (!seen.insert(base::to_lower(column.name)).second)
      return base::refusal(
          "COLUMN_ALREADY_EXISTS", 400,
          fmt::format("[COLUMN_ALREADY_EXISTS] The column `{}` already exists. Choose another name or rename "
                      "the existing column.",
                      base::to_lower(column.name)));
  return {};
}

// Out of the data's columns and behind them, in the order in which the write names them.
base::Result<Columns> take_partition_columns(const Operation& operation, Columns& columns) {
  Columns partitions;
  for (const auto& name : operation.partitioning_columns()) {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](auto& column) { return base::iequals(column.name, name); });
    if (found == columns.end())
      return base::refusal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", 400,
                           fmt::format("Partition column `{}` not found in schema.", name));
    partitions.push_back(std::move(*found));
    columns.erase(found);
  }
  if (!partitions.empty() && columns.empty())
    return base::refusal("ALL_PARTITION_COLUMNS_NOT_ALLOWED", 400,
                         "[ALL_PARTITION_COLUMNS_NOT_ALLOWED] Cannot use all columns for partition columns.");
  return partitions;
}

// A value in the text that Athena shows for its type.
base::Result<Tree> result_text(const OutputColumn& column, const Session& session) {
  auto tree = column_tree(column.id);
  if (is_string(column.type)) return tree;
  if (column.type.id() == Id::BLOB) {
    auto pairs = call_tree(
        "regexp_replace",
        trees(call_tree("lower", call_tree("hex", std::move(tree))), constant_tree(duckdb::Value("(..)")),
              constant_tree(duckdb::Value("\\1 ")), constant_tree(duckdb::Value("g"))));
    return call_tree("rtrim", std::move(pairs));
  }
  return std::move(
      TRY(cast({std::move(tree), column.type, column.name}, Type::VARCHAR, CastMode::Trino, session)).tree);
}

std::string with_slash(std::string path) {
  if (!path.ends_with('/')) path += '/';
  return path;
}

std::vector<Field> fields_of(const Columns& columns) {
  std::vector<Field> fields;
  for (const auto& column : columns) fields.push_back({column.name, column.type});
  return fields;
}

plan::WrittenColumn described(const OutputColumn& column) {
  plan::WrittenColumn result;
  result.set_name(column.name);
  result.set_type(readable_name(column.type));
  return result;
}

}  // namespace

base::Result<WritePlan> WritePlan::make(const Operation& operation, Lowered rows, const Session& session,
                                        RunStorage& storage, std::int64_t now_millis) {
  TRY(consume_only(operation, {"input", "source", "path", "mode", "partitioning_columns", "options"}));
  // Unspecified is not append: Spark then fails when there is something already.
  if (operation.mode() != Operation::SAVE_MODE_APPEND)
    return unsupported(fmt::format("mode = {}", Operation::SaveMode_Name(operation.mode())));
  WritePlan plan;
  plan.session_ = session;
  plan.storage_ = &storage;
  plan.data_columns_ = rows.columns;
  plan.rows_ = std::move(rows);
  plan.spec_ = std::make_unique<WriteSpec>(storage);
  auto& spec = *plan.spec_;
  if (operation.source() == kResultSource) {
    TRY(consume_only(operation, {"input", "source", "path", "mode"}));
    plan.kind_ = Kind::Result;
    spec.prefix = operation.path();
    for (const auto& column : plan.data_columns_) {
      spec.labels.push_back(column.name);
      TRY(result_text(column, session));  // refused now, not while it runs
    }
    return plan;
  }
  const auto format = TRY(read_write_options(operation, spec));
  if (spec.times.zone.empty()) spec.times.zone = session.time_zone;
  if (plan.data_columns_.empty())
    return base::refusal(
        "EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE", 400,
        fmt::format("[EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE] The {} datasource does not support "
                    "writing empty or nested empty schemas.",
                    operation.source()));
  TRY(check_names(plan.data_columns_));
  plan.partition_columns_ = TRY(take_partition_columns(operation, plan.data_columns_));
  TRY(check_written_types(spec, plan.data_columns_));
  if (spec.encoding == WriteSpec::Encoding::Avro)
    spec.avro_schema = TRY(avro_file_schema(spec.avro, fields_of(plan.data_columns_)));
  spec.prefix = with_slash(operation.path());
  for (const auto& column : plan.partition_columns_) {
    spec.partition_columns.push_back(column.name);
    TRY(cast({column_tree(column.id), column.type, column.name}, Type::VARCHAR, CastMode::Legacy, session));
  }
  if (format.style == FileNames::Style::Spark)
    if (const OutputColumn* number = TRY(read_layout(operation, plan.rows_, spec))) plan.number_ = *number;
  spec.file_without_rows = format.style == FileNames::Style::Spark && plan.partition_columns_.empty();
  plan.names_ = std::make_unique<FileNames>(format.style, format.suffix, now_millis);
  spec.names = plan.names_.get();
  return plan;
}

duckdb::unique_ptr<duckdb::QueryNode> WritePlan::query() const {
  auto node = select_from(rows_.table->Copy());
  const auto add = [&](Tree value, const std::string& name) {
    value->SetAlias(name);
    node->select_list.push_back(std::move(value));
  };
  int number = 0;
  for (const auto& column : data_columns_) {
    if (kind_ == Kind::Files)
      add(column_tree(column.id), column.name);
    else
      add(result_text(column, session_).value(), fmt::format("v{}", number++));
  }
  for (const auto& column : partition_columns_) {
    auto text =
        cast({column_tree(column.id), column.type, column.name}, Type::VARCHAR, CastMode::Legacy, session_)
            .value();
    add(std::move(text.tree), column.name);
  }
  if (number_) add(cast_tree(column_tree(number_->id), Type::VARCHAR), number_->name);
  return node;
}

duckdb::unique_ptr<duckdb::SQLStatement> WritePlan::statement() {
  if (kind_ == Kind::Result) return copy_to_result(query(), *spec_);
  return copy_to_files(query(), *spec_, rows_.ordered);
}

plan::WriteReport WritePlan::report() const {
  plan::WriteReport report;
  for (const auto& file : spec_->files) {
    auto& written = *report.add_files();
    written.set_uri(file.uri);
    written.set_rows(file.rows);
    written.set_bytes(storage_->written_size(file.uri));
    for (const auto& value : file.partition_values) {
      auto& partition = *written.add_partition_values();
      if (value) partition.set_value(*value);
    }
    report.set_rows(report.rows() + file.rows);
    report.set_bytes(report.bytes() + written.bytes());
  }
  for (const auto& column : data_columns_) *report.add_columns() = described(column);
  for (const auto& column : partition_columns_) *report.add_partition_columns() = described(column);
  return report;
}

}  // namespace engine
