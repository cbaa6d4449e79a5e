#include "engine/worker/write_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "duckdb/common/type_visitor.hpp"
#include "engine/functions/zoned_timestamp.h"
#include "engine/lower/field_audit.h"
#include "engine/sources/format_options.h"
#include "engine/worker/table_write_options.h"
#include "engine/worker/text_write_options.h"
#include "engine/worker/write_layout.h"
#include "plan/spark_error.h"
#include "spark/connect/commands.pb.h"

namespace engine {
namespace {

using Operation = spark::connect::WriteOperation;
using Encoding = WriteSpec::Encoding;

// What Spark takes when nobody says.
constexpr const char* kOrcCompression = "zstd";
constexpr const char* kAvroCompression = "snappy";

base::Result<void> set_parquet_compression(WriteSpec& spec, const std::string& value) {
  auto codec = base::to_lower(value);
  if (codec == "none") codec = "uncompressed";
  static const std::set<std::string> known = {"snappy", "uncompressed", "gzip",  "zstd",
                                              "lz4",    "lz4_raw",      "brotli"};
  if (codec == "lzo") return unsupported("the parquet compression 'lzo'");
  if (!known.contains(codec))
    return no_codec(value, "brotli, uncompressed, lzo, snappy, lz4_raw, none, zstd, lz4, gzip");
  spec.compression = codec;
  return {};
}

base::Result<void> set_orc_compression(WriteSpec& spec, const std::string& value) {
  auto codec = base::to_lower(value);
  if (codec == "none") codec = "uncompressed";
  static const std::map<std::string, BlockCodec> known = {{"uncompressed", BlockCodec::None},
                                                          {"snappy", BlockCodec::Snappy},
                                                          {"zlib", BlockCodec::Deflate},
                                                          {"lz4", BlockCodec::Lz4},
                                                          {"zstd", BlockCodec::Zstandard}};
  if (codec == "lzo" || codec == "brotli") return unsupported(fmt::format("the ORC compression '{}'", codec));
  const auto found = known.find(codec);
  if (found == known.end())
    return no_codec(codec, "brotli, uncompressed, lz4, lzo, snappy, zlib, none, zstd");
  spec.block_codec = found->second;
  spec.compression = codec;
  return {};
}

base::Result<void> set_avro_compression(WriteSpec& spec, const std::string& value) {
  const auto codec = base::to_lower(value);
  static const std::map<std::string, BlockCodec> known = {{"uncompressed", BlockCodec::None},
                                                          {"deflate", BlockCodec::Deflate},
                                                          {"snappy", BlockCodec::Snappy},
                                                          {"bzip2", BlockCodec::Bzip2},
                                                          {"zstandard", BlockCodec::Zstandard}};
  const auto found = known.find(codec);
  if (codec == "xz") return unsupported("the Avro compression 'xz'");
  if (found == known.end())
    return base::refusal("CODEC_SHORT_NAME_NOT_FOUND", 400,
                         fmt::format("Cannot find a short name for the codec {}.", value));
  spec.block_codec = found->second;
  spec.compression = codec;
  return {};
}

base::Result<void> set_field_matching(WriteSpec& spec, const std::string& value) {
  const bool by_place = TRY(avro_boolean("positionalFieldMatching", value));
  spec.avro.by = by_place ? AvroFieldsBy::Place : AvroFieldsBy::Name;
  return {};
}

// A text that is taken as it is.
WriteSetter text(std::function<std::string&(WriteSpec&)> place) {
  return [=](WriteSpec& spec, const std::string& value) -> base::Result<void> {
    place(spec) = value;
    return {};
  };
}

struct Source {
  Encoding encoding;
  FileNames::Style style;
  const char* name;  // for messages
  const WriteSetters& setters;
};

// Each format with all the options that it takes; another one is refused by name, as its file would not be
// what was asked for. `glue...` name files as Glue's jobs do, and write the same bytes.
std::optional<Source> source_of(const std::string& name) {
  static const WriteSetters parquet = {{"compression", set_parquet_compression},
                                       {"parquet.compression", set_parquet_compression},
                                       {"mergeschema", set_nothing},
                                       {"datetimerebasemode", set_nothing},
                                       {"int96rebasemode", set_nothing}};
  const WriteSetters& csv = csv_write_setters();
  const WriteSetters& json = json_write_setters();
  static const WriteSetters orc = {{"compression", set_orc_compression},
                                   {"orc.compress", set_orc_compression},
                                   {"mergeschema", set_nothing}};
  static const WriteSetters avro = {
      {"mode", set_nothing},
      {"ignoreextension", set_nothing},
      {"datetimerebasemode", set_nothing},
      {"recursivefieldmaxdepth", set_nothing},
      {"enablestableidentifiersforuniontype", set_nothing},
      {"compression", set_avro_compression},
      {"avroschema", text([](WriteSpec& spec) -> std::string& { return spec.avro.schema; })},
      {"recordname", text([](WriteSpec& spec) -> std::string& { return spec.avro.names.record; })},
      {"recordnamespace", text([](WriteSpec& spec) -> std::string& { return spec.avro.names.space; })},
      {"positionalfieldmatching", set_field_matching}};
  using Style = FileNames::Style;
  static const std::map<std::string, Source> sources = {
      {"parquet", {Encoding::Parquet, Style::Spark, "parquet", parquet}},
      {"glueparquet", {Encoding::Parquet, Style::Glue, "parquet", parquet}},
      {"csv", {Encoding::Csv, Style::Spark, "CSV", csv}},
      {"glue.csv", {Encoding::Csv, Style::Glue, "CSV", csv}},
      {"json", {Encoding::Json, Style::Spark, "JSON", json}},
      {"glue.json", {Encoding::Json, Style::Glue, "JSON", json}},
      {"text", {Encoding::Text, Style::Spark, "text", text_write_setters()}},
      {"orc", {Encoding::Orc, Style::Spark, "ORC", orc}},
      {"glue.orc", {Encoding::Orc, Style::Glue, "ORC", orc}},
      {"avro", {Encoding::Avro, Style::Spark, "Avro", avro}},
      {"glue.avro", {Encoding::Avro, Style::Glue, "Avro", avro}}};
  const auto found = sources.find(name);
  return found == sources.end() ? std::nullopt : std::optional(found->second);
}

// The codec inside of files stands in their names, gzip's short for Spark: snappy.parquet, gz.parquet.
std::string suffix_of(const Source& source, const WriteSpec& spec) {
  const bool glue = source.style == FileNames::Style::Glue;
  if (source.encoding == Encoding::Orc || source.encoding == Encoding::Avro) {
    const std::string_view format = source.encoding == Encoding::Orc ? ".orc" : ".avro";
    if (spec.block_codec == BlockCodec::None) return std::string(format);
    return fmt::format("{}{}{}", glue ? '-' : '.', spec.compression, format);
  }
  if (source.encoding == Encoding::Parquet) {
    if (spec.compression == "uncompressed") return ".parquet";
    // What is written of LZ4 is raw.
    const auto codec = glue                                  ? spec.compression
                       : spec.compression == "gzip"          ? std::string("gz")
                       : spec.compression.starts_with("lz4") ? std::string("lz4raw")
                                                             : spec.compression;
    return fmt::format("{}{}.parquet", glue ? '-' : '.', codec);
  }
  const std::string_view format = glue                                ? ""
                                  : source.encoding == Encoding::Csv  ? ".csv"
                                  : source.encoding == Encoding::Text ? ".txt"
                                                                      : ".json";
  return fmt::format("{}{}", format, suffix_of(spec.text_compression));
}

// Maps of Avro have texts for keys.
bool has_other_keys(const Type& type) {
  return type.id() == duckdb::LogicalTypeId::MAP && !is_string(duckdb::MapType::KeyType(type));
}

bool holds(const WriteSpec& spec, const Type& type) {
  if (spec.json_serde) return is_table_type(spec.encoding, type);
  switch (spec.encoding) {
    case Encoding::Parquet:
    case Encoding::Orc:
      return !duckdb::TypeVisitor::Contains(type, duckdb::LogicalTypeId::SQLNULL) && !holds_zoned(type);
    case Encoding::Avro:
      return !duckdb::TypeVisitor::Contains(type, has_other_keys) && !holds_zoned(type);
    case Encoding::Csv:
      return !is_null_type(type) && !type.IsNested() && !is_zoned(type);
    case Encoding::OpenCsv:
    case Encoding::HiveText:
      return is_table_type(spec.encoding, type);
    case Encoding::Json:
      return !holds_zoned(type);
    case Encoding::Text:
      return is_string(type);
  }
  return true;
}

const char* name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::Parquet:
      return "Parquet";
    case Encoding::Csv:
      return "CSV";
    case Encoding::OpenCsv:
      return "OpenCSVSerde";
    case Encoding::HiveText:
      return "LazySimpleSerDe";
    case Encoding::Json:
      return "JSON";
    case Encoding::Text:
      return "Text";
    case Encoding::Orc:
      return "ORC";
    case Encoding::Avro:
      return "AVRO";
  }
  return "";
}

// By another that says the same, and counts more.
bool is_overruled(const Operation& operation, const std::string& key) {
  const auto is_given = [&](std::string_view name) {
    return std::ranges::any_of(operation.options(),
                               [&](const auto& option) { return base::iequals(option.first, name); });
  };
  if (key == "parquet.compression" || key == "orc.compress" || key == "codec") return is_given("compression");
  return (key == "delimiter" && is_given("sep")) || (key == "charset" && is_given("encoding"));
}

base::Result<WriteFormat> read_table_write(const Operation& operation, WriteSpec& spec) {
  TRY(read_table_options(operation, spec));
  if (const auto found = operation.options().find("compression"); found != operation.options().end())
    TRY(set_text_compression(spec, found->second));
  return WriteFormat{FileNames::Style::Glue, std::string(suffix_of(spec.text_compression))};
}

}  // namespace

base::Result<WriteFormat> read_write_options(const Operation& operation, WriteSpec& spec) {
  if (is_table_source(operation.source())) return read_table_write(operation, spec);
  const auto source = source_of(operation.source());
  if (!source) return unsupported(fmt::format("a write of source '{}'", operation.source()));
  spec.encoding = source->encoding;
  spec.compression = "snappy";
  if (spec.encoding == Encoding::Orc) TRY(set_orc_compression(spec, kOrcCompression));
  if (spec.encoding == Encoding::Avro) TRY(set_avro_compression(spec, kAvroCompression));
  for (const auto& [name, value] : operation.options()) {
    const std::string key = base::to_lower(name);
    if (source->style == FileNames::Style::Spark && is_layout_option(name)) continue;
    if (is_overruled(operation, key) || is_of_other_format(base::to_lower(source->name), key)) continue;
    const auto setter = source->setters.find(key);
    if (setter == source->setters.end())
      return unsupported(fmt::format("the option {} of a {} write", name, source->name));
    TRY(setter->second(spec, value));
  }
  return WriteFormat{source->style, suffix_of(*source, spec)};
}

base::Result<void> check_written_types(const WriteSpec& spec, const Columns& columns) {
  if (spec.encoding == Encoding::Text && columns.size() != 1)
    return plan::spark_error(
        "_LEGACY_ERROR_TEMP_1290",
        "Text data source supports only a single column, and you have <schemaSize> columns.",
        {{"schemaSize", std::to_string(columns.size())}});
  for (const auto& column : columns)
    if (!holds(spec, column.type))
      return base::refusal(
          "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", 400,
          fmt::format("[UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE] The {} datasource doesn't support the column "
                      "`{}` of the type \"{}\".",
                      name_of(spec.encoding), column.name, sql_name(column.type)));
  return check_table_columns(spec, columns);
}

}  // namespace engine
