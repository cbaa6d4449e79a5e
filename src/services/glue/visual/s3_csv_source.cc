// S3CsvSource. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-csv-home.html
#include <unordered_set>

#include "base/text.h"
#include "engine/sources/csv_reader.h"
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_source.h"

namespace services::glue::visual {
namespace {

using api::glue::S3CsvSource;

constexpr const char* kFormat = "glue.csv";

struct Spelled {
  std::string_view name;
  std::string_view character;
};
constexpr Spelled kSeparators[] = {
    {"comma", ","}, {"ctrla", "\x01"}, {"pipe", "|"}, {"semicolon", ";"}, {"tab", "\t"}};
constexpr Spelled kQuotes[] = {{"quote", "\""}, {"single_quote", "'"}, {"disabled", "-1"}};

base::Result<std::string> spelled(std::span<const Spelled> names, std::string_view member,
                                  const std::string& name) {
  for (const Spelled& known : names)
    if (known.name == name) return std::string(known.character);
  return base::refusal("InvalidInputException", 400, fmt::format("{} {} is not supported.", member, name));
}

// The node's reader options in the words of Glue's format_options, which the data source knows.
base::Result<plan::Options> csv_options(const S3CsvSource& node) {
  const auto flag = [](std::optional<bool> value) { return value.value_or(false) ? "true" : "false"; };
  const std::string separator = TRY(spelled(kSeparators, "Separator", node.separator));
  const std::string quote = TRY(spelled(kQuotes, "QuoteChar", node.quote_char));
  plan::Options options{{"separator", separator},
                        {"quoteChar", quote},
                        {"withHeader", flag(node.with_header)},
                        {"skipFirst", flag(node.skip_first)},
                        {"multiLine", flag(node.multiline)}};
  if (node.escaper && !node.escaper->empty()) options["escaper"] = *node.escaper;
  if (node.compression_type) options["compressionType"] = *node.compression_type;
  return options;
}

// The columns of all files, in the order in which their headers name them: a DynamicFrame has every field
// that any record has. Files without a header line have none.
base::Result<std::vector<Field>> columns_of(const std::vector<SourceObject>& objects,
                                            const engine::CsvOptions& options, SourceReader& reader) {
  std::vector<Field> columns;
  std::unordered_set<std::string> known;  // in lower case
  for (const SourceObject& object : objects) {
    if (object.size == 0) continue;
    const auto file = std::make_shared<const engine::InputFile>(
        object.uri, TRY(reader.open(object)), object.size, std::make_shared<engine::ReadCounters>());
    const auto text = TRY(engine::TextInput::open(file, options.compression));
    const engine::CsvHead head = TRY(engine::CsvReader::read_head(text, options));
    for (const std::string& name : head.columns)
      if (known.insert(base::to_lower(name)).second) columns.push_back({.name = name, .type = "string"});
  }
  return columns;
}

base::Result<void> check_s3_csv_source(const S3CsvSource& node) {
  TRY(check_s3_paths(node.paths));
  TRY(check_grouping(node.group_files, node.group_size));
  TRY(s3_query(node));
  TRY(checked(engine::parse_csv_options(kFormat, TRY(csv_options(node)))));
  return {};
}

base::Result<Frame> read_s3_csv_source(const S3CsvSource& node, SourceReader& reader) {
  const plan::Options options = TRY(csv_options(node));
  const std::vector<SourceObject> objects = TRY(reader.find(TRY(s3_query(node))));
  std::vector<Field> fields =
      TRY(columns_of(objects, TRY(engine::parse_csv_options(kFormat, options)), reader));
  if (fields.empty()) return Frame{};
  reader.pin(objects);
  plan::Relation relation = plan::read(kFormat, schema_of(fields), options, reader.plan_id());
  return Frame{std::move(relation), std::move(fields)};
}

}  // namespace

NodeKind s3_csv_source_kind() {
  return source<&Node::s3_csv_source, check_s3_csv_source, read_s3_csv_source>("S3CsvSource");
}

}  // namespace services::glue::visual
