#include <fmt/format.h>

#include "engine/lower/lowering.h"
#include "engine/sources/parquet_scan.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

// A file's type as Spark has it: unsigned numbers take the next signed type, finer timestamps become microseconds.
Type spark_type(const Type& type) {
  using Id = duckdb::LogicalTypeId;
  switch (type.id()) {
    case Id::UTINYINT: return Type::SMALLINT;
    case Id::USMALLINT: return Type::INTEGER;
    case Id::UINTEGER: return Type::BIGINT;
    case Id::UBIGINT: return Type::DECIMAL(20, 0);
    case Id::TIMESTAMP_SEC:
    case Id::TIMESTAMP_MS:
    case Id::TIMESTAMP_NS: return Type::TIMESTAMP;
    default: return type;
  }
}

}  // namespace

base::Result<Lowered> Lowering::read_parquet(const std::map<std::string, std::string>& options,
                                             const plan::PinnedInput& input, std::int64_t plan_id) {
  for (const auto& [name, value] : options)
    if (name != "serialization.format") return unsupported(fmt::format("the parquet option {} = '{}'", name, value));
  auto files = pin(input, plan_id);
  const std::vector<std::string> partitions(input.partition_columns().begin(), input.partition_columns().end());
  if (files.empty()) return no_rows();

  auto& counters = *counters_.at(plan_id);
  counters.rows += TRY(parquet_rows(connection_, files));
  const auto columns = TRY(parquet_columns(connection_, files));

  Lowered source{.table = parquet_scan(files)};
  for (const auto& field : columns) {
    auto column = new_column(field.name, field.type);
    source.table->column_name_alias.push_back(column.id);
    source.columns.push_back(std::move(column));
  }
  const auto path = new_column("path", Type::VARCHAR);
  source.table->column_name_alias.push_back(path.id);

  std::vector<std::pair<Typed, OutputColumn>> values;
  for (const auto& column : source.columns) {
    const auto type = spark_type(column.type);
    auto tree = column_tree(column.id);
    if (type != column.type) tree = cast_tree(std::move(tree), type);
    values.emplace_back(Typed{std::move(tree), type, column.name}, new_column(column.name, type));
  }
  partition_values_.push_back(std::make_unique<PartitionValues>(files));
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    auto value = partition_value_tree(*partition_values_.back(), column_tree(path.id), i);
    values.emplace_back(Typed{std::move(value), Type::VARCHAR, partitions[i]}, new_column(partitions[i], Type::VARCHAR));
  }
  return select(std::move(source), std::move(values));
}

}  // namespace engine
