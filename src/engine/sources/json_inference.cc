#include "engine/sources/json_inference.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/sources/schema_merge.h"

namespace engine {

std::optional<std::string> JsonInference::add(const JsonRecords& records) {
  JsonCursor cursor(records.record(), options_.grammar);
  const bool is_object = !records.broken() && cursor.kind() == JsonCursor::Kind::Object;
  if (is_object) shape_.add(cursor, options_, fields_);
  if (fields_ > JsonOptions::kMaxFields)
    return fmt::format("the records have more than {} fields", JsonOptions::kMaxFields);
  if (is_object && cursor.ok()) return std::nullopt;
  return add_malformed(is_object ? cursor.problem() : records.problem());
}

std::optional<std::string> JsonInference::add_malformed(std::string problem) {
  corrupt_ = true;
  if (options_.mode != JsonOptions::Mode::FailFast) return std::nullopt;
  return problem;
}

// The column of bad records stands among the others as its name has it.
base::Result<std::vector<Field>> JsonInference::columns() const {
  std::vector<Field> columns = shape_.fields(options_);
  if (corrupt_ && options_.mode == JsonOptions::Mode::Permissive) {
    const auto place = options_.in_order_of_names
                           ? std::ranges::lower_bound(columns, options_.corrupt_column, {}, &Field::name)
                           : columns.begin();
    if (place == columns.end() || place->name != options_.corrupt_column)
      columns.insert(place, {options_.corrupt_column, Type::VARCHAR});
  }
  TRY(check_distinct_names(columns));
  return columns;
}

}  // namespace engine
