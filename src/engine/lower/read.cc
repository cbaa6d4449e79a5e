#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "duckdb/parser/tableref/emptytableref.hpp"
#include "engine/lower/json_reader_options.h"
#include "engine/lower/lowering.h"
#include "engine/lower/read_hive_text.h"
#include "engine/sources/json_scan.h"
#include "engine/sources/orc_files.h"
#include "plan/program.pb.h"
#include "spark/connect/relations.pb.h"

namespace engine {
namespace {

const plan::PinnedInput* pinned_input(const plan::Program& program, std::int64_t plan_id) {
  for (const auto& input : program.inputs())
    if (input.plan_id() == plan_id) return &input;
  return nullptr;
}

bool is_partition_column(const plan::PinnedInput& input, const std::string& name) {
  return std::any_of(input.partition_columns().begin(), input.partition_columns().end(),
                     [&](const auto& column) { return base::iequals(column, name); });
}

// The partition's value wins over a column of that name in the files, as Hive and Trino have it. The
// partition columns stand last.
void drop_shadowed(Columns& columns, const plan::PinnedInput& input) {
  const auto partitions = static_cast<std::size_t>(input.partition_columns_size());
  if (columns.size() < partitions) return;
  const auto end = columns.end() - static_cast<std::ptrdiff_t>(partitions);
  columns.erase(std::remove_if(columns.begin(), end,
                               [&](const auto& column) { return is_partition_column(input, column.name); }),
                end);
}

}  // namespace

std::vector<Field> of_files(const std::vector<Field>& schema, const plan::PinnedInput& input) {
  std::vector<Field> fields;
  for (const auto& field : schema)
    if (!is_partition_column(input, field.name)) fields.push_back(field);
  return fields;
}

// A Read is a data source whose files are pinned under its plan id; paths were only where they were looked
// for.
base::Result<Lowered> Lowering::read(const connect::Read& read, std::int64_t plan_id, const Wanted& wanted) {
  TRY(consume_only(read, {"data_source"}));
  const auto& source = read.data_source();
  TRY(consume_only(source, {"format", "schema", "options", "paths"}));
  const auto* input = pinned_input(program_, plan_id);
  if (!input)
    return base::refusal("INVALID_PLAN", 400,
                         fmt::format("The Read with the plan id {} is not pinned.", plan_id));
  for (const auto& object : input->objects())
    if (object.partition_values_size() != input->partition_columns_size())
      return base::refusal("INVALID_PLAN", 400, fmt::format("{} lacks a partition value.", object.uri()));
  counters_.emplace(plan_id, std::make_shared<ReadCounters>());

  std::optional<std::vector<Field>> schema;
  if (!source.schema().empty()) schema = TRY(parse_schema(source.schema()));
  if (source.format() == plan::kArrowFormat) return read_arrow(*input, schema, plan_id);
  const std::map<std::string, std::string> options(source.options().begin(), source.options().end());
  auto lowered =
      is_csv_format(source.format())    ? TRY(read_csv(source.format(), options, *input, schema, plan_id))
      : is_json_format(source.format()) ? TRY(read_json(source.format(), options, *input, schema, plan_id))
      : source.format() == "parquet"    ? TRY(read_parquet(options, *input, schema, plan_id))
      : is_orc_format(source.format())  ? TRY(read_orc(source.format(), options, *input, schema, plan_id))
      : source.format() == "avro"
          ? TRY(read_avro(options, *input, schema, plan_id))
          : TRY(base::Result<Lowered>(unsupported(fmt::format("the data source '{}'", source.format()))));
  if (source.format() == "hive.text") {
    const auto keys = static_cast<std::size_t>(input->partition_columns_size());
    std::vector<std::pair<Typed, OutputColumn>> values;
    for (auto& value : TRY(hive_text_values(lowered.columns, keys, schema, options))) {
      auto column = new_column(value.name, value.type);
      values.emplace_back(std::move(value), std::move(column));
    }
    lowered = TRY(select(std::move(lowered), std::move(values)));
  }
  return hide_files(TRY(as_declared(std::move(lowered), schema, *input)), wanted);
}

std::vector<SourceFile> Lowering::pin(const plan::PinnedInput& input, std::int64_t plan_id) {
  std::vector<SourceFile> files;
  for (const auto& object : input.objects()) {
    SourceFile file{.content_id = object.content_id(), .size = object.size()};
    file.path =
        storage_.pin(plan_id, {object.uri(), object.content_id(), object.size()}, counters_.at(plan_id));
    for (const auto& value : object.partition_values())
      file.partition_values.push_back(value.has_value() ? std::optional(value.value()) : std::nullopt);
    pinned_bytes_ += object.size();
    files.push_back(std::move(file));
  }
  return files;
}

base::Result<Lowered> Lowering::read_json(const std::string& format,
                                          const std::map<std::string, std::string>& options,
                                          const plan::PinnedInput& input,
                                          const std::optional<std::vector<Field>>& schema,
                                          std::int64_t plan_id) {
  const std::vector<std::string> partitions(input.partition_columns().begin(),
                                            input.partition_columns().end());
  auto table = std::make_unique<JsonTable>(storage_, TRY(json_reader_options(format, options, session_)),
                                           pin(input, plan_id), partitions, counters_.at(plan_id));
  if (schema)
    table->set_columns(of_files(*schema, input));
  else
    TRY(table->infer_columns());
  Lowered result{.table = json_scan(*table)};
  const auto add = [&](const std::string& name, const Type& type) {
    auto column = new_column(name, type);
    result.table->column_name_alias.push_back(column.id);
    result.columns.push_back(std::move(column));
  };
  for (const auto& field : table->columns()) add(field.name, field.type);
  for (const auto& name : partitions) add(name, Type::VARCHAR);
  json_tables_.push_back(std::move(table));
  if (result.columns.empty()) return no_rows();
  return result;
}

// Of a source without files: as_declared() gives it its columns.
base::Result<Lowered> Lowering::no_rows() {
  auto node = select_from(duckdb::make_uniq<duckdb::EmptyTableRef>());
  select_value(*node, null_tree(Type::BOOLEAN), new_column("", Type::BOOLEAN));
  node->where_clause = constant_tree(duckdb::Value::BOOLEAN(false));
  return Lowered{.table = as_table(std::move(node))};
}

// What the files hold becomes what the schema says, column by column: what no file has is NULL. Without a
// schema, the files' own columns stay. Partition columns that the schema does not place come last.
base::Result<Lowered> Lowering::as_declared(Lowered source, const std::optional<std::vector<Field>>& schema,
                                            const plan::PinnedInput& input) {
  drop_shadowed(source.columns, input);
  Values values;
  std::vector<Field> fields;
  if (schema)
    fields = *schema;
  else
    for (const auto& column : source.columns)
      if (!is_partition_column(input, column.name)) fields.push_back({column.name, column.type});
  for (int i = 0; i < input.partition_columns_size(); ++i) {
    const std::string& name = input.partition_columns(i);
    const bool placed = std::any_of(fields.begin(), fields.end(),
                                    [&](auto& field) { return base::iequals(field.name, name); });
    if (placed) continue;
    Type type = Type::VARCHAR;
    if (i < input.partition_types_size()) type = TRY(parse_type(input.partition_types(i)));
    fields.push_back({name, type});
  }
  std::multimap<std::string, const OutputColumn*> unused;  // by name in lower case, in their order
  for (const auto& column : source.columns) unused.emplace(base::to_lower(column.name), &column);
  for (const auto& field : fields) {
    Typed value{null_tree(field.type), field.type, field.name};
    if (const auto found = unused.lower_bound(base::to_lower(field.name));
        found != unused.end() && found->first == base::to_lower(field.name)) {
      const auto& column = *found->second;
      value = TRY(coerce(value_of(column), field.type, session_));
      unused.erase(found);
    }
    values.emplace_back(std::move(value), new_column(field.name, field.type));
  }
  return select(std::move(source), std::move(values));
}

}  // namespace engine
