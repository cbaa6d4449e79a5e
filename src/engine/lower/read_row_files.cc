#include <fmt/format.h>

#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/sources/avro_files.h"
#include "engine/sources/orc_files.h"
#include "engine/sources/row_scan.h"
#include "engine/sources/schema_merge.h"
#include "plan/program.pb.h"

namespace engine {
namespace {

using Options = std::map<std::string, std::string>;

base::Error not_honoured(std::string_view format, const std::string& name, const std::string& value) {
  return unsupported(fmt::format("the {} option {} = '{}'", format, name, value));
}

struct OrcOptions {
  bool merge = false;
  OrcFiles::Columns columns = OrcFiles::Columns::ByName;
};

// Spark's (https://spark.apache.org/docs/latest/sql-data-sources-orc.html), and Hive's for a SerDe's table.
base::Result<OrcOptions> parse_orc_options(const std::string& format, const Options& options) {
  OrcOptions parsed{.columns = format == kHiveOrc ? OrcFiles::Columns::ByPlace : OrcFiles::Columns::ByName};
  for (const auto& [name, value] : options) {
    const bool yes = base::iequals(value, "true"), is_choice = yes || base::iequals(value, "false");
    if (base::iequals(name, "mergeSchema") && is_choice)
      parsed.merge = yes;
    else if (format == kHiveOrc && name == "orc.column.index.access" && is_choice)
      parsed.columns = yes ? OrcFiles::Columns::ByPlace : OrcFiles::Columns::ByName;
    else if (name != "serialization.format")
      return not_honoured("ORC", name, value);
  }
  return parsed;
}

// Spark's (https://spark.apache.org/docs/latest/sql-data-sources-avro.html), and Hive's for a SerDe's table.
base::Result<AvroFiles::Options> parse_avro_options(const Options& options) {
  AvroFiles::Options parsed;
  // Those that ask for what is done anyway.
  const std::map<std::string, std::string> as_it_is = {{"ignoreextension", "true"},
                                                       {"datetimerebasemode", "corrected"},
                                                       {"enablestableidentifiersforuniontype", "false"},
                                                       {"recursivefieldmaxdepth", "-1"}};
  for (const auto& [name, value] : options) {
    const std::string key = base::to_lower(name), lower = base::to_lower(value);
    const auto known = as_it_is.find(key);
    if (key == "avroschema" || key == "avro.schema.literal")
      parsed.schema = TRY(parse_avro_schema(value));
    else if (key == "positionalfieldmatching" && (lower == "true" || lower == "false"))
      parsed.match = lower == "true" ? AvroMatch::By::Place : AvroMatch::By::Name;
    else if (key != "serialization.format" && (known == as_it_is.end() || known->second != lower))
      return not_honoured("Avro", name, value);
  }
  return parsed;
}

std::vector<std::string> partitions_of(const plan::PinnedInput& input) {
  return {input.partition_columns().begin(), input.partition_columns().end()};
}

// A column of a file is that of one column that was declared, not of several.
base::Result<std::vector<Field>> distinct(std::vector<Field> declared) {
  TRY(check_distinct_names(declared));
  return declared;
}

}  // namespace

base::Result<Lowered> Lowering::read_orc(const std::string& format, const Options& options,
                                         const plan::PinnedInput& input,
                                         const std::optional<std::vector<Field>>& schema,
                                         std::int64_t plan_id) {
  const OrcOptions parsed = TRY(parse_orc_options(format, options));
  auto files = std::make_unique<OrcFiles>(storage_, pin(input, plan_id), partitions_of(input),
                                          counters_.at(plan_id), parsed.columns);
  if (schema)
    files->set_columns(TRY(distinct(of_files(*schema, input))));
  else
    TRY(files->infer_columns(parsed.merge));
  return read_row_files(std::move(files));
}

base::Result<Lowered> Lowering::read_avro(const Options& options, const plan::PinnedInput& input,
                                          const std::optional<std::vector<Field>>& schema,
                                          std::int64_t plan_id) {
  const AvroFiles::Options parsed = TRY(parse_avro_options(options));
  auto files = std::make_unique<AvroFiles>(storage_, pin(input, plan_id), partitions_of(input),
                                           counters_.at(plan_id), parsed);
  if (schema)
    files->set_columns(TRY(distinct(of_files(*schema, input))));
  else if (parsed.schema)
    files->set_columns(TRY(distinct(TRY(avro_columns(*parsed.schema, "the option avroSchema")))));
  else
    TRY(files->infer_columns(false));
  return read_row_files(std::move(files));
}

base::Result<Lowered> Lowering::read_row_files(std::unique_ptr<RowFiles> files) {
  if (files->files().empty()) return no_rows();
  Lowered result{.table = row_scan(*files)};
  const auto add = [&](const std::string& name, const Type& type) {
    auto column = new_column(name, type);
    result.table->column_name_alias.push_back(column.id);
    result.columns.push_back(std::move(column));
  };
  for (const auto& field : files->columns()) add(field.name, field.type);
  for (const auto& name : files->partition_columns()) add(name, Type::VARCHAR);
  row_files_.push_back(std::move(files));
  if (result.columns.empty()) return no_rows();
  return result;
}

}  // namespace engine
