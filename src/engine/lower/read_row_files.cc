#include <fmt/format.h>

#include <set>

#include "base/text.h"
#include "engine/lower/lowering.h"
#include "engine/sources/avro_files.h"
#include "engine/sources/format_options.h"
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
    const std::string key = base::to_lower(name);
    if (key == "mergeschema") {
      parsed.merge = TRY(spark_boolean(value));
    } else if (format == kHiveOrc && name == "orc.column.index.access") {
      const bool by_place = TRY(spark_boolean(value));
      parsed.columns = by_place ? OrcFiles::Columns::ByPlace : OrcFiles::Columns::ByName;
    } else if (key != "serialization.format" && key != "compression" && !is_of_other_format("orc", key)) {
      return not_honoured("ORC", name, value);
    }
  }
  return parsed;
}

// Whether an option asks of Avro's reader what is done anyway, or says nothing of reading.
base::Result<bool> changes_nothing(const std::string& key, const std::string& value) {
  static const std::set<std::string> of_writing = {"mode", "recordname", "recordnamespace", "compression",
                                                   "serialization.format"};
  if (of_writing.contains(key) || is_of_other_format("avro", key)) return true;
  if (key == "ignoreextension") return avro_boolean("ignoreExtension", value);
  if (key == "enablestableidentifiersforuniontype")
    return !TRY(avro_boolean("enableStableIdentifiersForUnionType", value));
  return key == "recursivefieldmaxdepth" && value == "-1";
}

// Spark's (https://spark.apache.org/docs/latest/sql-data-sources-avro.html), and Hive's for a SerDe's table.
base::Result<AvroFiles::Options> parse_avro_options(const Options& options) {
  AvroFiles::Options parsed;
  for (const auto& [name, value] : options) {
    const std::string key = base::to_lower(name);
    if (key == "avroschema" || key == "avro.schema.literal") {
      parsed.schema = TRY(parse_avro_schema(value));
    } else if (key == "positionalfieldmatching") {
      const bool by_place = TRY(avro_boolean("positionalFieldMatching", value));
      parsed.match = by_place ? AvroMatch::By::Place : AvroMatch::By::Name;
    } else if (key == "datetimerebasemode") {
      TRY(check_rebase_mode("Avro", name, value));
    } else if (!TRY(changes_nothing(key, value))) {
      return not_honoured("Avro", name, value);
    }
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
