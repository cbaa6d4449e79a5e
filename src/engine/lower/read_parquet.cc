#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/sources/format_options.h"
#include "engine/sources/parquet_footers.h"
#include "engine/sources/parquet_scan.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

bool is_read_as(const Type& file, const Type& declared);

// By name: a field that the file lacks is NULL, one that is not declared is not read.
bool is_struct_read_as(const Type& file, const Type& declared) {
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(declared))
    for (const auto& [own_name, own_type] : duckdb::StructType::GetChildTypes(file))
      if (base::iequals(name, own_name) && !is_read_as(own_type, type)) return false;
  return true;
}

bool is_nested_read_as(const Type& file, const Type& declared) {
  if (file.id() != declared.id()) return false;
  switch (file.id()) {
    case Id::LIST:
      return is_read_as(duckdb::ListType::GetChildType(file), duckdb::ListType::GetChildType(declared));
    case Id::MAP:
      return is_read_as(duckdb::MapType::KeyType(file), duckdb::MapType::KeyType(declared)) &&
             is_read_as(duckdb::MapType::ValueType(file), duckdb::MapType::ValueType(declared));
    default:
      return is_struct_read_as(file, declared);
  }
}

// Files have integers of 32 bits and of 64: the smaller ones are read of the former, as far as they fit.
bool is_read_as_integer(const Type& file, const Type& declared) {
  return file.InternalType() < declared.InternalType() || file.id() != Id::BIGINT;
}

// Whether a column of a file is read as the type that a schema declares: only where every value keeps its
// meaning. Trino and Spark refuse the rest too.
bool is_read_as(const Type& file, const Type& declared) {
  if (file == declared || is_null_type(file)) return true;
  if (file.IsNested() || declared.IsNested()) return is_nested_read_as(file, declared);
  if (is_integral(file) && is_integral(declared)) return is_read_as_integer(file, declared);
  if (is_decimal(file) && is_decimal(declared)) return decimal_widens(file, declared);
  if (is_timestamp(file) && is_timestamp(declared)) return true;
  const auto is_bytes = [](const Type& type) { return is_string(type) || type.id() == Id::BLOB; };
  if (is_bytes(file) && is_bytes(declared)) return true;  // older writers do not say that bytes are a text
  return file.id() == Id::FLOAT && declared.id() == Id::DOUBLE;
}

// Why a declared column cannot be read; nothing: it can. Each file is looked at by itself, before DuckDB
// makes one type of what files that differ have.
std::optional<std::string> why_not(const Field& field, const ParquetFooters& footers,
                                   const std::vector<SourceFile>& files) {
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto* column = find_column(*footers.columns[i], field.name);
    if (!column || (!column->foreign && is_read_as(column->type, field.type))) continue;
    return fmt::format(
        "Field {}'s type {} in parquet file {} is incompatible with type {} defined in table schema",
        field.name, hive_name(column->type), RunStorage::shown(files[i].path), hive_name(field.type));
  }
  return std::nullopt;
}

const Field* find_field(const std::optional<std::vector<Field>>& schema, const std::string& name) {
  if (!schema) return nullptr;
  const auto found =
      std::ranges::find_if(*schema, [&](auto& field) { return base::iequals(field.name, name); });
  return found == schema->end() ? nullptr : &*found;
}

// What DuckDB makes of the files' column becomes what Spark makes of it.
Tree as_merged(const OutputColumn& column, const ParquetColumn& merged) {
  auto tree = column_tree(column.id);
  if (column.type == merged.type) return tree;
  if (merged.int96 && column.type.id() == duckdb::LogicalTypeId::TIMESTAMP)
    return call_tree("dovetail_utc", std::move(tree));
  return cast_tree(std::move(tree), merged.type);
}

// What no later cast does: structs by the names of their fields, and small integers without wrapping around.
Typed as_read(const OutputColumn& column, const ParquetColumn& merged, const Field* field) {
  auto tree = as_merged(column, merged);
  const bool narrows = field && is_integral(merged.type) && is_integral(field->type) &&
                       field->type.InternalType() < merged.type.InternalType();
  if (field && (narrows || field->type.IsNested()) && field->type != merged.type)
    return {cast_tree(std::move(tree), field->type), field->type, column.name};
  return {std::move(tree), merged.type, column.name};
}

// Spark's (https://spark.apache.org/docs/latest/sql-data-sources-parquet.html). The columns are those of all
// files, whatever mergeSchema says.
base::Result<void> check_parquet_options(const std::map<std::string, std::string>& options) {
  for (const auto& [name, value] : options) {
    const std::string key = base::to_lower(name);
    if (key == "mergeschema")
      TRY(spark_boolean(value));
    else if (key == "datetimerebasemode" || key == "int96rebasemode")
      TRY(check_rebase_mode("parquet", name, value));
    else if (key != "serialization.format" && key != "compression" && !is_of_other_format("parquet", key))
      return unsupported(fmt::format("the parquet option {} = '{}'", name, value));
  }
  return {};
}

}  // namespace

base::Result<Lowered> Lowering::read_parquet(const std::map<std::string, std::string>& options,
                                             const plan::PinnedInput& input,
                                             const std::optional<std::vector<Field>>& schema,
                                             std::int64_t plan_id) {
  TRY(check_parquet_options(options));
  auto files = pin(input, plan_id);
  const std::vector<std::string> partitions(input.partition_columns().begin(),
                                            input.partition_columns().end());
  if (files.empty()) return no_rows();

  const auto footers = TRY(read_parquet_footers(connection_, files, known_footers_));
  counters_.at(plan_id)->rows += footers.rows;
  const auto merged = schema ? ParquetColumns() : TRY(merged_columns(footers, files));
  const auto columns = TRY(stored_columns(connection_, files, footers));
  const auto wanted = schema ? unified_columns(columns, footers) : merged;

  Lowered source{.table = parquet_scan(files, partitions.empty() ? WithPath::No : WithPath::Yes)};
  for (const auto& field : columns) {
    auto column = new_column(field.name, field.type);
    source.table->column_name_alias.push_back(column.id);
    source.columns.push_back(std::move(column));
  }
  Values values;
  for (const auto& column : source.columns) {
    const auto* own = find_column(wanted, column.name);
    ASSERT(own, "both are made of the columns of all files");
    const bool shadowed =
        std::ranges::any_of(partitions, [&](const auto& name) { return base::iequals(name, column.name); });
    const Field* field = shadowed ? nullptr : find_field(schema, column.name);
    if (const auto why = field ? why_not(*field, footers, files) : std::nullopt) {
      values.emplace_back(
          Typed{refused_tree(column_tree(column.id), field->type, *why), field->type, column.name},
          new_column(column.name, field->type));
      continue;
    }
    if (own->foreign) continue;  // nothing that is declared can be read from it
    auto value = as_read(column, *own, field);
    auto read = new_column(column.name, value.type);
    values.emplace_back(std::move(value), std::move(read));
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
