#include "engine/worker/table_write_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/lower/field_audit.h"
#include "engine/lower/read_hive_text.h"
#include "engine/sinks/json_serde.h"
#include "engine/sources/csv_options.h"
#include "engine/sources/json_options.h"
#include "spark/connect/commands.pb.h"

namespace engine {
namespace {

using Encoding = WriteSpec::Encoding;
using Id = duckdb::LogicalTypeId;
using Options = std::map<std::string, std::string>;

constexpr Id kScalars[] = {Id::BOOLEAN, Id::TINYINT,   Id::SMALLINT,     Id::INTEGER,
                           Id::BIGINT,  Id::FLOAT,     Id::DOUBLE,       Id::DECIMAL,
                           Id::DATE,    Id::TIMESTAMP, Id::TIMESTAMP_TZ, Id::VARCHAR};

bool is_true(const Options& options, const char* name) {
  const auto found = options.find(name);
  return found != options.end() && base::iequals(found->second, "true");
}

base::Result<Header> header_of(const CsvOptions& options) {
  if (options.skip_lines > 1)
    return unsupported(fmt::format("a write with skip.header.line.count = {}", options.skip_lines));
  return options.skip_lines == 1 ? Header::Line : Header::None;
}

base::Result<void> read_open_csv(const Options& options, WriteSpec& spec) {
  const CsvOptions csv = TRY(parse_csv_options("hive.opencsv", options));
  const Header header = TRY(header_of(csv));
  if (!csv.quote) return unsupported("a write with no quoteChar");
  spec.encoding = Encoding::OpenCsv;
  spec.open_csv = {.separator = csv.separator,
                   .quote = *csv.quote,
                   .escape = csv.escape,
                   .header = header,
                   .null_for_invalid = is_true(options, "use.null.for.invalid.data")};
  return {};
}

base::Result<void> read_hive_text(const Options& options, WriteSpec& spec) {
  const CsvOptions csv = TRY(parse_csv_options("hive.text", options));
  const Header header = TRY(header_of(csv));
  spec.encoding = Encoding::HiveText;
  spec.hive_text = {.separator = csv.separator, .form = hive_text_form(csv), .header = header};
  return {};
}

base::Result<void> read_json(const std::string& source, const Options& options, WriteSpec& spec) {
  spec.encoding = Encoding::Json;
  spec.json_serde = TRY(parse_json_options(source, options));
  spec.json_nulls = is_true(options, "explicit.null");
  return {};
}

bool is_scalar(const Type& type, bool with_bytes) {
  const bool known = std::ranges::find(kScalars, type.id()) != std::end(kScalars);
  return known || (with_bytes && type.id() == Id::BLOB);
}

bool is_hive_type(const Type& type) {
  switch (type.id()) {
    case Id::STRUCT:
      return std::ranges::all_of(duckdb::StructType::GetChildTypes(type),
                                 [](const auto& field) { return is_hive_type(field.second); });
    case Id::LIST:
      return is_hive_type(duckdb::ListType::GetChildType(type));
    case Id::MAP:
      return is_scalar(duckdb::MapType::KeyType(type), false) &&
             is_hive_type(duckdb::MapType::ValueType(type));
    default:
      return is_scalar(type, true);
  }
}

}  // namespace

bool is_table_source(const std::string& source) {
  return source == "hive.opencsv" || source == "hive.text" || source == "hive.json" || source == "openx.json";
}

base::Result<void> read_table_options(const spark::connect::WriteOperation& operation, WriteSpec& spec) {
  Options options(operation.options().begin(), operation.options().end());
  options.erase("compression");  // of the files, and told apart by whoever calls
  if (operation.source() == "hive.opencsv") return read_open_csv(options, spec);
  if (operation.source() == "hive.text") return read_hive_text(options, spec);
  return read_json(operation.source(), options, spec);
}

bool is_table_type(Encoding encoding, const Type& type) {
  return encoding == Encoding::OpenCsv ? is_scalar(type, false) : is_hive_type(type);
}

base::Result<void> check_table_columns(const WriteSpec& spec, const Columns& columns) {
  std::vector<Field> fields;
  for (const auto& column : columns) fields.push_back({column.name, column.type});
  if (spec.encoding == Encoding::HiveText) return check_hive_text(spec.hive_text, fields);
  if (spec.json_serde) return check_json_keys(*spec.json_serde, fields);
  return {};
}

}  // namespace engine
