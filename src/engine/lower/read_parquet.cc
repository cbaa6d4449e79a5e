#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/sources/parquet_footers.h"
#include "engine/sources/parquet_scan.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

// Whether a column of a file is read as the type that a schema declares: only where every value keeps its
// meaning. Trino and Spark refuse the rest too.
bool is_read_as(const Type& file, const Type& declared) {
  if (file == declared || is_null_type(file)) return true;
  if (is_integral(file) && is_integral(declared)) return file.InternalType() < declared.InternalType();
  if (is_decimal(file) && is_decimal(declared)) return decimal_widens(file, declared);
  if (is_timestamp(file) && is_timestamp(declared)) return true;
  const auto is_bytes = [](const Type& type) {
    return is_string(type) || type.id() == duckdb::LogicalTypeId::BLOB;
  };
  if (is_bytes(file) && is_bytes(declared)) return true;  // older writers do not say that bytes are a text
  return file.id() == duckdb::LogicalTypeId::FLOAT && declared.id() == duckdb::LogicalTypeId::DOUBLE;
}

// What DuckDB makes of the files' column becomes what Spark makes of it.
Tree as_merged(const OutputColumn& column, const ParquetColumn& merged) {
  auto tree = column_tree(column.id);
  if (column.type == merged.type) return tree;
  if (merged.int96 && column.type.id() == duckdb::LogicalTypeId::TIMESTAMP)
    return call_tree("dovetail_utc", std::move(tree));
  return cast_tree(std::move(tree), merged.type);
}

}  // namespace

// Each file by itself, before DuckDB makes one type of what files that differ have.
base::Result<void> Lowering::check_types(const ParquetFooters& footers, const std::vector<SourceFile>& files,
                                         const std::vector<Field>& schema,
                                         const std::vector<std::string>& partitions) {
  for (const auto& field : schema) {
    if (std::ranges::any_of(partitions, [&](const auto& name) { return base::iequals(name, field.name); }))
      continue;  // the files' own column of that name is not read
    for (std::size_t i = 0; i < files.size(); ++i) {
      const auto* column = find_column(*footers.columns[i], field.name);
      if (!column || (!column->foreign && is_read_as(column->type, field.type))) continue;
      return base::refusal(
          "BadData", 400,
          fmt::format(
              "Field {}'s type {} in parquet file {} is incompatible with type {} defined in table schema",
              field.name, hive_name(column->type), RunStorage::shown(files[i].path), hive_name(field.type)));
    }
  }
  return {};
}

base::Result<Lowered> Lowering::read_parquet(const std::map<std::string, std::string>& options,
                                             const plan::PinnedInput& input,
                                             const std::optional<std::vector<Field>>& schema,
                                             std::int64_t plan_id) {
  for (const auto& [name, value] : options)
    if (name != "serialization.format")
      return unsupported(fmt::format("the parquet option {} = '{}'", name, value));
  auto files = pin(input, plan_id);
  const std::vector<std::string> partitions(input.partition_columns().begin(),
                                            input.partition_columns().end());
  if (files.empty()) return no_rows();

  const auto footers = TRY(read_parquet_footers(connection_, files, known_footers_));
  counters_.at(plan_id)->rows += footers.rows;
  if (schema) TRY(check_types(footers, files, *schema, partitions));
  const auto merged = schema ? ParquetColumns() : TRY(merged_columns(footers, files));
  const auto columns = TRY(stored_columns(connection_, files, footers));
  const auto wanted = schema ? unified_columns(columns, footers) : merged;

  Lowered source{.table = parquet_scan(files, partitions.empty() ? WithPath::No : WithPath::Yes)};
  for (const auto& field : columns) {
    auto column = new_column(field.name, field.type);
    source.table->column_name_alias.push_back(column.id);
    source.columns.push_back(std::move(column));
  }
  std::vector<std::pair<Typed, OutputColumn>> values;
  for (const auto& column : source.columns) {
    const auto* own = find_column(wanted, column.name);
    ASSERT(own, "both are made of the columns of all files");
    if (own->foreign) continue;  // nothing that is declared can be read from it
    values.emplace_back(Typed{as_merged(column, *own), own->type, column.name},
                        new_column(column.name, own->type));
  }
  if (partitions.empty()) return select(std::move(source), std::move(values));

  const auto path = new_column("path", Type::VARCHAR);
  source.table->column_name_alias.push_back(path.id);
  partition_values_.push_back(std::make_unique<PartitionValues>(files));
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    auto value = partition_value_tree(*partition_values_.back(), column_tree(path.id), i);
    values.emplace_back(Typed{std::move(value), Type::VARCHAR, partitions[i]},
                        new_column(partitions[i], Type::VARCHAR));
  }
  return select(std::move(source), std::move(values));
}

}  // namespace engine
