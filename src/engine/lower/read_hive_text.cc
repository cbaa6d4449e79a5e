#include "engine/lower/read_hive_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

constexpr std::size_t kLevels = 8;  // of separators, as Hive has them without its extensions

// What the schema says of a column; all are texts without one.
Type type_in(const std::optional<std::vector<Field>>& schema, const std::string& name) {
  if (!schema) return Type::VARCHAR;
  const auto field = std::ranges::find_if(*schema, [&](auto& own) { return base::iequals(own.name, name); });
  return field == schema->end() ? Type(Type::VARCHAR) : field->type;
}

}  // namespace

HiveTextForm hive_text_form(const CsvOptions& options) {
  HiveTextForm form{.separators = {options.collection_separator, options.map_key_separator},
                    .escape = options.escape ? std::string(1, *options.escape) : std::string(),
                    .null_text = options.null_text.value_or("")};
  for (std::size_t level = form.separators.size() + 1; level < kLevels; ++level)
    form.separators += static_cast<char>(level + 1);
  return form;
}

base::Result<std::vector<Typed>> hive_text_values(const Columns& texts, std::size_t partition_columns,
                                                  const std::optional<std::vector<Field>>& schema,
                                                  const std::map<std::string, std::string>& options) {
  const auto form = hive_text_form(TRY(parse_csv_options("hive.text", options)));
  std::vector<Typed> values;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto& column = texts[i];
    const bool of_file = i + partition_columns < texts.size();
    const Type type = of_file ? type_in(schema, column.name) : Type(Type::VARCHAR);
    if (separators_of(type) > form.separators.size())
      return unsupported(fmt::format("the column {} of {}, which is nested deeper than texts can be,",
                                     column.name, hive_name(type)));
    const bool as_it_is = !of_file || (is_string(type) && form.escape.empty());
    auto tree = column_tree(column.id);
    if (!as_it_is) tree = hive_text_tree(std::move(tree), type, form);
    values.push_back({std::move(tree), type, column.name});
  }
  return values;
}

}  // namespace engine
