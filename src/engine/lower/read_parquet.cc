#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/sources/parquet_scan.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

// A file's type as Spark has it: unsigned numbers take the next signed type, finer timestamps become
// microseconds.
Type spark_type(const Type& type) {
  using Id = duckdb::LogicalTypeId;
  switch (type.id()) {
    case Id::UTINYINT:
      return Type::SMALLINT;
    case Id::USMALLINT:
      return Type::INTEGER;
    case Id::UINTEGER:
      return Type::BIGINT;
    case Id::UBIGINT:
      return Type::DECIMAL(20, 0);
    case Id::TIMESTAMP_SEC:
    case Id::TIMESTAMP_MS:
    case Id::TIMESTAMP_NS:
      return Type::TIMESTAMP;
    default:
      return type;
  }
}

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

const Field* find(const std::vector<Field>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& field) { return base::iequals(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

base::Result<void> Lowering::check_types(const std::vector<SourceFile>& files,
                                         const std::vector<Field>& columns, const std::vector<Field>& schema,
                                         const std::vector<std::string>& partitions) {
  for (const auto& field : schema) {
    if (std::ranges::any_of(partitions, [&](const auto& name) { return base::iequals(name, field.name); }))
      continue;  // the files' own column of that name is not read
    const auto* column = find(columns, field.name);
    if (!column || is_read_as(spark_type(column->type), field.type)) continue;
    // Which file it is: of several, `columns` has only what they have in common.
    for (const auto& file : files) {
      const auto own = TRY(parquet_columns(connection_, {file}));
      const auto* found = find(own, field.name);
      if (!found || is_read_as(spark_type(found->type), field.type)) continue;
      return base::refusal(
          "BadData", 400,
          fmt::format(
              "Field {}'s type {} in parquet file {} is incompatible with type {} defined in table schema",
              field.name, hive_name(spark_type(found->type)), RunStorage::shown(file.path),
              hive_name(field.type)));
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

  auto& counters = *counters_.at(plan_id);
  counters.rows += TRY(parquet_rows(connection_, files));
  const auto columns = TRY(parquet_columns(connection_, files));
  if (schema) TRY(check_types(files, columns, *schema, partitions));

  Lowered source{.table = parquet_scan(files, partitions.empty() ? WithPath::No : WithPath::Yes)};
  for (const auto& field : columns) {
    auto column = new_column(field.name, field.type);
    source.table->column_name_alias.push_back(column.id);
    source.columns.push_back(std::move(column));
  }
  std::vector<std::pair<Typed, OutputColumn>> values;
  for (const auto& column : source.columns) {
    const auto type = spark_type(column.type);
    auto tree = column_tree(column.id);
    if (type != column.type) tree = cast_tree(std::move(tree), type);
    values.emplace_back(Typed{std::move(tree), type, column.name}, new_column(column.name, type));
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
