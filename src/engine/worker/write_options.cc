#include "engine/worker/write_options.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"
#include "spark/connect/commands.pb.h"

namespace engine {
namespace {

using Operation = spark::connect::WriteOperation;
using Encoding = WriteSpec::Encoding;
using Setter = std::function<base::Result<void>(WriteSpec&, const std::string&)>;
using Setters = std::map<std::string, Setter>;  // by option in lower case

base::Result<void> set_parquet_compression(WriteSpec& spec, const std::string& value) {
  auto codec = base::to_lower(value);
  if (codec == "none") codec = "uncompressed";
  static const std::set<std::string> known = {"snappy", "uncompressed", "gzip", "zstd", "lz4", "brotli"};
  if (!known.contains(codec)) return unsupported(fmt::format("the parquet compression '{}'", codec));
  spec.compression = codec;
  return {};
}

base::Result<void> set_text_compression(WriteSpec& spec, const std::string& value) {
  static const std::map<std::string, TextCompression> known = {{"none", TextCompression::None},
                                                               {"uncompressed", TextCompression::None},
                                                               {"gzip", TextCompression::Gzip},
                                                               {"bzip2", TextCompression::Bzip2}};
  const auto found = known.find(base::to_lower(value));
  if (found == known.end()) return unsupported(fmt::format("the compression '{}' of texts", value));
  spec.text_compression = found->second;
  return {};
}

Setter character(std::string option, char CsvStyle::*member) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    const bool is_one = value.size() == 1 && static_cast<unsigned char>(value[0]) < 0x80;
    if (!is_one && value != "\\t")
      return unsupported(fmt::format("the option {} = '{}' of a CSV write", option, value));
    spec.csv.*member = is_one ? value[0] : '\t';
    return {};
  };
}

base::Result<void> set_header(WriteSpec& spec, const std::string& value) {
  if (!base::iequals(value, "true") && !base::iequals(value, "false"))
    return unsupported(fmt::format("the option header = '{}' of a CSV write", value));
  spec.csv.header = base::iequals(value, "true");
  return {};
}

struct Source {
  Encoding encoding;
  FileNames::Style style;
  const char* name;  // for messages
  const Setters& setters;
};

// Each format with all the options that it takes; another one is refused by name, as its file would not be
// what was asked for. `glue...` name files as Glue's jobs do, and write the same bytes.
std::optional<Source> source_of(const std::string& name) {
  static const Setters parquet = {{"compression", set_parquet_compression}};
  static const Setters csv = {{"compression", set_text_compression},
                              {"sep", character("sep", &CsvStyle::separator)},
                              {"delimiter", character("delimiter", &CsvStyle::separator)},
                              {"quote", character("quote", &CsvStyle::quote)},
                              {"escape", character("escape", &CsvStyle::escape)},
                              {"header", set_header}};
  static const Setters json = {{"compression", set_text_compression}};
  using Style = FileNames::Style;
  static const std::map<std::string, Source> sources = {
      {"parquet", {Encoding::Parquet, Style::Spark, "parquet", parquet}},
      {"glueparquet", {Encoding::Parquet, Style::Glue, "parquet", parquet}},
      {"csv", {Encoding::Csv, Style::Spark, "CSV", csv}},
      {"glue.csv", {Encoding::Csv, Style::Glue, "CSV", csv}},
      {"json", {Encoding::Json, Style::Spark, "JSON", json}},
      {"glue.json", {Encoding::Json, Style::Glue, "JSON", json}}};
  const auto found = sources.find(name);
  return found == sources.end() ? std::nullopt : std::optional(found->second);
}

// Parquet's codec stands in the name, gzip's short for Spark: snappy.parquet, gz.parquet.
std::string suffix_of(const Source& source, const WriteSpec& spec) {
  const bool glue = source.style == FileNames::Style::Glue;
  if (source.encoding == Encoding::Parquet) {
    if (spec.compression == "uncompressed") return ".parquet";
    const auto codec = spec.compression == "gzip" && !glue ? std::string("gz") : spec.compression;
    return fmt::format("{}{}.parquet", glue ? '-' : '.', codec);
  }
  const std::string_view format = glue ? "" : source.encoding == Encoding::Csv ? ".csv" : ".json";
  return fmt::format("{}{}", format, suffix_of(spec.text_compression));
}

bool holds(Encoding encoding, const Type& type) {
  switch (encoding) {
    case Encoding::Parquet:
      return !is_null_type(type) && !holds_zoned(type);
    case Encoding::Csv:
      return !is_null_type(type) && !type.IsNested() && !is_zoned(type);
    case Encoding::Json:
      return !holds_zoned(type);
  }
  return true;
}

const char* name_of(Encoding encoding) {
  return encoding == Encoding::Csv ? "CSV" : encoding == Encoding::Json ? "JSON" : "Parquet";
}

}  // namespace

base::Result<WriteFormat> read_write_options(const Operation& operation, WriteSpec& spec) {
  const auto source = source_of(operation.source());
  if (!source) return unsupported(fmt::format("a write of source '{}'", operation.source()));
  spec.encoding = source->encoding;
  spec.compression = "snappy";
  for (const auto& [name, value] : operation.options()) {
    const auto setter = source->setters.find(base::to_lower(name));
    if (setter == source->setters.end())
      return unsupported(fmt::format("the option {} of a {} write", name, source->name));
    TRY(setter->second(spec, value));
  }
  return WriteFormat{source->style, suffix_of(*source, spec)};
}

base::Result<void> check_written_types(Encoding encoding, const Columns& columns) {
  for (const auto& column : columns)
    if (!holds(encoding, column.type))
      return base::refusal(
          "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", 400,
          fmt::format("[UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE] The {} datasource doesn't support the column "
                      "`{}` of the type \"{}\".",
                      name_of(encoding), column.name, sql_name(column.type)));
  return {};
}

}  // namespace engine
